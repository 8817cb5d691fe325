"""TMPL: how template files are named."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, MAY, SHOULD, WARNING, chart
from pipeline.checks.standards.tmpl_documents import is_collection
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.components import FIXED, Held, held
from pipeline.checks.subjects.pod import WORKLOADS, Pod, pod_of
from pipeline.manifests.pointer import leaves

_DIGITS: Final = re.compile(r"(\d{1,4})[-_.]")
_ORDINAL: Final = re.compile(r"\d\d-")
_WORD: Final = re.compile(r"[a-z0-9-]+|[A-Z0-9_]+")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "PersistentVolume": ("pv",), "PersistentVolumeClaim": ("pvc",), "Service": ("svc",), "ConfigMap": ("cm",),
    "NetworkPolicy": ("netpol",), "Ingress": ("ing",), "ServiceAccount": ("sa",), "HorizontalPodAutoscaler": ("hpa",),
    "PodDisruptionBudget": ("pdb",), "Deployment": ("deploy",), "StatefulSet": ("sts",), "DaemonSet": ("ds",),
    "CustomResourceDefinition": ("crd",), "VerticalPodAutoscaler": ("vpa",), "PodSecurityPolicy": ("psp",),
    "Role": ("rbac",), "ClusterRole": ("rbac",), "RoleBinding": ("rb", "rbac"), "ClusterRoleBinding": ("crb", "rbac"),
}  # fmt: skip


@chart("TMPL007", SHOULD, WARNING, "reason")
def named_after_component(chart: ChartSource) -> Iterator[Hit]:
    """Template files are named after their component."""
    files = [one for one in _judged(chart) if any(resource.kind not in FIXED for resource in one.resources)]
    known = {name for one in files for name in _names(one)}
    for one in files:
        names = _names(one)
        if names and not _begins(_base(one), set(names)):
            path = one.template.path
            message = f"{path!r} holds the component {names[0]!r} and is not named after it"
            yield chart.hit(path, message, severity=INFO if _is_usual(one) else None, key=path)
    hidden = [one.template.path for one in files if not _names(one) and not _begins(_base(one), known)]
    if hidden:
        message = f"to review: which components these files hold, for nothing of them is rendered: {', '.join(hidden)}"
        yield chart.hit(hidden[0], message, severity=INFO, key="hidden")


@chart("TMPL008", SHOULD, INFO, "reason")
def kind_in_name(chart: ChartSource) -> Iterator[Hit]:
    """Secondary resources carry a kind suffix in the file name."""
    groups: dict[str, list[Held]] = defaultdict(list)
    for one in _judged(chart):
        first = next((component for component in one.components if component.names), None)
        if first:
            groups[chart.name if first.is_chart else first.names[0]].append(one)
    for component, files in groups.items():
        main = _main(component, files)
        for one in files:
            words = _words(one)
            if len(files) > 1 and one is not main and not _ends(_base(one), words):
                message = (
                    f"{one.template.path!r} is one of {len(files)} files of {component!r} and does not end in its kind"
                )
                yield chart.hit(one.template.path, f"{message}, as in '-{words[0]}'", key=one.template.path)


@chart("TMPL011", MAY, INFO, "reason")
def ordinals(chart: ChartSource) -> Iterator[Hit]:
    """Numeric prefixes only where cross-file order matters."""
    numbered = [one for one in chart.templates if _DIGITS.match(one.name)]
    for one in numbered:
        if not _ORDINAL.match(one.name):
            yield chart.hit(one.path, f"{one.name!r} does not begin with two digits and a hyphen", key=one.path)
    if not numbered:
        return
    users = _users(chart)
    for path, objects in chart.own.items():
        for service in (one for one in objects if one.kind == "Service" and one.name):
            variable = f"{service.name.upper().replace('-', '_')}_SERVICE_"
            user = min(
                filter(None, (users.get(word) for word in (service.name, f"{variable}HOST", f"{variable}PORT"))),
                default="",
            )
            if user and user < path:
                message = f"{user!r} needs the Service {service.name!r} of {path!r} and comes before it"
                yield chart.hit(path, message, key=path)


def _judged(chart: ChartSource) -> Sequence[Held]:
    """Files whose names say what they hold: neither collections nor tests, nor the one file of the one Ingress."""
    found = [
        one for one in held(chart) if not is_collection(one.template) and "tests" not in one.template.path.split("/")
    ]
    doors = sum(resource.kind == "Ingress" for one in found for resource in one.resources)
    return [one for one in found if doors != 1 or _base(one) != "ingress"]


def _base(one: Held) -> str:
    """Name of the file without its digits and its suffix."""
    name = one.template.name.rpartition(".")[0]
    digits = _DIGITS.match(name)
    return name[digits.end() :] if digits else name


def _names(one: Held) -> Sequence[str]:
    return [name for component in one.components for name in component.names]


def _begins(base: str, names: set[str]) -> bool:
    words = base.split("-")
    return any("-".join(words[:count]) in names for count in range(1, len(words) + 1))


def _ends(base: str, words: Iterable[str]) -> bool:
    return any(base == word or base.endswith(f"-{word}") for word in words)


def _words(one: Held) -> Sequence[str]:
    """How a file name may call the kinds in the file."""
    kinds = list(dict.fromkeys(resource.kind for resource in one.resources if resource.kind)) or ["kind"]
    spelt = [word for kind in kinds for word in (kind.lower(), _HUMP.sub("-", kind).lower(), *_SHORT.get(kind, ()))]
    return [*spelt, "storage"] if {"PersistentVolume", "PersistentVolumeClaim"} <= set(kinds) else spelt


def _is_usual(one: Held) -> bool:
    """Whether a file is named after a kind alone, where the chart is the component or a folder around the file is named so."""
    base, words = _base(one), _words(one)
    folders = {f"{folder}-" for folder in one.template.path.split("/")[1:-1]}
    at_home = any(component.is_chart for component in one.components)
    at_home = at_home or any(f"{name}-".startswith(tuple(folders)) for name in _names(one))
    return at_home and (_begins(base, {*words, *(f"{word}s" for word in words)}) or _ends(base, words))


def _main(component: str, files: Sequence[Held]) -> Held | None:
    """The file with the workload of a component."""
    found = [one for one in files if any(resource.kind in WORKLOADS for resource in one.resources)]
    return next((one for one in found if _base(one) == component), found[0] if found else None)


def _users(chart: ChartSource) -> Mapping[str, str]:
    """The first template whose containers name a word, by the words in commands, arguments and variables."""
    found: dict[str, str] = {}
    for path in sorted(chart.own):
        pods: Iterable[Pod] = filter(None, (pod_of(one) for one in chart.own[path] if not one.is_hook))
        for container in (one for pod in pods for one in pod.every):
            for key in ("command", "args", "env"):
                for _, value in leaves(container.body.get(key)):
                    for word in _WORD.findall(value) if isinstance(value, str) else ():
                        found.setdefault(word, path)
    return found
