"""Every word that a window says: labels, buttons, tables, hints, menus, tiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from duty_desk.contracts.file import load
from duty_desk.language import tr
from tests.fakes.desk import CONTRACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.flow.program import Program

CHINESE = re.compile("[\u4e00-\u9fff\uff01-\uff5e\u3001-\u301b]")
_PLACE = re.compile(r"\{\w+\}")


def said_by(program: Program) -> dict[str, str]:
    """What the window says now, by who says it; hidden parts included, they may show up later."""
    window = program.window
    told = {"window title": window.windowTitle()}
    for widget in (window, *window.findChildren(QWidget)):
        who = f"{type(widget).__name__} {id(widget)}"
        told.update({f"{who} {part}": text for part, text in _of_widget(widget) if text})
    for action in window.findChildren(QAction):
        told[f"action {id(action)}"] = action.text()
    for camera in window.watch.wall.cameras():
        look = window.watch.look_of(camera.id, window.watch.now())
        told[f"tile {camera.code}"] = " ".join((look.title, *look.lines, look.band))
    return told


def _of_widget(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "hint", widget.toolTip()
    yield "name", widget.accessibleName()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield "place", widget.placeholderText()
    if isinstance(widget, QPlainTextEdit):
        yield "text", widget.toPlainText()
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        yield from _of_table(widget)
    elif hasattr(widget, "text"):
        yield "text", str(widget.text())


def _of_table(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    model = view.model()
    if model is None:
        return
    columns = 1 if isinstance(view, QListView) else model.columnCount(QModelIndex())
    for column in range(columns):
        heads = model.headerData(column, Qt.Orientation.Horizontal)
        yield f"head {column}", heads if isinstance(heads, str) else ""
        for row in range(model.rowCount(QModelIndex())):
            yield f"cell {row} {column}", str(model.index(row, column).data() or "")


def chinese_in(told: Mapping[str, str], data: Iterable[str]) -> dict[str, str]:
    """What is said in Chinese, the words of `data` (names of the desk's own) left out."""
    names = sorted((name for name in data if name), key=len, reverse=True)
    found = {}
    for who, text in told.items():
        rest = text
        for name in names:
            rest = rest.replace(name, "")
        if CHINESE.search(rest):
            found[who] = text
    return found


def english_in(told: Mapping[str, str], english: Mapping[str, str]) -> dict[str, str]:
    """What is said word for word as the English catalogue says it, and otherwise in Chinese."""
    sentences = [_pattern(text) for source, text in english.items() if _is_told_apart(source, text)]
    return {
        who: text
        for who, text in told.items()
        if not CHINESE.search(text) and any(one.fullmatch(text) for one in sentences)
    }


def _is_told_apart(source: str, text: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", _PLACE.sub("", text))
    return bool(CHINESE.search(source)) and len(letters) >= 4


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+?".join(map(re.escape, _PLACE.split(text))), re.DOTALL)


def names_of(program: Program) -> set[str]:
    """The names that are the desk's data: they stay as they are in every language."""
    rows = program.desk.snapshot.cameras
    places = {word for row in rows for word in (row.name, row.community, row.unit, row.maintainer)}
    channels = {row.name for row in program.desk.snapshot.channels}
    # What goes to the group is Chinese in every language of the window.
    preview = program.window.form.model.preview if program.window.form.is_open else None
    # Clauses are named as the contract prints them.
    clauses = {rule.clause for rule in load(CONTRACT).rules}
    return places | channels | clauses | {tr("中文"), preview.text if preview else ""}
