"""Today's journal as the table shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from duty_desk.ui.watch.journal_model import TEXT, TIME, JournalModel, LateRole
from duty_desk.ui.watch.journal_table import JournalTable
from tests.fakes.time_source import DAY_SHIFT_STARTS_AT
from tests.fakes.window_parts import line


def entry(seq: int, late_ms: int = 0):
    """A line of the journal."""
    at = DAY_SHIFT_STARTS_AT + seq * 1000
    return line(seq, at, "问题", "attention", f"第 {seq} 条", late_ms=late_ms)


def test_a_new_line_is_put_on_top_without_a_reset(qtbot):
    """A reader further down keeps the place."""
    model = JournalModel()
    model.show_lines((entry(1),))
    resets = []
    model.modelReset.connect(lambda: resets.append(1))

    with qtbot.waitSignal(model.rowsInserted):
        model.show_lines((entry(2), entry(1)))

    assert resets == []
    assert model.index(0, TEXT).data() == "第 2 条"


def test_times_are_those_of_the_hall():
    """UTC in the store, Shanghai on the screen."""
    model = JournalModel()
    model.show_lines((entry(0),))

    assert model.index(0, TIME).data(Qt.ItemDataRole.DisplayRole) == "08:00:00"


def test_an_entry_over_five_minutes_late_is_marked():
    """Five minutes exactly are not late; a millisecond more is."""
    model = JournalModel()
    model.show_lines((entry(2, 300_001), entry(1, 300_000)))

    assert model.index(0, TEXT).data(LateRole) == "补记 迟 5 分"
    assert model.index(1, TEXT).data(LateRole) == ""


def test_the_table_cuts_no_line(dressed, qtbot):
    """As many lines as there is room for are whole: nothing is left to scroll."""
    model = JournalModel()
    model.show_lines(tuple(entry(seq) for seq in range(6, 0, -1)))
    table = JournalTable(model)
    qtbot.addWidget(table)
    table.show_rows(6)
    table.resize(900, table.height())
    table.show()

    assert table._table.viewport().height() == 6 * table._table.rowHeight(0)
    assert table._table.verticalScrollBar().maximum() == 0
