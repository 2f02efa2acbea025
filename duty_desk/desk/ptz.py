"""Pan, tilt and zoom: who may, what goes on record, and the way home after use.

The device is spoken to by `ptz_use`; here no call waits for it.
"""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from duty_desk.desk.ptz_use import PtzUse, UseState
from duty_desk.desk.ptz_words import fixed_words
from duty_desk.domain.camera import FIXED_TYPES
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal
from duty_desk.store.tables import CameraTable
from duty_desk.video.onvif_camera import STILL, OnvifCamera, onvif_address
from duty_desk.video.onvif_trouble import OnvifFault, OnvifTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Desk
    from duty_desk.video.onvif_camera import Drive, Preset, PtzAbilities

_LEAVE_S = 1.0
_BROKEN_OFF_S = 0.2


@dataclass(frozen=True)
class PtzState:
    """A camera in use, as a screen shows it.

    Attributes:
        use: What the device tells.
        is_away: It was moved and has not gone home since.
        is_kept: It stays away: the operator said so, or it has no home.
        returns_mono_ms: When it will go home by itself; None while it will not.
        words: Why it did not go home by itself, a finished sentence.
    """

    use: UseState
    is_away: bool = False
    is_kept: bool = False
    returns_mono_ms: int | None = None
    words: str = ""


@dataclass
class _Held:
    """A camera in use, under the lock of `Ptz`."""

    use: PtzUse
    has_home: bool = True
    first_at: int | None = None  # of the moves since it was last at home
    last_at: int = 0
    last_mono_ms: int = 0
    moves: int = 0
    asked: int = 0  # of the device and not answered yet
    is_moved: bool = False  # by hand: `camera.moved` is written once a use
    is_kept: bool = False
    is_returning: bool = False
    is_wished_still: bool = True
    words: str = ""
    by: str = ""  # who pressed the last key


