"""Entering and changing a footage request: texts made fit, spans checked, people sealed away."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk import footage_rules as rules
from duty_desk.desk.consequences import record
from duty_desk.desk.footage_keeping import Kept, keep_scan
from duty_desk.desk.footage_people import put_away
from duty_desk.desk.footage_rows import officers_in, places, standings
from duty_desk.desk.footage_words import field_words
from duty_desk.domain.footage import Holding, masked
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.plain import facts_of
from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal, chinese, tr
from duty_desk.store import footage as rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_rules import Papers
    from duty_desk.desk.footage_step import Step, Steps
    from duty_desk.domain.footage import FootageRequest, Officer
    from duty_desk.store.footage_tables import FootageTable
    from duty_desk.store.store import Unit

_NUMBER_TRIES = 3  # another seat may take the same number at the same moment
# What other steps say of a request; changing it keeps them.
_SAID_ELSEWHERE = ("came_at", "paper_scan", "oldest_held_at", "medium_state", "copy_place")


class Registering:
    """What is entered in the register; used on the desk thread."""

    def __init__(self, desk: Desk, steps: Steps, papers_may_follow_h: int) -> None:
        self._desk = desk
        self._steps = steps
        self._hours = papers_may_follow_h

    def register(
        self,
        request: FootageRequest,
        officers: tuple[Officer, ...],
        scan: Path | None,
    ) -> str:
        """Enter a request; returns its id.

        Raises:
            Refusal: something is missing, too long, or cannot be.
        """
        asked, people = self._checked(request, officers)
        rules.refuse_due(asked.papers_due_at, self._desk.time.now_ms(), self._hours)
        request_id = self._desk.new_id()
        told, sealed = put_away(self._desk.vault, request_id, people)
        kept = keep_scan(self._desk, scan)
        asked = replace(asked, paper_scan=kept.sha256)

        def write(unit: Unit) -> None:
            came = self._came(request_id, asked)
            entered = self._entered(unit, request_id, asked, {"officers": told, **kept.facts})
            record(unit, came, *entered)
            rows.keep_people(unit.session, request_id, sealed)

        try:
            for _ in range(_NUMBER_TRIES):
                with suppress(rows.NumberTaken):
                    self._desk.write(write)
                    return request_id
        except BaseException:
            kept.discard(self._desk)
            raise
        kept.discard(self._desk)
        raise Refusal(tr("编号正被别的席位占用，没有保存；请再登记一次。"))

    def _came(self, request_id: str, asked: FootageRequest) -> Moment:
        """That somebody asked: what the contract counts registrations against."""
        came = self._steps.moment("footage.requested", request_id, {"channel": asked.channel})
        if not asked.came_at:
            return came
        return replace(came, event_at=asked.came_at, source=Source.SELF)

    def _entered(
        self, unit: Unit, request_id: str, asked: FootageRequest, more: dict[str, Any]
    ) -> tuple[Moment, ...]:
        """The entry, and the answer where nothing of it is left."""
        now = self._desk.time.now_ms()
        year = beijing(now).year
        numbered = {"year": year, "no": rows.next_no(unit.session, year)}
        facts = {**numbered, "request": facts_of(asked), **more}
        entered = self._steps.moment("footage.registered", request_id, facts)
        where = places(unit.session, {span.camera_id for span in asked.spans})
        if any(one is not Holding.GONE for one in standings(asked.spans, where, now)):
            return (entered,)
        reason = chinese("登记时已超过录像保存天数，录像已被覆盖")
        return entered, self._steps.moment("footage.not_held", request_id, {}, reason)

    def amend(
        self,
        step: Step,
        request: FootageRequest,
        officers: tuple[Officer, ...] | None,
        scan: Path | None,
    ) -> None:
        """Change what stands there.

        Raises:
            Refusal: as `register`, or it is too late for that change.
        """
        row = self._steps.may_begin("footage.amended", step)
        before = rows.request_of(row)
        if request.case_no == masked(before.case_no):  # as it was shown, not as it shall be
            request = replace(request, case_no=before.case_no)
        files = len(self._desk.read(lambda it: rows.files(it, [row.id])[row.id]))
        known = rules.stand_ins(row) if officers is None else officers
        asked, people = self._checked(request, known)
        said = {name: getattr(before, name) for name in _SAID_ELSEWHERE}
        asked = replace(rules.with_clocks(asked, rows.checks_of(row)), **said)
        if asked.papers_due_at != before.papers_due_at:
            rules.refuse_due(asked.papers_due_at, self._desk.time.now_ms(), self._hours)
        others = None if officers is None or self._are_known(row, people) else people
        rules.refuse_amending(row, before, asked, others, files)
        kept = keep_scan(self._desk, scan)
        if kept.files:
            asked = replace(asked, paper_scan=kept.sha256)
        facts: dict[str, Any] = {"request": facts_of(asked), **kept.facts}
        sealed = None
        if others is not None:
            facts["officers"], sealed = put_away(self._desk.vault, row.id, others)
        self._change("footage.amended", replace(step, kept=kept, people=sealed), facts)

    def _are_known(self, row: FootageTable, people: tuple[Officer, ...]) -> bool:
        """Whether these are the people who asked already."""
        return self._desk.read(lambda it: officers_in(self._desk, it, row)) == people

    def papers_came(self, step: Step, papers: Papers) -> None:
        """Enter the legal document that came.

        Raises:
            Refusal: it has no name or number, or its scan cannot be used.
        """
        row = self._steps.may_begin("footage.papers_came", step)
        told = replace(
            rows.request_of(row),
            paper_kind=rules.refuse_empty(papers.kind, field_words("paper_kind")),
            paper_no=rules.refuse_empty(papers.no, field_words("paper_no")),
            paper_issuer=papers.issuer,
            paper_at=papers.issued_at,
        )
        rules.refuse_ahead(field_words("paper_at"), told.paper_at, self._desk.time.now_ms())
        asked = rules.fit_request(told)
        kept = keep_scan(self._desk, papers.scan)
        if kept.files:
            asked = replace(asked, paper_scan=kept.sha256)
        facts = {"request": facts_of(asked), **kept.facts}
        self._change("footage.papers_came", replace(step, kept=kept), facts)

    def _change(self, kind: str, step: Step, facts: dict[str, Any]) -> None:
        self._write(lambda unit: self._steps.happen(unit, kind, step, facts), step.kept)

    def _write(self, work: Callable[[Unit], None], kept: Kept) -> None:
        try:
            self._desk.write(work)
        except BaseException:
            kept.discard(self._desk)
            raise

    def _checked(
        self, request: FootageRequest, officers: tuple[Officer, ...]
    ) -> tuple[FootageRequest, tuple[Officer, ...]]:
        """The request and its people made fit, with the codes of the catalogue."""
        codes = {camera.id: camera.code for camera in self._desk.snapshot.cameras}
        spans = tuple(
            replace(span, code=codes.get(span.camera_id, span.code), clock_ahead_ms=None)
            for span in request.spans
        )
        asked = rules.fit_request(replace(request, spans=spans))
        people = rules.fit_officers(officers)
        rules.refuse_incomplete(asked, people)
        now = self._desk.time.now_ms()
        rules.refuse_spans(asked, now, frozenset(codes))
        for name in ("came_at", "paper_at"):
            rules.refuse_ahead(field_words(name), getattr(asked, name), now)
        return asked, people
