"""Where pods can run, as text for a terminal."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Final

from pipeline.formats.amounts import amount_text
from pipeline.formats.escaping import terminal_line
from pipeline.formats.lines import Paint
from pipeline.model.schedule import Key, Loaded, Rack, Schedule, Staying

_CELLS: Final = 10
_SHOWN: Final = ("cpu", "memory")
_WIDTH: Final = 80


def schedule_text(schedules: tuple[Schedule, ...], paint: Paint, whole: bool = False) -> str:
    """Each environment: its nodes with the pods of one of the ways, then each workload in all of them.

    whole: those too of which there is nothing to say.
    """
    return "\n".join("".join(f"{line}\n" for line in _lines(one, paint, whole)) for one in schedules)


def _lines(one: Schedule, paint: Paint, whole: bool) -> Iterator[str]:
    yield paint.bold(terminal_line(f"{one.environment} (Kubernetes {one.kube_version})")) + f": {headline(one)}"
    yield from (f"  {paint.red('failed')}: {terminal_line(f'{name}: {reason}')}" for name, reason in one.failed)
    for rack in one.racks:
        yield from _rack(rack, paint)
    release = ""
    told = [stay for stay in one.stays if whole or _is_worth_telling(stay, one)]
    for stay in told:
        if stay.release != release:
            release = stay.release
            yield f"  release {paint.bold(terminal_line(release))}"
        yield from _stay(stay, one.before, paint)
    if len(told) < len(one.stays):
        more = len(one.stays) - len(told)
        yield paint.dim(
            f"  {more} more workload{'s' * (more > 1)} can run on any node or only pass (--verbose lists them)"
        )
    if one.before is not None:
        gone = [stay for key, stay in one.before.items() if key not in {other.key for other in one.stays}]
        yield from (f"    {terminal_line(f'{stay.kind} {stay.name}')}: gone" for stay in gone)


def _is_worth_telling(stay: Staying, one: Schedule) -> bool:
    """Whether pods of a workload wait, are not tried, cannot go everywhere, or have changed."""
    changed = one.before is not None and next(_was(stay, one.before.get(stay.key)), None) is not None
    return bool(stay.waits or stay.untried) or changed or (not stay.passing and 0 < len(stay.eligible) < one.nodes)


def headline(one: Schedule) -> str:
    """How many nodes, and how many pods run on them."""
    nodes = f"{one.nodes} node{'' if one.nodes == 1 else 's'}"
    return f"{nodes}, {running(one.wanted, one.least, one.most)}"


def running(wanted: int, least: int, most: int) -> str:
    """How many of the pods run."""
    pods = f"{wanted} pod{'' if wanted == 1 else 's'}"
    if least == most:
        return f"{pods} run{'s' if wanted == 1 else ''}" if most == wanted else f"{most} of {pods} run"
    return f"{least} to {most} of {pods} run"


def stays(stay: Staying) -> str:
    """How many pods of a workload run, and how many nobody has tried."""
    said = running(stay.wanted, stay.least, stay.most)
    return f"{said}, {stay.untried} more are not tried" if stay.untried else said


def ranges(ordinals: tuple[int, ...]) -> str:
    """Ordinals in short: `[0-2,4]`."""
    found: list[list[int]] = []
    for ordinal in ordinals:
        if found and ordinal == found[-1][-1] + 1:
            found[-1].append(ordinal)
        else:
            found.append([ordinal])
    return f"[{','.join(str(one[0]) if len(one) == 1 else f'{one[0]}-{one[-1]}' for one in found)}]"


def _rack(rack: Rack, paint: Paint) -> Iterator[str]:
    if rack.name:
        yield f"  rack {paint.bold(terminal_line(rack.name))}"
    for node in rack.nodes:
        yield from _node(node, paint)


def _node(node: Loaded, paint: Paint) -> Iterator[str]:
    notes = paint.dim("".join(f"  {terminal_line(note)}" for note in notes_of(node)))
    yield f"    {terminal_line(node.name)}{notes}"
    if bars := "   ".join(_bar(node, name) for name in _SHOWN if node.room.get(name)):
        yield f"      {bars}"
    pods = [terminal_line(one.name) + ("" if one.ordinals == (0,) else f" {ranges(one.ordinals)}") for one in node.pods]
    yield from _folded(", ".join(pods)) if pods else (f"      {paint.dim('no pods')}",)


def notes_of(node: Loaded) -> list[str]:
    """What keeps pods off a node, and where it comes from."""
    cordoned, group = ["cordoned"] if node.cordoned else [], [f"added by {node.group}"] if node.group else []
    return [*node.taints, *cordoned, *group]


def _folded(words: str) -> list[str]:
    """Text in lines that a terminal of 80 columns shows whole."""
    indent = " " * 6
    return wrap(
        words, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _bar(node: Loaded, name: str) -> str:
    asked, room = node.asked.get(name, 0), node.room[name]
    share = asked / room if room > 0 else 1.0
    full = min(_CELLS, round(share * _CELLS))
    return f"{name} [{'#' * full}{'.' * (_CELLS - full)}] {amount_text(name, asked)} of {amount_text(name, room)}"


def _stay(stay: Staying, before: Mapping[Key, Staying] | None, paint: Paint) -> Iterator[str]:
    mark = paint.green if stay.least == stay.wanted else paint.red
    who, said, nodes = (
        terminal_line(f"{stay.kind} {stay.name}"),
        stays(stay),
        ", ".join(map(terminal_line, stay.eligible)),
    )
    if nodes and len(stay.decided) < stay.wanted and len(stay.eligible) > 1:
        nodes += " (kube-scheduler chooses)"
    beside = len(f"    {who}: {said}: {nodes}") <= _WIDTH
    yield f"    {who}: {mark(said)}{f': {nodes}' if nodes and beside else ':' if nodes else ''}"
    yield from () if beside else _folded(nodes)
    if stay.waits:
        yield from _folded(f"waits: {terminal_line(stay.waits)}")
    if before is not None:
        yield from (f"      {paint.bold('was')}: {line}" for line in _was(stay, before.get(stay.key)))


def _was(stay: Staying, old: Staying | None) -> Iterator[str]:
    if old is None:
        yield "not there"
    elif (old.wanted, old.least, old.most, old.eligible) != (stay.wanted, stay.least, stay.most, stay.eligible):
        yield terminal_line(f"{stays(old)}: {', '.join(old.eligible) or 'no node'}")
