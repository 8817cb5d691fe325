"""Imports point one way, and the house stays a house of small rooms."""

import ast
import statistics
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1] / "pipeline"
# What each part may import besides itself; a part is a folder, or a module at the top.
ALLOWED = {
    "model": set(),
    "errors": {"model"},
    "process": {"errors"},
    "surroundings": set(),
    "schemas": set(),
    "manifests": {"model", "schemas"},
    "repository": {"model", "errors", "process", "manifests"},
    "sources": {"manifests", "repository", "errors"},
    "store": {"errors"},
    "engines": {"model", "errors", "process", "manifests"},
    "compare": {"model", "manifests", "schemas"},
    "scheduling": {"model", "manifests"},
    "checks": {"model", "errors", "manifests", "schemas", "repository", "engines", "scheduling"},
    "report": {"model", "manifests", "repository"},
    "formats": {"model", "errors", "manifests", "report", "checks"},
    "verdict": {"model", "errors", "repository"},
    "rendering": {"model", "manifests", "repository", "store", "engines", "report"},
    "worker": {"model", "manifests", "engines", "checks"},
    "reading": {"model", "repository", "sources"},
    "judgement": {"model", "repository", "store", "checks", "reading", "rendering"},
    "flow": {"model", "compare", "checks", "judgement", "reading", "rendering", "report", "repository"},
    "commands": {
        "model", "errors", "surroundings", "repository", "store", "engines", "manifests", "reading", "rendering", "flow",
        "checks", "judgement", "sources", "scheduling",
    },
    "terminal": {"model", "errors", "surroundings", "repository", "store", "engines", "formats", "commands", "verdict"},
    "flags": {"formats"},
    "cli": {"errors", "formats", "verdict", "terminal", "flags"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip
MODULES = sorted(TOP.rglob("*.py"))


def _part(path: Path) -> str:
    relative = path.relative_to(TOP)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pipeline."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            found |= {
                name.name for name in node.names if (TOP / name.name).is_dir() or (TOP / f"{name.name}.py").exists()
            }
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOP)))
def test_imports_point_one_way(path: Path) -> None:
    part = _part(path)
    assert _imports(path) - {part} <= ALLOWED[part]


def test_modules_are_small() -> None:
    lengths = [len(path.read_text("utf-8").splitlines()) for path in MODULES if path.name != "__init__.py"]
    assert max(lengths) <= 300
    assert statistics.median(lengths) <= 110


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOP)))
def test_functions_are_small(path: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 40] == []
