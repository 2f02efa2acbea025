"""Lines of Chinese on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_desk.documents import pdf_page

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"


@pytest.mark.parametrize("sign", ["，", "；", "：", "？", "！", "。", "》"])
def test_no_line_begins_with_a_sign_that_closes(sign):
    """Where the room ends before a comma, the comma stays with the word before it."""
    pdf_page._register(FONTS)
    words = pdf_page._paragraph(f"有没有大事告诉了谁{sign}什么时候", pdf_page._style(10))

    words.wrap(9 * 10 + 1, 1000)
    lines = [str(line[1][0]) for line in words.blPara.lines]

    assert len(lines) == 2
    assert lines[0].endswith(sign)
