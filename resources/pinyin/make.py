"""Makes the readings of Chinese characters: `python resources/pinyin/make.py` writes readings.txt.

Needs the package pypinyin (MIT, its notice lies beside this file) while it runs; the program does
not. Kept are the readings without tones of the 20,976 unified ideographs of the basic plane, every
one of them: whoever types a place's name may use any. One syllable a line, u with dots written v.
"""  # noqa: INP001 - a tool beside its results, not a package

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

IDEOGRAPHS = range(0x4E00, 0x9FF0)


def plain(reading: str) -> str:
    """`lǜ` as `lv`: no tone, typed with the 26 letters alone."""
    letters = unicodedata.normalize("NFD", reading.replace("ê", "e"))
    letters = letters.replace("u\u0308", "v")
    return "".join(one for one in letters if "a" <= one <= "z")


def main() -> None:
    """Write the table beside this file."""
    characters: dict[str, list[str]] = defaultdict(list)
    for number in IDEOGRAPHS:
        readings = {plain(one) for one in PINYIN_DICT.get(number, "").split(",")} - {""}
        for reading in sorted(readings):
            characters[reading].append(chr(number))
    lines = [f"{reading} {''.join(characters[reading])}\n" for reading in sorted(characters)]
    Path(__file__).with_name("readings.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
