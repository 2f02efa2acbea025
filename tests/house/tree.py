"""The product's own files, as the house tests see them: no git needed, nothing generated."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "duty_desk"
FOLDERS = ("duty_desk", "tests", "resources", "db", ".ci")
TEXT_SUFFIXES = {
    *(".py", ".toml", ".json", ".md", ".txt", ".svg", ".qss", ".sql", ".spec", ".lock", ".mako"),
    "",
}


def relative(path: Path) -> str:
    """`path` as people name it: from the top folder, with slashes."""
    return path.relative_to(ROOT).as_posix()


def files() -> list[Path]:
    """Every file that belongs to the product."""
    found = [path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    generated = {"__pycache__", "_bundled", "build", "dist"}
    return sorted(path for path in found if not generated & set(path.parts))


def modules(folder: str = "duty_desk") -> list[Path]:
    """Every Python file under `folder` of the top folder."""
    below = ROOT / folder
    return [path for path in files() if path.suffix == ".py" and path.is_relative_to(below)]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed source of `path`."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything `path` imports; never runs it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_within(name: str, package: str) -> bool:
    """Whether the dotted `name` is `package` or lies in it."""
    return name == package or name.startswith(f"{package}.")


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of `path`, inner ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
