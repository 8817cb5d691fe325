"""What Helm writes into Chart.lock, and how it knows that the file is up to date.

Facts: helm.sh/helm/v4, internal/resolver/resolver.go (HashReq, HashV2Req), pkg/chart/v2/dependency.go, pkg/downloader/manager.go.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

# The fields of a dependency in the order of Helm's own struct, and those that are written even when they are empty.
_FIELDS: Final = ("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias")
_ALWAYS: Final = ("name", "repository")
_CLEANED: Final = frozenset(("name", "version", "repository", "condition"))
# What encoding/json of Go writes in another way than Python does.
_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_NICKNAMES: Final = ("@", "alias:")

Dependencies = Sequence[Mapping[str, Any]] | None


def digests(wanted: Dependencies, locked: Dependencies, is_old: bool = False) -> frozenset[str]:
    """The digests with which Helm takes a lock for up to date.

    wanted: what Chart.yaml lists, locked: what the lock does; None where a file has no list at all. is_old: the chart is
    of Helm 2, whose own digest, without the lock's versions, counts too.
    """
    plain = None if locked is None else [_dependency(one, clean=False) for one in locked]
    own = _digest([None if wanted is None else [_dependency(one) for one in _resolved(wanted, locked or ())], plain])
    if not is_old:
        return frozenset((own,))
    older = _digest({"dependencies": None if wanted is None else [_dependency(one) for one in wanted]})
    return frozenset((own, older))


def _resolved(wanted: Sequence[Mapping[str, Any]], locked: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Dependencies with the address where a repository is named as somebody calls it on his machine."""
    for index, one in enumerate(wanted):
        repository = one.get("repository")
        if isinstance(repository, str) and repository.startswith(_NICKNAMES) and index < len(locked):
            yield {**one, "repository": locked[index].get("repository")}
        else:
            yield one


def _dependency(given: Mapping[str, Any], clean: bool = True) -> dict[str, Any]:
    found = {key: _value(key, given.get(key), clean) for key in _FIELDS}
    return {key: value for key, value in found.items() if value or key in _ALWAYS}


def _value(key: str, value: Any, clean: bool) -> Any:
    if key == "tags":
        return [_text(tag, clean) for tag in value] if isinstance(value, list) else None
    if key == "import-values":
        return _sorted(value) if isinstance(value, list) else None
    if key == "enabled":
        return value is True
    return _text(value, clean and key in _CLEANED)


def _text(value: Any, clean: bool) -> str:
    """A scalar as sigs.k8s.io/yaml puts it into a text; Helm makes blanks of white space and drops what does not print."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value).removesuffix(".0") if isinstance(value, float) else "" if value is None else str(value)
    if not clean:
        return text
    return "".join(" " if letter.isspace() else letter for letter in text if letter.isspace() or letter.isprintable())


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter, escape in _ESCAPED.items():
        text = text.replace(letter, escape)
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"
