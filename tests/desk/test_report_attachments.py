"""The work report's attachments: ledgers frozen with it, and what has to be added by hand."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from duty_desk.desk.ledgers import LedgerShelf
from duty_desk.desk.report_content import Asked
from duty_desk.domain import period as periods
from duty_desk.domain.report import ReportKind
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.store.verify import verify
from tests.desk.report_month import Month, at, tell
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.documents.ledger_cells import Written
    from duty_desk.domain.figure import LedgerWish
    from duty_desk.store.transaction import Session

WORK = "work/2026-10-01"
BY_HAND = ("数据备份记录表", "信息安全巡检记录表")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    """A desk whose October is over, its work report frozen on the first of November."""
    time = FakeTimeSource(at("2026-09-01 08:00"))
    desk = build_desk(Seat(tmp_path_factory.mktemp("work"), time, role=Role.SUPERVISOR))
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(10)
    told = Month(desk, time)
    told.ids = tell(told)
    told.go_to("2026-11-01 09:00")
    asked = Asked(kind=ReportKind.WORK, period=periods.month(2026, 10))
    assert desk.reports.prepare(asked).result(10) == WORK
    with pytest.raises(Refusal, match="还没有冻结"):
        desk.reports.save_all(WORK, desk.store.place.data)
    desk.reports.approve(WORK).result(20)
    assert desk.reports.freeze(WORK).result(30) == "G2026-10-a"
    yield told
    desk.stop()


def test_ledgers_of_the_period_are_frozen_and_saved_with_the_report(
    month: Month, tmp_path: Path
) -> None:
    """One folder: Word, PDF and a workbook for each record that the desk keeps, as hashed."""
    place = month.desk.reports.save_all(WORK, tmp_path)
    kept = month.desk.reports.detail(WORK).result(10).versions[0].attachments

    assert place == tmp_path / "10 月工作报告 G2026-10-a"
    assert sorted(one.name for one in place.iterdir()) == [
        "10 月工作报告 G2026-10-a.docx",
        "10 月工作报告 G2026-10-a.pdf",
        "附件1 考勤表.xlsx",
        "附件2 案件上报报告.xlsx",
        "附件3 巡检记录表.xlsx",
        "附件4 故障排除记录表.xlsx",
    ]
    for one in kept[:4]:
        data = (place / f"附件{one['no']} {one['title']}.xlsx").read_bytes()
        assert hashlib.sha256(data).hexdigest() == one["sha256"]
    problems = openpyxl.load_workbook(place / "附件2 案件上报报告.xlsx").worksheets[0]
    ids = month.desk.ask(lambda: month.desk.read(_problems)).result(10)
    assert kept[1]["rows"] == ids > 0
    assert [cell.value for cell in problems[1]][:2] == ["问题编号", "日期"]


def test_what_the_desk_does_not_record_is_named_and_not_made_up(
    month: Month, tmp_path: Path
) -> None:
    """The report says which attachments have to be added by hand."""
    place = month.desk.reports.save_all(WORK, tmp_path)
    words = [one.text for one in docx.Document(next(place.glob("*.docx"))).paragraphs]
    kept = month.desk.reports.detail(WORK).result(10).versions[0].attachments

    assert tuple(one["title"] for one in kept if not one["sha256"]) == BY_HAND
    for title in BY_HAND:
        assert any(title in line and "须手工补入" in line for line in words)
    assert any("附件 1  考勤表（随本报告冻结）" in line for line in words)


def test_attachments_are_verified_and_an_altered_one_is_not_handed_out(
    month: Month, tmp_path: Path
) -> None:
    """They are evidence like every other file."""
    desk = month.desk
    place = desk.store.place
    checked = desk.ask(lambda: desk.read(lambda it: list(verify(it, place)))).result(30)
    assert [one for one in checked if one.state == "failed"] == []
    (first, *_) = desk.reports.detail(WORK).result(10).versions[0].attachments
    file = desk.store.evidence.path(first["sha256"], ".xlsx")
    data = file.read_bytes()
    file.write_bytes(data + b" ")
    try:
        with pytest.raises(Refusal, match="已被改动"):
            desk.reports.save_all(WORK, tmp_path)
    finally:
        file.write_bytes(data)


def test_a_place_for_the_folder_that_cannot_be_written_is_refused(
    month: Month, tmp_path: Path
) -> None:
    """In a sentence; nothing is left half done."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal, match="写不进去"):
        month.desk.reports.save_all(WORK, tmp_path / "file")


def test_an_attachment_that_cannot_be_made_leaves_no_file_behind(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the report's own files nor those of the attachments before it."""
    desk, written = month.desk, LedgerShelf.write

    def refuse(shelf: LedgerShelf, session: Session, wish: LedgerWish, path: Path) -> Written:
        if wish.ledger == "visit":
            raise Refusal("写不进去")
        return written(shelf, session, wish, path)

    subject = desk.reports.prepare(
        Asked(kind=ReportKind.WORK, period=periods.month(2026, 9))
    ).result(10)
    desk.reports.approve(subject).result(20)
    before = _files(desk.store.place.data)
    monkeypatch.setattr(LedgerShelf, "write", refuse)

    with pytest.raises(Refusal, match="写不进去"):
        desk.reports.freeze(subject).result(30)
    assert _files(desk.store.place.data) == before


def _files(folder: Path) -> set[Path]:
    return {one for suffix in ("docx", "pdf", "xlsx") for one in folder.rglob(f"*.{suffix}")}


def _problems(session) -> int:  # type: ignore[no-untyped-def]
    span = (at("2026-10-01 00:00"), at("2026-11-01 00:00"))
    found = session.connection().exec_driver_sql(
        "SELECT count(*) FROM problem WHERE found_at >= ? AND found_at < ? AND state <> 'voided'",
        span,
    )
    return int(found.scalar_one())
