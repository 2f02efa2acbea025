"""The search card by keyboard alone, as an operator has it."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from duty_desk.desk.search import FoundAll, FoundGroup, FoundLine
from duty_desk.desk.search_texts import NOUNS
from duty_desk.language import Refusal
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.record_link import is_shown_somewhere
from duty_desk.ui.search.found_rows import parts_of, words_of
from duty_desk.ui.search.model import SearchModel
from duty_desk.ui.search.panel import SearchPanel
from tests.fakes.window_parts import done

Key = Qt.Key


def line(noun: str, number: int) -> FoundLine:
    """A record that was found."""
    return FoundLine(noun, f"{noun}-{number}", 1_763_700_000_000, f"1121-00{number} C017", "按时")


class FakeSearch:
    """Answers at once with what the test puts in."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.trouble = ""
        self.is_whole = True
        self.since_at: int | None = None
        self.groups = (
            FoundGroup("problem", (line("problem", 1), line("problem", 2)), True),
            FoundGroup("log", (line("log", 3),), False),
        )

    def find(self, query: str) -> Future:
        """The first of each kind."""
        self.asked.append(query)
        if self.trouble:
            future: Future = Future()
            future.set_exception(Refusal(self.trouble))
            return future
        groups = () if query == "无此" else self.groups
        return done(FoundAll(query, groups, self.is_whole, self.since_at))

    def more(self, _query: str, noun: str) -> Future:
        """All of one kind."""
        return done(FoundGroup(noun, tuple(line(noun, number) for number in range(9)), False))


@pytest.fixture
def search() -> FakeSearch:
    """What answers."""
    return FakeSearch()


@pytest.fixture
def panel(qtbot, dressed, search, time) -> SearchPanel:
    """The card over a window with a field that had the keyboard."""
    window = QWidget()
    window.resize(1280, 720)
    before = QLineEdit(window)
    qtbot.addWidget(window)
    side = DeskSide(SimpleNamespace(search=search), DeskBridge(window), time)
    found = SearchPanel(SearchModel(side, window), window)
    window.show()
    before.setFocus()
    found.begin()
    return found


def typed(qtbot, panel: SearchPanel, text: str) -> None:
    """Type and wait for the answer."""
    panel.field.selectAll()
    panel.field.insert(text)  # an input method puts in whole words as well
    qtbot.waitUntil(lambda: not panel.model.is_asking)


def chosen(panel: SearchPanel) -> str:
    """What the chosen line says."""
    return words_of(panel.model.rows[panel.view.currentIndex().row()])


def test_typing_asks_once_and_the_first_record_is_chosen(qtbot, panel, search) -> None:
    """A moment after the last key, not at each."""
    typed(qtbot, panel, "c017")

    assert search.asked == ["c017"]
    assert [words_of(row) for row in panel.model.rows] == [
        "问题", "1121-001 C017 按时", "1121-002 C017 按时", "更多问题…", "值班日志",
        "1121-003 C017 按时",
    ]  # fmt: skip
    assert chosen(panel) == "1121-001 C017 按时"


def test_arrows_pass_headings_tab_goes_to_the_next_kind_and_enter_opens(qtbot, panel) -> None:
    """The keyboard stays in the field all the while."""
    typed(qtbot, panel, "c017")
    opened: list[tuple[str, str]] = []
    panel.opened.connect(lambda *found: opened.append(found))
    for key, words in (
        (Key.Key_Down, "1121-002 C017 按时"),
        (Key.Key_Down, "更多问题…"),
        (Key.Key_Down, "1121-003 C017 按时"),
        (Key.Key_Down, "1121-003 C017 按时"),
        (Key.Key_Backtab, "1121-001 C017 按时"),
        (Key.Key_Tab, "1121-003 C017 按时"),
    ):
        qtbot.keyClick(panel.field, key)
        assert chosen(panel) == words
    qtbot.keyClick(panel.field, Key.Key_Return)

    assert opened == [("log", "log-3")]
    assert not panel.isVisible()


