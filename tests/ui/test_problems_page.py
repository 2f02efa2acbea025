"""The problems page: the order of the list, the chosen problem, what is done about it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from duty_desk import language
from duty_desk.desk import problems
from duty_desk.ui.problems import model as model_module
from duty_desk.ui.problems.history import history_of
from duty_desk.ui.problems.history_view import as_rich_text
from duty_desk.ui.problems.listing import DAY_MS, EVER, TODAY, WEEK, Filter
from duty_desk.ui.problems.model import ProblemsModel
from duty_desk.ui.problems.page import ProblemsPage
from duty_desk.ui.problems.shot_strip import Thumbnail
from duty_desk.ui.problems.table import KIND, NUMBER, STATE, TIME
from duty_desk.ui.record_table import LevelRole
from duty_desk.vision.marks import Mosaic
from tests.fakes.desk import picture
from tests.ui import problem_desk
from tests.ui.problem_desk import WAIT_MS, WAIT_S

make_joined, joined = problem_desk.make_joined, problem_desk.joined
CJK = re.compile("[\u4e00-\u9fff]")


def describe(joined, problem_id: str, category: str = "E2101", description: str = "两袋") -> None:
    """Fill a problem in."""
    joined.desk.problems.describe(
        problem_id, category=category, description=description, unit="白塔庵社区"
    ).result(WAIT_S)


def pushed(joined, number: int = 0) -> str:
    """A problem that stands in the group by the operator's word."""
    problem_id = joined.find(number).row.id
    describe(joined, problem_id)
    joined.desk.problems.copy(problem_id).result(WAIT_S)
    joined.desk.problems.confirm(problem_id).result(WAIT_S)
    return problem_id


def listing(joined) -> ProblemsModel:
    """The page's model, following the desk."""
    model = ProblemsModel(joined.side, joined.side.bridge)
    joined.side.bridge.happened.connect(lambda h: model.show_snapshot(h.snapshot))
    return model


def cell(model, row: int, column: int, role=Qt.ItemDataRole.DisplayRole):
    """What stands in a cell."""
    return model.table.data(model.table.index(row, column), role)


def until(qtbot, check) -> None:
    """Wait for a condition, bounded."""
    qtbot.waitUntil(check, timeout=WAIT_MS)


def chosen(model, problem_id: str, qtbot) -> None:
    """Choose a problem and wait until it is read."""
    model.choose(problem_id)
    until(qtbot, lambda: model.detail is not None and model.detail.row.id == problem_id)


def test_running_clocks_come_first_by_time_left_then_the_newest(joined, time):
    """What can still be late stands above what is done."""
    first = pushed(joined)
    time.advance(60_000)
    second = pushed(joined)
    time.advance(60_000)
    older = joined.find().row.number
    time.advance(60_000)
    newer = joined.find(1).row.number
    model = listing(joined)

    numbers = [cell(model, row, NUMBER) for row in range(4)]
    done = [joined.detail(problem_id).row.number for problem_id in (second, first)]
    assert numbers == [older, newer, *done]


def test_the_running_clock_ticks_in_the_table_and_turns_red(joined, time):
    """Minutes and seconds go on without a new snapshot; past the limit they count up."""
    joined.find()
    model = listing(joined)
    assert cell(model, 0, TIME) == "05:00"
    assert cell(model, 0, KIND) == "待分类"

    time.advance(250_000)
    model.tick()
    assert (cell(model, 0, TIME), cell(model, 0, TIME, LevelRole)) == ("00:50", "urgent")
    time.advance(60_000)
    model.tick()
    assert (cell(model, 0, TIME), cell(model, 0, TIME, LevelRole)) == ("+00:10", "urgent")


def test_groups_count_what_they_show(joined):
    """Each segment's figure is the number of its rows."""
    joined.find()
    pushed(joined)
    voided = joined.find(1).row.id
    joined.desk.problems.void(voided, "误报").result(WAIT_S)
    model = listing(joined)

    for group in ("", "found", "pushed", "rectified", "verified", "voided"):
        model.ask_for(Filter(group=group))
        assert model.table.rowCount() == model.counts[group]
    assert model.counts == {
        "": 3, "found": 1, "pushed": 1, "rectified": 0, "verified": 0, "voided": 1,
    }  # fmt: skip


