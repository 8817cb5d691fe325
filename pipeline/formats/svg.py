"""Racks, nodes and pods as a picture (SVG 1.1, w3.org/TR/SVG11): no script, no font of its own, nothing loaded from elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from colorsys import hls_to_rgb
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pipeline.formats.amounts import amount_text
from pipeline.formats.escaping import terminal_line
from pipeline.formats.schedule import headline, notes_of, stays
from pipeline.model.schedule import Key, Loaded, Lodged, Rack, Schedule, Staying

_WIDTH: Final = 250
_GAP: Final = 16
_CELL: Final = 20
_IN_ROW: Final = 10
_LINE: Final = 20
_BAR: Final = 90
# Characters that fit into a node, into the line below its name, and into a line of the legend; how wide one is at most.
_NAME: Final = 30
_NOTE: Final = 38
_LONG: Final = 110
_LETTER: Final = 8
_RESOURCES: Final = ("cpu", "memory")
_STYLE: Final = (
    "text{font:13px sans-serif;fill:#1f2328}.h{font-weight:bold;font-size:16px}.s{font-size:11px;fill:#57606a}"
    ".rack{fill:#f6f8fa;stroke:#d0d7de}.node{fill:#fff;stroke:#8c959f}.room{fill:#eaeef2}.used{fill:#2da44e}.full{fill:#cf222e}"
    ".pod{stroke:#fff}.n{font-size:10px}.waits{fill:#cf222e}"
)
# What no XML may contain, besides what a terminal may not (w3.org/TR/xml, "Characters").
_UNSAYABLE: Final = re.compile("[\ufffe\uffff]")
# The angle by which hues that follow each other differ most.
_ANGLE: Final = 137.508


@dataclass(frozen=True, slots=True)
class _Part:
    """Elements, and how much room they take."""

    elements: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Mark:
    """How the pods of a workload are known: by a number, and by a colour for who sees it."""

    number: int
    color: str


def schedule_svg(schedules: Sequence[Schedule]) -> str:
    """One picture of all environments, one below the other."""
    elements: list[str] = []
    top, width = float(_GAP), 400.0
    for one in schedules:
        part = _environment(one)
        elements.append(_moved(part.elements, _GAP, top))
        top, width = top + part.height + 2 * _GAP, max(width, part.width)
    title = ", ".join(f"{one.environment}: {headline(one)}" for one in schedules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 2 * _GAP:g}" height="{top:g}" role="img">'
        f"<title>{_said(title)}</title><style>{_STYLE}</style>\n" + "\n".join(elements) + "\n</svg>\n"
    )


def _environment(one: Schedule) -> _Part:
    lasting = tuple(stay for stay in one.stays if not stay.passing)
    marks = {stay.key: _Mark(index + 1, _color(index)) for index, stay in enumerate(lasting)}
    heading = _fitted(f"{one.environment} (Kubernetes {one.kube_version}): {headline(one)}", _LONG)
    elements = [_text(heading, 0, 16, "h")]
    left, deepest = 0.0, 0.0
    for rack in one.racks:
        part = _rack(rack, marks)
        elements.append(_moved(part.elements, left, 28))
        left, deepest = left + part.width + _GAP, max(deepest, part.height)
    legend = _legend(lasting, marks)
    elements.append(_moved(legend.elements, 0, 28 + deepest + _GAP))
    return _Part(
        tuple(elements), max(left, legend.width, len(heading) * 1.2 * _LETTER), 28 + deepest + _GAP + legend.height
    )


def _rack(rack: Rack, marks: Mapping[Key, _Mark]) -> _Part:
    top = _LINE + 8.0 if rack.name else 8.0
    inside = [_text(_fitted(f"rack {rack.name}", _NAME), 10, 18)] if rack.name else []
    for node in rack.nodes:
        part = _node(node, marks)
        inside.append(_moved(part.elements, 8, top))
        top += part.height + 8
    width = _WIDTH + 16
    return _Part((f'<rect class="rack" width="{width}" height="{top:g}" rx="6"/>', *inside), width, top)


def _node(node: Loaded, marks: Mapping[Key, _Mark]) -> _Part:
    inside, top = [_text(_fitted(node.name, _NAME), 8, 18)], 34.0
    for note in notes_of(node):
        inside.append(_text(_fitted(note, _NOTE), 8, top, "s"))
        top += 15
    for name in _RESOURCES:
        if node.room.get(name):
            inside += _bar(name, node.asked.get(name, 0), node.room[name], top)
            top += 16
    cells = [(one, ordinal) for one in node.pods for ordinal in one.ordinals]
    inside += [_cell(one, ordinal, index, top, marks[one.key]) for index, (one, ordinal) in enumerate(cells)]
    height = top + _CELL * (-(-len(cells) // _IN_ROW)) + 2
    return _Part((f'<rect class="node" width="{_WIDTH}" height="{height:g}" rx="4"/>', *inside), _WIDTH, height)


def _bar(name: str, asked: int, room: int, top: float) -> Iterator[str]:
    share = min(1.0, asked / room) if room > 0 else 1.0
    yield f'<rect class="room" x="60" y="{top - 9:g}" width="{_BAR}" height="10"/>'
    yield f'<rect class="{"full" if asked > room else "used"}" x="60" y="{top - 9:g}" width="{_BAR * share:.1f}" height="10"/>'
    yield _text(name, 8, top, "s")
    yield _text(f"{amount_text(name, asked)} of {amount_text(name, room)}", 60 + _BAR + 6, top, "s")


def _cell(one: Lodged, ordinal: int, index: int, top: float, mark: _Mark) -> str:
    x, y = 8 + (index % _IN_ROW) * _CELL, top - 6 + (index // _IN_ROW) * _CELL
    return (
        f'<rect class="pod" x="{x}" y="{y:g}" width="{_CELL}" height="{_CELL}" rx="4" fill="{mark.color}">'
        f"<title>{_said(f'{one.name} {ordinal}')}</title></rect>" + _text(str(mark.number), x + 2, y + 14, "n")
    )


def _legend(lasting: Sequence[Staying], marks: Mapping[Key, _Mark]) -> _Part:
    elements: list[str] = []
    longest = 0
    for index, stay in enumerate(lasting):
        y, mark = index * _LINE, marks[stay.key]
        said = _fitted(f"{mark.number}  {stay.release}: {stay.kind} {stay.name}: {stays(stay)}", _LONG)
        elements.append(f'<rect width="14" height="14" y="{y}" rx="3" fill="{mark.color}"/>')
        elements.append(_text(said, 22, y + 12, "waits" if stay.least < stay.wanted else ""))
        longest = max(longest, len(said))
    return _Part(tuple(elements), 22 + longest * _LETTER, len(lasting) * _LINE)


def _color(index: int) -> str:
    red, green, blue = hls_to_rgb(index * _ANGLE % 360 / 360, 0.72, 0.6)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _text(words: str, x: float, y: float, style: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}"{f" class={quoteattr(style)}" if style else ""}>{_said(words)}</text>'


def _moved(elements: Sequence[str], x: float, y: float) -> str:
    return f'<g transform="translate({x:g},{y:g})">{"".join(elements)}</g>'


def _fitted(words: str, most: int) -> str:
    """The beginning of a text where there is no room for the whole."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _said(words: str) -> str:
    """Text as XML takes it, whatever a chart puts there."""
    return escape(_UNSAYABLE.sub("?", terminal_line(words)))
