"""How Chinese characters are read: syllables without tones, every reading a character has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

FILE = "pinyin/readings.txt"
_PAIRS = ("zh", "ch", "sh")


@dataclass(frozen=True)
class Readings:
    """The characters of each syllable: `dong` → 东冬动…; a character stands under all it has.

    `common` are those that are commonly read so, `rare` the others, as 育 is under `zhou`.
    """

    common: dict[str, str]
    rare: dict[str, str]

    def only(self, characters: Container[str]) -> Readings:
        """The same for these characters alone."""
        tables = (self.common, self.rare)
        common, rare = (
            {syllable: "".join(filter(characters.__contains__, of)) for syllable, of in one.items()}
            for one in tables
        )
        return Readings(common, rare)

    def read_as(self, syllable: str, *, with_rare: bool) -> str:
        """The characters that are read exactly so; empty when it is no syllable."""
        found = self.common.get(syllable, "")
        return found + self.rare.get(syllable, "") if with_rare else found

    def begun_with(self, letters: str, *, with_rare: bool) -> str:
        """The characters with a reading that begins so."""
        found = (
            self.read_as(one, with_rare=with_rare) for one in self.common if one.startswith(letters)
        )
        return "".join(found)

    def is_initial(self, letters: str) -> bool:
        """Whether `letters` may stand for a whole syllable: one letter, or zh, ch, sh."""
        return len(letters) == 1 or letters in _PAIRS


def load_readings(file: Path) -> Readings:
    """The table of `resources/pinyin/readings.txt`; `make.py` beside it tells of its lines."""
    common: dict[str, str] = {}
    rare: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        syllable, common[syllable], rare[syllable] = (*line.split(" "), "")[:3]
    return Readings(common, rare)
