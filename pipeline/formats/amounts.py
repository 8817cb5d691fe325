"""Amounts of resources as people read them."""

from typing import Final

_BYTES: Final = (("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10))


def amount_text(resource: str, number: int) -> str:
    """A number of thousandths of a cpu, or of bytes where it is one of memory or storage."""
    if resource == "cpu":
        return f"{number / 1000:g}"
    if resource in ("memory", "ephemeral-storage") or resource.startswith("hugepages-"):
        for suffix, shift in _BYTES:
            if abs(number) >= 1 << shift:
                return f"{number / (1 << shift):.3g}{suffix}"
    return str(number)
