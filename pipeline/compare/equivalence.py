"""Values that Kubernetes reads as the same: quantities of resources in other words (`1000m` and `1`)."""

import re
from decimal import Decimal
from typing import Any, Final

from pipeline.model.change import Edit

# Fields whose values are quantities wherever they stand (k8s.io/apimachinery, pkg/api/resource: type Quantity).
_FIELDS: Final = frozenset(("limits", "requests"))
_QUANTITY: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3})|([numkKMGTPE]i?))?")
_DECIMAL: Final = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY: Final = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}


def is_equivalent(edit: Edit) -> bool:
    """Whether an edit replaces a quantity by the same quantity."""
    steps = edit.path.split("/")
    if edit.op != "replace" or len(steps) < 3 or steps[-2] not in _FIELDS:
        return False
    before, after = quantity(edit.before), quantity(edit.after)
    return before is not None and before == after


def quantity(value: Any) -> Decimal | None:
    """The number that a quantity stands for; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    match = _QUANTITY.fullmatch(str(value))
    if not match:
        return None
    number, exponent, suffix = match.groups()
    if suffix in _BINARY:
        return Decimal(number) * (1 << _BINARY[suffix])
    if suffix and suffix not in _DECIMAL:
        return None
    return Decimal(number).scaleb(int(exponent) if exponent else _DECIMAL.get(suffix or "", 0))
