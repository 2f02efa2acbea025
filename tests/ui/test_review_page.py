"""The review page over a real desk: figures, charts and queue by keyboard and mouse."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from duty_desk.desk.review_views import Bar, Bars, Lane, LaneSpan
from duty_desk.domain.period import PeriodKind
from duty_desk.domain.rights import Role
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.review.detail_card import DetailCard
from duty_desk.ui.review.model import YESTERDAY
from duty_desk.ui.review.morning_card import MorningCard
from duty_desk.ui.review.page import ReviewPage
from tests.fakes.desk import Seat, build_desk, camera, picked
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.desk import Desk

WAIT_MS = 15_000
MINUTE_MS, DAY_MS = 60_000, 86_400_000
Key = Qt.Key


@dataclass
class Shown:
    """The page in a window, and what lies over it."""

    desk: Desk
    page: ReviewPage
    detail: DetailCard
    morning: MorningCard
    late: str
    qtbot: object

    def wait(self, ready) -> None:
        """Until `ready` says so."""
        self.qtbot.waitUntil(ready, timeout=WAIT_MS)


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Iterator[tuple[Desk, str]]:
    """A supervisor's desk with yesterday's problem pushed after seven minutes."""
    time = FakeTimeSource()
    seat = Seat(tmp_path_factory.mktemp("review"), time, role=Role.SUPERVISOR)
    desk = build_desk(seat)
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(10)
    found = desk.problems.find(picked(desk, desk.snapshot.cameras[0].id)).result(10)
    time.advance(7 * MINUTE_MS)
    desk.problems.copy(found.row.id).result(10)
    desk.problems.confirm(found.row.id).result(10)
    time.advance(DAY_MS)
    yield desk, found.row.id
    desk.stop()


@pytest.fixture
def shown(dressed, qtbot, story) -> Iterator[Shown]:
    """The page, read and drawn."""
    desk, late = story
    bridge = DeskBridge()
    side = DeskSide(desk, bridge, desk.time)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1500, 900)
    page = ReviewPage(side)
    page.setParent(window)
    page.resize(window.size())
    detail, morning = DetailCard(side, window), MorningCard(side, window)
    page.section_wanted.connect(detail.show_section)
    page.wish_wanted.connect(detail.show_wish)
    window.show()
    qtbot.waitExposed(window)
    page.setFocus()
    told = Shown(desk, page, detail, morning, late, qtbot)
    told.wait(lambda: page.model.charts is not None and page.lanes.chart is not None)
    told.wait(lambda: page.model.figures is not None and page.model.chain is not None)
    yield told
    gc.collect()


def test_the_page_says_what_the_desk_counts(shown):
    """Yesterday first: the late push is told by number, sign and colour; the chain is whole."""
    card = shown.page.cards.cards["pushes.in_time"]
    assert (card.value.text(), card.sign.text()) == ("0 / 1", "×")
    assert shown.page.model.kind == YESTERDAY
    assert shown.page._chain.text().startswith("✓")
    assert shown.page.ranking.rows._rows[0].name.startswith("C046")


def test_a_card_opens_its_records_and_they_open(shown):
    """Enter on a card: the figures of the section, the ledger behind one, and a record of it."""
    opened = []
    shown.detail.record_wanted.connect(lambda noun, found: opened.append((noun, found)))
    shown.page.cards.cards["patrol.coverage"].pressed.emit()
    figure = shown.detail.figures.currentItem().data(Qt.ItemDataRole.UserRole)
    assert figure.key == "patrol.coverage"
    shown.page.cards.cards["pushes.in_time"].pressed.emit()
    shown.detail.figures.setCurrentRow(1)  # late ones
    shown.wait(lambda: len(shown.detail.table.rows()) == 1)
    QTest.keyClick(shown.detail.figures, Key.Key_Return)
    QTest.keyClick(shown.detail.view, Key.Key_Return)
    assert opened == [("problem", shown.late)]
    assert not shown.detail.isVisible()


def test_a_bar_and_a_span_are_clicked(shown):
    """The pixel of the late push opens it, on both charts."""
    opened = []
    shown.page.record_wanted.connect(lambda noun, found: opened.append((noun, found)))
    bars, lanes = shown.page.bars.chart, shown.page.lanes.chart
    number = [lane.key for lane in shown.page.model.charts.lanes].index("problem")
    span = shown.page.model.charts.lanes[number].spans[0]
    for chart, at in ((bars, QPointF(0, 1)), (lanes, QPointF(span.from_at, -number))):
        place = chart.mapFromScene(chart.plotItem.vb.mapViewToScene(at))
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [("problem", shown.late)] * 2


def test_the_wheel_zooms_in_time_and_a_double_click_shows_all_again(shown):
    """Only along the time line, never beyond the period."""
    lanes = shown.page.lanes.chart
    period = shown.page.model.period
    whole = lanes.plotItem.vb.viewRange()[0]
    assert whole == [period.from_at, period.to_at]
    lanes.plotItem.vb.scaleBy(x=0.25)
    assert lanes.plotItem.vb.viewRange()[0] != whole
    QTest.mouseDClick(lanes.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert lanes.plotItem.vb.viewRange()[0] == whole


def test_keys_turn_through_periods_and_never_into_the_future(shown):
    """[ goes back, ] comes again; after today there is nothing to look at."""
    page, model = shown.page, shown.page.model
    QTest.keyClick(page, Key.Key_BracketLeft)
    assert model.kind == PeriodKind.DAY
    earlier = model.period
    QTest.keyClick(page, Key.Key_BracketRight)
    assert model.period.from_at == earlier.to_at
    QTest.keyClick(page, Key.Key_BracketRight)
    today = model.period
    QTest.keyClick(page, Key.Key_BracketRight)
    assert model.period == today
    QTest.keyClick(page, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert model.period.kind is PeriodKind.MONTH
    model.choose_days(today.first, earlier.first)
    assert (model.period.first, model.period.last) == (earlier.first, today.last)


def test_the_queue_is_decided_by_keys(shown):
    """Q, 1, words, Enter: the word is on record and the queue is empty."""
    shown.wait(lambda: len(shown.page.queue.rows) == 1)
    QTest.keyClick(shown.page, Key.Key_Q)
    row = shown.page.queue.rows[0]
    QTest.keyClick(row, Key.Key_1)
    assert shown.page.queue.ask.isVisible()
    QTest.keyClicks(shown.page.queue.ask.words, "called the office")
    QTest.keyClick(shown.page.queue.ask.words, Key.Key_Return)
    shown.wait(lambda: shown.page.queue.rows == [])
    assert "called the office" in shown.desk.snapshot.journal[0].text


def test_the_keys_of_the_morning_page_work_over_its_list(shown, tmp_path, monkeypatch):
    """S asks for a file although the list would look for a line that begins with it."""
    file = tmp_path / "morning.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    shown.morning.show_day(shown.page.model.today)
    shown.wait(lambda: shown.morning.list.count() > 10)
    QTest.keyClick(shown.morning.list, Key.Key_S)
    shown.wait(file.exists)
    shown.morning.leave()


def test_the_morning_page_is_read_and_written(shown, tmp_path):
    """Red lines first; a line with a record opens it; the file is a PDF."""
    opened, written = [], []
    shown.morning.record_wanted.connect(lambda noun, found: opened.append((noun, found)))
    shown.morning.show_day(shown.page.model.today)
    shown.wait(lambda: shown.morning.list.count() > 10)
    shown.morning.write(tmp_path / "a.pdf", written.append)
    shown.wait(lambda: written == [tmp_path / "a.pdf"])
    shown.morning.list.setCurrentRow(1)
    QTest.keyClick(shown.morning.list, Key.Key_Return)
    assert opened == [("problem", shown.late)]


def test_whoever_may_not_see_it_sees_nothing_that_was_shown(shown):
    """The next person's role decides; what was read for another is let go."""
    shown.page.model.ask()
    shown.page.model.may_see = lambda: False
    shown.page.show_snapshot(shown.desk.snapshot)
    shown.desk.reading.ask("after", lambda _session: None).result(10)
    QApplication.processEvents()  # what was asked before comes to nobody
    assert shown.page.model.figures is None
    assert shown.page.cards.cards["pushes.in_time"].value.text() == "…"
    assert not shown.page._area.isVisible()
    opened = []
    shown.page.morning_wanted.connect(opened.append)
    QTest.keyClick(shown.page, Key.Key_M)
    assert opened == []
    assert shown.page._barred.isVisible()


