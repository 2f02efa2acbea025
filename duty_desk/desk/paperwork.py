"""Making files beside the desk: what takes long runs in a thread of its own."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

First = TypeVar("First")
T = TypeVar("T")


def beside(first: Future[First], work: Callable[[First], T]) -> Future[T]:
    """Do `work` with the result of `first` in a thread of its own; a refusal is passed on."""
    after: Future[T] = Future()

    def run(found: First) -> None:
        try:
            after.set_result(work(found))
        except Exception as error:  # noqa: BLE001 - whoever asked gets it, whatever it is
            after.set_exception(error)

    def begin(done: Future[First]) -> None:
        if done.cancelled():
            after.cancel()
            return
        error = done.exception()
        if error is not None:
            after.set_exception(error)
            return
        thread = threading.Thread(target=run, args=(done.result(),), name="paperwork")
        thread.start()

    first.add_done_callback(begin)
    return after
