"""Versions and ranges are read as Helm's own library reads them: it is asked."""

import io
import tarfile
from itertools import product

import pytest
from helm_python import Chart
from helm_python.errors import HelmError
from hypothesis import given
from hypothesis import strategies as st

from pipeline.manifests.ranges import admits, is_range, is_version

VERSIONS = [
    "1.16.2", "v1.34.2", "1.27.3-eks-a5565ad", "0.0.0", "0.0.3", "0.2.3", "0.2.9", "1.0.0", "1.0.0-rc.1", "1.0.0-rc.10",
    "1.0.0-rc.a", "1.0.0-2", "2", "1.2", "11.1.1", "1.2.3+build.5",
]  # fmt: skip
OPERATORS = ["", "=", "!=", ">", "<", ">=", "=>", "<=", "=<", "~", "~>", "^"]
BOUNDS = [
    "1.16.0", "1.16.0-0", "1.16", "1", "1.x", "1.x.3", "*", "x.2", "0", "0.0", "0.2", "0.2.3", "0.0.3", "0.0.0", "v1.0.0",
    "1.0.0-rc.1", "1.0.0-rc.9", "1.2-alpha", "11.1", "1.2.3+other",
]  # fmt: skip
JOINED = [
    ">=1.16.0 <1.30.0", ">= 1.16, < 2", ">=1.16.0-0 <1.30.0-0", "1.0 - 1.20", " 1.0.0 - 2.0.0 || 11.x", "<1 || >1.30",
    "1.x,2.x", "0.2.3 , 0.2.3", "1.0.0-rc.1 || *",
]  # fmt: skip
NO_RANGES = [
    "", " ", "<1 ||", "latest", ">>1", ">= 1.16.0.0", "1.0 2.0,", ",1.0", ">1<2", "1.2.3-", "a - b", "| 1", "1.0 | 2.0", "==1", "^~1",
    "1." * 300, "9" * 30,
]  # fmt: skip


def asked(constraint: str, versions: list[str]) -> list[bool]:
    """What Helm's semverCompare says."""
    buffer = io.BytesIO()
    template = "{{ range .Values.versions }}{{ semverCompare $.Values.constraint . }} {{ end }}"
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in {
            "Chart.yaml": "apiVersion: v2\nname: p\nversion: 1.0.0\n",
            "templates/p.yaml": template,
        }.items():
            entry = tarfile.TarInfo(f"p/{path}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    with Chart.load_archive(buffer.getvalue()) as chart:
        said = chart.render({"versions": versions, "constraint": constraint})
    return [word == "true" for word in said["p/templates/p.yaml"].split()]


@pytest.mark.parametrize("wanted", [*map("".join, product(OPERATORS, BOUNDS)), *JOINED])
def test_a_version_lies_in_a_range_where_helm_says_so(wanted: str) -> None:
    assert [admits(wanted, version) for version in VERSIONS] == asked(wanted, VERSIONS)


@pytest.mark.parametrize("text", NO_RANGES)
def test_what_helm_does_not_read_is_no_range(text: str) -> None:
    assert not is_range(text)
    assert admits(text, "1.0.0") is None
    with pytest.raises(HelmError):
        asked(text, ["1.0.0"])


@pytest.mark.parametrize("version", ["", "latest", "1.0.0.0", "1.2.3-", "1." * 5000, "9" * 5000])
def test_what_is_no_version_lies_nowhere(version: str) -> None:
    assert admits("*", version) is None


@pytest.mark.parametrize(
    ("text", "strict"),
    [
        ("1.0.0", True), ("0.4.0-alpha.1+001", True), ("1.0.0--", True), ("1.0.0-x-y-z.-", True), ("10.20.30", True),
        ("1.0", False), ("v1.0.0", False), ("01.0.0", False), ("1.0.0-01", False), ("1.0.0-", False), ("1.0.0+", False),
        ("1.0.0\n", False), ("1.0.0-a..b", False), ("１.0.0", False),
    ],
)  # fmt: skip
def test_a_strict_version(text: str, strict: bool) -> None:
    assert is_version(text) is strict


@given(st.text("0123456789.-+*xX<>=~^!|, v", max_size=60), st.text("0123456789.-+v", max_size=20))
def test_any_text_is_read_or_refused(wanted: str, version: str) -> None:
    assert (admits(wanted, version) is None) or is_range(wanted)
