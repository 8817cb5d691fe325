"""Quantities of resources as numbers (k8s.io/apimachinery, pkg/api/resource: type Quantity)."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

_QUANTITY: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3})|([numkKMGTPE]i?))?", re.ASCII)
_DECIMAL: Final = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY: Final = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}


def quantity(value: Any) -> Decimal | None:
    """The number that a quantity stands for; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return _quantity(str(value).strip())


@lru_cache(maxsize=1024)
def _quantity(text: str) -> Decimal | None:
    match = _QUANTITY.fullmatch(text)
    if not match:
        return None
    number, exponent, suffix = match.groups()
    if suffix in _BINARY:
        return Decimal(number) * (1 << _BINARY[suffix])
    if suffix and suffix not in _DECIMAL:
        return None
    return Decimal(number).scaleb(int(exponent) if exponent else _DECIMAL.get(suffix or "", 0))


def is_whole(number: Decimal) -> bool:
    """Whether a number has nothing behind the point, however large it is."""
    return number == number.to_integral_value()
