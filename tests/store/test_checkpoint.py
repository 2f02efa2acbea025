"""Codes typed from signed sheets: every way in which a person copies one, and what is none."""

from __future__ import annotations

import pytest

from duty_desk.store.checkpoint import Head, code_of, head_from

WHOLE = "9f2c41e0" + "0" * 48 + "b3d877aa"


@pytest.mark.parametrize(
    "typed",
    [
        "9f2c41e0-b3d877aa@18402",
        "9F2C41E0 - B3D877AA @ 18402",
        "9f2c 41e0 … b3d8 77aa@18402",
        "9f2c41e0…b3d877aa@18402",
        "9f2c41e0b3d877aa@18402",
        "duty-desk verify --head 9f2c41e0-b3d877aa@18402",
    ],
)
def test_a_short_code_is_read_however_it_is_copied(typed):
    """Spaces, dashes, capitals, and the whole command line of the sheet."""
    assert head_from(typed) == Head("9f2c41e0", "b3d877aa", 18402)


def test_the_text_of_the_picture_is_read_whole():
    """A telephone reads the QR picture: all 64 digits, with more behind them."""
    text = f"duty-desk verify --head {WHOLE}@18402 seat=1 no=31 first=17961 prev={'a' * 64}"

    assert head_from(text) == Head(WHOLE, "", 18402)


@pytest.mark.parametrize("typed", ["", "18402", "9f2c@18402", "9f2c41e0@18402", "zz@1", WHOLE])
def test_what_is_no_code_is_none(typed):
    """Too few digits would fit many chains; without a number there is nothing to compare."""
    assert head_from(typed) is None


def test_the_printed_code_reads_back():
    """What is printed is what is typed."""
    assert head_from(code_of(WHOLE, 7)) == Head("9f2c41e0", "b3d877aa", 7)
