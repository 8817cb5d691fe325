"""A system as a picture (SVG 1.1): what starts first is on the left, and arrows lead from who asks to who is asked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

from tests.environments.system import Component, System

_WIDTH, _BETWEEN, _GAP, _PAD, _LINE, _HEAD, _INDENT, _BEND = 270, 70, 16, 12, 18, 46, 66, 8
_LETTERS = 28  # of a line beside its subject
_COLORS = {
    "StatefulSet": "#0969da", "Deployment": "#1a7f37", "DaemonSet": "#0e7490", "Job": "#bc4c00", "Pod": "#8250df", "Ingress": "#57606a",
}  # fmt: skip
_SAID = {"waits": "asks before it starts", "asks": "asks", "beside": "wants the same node"}
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1f2328}.h{font-size:17px;font-weight:600}.t{font-size:14px;font-weight:600}"
    ".s{fill:#656d76;font-size:11px}.back{fill:#fff}.group{fill:#f6f8fa;stroke:#d8dee4}"
    ".box{fill:#fff;stroke:#d0d7de}.runs{fill:#eef1f4}.first{fill:#fff8e6;stroke:#eac54f}.link{fill:none;stroke:#57606a;stroke-width:1.5}"
    ".asks{stroke-dasharray:6 4}.beside{stroke-dasharray:2 4}"
)


@dataclass(frozen=True, slots=True)
class _Box:
    """A component, or a host from outside, with its rows (subject, text, style) and its place."""

    title: str
    kind: str
    rows: tuple[tuple[str, str, str], ...]
    x: float = 0
    y: float = 0

    @property
    def height(self) -> float:
        return _HEAD + _LINE * len(self.rows) + (12 if self.rows else 4)


def picture(title: str, one: System) -> str:
    """The whole picture, a frame for each group, the largest first."""
    sizes = Counter(part.group for part in one.components.values())
    elements, top, width = [_text(title, _PAD + 4, 30, "h")], 46.0, 0.0
    for group, _ in sizes.most_common():
        boxes, name = _placed(one, group), group if len(sizes) > 1 else ""
        inside = top + _PAD + (22 if name else 0)
        moved = {key: _moved(box, 2 * _PAD, inside) for key, box in boxes.items()}
        right = max(box.x for box in moved.values()) + _WIDTH
        bottom = max(box.y + box.height for box in moved.values()) + _PAD
        elements.append(_frame(_PAD, top, right, bottom - top, name))
        elements += [*_links(one, moved), *(part for box in moved.values() for part in _drawn(box))]
        top, width = bottom + _PAD, max(width, right + 2 * _PAD)
    if one.links:
        elements += _legend(one, top + 8)
        top += 26
    return _page(title, width, top, elements)


def _page(title: str, width: float, height: float, elements: Sequence[str]) -> str:
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    tip = '<path d="M0 0 8 4 0 8z" fill="#57606a"/>'
    arrow = f'<marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">{tip}</marker>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{escape(title)}</title>'
    back = '<rect class="back" width="100%" height="100%" rx="8"/>'
    return "\n".join([head, f"<style>{_STYLE}</style><defs>{arrow}</defs>", back, *elements, "</svg>", ""])


def _placed(one: System, group: str) -> dict[str, _Box]:
    """The boxes of a group in columns: one column to the right of what it asks, in the order of their names."""
    names = [name for name, part in one.components.items() if part.group == group]
    depths = {name: _depth(name, one) for name in names} | {host: _depth(target, one) + 1 for host, target in one.doors if target in names}  # fmt: skip
    if not any(depths.values()):
        rows = 2 if len(names) == 4 else 3
        depths = {name: index % rows for index, name in enumerate(sorted(names))}
    boxes = {name: _box(one.components[name]) if name in names else _Box(name, "Ingress", ()) for name in depths}
    asked = {link.target for link in one.links} | {target for _, target in one.doors}
    placed = {}
    for column in range(max(depths.values()) + 1):
        members = sorted(
            (name for name, depth in depths.items() if depth == column),
            key=lambda name: (name not in asked, -boxes[name].height * (column > 0), name),
        )
        y = 0.0
        for name in members:
            placed[name] = _moved(boxes[name], column * (_WIDTH + _BETWEEN), y)
            y += boxes[name].height + _GAP
    return placed


def _depth(name: str, one: System) -> int:
    return max((_depth(link.target, one) + 1 for link in one.links if link.source == name), default=0)


def _box(part: Component) -> _Box:
    early, later = ([name for name, first in part.steps if first is wanted] for wanted in (True, False))
    steps = [("first", ", ".join(early), "first")] if early else []
    steps += [("" if index else "runs", name, "runs") for index, name in enumerate(later) if len(later) > 1]
    facts = [
        ("" if index else subject, line, "")
        for subject, words in part.facts
        for index, line in enumerate(_wrapped(words))
    ]
    kind = part.kind if part.replicas == 1 else f"{part.kind} × {part.replicas}"
    return _Box(part.title, kind, (*steps, *facts))


def _wrapped(words: Sequence[str]) -> list[str]:
    """Words in lines; none of them is broken."""
    lines = wrap(", ".join(word.replace(" ", "\N{NO-BREAK SPACE}") for word in words), _LETTERS, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _moved(box: _Box, x: float, y: float) -> _Box:
    return _Box(box.title, box.kind, box.rows, box.x + x, box.y + y)


def _drawn(box: _Box) -> Iterator[str]:
    color = _COLORS[box.kind.partition(" ")[0]]
    yield f'<rect class="box" x="{box.x:g}" y="{box.y:g}" width="{_WIDTH}" height="{box.height:g}" rx="6"/>'
    yield f'<rect x="{box.x:g}" y="{box.y:g}" width="5" height="{box.height:g}" rx="2.5" fill="{color}"/>'
    yield _text(box.title, box.x + 16, box.y + 22, "t")
    yield _text(box.kind, box.x + 16, box.y + 38, "s", color)
    for index, (subject, text, chip) in enumerate(box.rows):
        y = box.y + _HEAD + 14 + index * _LINE
        if chip:
            yield f'<rect class="{chip}" x="{box.x + _INDENT - 6:g}" y="{y - 12.5:g}" width="{_WIDTH - _INDENT - 4}" height="15" rx="4"/>'
        if subject:
            yield _text(subject, box.x + 16, y, "s")
        yield _text(text, box.x + _INDENT, y)


def _links(one: System, boxes: Mapping[str, _Box]) -> Iterator[str]:
    wanted = [(link.source, link.target, link.kind) for link in one.links] + [(*door, "asks") for door in one.doors]
    inside = [(source, target, kind) for source, target, kind in wanted if source in boxes]
    targets = sorted({target for _, target, _ in inside}, key=lambda name: boxes[name].y)
    for source, target, kind in inside:
        lane = [name for name in targets if boxes[name].x == boxes[target].x].index(target)
        yield _line(boxes[source], boxes[target], kind, boxes[target].x + _WIDTH + _BETWEEN / 2 + 8 * lane)


def _line(source: _Box, target: _Box, kind: str, lane: float) -> str:
    """From the left side of who asks, along its lane, to the right side of who is asked, at the height of their titles."""
    y, to_x, to_y = source.y + 20, target.x + _WIDTH + 2, target.y + 20
    turn = max(-_BEND, min(_BEND, to_y - y))
    way = (
        f"H{lane + _BEND}q-{_BEND} 0-{_BEND} {turn:g}V{to_y - turn:g}q0 {turn:g}-{_BEND} {turn:g}H{to_x:g}"
        if turn
        else f"H{to_x:g}"
    )
    return f'<path class="link {kind}" marker-end="url(#a)" d="M{source.x:g} {y:g}{way}"/>'


def _frame(x: float, y: float, width: float, height: float, name: str) -> str:
    label = _text(name, x + _PAD, y + 22, "s") if name else ""
    return f'<rect class="group" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8"/>{label}'


def _legend(one: System, y: float) -> Iterator[str]:
    kinds: Sequence[str] = list(dict.fromkeys(link.kind for link in one.links)) + (["asks"] if one.doors else [])
    x = 16.0
    for kind in dict.fromkeys(kinds):
        yield f'<path class="link {kind}" marker-end="url(#a)" d="M{x:g} {y:g}h34"/>{_text(_SAID[kind], x + 42, y + 4, "s")}'
        x += 200


def _text(words: str, x: float, y: float, style: str = "", color: str = "") -> str:
    dress = (f' class="{style}"' if style else "") + (f' style="fill:{color}"' if color else "")
    return f'<text x="{x:g}" y="{y:g}"{dress}>{escape(words)}</text>'
