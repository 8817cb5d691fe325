"""Packed charts are opened within Helm's limits, whatever an archive promises."""

import gzip
import io
import tarfile
import tracemalloc
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines.doubt import Doubt, doubt_of
from pipeline.errors import PipelineError
from pipeline.manifests.packing import PackingError, unfolded, unpacked
from pipeline.repository.subcharts import Files, subcharts, versions
from pipeline.sources.archive import chart_of_archive

MIB = 1024 * 1024
CHART = b"name: %s\nversion: %s\n"


def packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, content in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def chart(name: str, version: str = "1.0.0", more: Mapping[str, bytes] | None = None) -> bytes:
    files = {"Chart.yaml": CHART % (name.encode(), version.encode()), **(more or {})}
    return packed({f"{name}/{path}": content for path, content in files.items()})


def onion(depth: int) -> bytes:
    """A chart in a chart, so many times."""
    found = chart("core", "9.9.9")
    for number in range(depth):
        found = chart(f"layer{number}", more={f"charts/inner-{number}.tgz": found})
    return found


def hidden(depth: int) -> bytes:
    """The same, each in a folder of the one around it."""
    found = chart("core", "9.9.9")
    for number in range(depth):
        found = chart(
            f"layer{number}", more={"charts/sub/Chart.yaml": b"name: sub", "charts/sub/charts/inner.tgz": found}
        )
    return found


LARGE = bytes(4 * MIB)
REFUSED = {
    "a file that is too large": (chart("db", more={"a": bytes(5 * MIB + 1)}), "holds 'db/a', which is larger than the 5 MiB that Helm takes"),
    "files that are too large together": (chart("db", more={str(number): LARGE for number in range(26)}), "unpacks to more than the 100 MiB that Helm takes"),
    "a stream without end": (gzip.compress(bytes(140 * MIB)), "unpacks to more than the 100 MiB that Helm takes"),
    "an onion": (onion(9), "has archives in archives, more than 8 deep"),
    "an onion with folders": (hidden(9), "has archives in archives, more than 8 deep"),
    "nothing": (b"", "is no packed chart: "),
    "no archive": (b"\x1f\x8bbroken", "is no packed chart: "),
    "half of one": (chart("db", more={"a": bytes(range(256)) * 99})[:-40], "is no packed chart: "),
    "a bad stream": (gzip.compress(b"")[:10] + b"\xff" * 20, "is no packed chart: "),
    "a subchart that is none": (chart("db", more={"charts/x-1.tgz": b"no"}), "is no packed chart: "),
}  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_helm_refuses_is_refused_with_the_reason(data: bytes, sentence: str) -> None:
    with pytest.raises(PackingError) as caught:
        unfolded(data)
    assert str(caught.value).startswith(sentence)
    assert list(subcharts(Files({"charts/db-1.tgz": data}, ""))) == []
    assert doubt_of([data]) == (Doubt.CHANCE | Doubt.CLOCK if data[:2] == b"\x1f\x8b" else Doubt.NONE)


def test_the_sentence_names_the_archive() -> None:
    with pytest.raises(PipelineError, match=r"^db-1\.tgz unpacks to more than the 100 MiB that Helm takes$"):
        chart_of_archive("db-1.tgz", REFUSED["a stream without end"][0])


def test_a_bomb_does_not_fill_the_memory() -> None:
    bomb = gzip.compress(gzip.compress(bytes(64)) + bytes(600 * MIB))
    tracemalloc.start()
    with pytest.raises(PackingError):
        unfolded(bomb)
    assert tracemalloc.get_traced_memory()[1] < 400 * MIB
    tracemalloc.stop()


def test_many_small_archives_share_one_limit() -> None:
    inner = {f"charts/x-{number}.tgz": chart(f"x{number}", more={"a": LARGE}) for number in range(30)}
    with pytest.raises(PackingError, match="more than the 100 MiB"):
        unfolded(chart("db", more=inner))


def test_what_is_as_large_as_helm_takes_is_taken() -> None:
    found = dict(unpacked(packed({f"db/{number}": bytes(5 * MIB) for number in range(20)})))
    assert sum(map(len, found.values())) == 100 * MIB


def test_subcharts_of_subcharts_are_folders() -> None:
    assert unfolded(onion(2)) == {
        "Chart.yaml": CHART % (b"layer1", b"1.0.0"),
        "charts/inner-1.tgz/Chart.yaml": CHART % (b"layer0", b"1.0.0"),
        "charts/inner-1.tgz/charts/inner-0.tgz/Chart.yaml": CHART % (b"core", b"9.9.9"),
    }
    assert versions({"Chart.yaml": b"version: 2.0.0", "charts/l-1.tgz": onion(1)}) == {
        "": "2.0.0", "charts/layer0": "1.0.0", "charts/layer0/charts/core": "9.9.9",
    }  # fmt: skip


def test_packed_charts_in_folders_of_a_packed_chart_are_folders_too() -> None:
    assert sorted(unfolded(hidden(1))) == [
        "Chart.yaml", "charts/sub/Chart.yaml", "charts/sub/charts/inner.tgz/Chart.yaml",
    ]  # fmt: skip
    data = packed({"a/Chart.yaml": b"name: a", "a/" + "charts/x/" * 20_000 + "b.tgz": b""})
    assert len(unfolded(data)) == 2


@settings(max_examples=200)
@given(st.integers(0, 200), st.integers(0, 255), st.booleans())
def test_a_broken_byte_is_refused_or_harmless(position: int, byte: int, inside: bool) -> None:
    whole = chart("db", more={"values.yaml": b"a: 1"})
    data = bytearray(gzip.decompress(whole) if inside else whole)
    data[position % len(data)] = byte
    with suppress(PackingError):
        unfolded(gzip.compress(bytes(data)) if inside else bytes(data))
