"""The checkpoints of a walk, with what was pressed but is not confirmed by the desk yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duty_desk.desk.patrol_views import CheckpointRow, Walk
    from duty_desk.domain.patrol import Look


class WalkBook:
    """The walk as the desk has it, and over it what is being written."""

    def __init__(self) -> None:
        self.walk: Walk | None = None
        self._written: dict[int, CheckpointRow] = {}

    def begin(self, walk: Walk) -> None:
        """Another walk, or the same one anew."""
        self.walk, self._written = walk, {}

    def points(self) -> tuple[CheckpointRow, ...]:
        """All checkpoints in walking order."""
        walk = self.walk
        if walk is None:
            return ()
        return tuple(self._written.get(point.no, point) for point in walk.points)

    def open_after(self, no: int) -> list[int]:
        """Numbers of the checkpoints after `no` that are still to be seen."""
        return [point.no for point in self.points()[no:] if not point.outcome]

    def page_from(self, no: int, size: int) -> tuple[int, ...]:
        """Checkpoint `no` and open ones after it, each of a camera of its own."""
        every = self.points()
        page = {every[no - 1].camera_id: no}
        for other in self.open_after(no):
            if len(page) < size:
                page.setdefault(every[other - 1].camera_id, other)
        return tuple(page.values())

    def put(self, looks: Sequence[Look]) -> None:
        """Show looks as done while they are written."""
        for look in looks:
            self._written[look.no] = replace(
                self.points()[look.no - 1],
                outcome=str(look.outcome),
                done_at=look.at,
                reason=look.reason,
            )

    def forget(self, nos: Iterable[int]) -> None:
        """The desk has answered: its word counts again."""
        for no in nos:
            self._written.pop(no, None)
