"""The morning page is one A4, whatever the night was like."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from duty_desk.documents.morning_page import morning_pdf
from tests.fakes.desk import RESOURCES

LONG = "11-20 22:13 1120-017 S111 模拟点位 111 · 无照经营游商，推送用时 9 分 00 秒，" * 4


@dataclass(frozen=True)
class Line:
    """A line of the page."""

    words: str
    level: str


@dataclass(frozen=True)
class Part:
    """A question."""

    question: str
    answer: str
    level: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Page:
    """The page."""

    title: str
    subtitle: str
    red: tuple[Line, ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...]


def told(count: int, words: str) -> Page:
    """So many red lines, six lines to each of eight questions."""
    red = tuple(Line(f"{number} {words}", "bad") for number in range(count))
    rest = tuple(Line(f"{number} {words}", "plain") for number in range(6))
    parts = tuple(
        Part(
            "哪些摄像头坏了，哪家在修，有没有超时？",
            words,
            "bad",
            (red[at * 3 : at * 3 + 3] + rest)[:6],
        )
        for at in range(8)
    )
    return Page("值班晨报", "1 号席", red, parts, ("记录链完整", "制表"))


@pytest.mark.parametrize(("count", "words"), [(0, "a"), (20, LONG[:60]), (48, LONG)])
def test_it_is_one_page(count, words):
    """Of a quiet night, of one with twenty red lines, of one that would fill five pages."""
    made = morning_pdf(told(count, words), RESOURCES / "fonts")
    assert made.count(b"/Type /Page\n") == 1
