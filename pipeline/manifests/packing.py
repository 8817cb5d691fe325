"""Packed charts: gzipped tar archives, opened within Helm's own limits, so that a small one cannot fill the memory.

Facts: helm.sh/helm/v4, pkg/chart/loader/archive: MaxDecompressedChartSize, and MaxDecompressedFileSize since 3.17.3.
"""

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

_MIB: Final = 1024 * 1024
CHART: Final = 100 * _MIB
_FILE: Final = 5 * _MIB
# What headers and padding may add to the files; and the least that an archive is, one record of tar's.
_AROUND: Final = 28 * _MIB
_RECORD: Final = 10 * 1024
_DEEPEST: Final = 8
# In charts/ of the chart or of one that lies there as a folder.
_SUBCHART: Final = re.compile(r"[^/]+/(?:charts/[^/._][^/]*/)*charts/[^/._][^/]*\.tgz")


class PackingError(ValueError):
    """An archive that is none, or that Helm refuses; the message is the end of a sentence about it."""


def unpacked(data: bytes, most: int = CHART) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file in an archive. most: bytes that they may be together; PackingError."""
    rest = most
    try:
        with tarfile.open(fileobj=io.BytesIO(_stream(data, most))) as archive:
            for member in archive:
                if not (file := archive.extractfile(member) if member.isfile() else None):
                    continue
                content = file.read(min(_FILE, rest) + 1)
                rest -= len(content)
                if len(content) > _FILE:
                    raise PackingError(
                        f"holds {member.name!r}, which is larger than the {_FILE // _MIB} MiB that Helm takes"
                    )
                if rest < 0:
                    raise PackingError(f"unpacks to more than the {CHART // _MIB} MiB that Helm takes")
                yield member.name, content
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise PackingError(f"is no packed chart: {error}") from error


def unfolded(data: bytes) -> Mapping[str, bytes]:
    """The files in a packed chart by path within it, those of packed subcharts as if these were folders; PackingError."""
    return _unfolded(data, CHART, 0)


def _unfolded(data: bytes, most: int, depth: int) -> dict[str, bytes]:
    if depth > _DEEPEST:
        raise PackingError(f"has archives in archives, more than {_DEEPEST} deep")
    files = dict(unpacked(data, most))
    rest = most - _RECORD - sum(map(len, files.values()))
    found: dict[str, bytes] = {}
    for path, content in files.items():
        below = path.partition("/")[2]
        if _SUBCHART.fullmatch(path):
            inner = _unfolded(content, rest, depth + 1)
            rest -= _RECORD + sum(map(len, inner.values()))
            found |= {f"{below}/{name}": text for name, text in inner.items()}
        elif below:
            found[below] = content
    return found


def _stream(data: bytes, most: int) -> bytes:
    """What is compressed; no more of it is read than can be used."""
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        found = file.read(max(most, 0) + _AROUND + 1)
    if len(found) > max(most, 0) + _AROUND:
        raise PackingError(f"unpacks to more than the {CHART // _MIB} MiB that Helm takes")
    return found
