"""The page of reports over a real desk: the clerk's first of the month, by the keyboard."""

from __future__ import annotations

import gc
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from duty_desk.desk.alarms import Alarm
from duty_desk.desk.report_content import Asked
from duty_desk.desk.report_filter import Filter
from duty_desk.desk.report_views import ReportGlance, Upcoming
from duty_desk.domain import period as periods
from duty_desk.domain.report import ReportKind, ReportState
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.reports.chip import ReportChip
from duty_desk.ui.reports.feature import advice
from duty_desk.ui.reports.page import ReportsPage
from duty_desk.ui.reports.steps import ReportSteps, regular_kind
from tests.desk.report_month import DAY, Month, at, tell
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import FakeTimeSource
from tests.fakes.window_parts import clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk

WAIT_MS = 15_000
MONTHLY = "monthly/2026-10-01"
Key = Qt.Key


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk whose October is over and has fallen due."""
    time = FakeTimeSource(at("2026-09-01 08:00"))
    seat = Seat(tmp_path_factory.mktemp("story"), time, role=Role.SUPERVISOR)
    desk = build_desk(seat)
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(10)
    told = Month(desk, time)
    tell(told)
    told.go_to("2026-11-01 00:01")
    told.tick()
    desk.stop()
    return seat.data


@dataclass
class Shown:
    """The page in a window, and the steps of its keys."""

    desk: Desk
    time: FakeTimeSource
    page: ReportsPage
    steps: ReportSteps
    qtbot: object

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        """Press a key as the window system tells it."""
        QTest.keyClick(self.page.window().windowHandle(), key, held)

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        focused = QApplication.focusWidget()
        QTest.keyClicks(focused, text)

    def until(self, is_so) -> None:
        """Wait for it."""
        self.qtbot.waitUntil(lambda: bool(is_so()), timeout=WAIT_MS)

    def state(self) -> ReportState | None:
        """How the chosen report stands on the page."""
        detail = self.page.model.detail
        return detail.row.state if detail is not None else None


@pytest.fixture
def shown(story: Path, tmp_path: Path, qtbot, dressed) -> Iterator[Shown]:
    """The page at 09:00 on the first of November, the monthly report chosen."""
    data = tmp_path / "data"
    shutil.copytree(story, data)
    time = FakeTimeSource(at("2026-11-01 09:00"), mono_ms=9_000_000_000)
    desk = build_desk(Seat(data, time, role=Role.SUPERVISOR, boot_id="boot-2"))
    desk.start(is_sending=False, is_ticking=False)
    bridge = DeskBridge()
    side = DeskSide(desk, bridge, time)
    window = QWidget()
    page = ReportsPage(side)
    steps = ReportSteps(side, page, PictureShelf(bridge), window)
    column = QVBoxLayout(window)
    column.addWidget(page)
    window.resize(1840, 1000)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    made = Shown(desk, time, page, steps, qtbot)
    page.choose(MONTHLY)
    page.setFocus()
    made.until(lambda: page.model.paper is not None and page.model.gaps)
    yield made
    desk.stop()
    gc.collect()


def test_the_first_of_the_month_is_worked_by_the_keyboard(shown):
    """Texts, approval, freezing, delivery: nothing but keys, and the clock is met."""
    page = shown.page
    assert shown.state() is ReportState.DUE
    shown.press(Key.Key_E)
    shown.steps.texts.field("problems").setPlainText("桶站满冒偏多")
    shown.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown.until(lambda: shown.state() is ReportState.DRAFT)
    assert page.model.detail.texts["problems"] == "桶站满冒偏多"

    shown.press(Key.Key_Return)
    assert "缺整改后照片" in shown.steps.ask._words.text()
    shown.press(Key.Key_Return)
    shown.until(lambda: shown.state() is ReportState.APPROVED)
    shown.press(Key.Key_Return)
    shown.until(lambda: shown.state() is ReportState.FROZEN)
    shown.time.advance(53 * 60_000)
    shown.press(Key.Key_Return)
    shown.steps.ask.line("receiver").setText("街道城管办")
    shown.press(Key.Key_Return)
    shown.until(lambda: shown.state() is ReportState.DELIVERED)

    row = page.model.detail.row
    assert (row.verdict, row.delivered_at) == ("met", at("2026-11-01 09:53"))
    shown.until(lambda: "M2026-10-a" in page.preview.toPlainText())


def test_the_page_says_what_was_counted_and_every_number_leads_back(shown):
    """Five problems stand on the page; the link on them asks for their records."""
    words = shown.page.preview.toPlainText()
    assert "视频监控值守工作月报" in words
    assert "发现问题 5 件" in words
    wanted = []
    shown.page.preview.figure_wanted.connect(lambda key, title: wanted.append((key, title)))
    shown.page.preview.anchorClicked.emit(QUrl("figure:problems.found"))
    assert wanted == [("problems.found", "问题 · 发现问题")]
    shown.page.preview.setFocus()
    shown.press(Key.Key_Tab)
    shown.press(Key.Key_Return)
    assert wanted[-1][0] == "patrol.rounds"
    wish = shown.page.model.content.wish("problems.found")
    assert shown.desk.ledgers.count(wish).result(10) == 5


def test_a_digit_opens_the_first_record_of_a_gap(shown):
    """The digit on the button beside it names noun and id of what lacks something."""
    missing = [one for one in shown.page.model.gaps if one.level == "fill" and one.subjects]
    number = next(no for no, one in enumerate(missing, 1) if one.key == "after")
    wanted = []
    shown.page.gaps.record_wanted.connect(lambda noun, subject: wanted.append((noun, subject)))
    shown.press(Key(Key.Key_0 + number))
    assert wanted == [("problem", missing[number - 1].subjects[0])]
    shown.press(Key.Key_9)
    assert len(wanted) == 1


def test_a_work_report_is_asked_for_by_a_tick_and_saved_into_a_folder(shown, tmp_path):
    """Over a whole month only; frozen, it is saved with what lies beside it."""
    said = dict.fromkeys(("title", "community", "category", "camera"), "")
    with pytest.raises(Refusal, match="整月"):
        shown.steps._begun(said | {"work": "yes", "from": "2026-10-01", "to": "2026-10-30"})
    whole = said | {"work": "yes", "from": "2026-10-01", "to": "2026-10-31"}
    subject = shown.steps._begun(whole).result(10)
    assert subject == "work/2026-10-01"
    shown.desk.reports.approve(subject).result(20)
    shown.desk.reports.freeze(subject).result(30)
    shown.page.choose(subject)
    shown.until(lambda: shown.state() is ReportState.FROZEN)
    shown.steps.save_all_in(tmp_path)
    shown.until(lambda: len(list(tmp_path.glob("10 月工作报告*/附件*.xlsx"))) == 4)


def test_what_a_report_is_held_to_is_never_dropped_in_silence(shown):
    """A regular or work report tells all; one held to some problems is special, with a title."""
    said = dict.fromkeys(("title", "work", "category", "camera"), "")
    held = said | {"from": "2026-10-01", "to": "2026-10-31", "community": "白塔庵社区"}
    with pytest.raises(Refusal, match="标题"):
        shown.steps._begun(held).result(10)
    with pytest.raises(Refusal, match="整月的全部"):
        shown.steps._begun(held | {"work": "yes"})


def test_a_version_that_is_looked_at_is_saved_under_its_own_number(shown):
    """Not under that of the newest one."""
    model = shown.page.model
    newest = model.detail.versions[-1]
    both = tuple(replace(newest, version=no, number=f"G-{no}") for no in (1, 2))
    model.detail, model.version = replace(model.detail, versions=both), 1
    shown.steps.save()
    (dialog,) = shown.page.window().findChildren(QFileDialog)
    (file,) = dialog.selectedFiles()
    assert ("G-1" in file, "G-2" in file) == (True, False)
    dialog.reject()


def test_the_problems_of_a_special_report_are_exported_and_no_others(shown, tmp_path):
    """The workbook bears its title, so it is held to what the report is held to."""
    span, held = periods.month(2026, 10), Filter(category="E2101")
    asked = Asked(kind=ReportKind.SPECIAL, period=span, title="桶站专项", filter=held)
    subject = shown.desk.reports.prepare(asked).result(10)
    shown.page.choose(subject)
    shown.until(lambda: shown.page.model.detail and shown.page.model.detail.row.id == subject)
    shown.steps.export()
    (dialog,) = shown.page.window().findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "p.xlsx"))
    shown.until((tmp_path / "p.xlsx").exists)
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[0]
    places = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True) if row[2]]
    assert set(places) == {"C017"}  # the others, of C046, are of another category
    dialog.reject()


def test_a_file_that_cannot_be_written_is_told_on_the_page(shown, tmp_path):
    """Nothing is lost and the sentence says what to do."""
    said = []
    shown.page.model.said.connect(lambda words, level: said.append((words, level)))
    shown.steps.save_as(tmp_path / "gone" / "r.docx")
    shown.until(lambda: said)
    assert said[0][1] == "urgent"
    assert "写不进去" in said[0][0]
    shown.steps.save_as(tmp_path / "r.pdf")
    shown.until((tmp_path / "r.pdf").exists)


def test_whole_days_weeks_and_months_are_regular_reports():
    """Anything else is a special one."""
    day = at("2026-11-16 00:00")
    assert regular_kind(day, day + DAY) is ReportKind.DAILY
    assert regular_kind(day, day + 7 * DAY) is ReportKind.WEEKLY
    assert regular_kind(at("2026-11-01 00:00"), at("2026-12-01 00:00")) is ReportKind.MONTHLY
    assert regular_kind(day, day + 3 * DAY) is None


def test_the_last_minutes_ask_to_send_before_the_hour():
    """Of a report alone, by its own stages; another record's clock has its own words."""
    card = clock(1, at("2026-11-01 10:00"), 0, noun="report", headline="10 月报")

    said = {
        level: advice(Alarm(card, level, at("2026-11-01 09:50")))
        for level in ("attention", "urgent", "breach")
    }

    assert said["attention"] == ""
    assert said["urgent"].startswith("10 月报 10:00 截止：建议现在就送出")
    assert said["breach"].startswith("10 月报已过 10:00 的时限")
    assert advice(Alarm(replace(card, noun="problem"), "urgent", 0)) == ""


def test_the_day_before_is_told_from_four_in_the_afternoon(qtbot, dressed):
    """Once for each report, not for what is due every day; a failed draft comes first."""
    time = FakeTimeSource(at("2026-11-30 15:59"))
    chip = ReportChip(time)
    qtbot.addWidget(chip)
    told = []
    chip.reminded.connect(told.append)
    due = at("2026-12-01 10:00")
    monthly = Upcoming(title="11 月月报", due_at=due, is_rare=True)
    daily = Upcoming(title="11-30 日报", due_at=at("2026-12-01 09:00"), is_rare=False)
    chip.show_glance(ReportGlance(upcoming=(daily, monthly)))
    assert chip.isHidden()
    time.advance(60_000)
    chip.show_now()
    chip.show_now()
    assert not chip.isHidden()
    assert chip.text() == "明日 10:00 交 11 月月报"
    assert len(told) == 1
    chip.show_glance(ReportGlance(failed=("10 月月报草稿没有做成：模板有误",)))
    assert chip.text() == "报告草稿没有做成"
    assert "模板有误" in chip.toolTip()
