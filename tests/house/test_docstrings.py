"""Every module, test and public part of the core says in a sentence what it is for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import functions, modules, relative, tree

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE_ENDS = (".", "。", "?", "!")


@pytest.mark.parametrize("folder", ["duty_desk", "tests", "db"])
def test_modules_say_what_belongs_in_them(folder: str) -> None:
    """A module without content is the only one that may be silent."""
    silent = [
        relative(path)
        for path in modules(folder)
        if tree(path).body and not ast.get_docstring(tree(path))
    ]

    assert silent == []


def test_each_test_states_its_behaviour() -> None:
    """A test function's docstring starts with one whole sentence."""
    silent = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in modules("tests")
        for node in functions(path)
        if node.name.startswith("test_") and not starts_with_sentence(ast.get_docstring(node))
    ]

    assert silent == []


@pytest.mark.parametrize("package", ["domain", "contracts", "desk"])
def test_public_parts_of_the_core_explain_themselves(package: str) -> None:
    """Public classes and functions of the rules and use cases have a docstring."""
    silent = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in modules(f"duty_desk/{package}")
        for node in public_parts(path)
        if not ast.get_docstring(node)
    ]

    assert silent == []


def public_parts(path: Path) -> list[ast.ClassDef | ast.FunctionDef]:
    """The public classes and functions of a module, with the methods of those classes."""
    level = [node for node in tree(path).body if is_public(node)]
    methods = [
        node
        for owner in level
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if is_public(node)
    ]
    return level + methods


def is_public(node: ast.stmt) -> bool:
    """Whether `node` is a class or function that others may use."""
    return isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")


def starts_with_sentence(text: str | None) -> bool:
    """Whether the first paragraph of `text` is there and ends as a sentence does."""
    return bool(text) and text.split("\n\n")[0].strip().endswith(SENTENCE_ENDS)
