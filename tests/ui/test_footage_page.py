"""The footage page on a real desk: masked, warned, refused, changed by two."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from duty_desk.desk.footage_views import FootageWarning
from duty_desk.domain.footage import DAY_MS, HOUR_MS, FootageKind, FootageState
from duty_desk.domain.rights import Role
from duty_desk.language import use_language
from duty_desk.ui.footage.files_table import LEFT
from duty_desk.ui.footage.said_instant import shown_instant
from duty_desk.ui.record_table import LevelRole
from tests.desk.footage_walk import (
    CODES,
    ONE,
    TWO,
    approved,
    asked,
    registered,
    spans,
)
from tests.ui.footage_window import CTRL, FootageWindow, Key, cell, seat  # noqa: F401

CJK = re.compile("[\u4e00-\u9fff]")


def listed(seat: FootageWindow) -> list[str]:  # noqa: F811
    """The numbers of the register."""
    return [row.number for row in seat.feature.page.requests.rows()]


def test_an_empty_register_teaches_and_a_full_one_is_listed(seat, tmp_path):  # noqa: F811
    """The newest stands first and is shown by itself; search and groups narrow."""
    page = seat.feature.page
    seat.wait(lambda: "Ctrl+N" in page._empty.text() and page._empty.isVisible())
    first = registered(seat.desk, tmp_path)
    second = registered(seat.desk, tmp_path, unit="某某街道")
    seat.wait(lambda: listed(seat) == [second.number, first.number])
    seat.wait(lambda: seat.feature.model.request_id == second.id or page._chosen == first.id)
    page.search.setText("派出所")
    page.search.textEdited.emit("派出所")
    seat.wait(lambda: listed(seat) == [first.number])
    page.search.clear()
    seat.wait(lambda: len(listed(seat)) == 2)
    page.groups.chosen.emit(2)
    seat.wait(lambda: listed(seat) == [])
    assert page._empty.text() == "没有符合的登记。"


def test_people_are_masked_until_somebody_with_the_right_looks(seat, tmp_path):  # noqa: F811
    """L shows the numbers and is on record; choosing another request masks again."""
    row = registered(seat.desk, tmp_path)
    other = registered(seat.desk, tmp_path)
    seat.show(row.id)
    card = seat.feature.page.panel.request
    assert ONE.number not in card.value(1)
    assert TWO.number[-4:] in card.value(1)
    assert "●" in card.value(3)
    seat.press(Key.Key_L)
    seat.wait(lambda: ONE.number in card.value(1) and ONE.name in card.value(1))
    assert any(line.kind == "footage.looked" for line in seat.detail.custody)

    seat.show(other.id)
    seat.wait(lambda: seat.detail.is_masked)
    assert ONE.number not in card.value(1)


def test_who_may_not_approve_is_told_so(seat, tmp_path):  # noqa: F811
    """The next step stays on its button, disabled; Enter says whose it is."""
    row = registered(seat.desk, tmp_path)
    seat.desk.footage.check_papers(row.id, row.version).result(10)
    seat.desk.people.folder = replace(seat.desk.people.folder, role=Role.OPERATOR)
    seat.show(row.id)
    seat.wait(lambda: seat.detail.row.state is FootageState.CHECKED)
    bar = seat.feature.page.panel.bar
    assert bar.next.text() == "批准"
    assert not bar.next.isEnabled()
    seat.press(Key.Key_Return)
    assert "权限" in seat.told[-1][0]
    assert not seat.feature.cards.ask.isVisible()


def test_two_who_change_the_same_request_do_not_overwrite_each_other(seat, tmp_path):  # noqa: F811
    """The second is told who changed it, and what was typed stays in the form."""
    row = registered(seat.desk, tmp_path)
    seat.show(row.id)
    seat.press(Key.Key_E)
    form = seat.feature.cards.form
    seat.wait(form.isVisible)
    changed = replace(asked(seat.desk), note="first")
    seat.desk.footage.amend(row.id, row.version, changed, (ONE, TWO)).result(10)
    form.fields.lines["note"].setText("second")
    seat.press(Key.Key_Return, CTRL)
    seat.wait(lambda: "改过" in form._told.text())
    assert form.fields.lines["note"].text() == "second"
    assert seat.desk.footage.open(row.id).result(10).request.note == "first"


def test_amending_a_masked_request_keeps_people_and_case(seat, tmp_path):  # noqa: F811
    """Dots on the screen never become the record."""
    row = registered(seat.desk, tmp_path)
    seat.show(row.id)
    seat.press(Key.Key_E)
    form = seat.feature.cards.form
    seat.wait(form.isVisible)
    form.fields.lines["medium"].setText("U 盘")
    seat.press(Key.Key_Return, CTRL)
    seat.wait(lambda: seat.detail.request.medium == "U 盘" and not form.isVisible())
    whole = seat.desk.footage.open(row.id, is_masked=False).result(10)
    assert [one.number for one in whole.officers] == [ONE.number, TWO.number]
    assert whole.request.case_no == asked(seat.desk).case_no


@pytest.mark.parametrize(
    ("camera", "since", "until", "told"),
    [
        ("nothing like it", "11-01 20:00", "21:00", "没有“nothing like it”"),
        ("C046", "20:00 or so?", "21:00", "看不懂时间"),
        ("C046", "", "", "没有填起止时间"),
        ("C046", "2027-01-01 20:00", "2027-01-01 21:00", "还没有到"),
        ("C046", "2026-11-01 20:00", "2026-11-01 19:00", "结束时间不晚于开始时间"),
    ],
)
def test_what_cannot_be_is_refused_in_the_form(seat, camera, since, until, told):  # noqa: F811
    """The sentence stands in the form, and nothing typed is lost."""
    form = seat.feature.cards.form
    seat.press(Key.Key_N, CTRL)
    for name in ("unit", "reason", "content"):
        form.fields.lines[name].setText("镕喆𠮷🚲")
    for line in form.fields.officers.lines:
        line.name.setText("民警")
        line.number.setText(str(id(line)))
    line = form.fields.spans.lines[0]
    line.camera.setText(camera)
    line.since.setText(since)
    line.until.setText(until)
    seat.press(Key.Key_Return, CTRL)
    seat.wait(lambda: told in form._told.text())
    assert form.isVisible()
    seat.press(Key.Key_Escape)
    assert not form.isVisible()
    seat.press(Key.Key_N, CTRL)
    assert form.fields.lines["unit"].text() == "镕喆𠮷🚲"
    seat.press(Key.Key_Escape)


def filled(seat: FootageWindow, since: str, until: str):  # noqa: F811
    """The form of a request for one camera, whose other fields are in order."""
    form = seat.feature.cards.form
    seat.press(Key.Key_N, CTRL)
    for name in ("unit", "reason", "content"):
        form.fields.lines[name].setText("x")
    for number, line in enumerate(form.fields.officers.lines):
        line.name.setText("民警")
        line.number.setText(f"01001{number}")
    line = form.fields.spans.lines[0]
    line.camera.setText("C046")
    line.since.setText(since)
    line.until.setText(until)
    return form


def test_a_day_alone_does_not_say_when_they_came(seat):  # noqa: F811
    """The hour goes on record, so it is asked for and not made up."""
    form = filled(seat, "11-19 20:00", "11-19 21:00")
    form.fields.came.setText("2026-11-19")
    form.fields.paper_day.setText("11-18")
    seat.press(Key.Key_Return, CTRL)
    seat.wait(lambda: "看不懂时间“2026-11-19”" in form._told.text())
    form.fields.came.setText("11-19 22:30")
    request = form.fields.given().request
    assert shown_instant(request.came_at) == "2026-11-19 22:30:00"
    assert shown_instant(request.paper_at) == "2026-11-18 00:00:00"


def test_what_is_overwritten_is_answered_when_it_is_registered(seat):  # noqa: F811
    """Older than the days kept: registered, answered, and told so at once."""
    filled(seat, "2026-01-05 20:00", "2026-01-05 21:00")
    seat.press(Key.Key_Return, CTRL)
    seat.reach(FootageState.NOT_HELD)
    assert "已无录像" in seat.told[-1][0]
    assert seat.told[-1][1] == "attention"
    assert [step.text for step in seat.feature.page.panel.steps._steps] == ["登记 ✓", "已无录像"]


def test_a_request_to_view_ends_with_the_viewing(seat, tmp_path):  # noqa: F811
    """After the approval the next step is the viewing; nothing is copied."""
    seen = approved(seat.desk, tmp_path, kind=FootageKind.VIEW, escort="值班员 A")
    seat.show(seen.row.id)
    bar = seat.feature.page.panel.bar
    assert bar.next.text() == "登记已查看"
    assert not bar.others["footage.viewed"].isVisible()
    seat.press(Key.Key_Return)
    card = seat.feature.cards.ask
    seat.wait(card.isVisible)
    card.line("why").setText("a red car at 20:14")
    seat.press(Key.Key_Return)
    seat.reach(FootageState.VIEW_ONLY)
    assert bar._words.text() == "已在本台查看，没有拷贝带走"


def test_a_countdown_stands_on_every_page_and_sounds_once_a_level(seat, time):  # noqa: F811
    """Three days before the chip is amber, one day before red; a click shows the request."""
    now = time.now_ms()
    chip = seat.feature.chip
    seat.qtbot.addWidget(chip)
    assert chip.first() is None
    begin = now - 28 * DAY_MS
    span = replace(spans(seat.desk)[0], from_at=begin, to_at=begin + HOUR_MS)
    row = seat.desk.footage.register(asked(seat.desk, spans=(span,)), (ONE, TWO)).result(10)
    seat.wait(lambda: chip.first() is not None)
    assert chip.text() == f"调取 {row.number} 2 天 0 时后覆盖"
    assert chip._dot == "warn"
    seat.wait(lambda: seat.sounds == ["attention"])
    seat.show(row.id)
    assert cell(seat, 0, LEFT, LevelRole) == "attention"
    time.advance(int(1.5 * DAY_MS))
    seat.wait(lambda: chip.first().level == "urgent")
    seat.wait(lambda: seat.sounds == ["attention", "urgent"])
    chip.pressed.emit(row.id)
    seat.wait(lambda: seat.feature.model.request_id == row.id)


def test_a_narrow_chip_keeps_the_time_that_is_left(seat, time):  # noqa: F811
    """Without room for all its words an amber chip drops the number before the time."""
    day = seat.desk.snapshot.footage
    warning = FootageWarning(
        request_id="r",
        number="2026-001",
        what="papers",
        due_at=time.now_ms() + 3 * HOUR_MS,
        level="attention",
    )
    other = replace(warning, number="2026-002", due_at=warning.due_at + 1)
    chip = seat.feature.chip
    chip.show_day(replace(day, warnings=(warning, other)))
    assert "另 1 项" in chip.words_within(chip.sizeHint().width())
    assert chip.words_within(chip.minimumSizeHint().width() - 36) == "3 时 0 分"
    assert chip.minimumSizeHint().width() < chip.sizeHint().width() / 2


def test_the_register_of_a_month_is_written_masked(seat, tmp_path):  # noqa: F811
    """Ctrl+E asks for month and file; without a reason nobody is named."""
    registered(seat.desk, tmp_path)
    seat.press(Key.Key_E, CTRL)
    card = seat.feature.cards.ask
    seat.wait(card.isVisible)
    file = tmp_path / "register.xlsx"
    card.line("file").setText(str(file))
    seat.press(Key.Key_Return)
    seat.wait(lambda: file.exists() and not card.isVisible())
    assert any("已导出 1 份" in words for words, _ in seat.told)


def test_the_page_speaks_english_too(seat, tmp_path):  # noqa: F811
    """After a change of language no word of the page is left in Chinese."""
    row = registered(seat.desk, tmp_path, unit="Unit", reason="why", content="what", paper_kind="K")
    seat.show(row.id)
    use_language("en")
    try:
        seat.feature.page.retranslate()
        page = seat.feature.page
        words = [page.new.text(), page.panel.bar.next.text(), page.panel.request.amend.text()]
        words += [step.text for step in page.panel.steps._steps]
        words += [page.panel.files_table.headerData(n, Qt.Orientation.Horizontal) for n in range(6)]
        assert not [word for word in words if CJK.search(word)]
    finally:
        use_language("zh_CN")


def test_codes_are_in_the_register_as_the_catalogue_has_them(seat, tmp_path):  # noqa: F811
    """A camera is named by its code and name on the lines."""
    row = registered(seat.desk, tmp_path)
    seat.show(row.id)
    assert [cell(seat, no, 0) for no in range(3)] == list(CODES)