def test_more_of_a_kind_opens_in_its_place(qtbot, panel) -> None:
    """Enter on the line that offers it."""
    typed(qtbot, panel, "c017")
    qtbot.keyClick(panel.field, Key.Key_Down)
    qtbot.keyClick(panel.field, Key.Key_Down)
    qtbot.keyClick(panel.field, Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 12)

    assert panel.isVisible()
    assert not any(row.is_more for row in panel.model.rows)
    assert panel.view.currentIndex().row() == 3  # where it was offered


def test_words_typed_before_more_of_a_kind_has_come_are_still_looked_for(
    qtbot, panel, search
) -> None:
    """What comes for the words before neither stops the question nor shows its lines."""
    typed(qtbot, panel, "C017")
    late: Future = Future()
    search.more = lambda _query, _noun: late
    panel.model.open(next(at for at, row in enumerate(panel.model.rows) if row.is_more))
    panel.field.setText("无此")
    late.set_result(FoundGroup("problem", (line("problem", 7),), has_more=False))

    qtbot.waitUntil(lambda: not panel.model.is_asking)
    assert search.asked == ["C017", "无此"]
    assert panel.model.rows == ()


def test_what_is_not_found_not_whole_or_not_possible_is_said(qtbot, panel, search) -> None:
    """Nothing on the card claims more than is known."""
    typed(qtbot, panel, "无此")
    assert "没有找到“无此”" in panel._words.text()
    search.is_whole = False
    typed(qtbot, panel, "路")
    assert "可能不全" in panel._words.text()
    search.trouble = "记录库读不出来。"
    typed(qtbot, panel, "街")
    assert panel._words.text() == "记录库读不出来。"
    assert panel.model.rows == ()


def test_while_the_past_is_read_in_the_chosen_line_stays_and_how_far_it_is_is_said(
    qtbot, panel, search
) -> None:
    """It searches again by itself; what came meanwhile takes nobody's place away."""
    search.is_whole, search.since_at = False, 1_763_700_000_000
    typed(qtbot, panel, "c017")
    assert panel._words.text().startswith("2025-11-21 起的都能找到")
    for _ in range(2):
        qtbot.keyClick(panel.field, Key.Key_Down)
    qtbot.keyClick(panel.field, Key.Key_Down)
    assert chosen(panel) == "1121-003 C017 按时"
    newer = (line("problem", 7), line("problem", 1), line("problem", 2))
    search.groups = (FoundGroup("problem", newer, False), search.groups[1])
    search.is_whole, search.since_at = True, None

    panel.model._ask()
    qtbot.waitUntil(lambda: panel.model.is_whole)
    assert chosen(panel) == "1121-003 C017 按时"
    assert panel._words.text().startswith("↑↓")


def test_what_is_opened_is_the_record_that_a_line_is_about(qtbot, panel, search) -> None:
    """A push stands nowhere by itself: its problem does."""
    push = FoundLine(
        "push", "push-1", 1_763_700_000_000, "满冒", "已接收", ("problem", "problem-1")
    )
    search.groups = (FoundGroup("push", (push,), False),)
    typed(qtbot, panel, "满冒")
    opened: list[tuple[str, str]] = []
    panel.opened.connect(lambda *found: opened.append(found))
    qtbot.keyClick(panel.field, Key.Key_Return)

    assert opened == [("problem", "problem-1")]


def test_escape_gives_the_keyboard_back(qtbot, panel) -> None:
    """The page goes on where it was; the words stay for the next time."""
    typed(qtbot, panel, "c017")
    qtbot.keyClick(panel.field, Key.Key_Escape)

    assert not panel.isVisible()
    panel.begin()
    assert panel.field.text() == "c017"
    assert panel.field.selectedText() == "c017"
    panel.begin("东路")
    assert panel.field.text() == "东路"


def test_words_that_fit_are_marked_wherever_they_stand() -> None:
    """In small letters and large."""
    assert parts_of("1121-001 C017 东路", "c017 东") == [(9, 13), (14, 15)]


def test_every_kind_that_is_found_can_be_opened() -> None:
    """No line of the list leads nowhere."""
    assert all(is_shown_somewhere(noun) for noun in NOUNS if noun != "community")
