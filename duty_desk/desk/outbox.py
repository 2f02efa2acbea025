"""The outbox: pushes queued durably, sent by one thread, each step on record before it is taken.

A message goes out only after `push.attempted` is on the disk, so after a crash the outcome is
known to be unknown, never silently lost or doubled.
"""

from __future__ import annotations

import json
import logging
import threading
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.evidence import burned, problem_words
from duty_desk.desk.problem_detail import detail
from duty_desk.desk.problem_moments import Queued
from duty_desk.domain.moment import Moment, Source
from duty_desk.language import Refusal, mark, tr
from duty_desk.push.channel import Answer, Outcome, PushChannel, PushMessage
from duty_desk.push.compose import problem_text
from duty_desk.push.pacing import Pacer
from duty_desk.store import push as rows
from duty_desk.store.tables import ChannelTable, EvidenceTable, ProblemTable, PushTable
from duty_desk.store.trouble import StoreTrouble, explain
from duty_desk.vision.jpeg import fit_jpeg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import ProblemDetail, PushPreview
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

_log = logging.getLogger(__name__)

CLIPBOARD_ID = "clipboard"
CLIPBOARD_NAME = mark("微信群（复制发送）")
PICTURE_MAX_BYTES = 2 << 20
# After the vendor's advice of three tries in twenty seconds: slower, for as long as it takes.
_LADDER_MS = (0, 5_000, 10_000, 20_000, 40_000, 60_000)
_UNDER_WAY = ("queued", "delayed", "sending")
INTERRUPTED = mark("发送途中程序中断，不知道是否送达；请到群里看一眼。")


@dataclass(frozen=True)
class _Job:
    """The rest of a push: its messages from `part` on."""

    push_id: str
    channel_id: str
    channel: PushChannel
    messages: tuple[PushMessage, ...]
    part: int
    tries: int


