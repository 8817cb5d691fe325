"""What one `--set` says, taken apart as Helm does it: a.b=1,c[0]=x,d={y,z} (helm.sh/helm/v4 pkg/strvals)."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pipeline.model.config import Setting
from pipeline.model.problem import Place
from pipeline.repository.setting import Literal, SettingError, scalar, typed

FLAG: Final = Place("--set")
_PATH: Final = re.compile(r"((?:\\.|[^\\=,])*)=", re.DOTALL)
_LIST: Final = re.compile(r"\{(?:\\.|[^\\}])*\}", re.DOTALL)
_TEXT: Final = re.compile(r"(?:\\.|[^\\,])*\\?", re.DOTALL)


def assignments(text: str) -> Iterator[Setting]:
    """Each path with its value, typed as Helm types it; SettingError for what is no assignment."""
    position = 0
    while position < len(text):
        path = _PATH.match(text, position)
        if not path:
            raise SettingError(f"--set {text!r} has no value where it says {text[position:]!r}; write KEY=VALUE")
        value, position = _value(text, path.end())
        yield Setting(path[1], value, FLAG)
        position += text.startswith(",", position)


def _value(text: str, position: int) -> tuple[Any, int]:
    """The value that begins here, and where it ends; texts are literal, for they are typed already."""
    if text.startswith("{", position):
        entries = _LIST.match(text, position)
        if not entries:
            raise SettingError(f"--set {text!r} has a list that does not end; write KEY={{a,b}}")
        return [_literal(item) for item in typed(entries[0])], entries.end()
    plain = _TEXT.match(text, position)
    end = plain.end() if plain else len(text)
    return _literal(scalar(re.sub(r"\\(.?)", r"\1", text[position:end], flags=re.DOTALL))), end


def _literal(value: Any) -> Any:
    return Literal(value) if isinstance(value, str) else value
