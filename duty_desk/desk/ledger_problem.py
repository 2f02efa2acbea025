"""The ledger of problems (问题台账): the columns of the patrol ledger from the problem on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from duty_desk.desk.ledger_parts import TableLedger
from duty_desk.desk.ledger_pictures import small_pictures
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.clock import Verdict
from duty_desk.domain.problem import shown_number
from duty_desk.language import mark, tr
from duty_desk.store import ledger_problems as rows_of
from duty_desk.store import ledger_source as source
from duty_desk.store.ledger_problems import PROBLEMS, PUSH_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell

STATES = {
    "found": mark("待推送"),
    "pushed": mark("已推送，待整改"),
    "rectified": mark("已整改，待核查"),
    "verified": mark("核查合格"),
    "voided": mark("作废"),
}
VIAS = {"robot": mark("机器人"), "operator": mark("人工")}
VERDICTS = {
    Verdict.MET: mark("按时"),
    Verdict.BREACHED: mark("超时"),
    Verdict.RUNNING: mark("计时中"),
    Verdict.INDETERMINATE: mark("无法判定"),
}
# What a problem says in any ledger that tells of it: domain.md 5.3, from its number on.
PROBLEM_COLUMNS = (
    Column("category", mark("问题类型"), width=16),
    Column("description", mark("描述"), width=30),
    Column("severity", mark("严重程度"), width=9),
    Column("found_at", mark("发现时间"), "instant", 20),
    Column("pushed_at", mark("推送时间"), "instant", 20),
    Column("took", mark("用时(分:秒)"), "span", 11),
    Column("verdict", mark("是否按时"), width=9),
    Column("pushed_via", mark("推送方式"), width=9),
    Column("channel", mark("推送群"), width=18),
    Column("unit", mark("处置单位"), width=18),
    Column("due", mark("处置时限"), width=12),
    Column("rectified_at", mark("整改时间"), "instant", 20),
    Column("before", mark("整改前照片"), width=11),
    Column("after", mark("整改后照片"), width=11),
    Column("verified_by", mark("核查人"), width=12),
    Column("state", mark("状态"), width=15),
    Column("found_by", mark("值班员"), width=12),
    Column("note", mark("备注"), width=24),
)


class ProblemLedger(TableLedger):
    """Problems by when they were found."""

    name, title, noun = "problem", mark("问题台账"), "problem"
    source = PROBLEMS
    columns: ClassVar[tuple[Column, ...]] = (
        Column("number", mark("问题编号"), width=12),
        Column("day", mark("日期"), "day", 12),
        Column("camera", mark("点位编号"), width=12),
        Column("camera_name", mark("点位名称"), width=24),
        Column("community", mark("社区"), width=16),
        *PROBLEM_COLUMNS,
    )

    def cells(self, reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some problems."""
        for row, told in zip(rows, problem_cells(reader, rows), strict=True):
            camera = reader.cameras[row.camera_id]
            place = (camera.code, camera.name, camera.community)
            yield (shown_number(row.found_on, row.no), row.found_on, *place, *told)


def problem_cells(reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
    """What `PROBLEM_COLUMNS` say of some problems."""
    ids = [row.id for row in rows]
    session = reader.session
    verdicts, groups = source.verdicts(session, PUSH_RULE, ids), rows_of.groups(session, ids)
    righted, verified = rows_of.endings(session, ids)
    pictures = _pictures(reader, ids)
    for row in rows:
        verdict = verdicts.get(row.id, "")
        yield (
            reader.category(row.category),
            row.description,
            "",  # neither severity nor a limit for the unit is kept: for the office to fill in
            row.found_at,
            row.pushed_at,
            None if row.pushed_at is None else max(0, row.pushed_at - row.found_at),
            tr(VERDICTS[Verdict(verdict)]) if verdict in VERDICTS else "",
            tr(VIAS[row.pushed_via]) if row.pushed_via else "",
            reader.channels.get(groups.get(row.id, ""), ""),
            row.unit,
            "",
            righted.get(row.id),
            *pictures.get(row.id, ("", "")),
            tr(verified.get(row.id, "")),
            tr(STATES[row.state]),
            tr(row.found_by),
            tr("作废：{reason}", reason=row.void_reason) if row.void_reason else "",
        )


def _pictures(reader: LedgerReader, ids: list[str]) -> dict[str, tuple[Cell, Cell]]:
    """Before and after: small pictures where they are wished for, else how many there are."""
    found = rows_of.shots(reader.session, ids)
    if reader.with_pictures:
        return small_pictures(reader, found)
    return {
        problem: (_how_many(before), _how_many(after)) for problem, (before, after) in found.items()
    }


def _how_many(pictures: list[str]) -> str:
    return tr("{n} 张", n=len(pictures)) if pictures else ""


class PicturedProblemLedger(ProblemLedger):
    """The same with small pictures in its cells."""

    columns = tuple(
        Column(one.key, one.heading, "picture", one.width)
        if one.key in ("before", "after")
        else one
        for one in ProblemLedger.columns
    )
