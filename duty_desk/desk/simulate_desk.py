"""The desk that history is told to, and what every part of a story is given."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from duty_desk.desk.desk import Desk
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duty_desk.desk.parts import DeskParts
    from duty_desk.desk.simulate_places import Places
    from duty_desk.domain.moment import Entry
    from duty_desk.domain.person import Person

T = TypeVar("T")
_OPERATORS = (mark("值班员 A"), mark("值班员 B"))


class ToldDesk(Desk):
    """A desk without a thread of its own: what is asked is done at once by whoever asks.

    Inside `telling` everything becomes one transaction, and no pictures are made for screens.
    Rules, use cases, records and chain are those of every other desk.
    """

    _is_telling = False

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        # Nobody in a story has a password: whoever it says is there is taken at his word.
        self.people.check = self._known  # type: ignore[method-assign]

    def _known(self, person_id: str, secret: str) -> Future[Person]:
        del secret
        return self.ask(lambda: self.people.must_be_active(person_id))

    def ask(self, work: Callable[[], T]) -> Future[T]:
        """Do `work` here and now."""
        future: Future[T] = Future()
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            future.set_exception(error)
        return future

    @property
    def actor(self) -> str:
        """Who sat here then; where nobody was entered two operators take turns, 8:30 and 20:00."""
        if self.people.all():
            return super().actor
        at = beijing(self.time.now_ms())
        is_day = 510 <= at.hour * 60 + at.minute < 1200
        return tr(_OPERATORS[(at.toordinal() + is_day) % len(_OPERATORS)])

    @contextmanager
    def telling(self) -> Iterator[None]:
        """One transaction for all that happens inside; nothing of it when it fails."""
        self._is_telling = True
        try:
            with self.store.batch():
                yield
        finally:
            self._is_telling = False

    def tick(self) -> None:
        """What time alone brings: stages, rounds missed, punches, midnight's seal; no drafts."""
        if self._started_at:
            self._sound_alarms()
            self.shifts.tick()
            self.patrol.tick()
            self.attendance.tick()

    def _publish(self, entries: tuple[Entry, ...]) -> None:
        if not self._is_telling:
            super()._publish(entries)


@dataclass(frozen=True, kw_only=True)
class Teller:
    """What the parts of a story share.

    Attributes:
        at: Has something happen at an instant (UTC ms).
        places: Where and when things happen.
        pictures: Pictures of the cameras (JPEG), in the order of the catalogue.
        seed: Each part throws dice of its own from it, so that the rest of a story stays as it
            is when one part changes.
        until: Where the story ends, UTC ms.
    """

    desk: ToldDesk
    at: Callable[[int, Callable[[], None]], None]
    places: Places
    pictures: tuple[bytes, ...]
    seed: int
    until: int

    @property
    def now(self) -> int:
        """The story's instant, UTC ms."""
        return self.desk.time.now_ms()
