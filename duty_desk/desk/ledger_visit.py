"""The ledger of looks (视频巡查台账), with the columns of domain.md 5.3.

One line a checkpoint of a round, also of those that nobody looked at in a round that ended.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from duty_desk.desk.ledger_parts import Ledger, LedgerRow
from duty_desk.desk.ledger_patrol import window_words
from duty_desk.desk.ledger_problem import PROBLEM_COLUMNS, problem_cells
from duty_desk.desk.patrol_route import walked
from duty_desk.desk.patrol_words import outcome_words, reason_words, round_name
from duty_desk.documents.ledger_cells import Column
from duty_desk.domain.patrol import Outcome, RoundKind, RoundState
from duty_desk.domain.problem import shown_number
from duty_desk.language import mark, tr
from duty_desk.store import ledger_rounds as rounds
from duty_desk.store.ledger_problems import by_ids
from duty_desk.store.ledger_source import ALL, Slice
from duty_desk.store.patrol import route as route_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duty_desk.desk.ledger_parts import LedgerReader
    from duty_desk.documents.ledger_cells import Cell
    from duty_desk.domain.figure import LedgerWish

# Of a problem only these; time, person and remark of the line are those of the look.
_TOLD = tuple(column for column in PROBLEM_COLUMNS if column.key not in ("found_by", "note"))
_EMPTY: tuple[Cell, ...] = ("",) * len(_TOLD)


class VisitLedger(Ledger):
    """Looks of the rounds whose window begins in the stretch, in order of their walk."""

    name, title = "visit", mark("视频巡查台账")
    columns = (
        Column("number", mark("序号"), "number", 9),
        Column("day", mark("日期"), "day", 12),
        Column("round", mark("轮次"), width=16),
        Column("window", mark("计划时段"), width=14),
        Column("camera", mark("点位编号"), width=12),
        Column("camera_name", mark("点位名称"), width=24),
        Column("community", mark("社区"), width=16),
        Column("done_at", mark("查看时间"), "instant", 20),
        Column("outcome", mark("结果"), width=10),
        Column("problem", mark("问题编号"), width=14),
        *_TOLD,
        Column("by", mark("值班员"), width=12),
        Column("note", mark("备注"), width=24),
        Column("preset", mark("预置位"), width=8),
        Column("fresh_s", mark("停留秒"), "number", 9),
        Column("age_s", mark("延迟秒"), "number", 9),
    )

    def known(self) -> tuple[str, ...]:
        """The conditions that it understands."""
        return tuple(sorted(rounds.VISIT_CONDITIONS))

    def count(self, reader: LedgerReader, wish: LedgerWish) -> int:
        """How many lines there are."""
        looked = rounds.count_visits(reader.session, wish)
        lost = rounds.rounds(reader.session, wish, lost_only=True)
        return looked + sum(len(_expired(reader, row, wish)) for row in lost)

    def rows(
        self, reader: LedgerReader, wish: LedgerWish, part: Slice = ALL
    ) -> Iterator[LedgerRow]:
        """The lines in order of rounds and walks; never held together."""
        end = None if part.limit is None else part.after + part.limit
        told = _Teller(reader, wish)
        number = 0
        for row in rounds.rounds(reader.session, wish):
            points = told.points(row)
            skipped = max(0, min(len(points), part.after - number))
            yield from islice(
                told.lines(row, points[skipped:], number + skipped),
                None if end is None else max(0, end - number - skipped),
            )
            number += len(points)
            if end is not None and number >= end:
                return


class _Teller:
    """Tells the lines of one round after the other."""

    def __init__(self, reader: LedgerReader, wish: LedgerWish) -> None:
        self._reader, self._wish = reader, wish

    def points(self, row: Any) -> list[Any]:
        """The looks of a round, and the checkpoints nobody looked at, by their numbers."""
        points = list(rounds.visits(self._reader.session, row.id, self._wish))
        if row.state == RoundState.INCOMPLETE:
            points += _expired(self._reader, row, self._wish)
        return sorted(points, key=lambda one: int(one.no))

    def lines(self, row: Any, points: list[Any], number: int) -> Iterator[LedgerRow]:
        """The lines of a round, numbered on from `number`."""
        told = _problems(self._reader, points)
        head = (row.day, round_name(row.slot, row.name, RoundKind(row.kind)), window_words(row))
        for place, point in enumerate(points, start=number + 1):
            found = [told[one] for one in json.loads(point.problems) if one in told]
            cells = (place, *head, *self._cells(point, found))
            yield LedgerRow("visit", f"{row.id}/{point.no}", cells)

    def _cells(self, point: Any, found: list[tuple[str, tuple[Cell, ...]]]) -> tuple[Cell, ...]:
        camera = self._reader.cameras[point.camera_id]
        more = tr("另有 {n} 个问题见问题台账", n=len(found) - 1) if len(found) > 1 else ""
        is_seen = point.done_at is not None
        return (
            camera.code,
            camera.name,
            camera.community,
            point.done_at,
            outcome_words(point.outcome),
            tr("、").join(number for number, _ in found),
            *(found[0][1] if found else _EMPTY),
            tr(point.done_by) if is_seen else "",
            tr("；").join(part for part in (reason_words(point.reason), more) if part),
            str(point.preset) if point.preset else "",
            point.fresh_ms / 1000 if is_seen else None,
            point.age_ms / 1000 if is_seen else None,
        )


def _expired(reader: LedgerReader, row: Any, wish: LedgerWish) -> list[Any]:
    """The checkpoints of a round that nobody looked at, as far as a wish asks for them."""
    if not row.route_hash:
        return []
    route = walked(route_of(reader.session, row.route_hash), row.seed, row.leg_ms)
    done = rounds.looked_at(reader.session, row.id)
    return [
        point
        for no, one in enumerate(route, start=1)
        if no not in done
        and _is_wished(
            reader, point := rounds.unseen(row.id, no, one.camera_id, one.point.preset), wish
        )
    ]


def _is_wished(reader: LedgerReader, point: Any, wish: LedgerWish) -> bool:
    camera = reader.cameras[point.camera_id]
    known = {
        "round": (point.round_id,),
        "camera": (camera.id, camera.code),
        "community": (camera.community,),
        "outcome": (Outcome.EXPIRED,),
        "seen": ("0",),
        "over": ("1",),
    }
    return all(set(value.split(",")) & set(known.get(key, ())) for key, value in wish.where)


def _problems(reader: LedgerReader, points: list[Any]) -> dict[str, tuple[str, tuple[Cell, ...]]]:
    """Number and cells of the problems that were found in some looks, by id."""
    ids = [one for point in points for one in json.loads(point.problems)]
    if not ids:
        return {}
    found = by_ids(reader.session, ids)
    numbers = (shown_number(row.found_on, row.no) for row in found)
    short = (cells[: len(_TOLD)] for cells in problem_cells(reader, found))
    return {row.id: pair for row, pair in zip(found, zip(numbers, short, strict=True), strict=True)}
