"""What people read: all of it translated, none of it hidden in the code, nothing of our machine."""

from __future__ import annotations

import ast
import json
import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import ROOT, TEXT_SUFFIXES, files, modules, relative, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENGLISH = ROOT / "resources" / "translations" / "en"
CJK = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]")
# Said in both languages at once, by a Python too old to load the catalogue.
BILINGUAL = {"duty_desk/__main__.py"}
MACHINE_PATHS = re.compile("|".join(("/" + "work/", "/" + "root/", r"C:\\" + "Users")))
REGISTRIES = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + "js")))


SPOKEN = frozenset({"tr", "mark"})
TOLD = SPOKEN | {"chinese"}  # what goes out to groups has no English


def spoken(path: Path, by: frozenset[str] = SPOKEN) -> Iterator[ast.Call]:
    """The calls in a module by which people are told something."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and called(node) in by and node.args:
            yield node


def called(node: ast.Call) -> str:
    """The name of what `node` calls, without what stands before the last dot."""
    return getattr(node.func, "attr", None) or getattr(node.func, "id", "")


def sentences() -> dict[str, str]:
    """Every literal sentence of the program, with one place where it stands."""
    return {
        node.args[0].value: f"{relative(path)}:{node.lineno}"
        for path in modules()
        for node in spoken(path)
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def english() -> dict[str, str]:
    """The whole English catalogue."""
    merged: dict[str, str] = {}
    for path in sorted(ENGLISH.glob("*.json")):
        merged.update(json.loads(path.read_text(encoding="utf-8")))
    return merged


def places(text: str) -> set[str]:
    """The names of the `{places}` of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_chinese_stands_where_people_are_told_something_only() -> None:
    """No sentence for people hides in the code where translation cannot reach it."""
    hidden = []
    for path in modules():
        known = {
            id(part)
            for node in spoken(path, TOLD)
            for argument in node.args
            for part in ast.walk(argument)
        }
        known |= {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
        hidden += [
            f"{relative(path)}:{node.lineno} {node.value!r}"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and CJK.search(node.value)
            and id(node) not in known
            and relative(path) not in BILINGUAL
        ]

    assert hidden == []


def test_every_sentence_has_its_english() -> None:
    """What the program says in Chinese it can say in English."""
    catalogue = english()
    missing = [f"{place} {text}" for text, place in sentences().items() if text not in catalogue]

    assert missing == []


def test_no_english_is_left_over() -> None:
    """Every entry of the catalogue is still said somewhere: in the code or in a data table."""
    tables = "".join(path.read_text(encoding="utf-8") for path in files() if path.suffix == ".toml")
    said = sentences()
    stale = [text for text in english() if text not in said and text not in tables]

    assert stale == []


def test_english_keeps_every_place_of_the_chinese() -> None:
    """A number or name shown in Chinese is not lost in English, and none is invented."""
    lost = [text for text, other in english().items() if places(text) != places(other)]

    assert lost == []


def test_one_sentence_has_one_english() -> None:
    """Two catalogue files never disagree about the same sentence."""
    seen: dict[str, tuple[str, str]] = {}
    quarrels = []
    for path in sorted(ENGLISH.glob("*.json")):
        for text, other in json.loads(path.read_text(encoding="utf-8")).items():
            if text in seen and seen[text][1] != other:
                quarrels.append((text, seen[text][0], path.name))
            seen[text] = (path.name, other)

    assert quarrels == []


def test_tr_is_given_exactly_the_places_it_names() -> None:
    """`tr("{code} …", code=…)`: no missing value, which would fail in front of the operator."""
    wrong = []
    for path in modules():
        for node in spoken(path):
            text = node.args[0]
            given = {keyword.arg for keyword in node.keywords}
            if called(node) != "tr" or not isinstance(text, ast.Constant) or None in given:
                continue
            if places(text.value) != given:
                wrong.append(f"{relative(path)}:{node.lineno} {text.value}")

    assert wrong == []


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["paths", "registries"])
def test_nothing_of_one_computer_is_written_down(pattern: re.Pattern[str]) -> None:
    """No absolute path of a developer's machine and no package registry stands in any file."""
    found = [
        f"{relative(path)}: {match.group()}"
        for path in files()
        if path.suffix in TEXT_SUFFIXES
        and (match := pattern.search(path.read_text(encoding="utf-8")))
    ]

    assert found == []
