"""Every rule over any charts: `python -m tests.checks.sweep FOLDER...` writes how often each fires, for docs/standards.md.

What vendored charts need must lie in their charts/ already. Prints the first hits of each rule, to be looked at by eye.
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.parity.folder import charts_below

FREQUENCY = Path(__file__).with_name("frequency.json")
_BATCH = 40
_SHOWN = 10


def judged(charts: Sequence[Path]) -> list[dict[str, Any]]:
    """The report on each chart."""
    found: list[dict[str, Any]] = []
    for start in range(0, len(charts), _BATCH):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "report.json"
            command = [
                sys.executable,
                "-m",
                "pipeline",
                "validate",
                "-o",
                f"json={output}",
                *(str(chart.resolve()) for chart in charts[start : start + _BATCH]),
            ]
            subprocess.run(command, check=False, capture_output=True, cwd=folder)
            report = json.loads(output.read_text("utf-8"))
        assert not report["problems"], report["problems"]
        found += report["releases"]
    return found


def main(folders: Sequence[str]) -> int:
    """Judges the charts, prints first hits, writes the counts."""
    charts = [chart for folder in folders for chart in charts_below(Path(folder))]
    releases = judged(charts)
    hits: dict[str, list[dict[str, Any]]] = defaultdict(list)
    where: dict[str, set[str]] = defaultdict(set)
    for release in releases:
        for finding in release["findings"]:
            hits[finding["rule"]].append(finding)
            where[finding["rule"]].add(release["release"])
    for rule, found in sorted(hits.items()):
        print(f"{rule}: {len(found)} hits in {len(where[rule])} charts")
        step = max(1, len(found) // _SHOWN)
        for one in found[::step][:_SHOWN]:
            print(f"    {one['severity']:7} {one['file']}:{one.get('line', 0)} {one['certainty']}: {one['message']}")
    failed = sum(bool(release["failures"]) for release in releases)
    counts = {rule: [len(found), len(where[rule])] for rule, found in sorted(hits.items())}
    known = {"charts": len(releases), "failed": failed, "rules": counts}
    FREQUENCY.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    print(f"{len(releases)} charts, of which {failed} do not render")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