class Ptz:
    """The use cases of pan, tilt and zoom. Every method may be called from any thread.

    A move is a moment: the first one by hand in a use, every preset, and how the use ended, with
    the first and last instant and the number of moves.
    """

    def __init__(self, desk: Desk, return_s: int) -> None:
        self._desk = desk
        self.return_s = return_s
        self._held: dict[str, _Held] = {}
        self._alive: set[PtzUse] = set()
        self._unwritten: list[Moment] = []
        self._leaves_until = 0.0
        self._lock = threading.RLock()

    def open(self, camera_id: str) -> Future[PtzAbilities]:
        """Take a camera into use: find it on its device.

        Raises:
            Refusal: no right, a fixed camera, no address, or the device does not play.
        """
        answer: Future[PtzAbilities] = Future()

        def begin() -> None:
            self._desk.require(Right.PTZ)
            camera = self._camera(camera_id)
            use = PtzUse(camera, lambda: self._forget(use))
            with self._lock:
                self._leave(camera_id, "left")
                self._held[camera_id] = _Held(use)
                self._alive.add(use)
            use.connect().add_done_callback(partial(self._opened, camera_id, answer))

        _pass_refusal(self._desk.ask(begin), answer)
        return answer

    def drive(self, camera_id: str, drive: Drive) -> Future[None]:
        """Turn and zoom until the next drive; `STILL` stops.

        Raises:
            Refusal: no right, or the device did not do it.
        """
        pressed_at = self._desk.time.now_ms()

        def sent(held: _Held) -> None:
            if drive != STILL:
                self._count(held, pressed_at)
                if not held.is_moved:
                    held.is_moved = True
                    self._note("camera.moved", camera_id, {}, pressed_at, held.by)

        def work(held: _Held) -> Future[None]:
            held.is_wished_still = drive == STILL
            return held.use.drive(drive)

        return self._do(camera_id, work, sent)

    def recall(self, camera_id: str, preset: Preset) -> Future[None]:
        """Go to a view the camera knows.

        Raises:
            Refusal: no right, or the device did not do it.
        """
        pressed_at = self._desk.time.now_ms()

        def sent(held: _Held) -> None:
            self._count(held, pressed_at)
            facts = {"preset": preset.name, "token": preset.token}
            self._note("camera.recalled", camera_id, facts, pressed_at, held.by)

        return self._do(camera_id, lambda held: held.use.recall(preset), sent)

    def home(self, camera_id: str) -> Future[None]:
        """Go home now.

        Raises:
            Refusal: no right, it has no home, or the device did not do it.
        """
        sent = partial(self._came_home, camera_id, "key")
        return self._do(camera_id, lambda held: held.use.home(), sent)

    def keep(self, camera_id: str) -> None:
        """Leave the camera where it is; until it is moved again it will not go home by itself.

        Raises:
            Refusal: no right.
        """
        self._desk.require(Right.PTZ)
        with self._lock:
            held = self._held.get(camera_id)
            if held is not None and held.first_at is not None and not held.is_kept:
                held.is_kept = True
                self._note("camera.kept", camera_id, _span(held), None, self._desk.actor)

    def close(self, camera_id: str) -> None:
        """End the use; a camera that is away and not kept goes home first."""
        self._leave(camera_id, "left")

    def state(self, camera_id: str) -> PtzState | None:
        """A camera in use as it stands; None when it is not in use."""
        with self._lock:
            held = self._held.get(camera_id)
            if held is None:
                return None
            return PtzState(
                held.use.state,
                is_away=held.first_at is not None,
                is_kept=held.is_kept,
                returns_mono_ms=self._returns_mono_ms(held),
                words=held.words,
            )

    def tick(self) -> None:
        """Send home what nobody has touched for long; once a second on the desk thread."""
        now = self._desk.time.mono_ms()
        with self._lock:
            due = [
                (camera_id, held)
                for camera_id, held in self._held.items()
                if (at := self._returns_mono_ms(held)) is not None and at <= now
            ]
            for camera_id, held in due:
                self._return_home(camera_id, held, "idle")
            is_waiting = bool(self._unwritten)
        if is_waiting:
            self._desk.ask(self._write_noted)

    def leave_all(self) -> None:
        """The program ends: send home what is away, wait for nothing."""
        with self._lock:
            self._leaves_until = self._leaves_until or time.monotonic() + _LEAVE_S
            for camera_id in list(self._held):
                self._leave(camera_id, "closing")

    def stop(self) -> None:
        """End every use within 1.2 s of `leave_all`, whatever the devices do."""
        self.leave_all()
        with self._lock:
            alive = tuple(self._alive)
        for use in alive:
            if not use.join(self._leaves_until - time.monotonic()):
                use.abort()
        until = time.monotonic() + _BROKEN_OFF_S
        for use in alive:
            use.join(until - time.monotonic())

    # -- inside --------------------------------------------------------------------------------

    def _camera(self, camera_id: str) -> OnvifCamera:
        row = self._desk.read(lambda session: session.get_one(CameraTable, camera_id))
        details = json.loads(row.details)
        if details.get("ptz_type", "") in FIXED_TYPES:
            raise Refusal(fixed_words())
        main, sub = (
            self._desk.vault.open(sealed, camera_id) if sealed else ""
            for sealed in (row.sealed_main, row.sealed_sub)
        )
        place = onvif_address(main or sub, details.get("onvif_port"), sub)
        return OnvifCamera(place, self._desk.time)

    def _opened(
        self, camera_id: str, answer: Future[PtzAbilities], found: Future[PtzAbilities]
    ) -> None:
        error = found.exception()
        with self._lock:
            held = self._held.get(camera_id)
            if error is None and held is not None:
                held.has_home = found.result().has_home
            elif error is not None and held is not None:
                self._leave(camera_id, "left")
        if error is None:
            answer.set_result(found.result())
        else:
            answer.set_exception(error)

    def _do(
        self,
        camera_id: str,
        work: Callable[[_Held], Future[None]],
        sent: Callable[[_Held], None],
    ) -> Future[None]:
        with self._lock:
            held = self._held.get(camera_id)
            try:
                self._desk.require(Right.PTZ)
                if held is None:
                    raise OnvifTrouble(OnvifFault.CLOSED)
            except Refusal as refusal:
                refused: Future[None] = Future()
                refused.set_exception(refusal)
                return refused
            held.words, held.by = "", self._desk.people.witness
            held.last_mono_ms = self._desk.time.mono_ms()
            held.asked += 1
            done = work(held)

        def settle(ended: Future[None]) -> None:
            with self._lock:
                held.asked -= 1
                if _may_have_moved(ended):
                    sent(held)

        done.add_done_callback(settle)
        return done

    def _count(self, held: _Held, at: int) -> None:
        held.first_at = held.first_at or at
        held.last_at, held.last_mono_ms = at, self._desk.time.mono_ms()
        held.moves += 1
        held.is_kept = not held.has_home

    def _came_home(self, camera_id: str, why: str, held: _Held) -> None:
        if held.first_at is None:
            if why != "key":
                return
            # Kept away by an earlier use, or turned by others: whoever judges by it must know.
            held.first_at = held.last_at = self._desk.time.now_ms()
        by = held.by if why == "key" else ""
        self._note("camera.homed", camera_id, {"why": why, **_span(held)}, None, by)
        held.first_at, held.moves, held.is_moved = None, 0, False

    def _returns_mono_ms(self, held: _Held) -> int | None:
        is_waiting = held.first_at is not None and held.is_wished_still
        if not is_waiting or held.is_kept or held.is_returning:
            return None
        return held.last_mono_ms + self.return_s * 1000

    def _return_home(self, camera_id: str, held: _Held, why: str) -> None:
        held.is_returning = True

        def settle(ended: Future[None]) -> None:
            with self._lock:
                held.is_returning = False
                error = ended.exception()
                if error is None:
                    self._came_home(camera_id, why, held)
                    return
                # Not tried again by itself: somebody has to look at this camera.
                held.is_kept = True
                held.words = str(error) if isinstance(error, Refusal) else ""
                facts = {"words": held.words, **_span(held)}
                self._note("camera.stranded", camera_id, facts, None, "")

        held.use.home().add_done_callback(settle)

    def _leave(self, camera_id: str, why: str) -> None:
        with self._lock:
            held = self._held.pop(camera_id, None)
            if held is None:
                return
            is_away = held.first_at is not None or held.asked > 0
            if not held.use.state.is_connected:
                held.use.abort()
            elif is_away and held.has_home and not (held.is_kept or held.is_returning):
                self._return_home(camera_id, held, why)
            elif is_away and not held.has_home:
                self._note("camera.kept", camera_id, _span(held), None, held.by)
            held.use.end()

    def _forget(self, use: PtzUse) -> None:
        with self._lock:
            self._alive.discard(use)

    def _note(
        self, kind: str, camera_id: str, facts: dict[str, Any], at: int | None, by: str
    ) -> None:
        """Have written what happened, by whoever pressed the key; by nobody when it was the desk.

        Somebody may have locked the screen since: who moved the camera is known all the same.
        """
        moment = Moment(
            kind=kind,
            subject=camera_id,
            facts=facts,
            event_at=at or self._desk.time.now_ms(),
            source=Source.KEY if by else Source.SYSTEM,
            actor=by,
        )
        with self._lock:
            self._unwritten.append(moment)
        self._desk.ask(self._write_noted)

    def _write_noted(self) -> None:
        """Write what the store did not take yet; it stays until it is taken."""
        with self._lock:
            waiting = tuple(self._unwritten)
        if waiting:
            self._desk.record(*waiting)
            with self._lock:
                del self._unwritten[: len(waiting)]


def _span(held: _Held) -> dict[str, Any]:
    return {"first_at": held.first_at, "last_at": held.last_at, "moves": held.moves}


def _may_have_moved(ended: Future[None]) -> bool:
    if ended.cancelled():
        return False
    error = ended.exception()
    if error is None:
        return True
    return isinstance(error, OnvifTrouble) and error.fault is OnvifFault.NO_ANSWER


def _pass_refusal(asked: Future[None], answer: Future[PtzAbilities]) -> None:
    def passed(begun: Future[None]) -> None:
        error = begun.exception()
        if error is not None:
            answer.set_exception(error)

    asked.add_done_callback(passed)
