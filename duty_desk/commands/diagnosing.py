"""The command that diagnoses a file or stream: for support, and for judging the diagnosis."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, Call
from duty_desk.language import Refusal, tr
from duty_desk.video.address import redacted
from duty_desk.video.sampling import sampled
from duty_desk.video.source import StreamFailure
from duty_desk.video.stream_state import state_words
from duty_desk.vision.diagnosis import SILENT_MS, Health, Watched, diagnosed, silent
from duty_desk.vision.persistence import suspected_last
from duty_desk.vision.plate import plate_of
from duty_desk.vision.reference import learn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from duty_desk.vision.finding import Finding
    from duty_desk.vision.persistence import Raised
    from duty_desk.vision.plate import Plate

_EVERY_MS = 500
_LEARNING_PICTURES = 20


@dataclass
class _Run:
    """One clip on its way through the diagnosis."""

    from_ms: int
    to_ms: int
    learning: list[Plate] = field(default_factory=list)
    watched: Watched | None = None
    frames: int = 0
    busy_s: float = 0.0
    last_ms: int = -(10**9)
    events: list[dict[str, Any]] = field(default_factory=list)

    def is_wanted(self, at_ms: int) -> bool:
        """Closer together while learning: a good stretch may be short."""
        if at_ms < self.from_ms:
            return False
        every = _EVERY_MS
        if at_ms <= self.to_ms:
            every = min(every, (self.to_ms - self.from_ms) // _LEARNING_PICTURES)
        return at_ms - self.last_ms >= every

    def take(self, at_ms: int, picture: NDArray[np.uint8]) -> None:
        began = time.process_time()
        plate = plate_of(picture)
        if at_ms <= self.to_ms:
            self.learning += [plate] if plate else []
        else:
            self._judge(at_ms, plate)
            self.frames += 1
            self.busy_s += time.process_time() - began
        self.last_ms = at_ms

    def _judge(self, at_ms: int, plate: Plate | None) -> None:
        if self.watched is None:
            self.watched = _learned(self.learning)
        gap_ms = at_ms - self.last_ms
        if self.watched.last_picture_ms is not None and gap_ms >= SILENT_MS:
            self._note(silent(self.watched, at_ms), at_ms)
        self._note(diagnosed(self.watched, plate, at_ms), at_ms)

    def _note(self, watched: Watched, at_ms: int) -> None:
        before = self.watched.raised if self.watched else None
        self.watched = watched
        now = watched.raised
        if before is not None and (now is None or now.raised_ms != before.raised_ms):
            self.events[-1]["to_s"] = at_ms / 1000
        if now is not None and (before is None or now.raised_ms != before.raised_ms):
            self.events.append(_event(now.finding, now.since_ms, "raised", now))

    def finish(self) -> None:
        """Close what is open; what was seen only at the very end is listed as suspect."""
        if self.watched is None:
            raise Refusal(tr("基准时段之后没有画面可诊断；请缩短基准时段或换一段视频。"))
        if self.watched.raised is not None:
            self.events[-1]["to_s"] = self.last_ms / 1000
            return
        found = suspected_last(self.watched.trail)
        if found is not None and self.watched.health is Health.SUSPECT:
            event = _event(found.finding, found.since_ms, "suspect")
            self.events.append(event | {"to_s": self.last_ms / 1000})


def _learned(plates: list[Plate]) -> Watched:
    reference = learn(plates).confirmed()
    return Watched({reference.light: reference})


def _event(
    finding: Finding, since_ms: int, state: str, raised: Raised | None = None
) -> dict[str, Any]:
    return {
        "kind": finding.fault_kind,
        "guess": finding.kind.value,
        "family": finding.family,
        "is_hint": finding.is_hint,
        "state": state,
        "from_s": since_ms / 1000,
        "to_s": None,
        "raised_s": raised.raised_ms / 1000 if raised else None,
        "score": round(finding.score, 3),
        "reason": finding.reason(),
    }


def diagnose_clip(call: Call) -> int:
    """`diagnose CLIP [--reference 0-10] [--seconds N]`: what the diagnosis finds in it."""
    words = call.words
    run = _Run(*words.reference)
    try:
        for at_ms, picture in sampled(words.clip, run.is_wanted, round(words.seconds * 1000)):
            run.take(at_ms, picture)
    except StreamFailure as failure:
        shown, why = redacted(words.clip), state_words(failure.state)
        raise Refusal(
            tr("打不开 {clip}（{why}），没有诊断；请核对文件名或地址。", clip=shown, why=why)
        ) from None
    run.finish()
    for event in run.events:
        call.line(_line(event))
    ms = round(1000 * run.busy_s / max(1, run.frames), 2)
    call.line(
        tr(
            "看了 {frames} 幅，每幅 {ms} 毫秒；{count} 个事件。",
            frames=run.frames,
            ms=ms,
            count=len(run.events),
        )
    )
    call.document({"frames": run.frames, "ms_per_frame": ms, "events": run.events})
    return DONE


def _line(event: dict[str, Any]) -> str:
    mood = ""
    if event["is_hint"]:
        mood = tr("（仅提示）")
    elif event["state"] == "suspect":
        mood = tr("（疑似，画面到此为止）")
    return f"{event['from_s']:8.1f} – {event['to_s']:.1f} s  {event['reason']}{mood}"
