"""How Chinese characters are read: syllables without tones, every reading a character has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = "pinyin/readings.txt"
_PAIRS = ("zh", "ch", "sh")


@dataclass(frozen=True)
class Readings:
    """The characters of each syllable: `dong` → 东冬动…; a character stands under all it has."""

    characters: dict[str, str]

    def read_as(self, syllable: str) -> str:
        """The characters that are read exactly so; empty when it is no syllable."""
        return self.characters.get(syllable, "")

    def begun_with(self, letters: str) -> str:
        """The characters with a reading that begins so."""
        found = (said for reading, said in self.characters.items() if reading.startswith(letters))
        return "".join(found)

    def is_initial(self, letters: str) -> bool:
        """Whether `letters` may stand for a whole syllable: one letter, or zh, ch, sh."""
        return len(letters) == 1 or letters in _PAIRS


def load_readings(file: Path) -> Readings:
    """The table of `resources/pinyin/readings.txt`: a syllable and its characters a line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines)
    return Readings({syllable: characters for syllable, _, characters in pairs})
