"""Visits on record: the rules of a round, the small pictures, the moments, the end of the round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.patrol import ForbiddenVisit, RoundState, is_quick, refuse_visit
from duty_desk.language import Refusal, mark, tr
from duty_desk.store.patrol_tables import RoundTable
from duty_desk.store.tables import FaultTable, ProblemTable
from duty_desk.store.thumbnails import MOST_BYTES
from duty_desk.store.trouble import DiskFull, StoreTrouble, explain

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_closing import Closing
    from duty_desk.desk.patrol_route import RoutePoint
    from duty_desk.desk.patrol_rows import PatrolRows
    from duty_desk.domain.patrol import Look
    from duty_desk.store.store import Unit
    from duty_desk.store.thumbnails import Thumbnail
    from duty_desk.store.transaction import Session


class TooQuick(Refusal):
    """A checkpoint would be called normal under its least dwell; a person must confirm it."""


_WORDS = {
    "removed": mark("{about}已停用，不能记为已看。请选“无画面”或“跳过”，并写明原因。"),
    "no_reason": mark("{about}跳过或无画面要写明原因；没有记录。"),
    "something_found": mark("{about}已报了问题或故障，不能记为正常；没有记录。"),
    "no_fresh_picture": mark("{about}没有新画面，不能记为正常。请报故障，或选“无画面”写明原因。"),
    "nothing_found": mark("{about}还没有截图报问题，不能记为“问题”；没有记录。"),
    "no_fault": mark("{about}没有报故障也没有写明情况，不能记为“故障”；没有记录。"),
    "unknown_outcome": mark("{about}的结果不能由人记为“未查”；没有记录。"),
}


class VisitWriter:
    """Writes visits; used on the desk thread only."""

    def __init__(self, desk: Desk, rows_: PatrolRows, closing: Closing) -> None:
        self._desk = desk
        self._rows = rows_
        self._closing = closing

    def write(self, round_id: str, looks: tuple[Look, ...]) -> None:
        """Put the visits of one page on record, and the end of the round when they are its last.

        Raises:
            TooQuick: under the least dwell and not confirmed.
            Refusal: a rule of the round forbids it; nothing was recorded.
        """
        self._closing.close_due()
        try:
            self._write(round_id, looks)
        except DiskFull:
            if not self._desk.give_up_reserve():
                raise
            self._write(round_id, looks)

    def _write(self, round_id: str, looks: tuple[Look, ...]) -> None:
        row, route = self._desk.read(lambda session: self._look_up(session, round_id))
        self._refuse_ended(row)
        points = [self._point(route, look) for look in looks]
        kept = self._keep(row, looks)

        def write(unit: Unit) -> None:
            now_row = unit.session.get_one(RoundTable, round_id)
            self._refuse_ended(now_row)
            for look, point, picture in zip(looks, points, kept, strict=True):
                self._refuse_unknown(unit.session, look)
                record(unit, self._moment(now_row, look, point, picture))
            self._closing.complete_if_whole(unit, now_row)

        self._desk.write(write)

    def _look_up(self, session: Session, round_id: str) -> tuple[RoundTable, list[RoutePoint]]:
        row = session.get_one(RoundTable, round_id)
        return row, self._rows.route(session, row)

    def _refuse_ended(self, row: RoundTable) -> None:
        if row.state != RoundState.RUNNING:
            raise Refusal(tr("这一轮已经结束，这次查看没有记录。可以对没有完成的一轮补巡。"))
        if not self._rows.is_mine(row):
            raise Refusal(tr("这一轮已由 {seat} 号席接着巡查，本席没有记录。", seat=row.seat))

    def _point(self, route: list[RoutePoint], look: Look) -> RoutePoint:
        if not 1 <= look.no <= len(route):
            raise Refusal(tr("本轮没有第 {no} 个点位；没有记录。", no=look.no))
        one = route[look.no - 1]
        try:
            refuse_visit(
                look,
                min_dwell_ms=one.point.min_dwell_ms,
                is_removed=one.camera_id not in self._rows.in_use,
            )
        except ForbiddenVisit as error:
            raise self._refusal(str(error), one, look) from None
        return one

    def _refusal(self, why: str, one: RoutePoint, look: Look) -> Refusal:
        about = f"{one.point.key} "
        if why == "too_quick":
            words = tr(
                "{about}只看了 {seen} 秒，最少要看 {least} 秒。再看一会儿，或者确认已看清。",
                about=about,
                seen=f"{look.fresh_ms / 1000:.1f}",
                least=f"{one.point.min_dwell_ms / 1000:g}",
            )
            return TooQuick(words)
        return Refusal(tr(_WORDS[why], about=about))

    def _refuse_unknown(self, session: Session, look: Look) -> None:
        problems = (session.get(ProblemTable, one) for one in look.problems)
        faults = (session.get(FaultTable, one) for one in look.faults)
        if None in (*problems, *faults):
            raise Refusal(tr("这个问题还没有存进记录库，这次查看请稍后再记。"))

    def _keep(self, row: RoundTable, looks: tuple[Look, ...]) -> list[Thumbnail | None]:
        pictures = [look.thumbnail if len(look.thumbnail) <= MOST_BYTES else b"" for look in looks]
        try:
            return self._desk.store.thumbnails.put(row.day, row.id, pictures)
        except OSError as error:
            raise explain(error) or StoreTrouble(str(error)) from None

    def _at(self, row: RoundTable, look: Look) -> int | None:
        """The press of the key: never before the round nor in the future."""
        if look.at is None:
            return None
        return min(max(look.at, row.started_at or 0), self._desk.time.now_ms())

    def _moment(
        self, row: RoundTable, look: Look, one: RoutePoint, picture: Thumbnail | None
    ) -> Moment:
        facts: dict[str, Any] = {
            "no": look.no,
            "camera": one.camera_id,
            "outcome": str(look.outcome),
            "fresh_ms": max(0, look.fresh_ms),
            "age_ms": max(0, look.age_ms),
            "least_ms": one.point.min_dwell_ms,
        }
        if is_quick(look, one.point.min_dwell_ms):
            facts["is_quick"] = True
        optional = {
            "preset": one.point.preset or None,
            "offset_ms": look.offset_ms,
            "similarity_ppm": look.similarity_ppm,
            "problems": list(look.problems) or None,
            "faults": list(look.faults) or None,
            "thumbnail": picture.as_facts() if picture else None,
        }
        facts |= {name: value for name, value in optional.items() if value is not None}
        return Moment(
            kind="visit.done",
            subject=row.id,
            facts=facts,
            event_at=self._at(row, look),
            source=Source.KEY,
            actor=self._desk.actor,
            reason=look.reason.strip(),
        )
