"""What the newest look at each camera found: the catalogue's state, seen, delay, size and codec."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.store import camera_look as rows
from duty_desk.video.stream_state import StreamState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk, Happened
    from duty_desk.domain.camera_look import CameraLook


class Looks:
    """The looks at cameras. `known` is replaced as a whole, so any thread may read it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.known: Mapping[str, CameraLook] = {}
        desk.listen(self._on_happened)

    def load(self) -> Future[None]:
        """Read what was kept, as at the start."""
        return self._desk.ask(self._read)

    def keep(self, looks: Sequence[CameraLook]) -> Future[None]:
        """Put these in the place of the last ones. They are no moments: nothing is published."""

        def work() -> None:
            kept = self._desk.write(lambda unit: rows.keep(unit.session, looks))
            self.known = {**self.known, **kept}

        return self._desk.ask(work)

    def _read(self) -> None:
        self.known = self._desk.read(rows.every)

    def _on_happened(self, happened: Happened) -> None:
        """A refused password may have been put right: forget that it was refused."""
        changed = {it.subject for it in happened.entries if it.kind == "camera.changed"}
        refused = [
            replace(self.known[camera_id], state="", reason="")
            for camera_id in changed & self.known.keys()
            if self.known[camera_id].state == StreamState.NO_LOGIN
        ]
        if refused:
            self.keep(refused)
