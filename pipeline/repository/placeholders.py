"""What stands in for a secret where the real one is not needed: fixed texts, and their doubles that find the taint."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pipeline.model.config import Secret

# github.com/getsops/sops: ENC[AES256_GCM,data:…,iv:…,tag:…,type:str]
_ENCRYPTED: Final = re.compile(r"ENC\[[A-Z0-9_]+,data:.*\]", re.DOTALL)
_BEGUN: Final = re.compile(r"ENC\[[A-Z0-9_]{1,64},data:")
_MADE: Final = "placeholder-"


def placeholder(secret: Secret) -> str:
    """The text that stands for a secret in comparisons: its example, or one made of its path."""
    return secret.example if secret.example is not None else f"{_MADE}{re.sub('[^A-Za-z0-9]+', '-', secret.path)}"


def stands_in(text: str) -> bool:
    """Whether a text has something in it that stands for a secret: one of these texts, or what SOPS encrypted."""
    return _MADE in text or _BEGUN.search(text) is not None


def double(text: str) -> str:
    """The same shape with every letter and digit another one: whatever varies with it derives from the secret."""
    return "".join(_next(character) for character in text)


def doubled(values: Any) -> Any:
    """Values in which each leaf that SOPS encrypted has its double; it is treated as a secret and never decrypted."""
    if isinstance(values, Mapping):
        return {key: doubled(value) for key, value in values.items()}
    if isinstance(values, list):
        return [doubled(value) for value in values]
    return double(values) if isinstance(values, str) and _ENCRYPTED.fullmatch(values) else values


def _next(character: str) -> str:
    for alphabet in ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"):
        if character in alphabet:
            return alphabet[(alphabet.index(character) + 1) % len(alphabet)]
    return character
