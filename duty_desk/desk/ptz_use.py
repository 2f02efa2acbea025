"""One use of one camera's pan, tilt and zoom: a thread that speaks to the device, nothing else.

The desk thread and the window never wait for it. The newest drive wins; a stop is never lost.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from duty_desk.video.onvif_camera import STILL, PtzPosition
from duty_desk.video.onvif_trouble import OnvifFault, OnvifTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.video.onvif_camera import Drive, OnvifCamera, Preset, PtzAbilities

_LOOK_S = 0.7
"""So often a held key drives again, well before the device's own time limit, and its place is
asked for."""

_LOOKS_AFTER_MOVE = 6


@dataclass(frozen=True)
class UseState:
    """What is known of a camera in use."""

    position: PtzPosition = field(default_factory=PtzPosition)
    is_driven: bool = False
    is_connected: bool = False


@dataclass
class _Job:
    work: Callable[[OnvifCamera], object]
    done: Future[Any]
    drive: Drive | None = None


class PtzUse:
    """A camera in somebody's hands, from opening to leaving. Methods may be called by any thread.

    `ended` is called on its own thread when nothing more will be sent.
    """

    def __init__(self, camera: OnvifCamera, ended: Callable[[], None]) -> None:
        self._camera = camera
        self._ended = ended
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._is_over = False
        self._driven = STILL
        self._looks = 0
        self.state = UseState()
        self._thread = threading.Thread(target=self._run, name="ptz", daemon=True)
        self._thread.start()

    def connect(self) -> Future[PtzAbilities]:
        """Find the camera on its device."""

        def work(camera: OnvifCamera) -> PtzAbilities:
            abilities = camera.connect()
            self.state = replace(self.state, position=abilities.position, is_connected=True)
            return abilities

        return self._put(work)

    def drive(self, drive: Drive) -> Future[None]:
        """Turn and zoom until the next drive; `STILL` stops."""

        def work(camera: OnvifCamera) -> None:
            self._driven = drive
            try:
                camera.stop() if drive == STILL else camera.drive(drive)
            except OnvifTrouble as trouble:
                if trouble.fault is not OnvifFault.NO_ANSWER:
                    self._driven = STILL
                raise
            finally:
                self.state = replace(self.state, is_driven=self._driven != STILL)
                self._looks = _LOOKS_AFTER_MOVE

        return self._put(work, drive)

    def recall(self, preset: Preset) -> Future[None]:
        """Go to a view."""
        return self._put(lambda camera: self._seek(lambda: camera.recall(preset)))

    def home(self) -> Future[None]:
        """Go to the home view."""
        return self._put(lambda camera: self._seek(camera.home))

    def end(self) -> None:
        """Send nothing after what is waiting; a camera that is driven is stopped first."""
        with self._changed:
            self._is_over = True
            self._changed.notify()

    def abort(self) -> None:
        """End now, whatever the device does."""
        self.end()
        self._camera.abort()

    def join(self, seconds: float) -> bool:
        """Wait for the end; whether it came."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def _seek(self, go: Callable[[], None]) -> None:
        self._driven = STILL
        go()
        self.state = replace(self.state, is_driven=False)
        self._looks = _LOOKS_AFTER_MOVE

    def _put(
        self, work: Callable[[OnvifCamera], object], drive: Drive | None = None
    ) -> Future[Any]:
        job = _Job(work, Future(), drive)
        with self._changed:
            if self._is_over:
                job.done.set_exception(OnvifTrouble(OnvifFault.CLOSED))
                return job.done
            if drive is not None and self._jobs and self._jobs[-1].drive is not None:
                self._jobs.pop().done.cancel()  # overtaken: the newest wish counts
            self._jobs.append(job)
            self._changed.notify()
        return job.done

    # -- its thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while self._step():
                pass
        finally:
            self._camera.close()
            self._ended()

    def _step(self) -> bool:
        with self._changed:
            if not self._jobs and not self._is_over:
                self._changed.wait(self._patience_s())
            job = self._jobs.popleft() if self._jobs else None
            is_over = self._is_over and job is None
        if is_over:
            if self._driven != STILL:
                self._quietly(self._camera.stop)
            return False
        if job is None:
            self._look_again()
        else:
            _do(job, self._camera)
        return True

    def _patience_s(self) -> float | None:
        return _LOOK_S if self._driven != STILL or self._looks > 0 else None

    def _look_again(self) -> None:
        """Drive on while a key is held; see where the camera is."""
        if self._driven != STILL:
            self._quietly(lambda: self._camera.drive(self._driven))
        self._looks -= 1
        self._quietly(self._see)

    def _see(self) -> None:
        self.state = replace(self.state, position=self._camera.position())

    def _quietly(self, work: Callable[[], None]) -> None:
        try:
            work()
        except OnvifTrouble:
            # Nobody asked for this one: its trouble shows when somebody asks again.
            self._looks = 0


def _do(job: _Job, camera: OnvifCamera) -> None:
    job.done.set_running_or_notify_cancel()
    try:
        job.done.set_result(job.work(camera))
    except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked
        job.done.set_exception(error)
