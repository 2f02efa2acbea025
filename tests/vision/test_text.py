"""Chinese text on pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from duty_desk.vision.text import Ink, bold_of, open_typeface

FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"


def drawn(text: str, font: Path = FONT) -> np.ndarray:
    picture = np.zeros((40, 200, 3), np.uint8)
    open_typeface(font).draw(picture, text, (4, 30), Ink((255, 255, 255), 28))
    return picture


def test_rare_signs_of_names_are_drawn_and_not_question_marks():
    """The font covers the signs found in people's names."""
    pictures = [drawn(sign) for sign in "镕喆囍堃玥垃圾"]

    assert all(picture.any() for picture in pictures)
    assert not any(np.array_equal(picture, drawn("?")) for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)


def test_words_are_kept_whole_and_stops_stay_with_their_sign():
    """English breaks at spaces; no line begins with a comma or ends with a bracket."""
    face = open_typeface(FONT)

    english = face.wrapped("bags of rubbish beside the bins", 20, 110)
    chinese = face.wrapped("满冒，满冒，满冒（落地）", 20, 100)

    assert " ".join(english) == "bags of rubbish beside the bins"
    assert len(english) > 2
    assert "".join(chinese) == "满冒，满冒，满冒（落地）"
    assert not any(line[0] in "，）" or line[-1] == "（" for line in chinese)


def test_every_wrapped_line_fits():
    """A word longer than a line is torn rather than lost."""
    face = open_typeface(FONT)

    lines = face.wrapped("E" * 40 + " 垃圾桶满冒" * 5, 24, 120)

    assert all(face.width_px(line, 24) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == "E" * 40 + "垃圾桶满冒" * 5


def test_a_shortened_text_fits_and_shows_that_it_was_cut():
    """What does not fit ends with an ellipsis."""
    face = open_typeface(FONT)

    short = face.shortened("东侧两个其他垃圾桶满冒", 24, 120)

    assert short.endswith("…")
    assert face.width_px(short, 24) <= 120
    assert face.shortened("桶", 24, 120) == "桶"


def test_the_bundled_font_is_the_one_in_use():
    """Digits and Chinese come from the font the program brings."""
    ours, built_in = drawn("满冒 12"), drawn("满冒 12", FONT.with_name("Missing.ttf"))

    assert not np.array_equal(ours, built_in)


@pytest.mark.parametrize("content", [None, b"", b"OFL licence text, no font", "half"])
def test_a_missing_or_damaged_font_still_writes_chinese(tmp_path, content):
    """OpenCV crashes on a file that is no font, so it gets its own face instead."""
    font = tmp_path / "Some.ttf"
    if content == "half":
        font.write_bytes(FONT.read_bytes()[:200_000])
    elif content is not None:
        font.write_bytes(content)

    assert drawn("满", font).any()
    assert not np.array_equal(drawn("满", font), drawn("?", font))


@pytest.mark.parametrize(
    "text", ["\ud800", "满\udcff冒", "\x00\x1b\t", "\u202e\ufeff", "😀\U000e0001", ""]
)
def test_signs_that_no_font_draws_do_no_harm(text):
    """OpenCV crashes on half a surrogate pair; a description may hold anything."""
    face = open_typeface(FONT)

    assert drawn(text).shape == (40, 200, 3)
    assert face.width_px(text, 24) >= 0
    assert all(isinstance(line, str) for line in face.wrapped(text, 24, 60))


def test_the_bold_sister_is_found():
    """Headings use the bold weight where it lies beside the regular one."""
    assert bold_of(FONT).name == "NotoSansSC-Bold.ttf"
    assert bold_of(FONT.with_name("Other.ttf")).name == "Other.ttf"
