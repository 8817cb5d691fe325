"""The same change in several releases is shown once."""

from pipeline.model.report import Report


def first_seen(report: Report) -> dict[str, str]:
    """The release, as environment/release, in which each change (by its id) is seen first."""
    found: dict[str, str] = {}
    for release in report.releases:
        for change in (*release.changes, *release.quiet_changes):
            found.setdefault(change.id, f"{release.environment}/{release.release}")
    return found
