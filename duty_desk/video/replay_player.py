"""A replay inside a worker: frames of a film on a tile, standing or at any pace."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from duty_desk.video.film import Projector
from duty_desk.video.priority import step_back
from duty_desk.video.replay_orders import ShowFrame
from duty_desk.video.source import mono_ms
from duty_desk.video.tile_memory import Stamp, TileMemory
from duty_desk.video.tile_scale import fitted

if TYPE_CHECKING:
    from duty_desk.video.film import Film
    from duty_desk.video.replay_orders import OpenReplay, SizeReplay
    from duty_desk.video.yuv_frame import YuvFrame

# The desk paints no faster than this: frames between are decoded and not drawn.
_DRAW_EVERY_MS = 28


class ReplayPlayer:
    """Shows what it was told last; an order that comes while it decodes replaces the one before.

    The thread alone decodes and draws. A picture's `pts_ms` on the tile is the frame's number.
    """

    def __init__(self, film: Film, order: OpenReplay) -> None:
        self.film = film
        self._projector = Projector(film)
        self._tile = TileMemory.attached(order.tile_name)
        self._box = order.box
        self._news = threading.Condition()
        self._wanted: ShowFrame | None = None
        self._size: SizeReplay | None = None
        self._percent = 0
        self._is_over = False
        self._drawn_mono_ms = 0
        name = f"replay {order.replay_id}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def show(self, order: ShowFrame) -> None:
        """Show a frame, and go on from there if so ordered."""
        with self._news:
            self._wanted = order
            self._news.notify()

    def resize(self, order: SizeReplay) -> None:
        """Go on with another tile."""
        with self._news:
            self._size = order
            self._news.notify()

    def close(self) -> None:
        """Decode nothing more."""
        with self._news:
            self._is_over = True
            self._news.notify()

    def wait(self, seconds: float) -> None:
        """Wait for its end, at most `seconds`."""
        self._thread.join(seconds)

    def _run(self) -> None:
        step_back()
        number = 0
        while order := self._next_order():
            number = self._shown(order.number if order.number >= 0 else number)
            if order.percent:
                number = self._play(number, order.percent)
        self._tile.close()

    def _next_order(self) -> ShowFrame | None:
        with self._news:
            self._news.wait_for(lambda: self._is_over or self._wanted or self._size)
            return None if self._is_over else self._taken()

    def _taken(self) -> ShowFrame:
        """The order to follow now; a new size alone means the same frame again."""
        size, self._size = self._size, None
        if size is not None:
            # The tile may have been made anew before this order was read: the next one names it.
            with contextlib.suppress(FileNotFoundError):
                tile = TileMemory.attached(size.tile_name)
                self._tile.close()
                self._tile, self._box = tile, size.box
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._percent = wanted.percent
        return wanted or ShowFrame("", -1, self._percent)

    def _play(self, first: int, percent: int) -> int:
        """Go on until the end or another order; the number shown last."""
        began, number, last = mono_ms(), first, len(self.film.frames) - 1
        while number < last:
            due = began + self.film.pause_ms(first, number + 1) * 100 // percent
            if self._is_told_within(due - mono_ms()):
                return number
            number = self._shown(number + 1, only_if_seen=number + 1 < last)
        return number

    def _is_told_within(self, ms: int) -> bool:
        """Whether another order comes within the time, which may be over already."""
        with self._news:
            return bool(
                self._news.wait_for(
                    lambda: self._is_over or self._wanted is not None or self._size is not None,
                    max(0, ms) / 1000,
                )
            )

    def _shown(self, number: int, *, only_if_seen: bool = False) -> int:
        """Decode a frame and draw it; the number of what was found there."""
        found = self._projector.frame(min(number, len(self.film.frames) - 1))
        if found is None:
            return len(self.film.frames) - 1
        number, frame = found
        now = mono_ms()
        if not only_if_seen or now - self._drawn_mono_ms >= _DRAW_EVERY_MS:
            self._drawn_mono_ms = now
            self._draw(number, frame)
        return number

    def _draw(self, number: int, frame: YuvFrame) -> None:
        shape = (frame.width, frame.height)
        stamp = Stamp(*shape, number, frame.received_mono_ms)
        self._tile.write(fitted(shape, frame.pixel_aspect, self._box), stamp, frame.draw)