def test_signing_in_before_the_open_page_shows_it(shown):
    """Whoever may see it need not leave the page and come again."""
    shown.page.model.may_see = lambda: False
    shown.page.show_snapshot(shown.desk.snapshot)
    shown.page.model.may_see = lambda: True
    shown.page.show_snapshot(shown.desk.snapshot)
    shown.wait(lambda: shown.page.lanes.chart is not None and shown.page.lanes.chart.isVisible())
    assert shown.page.model.figures is not None


def test_what_is_late_is_told_without_colour(dressed, qtbot):
    """On a grey printer a late bar is hatched: its grey changes from pixel to pixel."""
    from duty_desk.ui.chart import BarChart, LaneChart

    bars, lanes = BarChart(), LaneChart()
    for chart in (bars, lanes):
        qtbot.addWidget(chart)
        chart.resize(400, 200)
        chart.show()
        qtbot.waitExposed(chart)
    two = (
        Bar(at=0, ms=60_000, level="plain", words="a"),
        Bar(at=1, ms=60_000, level="bad", words="b"),
    )
    limit = {"limit_ms": 300_000, "p50_ms": None, "p95_ms": None, "each": 1, "clause": ""}
    bars.show_bars(Bars(key="problem", title="", bars=two, **limit))
    spans = tuple(
        LaneSpan(from_at=at, to_at=at + DAY_MS // 4, level=level, words="")
        for at, level in ((0, "plain"), (DAY_MS // 2, "bad"))
    )
    lanes.show_lanes((Lane(key="problem", title="", spans=spans),), (0, DAY_MS))
    for chart, plain, late in (
        (bars, QPointF(0, 0.5), QPointF(1, 0.5)),
        (lanes, QPointF(DAY_MS / 8, 0), QPointF(DAY_MS * 5 / 8, 0)),
    ):
        assert greys(chart, plain) == 1
        assert greys(chart, late) > 1


def greys(chart, at: QPointF) -> int:
    """How many greys lie within four pixels of a place of the chart."""
    picture = chart.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    place = chart.mapFromScene(chart.plotItem.vb.mapViewToScene(at))
    around = range(-4, 5)
    return len({picture.pixel(place.x() + x, place.y() + y) for x in around for y in around})


def test_a_chart_is_walked_by_keys(dressed, qtbot):
    """Arrows choose a span, also of another lane; Enter opens it; + brings it near, 0 shows all."""
    from duty_desk.ui.chart import LaneChart

    window, chart, opened = QWidget(), LaneChart(), []
    qtbot.addWidget(window)
    chart.setParent(window)  # its own `close` is not made for a chart with the keyboard
    chart.resize(600, 200)
    window.show()
    qtbot.waitExposed(window)
    hour = DAY_MS // 24
    lanes = tuple(
        Lane(
            key=key,
            title=key,
            spans=tuple(
                LaneSpan(from_at=at * hour, to_at=at * hour, level="warn", words=f"{key} {at}")
                for at in hours
            ),
        )
        for key, hours in (("a", (9, 2)), ("empty", ()), ("b", (1, 8, 20)))
    )
    chart.show_lanes(lanes, (0, DAY_MS))
    chart.opened.connect(lambda span: opened.append(span.words))
    said = []
    chart.told.connect(said.append)
    window.activateWindow()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(chart.hasFocus, timeout=WAIT_MS)
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Down, Key.Key_End, Key.Key_Return):
        QTest.keyClick(chart, key)
    assert said == ["a 2", "a 9", "a 9", "b 8", "b 20"]
    assert opened == ["b 20"]
    QTest.keyClick(chart, Key.Key_Plus)
    assert chart.seen() == (12 * hour, DAY_MS)
    QTest.keyClick(chart, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart.seen() == (9 * hour, 21 * hour)
    QTest.keyClick(chart, Key.Key_Home)
    assert said[-1] == "b 1"
    assert chart.seen()[0] <= hour
    QTest.keyClick(chart, Key.Key_0)
    assert chart.seen() == (0, DAY_MS)


def test_a_chart_shows_where_the_keyboard_is(shown):
    """B goes to the bars, the late one is said in place of the hint, Enter opens it."""
    opened = []
    shown.page.record_wanted.connect(lambda noun, found: opened.append((noun, found)))
    bars = shown.page.bars
    before = bars.chart.grab().toImage()
    QTest.keyClick(shown.page, Key.Key_B)
    shown.wait(bars.chart.hasFocus)
    assert "C046" in bars._hint.text()
    assert bars.chart.grab().toImage() != before
    QTest.keyClick(bars.chart, Key.Key_Return)
    assert opened == [("problem", shown.late)]
    QTest.keyClick(bars.chart, Key.Key_Backtab)
    shown.wait(shown.page.lanes.chart.hasFocus)
    assert "C046" in shown.page.lanes._hint.text()
    assert "C046" not in bars._hint.text()
    QTest.keyClick(shown.page.lanes.chart, Key.Key_Tab)
    shown.wait(bars.chart.hasFocus)
    QTest.keyClick(bars.chart, Key.Key_B)
    assert bars._number == 1
    QTest.keyClick(bars.chart, Key.Key_R)
    shown.wait(shown.page.ranking.rows.hasFocus)
    assert shown.page.ranking.rows._lit == 0
