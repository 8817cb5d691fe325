"""Charts for these tests, and what Helm itself says of them."""

import io
import tarfile
from collections.abc import Mapping
from typing import Any

from helm_python import Chart
from helm_python.errors import HelmError

from pipeline.checks.hit import Hit
from pipeline.checks.rule import Rule
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.chart import ChartSource

METADATA = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"


def packed(files: Mapping[str, str], name: str = "shop") -> bytes:
    """A packed chart."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in files.items():
            entry = tarfile.TarInfo(f"{name}/{path}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def helm_refuses(files: Mapping[str, str]) -> bool:
    """Whether Helm refuses to render a chart by its own values."""
    whole = {"Chart.yaml": METADATA, "templates/a.yaml": "a: b\n", **files}
    try:
        with Chart.load_archive(packed(whole)) as chart:
            chart.render({})
    except HelmError:
        return True
    return False


def source(files: Mapping[str, str | bytes], **more: Any) -> ChartSource:
    """A chart as rules see it."""
    whole = {"Chart.yaml": METADATA, **files}
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in whole.items()}
    return ChartSource("charts/shop", contents, DEFAULTS, **more)


def said(rule: Rule, files: Mapping[str, str | bytes], **more: Any) -> list[Hit]:
    """What one rule says of a chart."""
    return list(rule.check(source(files, **more)))
