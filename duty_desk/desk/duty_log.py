"""The duty log: lines written by hand, instructions of leaders; never changed, only followed.

The time of a line is that of the key that opened it. Who says that it happened earlier makes a
claim; how late it is written is computed and always shown.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.duty_links import links_in
from duty_desk.desk.duty_rows import instruction_row, log_lines, open_instructions
from duty_desk.domain import duty_log as rules
from duty_desk.domain.duty_log import LineState, LogKind
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of, day_starts_at
from duty_desk.domain.rights import Right, may
from duty_desk.language import Refusal, tr
from duty_desk.store import duty_log as rows
from duty_desk.store.duty_tables import DutyLogTable, InstructionTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.duty_views import InstructionRow, LogLine
    from duty_desk.domain.duty_log import Link
    from duty_desk.domain.fault import Span
    from duty_desk.domain.person import Person
    from duty_desk.store.store import Unit


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A line about to be written.

    Attributes:
        kind: One of `LogKind`.
        text: What happened, in one line.
        handling: What was done about it, may be empty.
        pressed_at: When the key was pressed that opened it.
        at: When it happened, if that was earlier: a claim.
        reason: Why it is written late; asked for after half an hour.
        leader: Who gave it, for an instruction.
    """

    kind: str
    text: str
    handling: str = ""
    pressed_at: int
    at: int | None = None
    reason: str = ""
    leader: str = ""


@dataclass(frozen=True)
class Second:
    """A second person for a line older than the shift: who, and what proves it."""

    person_id: str
    secret: str


