"""Content that belongs beside the templates: what is too long or too delicate inside of one, and folders that nobody includes.

Facts: helm.sh/docs/chart_template_guide/accessing_files.
"""

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Final

from pipeline.checks.credentials import PEM
from pipeline.checks.hit import Hit
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.chart import ChartSource
from pipeline.checks.subjects.macros import placed_actions
from pipeline.checks.subjects.template import Document
from pipeline.checks.subjects.written import Written, written

CONFIGS: Final = "configs"
SECRETS: Final = "secrets"
# Braces that a template prints, and those of Jinja and ERB.
_FOREIGN: Final = re.compile(r"\{\{-?\s*(?:`|\"\{\{)|\{%|<%")
_GLOB: Final = re.compile(r"\.Files\.Glob\s+[\"`]([^\"`/*]+)/")


def long(document: Document, parts: tuple[str, ...], settings: Settings) -> Iterator[tuple[Written, str]]:
    """(block scalar, why) of each entry below these keys that is longer than the settings allow, empty lines left out."""
    for one in blocks(document, parts):
        lines = [line for line in dedent(one.text).split("\n") if line.strip()]
        if len(lines) > settings.file_lines:
            yield one, f"is longer than {settings.file_lines} lines"
        elif len("\n".join(lines).encode("utf-8", "replace")) > settings.file_bytes:
            yield one, f"is longer than {settings.file_bytes} bytes"


def blocks(document: Document, parts: tuple[str, ...]) -> Iterator[Written]:
    """The block scalars below these keys of a document."""
    return (one for one in written(document) if one.block and len(one.path) == 2 and one.path[0] in parts)


def delicate(document: Document) -> Iterator[tuple[Written, str]]:
    """(block scalar, why) of each script and each text of another template language in a ConfigMap."""
    for one in blocks(document, ("data",)):
        raw = document.value(*one.path)
        if one.text.lstrip().startswith("#!"):
            yield one, "is a script"
        elif _FOREIGN.search(raw):
            yield one, "is itself a template"


def keys(document: Document, parts: tuple[str, ...]) -> Iterator[Written]:
    """The scalars below these keys that hold a PEM block."""
    return (one for one in written(document) if len(one.path) == 2 and one.path[0] in parts and PEM in one.text)


def unread(chart: ChartSource, folder: str) -> Iterator[Hit]:
    """A folder of the chart that no template names."""
    first = min((path for path in chart.files if path.startswith(f"{folder}/")), default="")
    if first and not any(f"{folder}/" in action for text in chart.texts.values() for _, action in placed_actions(text)):
        yield chart.hit(first, f"no template includes the files in {folder}/", key=folder)


def strange(chart: ChartSource) -> Iterator[Hit]:
    """Globs of files in other folders than those two."""
    for path, text in chart.texts.items():
        for line, action in placed_actions(text):
            for found in _GLOB.finditer(action):
                if found[1] not in (CONFIGS, SECRETS):
                    message = f"files are taken from {found[1]}/; configuration belongs into {CONFIGS}/, secrets into {SECRETS}/"
                    yield chart.hit(path, message, line)


def misplaced(chart: ChartSource, printer: str) -> Iterator[tuple[str, int, str]]:
    """(file, line, what is wrong) where AsConfig or AsSecrets prints somewhere else than indented under `data`."""
    for template in chart.templates:
        for document in template.documents:
            for entry in document.entries:
                if f".{printer}" not in entry.value:
                    continue
                if entry.path != ("data",):
                    yield template.path, entry.line, f"{printer} prints outside of `data`"
                elif "indent" not in entry.value:
                    yield template.path, entry.line, f"what {printer} prints is not indented"
