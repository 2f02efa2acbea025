"""Makes the readings of Chinese characters: `python resources/pinyin/make.py` writes readings.txt.

Needs the package pypinyin (MIT, its notice lies beside this file) while it runs; the program does
not. Kept are all readings, without tones, of the 20,976 unified ideographs of the basic plane. One
syllable a line, u with dots written v: first the characters commonly read so (their first reading,
or one that a phrase of pypinyin's has), then, behind another blank, those rarely read so.
"""  # noqa: INP001 - a tool beside its results, not a package

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

IDEOGRAPHS = range(0x4E00, 0x9FF0)


def plain(reading: str) -> str:
    """`lǜ` as `lv`: no tone, typed with the 26 letters alone."""
    letters = unicodedata.normalize("NFD", reading.replace("ê", "e"))
    letters = letters.replace("u\u0308", "v")
    return "".join(one for one in letters if "a" <= one <= "z")


def in_phrases() -> dict[str, set[str]]:
    """The readings that characters have in phrases."""
    found: dict[str, set[str]] = defaultdict(set)
    for phrase, readings in PHRASES_DICT.items():
        for character, reading in zip(phrase, readings, strict=False):
            found[character].add(plain(reading[0]))
    return found


def main() -> None:
    """Write the table beside this file."""
    spoken = in_phrases()
    common: dict[str, list[str]] = defaultdict(list)
    rare: dict[str, list[str]] = defaultdict(list)
    for character in map(chr, IDEOGRAPHS):
        readings = [plain(one) for one in PINYIN_DICT.get(ord(character), "").split(",")]
        for place, reading in enumerate(dict.fromkeys(one for one in readings if one)):
            is_common = place == 0 or reading in spoken[character]
            (common if is_common else rare)[reading].append(character)
    lines = [
        f"{reading} {''.join(common[reading])} {''.join(rare[reading])}".rstrip() + "\n"
        for reading in sorted(common.keys() | rare.keys())
    ]
    Path(__file__).with_name("readings.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
