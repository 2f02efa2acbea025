"""No file, function or name grows out of what a reader can hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.tree import functions, modules, relative, tree

FILE_LINES = {"duty_desk": 400, "tests": 500, "db": 400}
FUNCTION_LINES = 50
CLASS_LINES = 350
HOMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}


@pytest.mark.parametrize("folder", FILE_LINES)
def test_files_stay_short(folder: str) -> None:
    """A module is 400 lines at most, a test module 500; a longer one is split by noun."""
    long = [
        (relative(path), count)
        for path in modules(folder)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES[folder]
    ]

    assert long == []


@pytest.mark.parametrize("folder", ["duty_desk", "tests"])
def test_functions_stay_short(folder: str) -> None:
    """A function is 50 lines at most, its docstring included; a migration may list more."""
    long = [
        (relative(path), node.name, lines)
        for path in modules(folder)
        for node in functions(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]

    assert long == []


def test_classes_stay_short() -> None:
    """A class is 350 lines at most; 250 is where to look for a second noun in it."""
    long = [
        (relative(path), node.name)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno + 1 > CLASS_LINES
    ]

    assert long == []


@pytest.mark.parametrize("folder", FILE_LINES)
def test_every_file_has_found_its_noun(folder: str) -> None:
    """No file or folder is called utils, helpers, common, manager, misc or base."""
    homeless = [
        relative(path)
        for path in modules(folder)
        if HOMELESS & {word for part in Path(relative(path)).parts for word in words(part)}
    ]

    assert homeless == []


def words(part: str) -> list[str]:
    """The words a file's or folder's name is made of."""
    return part.removesuffix(".py").split("_")
