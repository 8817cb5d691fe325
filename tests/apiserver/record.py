"""Records what the API server's validation says of the table of manifests: python -m tests.apiserver.record"""

from collections import defaultdict
from pathlib import Path

import orjson

from tests.apiserver.oracle import ORACLE, verdicts
from tests.checks.kubernetes.table import RECORDED, VERSION, Case, cases, refusals


def asked(program: Path) -> dict[str, tuple[str, ...]]:
    """What is refused in each case, by its id."""
    versions: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases():
        versions[case.kube].append(case)
    return {
        case.id: refusals(verdict)
        for kube, found in versions.items()
        for case, verdict in zip(
            found,
            verdicts(program, [case.body for case in found], "" if kube == VERSION else kube),
            strict=True,
        )
    }


if __name__ == "__main__":
    RECORDED.write_bytes(orjson.dumps(asked(ORACLE.build()), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