class Outbox:
    """Queues pushes on the desk thread and sends them on its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._pacers: dict[str, Pacer] = {}
        self._thread = threading.Thread(target=self._run, name="push", daemon=True)

    def start(self) -> None:
        """Start the sending thread."""
        self._thread.start()

    def stop(self, within_ms: int = 1500) -> None:
        """End the sending thread; a message on its way is given up as unknown at the next start."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(within_ms / 1000)

    # -- on the desk thread --------------------------------------------------------------------

    def interrupted(self, now: int) -> tuple[Moment, ...]:
        """Pushes that were under way when the program ended: nobody knows whether they arrived."""
        seat, words = self._desk.store.seat, tr(INTERRUPTED)
        facts = {"code": "interrupted", "words": words}
        return tuple(
            Moment(kind="push.unknown", subject=row.id, facts=facts, event_at=now)
            for row in self._desk.read(lambda session: rows.interrupted(session, seat))
        )

    def queue(self, problem_id: str, channel_id: str) -> ProblemDetail:
        """Put a problem into the outbox: its text and pictures as they are now.

        Raises:
            Refusal: it is under way there already, void, or the channel is unknown.
        """
        problem, text, pictures = self._desk.read(
            lambda session: self._composed(session, problem_id, channel_id)
        )
        files = self.keep(pictures)
        queued = Queued(
            problem_id=problem.id, channel_id=channel_id, state="queued", text=text, files=files
        )
        self._desk.record(self._moment("push.queued", self._desk.new_id(), queued.as_facts()))
        self._wake.set()
        return self._detail(problem_id)

    def _composed(
        self, session: Session, problem_id: str, channel_id: str
    ) -> tuple[ProblemTable, str, list[bytes]]:
        problem = session.get_one(ProblemTable, problem_id)
        channel = session.get(ChannelTable, channel_id)
        if channel is None or channel.is_removed:
            raise Refusal(
                tr("这个推送通道已不在使用，没有发送。请另选通道，或复制图文发到微信群。")
            )
        if problem.state == "voided":
            raise Refusal(tr("问题已作废，没有发送。"))
        if any(
            push.channel_id == channel_id and push.state in _UNDER_WAY
            for push in rows.pushes_of(session, problem_id)
        ):
            raise Refusal(tr("这个问题已在向“{name}”发送，没有重复发送。", name=channel.name))
        text = problem_text(problem_words(session, problem, self._desk))
        is_picture = self._desk.channels.opened(channel).carries_images
        return problem, text, burned(session, problem, self._desk) if is_picture else []

    def message(self, unit: Unit, channel_id: str, told: Mapping[str, Any]) -> None:
        """Put the text of a report of faults into the outbox, in the report's own transaction.

        Raises:
            Refusal: the channel is not in use.
        """
        channel = unit.session.get(ChannelTable, channel_id)
        if channel is None or channel.is_removed or channel_id == CLIPBOARD_ID:
            raise Refusal(tr("这个消息通道已不在使用，没有记为已报修。请另选通道，或改用电话。"))
        facts = {
            "call": told["call_id"],
            "channel": channel_id,
            "state": "queued",
            "text": told["text"],
            "pictures": [],
        }
        record(unit, self._moment("push.queued", self._desk.new_id(), facts))

    def wake(self) -> None:
        """Let the sending thread look at once."""
        self._wake.set()

    def keep(self, pictures: list[bytes]) -> list[dict[str, str | int]]:
        """Put pictures on the disk as evidence, fit for any channel; their facts."""
        try:
            kept = [
                self._desk.store.evidence.put(fit_jpeg(picture, PICTURE_MAX_BYTES))
                for picture in pictures
            ]
        except OSError as error:
            raise explain(error) or error from None
        return [item.as_facts() for item in kept]

    def copied(self, problem_id: str, preview: PushPreview) -> None:
        """Text and card went to the clipboard: on record, not yet a push."""

        def write(unit: Unit) -> None:
            session = unit.session
            pushes = rows.pushes_of(session, problem_id)
            for push in pushes:
                if push.state in ("queued", "delayed"):
                    record(unit, self._moment("push.withdrawn", push.id))
            if pushes and pushes[-1].state == "copied":
                return
            if session.get(ChannelTable, CLIPBOARD_ID) is None:
                record(unit, self.clipboard_channel(unit))
            queued = Queued(
                problem_id=problem_id,
                channel_id=CLIPBOARD_ID,
                state="copied",
                text=preview.text,
                files=files,
            )
            record(unit, self._moment("push.queued", self._desk.new_id(), queued.as_facts()))

        files = self.keep([preview.card])
        self._desk.write(write)

    def clipboard_channel(self, unit: Unit) -> Moment:
        """The channel that stands for copying by hand, to be added when it is first used."""
        facts = {
            "name": tr(CLIPBOARD_NAME),
            "kind": "clipboard",
            "sealed_address": "",
            "sealed_secret": "",
            "masked_address": "",
            "place": rows.next_place(unit.session),
        }
        return Moment(kind="channel.added", subject=CLIPBOARD_ID, facts=facts)

    def confirm(self, problem_id: str) -> ProblemDetail:
        """The operator's word that the push stands in the group.

        Raises:
            Refusal: nothing was copied or sent yet.
        """

        def write(unit: Unit) -> None:
            pushes = rows.pushes_of(unit.session, problem_id)
            open_ones = [push for push in pushes if push.state in ("copied", "unknown", "refused")]
            if not open_ones:
                raise Refusal(tr("这个问题还没有复制或发送过，不能确认；时限照计。"))
            facts = {"receipt": tr("操作员确认")}
            record(unit, self._moment("push.confirmed", open_ones[-1].id, facts))

        self._desk.write(write)
        return self._detail(problem_id)

    def resend(self, problem_id: str) -> ProblemDetail:
        """Queue the newest refused or unknown push again.

        Raises:
            Refusal: there is none.
        """

        def write(unit: Unit) -> None:
            pushes = rows.pushes_of(unit.session, problem_id)
            if not pushes or pushes[-1].state not in ("refused", "unknown"):
                raise Refusal(tr("没有需要重发的推送。"))
            last = pushes[-1]
            facts = {
                "problem": problem_id,
                "channel": last.channel_id,
                "state": "queued",
                "text": last.text,
                "pictures": json.loads(last.pictures),
                "again": last.id,
            }
            record(unit, self._moment("push.queued", self._desk.new_id(), facts))

        self._desk.write(write)
        self._wake.set()
        return self._detail(problem_id)

    def _moment(self, kind: str, push_id: str, facts: Mapping[str, object] | None = None) -> Moment:
        return Moment(
            kind=kind,
            subject=push_id,
            facts=facts or {},
            source=Source.KEY,
            actor=self._desk.actor,
        )

    def _detail(self, problem_id: str) -> ProblemDetail:
        return self._desk.read(lambda session: detail(session, problem_id, self._desk))

    # -- on the sending thread -----------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                job = self._desk.ask(self._next_job).result(timeout=5)
                if job is not None:
                    self._send(job)
                    continue
            except (CancelledError, FutureTimeout):
                pass
            except Refusal as refusal:
                if not self._stopping.is_set():
                    _log.warning("push waits: %s", refusal)
            except Exception:  # noqa: BLE001 - one bad push must not end the sender
                _log.exception("push failed")
            self._wake.wait(1.0)

    def _next_job(self) -> _Job | None:
        push = self._desk.read(self._oldest_ready)
        if push is None:
            return None
        try:
            return self._job(push)
        except StoreTrouble:
            raise
        except Refusal as refusal:
            words = str(refusal)
        except OSError:
            words = tr("证据图片读不出来，没有发送。请核对证据文件，并用电话或微信先报出问题。")
        # One push that cannot be sent must not hold up the others.
        facts = {"code": "local", "words": words}
        self._desk.record(Moment(kind="push.refused", subject=push.id, facts=facts))
        return None

    def _oldest_ready(self, session: Session) -> PushTable | None:
        now, mono_ms = self._desk.time.now_ms(), self._desk.time.mono_ms()
        seen: set[str] = set()
        for push in rows.awaiting(session, self._desk.store.seat):
            # The order within a channel is kept: nothing overtakes a delayed push.
            if push.channel_id in seen:
                continue
            seen.add(push.channel_id)
            if push.next_at <= now and self._pacer(push.channel_id).wait_ms(mono_ms) == 0:
                return push
        return None

    def _job(self, push: PushTable) -> _Job:
        row = self._desk.read(lambda session: session.get_one(ChannelTable, push.channel_id))
        files = self._desk.read(
            lambda session: [self._file(session, sha256) for sha256 in json.loads(push.pictures)]
        )
        channel = self._desk.channels.opened(row)
        pictures = [file.read_bytes() for file in files]
        messages = channel.messages(push.text, pictures[0] if pictures else b"")
        messages += [PushMessage("image", image=picture) for picture in pictures[1:]]
        return _Job(push.id, push.channel_id, channel, tuple(messages), push.part, push.tries)

    def _file(self, session: Session, sha256: str) -> Path:
        kept = session.get_one(EvidenceTable, sha256)
        return self._desk.store.evidence.path(sha256, kept.suffix)

    def _pacer(self, channel_id: str) -> Pacer:
        return self._pacers.setdefault(channel_id, Pacer())

    def _send(self, job: _Job) -> None:
        answer = Answer(Outcome.ACCEPTED)
        part = job.part
        while part < len(job.messages):
            if not self._attempt(job, part):
                return
            self._pacer(job.channel_id).took(self._desk.time.mono_ms())
            answer = self._answer(job, part)
            if answer.outcome is not Outcome.ACCEPTED:
                break
            part += 1
            self._await_pace(job.channel_id)
        self._settle(job, answer)

    def _answer(self, job: _Job, part: int) -> Answer:
        try:
            return job.channel.send(job.messages[part])
        except Exception:  # noqa: BLE001 - it may have gone out: the outcome must be on record
            _log.exception("sending failed")
            return Answer(Outcome.UNKNOWN, code="local", words=tr(INTERRUPTED))

    def _await_pace(self, channel_id: str) -> None:
        wait_ms = self._pacer(channel_id).wait_ms(self._desk.time.mono_ms())
        if wait_ms:
            self._stopping.wait(wait_ms / 1000)

    def _attempt(self, job: _Job, part: int) -> bool:
        """Put the attempt on record; False when the push was withdrawn meanwhile."""

        def work() -> bool:
            push = self._desk.read(lambda session: session.get_one(PushTable, job.push_id))
            if push.state not in _UNDER_WAY:
                return False
            if self._is_void(push):
                self._desk.record(Moment(kind="push.withdrawn", subject=job.push_id))
                return False
            facts = {"part": part, "try": job.tries + 1}
            self._desk.record(Moment(kind="push.attempted", subject=job.push_id, facts=facts))
            return True

        return self._desk.ask(work).result()

    def _is_void(self, push: PushTable) -> bool:
        """Whether its problem was voided meanwhile; a report of faults stays one."""
        if push.problem_id is None:
            return False
        problem_id = push.problem_id
        return (
            self._desk.read(lambda session: session.get_one(ProblemTable, problem_id)).state
            == "voided"
        )

    def _settle(self, job: _Job, answer: Answer) -> None:
        now = self._desk.time.now_ms()
        facts: dict[str, object] = {"code": answer.code, "words": answer.words}
        if answer.outcome is Outcome.ACCEPTED:
            facts["receipt"] = answer.receipt
        elif answer.outcome is Outcome.DELAYED:
            step = _LADDER_MS[min(job.tries, len(_LADDER_MS) - 1)]
            facts["next_at"] = now + max(answer.wait_ms, step)
        moment = Moment(
            kind=f"push.{answer.outcome}", subject=job.push_id, facts=facts, event_at=now
        )
        # What the channel said must not be lost because the store is away for a while. If the
        # program ends first, the next start finds the push under way and calls it unknown.
        while True:
            try:
                self._desk.ask(lambda: self._desk.record(moment)).result()
            except StoreTrouble:
                if self._stopping.wait(1.0):
                    return
            else:
                return
