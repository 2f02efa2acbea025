"""A thread that reads while the desk thread writes: for what takes longer than a key press may.

Each question has a slot; a newer one of the same slot takes the place of the older, whether that
waits or runs, so that turning through months leaves one question and not twelve.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from duty_desk.store.reader import GivenUp, Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.store.store import StorePlace
    from duty_desk.store.transaction import Session

T = TypeVar("T")


@dataclass(eq=False)
class _Question:
    slot: str
    work: Callable[[Session], Any]
    answer: Future[Any]
    is_wanted: bool = True

    def is_alive(self) -> bool:
        """Whether anybody waits for the answer: who asked may cancel it too."""
        return self.is_wanted and not self.answer.cancelled()


class Reading:
    """Answers questions in their order; its thread begins with the first."""

    def __init__(self, place: StorePlace) -> None:
        self._reader = Reader(place)
        self._changed = threading.Condition()
        self._waiting: list[_Question] = []
        self._running: _Question | None = None
        self._thread: threading.Thread | None = None
        self._is_over = False

    def ask(self, slot: str, work: Callable[[Session], T]) -> Future[T]:
        """Do reading `work`; the future of an older question of `slot` is cancelled.

        `work` runs on the reading thread and may keep nothing of the session.
        """
        question = _Question(slot, work, Future())
        with self._changed:
            given_up = [one for one in self._known() if one.slot == slot]
            for one in given_up:
                one.is_wanted = False
            self._waiting = [one for one in self._waiting if one.is_wanted]
            if self._is_over:
                given_up.append(question)
            else:
                self._waiting.append(question)
                self._begin()
            self._changed.notify()
        for one in given_up:
            one.answer.cancel()
        return question.answer

    def stop(self) -> None:
        """Give up every question and end the thread."""
        with self._changed:
            self._is_over = True
            given_up, self._waiting = self._known(), []
            for one in given_up:
                one.is_wanted = False
            self._changed.notify()
        for one in given_up:
            one.answer.cancel()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _known(self) -> list[_Question]:
        return [*self._waiting, *([self._running] if self._running else [])]

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="reading", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._running = None
                self._changed.wait_for(lambda: self._waiting or self._is_over)
                if self._is_over:
                    break
                self._running = question = self._waiting.pop(0)
            self._answer(question)
        self._reader.close()

    def _answer(self, question: _Question) -> None:
        # A question given up meanwhile was cancelled by whoever gave it up.
        with suppress(GivenUp, InvalidStateError):
            try:
                found = self._reader.read(question.work, question.is_alive)
            except GivenUp:
                raise
            except Exception as error:  # noqa: BLE001 - whoever asked gets it, whatever it is
                question.answer.set_exception(error)
            else:
                question.answer.set_result(found)
