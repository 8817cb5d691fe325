"""Makes pipeline/schemas/lifecycle.json from the bundles and from what the Go types of Kubernetes say of themselves.

python tests/schemas/build_lifecycle.py > pipeline/schemas/lifecycle.json (needs `go`, which fetches the modules)
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.schemas.bundles import NEWEST, OLDEST, kinds

# A kind is in a release until its types are deleted; of two releases that have it the later one knows better.
MODULES: Final = (
    "k8s.io/kube-aggregator@v0.21.0", "k8s.io/apiextensions-apiserver@v0.21.0",
    *(f"k8s.io/api@v0.{minor}.0" for minor in (21, 24, 28, 32, 37)),
)  # fmt: skip
# What the types do not say, from kubernetes.io/docs/reference/using-api/deprecation-guide and the release notes.
_SAID: Final[dict[str, dict[str, Any]]] = {
    "v1/ComponentStatus": {"deprecated": 19},
    "v1/Endpoints": {"deprecated": 33, "replacement": "discovery.k8s.io/v1/EndpointSlice"},
}
_GROUPS: Final = re.compile(r'GroupName\s*=\s*"([^"]*)"')
_METHOD: Final = re.compile(
    r"func \(in \*(\w+)\) APILifecycle(Deprecated|Removed|Replacement)\(\) .*?\{\n\treturn (.*?)\n\}", re.DOTALL
)
_KIND: Final = re.compile(r'Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"')


def table(modules: tuple[Path, ...]) -> dict[str, dict[str, Any]]:
    """ "group/version/Kind" -> introduced (if after the oldest version), deprecated, removed, replacement."""
    said: dict[str, dict[str, Any]] = {}
    for module in modules:
        for kind, fact, value in _said(module):
            said.setdefault(kind, {})[fact] = value
    found = {}
    for kind, (first, last) in sorted(_spans().items()):
        facts = {**said.get(kind, {}), **_SAID.get(kind, {})}
        if first > OLDEST:
            facts["introduced"] = first
        if last < NEWEST:
            facts["removed"] = min(last + 1, facts.get("removed", last + 1))
        found[kind] = dict(sorted(facts.items()))
    return found


def _spans() -> dict[str, tuple[int, int]]:
    """First and last minor version that has a kind."""
    spans: dict[str, tuple[int, int]] = {}
    for minor in range(OLDEST, NEWEST + 1):
        for api_version, kind in kinds(minor):
            name = f"{api_version}/{kind}"
            spans[name] = (spans.get(name, (minor, minor))[0], minor)
    return spans


def _said(module: Path) -> Iterator[tuple[str, str, Any]]:
    for file in sorted(module.rglob("zz_generated.prerelease-lifecycle.go")):
        group = _GROUPS.search(file.with_name("register.go").read_text("utf-8"))
        prefix = "/".join(part for part in (group[1] if group else "", file.parent.name) if part)
        for kind, fact, value in _METHOD.findall(file.read_text("utf-8")):
            yield f"{prefix}/{kind}", fact.lower(), _value(fact, value)


def _value(fact: str, code: str) -> Any:
    if fact != "Replacement":
        return int(code.rpartition(",")[2])
    kind = _KIND.search(code)
    return "/".join(part for part in kind.groups() if part).removesuffix("List") if kind else ""


def fetched() -> tuple[Path, ...]:
    """The folders of the modules. Raises CalledProcessError where `go` cannot fetch them, OSError where it is missing."""
    answer = subprocess.run(
        ["go", "mod", "download", "-json", *MODULES],
        check=True, capture_output=True, text=True, env={**os.environ, "GOFLAGS": "-mod=mod"}, cwd="/",
    )  # fmt: skip
    decoder, rest, folders = json.JSONDecoder(), answer.stdout.lstrip(), {}
    while rest:
        one, end = decoder.raw_decode(rest)
        folders[f"{one['Path']}@{one['Version']}"] = Path(one["Dir"])
        rest = rest[end:].lstrip()
    return tuple(folders[module] for module in MODULES)


if __name__ == "__main__":
    rows = (f"{json.dumps(kind)}: {json.dumps(facts)}" for kind, facts in table(fetched()).items())
    sys.stdout.write("{\n" + ",\n".join(rows) + "\n}\n")