def test_words_and_the_day_narrow_the_list(joined, time):
    """Yesterday's open problem is listed, but not under today."""
    yesterday = joined.find().row.id
    time.advance(24 * 3_600_000)
    today = joined.find(1).row.id
    model = listing(joined)
    assert model.table.rowCount() == 2

    model.ask_for(Filter(days=TODAY))
    assert [model.table.problem(0).id, model.table.rowCount()] == [today, 1]
    model.ask_for(Filter(words="白塔庵 c046"))
    assert [model.table.problem(0).id, model.table.rowCount()] == [yesterday, 1]


def test_closed_problems_of_earlier_days_are_read_page_by_page(joined, time, qtbot, monkeypatch):
    """The last seven days and all dates, newest first, each page on asking for it."""
    for module in (problems, model_module):
        monkeypatch.setattr(module, "PAGE_ROWS", 1)
    closed = []
    for days in (7, 2, 1):
        closed.append(joined.find().row.id)
        joined.desk.problems.void(closed[-1], "误报").result(WAIT_S)
        time.advance(days * DAY_MS)
    joined.desk.refresh().result(WAIT_S)
    model = listing(joined)
    assert model.table.rowCount() == 0

    model.ask_for(Filter(days=WEEK))
    until(qtbot, lambda: model.has_more)
    assert ids(model) == closed[:0:-1][:1]
    model.read_more()
    until(qtbot, lambda: ids(model) == closed[:0:-1])
    model.read_more()
    until(qtbot, lambda: not model.has_more)
    assert ids(model) == closed[:0:-1]
    model.ask_for(Filter(days=EVER))
    for count in (1, 2):
        until(qtbot, lambda count=count: len(ids(model)) == count)
        model.read_more()
    until(qtbot, lambda: ids(model) == closed[::-1])


def ids(model: ProblemsModel) -> list[str]:
    """What is listed, from the top."""
    return [model.table.problem(row).id for row in range(model.table.rowCount())]


def test_going_on_reopens_a_parked_problem_in_the_form(joined, qtbot):
    """Enter on the row: it is taken up again, on record, with what was typed."""
    problem_id = joined.find().row.id
    describe(joined, problem_id)
    joined.desk.problems.park(problem_id).result(WAIT_S)
    model = listing(joined)
    model.choose(problem_id)
    with qtbot.waitSignal(model.form_wanted, timeout=WAIT_MS) as wanted:
        model.go_on()

    (detail,) = wanted.args
    assert (detail.row.id, detail.row.is_parked) == (problem_id, False)
    assert detail.row.description == "两袋"


def test_the_rectification_is_attached_sent_back_attached_again_and_verified(joined, qtbot):
    """Pushed → rectified → sent back → rectified → verified; each photo is kept."""
    problem_id = pushed(joined)
    model = listing(joined)
    chosen(model, problem_id, qtbot)
    assert (model.can_attach, model.can_verify) == (True, False)
    model.attach(picture(120))
    until(qtbot, lambda: model.can_verify)
    model.verify(is_good=False, note="仍有 3 辆")
    until(qtbot, lambda: not model.can_verify)
    model.attach(picture(160))
    until(qtbot, lambda: model.can_verify)
    model.verify(is_good=True)
    until(qtbot, lambda: model.detail.row.state == "verified")

    assert len(model.shots("after")) == 2
    assert (model.can_attach, model.can_verify, model.can_void) == (False, False, False)


def test_sending_back_without_a_reason_is_refused_in_words(joined, qtbot):
    """The desk's sentence reaches the operator; the state stays."""
    problem_id = pushed(joined)
    model = listing(joined)
    chosen(model, problem_id, qtbot)
    model.attach(picture())
    until(qtbot, lambda: model.can_verify)
    with qtbot.waitSignal(model.said, timeout=WAIT_MS) as said:
        model.verify(is_good=False, note=" ")

    assert "原因" in said.args[0]
    assert model.detail.row.state == "rectified"


