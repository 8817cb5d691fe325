"""`standards:` of a file and the waivers of a chart, read: their shape is checked here, what they mean by the checks."""

import re
from typing import Final

from pipeline.model.policy import Policy, Waiver
from pipeline.repository.sheet import Path, Sheet, entries, kind, mapping, open_sheet, text
from pipeline.repository.tree import Tree

_OWN: Final = ("preset", "role", "severity", "waive")
_SEVERITIES: Final = ("error", "warning", "info", "off")  # YAML 1.1 reads a plain `off` as false
_DAY: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def policy(sheet: Sheet, path: Path) -> Policy:
    """What stands at a path of a file; mistakes of shape are noted in the sheet."""
    given = mapping(sheet, path)
    severities = mapping(sheet, (*path, "severity"))
    for name, severity in severities.items():
        if severity not in _SEVERITIES and severity is not False:
            sheet.wrong((*path, "severity", name), f"must be one of {', '.join(_SEVERITIES)}, not {severity!r}")
    keys = [(name,) for name in given] + [("severity", name) for name in severities]
    return Policy(
        preset=text(sheet, (*path, "preset")) or "",
        role=text(sheet, (*path, "role")) or "",
        severities={
            name: severity or "off" for name, severity in severities.items() if severity in (*_SEVERITIES, False)
        },
        settings={name: value for name, value in given.items() if name not in _OWN},
        waivers=entries(sheet, (*path, "waive"), waiver),
        places={".".join(key): sheet.place((*path, *key)) for key in keys},
    )


def chart_waivers(tree: Tree, folder: str) -> tuple[tuple[Waiver, ...], Sheet | None]:
    """The waivers in waivers.yaml of a chart, and the sheet with the mistakes in it; none where there is no such file."""
    file = f"{folder}/waivers.yaml"
    if file not in tree.entries:
        return (), None
    sheet = open_sheet(file, tree.read([file])[file])
    return entries(sheet, (), waiver), sheet


def waiver(sheet: Sheet, path: Path) -> Waiver | None:
    """One waiver; None, with the mistake noted, where something is missing that it must have."""
    given = sheet.get(path)
    if not isinstance(given, dict):
        sheet.wrong(
            path,
            f"must be a waiver such as {{rule: IMG003, resource: Deployment/web-*, reason: …, until: 2027-06-30}}, not {kind(given)}",
        )
        return None
    mapping(sheet, path, ("rule", "resource", "reason", "until", "agreed"))
    rule, resource, reason, until, agreed = (
        text(sheet, (*path, key)) for key in ("rule", "resource", "reason", "until", "agreed")
    )
    if not (rule and resource and reason and until):
        sheet.wrong(path, "needs `rule`, `resource`, `reason` and `until`, the last day on which it holds")
        return None
    if not _DAY.fullmatch(until):
        sheet.wrong((*path, "until"), f"must be a day such as 2027-06-30, not {until!r}")
        return None
    return Waiver(rule, resource, reason, until, agreed or "", sheet.place(path))
