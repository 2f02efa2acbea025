"""The ledger of rounds (视频巡查台账): every round and every checkpoint of some days, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.patrol_words import outcome_words, reason_words, state_words
from duty_desk.documents.ledger import LedgerSheet
from duty_desk.domain.problem import beijing, shown_number
from duty_desk.language import tr
from duty_desk.store import journal
from duty_desk.store import patrol as rows
from duty_desk.store.tables import ProblemTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.patrol_rows import PatrolRows
    from duty_desk.desk.patrol_views import CheckpointRow, RoundRow
    from duty_desk.documents.ledger import Cell
    from duty_desk.store.transaction import Session


class PatrolLedger:
    """Reads the ledger of some days (both included); rows come one round at a time."""

    def __init__(
        self, session: Session, patrol: PatrolRows, days: tuple[str, str], now: int
    ) -> None:
        self._session = session
        self._patrol = patrol
        self._days = days
        self._now = now

    def sheets(self, seat: str) -> tuple[LedgerSheet, ...]:
        """The rounds, the checkpoints, and what the ledger rests on."""
        return (
            LedgerSheet(tr("轮次"), _round_columns(), self._round_lines()),
            LedgerSheet(tr("点次"), _visit_columns(), self._visit_lines()),
            LedgerSheet(tr("说明"), ((tr("项目"), 16), (tr("内容"), 80)), self._about(seat)),
        )

    def _round_lines(self) -> Iterator[tuple[Cell, ...]]:
        for row in rows.rounds_between(self._session, *self._days):
            shown = self._patrol.round_row(row, self._now)
            yield (
                shown.day,
                shown.name,
                _window(shown),
                state_words(shown.state),
                _time(shown.started_at),
                _time(shown.ended_at),
                shown.expected,
                shown.normal,
                shown.problem,
                shown.fault,
                shown.not_viewable,
                shown.skipped,
                shown.expired,
                tr("过快") if shown.is_rushed else "",
                tr(shown.by) if shown.by else "",
                shown.reason,
            )

    def _visit_lines(self) -> Iterator[tuple[Cell, ...]]:
        number = 0
        for row in rows.rounds_between(self._session, *self._days):
            walk = self._patrol.walk(self._session, row, self._now)
            for point in walk.points:
                if point.outcome:
                    number += 1
                    yield (number, *self._visit_line(walk.round, point))

    def _visit_line(self, about: RoundRow, point: CheckpointRow) -> tuple[Cell, ...]:
        return (
            about.day,
            about.name,
            _window(about),
            point.camera_code,
            point.camera_name,
            point.community,
            point.preset or "",
            _time(point.done_at),
            outcome_words(point.outcome),
            point.fresh_ms / 1000 if point.done_at else "",
            point.age_ms / 1000 if point.done_at else "",
            tr("、").join(self._numbers(point)),
            reason_words(point.reason),
            tr(point.by) if point.by else "",
        )

    def _numbers(self, point: CheckpointRow) -> Iterator[str]:
        for problem_id in point.problems:
            problem = self._session.get(ProblemTable, problem_id)
            if problem is not None:
                yield shown_number(problem.found_on, problem.no)

    def _about(self, seat: str) -> Iterator[tuple[Cell, ...]]:
        seq, sealed = journal.head(self._session, seat)
        yield tr("日期"), tr("{from_on} 至 {to_on}", from_on=self._days[0], to_on=self._days[1])
        yield tr("时区"), "Asia/Shanghai (UTC+08:00)"
        yield tr("导出时间"), _time(self._now)
        yield (
            tr("日志"),
            tr("{seat} 号席，共 {seq} 条，链头 {hash}", seat=seat, seq=seq, hash=sealed),
        )
        yield tr("查看"), tr("停留为新画面的秒数；延迟为按键时画面的年龄。")


def _window(row: RoundRow) -> str:
    return f"{beijing(row.window_from_at):%H:%M}–{beijing(row.window_to_at):%H:%M}"


def _time(instant: int | None) -> str:
    return "" if instant is None else f"{beijing(instant):%Y-%m-%d %H:%M:%S}"


def _round_columns() -> tuple[tuple[str, int], ...]:
    titles = (tr("日期"), tr("轮次"), tr("计划时段"), tr("状态"), tr("开始时间"), tr("结束时间"))
    counts = (tr("应查"), *(outcome_words(name) for name in _OUTCOMES), tr("过快"))
    widths = (12, 16, 14, 10, 20, 20)
    named = tuple(zip(titles, widths, strict=True))
    return (*named, *((title, 8) for title in counts), (tr("值班员"), 12), (tr("原因"), 30))


def _visit_columns() -> tuple[tuple[str, int], ...]:
    return (
        (tr("序号"), 8),
        (tr("日期"), 12),
        (tr("轮次"), 16),
        (tr("计划时段"), 14),
        (tr("点位编号"), 12),
        (tr("点位名称"), 24),
        (tr("社区"), 16),
        (tr("预置位"), 8),
        (tr("查看时间"), 20),
        (tr("结果"), 10),
        (tr("停留秒"), 10),
        (tr("延迟秒"), 10),
        (tr("问题编号"), 16),
        (tr("原因"), 24),
        (tr("值班员"), 12),
    )


_OUTCOMES = ("normal", "problem", "fault", "not_viewable", "skipped", "expired")
