"""Rates and statement: computed from losses and faults on record, cut at now."""

from __future__ import annotations

import io

import openpyxl
import pytest

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.documents.table_book import TablePage, tables
from duty_desk.domain.fault import Span
from tests.fakes.desk import camera

HOUR_MS = 3_600_000


@pytest.fixture
def span(desk) -> Span:
    """Ten hours from now on, of which nothing has passed yet."""
    desk.cameras.add([camera("C017", name="中关村东路-北口", maintainer="中科大脑")]).result(5)
    now = desk.time.now_ms()
    return Span(now, now + 10 * HOUR_MS)


def find(desk, code: str, kind: str):
    """A fault found now."""
    camera_id = next(row.id for row in desk.snapshot.cameras if row.code == code)
    found = FoundFault(camera_id=camera_id, found_at=desk.time.now_ms(), kind=kind)
    return desk.faults.find(found).result(5).row


def test_losses_and_faults_make_the_rates(desk, camera_id, span):
    """Two of twenty camera-hours without a picture, four without a good one."""
    desk.time.advance(HOUR_MS)
    desk.cameras.lost(camera_id, desk.time.now_ms()).result(5)
    desk.time.advance(2 * HOUR_MS)
    desk.cameras.restored(camera_id).result(5)
    fault = find(desk, "C017", "blur")
    desk.faults.report([fault.id], Told(maintainer="中科大脑")).result(5)
    desk.time.advance(4 * HOUR_MS)
    desk.faults.repair(fault.id).result(5)
    desk.time.advance(5 * HOUR_MS)

    figures = desk.faults.figures(span).result(5)

    whole = figures.whole
    assert (whole.online_ppm, whole.good_ppm) == (900_000, 800_000)
    assert (whole.faults, whole.timely, whole.judged, whole.unrepaired) == (1, 1, 1, 0)
    assert whole.repair_ms == 4 * HOUR_MS
    assert {rates.name: rates.good_ppm for rates in figures.by_maintainer} == {
        "中科大脑": 600_000,
        "实创": 1_000_000,
    }
    assert [rates.name for rates in figures.by_community] == ["白塔庵社区"]


def test_time_to_come_and_time_before_a_camera_came_count_for_nothing(desk, span):
    """A camera down since it came is never in good condition, one hour into the span."""
    find(desk, "C017", "signal")
    desk.time.advance(HOUR_MS)

    figures = desk.faults.figures(Span(span.from_at - 10 * HOUR_MS, span.to_at)).result(5)

    rates = next(one for one in figures.by_camera if one.name.startswith("C017"))
    assert (rates.online_ppm, rates.good_ppm, rates.unrepaired) == (0, 0, 1)


def test_no_fault_leaves_no_trace_in_the_rates(desk, span):
    """误报 takes no downtime and is not in the statement."""
    fault = find(desk, "C017", "signal")
    desk.time.advance(HOUR_MS)
    desk.faults.dismiss(fault.id, "雷雨").result(5)

    figures = desk.faults.figures(span).result(5)

    assert (figures.whole.good_ppm, figures.whole.faults) == (1_000_000, 0)
    assert fault.number not in _texts(desk.faults.statement(span).result(5))


def test_a_statement_names_whom_how_and_how_long(desk, span):
    """One maintainer alone gets its own faults only."""
    fault, other = find(desk, "C017", "aim"), find(desk, "C046", "black")
    told = Told(maintainer="中科大脑", reached="值班席", ticket="T-7")
    desk.time.advance(120_000)
    desk.faults.report([fault.id], told).result(5)

    texts = _texts(desk.faults.statement(span, "中科大脑").result(5))

    assert {fault.number, "方位不准", "电话", "值班席", "T-7", "2:00", "按时"} <= texts
    assert other.number not in texts


def test_what_people_typed_never_becomes_a_formula():
    """A cell is what it says; sheet names are made fit and told apart."""
    page = TablePage(name="实创:一/二", title="甲", headings=("乙",), rows=(("=1+1",),))

    book = openpyxl.load_workbook(io.BytesIO(tables([page, page])))

    assert len(set(book.sheetnames)) == 2
    cell = book.worksheets[0]["A3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_row_is_never_higher_than_programs_take():
    """What is longer than a row may be high is cut on paper, and the file still opens whole."""
    page = TablePage(name="甲", title="甲", headings=("乙",), rows=(("字" * 2000,), ("短",)))

    sheet = openpyxl.load_workbook(io.BytesIO(tables([page]))).worksheets[0]

    assert [sheet.row_dimensions[number].height for number in (3, 4)] == [408, None]


def _texts(pages) -> set[str]:
    return {str(cell) for page in pages for row in page.rows for cell in row}
