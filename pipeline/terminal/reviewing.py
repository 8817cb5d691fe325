"""`rendiff review` and `rendiff diff` at the command line."""

import sys
from collections.abc import Sequence

from pipeline.errors import PipelineError
from pipeline.formats.escaping import terminal_line
from pipeline.formats.format import View
from pipeline.model.report import Report
from pipeline.surroundings import surroundings
from pipeline.terminal.asking import Flags, request_of
from pipeline.terminal.output import Target, deliver, targets_of
from pipeline.terminal.viewing import view_of
from pipeline.verdict import COMPARED, JUDGED, Limit, exit_code, limits_of, objections, refuse_strangers


def review(flags: Flags, judged: bool = True) -> int:
    """Two revisions of the repository. judged: by the rules too, and new errors are not allowed unless `--fail-on` says so."""
    from pipeline.commands.review import Revisions, review

    targets = targets_of(flags["outputs"])
    request, defaults = request_of(flags)
    base = flags["base"] if flags["base"] is not None else defaults.flags.get("base")
    reviewed = review(request, Revisions(base, flags["head"]), judged)
    usual = ",".join(reviewed.fail_on) or "error"
    limits = limits_of(flags["fail_on"], usual, (*JUDGED, *COMPARED) if judged else COMPARED)
    return _end(reviewed.report, targets, limits, flags, view_of(flags, request.world, request.root))


def validate(paths: Sequence[str], flags: Flags) -> int:
    """One revision, or charts and manifests alone, judged; errors are not allowed unless `--fail-on` says so."""
    from pipeline.commands.files import Stream
    from pipeline.commands.validate import validate, validate_paths

    targets = targets_of(flags["outputs"])
    request, defaults = request_of(flags, anywhere=bool(paths))
    limits = limits_of(flags["fail_on"], defaults.flags.get("fail-on", "error"), JUDGED)
    stream = Stream(sys.stdin.buffer.read()) if "-" in (*paths, *flags["objects"]) else Stream()
    if paths:
        report = validate_paths(request, paths, stream, flags["kube_version"], defaults.policy)
    else:
        report = validate(request, flags["head"], flags["objects"], stream)
    return _end(report, targets, limits, flags, view_of(flags, request.world, request.root))


def diff_files(files: Sequence[str], flags: Flags) -> int:
    """Two sets of plain manifests."""
    from pipeline.commands.files import Stream, diff_files
    from pipeline.store.sealing_key import sealing_key

    old, *rest = files
    if len(rest) != 1:
        raise PipelineError(
            "diff takes two files or folders, OLD and NEW, or none to compare revisions (--base, --head)"
        )
    targets, limits = targets_of(flags["outputs"]), limits_of(flags["fail_on"], "", COMPARED)
    world = surroundings()
    stream = Stream(sys.stdin.buffer.read()) if "-" in files else Stream()
    key = sealing_key(world.variables, world.state_folder)
    report = diff_files(old, rest[0], stream, key, world.moment)
    return _end(report, targets, limits, flags, view_of(flags, world, world.folder))


def _end(report: Report, targets: Sequence[Target], limits: tuple[Limit, ...], flags: Flags, view: View) -> int:
    refuse_strangers(report, limits)
    deliver(report, targets, view)
    for sentence in objections(report, limits):
        print(f"rendiff: not allowed: {terminal_line(sentence)}", file=sys.stderr)
    return exit_code(report, limits, flags.get("detailed_exitcode", False))
