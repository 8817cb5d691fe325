"""`-o text`: the report for people at a terminal."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.formats.escaping import terminal, terminal_line
from pipeline.formats.findings import finding_lines
from pipeline.formats.folding import first_seen
from pipeline.formats.format import View
from pipeline.formats.lines import Paint, added, edit_lines, manifest_lines, removed
from pipeline.formats.manual import wrapped
from pipeline.model.change import Action, Change, Edit
from pipeline.model.report import ReleaseReport, Report, Revision, Status
from pipeline.report.summary import headline

_SIGNS: Final = {Action.CREATE: "+", Action.UPDATE: "~", Action.REPLACE: "!", Action.DELETE: "-"}
_QUIET: Final = (Status.UNCHANGED,)


def render(report: Report, view: View) -> str:
    """The summary, each environment with what changes in it, and the summary again."""
    paint = Paint(view.color)
    lines = [_sides(report, paint), _summary(report, paint), *_problems(report, paint)]
    lines += _failures(report, paint) if report.base.kind == "none" else _changes(report, view, paint)
    if found := list(finding_lines(report, view, paint)):
        lines += ["", *found]
    if skipped := list(_skipped(report, view, paint)):
        lines += ["", *skipped]
    if len(lines) > 12:
        lines += ["", _summary(report, paint)]
    return "\n".join(lines) + "\n"


def _changes(report: Report, view: View, paint: Paint) -> Iterator[str]:
    origins = first_seen(report)
    for environment in dict.fromkeys(release.environment for release in report.releases):
        releases = [release for release in report.releases if release.environment == environment]
        yield from ("", *_environment(report, environment, releases, paint))
        for release in releases:
            yield from _release(release, origins, view, paint)


def _failures(report: Report, paint: Paint) -> Iterator[str]:
    """What could not be judged, where nothing is compared."""
    for release in report.releases:
        for failure in release.failures:
            place = release.release if release.environment is None else f"{release.environment}/{release.release}"
            words = terminal(failure.message).split("\n")
            yield f"{paint.red('failed')}: {terminal_line(place)}: {words[0]}"
            yield from (f"  {word}" for word in words[1:])


def _skipped(report: Report, view: View, paint: Paint) -> Iterator[str]:
    """How many rules could not be judged, once for all that miss the same ones."""
    missed: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for release in report.releases:
        if release.skipped_rules:
            missed[release.skipped_rules].append(release.release)
    for rules, places in missed.items():
        where = f" in {terminal_line(', '.join(places))}" if len(missed) > 1 else ""
        named = "" if view.whole else " (--verbose names them)"
        yield paint.dim(
            f"{len(rules)} rule{'' if len(rules) == 1 else 's'} skipped{where}: they need a release in an environment{named}"
        )
        if view.whole:
            yield from (paint.dim(f"  {line}") for line in wrapped(", ".join(rules), view.width - 2))


def _sides(report: Report, paint: Paint) -> str:
    if report.base.kind == "none":
        return paint.dim(f"rendiff {report.tool_version}: {_revision(report.head)}")
    return paint.dim(f"rendiff {report.tool_version}: {_revision(report.base)} -> {_revision(report.head)}")


def _revision(revision: Revision) -> str:
    commit = revision.commit[:10]
    named = (
        revision.ref
        if not commit or (revision.commit.startswith(revision.ref) and revision.ref)
        else f"{revision.ref} ({commit})"
    )
    text = commit if commit and revision.ref == revision.commit else named
    return terminal_line(text + (", changed" if revision.dirty else ""))


def _summary(report: Report, paint: Paint) -> str:
    return paint.bold(headline(report))


def _problems(report: Report, paint: Paint) -> Iterator[str]:
    for loosening in report.loosenings:
        yield paint.red(f"loosened: {terminal_line(loosening)}")
    for problem in report.problems:
        yield f"{paint.red('problem')}: {terminal_line(str(problem))}"


def _environment(report: Report, name: str | None, releases: list[ReleaseReport], paint: Paint) -> Iterator[str]:
    if name is not None:
        known = next((one for one in report.environments if one.name == name), None)
        version = f" (Kubernetes {known.kube_version})" if known and known.kube_version else ""
        yield paint.bold(terminal_line(name)) + paint.dim(terminal_line(version))
    quiet = [release for release in releases if release.status in _QUIET]
    if quiet:
        yield paint.dim(f"  unchanged: {', '.join(terminal_line(release.release) for release in quiet)}")


def _release(release: ReleaseReport, origins: Mapping[str, str], view: View, paint: Paint) -> Iterator[str]:
    shown = (*release.changes, *(change for change in release.quiet_changes if _edits(change, view)))
    if release.status in _QUIET and not shown:
        return
    yield f"  {paint.bold(terminal_line(release.release))}: {_status(release, paint)}{_hint(release, paint)}"
    for failure in release.failures:
        words = terminal(failure.message).split("\n")
        yield paint.red(f"    {failure.side}: {words[0]}")
        yield from (f"      {word}" for word in words[1:])
    for change in shown:
        yield from (f"    {line}" for line in _change(change, release, origins, view, paint))


def _status(release: ReleaseReport, paint: Paint) -> str:
    return paint.red(release.status.value) if release.status is Status.FAILED else release.status.value


def _hint(release: ReleaseReport, paint: Paint) -> str:
    return paint.dim(f", {_unstable(release)} left out") if release.unstable else ""


def _unstable(release: ReleaseReport) -> str:
    count = sum(len(one.paths) for one in release.unstable)
    return f"{count} field{'' if count == 1 else 's'} that vary with each rendering"


def _change(
    change: Change, release: ReleaseReport, origins: Mapping[str, str], view: View, paint: Paint
) -> Iterator[str]:
    title = f"{_SIGNS[change.action]} {change.resource}"
    renamed = f" (was {change.renamed_from})" if change.renamed_from else ""
    yield paint.action(change.action, terminal_line(title + renamed)) + paint.dim(f"  {terminal_line(change.template)}")
    label = f"{release.environment}/{release.release}"
    origin = origins.get(change.id, label)
    if origin != label and not view.whole:
        yield paint.dim(f"    the same as in {terminal_line(origin)}")
    elif change.action is Action.CREATE and change.after is not None:
        yield from (f"    {line}" for line in manifest_lines(change.after, added(paint), view))
    elif change.action is Action.DELETE and change.before is not None:
        yield from (f"    {line}" for line in manifest_lines(change.before, removed(paint), view))
    else:
        yield from (f"    {line}" for edit in _edits(change, view) for line in edit_lines(edit, paint))


def _edits(change: Change, view: View) -> list[Edit]:
    """The edits that are shown: those that count, and the others where they are asked for."""
    return [
        edit
        for edit in change.edits
        if edit.counts or (view.unstable and edit.unstable) or (view.whole and (edit.ignored or edit.equivalent))
    ]
