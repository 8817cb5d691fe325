"""ENV: what the source of a chart takes for granted about where it runs."""

import re
from collections.abc import Iterator
from textwrap import shorten
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import ERROR, INFO, SHOULD, WARNING, Stage, chart
from pipeline.checks.subjects.chart import METADATA, ChartSource
from pipeline.checks.subjects.macros import placed_actions
from pipeline.checks.subjects.release import Release
from pipeline.checks.subjects.template import Document
from pipeline.checks.subjects.texts import object_texts
from pipeline.checks.subjects.written import Written, plain, written
from pipeline.manifests.reading import at, listing, mapping

_REASON: Final = 400  # characters of what Helm says
_SPOT: Final = re.compile(r"((?:charts/[\w.-]{1,100}/){0,8}templates/[\w./-]{1,300}):(\d{1,9})")
# Reasons that no value of the chart can mend; CHART004 and ENV006 speak of them.
_ELSEWHERE: Final = ("missing in charts/ directory", "chart requires kubeVersion")
_GONE: Final = ("<no value>", "%!s(<nil>)")
_PLACES: Final = ("storageClassName", "host", "nodeName", "kubernetes.io/hostname")
_COMPARISON: Final = re.compile(
    r"""\b(?:eq|ne|has|contains|hasPrefix|hasSuffix|regexMatch)((?:\s+(?:\$?\.Values[.\w]*|"[^"]*"|`[^`]*`|\([^()]*\)|\$\w+))+)"""
)
_REFERENCE: Final = re.compile(r"\.Values\.(?:\w+\.)*(\w+)(?![\w.])")
_ENVIRONMENT: Final = frozenset(("env", "environment", "envname", "environmentname", "envtype", "environmenttype"))


@chart("ENV003", SHOULD, ERROR, "reason", Stage.RENDERED)
def defaults_deploy(chart: ChartSource) -> Iterator[Hit]:
    """Defaults deploy without any configuration."""
    yield from failure(chart)
    if chart.defaults is None or chart.is_library:
        return
    yield from _empty_images(chart.defaults)
    yield from _empty_numbers(chart.defaults)
    for one in chart.defaults.objects:
        for pointer, value in object_texts(one):
            if "<" in value and any(sign in value for sign in _GONE):
                yield one.hit(pointer, f"a value is missing in {shorten(value, 80, placeholder=' …')!r}", key="missing")


@chart("ENV005", SHOULD, WARNING, "reason")
def plumbing(chart: ChartSource) -> Iterator[Hit]:
    """Environment differences live in values, not templates."""
    for path, text in chart.texts.items():
        for line, action in placed_actions(text):
            if _asks(action):
                yield chart.hit(path, f"the template asks for the environment by {shorten(action, 100)!r}", line)
    for template in chart.templates:
        for document in template.documents:
            for one in written(document):
                if one.path and one.path[-1] in _PLACES and one.is_literal and _is_of_a_place(document, one):
                    yield chart.hit(template.path, f"{one.path[-1]} {one.text!r} belongs to an environment", one.line)


def failure(chart: ChartSource) -> Iterator[Hit]:
    """Why a chart does not render by its own values."""
    if chart.is_library or not chart.failure:
        return
    reason = shorten(chart.failure, _REASON, placeholder=" …")
    if any(words in chart.failure for words in _ELSEWHERE):
        message = f"to review: whether the defaults deploy, for nothing is rendered: {reason}"
        yield chart.hit(METADATA, message, severity=INFO, key="failure")
        return
    spot = _SPOT.search(chart.failure)
    message = f"the chart does not render by its own values: {reason}"
    if spot and spot[1] in chart.files:
        yield chart.hit(spot[1], message, int(spot[2]))
    else:
        yield chart.hit(METADATA, message, key="failure")


def _empty_images(release: Release) -> Iterator[Hit]:
    for container in (one for pod in release.pods for one in pod.every):
        gap = _gap(container.image)
        if gap:
            yield container.hit(
                "/image", f"container {container.name!r} has the image {container.image!r} without {gap}"
            )


def _empty_numbers(release: Release) -> Iterator[Hit]:
    """Ports of Services and sizes of claims that are printed empty."""
    for service in release.of("Service"):
        for index, port in enumerate(listing(service.spec.get("ports"))):
            if not mapping(port).get("port"):
                yield service.hit(
                    f"/spec/ports/{index}/port", f"port {index + 1} of Service {service.name!r} has no number"
                )
    for claim in release.of("PersistentVolumeClaim"):
        if not _size(claim.spec):
            yield claim.hit("/spec/resources/requests/storage", f"claim {claim.name!r} has no size")
    for one in release.of("StatefulSet"):
        for index, claim in enumerate(listing(one.spec.get("volumeClaimTemplates"))):
            if not _size(mapping(claim).get("spec")):
                path = f"/spec/volumeClaimTemplates/{index}/spec/resources/requests/storage"
                yield one.hit(path, f"a claim of StatefulSet {one.name!r} has no size")


def _gap(image: str) -> str:
    """Which part of a reference is empty, "" where all are there."""
    name, at_sign, digest = image.partition("@")
    if not name or name.startswith(":") or name.endswith("/") or "/:" in name or "//" in name:
        return "a name"
    if name.startswith("/"):
        return "a registry"
    return "a tag" if name.endswith(":") else "a digest" if at_sign and not digest else ""


def _size(spec: Any) -> Any:
    return at(spec, "resources", "requests", "storage")


def _asks(action: str) -> bool:
    """Whether an action compares a value that is named like the environment with a text."""
    return any(
        name.lower().replace("_", "") in _ENVIRONMENT
        for comparison in (_COMPARISON.finditer(action) if ".Values." in action else ())
        for name in _REFERENCE.findall(comparison[1])
    )


def _is_of_a_place(document: Document, one: Written) -> bool:
    """Whether a written value differs from cluster to cluster; the cluster's own names and this machine's do not."""
    if one.path[-1] == "storageClassName":
        return one.text != "standard"
    if one.path[-1] != "host":
        return True
    host = one.text.rstrip(".")
    if host in ("*", "localhost") or host.startswith(("127.", "0.")) or host.endswith((".svc", ".cluster.local")):
        return False
    return "." in host or plain(document.kind) == "Ingress"
