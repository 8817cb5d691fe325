"""Which charts may render differently each time."""

import io
import tarfile

import pytest

from pipeline.engines.doubt import Doubt, doubt_of


def _archive(text: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo("sub/templates/x.yaml")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: {{ .Values.now }}", Doubt.NONE),
        (b"a: {{ randAlphaNum 5 }}", Doubt.CHANCE),
        (b"a: {{- $x := genCA \"a\" 1 }}", Doubt.CHANCE),
        (b"a: {{ now | date \"2006\" }}", Doubt.CLOCK),
        (b"a: {{ keys .Values.x | first }}", Doubt.ORDER),
        (b"a: {{ values }} {{ uuidv4 }}", Doubt.ORDER | Doubt.CHANCE),
        (b"# randAlphaNum outside of an action", Doubt.NONE),
        (b"a: {{ \"now\" }}", Doubt.NONE),
        (b"a: {{ include \"x.now\" . }}", Doubt.NONE),
        (b"a: {{ $now }}", Doubt.NONE),
        (b"{{\n  tpl\n  (uuidv4)\n}}", Doubt.CHANCE),
        (_archive(b"{{ now }}"), Doubt.CLOCK),
        (b"\x1f\x8bbroken", Doubt.CHANCE | Doubt.CLOCK),
    ],
)  # fmt: skip
def test_doubt(data: bytes, expected: Doubt) -> None:
    assert doubt_of([b"", data]) == expected
