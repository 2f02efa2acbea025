"""The third stage of a presence check: the leader is told by a channel, where there is one."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from duty_desk.domain.moment import Moment
from duty_desk.language import Refusal, chinese, mark
from duty_desk.push.channel import Answer, Outcome
from duty_desk.store import push as rows
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.push.channel import PushChannel

_log = logging.getLogger(__name__)
LEADER = "leader"
_TEXT = mark("{hall} {seat} 号席在岗确认 {n} 分钟无人应答，请联系值班人员。")


class PresenceCall:
    """Tells the leader's channel in a thread of its own, so that no clock waits for a network."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def tell(self, check_id: str, minutes: int) -> None:
        """Tell that nobody answered for `minutes`; what came of it is recorded. Desk thread."""
        try:
            channel = self._channel()
        except Refusal as refusal:
            self._note(check_id, "failed", str(refusal))
            return
        if channel is None:
            self._note(check_id, "impossible", "")
            return
        text = chinese(_TEXT, hall=self._desk.hall, seat=self._desk.store.seat, n=minutes)
        threading.Thread(
            target=self._send, args=(check_id, channel, text), name="presence", daemon=True
        ).start()

    def _channel(self) -> PushChannel | None:
        found = self._desk.read(lambda session: rows.channels(session, LEADER))
        return self._desk.channels.opened(found[0]) if found else None

    def _send(self, check_id: str, channel: PushChannel, text: str) -> None:
        answer = Answer(Outcome.UNKNOWN)
        try:
            for message in channel.messages(text):
                answer = channel.send(message)
        except Exception:  # noqa: BLE001 - what came of it must be on record
            _log.exception("telling the leader failed")
        if answer.outcome is Outcome.ACCEPTED:
            told, words = "channel", channel.name
        else:
            told, words = "failed", answer.words
        self._desk.ask(lambda: self._note(check_id, told, words))

    def _note(self, check_id: str, told: str, words: str) -> None:
        facts = {"told": told, "words": words}
        try:
            self._desk.record(Moment(kind="presence.told", subject=check_id, facts=facts))
        except StoreTrouble:
            _log.warning("what became of telling the leader is not on record")
