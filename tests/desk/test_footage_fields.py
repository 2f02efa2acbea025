"""What each step of a request says beyond its state: days, places and scans."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pytest

from duty_desk.desk.duty_log import Draft
from duty_desk.desk.footage_rules import Handing
from duty_desk.domain.duty_log import Link, LogKind
from duty_desk.domain.fault import Span
from duty_desk.domain.footage import DAY_MS, HOUR_MS, FootageKind, FootageState
from duty_desk.language import Refusal
from tests.desk.footage_walk import (
    CODES,
    ONE,
    TWO,
    approved,
    asked,
    failed,
    recording,
    registered,
    scan,
    worked_off,
)
from tests.fakes.desk import picture

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_views import FootageDetail


def walked(desk: Desk, folder: Path) -> FootageDetail:
    """A request with everything that its steps may say, on the shelf."""
    now = desk.time.now_ms()
    request = asked(desk, channel="来函", came_at=now - HOUR_MS, paper_at=now - 2 * DAY_MS)
    row = desk.footage.register(request, (ONE, TWO), scan=scan(folder)).result(10)
    seen = desk.footage.check_papers(row.id, row.version).result(10)
    seen = desk.footage.approve(row.id, seen.row.version).result(10)
    seen = desk.footage.locate(row.id, seen.row.version, {}, now - 29 * DAY_MS).result(10)
    fine = replace(asked(desk, channel="来函", paper_at=now - DAY_MS), escort="值班员 A")
    seen = desk.footage.amend(row.id, seen.row.version, fine).result(10)
    file = worked_off(recording(folder, f"{CODES[0]}.dav"))
    seen = desk.footage.add_file(row.id, seen.row.version, 1, file).result(10)
    seen = desk.footage.note_exported(row.id, seen.row.version, "厂家客户端 4.2").result(10)
    seen = desk.footage.seal(row.id, seen.row.version, folder).result(30)
    handing = Handing(
        medium="U 盘",
        medium_no="7",
        medium_state="已封口",
        is_copy_kept=True,
        copy_place="档案柜 2",
        copy_until_at=now + 90 * DAY_MS,
        left_at=now - 60_000,
    )
    seen = desk.footage.hand_over(row.id, seen.row.version, handing).result(10)
    signed = folder / "签字.png"
    signed.write_bytes(picture(120))
    return desk.footage.close(row.id, seen.row.version, "", signed).result(10)


def printed(desk: Desk, request_id: str, which: str, folder: Path) -> str:
    """Every word of a form."""
    path = desk.footage.write_paper(request_id, which, folder / f"{which}.docx").result(30)
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_what_every_step_said_is_kept_and_printed(leading: Desk, tmp_path: Path) -> None:
    """Arrival, days, tool, state of the medium, place of the copy, leaving: on record and paper."""
    seen = walked(leading, tmp_path)

    told = seen.request
    assert told.oldest_held_at == leading.time.now_ms() - 29 * DAY_MS  # the change kept it
    assert told.came_at == leading.time.now_ms() - HOUR_MS
    assert (told.medium_state, told.copy_place) == ("已封口", "档案柜 2")
    form = printed(leading, seen.row.id, "register", tmp_path)
    for wanted in ("拷贝 · 来函", "（来件 ", "厂家客户端 4.2", "机内最早录像", "档案柜 2"):
        assert wanted in form
    assert "离开时间：" not in form  # it is told, and no line to be filled in by hand
    assert "已封口" in printed(leading, seen.row.id, "receipt", tmp_path)
    assert seen.signed_scan is not None
    assert seen.signed_scan.read_bytes() == picture(120)
    assert failed(leading) == {}


@pytest.mark.parametrize(("name", "words"), [("came_at", "来件时间"), ("paper_at", "文书日期")])
def test_what_lies_ahead_is_refused(leading: Desk, tmp_path: Path, name: str, words: str) -> None:
    """An arrival or a document of tomorrow is a slip of the hand."""
    with pytest.raises(Refusal, match=f"{words}在现在之后"):
        registered(leading, tmp_path, **{name: leading.time.now_ms() + DAY_MS})


def test_who_only_looked_left_some_time(leading: Desk, tmp_path: Path) -> None:
    """Without a time it is now; a time ahead is refused."""
    seen = approved(leading, tmp_path, kind=FootageKind.VIEW, escort="值班员 A")
    now, id_, version = leading.time.now_ms(), seen.row.id, seen.row.version
    with pytest.raises(Refusal, match="离开时间在现在之后"):
        leading.footage.view_only(id_, version, "看过", now + HOUR_MS).result(10)
    seen = leading.footage.view_only(id_, version, "看过").result(10)
    assert seen.row.state is FootageState.VIEW_ONLY
    assert seen.request.left_at == now


def test_a_look_at_a_scan_is_a_look_at_who_asks(leading: Desk, tmp_path: Path) -> None:
    """It takes the right to see people and is on record; what is not there is said."""
    row = registered(leading, tmp_path)
    shown = leading.footage.write_scan(row.id, "notice", tmp_path / "看").result(10)
    assert shown.name == "看.jpg"
    assert shown.read_bytes() == picture(200)
    kinds = [line.kind for line in leading.footage.open(row.id).result(10).custody]
    assert kinds.count("footage.looked") == 1
    with pytest.raises(Refusal, match="签字回执扫描件的文件不在本机"):
        leading.footage.write_scan(row.id, "signed", tmp_path / "无").result(10)


def test_lines_of_the_duty_log_that_name_a_request_stand_in_its_custody(
    leading: Desk, tmp_path: Path
) -> None:
    """A number of a request in a line is a link; the line is told among what was done about it."""
    row = registered(leading, tmp_path)
    now = leading.time.now_ms()
    words = f"调取 {row.number} 来电催办，见 2026-999"
    draft = Draft(kind=LogKind.PHONE, text=words, pressed_at=now)
    leading.duty_log.write(draft).result(10)

    (line,) = leading.duty_log.lines(Span(now - HOUR_MS, now + HOUR_MS)).result(10)
    told = leading.footage.open(row.id).result(10).custody

    assert line.links == (Link("footage", row.id, row.number),)
    assert told[-1].kind == "log.written"
    assert "来电催办" in told[-1].words