def test_a_text_amended_after_the_push_stands_struck(joined):
    """What the group has read stays visible beside what is said now."""
    problem_id = pushed(joined)
    describe(joined, problem_id, description="约 30 辆 <占压>")

    lines = history_of(joined.detail(problem_id), joined.desk.categories)

    amended = next(line for line in lines if line.struck)
    assert "约 30 辆" in amended.text
    assert "两袋" in amended.struck


def test_steps_of_a_draft_are_one_line(joined):
    """Typing saved every second is no amendment."""
    problem_id = joined.find().row.id
    for words in ("两", "两袋", "两袋垃圾"):
        describe(joined, problem_id, description=words)

    lines = history_of(joined.detail(problem_id), joined.desk.categories)

    described = [line for line in lines if line.kind == "problem.described"]
    assert len(described) == 1
    assert "两袋垃圾" in described[0].text
    assert described[0].struck == ""


@pytest.fixture
def page(dressed, joined, qtbot):
    """The page in a window, following the desk."""
    shown = ProblemsPage(joined.side)
    qtbot.addWidget(shown)
    shown.resize(1500, 800)
    joined.side.bridge.happened.connect(lambda h: shown.show_snapshot(h.snapshot))
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.hide()


def test_struck_text_is_escaped(dressed, joined):
    """An operator's angle brackets are text, never markup."""
    problem_id = pushed(joined)
    describe(joined, problem_id, description="约 30 辆 <b>占压</b>")
    lines = history_of(joined.detail(problem_id), joined.desk.categories)

    rich = as_rich_text(next(line for line in lines if line.struck))

    assert "&lt;b&gt;" in rich
    assert "<s " in rich


def test_an_empty_page_says_how_the_first_problem_comes(page):
    """It names the key, and denies the days it was asked for alone."""
    assert page.empty.isVisible()
    assert "F8" in page.empty.text()
    assert page.empty.text().startswith("今天没有问题")
    page.model.ask_for(Filter(days=EVER))
    assert page.empty.text().startswith("还没有问题")


def test_a_new_problem_appears_without_touching_the_selection(page, joined, qtbot):
    """The operator reads one problem while others arrive."""
    first = joined.find().row.id
    until(qtbot, lambda: page.model.table.rowCount() == 1)
    page.view.selectRow(0)
    until(qtbot, lambda: page.model.detail is not None)
    joined.find(1)
    until(qtbot, lambda: page.model.table.rowCount() == 2)

    (selected,) = page.view.selectionModel().selectedRows()
    assert page.model.table.problem(selected.row()).id == page.model.chosen == first


def test_void_asks_for_a_reason_in_the_page(page, joined, qtbot):
    """No dialog; without words the button stays grey and Enter does nothing."""
    problem_id = joined.find().row.id
    page.model.choose(problem_id)
    until(qtbot, page.panel.void.isVisible)
    page.panel.void.click()
    assert not page.panel.reason.agree.isEnabled()
    qtbot.keyClick(page.panel.reason.words, Qt.Key.Key_Return)
    assert joined.detail(problem_id).row.state == "found"

    qtbot.keyClicks(page.panel.reason.words, "cleaning crew at work")
    qtbot.keyClick(page.panel.reason.words, Qt.Key.Key_Return)

    until(qtbot, lambda: page.model.detail.row.state == "voided")
    assert not page.panel.void.isVisible()


def test_a_photo_pasted_from_wechat_is_attached(page, joined, qtbot):
    """Ctrl+V on the page; a picture without a file behind it."""
    problem_id = pushed(joined)
    page.model.choose(problem_id)
    until(qtbot, lambda: page.model.can_attach)
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(0x224466)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    until(qtbot, lambda: len(page.model.shots("after")) == 1)


