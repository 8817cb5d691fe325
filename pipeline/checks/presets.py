"""Two sets of defaults: `ska`, the standards as they were written, and `baseline`, what suits anybody's charts."""

from collections.abc import Mapping
from typing import Any, Final

from pipeline.model.policy import Policy

USUAL: Final = "ska"
# Conventions of one organisation are off, what is good for everybody stays, what many charts rightly do is a hint.
_BASELINE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("ENV*", "TMPL*", "CTRL*", "LOG*", "MET*", "LIVE*", "VAL*", "CFG*", "TEST*", "POD*", "STO*"), "off"),
    **dict.fromkeys(("ENV003", "CHART017", "TMPL004", "POD013", "CTRL008", "VAL006", "STO005", "STO009", "TEST003"), "error"),
    **dict.fromkeys(("POD010", "POD011", "CTRL004", "VAL004", "VAL007", "TEST011"), "warning"),
    **dict.fromkeys(
        ("CHART005", "CHART006", "CHART014", "CHART015", "CHART016", "CHART018", "META003", "META004", "META005", "META008",
         "META010", "META011", "META013", "META014", "META016", "API002", "API003", "IMG004", "IMG005", "IMG006", "IMG007",
         "RES003", "SVC001", "SVC002", "SVC005", "SVC006", "SVC007", "SVC009", "SVC011", "ING001", "ING002", "ING003", "ING004",
         "ING005", "DNS002", "DNS003", "PSP009", "PSP011", "PSP012", "PSP013", "RBAC004", "NET001", "NET003", "SCHED001",
         "SCHED002", "SCHED003", "SCHED004", "SCHED005"), "off",
    ),
    **dict.fromkeys(("META001", "META006", "META007", "RBAC001", "RBAC002", "RBAC003", "SVC003", "SVC004", "SVC010", "PSP008"), "warning"),
}  # fmt: skip
_SETTINGS: Final[Mapping[str, Any]] = {"depth": 6, "commented": 0, "comments": 0, "containers": 10}
PRESETS: Final[Mapping[str, Policy]] = {
    "ska": Policy(preset="ska"),
    "baseline": Policy(preset="baseline", severities=_BASELINE, settings=_SETTINGS),
}
