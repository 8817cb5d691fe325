"""Plain scalars as go-yaml v2 resolves them, which is how Kubernetes and Helm read them (sigs.k8s.io/yaml, goyaml.v2 resolve.go)."""

import base64
import binascii
import math
import re
import struct
from functools import lru_cache
from typing import Final

Scalar = str | int | float | bool | None

_CONSTANTS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
_NUMERIC: Final = frozenset("+-.0123456789")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
# Go's strconv.ParseInt with base 0: an optional sign, then 0x, 0o, 0b, 0 or nothing.
_INTEGER: Final = re.compile(r"([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)")
_TAG: Final = "tag:yaml.org,2002:"
_LARGEST: Final = 1 << 63
_LENGTH: Final = 250  # more digits are for ParseFloat to judge, which refuses what is too large


@lru_cache(maxsize=8192)
def resolved(text: str) -> Scalar:
    """The value of a plain scalar without a tag; NaN and infinities are floats here."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMERIC:
        return text
    if text[0] == ".":
        return _float(text)
    plain = text.replace("_", "")
    match = _INTEGER.fullmatch(plain) if len(plain) <= _LENGTH else None
    if match:
        return _integer(match[1], match[2])
    number = _float(plain)
    return text if isinstance(number, str) else number


def tagged(tag: str, text: str) -> Scalar:
    """The value of a scalar with a tag; ValueError where the text is none of that type."""
    name = tag.removeprefix(_TAG)
    if name == "binary":
        return _binary(text)
    if name not in ("int", "float", "bool", "null"):
        return text
    value = resolved(text)
    kinds = {"int": int, "float": float, "bool": bool, "null": type(None)}
    if type(value) is kinds[name]:
        return value
    if name == "float" and type(value) is int:
        return value
    raise ValueError(f"cannot decode `{text}` as a !!{name}")


def key_text(value: Scalar) -> str:
    """A key of a map as JSON has it; ValueError for null, which Kubernetes refuses."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        raise ValueError("null is no key of a map")
    return str(value) if isinstance(value, int) else _short_float(value)


def _integer(sign: str, digits: str) -> int | float:
    base = {"x": 16, "o": 8, "b": 2}.get(digits[1:2].lower(), 8 if digits[0] == "0" else 10)
    number = int(digits if base == 10 else digits.lstrip("0xXoObB") or "0", base)
    number = -number if sign == "-" else number
    # Beyond 64 bits a number travels as JSON and is read back as a float.
    return number if -_LARGEST <= number < _LARGEST else float(number)


def _float(text: str) -> Scalar:
    """A float, whole ones as integers (JSON writes 1.0 as 1); the text itself where Go's ParseFloat refuses."""
    if not _FLOAT.fullmatch(text):
        return text
    number = float(text)
    if math.isinf(number):
        return text
    return int(number) if number.is_integer() and abs(number) < _LARGEST else number


def _binary(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except binascii.Error as error:
        raise ValueError("!!binary value contains invalid base64 data") from error


def _short_float(value: float) -> str:
    """Go's FormatFloat(value, 'g', -1, 32): the shortest digits that give the same 32-bit float."""
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    wanted = struct.pack("f", value)
    digits = next(
        f"{value:.{count}e}" for count in range(17) if struct.pack("f", float(f"{value:.{count}e}")) == wanted
    )
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent)
    if power < -4 or power >= 21:
        return f"{mantissa}e{power:+03d}"
    return f"{float(digits):f}".rstrip("0").rstrip(".") if power < 0 else f"{float(digits):.17g}"
