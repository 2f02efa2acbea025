"""Patrol rounds: starting, walking, pausing and ending them. Rules are checked here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_views import PatrolOverview, RoundRow, Walk
    from duty_desk.domain.patrol import Look


class TooQuick(Refusal):
    """A checkpoint would be called normal under its least dwell; a person must confirm it."""


class Patrol:
    """The use cases of rounds. `snapshot.patrol` has today's rounds and the counts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def start(self, *, take_over: bool = False) -> Future[Walk]:
        """Start or continue (F5): the round that runs here, else the one whose window is open.

        A round that was paused, or left by a crash, goes on at the same checkpoint; the gap is on
        record (`round.resumed`).

        Args:
            take_over: Go on with a round that another seat started and left.

        Raises:
            Refusal: no window is open (it names the next one), today's plan has no checkpoints,
                or another seat walks this round (it names seat, operator and since when).
        """
        raise NotImplementedError

    def make_up(self, day: str, slot: int) -> Future[Walk]:
        """Walk a round of `day` again that was missed or is not complete (补巡), shown apart.

        Raises:
            Refusal: that round is complete, its window is not over, it is older than yesterday,
                or another round runs at this seat.
        """
        raise NotImplementedError

    def walk(self, round_id: str) -> Future[Walk]:
        """A round that has begun, whole. Writes nothing."""
        raise NotImplementedError

    def visit(self, round_id: str, looks: Sequence[Look]) -> Future[Walk]:
        """Put one visit on record, or those of a page of four, together or not at all.

        A checkpoint may be visited again while the round runs: the newest visit counts, the
        journal keeps both. The visit that accounts for the last checkpoint ends the round.

        Raises:
            TooQuick: under the least dwell and not confirmed; ask again with `is_confirmed`.
            Refusal: no fresh picture (cannot be normal), no reason, a camera out of use, or the
                round has ended meanwhile; nothing was recorded.
        """
        raise NotImplementedError

    def pause(self, round_id: str, reason: str = "") -> Future[Walk]:
        """Lay the walk aside; the window runs on. `start` goes on at the same checkpoint."""
        raise NotImplementedError

    def close(self, round_id: str, reason: str) -> Future[Walk]:
        """End a round before its window does, with what is missing, for a reason.

        Raises:
            Refusal: no reason was given, or it has ended already.
        """
        raise NotImplementedError

    def explain(self, round_id: str, reason: str) -> Future[Walk]:
        """Say afterwards why a round is incomplete or was missed; the first words stay on record.

        Raises:
            Refusal: no reason was given, or the round is complete.
        """
        raise NotImplementedError

    def rounds(self, day: str) -> Future[tuple[RoundRow, ...]]:
        """The rounds of a calendar day, those not begun yet included, in order of their windows."""
        raise NotImplementedError

    def overview(self, from_on: str, to_on: str) -> Future[PatrolOverview]:
        """How the rounds of a stretch of days went (both days included)."""
        raise NotImplementedError

    def year(self) -> Future[PatrolOverview]:
        """The overview of the contract year that today lies in."""
        raise NotImplementedError

    def thumbnail(self, round_id: str, no: int) -> Future[bytes]:
        """The small picture of a visit, JPEG; empty when none was kept or it has expired."""
        raise NotImplementedError

    def last_thumbnail(self, round_id: str, no: int) -> Future[tuple[bytes, int]]:
        """The same checkpoint's small picture from the last round before this one, and when.

        Returns:
            JPEG and the visit's instant; (b"", 0) when there is none.
        """
        raise NotImplementedError
