"""A page given to the printer: what is said is what the print system answered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from duty_desk.ui import printing
from duty_desk.ui.printing import print_page

if TYPE_CHECKING:
    from pathlib import Path


def a_printer(folder: Path, answer: int) -> Path:
    """A print command of this answer, first on the path; what it was given is written down."""
    told = folder / "told.txt"
    program = folder / "lp"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}"\nexit {answer}\n')
    program.chmod(0o755)
    return told


@pytest.fixture
def owner(qapp):
    """Whoever asks for the page."""
    asked = QObject()
    yield asked
    asked.deleteLater()


@pytest.fixture
def opened(monkeypatch) -> list[Path]:
    """The files that the computer's own program was asked to open."""
    files: list[Path] = []
    monkeypatch.setattr(printing, "open_page", lambda file, _said: not files.append(file))
    return files


@pytest.fixture(autouse=True)
def on_path(monkeypatch, tmp_path):
    """The folder of this test is looked into before all others."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")


def test_a_page_the_printer_took_is_called_given(qtbot, tmp_path, owner, opened):
    """The page goes out on A4, and nothing is opened."""
    told, said = a_printer(tmp_path, 0), []
    print_page(tmp_path / "表.pdf", "登记表", lambda *words: said.append(words), owner)
    qtbot.waitUntil(lambda: bool(said))
    assert said == [("登记表已交给打印机。", "done")]
    assert told.read_text().splitlines()[-1] == str(tmp_path / "表.pdf")
    assert "media=A4" in told.read_text()
    assert opened == []


def test_a_page_no_printer_took_is_opened_and_not_called_printed(qtbot, tmp_path, owner, opened):
    """Without a default printer the command refuses; the page is opened, and that is said."""
    a_printer(tmp_path, 1)
    said: list[tuple[str, str]] = []
    print_page(tmp_path / "表.pdf", "回执", lambda *words: said.append(words), owner)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0][1] == "attention"
    assert said[0][0].startswith("打印机没有接收回执")
    assert opened == [tmp_path / "表.pdf"]


def test_a_print_command_that_does_not_start_is_told_too(qtbot, tmp_path, owner, opened):
    """What lies on the path may be no program any more; silence would look like a page printed."""
    (tmp_path / "lp").write_text("#!/nowhere/sh\n")
    (tmp_path / "lp").chmod(0o755)
    said: list[tuple[str, str]] = []
    print_page(tmp_path / "表.pdf", "回执", lambda *words: said.append(words), owner)
    qtbot.waitUntil(lambda: bool(said))
    assert [words[:8] for words, _level in said] == ["打印机没有接收回"]
    assert opened == [tmp_path / "表.pdf"]


def test_without_a_print_system_the_page_is_opened(tmp_path, owner, opened, monkeypatch):
    """Where no command is found the own program of the computer prints."""
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    said: list[tuple[str, str]] = []
    print_page(tmp_path / "表.pdf", "回执", lambda *words: said.append(words), owner)
    assert said == [("请在打开的回执里打印。", "attention")]
    assert opened == [tmp_path / "表.pdf"]
