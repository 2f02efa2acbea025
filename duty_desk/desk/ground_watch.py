"""The watch over drawn grounds: pictures of open cameras, one a second, in a thread of its own.

A camera that nobody has open is not watched; nothing is claimed of it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from duty_desk.desk.dumped import FoundThing
from duty_desk.domain.ground import GroundPlan
from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal
from duty_desk.vision.dumped import bgr_of, forgiven, grey_of, ground_of, seen
from duty_desk.vision.jpeg import encode

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk, Happened
    from duty_desk.video.replay_orders import Clip
    from duty_desk.video.tile_memory import Picture
    from duty_desk.vision.dumped import Ground, Thing

_log = logging.getLogger(__name__)

EVERY_S = 1.0
FRESH_MS = 3_000
_KEPT_EVERY_MS, _KEPT = 4_000, 10
_AROUND_MS = 5_000
_RING_MS = 25_000  # so far back the packet ring is sure to reach
_JPEG_QUALITY = 85
_MISSED = 5


class Watched(Protocol):
    """The video engine as the watch needs it."""

    def watched(self) -> tuple[str, ...]:
        """The cameras that are open."""
        ...

    def picture(self, camera_id: str, after_seq: int = 0) -> Picture | None:
        """The newest picture of a camera's tile, None when it is not newer."""
        ...

    def clip(self, camera_id: str, from_mono_ms: int, to_mono_ms: int) -> Future[tuple[Clip, ...]]:
        """What the camera sent in a span of the last half minute."""
        ...


@dataclass(eq=False)
class _Candidate:
    """Something that has settled: what is kept of its first appearance."""

    thing: Thing
    before: bytes
    clip: Future[tuple[Clip, ...]] | None
    missed: int = 0  # looks since it was seen last


@dataclass
class _Watch:
    """One camera under watch."""

    plan: GroundPlan
    ground: Ground
    seq: int = 0
    recent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    candidates: list[_Candidate] = field(default_factory=list)


class GroundWatch:
    """Watches what people drew. `join` and `stop` from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._engine: Watched | None = None
        self._plans: dict[str, GroundPlan] = {}
        self._watches: dict[str, _Watch] = {}
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def join(self, engine: Watched, *, is_running: bool = True) -> None:
        """Begin; the desk has started. Tests look by themselves instead of running."""
        self._engine = engine
        self._plans = dict(self._desk.dumped.plans().result())
        self._desk.listen(self._on_happened)
        if is_running:
            self._thread = threading.Thread(target=self._run, name="ground", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(EVERY_S * 2)

    def look(self) -> None:
        """Take one look at every ground whose hours have come."""
        engine = self._engine
        if engine is None:
            return
        now = beijing(self._desk.time.now_ms())
        minute = now.hour * 60 + now.minute
        due = {one: plan for one, plan in tuple(self._plans.items()) if plan.is_due(minute)}
        for camera_id in set(self._watches) - set(due):
            del self._watches[camera_id]
        is_open = set(engine.watched()) if due else set()
        for camera_id, plan in due.items():
            if camera_id in is_open:
                self._look_at(engine, camera_id, plan)

    # -- inside --------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._ended.wait(EVERY_S):
            try:
                self.look()
            except Exception as failure:  # noqa: BLE001 - one odd picture must not end the watch
                _log.warning("a ground could not be looked at: %s", type(failure).__name__)

    def _on_happened(self, happened: Happened) -> None:
        for entry in happened.entries:
            if entry.kind == "ground.drawn":
                self._plans[entry.subject] = GroundPlan.from_facts(entry.facts["plan"])

    def _look_at(self, engine: Watched, camera_id: str, plan: GroundPlan) -> None:
        watch = self._watches.get(camera_id)
        if watch is None or watch.plan != plan:
            watch = self._watches[camera_id] = _Watch(plan, ground_of(plan.zones))
        picture = engine.picture(camera_id, watch.seq)
        now = self._desk.time.mono_ms()
        if picture is None or now - picture.received_mono_ms > FRESH_MS:
            return
        watch.seq = picture.seq
        at = picture.received_mono_ms
        grey = grey_of(picture.bgra)
        watch.ground = seen(watch.ground, grey, at)
        self._follow(engine, camera_id, watch, at)
        if not watch.recent or at - watch.recent[-1][0] >= _KEPT_EVERY_MS:
            watch.recent.append((at, encode(bgr_of(picture.bgra), _JPEG_QUALITY)))
        for candidate in tuple(watch.candidates):
            if not candidate.missed and candidate.thing.still_ms >= plan.hold_s * 1000:
                watch.candidates.remove(candidate)
                watch.ground = forgiven(watch.ground, grey, candidate.thing.box)
                self._hint(camera_id, candidate, encode(bgr_of(picture.bgra)))

    def _follow(self, engine: Watched, camera_id: str, watch: _Watch, at: int) -> None:
        """Know again what had settled before, and keep the first appearance of what is new."""
        known, watch.candidates = watch.candidates, []
        for thing in watch.ground.things:
            same = next((one for one in known if _is_same(one.thing, thing)), None)
            if same is None:
                same = self._begun(engine, camera_id, watch, thing, at)
            # What grew out of two pieces began when the first of them did.
            since = min(thing.since_ms, same.thing.since_ms)
            same.thing, same.missed = replace(thing, since_ms=since), 0
            watch.candidates.append(same)
        for one in known:
            if one not in watch.candidates and one.missed < _MISSED:
                one.missed += 1
                watch.candidates.append(one)

    def _begun(
        self, engine: Watched, camera_id: str, watch: _Watch, thing: Thing, at: int
    ) -> _Candidate:
        earlier = [jpeg for seen_at, jpeg in watch.recent if seen_at < thing.since_ms - 500]
        clip = None
        if at - thing.since_ms < _RING_MS:
            first, last = thing.since_ms - _AROUND_MS, thing.since_ms + _AROUND_MS
            clip = engine.clip(camera_id, first, last)
        return _Candidate(thing, earlier[-1] if earlier else b"", clip)

    def _hint(self, camera_id: str, candidate: _Candidate, after: bytes) -> None:
        thing = candidate.thing
        zero_at = self._desk.time.now_ms() - self._desk.time.mono_ms()
        found = FoundThing(
            camera_id=camera_id,
            zone=thing.zone,
            box=thing.box,
            seen_at=zero_at + thing.since_ms,
            before=candidate.before,
            after=after,
            clip=_came(candidate.clip, zero_at),
        )
        self._desk.dumped.hint(found).add_done_callback(_log_failure)


def _is_same(one: Thing, other: Thing) -> bool:
    """Whether two boxes of a zone overlap."""
    (left, top, right, bottom), box = one.box, other.box
    return (
        one.zone == other.zone
        and left < box[2]
        and box[0] < right
        and top < box[3]
        and box[1] < bottom
    )


def _came(coming: Future[tuple[Clip, ...]] | None, zero_at: int) -> Clip | None:
    """The longest clip that has come, its instants UTC; None when there is none."""
    if coming is None or not coming.done() or coming.cancelled() or coming.exception() is not None:
        return None
    clips = coming.result()
    if not clips:
        return None
    longest = max(clips, key=lambda clip: clip.to_mono_ms - clip.from_mono_ms)
    return replace(
        longest,
        from_mono_ms=longest.from_mono_ms + zero_at,
        to_mono_ms=longest.to_mono_ms + zero_at,
    )


def _log_failure(asked: Future[str]) -> None:
    error = asked.exception()
    if error is not None and not isinstance(error, Refusal):
        _log.warning("a hint could not be kept: %s", type(error).__name__)
