"""One future after another: what waits for a check on another thread goes on at the desk."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Desk

First = TypeVar("First")
T = TypeVar("T")


def then(desk: Desk, first: Future[First], work: Callable[[First], T]) -> Future[T]:
    """Do `work` with the result of `first` on the desk thread; a refusal is passed on."""
    after: Future[T] = Future()

    def begin(done: Future[First]) -> None:
        error = done.exception()
        if error is not None:
            after.set_exception(error)
            return
        result = done.result()
        desk.ask(lambda: work(result)).add_done_callback(end)

    def end(done: Future[T]) -> None:
        error = done.exception()
        if error is not None:
            after.set_exception(error)
        else:
            after.set_result(done.result())

    first.add_done_callback(begin)
    return after
