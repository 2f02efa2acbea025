"""Finding cameras while one types: by code, name, nickname, community and road."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.desk.text_walk import TextWalk, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.pinyin import Readings
    from duty_desk.desk.text_walk import Fits, Places
    from duty_desk.desk.views import CameraRow

FIELDS = ("code", "name", "alias", "community", "address")
# A code that begins with what was typed comes first, a road that has it somewhere last.
_RANKS_FIRST = np.array((0, 1, 2, 6, 8))
_RANKS_INSIDE = np.array((5, 3, 4, 7, 9))
_MOST_WORDS = 6


@dataclass(frozen=True)
class Span:
    """The part of a field that fits: `start` to `stop` as a slice."""

    field: str
    start: int
    stop: int


@dataclass(frozen=True)
class Found:
    """A camera that fits, and where: a span for each word that was typed."""

    camera: CameraRow
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _Best:
    """Where one word fits each camera best; `cameras` are numbers, ascending."""

    cameras: Places
    ranks: Places
    texts: Places
    starts: Places
    stops: Places

    def span(self, camera: int) -> Span:
        at = int(np.searchsorted(self.cameras, camera))
        field = FIELDS[int(self.texts[at]) % len(FIELDS)]
        return Span(field, int(self.starts[at]), int(self.stops[at]))


class CameraIndex:
    """A catalogue ready to be searched; it never changes. Made off the GUI thread: 0.1 s."""

    def __init__(self, cameras: Sequence[CameraRow], readings: Readings) -> None:
        self.cameras = tuple(cameras)
        texts = [str(getattr(camera, field)) for camera in self.cameras for field in FIELDS]
        self._walk = TextWalk(texts, readings)

    def find(self, query: str) -> Hits:
        """The cameras that fit every word of `query`, best first; the whole catalogue for none."""
        words = [word for word in query.split() if plain(word)][:_MOST_WORDS]
        best = tuple(_best(self._walk.fits(word)) for word in words)
        if not best:
            return Hits(self.cameras, np.arange(len(self.cameras)), ())
        numbers = best[0].cameras
        for one in best[1:]:
            numbers = np.intersect1d(numbers, one.cameras, assume_unique=True)
        ranks = np.zeros(len(numbers), np.int64)
        for one in best:
            ranks += one.ranks[np.searchsorted(one.cameras, numbers)]
        return Hits(self.cameras, numbers[np.argsort(ranks, kind="stable")], best)


class Hits:
    """What a query found, best first; cameras that fit equally well keep their order."""

    def __init__(
        self, cameras: tuple[CameraRow, ...], numbers: Places, best: tuple[_Best, ...]
    ) -> None:
        self._cameras = cameras
        self._numbers = numbers
        self._best = best

    def __len__(self) -> int:
        return len(self._numbers)

    def first(self, count: int) -> tuple[Found, ...]:
        """The best `count` of them, with the places that fit."""
        return tuple(
            Found(self._cameras[number], tuple(one.span(number) for one in self._best))
            for number in map(int, self._numbers[:count])
        )

    def cameras(self) -> tuple[CameraRow, ...]:
        """All of them."""
        return tuple(self._cameras[number] for number in self._numbers)


def _best(fits: Fits) -> _Best:
    fields, cameras = fits.texts % len(FIELDS), fits.texts // len(FIELDS)
    ranks = np.where(fits.is_first, _RANKS_FIRST[fields], _RANKS_INSIDE[fields])
    ranks = 2 * ranks + ~(fits.is_first & fits.is_last)  # the whole field is better than a part
    order = np.lexsort((-fits.stops, fits.starts, ranks, cameras))  # initials reach further
    ordered = cameras[order]
    best = order[np.flatnonzero(np.diff(ordered, prepend=-1))]
    return _Best(cameras[best], ranks[best], fits.texts[best], fits.starts[best], fits.stops[best])