class DutyLog:
    """The use cases of the duty log."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        desk.open_items.register("instruction", open_instructions)

    # -- writing -------------------------------------------------------------------------------

    def write(self, draft: Draft) -> Future[str]:
        """Put a line, or a leader's instruction, on record; returns its id.

        Raises:
            Refusal: no text, no reason for a long delay, or a time that cannot be.
            StoreTrouble: the store would not take it; nothing was kept.
        """

        def work() -> str:
            line_id = self._desk.new_id()
            moment = self._moment(draft, line_id)
            self._desk.write(lambda unit: record(unit, self._numbered(unit, moment)))
            return line_id

        return self._desk.ask(work)

    def links_in(self, text: str) -> Future[tuple[Link, ...]]:
        """What a text names that is on record: problems, faults, cameras. Writes nothing."""
        cameras = self._desk.snapshot.cameras
        now = self._desk.time.now_ms()
        return self._desk.ask(
            lambda: self._desk.read(lambda session: links_in(session, text, cameras, now))
        )

    def _moment(self, draft: Draft, line_id: str) -> Moment:
        now, text = self._desk.time.now_ms(), " ".join(draft.text.split())
        at = draft.pressed_at if draft.at is None else draft.at
        _refuse_text(text)
        self._refuse_time(at, now)
        if rules.needs_reason(at, now) and not draft.reason.strip():
            raise Refusal(tr("补记超过 30 分钟，要写明补记原因；没有保存。"))
        facts: dict[str, Any] = {"text": text}
        if draft.kind == LogKind.INSTRUCTION:
            if not draft.leader.strip():
                raise Refusal(tr("交办要写明是哪位领导交办的（写职务）；没有保存。"))
            facts |= {"leader": draft.leader.strip(), "given_on": day_of(at)}
        else:
            handling = " ".join(draft.handling.split())
            facts |= {"kind": LogKind(draft.kind), "handling": handling, "logged_on": day_of(at)}
        return Moment(
            kind="instruction.given" if draft.kind == LogKind.INSTRUCTION else "log.written",
            subject=line_id,
            facts=facts,
            event_at=at,
            source=Source.KEY if draft.at is None else Source.SELF,
            actor=self._desk.actor,
            reason=draft.reason.strip(),
        )

    def _refuse_time(self, at: int, now: int) -> None:
        if at > now + rules.MINUTE_MS:
            raise Refusal(tr("发生时间在现在之后，没有保存；请核对时间。"))
        if now - at > rules.EARLIEST_MS:
            raise Refusal(tr("只能补记 7 天以内的事情；没有保存。"))

    def _numbered(self, unit: Unit, moment: Moment) -> Moment:
        seat, facts = self._desk.store.seat, dict(moment.facts)
        if moment.kind == "instruction.given":
            facts["no"] = rows.next_instruction_no(unit.session, seat, facts["given_on"])
        else:
            facts["no"] = rows.next_no(unit.session, seat, facts["logged_on"])
            cameras, now = self._desk.snapshot.cameras, self._desk.time.now_ms()
            found = links_in(unit.session, f"{facts['text']} {facts['handling']}", cameras, now)
            facts["links"] = [link.as_facts() for link in found]
        return Moment(**{**vars(moment), "facts": facts})

    # -- what follows a line -------------------------------------------------------------------

    def amend(
        self, line_id: str, text: str, reason: str, second: Second | None = None
    ) -> Future[str]:
        """Put another line in the place of one; the old one stays, struck through.

        Raises:
            Refusal: no text or reason, it was changed already, or it is older than the shift
                and no second person stands by.
        """

        def work(witness: Person | None) -> str:
            fitting = " ".join(text.split())
            _refuse_text(fitting)
            old = self._must_be_open(line_id, reason, witness)
            new_id = self._desk.new_id()
            facts = {
                "text": fitting,
                "kind": old.kind,
                "handling": old.handling,
                "logged_on": old.logged_on,
                "amends": line_id,
                "second": witness.name if witness else "",
            }
            moment = self._by("log.amended", new_id, facts, reason, old.at)
            self._desk.write(lambda unit: record(unit, self._numbered(unit, moment)))
            return new_id

        return self._with(second, work)

    def void(self, line_id: str, reason: str, second: Second | None = None) -> Future[str]:
        """Take back a line; it stays, struck through, with the reason.

        Raises:
            Refusal: as `amend`.
        """

        def work(witness: Person | None) -> str:
            self._must_be_open(line_id, reason, witness)
            facts = {"second": witness.name if witness else ""}
            self._desk.record(self._by("log.voided", line_id, facts, reason, None))
            return line_id

        return self._with(second, work)

    def is_older_than_shift(self, shift: str, at: int) -> bool:
        """Whether a line takes a second person: it is of another shift, or of another day."""
        running = self._desk.store.shift
        if running or shift:
            return shift != running
        return at < day_starts_at(self._desk.time.now_ms())

    def _with(self, second: Second | None, work: Callable[[Person | None], str]) -> Future[str]:
        """Do `work` on the desk thread, with the second person once he is known to be he."""
        if second is None:
            return self._desk.ask(lambda: work(None))
        told: Future[str] = Future()

        def act(checked: Future[Person]) -> None:
            try:
                witness = checked.result()
                acted = self._desk.ask(lambda: work(witness))
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                told.set_exception(error)
            else:
                acted.add_done_callback(lambda done: _hand_on(done, told))

        self._desk.people.check(second.person_id, second.secret).add_done_callback(act)
        return told

    def _must_be_open(self, line_id: str, reason: str, witness: Person | None) -> DutyLogTable:
        row = self._desk.read(lambda session: session.get(DutyLogTable, line_id))
        if row is None:
            raise Refusal(tr("没有这条日志；记录没有改动。"))
        if row.state != LineState.SAVED:
            raise Refusal(tr("这条日志已更正或作废，不能再改；请在新的一条上更正。"))
        if not reason.strip():
            raise Refusal(tr("更正和作废都要写明原因；记录没有改动。"))
        if self.is_older_than_shift(row.shift, row.recorded_at):
            _refuse_alone(self._desk.actor, witness, is_peopled=bool(self._desk.people.all()))
        return row

    def _by(
        self, kind: str, subject: str, facts: dict[str, Any], reason: str, at: int | None
    ) -> Moment:
        return Moment(
            kind=kind,
            subject=subject,
            facts=facts,
            event_at=at,
            source=Source.KEY if at is None else Source.SELF,
            actor=self._desk.actor,
            reason=reason.strip(),
        )

    # -- instructions --------------------------------------------------------------------------

    def read(self, instruction_id: str) -> Future[None]:
        """Whoever sits here has read an instruction; its own writer's reading says nothing new.

        Raises:
            Refusal: there is none, or he wrote it himself.
        """

        def work() -> None:
            row = self._desk.read(lambda it: it.get(InstructionTable, instruction_id))
            if row is None:
                raise Refusal(tr("没有这条交办。"))
            if row.read_at is not None:
                return
            if row.actor == self._desk.actor and self._desk.people.all():
                raise Refusal(tr("这条交办是你记的，要由接班的人阅读确认。"))
            self._desk.record(self._by("instruction.read", instruction_id, {}, "", None))

        return self._desk.ask(work)

    def unread(self) -> Future[tuple[InstructionRow, ...]]:
        """The instructions nobody but their writer has read, oldest first."""
        return self._desk.ask(
            lambda: self._desk.read(lambda it: tuple(map(instruction_row, rows.unread(it))))
        )

    # -- reading -------------------------------------------------------------------------------

    def lines(self, span: Span) -> Future[tuple[LogLine, ...]]:
        """Everything the duty log says of a stretch of time, newest first."""
        kinds = self._desk.emergency.kinds
        return self._desk.ask(
            lambda: self._desk.read(lambda session: log_lines(session, span, kinds))
        )


def _refuse_text(text: str) -> None:
    if not text:
        raise Refusal(tr("日志内容是空的，没有保存。"))
    if len(text) > rules.LONGEST:
        raise Refusal(tr("日志内容超过 {n} 个字，没有保存；请分成几条写。", n=rules.LONGEST))


def _refuse_alone(actor: str, witness: Person | None, *, is_peopled: bool) -> None:
    if not is_peopled:
        return  # a desk without people has nobody who could stand by
    if witness is None:
        raise Refusal(tr("这条日志是以前班次的，更正或作废要有第二人在场并输入口令。"))
    if witness.name == actor:
        raise Refusal(tr("第二人不能是本人；记录没有改动。"))
    if not may(witness.role, Right.VOID_OLD_LOG):
        raise Refusal(tr("“{name}”没有复核以前班次日志的权限；请值班长确认。", name=witness.name))


def _hand_on(done: Future[str], told: Future[str]) -> None:
    error = done.exception()
    if error is None:
        told.set_result(done.result())
    else:
        told.set_exception(error)
