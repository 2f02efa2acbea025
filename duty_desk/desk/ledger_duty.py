"""The ledgers of the duty log (值班日志) and of presence (在岗确认台账)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from duty_desk.desk.duty_rows import log_lines
from duty_desk.desk.duty_words import VERDICTS, kind_words
from duty_desk.desk.ledger_parts import Ledger, LedgerRow, TableLedger
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.duty_log import LineState
from duty_desk.domain.fault import Span
from duty_desk.domain.period import DAY_MS
from duty_desk.domain.presence import Stage
from duty_desk.language import mark, tr
from duty_desk.store.ledger_source import ALL, Slice, UnknownCondition
from duty_desk.store.ledger_sources import PRESENCE, log_ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duty_desk.desk.duty_views import LogLine
    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell
    from duty_desk.domain.figure import LedgerWish

_LINE_STATES = {
    LineState.SAVED: "",
    LineState.AMENDED: mark("已更正，作废"),
    LineState.VOIDED: mark("已作废"),
    "unread": mark("未阅"),
    "read": mark("已阅"),
}
_STAGES = {
    Stage.SHOWN: mark("等待应答"),
    Stage.SOUNDED: mark("响铃中"),
    Stage.ESCALATED: mark("已通知他人"),
    Stage.CONFIRMED: mark("已确认"),
    Stage.UNCONFIRMED: mark("未确认，待认定"),
    Stage.LAPSED: mark("因程序停止作废"),
    Stage.EXCUSED: VERDICTS["excused"],
    Stage.BREACH: VERDICTS["breach"],
}
_KNOWN = ("by", "corrected", "id", "kind", "late", "noun", "state")
_WAYS = {"key": mark("按键"), "work": mark("有操作")}


class DutyLogLedger(Ledger):
    """What the duty log tells: its own lines, instructions, emergencies and absences.

    As soon as a condition asks for kinds or states, only lines written by hand are meant.
    """

    name, title = "duty_log", mark("值班日志")
    columns = (
        Column("number", mark("编号"), width=14),
        Column("at", mark("时间"), "instant", 20),
        Column("kind", mark("类型"), width=9),
        Column("text", mark("内容"), width=60),
        Column("handling", mark("处理"), width=36),
        Column("actor", mark("值班员"), width=12),
        Column("late", mark("补记"), width=20),
        Column("state", mark("状态"), width=20),
        Column("links", mark("关联"), width=24),
    )

    def known(self) -> tuple[str, ...]:
        """The conditions that it understands."""
        return _KNOWN

    def count(self, reader: LedgerReader, wish: LedgerWish) -> int:
        """How many lines there are."""
        return sum(1 for _ in self._lines(reader, wish))

    def rows(
        self, reader: LedgerReader, wish: LedgerWish, part: Slice = ALL
    ) -> Iterator[LedgerRow]:
        """The lines, oldest first, a day at a time."""
        end = None if part.limit is None else part.after + part.limit
        for line in islice(self._lines(reader, wish), part.after, end):
            yield LedgerRow(line.noun, line.id, _log_cells(line))

    def _lines(self, reader: LedgerReader, wish: LedgerWish) -> Iterator[LogLine]:
        for key, _ in wish.where:
            if key not in _KNOWN:
                raise UnknownCondition(key)
        kinds = reader.side.emergencies
        at, to_at = _told_within(reader, wish)
        while at < to_at:
            span = Span(at, min(at + DAY_MS, to_at))
            found = log_lines(reader.session, span, kinds)
            yield from (line for line in reversed(found) if _is_wished(line, wish))
            at += DAY_MS


def _told_within(reader: LedgerReader, wish: LedgerWish) -> tuple[int, int]:
    """The part of the stretch in which anything is told at all."""
    first, last = log_ends(reader.session) or (wish.to_at, wish.to_at)
    return max(wish.from_at, first), min(wish.to_at, last + 1)


def _is_wished(line: LogLine, wish: LedgerWish) -> bool:
    known = {
        "noun": line.noun,
        "kind": line.kind,
        "state": line.state,
        "late": str(int(line.late_min > 0)),
        "corrected": str(int(line.state in (LineState.AMENDED, LineState.VOIDED))),
        "by": line.actor,
        "id": line.id,
    }
    asked = {key for key, _ in wish.where}
    by_hand = asked & {"kind", "state", "late", "corrected"} and "noun" not in asked
    if by_hand and line.noun != "log":
        return False
    return all(known[key] in value.split(",") for key, value in wish.where)


def _log_cells(line: LogLine) -> tuple[Cell, ...]:
    late = tr("迟 {n} 分", n=line.late_min) if line.late_min else ""
    state = tr(_LINE_STATES[line.state]) if _LINE_STATES[line.state] else ""
    return (
        line.number,
        line.at,
        kind_words(line.kind),
        line.text,
        line.handling,
        line.actor,
        " ".join(part for part in (late, line.late_reason) if part),
        " ".join(part for part in (state, line.ended) if part),
        " ".join(link.title for link in line.links),
    )


class PresenceLedger(TableLedger):
    """Presence checks by when they were prompted."""

    name, title, noun = "presence", mark("在岗确认台账"), "presence"
    source = PRESENCE
    columns = (
        Column("seat", mark("席位"), width=8),
        Column("prompted_at", mark("提示时间"), "instant", 20),
        Column("person", mark("值班员"), width=12),
        Column("sounded_at", mark("响铃时间"), "instant", 20),
        Column("escalated_at", mark("通知他人时间"), "instant", 20),
        Column("ended_at", mark("结束时间"), "instant", 20),
        Column("took", mark("用时(分:秒)"), "span", 11),
        Column("way", mark("应答方式"), width=10),
        Column("state", mark("结果"), width=16),
        Column("in_round", mark("巡查中"), width=8),
        Column("judged_by", mark("认定人"), width=12),
        Column("judged_at", mark("认定时间"), "instant", 20),
        Column("reason", mark("说明"), width=30),
    )

    def cells(self, _reader: LedgerReader, rows: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
        """The cells of some checks."""
        for row in rows:
            yield (
                row.seat,
                row.prompted_at,
                tr(row.person),
                row.sounded_at,
                row.escalated_at,
                row.ended_at,
                row.answer_ms,
                tr(_WAYS[row.way]) if row.way in _WAYS else "",
                tr(_STAGES[Stage(row.state)]),
                tr("是") if row.in_round else "",
                row.judged_by,
                row.judged_at,
                row.reason,
            )
