"""The export card: what is chosen is what is written; it can be cancelled; files need the right."""

from __future__ import annotations

from concurrent.futures import Future
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from duty_desk.desk.ledger_conditions import condition_words
from duty_desk.desk.ledgers import ledger_named, names
from duty_desk.documents.ledger_cells import Written
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.period import day
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.ledgers.export_card import ExportCard
from duty_desk.ui.problems.form_model import DeskSide
from tests.fakes.window_parts import done


class FakeLedgers:
    """Takes the wish, and answers when the test lets it."""

    def __init__(self) -> None:
        self.wishes: list[tuple[LedgerWish, str, bool]] = []
        self.future: Future = Future()
        self.watch = None

    def names(self):
        """All of them."""
        return names()

    def words(self, wish: LedgerWish) -> str:
        """The conditions in words."""
        return condition_words(ledger_named(wish.ledger), wish, {})

    def count(self, _wish: LedgerWish) -> Future:
        """Four thousand lines."""
        return done(4000)

    def write(self, wish, path, watch, *, with_pictures=False) -> Future:
        """Begin to write."""
        self.wishes.append((wish, path.name, with_pictures))
        self.watch = watch
        return self.future


@pytest.fixture
def ledgers() -> FakeLedgers:
    """What writes."""
    return FakeLedgers()


@pytest.fixture
def card(qtbot, dressed, ledgers, time) -> ExportCard:
    """The card over a window."""
    window = QWidget()
    window.resize(1280, 720)
    qtbot.addWidget(window)
    desk = SimpleNamespace(ledgers=ledgers, require=lambda _right: None)
    found = ExportCard(DeskSide(desk, DeskBridge(window), time), window)
    window.show()
    return found


def wish_of(card: ExportCard, name: str, *where: tuple[str, str]) -> LedgerWish:
    """The records of today."""
    today = day(day_of(card._side.time.now_ms()))
    return LedgerWish(name, today.from_at, today.to_at, where)


def test_a_figure_is_exported_as_it_is_counted(card, ledgers, tmp_path) -> None:
    """Ledger, days and conditions are those of the figure, and the card says so."""
    wish = wish_of(card, "fault", ("over_limit", "1"))
    card.open_for(wish)
    assert "超过时限" in card._note.text()
    card.write(tmp_path / "a.xlsx")

    assert ledgers.wishes == [(wish, "a.xlsx", False)]
    card.stop()


def test_the_conditions_of_one_ledger_do_not_hold_for_another(card) -> None:
    """They would be refused, or mean something else."""
    card.open_for(wish_of(card, "fault", ("over_limit", "1")))
    card.ledger.setCurrentIndex(card.ledger.findData("problem"))

    assert card.wish() == wish_of(card, "problem")
    assert not card._note.isVisible()
    card.ledger.setCurrentIndex(card.ledger.findData("fault"))
    assert card.wish().where == (("over_limit", "1"),)


def test_pictures_are_offered_where_there_are_any(card, ledgers, tmp_path) -> None:
    """In a workbook of problems, nowhere else."""
    card.open_for(wish_of(card, "problem"))
    assert card.pictures.isVisible()
    card.pictures.setChecked(True)
    card._on_kind(1)
    assert not card.pictures.isVisible()
    card.write(tmp_path / "a.csv")
    assert ledgers.wishes[-1][2] is False


def test_progress_is_shown_and_cancelling_ends_it(qtbot, card, ledgers, tmp_path) -> None:
    """The writing thread is told no; the sentence of the refusal stands on the card."""
    card.open_for(wish_of(card, "visit"))
    card.write(tmp_path / "a.xlsx")
    assert ledgers.watch(1500) is True
    qtbot.waitUntil(lambda: card.bar.maximum() == 4000 and card.bar.value() == 1500)
    assert not card.save.isEnabled()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert ledgers.watch(2000) is False
    ledgers.future.set_exception(Refusal("导出已取消，没有写出文件。"))

    qtbot.waitUntil(card.save.isEnabled)
    assert card._words.text() == "导出已取消，没有写出文件。"
    assert card.isVisible()


def test_when_it_is_written_the_card_goes_and_says_how_many(qtbot, card, ledgers, tmp_path) -> None:
    """The sentence is told by the window."""
    card.open_for(wish_of(card, "visit"))
    card.write(tmp_path / "a.xlsx")
    with qtbot.waitSignal(card.said) as told:
        ledgers.future.set_result(Written(4000, 1, 0))

    assert told.args == ["台账已写到“a.xlsx”，共 4000 行。", "done"]
    assert not card.isVisible()


def test_who_may_not_export_chooses_no_file(card, ledgers, monkeypatch) -> None:
    """The sentence of the desk instead of a dialog."""

    def refuse(_right):
        raise Refusal("没有权限。")

    card._side.desk.require = refuse
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked"))
    card.open_for(wish_of(card, "visit"))
    card._on_save()

    assert card._words.text() == "没有权限。"
    assert ledgers.wishes == []


def test_the_spans_are_those_of_the_calendar(card) -> None:
    """Yesterday, this week and month as far as they are, the month before."""
    today = day_of(card._side.time.now_ms())
    card.open_for()
    found = []
    for button in card._spans:
        button.click()
        wish = card.wish()
        found.append((day_of(wish.from_at), day_of(wish.to_at - 1)))

    assert found[0][0] == found[0][1] < today
    assert (found[1][0].weekday(), found[1][1]) == (0, today)
    assert (found[2][0].day, found[2][1]) == (1, today)
    assert (found[3][0].day, found[3][1] < found[2][0]) == (1, True)
