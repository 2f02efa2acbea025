"""One look at every camera of the catalogue: who is called, and what is kept of the answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.domain.camera_look import CameraLook
from duty_desk.video.probe import ProbeWish
from duty_desk.video.stream_state import Freshness, StreamReason, StreamState
from duty_desk.video.sweep import PARALLEL, Sweep
from duty_desk.video.sweep_queue import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import CameraRow
    from duty_desk.video.probe import ProbeResult
    from duty_desk.video.source import StreamSpec
    from duty_desk.video.stream_state import StreamStatus

_KEEP_EVERY = 50
_UNDECIDED = (StreamState.CLOSED, StreamState.CONNECTING)


@dataclass(frozen=True)
class SweepProgress:
    """How far a sweep is: cameras looked at of all, and how many of them gave a picture."""

    done: int
    total: int
    seen: int


@dataclass(frozen=True)
class SweepWish:
    """What a sweep goes by.

    Attributes:
        spec_of: How a camera is reached at an address.
        watched: The cameras of the wall: they are not called, their status counts.
        is_asked: A person asked for it; else no password that was refused is tried again.
    """

    spec_of: Callable[[CameraRow, str], StreamSpec]
    watched: Mapping[str, StreamStatus] = field(default_factory=dict)
    is_asked: bool = True


class CatalogueSweep:
    """One sweep over the catalogue as it stands. `run` waits; `cancel` comes from any thread."""

    def __init__(self, desk: Desk, wish: SweepWish) -> None:
        self._desk = desk
        self._wish = wish
        self._sweep: Sweep | None = None
        self._is_cancelled = False

    def cancel(self) -> None:
        """End early; what was found is kept."""
        self._is_cancelled = True
        if self._sweep is not None:
            self._sweep.cancel()

    def run(
        self,
        told: Callable[[SweepProgress], None] = lambda _progress: None,
        found: Callable[[ProbeResult], None] = lambda _result: None,
    ) -> SweepProgress:
        """Look, keep what was found, tell how far it is; returns how it ended.

        Raises:
            Refusal: the addresses cannot be opened, or the store is out of reach.
        """
        self._desk.looks.load().result()
        looks = self._looks_of_wall()
        addresses = self._desk.cameras.addresses().result()
        specs = self._specs(addresses)
        sessions = Counter(host_of(addresses.get(one, "")) for one in self._wish.watched)
        total, seen = len(specs) + len(looks), sum(look.is_seen for look in looks)
        done = len(looks)
        told(SweepProgress(done, total, seen))
        exams = self._desk.diagnosing.exams().result()
        self._sweep = Sweep(specs, ProbeWish(PARALLEL, sessions=sessions, exams=exams))
        if self._is_cancelled:
            self._sweep.cancel()
        for result in self._sweep.run():
            looks.append(_look(result, self._desk.time.now_ms()))
            done, seen = done + 1, seen + result.ok
            found(result)
            self._desk.diagnosing.note_glance(result.camera_id, result.examined, "sweep")
            told(SweepProgress(done, total, seen))
            if len(looks) >= _KEEP_EVERY:
                self._desk.looks.keep(looks).result()
                looks = []
        self._desk.looks.keep(looks).result()
        return SweepProgress(done, total, seen)

    def _specs(self, addresses: Mapping[str, str]) -> list[StreamSpec]:
        return [
            self._wish.spec_of(camera, addresses[camera.id])
            for camera in self._desk.snapshot.cameras
            if addresses.get(camera.id) and self._is_wanted(camera)
        ]

    def _is_wanted(self, camera: CameraRow) -> bool:
        if camera.id in self._wish.watched:
            return False
        last = self._desk.looks.known.get(camera.id)
        return self._wish.is_asked or last is None or last.state != StreamState.NO_LOGIN

    def _looks_of_wall(self) -> list[CameraLook]:
        now, mono_ms = self._desk.time.now_ms(), self._desk.time.mono_ms()
        found = (
            look_of_tile(camera_id, status, now, mono_ms)
            for camera_id, status in self._wish.watched.items()
        )
        return [look for look in found if look is not None]


def look_of_tile(camera_id: str, status: StreamStatus, now: int, mono_ms: int) -> CameraLook | None:
    """What the wall knows of a camera, by both clocks; None while it is still connecting."""
    if status.state in _UNDECIDED:
        return None
    newest = status.newest_mono_ms
    state, reason = status.state, status.reason
    if state is StreamState.LIVE and status.freshness(mono_ms) is Freshness.STALE:
        state, reason = StreamState.LOST, StreamReason.STALLED.value
    return CameraLook(
        camera_id=camera_id,
        looked_at=now,
        state=state.value,
        reason=reason,
        seen_at=None if newest is None else now - (mono_ms - newest),
    )


def _look(result: ProbeResult, now: int) -> CameraLook:
    return CameraLook(
        camera_id=result.camera_id,
        looked_at=now,
        state=result.state.value,
        reason=result.reason,
        delay_ms=result.ms if result.ok else 0,
        width_px=result.width,
        height_px=result.height,
        codec=result.codec,
        fps_milli=round(result.fps * 1000),
        seen_at=now if result.ok else None,
    )
