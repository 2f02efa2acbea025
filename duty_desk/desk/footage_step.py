"""One step of a footage request: its right, its version, its state, one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duty_desk.desk import footage_rules as rules
from duty_desk.desk.consequences import record
from duty_desk.desk.footage_keeping import Kept
from duty_desk.desk.footage_rows import detail_of
from duty_desk.domain.footage import MOVES, FootageState, ForbiddenFootageMove
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import footage as rows
from duty_desk.store.footage_tables import FootageTable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_views import FootageDetail
    from duty_desk.store.store import Unit

_ERASED = "footage.people_erased"


@dataclass(frozen=True)
class Step:
    """What a step is about.

    Attributes:
        version: As it was read; another one means that somebody changed the request.
        reason: Why, where the step wants it.
        kept: Evidence that the step brings; taken away again when it is refused.
        people: Sealed people who take the place of those that were kept; None leaves them.
    """

    request_id: str
    version: int
    reason: str = ""
    kept: Kept = field(default_factory=Kept)
    people: tuple[str, ...] | None = None


class Steps:
    """What every step needs; used on the desk thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def must_be(self, request_id: str) -> FootageTable:
        """The request.

        Raises:
            Refusal: there is none.
        """
        row = self._desk.read(lambda session: session.get(FootageTable, request_id))
        if row is None:
            raise Refusal(tr("没有这份调取登记。"))
        return row

    def may_begin(self, kind: str, step: Step) -> FootageTable:
        """The request, if `kind` may happen to it now: before work that takes long.

        Raises:
            Refusal: it was changed since, or its state does not allow it.
        """
        row = self.must_be(step.request_id)
        rules.refuse_old(row, step.version)
        if FootageState(row.state) not in MOVES[kind][0]:
            raise rules.refused_move(row)
        return row

    def note(self, kind: str, request_id: str, facts: Mapping[str, Any]) -> None:
        """Put on record what changes nothing of the request."""
        self._desk.record(self.moment(kind, request_id, facts))

    def moment(
        self, kind: str, request_id: str, facts: Mapping[str, Any], reason: str = ""
    ) -> Moment:
        """A moment of a request, now, by whoever acts."""
        return Moment(
            kind=kind,
            subject=request_id,
            facts=facts,
            event_at=self._desk.time.now_ms(),
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason,
        )

    def _do(self, kind: str, step: Step, facts: Mapping[str, Any]) -> FootageDetail:
        """Do a step; the form as it stands afterwards.

        Raises:
            Refusal: no right, somebody changed the request since, or its state does not allow it.
        """
        try:
            self._desk.require(rules.RIGHTS.get(kind, Right.FOOTAGE))
            self._desk.write(lambda unit: self.happen(unit, kind, step, facts))
        except BaseException:
            step.kept.discard(self._desk)
            raise
        return self._detail(step.request_id)

    def happen(self, unit: Unit, kind: str, step: Step, facts: Mapping[str, Any]) -> None:
        """Write a step in a running transaction.

        Raises:
            Refusal: somebody changed the request since, or its state does not allow it.
        """
        row = unit.session.get(FootageTable, step.request_id)
        if row is None:
            raise Refusal(tr("没有这份调取登记。"))
        rules.refuse_old(row, step.version)
        try:
            record(unit, self.moment(kind, step.request_id, facts, step.reason))
        except ForbiddenFootageMove:
            raise rules.refused_move(row) from None
        people = () if kind == _ERASED else step.people
        if people is not None:
            rows.keep_people(unit.session, step.request_id, people)

    def _detail(self, request_id: str, *, is_masked: bool = True) -> FootageDetail:
        row = self.must_be(request_id)
        return self._desk.read(lambda it: detail_of(self._desk, it, row, is_masked=is_masked))

    def _said(self, kind: str, step: Step, note: str) -> Future[FootageDetail]:
        """A step with a note that may be empty."""
        return self._desk.ask(lambda: self._do(kind, step, {"note": rules.fit_note(note)}))

    def _with_reason(self, kind: str, step: Step, reason: str) -> Future[FootageDetail]:
        """A step that wants a reason."""

        def work() -> FootageDetail:
            why = rules.refuse_empty(reason, tr("原因"))
            return self._do(kind, Step(step.request_id, step.version, reason=why), {})

        return self._desk.ask(work)
