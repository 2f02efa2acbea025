"""Many short texts searched at once, in characters or pinyin.

All texts stand in one array of characters, and what is typed is walked through the whole of it:
from the places where its beginning fits to those where the next character, syllable or initial
fits too. So pinyin and characters may be mixed (`白ta`, `zhonggcdl`), a polyphonic character is
found by each of its readings, and nothing need be spelled out beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.pinyin import Readings

_END = "\0"
_LONGEST_SYLLABLE = 6  # zhuang
_LONGEST_TERM = 48
_FULL_WIDTH = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

Places = NDArray[np.int64]
_NOWHERE: Places = np.arange(0)


@dataclass(frozen=True)
class Fits:
    """Where texts fit, as arrays of one length.

    `texts` are numbers of texts; `starts` and `stops` the slices of them that fit, by their own
    characters; `is_first` and `is_last` tell whether nothing but separators stands before, behind.
    """

    texts: Places
    starts: Places
    stops: Places
    is_first: NDArray[np.bool_]
    is_last: NDArray[np.bool_]


class TextWalk:
    """Texts laid out to be searched; they never change."""

    def __init__(self, texts: Sequence[str], readings: Readings) -> None:
        self._fitting: dict[tuple[str, bool, bool], NDArray[np.bool_]] = {}
        joined = _END.join(_level(text).replace(_END, " ") for text in texts) + _END
        points = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
        is_end = points == 0
        text_of = np.cumsum(is_end) - is_end
        begins = np.concatenate(([0], np.flatnonzero(is_end)[:-1] + 1))
        vocabulary, letters = np.unique(points, return_inverse=True)
        characters = [chr(int(point)) for point in vocabulary]
        self._numbers = {character: number for number, character in enumerate(characters)}
        self._readings = readings.only(self._numbers)
        is_kept = np.array([one == _END or one.isalnum() for one in characters])[letters]
        self._letters = letters[is_kept].astype(np.int32)
        self._text_of = text_of[is_kept]
        self._offsets = (np.arange(len(points)) - begins[text_of])[is_kept]

    def fits(self, typed: str) -> Fits:
        """Where the texts fit `typed`, one word without blanks.

        Readings that are rare count when nothing fits by the common ones.
        """
        word = plain(typed)[:_LONGEST_TERM]
        begins, ends = self._walked(word, with_rare=False)
        if not len(begins):
            begins, ends = self._walked(word, with_rare=True)
        is_first = (begins == 0) | (self._letters[begins - 1] == 0)
        return Fits(
            texts=self._text_of[begins],
            starts=self._offsets[begins],
            stops=self._offsets[ends - 1] + 1,
            is_first=is_first,
            is_last=self._letters[ends] == 0,
        )

    def _walked(self, word: str, *, with_rare: bool) -> tuple[Places, Places]:
        """The places where `word` begins, and those right behind its end."""
        if not word:
            return _NOWHERE, _NOWHERE
        everywhere = np.arange(len(self._letters))
        reached: list[list[tuple[Places, Places]]] = [[] for _ in range(len(word) + 1)]
        reached[0].append((everywhere, everywhere))
        for at in range(len(word)):
            if not reached[at]:
                continue
            begins, places = _joined(reached[at])
            for length in range(1, min(_LONGEST_SYLLABLE, len(word) - at) + 1):
                is_end = at + length == len(word)
                fitting = self._letters_for((word[at : at + length], is_end, with_rare))
                if not fitting.any():
                    continue
                good = fitting[self._letters[places]]
                reached[at + length].append((begins[good], places[good] + 1))
        return _joined(reached[len(word)])

    def _letters_for(self, part: tuple[str, bool, bool]) -> NDArray[np.bool_]:
        """Which characters of the texts a part of the word may stand for.

        `part` is its letters, whether they end the word (a syllable may be cut there), and whether
        rare readings count.
        """
        known = self._fitting.get(part)
        if known is None:
            known = np.zeros(len(self._numbers), bool)
            for character in self._characters_for(*part):
                if character in self._numbers:
                    known[self._numbers[character]] = True
            self._fitting[part] = known
        return known

    def _characters_for(self, letters: str, is_end: bool, with_rare: bool) -> str:
        itself = letters if len(letters) == 1 else ""
        if not (letters.isascii() and letters.isalpha()):
            return itself
        if is_end or self._readings.is_initial(letters):
            return itself + self._readings.begun_with(letters, with_rare=with_rare)
        return self._readings.read_as(letters, with_rare=with_rare)


def plain(typed: str) -> str:
    """What was typed, as texts are compared: small half-width letters and figures, nothing else."""
    return "".join(one for one in _level(typed).replace("ü", "v") if one.isalnum())


def _level(text: str) -> str:
    """`text` in half-width small letters, each character at its old place."""
    narrow = text.translate(_FULL_WIDTH)
    small = narrow.lower()
    return small if len(small) == len(narrow) else narrow


def _joined(parts: list[tuple[Places, Places]]) -> tuple[Places, Places]:
    """Several ways that lead to the same places are one."""
    full = [part for part in parts if len(part[0])]
    if len(full) <= 1:
        return full[0] if full else (_NOWHERE, _NOWHERE)
    pairs = np.unique(np.concatenate([begins << 32 | places for begins, places in full]))
    return pairs >> 32, pairs & 0xFFFFFFFF