def test_a_file_that_is_no_photo_is_refused_in_words(page, joined, qtbot, tmp_path):
    """The problem stays as it is; the sentence names the file."""
    problem_id = pushed(joined)
    page.model.choose(problem_id)
    until(qtbot, lambda: page.model.can_attach)
    path = tmp_path / "notes.txt"
    path.write_text("no photo")
    with qtbot.waitSignal(page.said, timeout=WAIT_MS) as said:
        page.take_photo(path)

    assert "notes.txt" in said.args[0]
    assert joined.detail(problem_id).row.state == "pushed"


def test_the_page_speaks_english_completely_and_chinese_again(page, joined, qtbot):
    """Heads, segments, chips, buttons, history."""
    problem_id = pushed(joined)
    page.model.choose(problem_id)
    until(qtbot, lambda: page.model.detail is not None)
    language.use_language("en")
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))

    row = joined.detail(problem_id).row
    given = (row.camera_name, row.community, row.description, "微信群（复制发送）", "值班员 A")
    words = [w.text() for w in page.findChildren(QLabel) + page.findChildren(QAbstractButton)]
    words += [cell(page.model, 0, column) for column in (KIND, STATE)]
    assert [word for word in words if CJK.search(_without(word, given))] == []
    language.use_language("zh_CN")
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    assert page.panel.attach.text() == "贴整改后照片"


def _without(word: str, given: tuple[str, ...]) -> str:
    for name in given:
        word = word.replace(name, "")
    return word


def test_a_late_entry_is_marked(joined):
    """Written more than five minutes after it happened: 补记 stands before the words."""
    detail = joined.find()
    late = replace(detail.entries[0], recorded_at=detail.entries[0].event_at + 7 * 60_000)

    (line,) = history_of(replace(detail, entries=(late,)), joined.desk.categories)

    assert line.late_minutes == 7


def test_a_click_on_a_picture_shows_all_of_them_large_with_their_marks(page, joined, qtbot):
    """The evidence of a problem one after the other, the mosaic of the form over it; Esc closes."""
    problem_id = joined.find().row.id
    mosaic = Mosaic(100, 100, 300, 300)
    joined.desk.problems.mark(problem_id, 1, (mosaic,)).result(WAIT_S)
    joined.desk.problems.add_shot(problem_id, joined.picked()).result(WAIT_S)
    page.model.choose(problem_id)
    until(qtbot, lambda: len(page.model.shots("before")) == 2)
    page.panel.pair.findChildren(Thumbnail)[0].click()
    assert page.viewer.isVisible()
    assert (page.viewer.shot().no, page.viewer.view.is_locked) == (1, True)

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert page.viewer.shot().no == 2
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page.viewer.isVisible()


def test_columns_and_the_split_are_remembered(dressed, joined, qtbot, tmp_path):
    """After a restart the page stands as it was left."""
    file = str(tmp_path / "window.ini")
    shown = []
    for _ in range(2):
        side = replace(joined.side, memory=QSettings(file, QSettings.Format.IniFormat))
        page = ProblemsPage(side)
        qtbot.addWidget(page)
        page.resize(1500, 800)
        page.show()
        qtbot.waitExposed(page)
        shown.append(page)
        if len(shown) == 1:
            page.view.setColumnWidth(KIND, 233)
            side.memory.sync()

    assert shown[1].view.columnWidth(KIND) == 233


def _shown_id(page: ProblemsPage) -> str:
    """The problem whose details are shown; "" while they are read."""
    return page.model.detail.row.id if page.model.detail is not None else ""


def test_a_problem_is_chosen_here_whether_it_is_listed_or_not(joined, qtbot, dressed):
    """Somebody who was told what lacks a picture comes to where pictures are put."""
    first, second = pushed(joined, 0), pushed(joined, 1)
    page = ProblemsPage(joined.side)
    qtbot.addWidget(page)
    page.show_snapshot(joined.desk.snapshot)
    page.show()
    for problem_id in (second, first):
        page.show_problem(problem_id)
        until(qtbot, lambda wanted=problem_id: _shown_id(page) == wanted)
        assert page.model.can_attach
