"""Reports made by hand, for the formats."""

from collections.abc import Mapping

from pipeline.model.finding import Finding, Severity
from pipeline.model.rendering import Failure
from pipeline.model.report import ReleaseReport, Report, Revision, Status
from pipeline.model.resource import ResourceId
from pipeline.report.summary import summarise

ALONE = Revision("none", "")


def finding(
    message: str = "is wrong", severity: Severity = Severity.ERROR, state: str = "existing", name: str = "web",
    rule: str = "PSP005", kind: str = "Deployment",
) -> Finding:  # fmt: skip
    """A finding in an object; the same message about the same object is the same fault."""
    return Finding(
        rule, severity, message, state, f"{kind}/{name}: {message}"[:200], ResourceId("apps", kind, "shop", name), "/spec",
        "charts/web/templates/web.yaml", 7, "exact", None, "apps/v1",
    )  # fmt: skip


def release(environment: str | None, *found: Finding, failed: int = 0, skipped: tuple[str, ...] = ()) -> ReleaseReport:
    """A release that is called web, with its findings, or one that failed so often."""
    failures = tuple(Failure("head", f"not today {number}") for number in range(failed))
    status = Status.FAILED if failed else Status.UNCHANGED
    return ReleaseReport(
        environment, "web", "web", "shop", status, failures, skipped_rules=skipped, findings=found, resources=1
    )


def report(*releases: ReleaseReport, base: Revision = ALONE) -> Report:
    """The report on these releases, as `validate` makes it unless there is a base."""
    head = Revision("git", "working tree")
    return Report(
        "1.0", "embedded", "2026-11-24T00:00:00Z", base, head, (), releases, summarise(releases, (), ()), ruleset="x"
    )


def environments(found: Mapping[str, Finding], base: Revision = ALONE) -> Report:
    """One finding in each environment."""
    return report(*(release(name, one) for name, one in found.items()), base=base)
