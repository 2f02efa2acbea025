"""What the newest look at each camera found: the catalogue's state, seen, delay, size and codec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.store import camera_look as rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.camera_look import CameraLook


class Looks:
    """The looks at cameras. `known` is replaced as a whole, so any thread may read it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.known: Mapping[str, CameraLook] = {}

    def load(self) -> Future[None]:
        """Read what was kept, as at the start."""
        return self._desk.ask(self._read)

    def keep(self, looks: Iterable[CameraLook]) -> Future[None]:
        """Put these in the place of the last ones. They are no moments: nothing is published."""

        def work() -> None:
            self._desk.write(lambda unit: rows.keep(unit.session, tuple(looks)))
            self._read()

        return self._desk.ask(work)

    def _read(self) -> None:
        self.known = self._desk.read(rows.every)
