"""What is new, known or fixed between two sides."""

from typing import Any

import pytest

from pipeline.judgement.stamping import compared
from pipeline.model.finding import Finding, Severity
from pipeline.model.resource import ResourceId

OLD, NEW = "charts/web/templates/old.yaml", "charts/web/templates/new.yaml"
WEB, OTHER = ResourceId("apps", "Deployment", "", "web"), ResourceId("apps", "Deployment", "", "other")


def finding(file: str, message: str = "wrong", rule: str = "TMPL001", **more: Any) -> Finding:
    return Finding(rule, Severity.ERROR, message, fingerprint=f"{file}{message}{more}", file=file, **more)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (finding(OLD), finding(NEW), True),
        (finding(OLD, "old.yaml is long"), finding(NEW, "new.yaml is long"), True),
        (finding(OLD), finding(NEW, "something else is wrong"), False),
        (finding(OLD), finding(NEW, rule="TMPL002"), False),
        (finding("charts/web/templates/a.yaml"), finding(NEW), False),
        (finding(OLD, "a", resource=WEB, path="/a"), finding(NEW, "b", resource=WEB, path="/a"), True),
        (finding(OLD, "a", resource=WEB, path="/a"), finding(NEW, "b", resource=WEB, path="/b"), False),
        (finding(OLD, "a", resource=WEB), finding(NEW, "b", resource=OTHER), False),
    ],
)
def test_only_the_same_fault_moves_with_its_file(before: Finding, after: Finding, moved: bool) -> None:
    states = [one.state for one in compared([before], [after], {NEW: OLD})]
    assert states == (["existing"] if moved else ["new", "fixed"])


def test_a_fault_moves_once() -> None:
    after = [finding(NEW, path="/a"), finding(NEW, path="/b")]
    assert [one.state for one in compared([finding(OLD)], after, {NEW: OLD})] == ["existing", "new"]
