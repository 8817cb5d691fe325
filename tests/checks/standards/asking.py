"""What one rule says of a snippet."""

from collections.abc import Mapping
from typing import Any

from pipeline.checks.hit import Hit
from pipeline.checks.judging import Verdict, judge_release
from pipeline.checks.registry import by_id
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.manifest import ChartName, manifest
from pipeline.checks.subjects.release import Context, release_of
from pipeline.checks.words import Example
from pipeline.manifests.kyaml import load_all
from tests.checks.examples import broken, judge_repository, said


def laid(rule: str, objects: str, **more: Any) -> list[Hit]:
    """Of objects laid over those of the blameless release."""
    return _said(broken(Example(objects, **more)), rule)


def plain(rule: str, objects: str) -> list[Hit]:
    """Of plain manifests, which belong to no release."""
    return _alone(rule, objects, None, None)


def alone(rule: str, objects: str, chart: str = "shop", release: str = "test", **settings: Any) -> list[Hit]:
    """Of objects that are all that a release of a chart in version 1.0.0 has."""
    return _alone(rule, objects, ChartName(chart, "1.0.0"), Context(release, "shop", chart, "1.0.0"), **settings)


def source(rule: str, files: Mapping[str, str | None], **more: Any) -> list[Hit]:
    """Of the blameless repository with these files laid over its own."""
    return _said(judge_repository(Example(files=files, **more)), rule)


def written(rule: str, files: Mapping[str, str], **settings: Any) -> list[Hit]:
    """Of a chart that has only these files and is not rendered."""
    content = {path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}
    return list(by_id()[rule].check(ChartSource("charts/shop", content, Settings(**settings))))


def severities(hits: list[Hit]) -> list[str]:
    """How bad they are; "" where the rule decides."""
    return [str(hit.severity) if hit.severity else "" for hit in hits]


def _alone(rule: str, objects: str, chart: ChartName | None, context: Context | None, **settings: Any) -> list[Hit]:
    bodies = [body for body in load_all(objects) if body is not None]
    found = tuple(manifest(index, body, "shop/templates/all.yaml", index, chart) for index, body in enumerate(bodies))
    return _said(judge_release(release_of(found, "1.34.2", Settings(**settings), context)), rule)


def _said(verdict: Verdict, rule: str) -> list[Hit]:
    assert not [crash for crash in verdict.crashes if crash.rule == rule], verdict.crashes
    return said(verdict, rule)
