"""The second look, half a minute after a short one saw something doubtful.

One glance at a camera proves little: what both see is put on record, what only one saw is not.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from duty_desk.language import Refusal
from duty_desk.video.probe import ProbeWish
from duty_desk.video.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import CameraRow
    from duty_desk.video.exam import Exam, Examined
    from duty_desk.video.source import StreamSpec

_log = logging.getLogger(__name__)

AFTER_MS = 30_000
PICTURES = 3
_MOST_WAITING = 200


@dataclass(frozen=True)
class SecondLook:
    """A look that is to be repeated."""

    camera_id: str
    family: str
    occasion: str
    due_mono_ms: int


@dataclass(frozen=True)
class Ways:
    """How a camera is looked at again.

    Attributes:
        newest: The newest report on a camera that is open; None when it is not.
        exam_of: How it is examined.
        spec_of: How it is reached at an address when it is not open; None: it is not called.
        agreed: Told of a second look that saw the same.
    """

    newest: Callable[[str], Examined | None]
    exam_of: Callable[[str], Exam]
    spec_of: Callable[[CameraRow, str], StreamSpec] | None
    agreed: Callable[[Examined, str], None]


class SecondLooks:
    """Repeats doubtful looks. On the desk thread, but for the calls to cameras not open."""

    def __init__(self, desk: Desk, ways: Ways) -> None:
        self._desk = desk
        self._ways = ways
        self._waiting: dict[str, SecondLook] = {}
        self._calling = threading.Lock()
        self._sweep: Sweep | None = None

    def plan(self, camera_id: str, family: str, occasion: str) -> None:
        """Look at a camera again in half a minute, unless that is planned already."""
        if camera_id not in self._waiting and len(self._waiting) < _MOST_WAITING:
            due = self._desk.time.mono_ms() + AFTER_MS
            self._waiting[camera_id] = SecondLook(camera_id, family, occasion, due)

    def look(self) -> None:
        """Do what is due; once a second."""
        now = self._desk.time.mono_ms()
        due = [one for one in self._waiting.values() if one.due_mono_ms <= now]
        closed = []
        for one in due:
            newest = self._ways.newest(one.camera_id)
            if newest is None:
                closed.append(one)
                continue
            del self._waiting[one.camera_id]
            if not newest.is_raised and newest.glance == one.family:
                self._ways.agreed(newest, one.occasion)
        if closed and self._calling.acquire(blocking=False):
            for one in closed:
                del self._waiting[one.camera_id]
            wish = ProbeWish(
                exams={one.camera_id: self._ways.exam_of(one.camera_id) for one in closed},
                pictures=PICTURES,
            )
            threading.Thread(
                target=self._call, args=(wish, closed), name="second looks", daemon=True
            ).start()

    def _specs(self, wanted: Mapping[str, SecondLook]) -> list[StreamSpec]:
        spec_of = self._ways.spec_of
        if spec_of is None:
            return []
        addresses = self._desk.cameras.addresses().result()
        return [
            spec_of(camera, addresses[camera.id])
            for camera in self._desk.snapshot.cameras
            if camera.id in wanted and addresses.get(camera.id)
        ]

    def stop(self) -> None:
        """End a call under way."""
        if self._sweep is not None:
            self._sweep.cancel()

    def _call(self, wish: ProbeWish, closed: Sequence[SecondLook]) -> None:
        wanted = {one.camera_id: one for one in closed}
        try:
            self._sweep = Sweep(self._specs(wanted), wish)
            for result in self._sweep.run():
                said, one = result.examined, wanted[result.camera_id]
                if said is not None and said.glance == one.family:
                    self._desk.ask(partial(self._ways.agreed, said, one.occasion))
        except (OSError, Refusal):
            _log.info("second looks: the cameras could not be called")
        finally:
            self._sweep = None
            self._calling.release()
