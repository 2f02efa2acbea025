"""Papers of a footage request: what stands on them, on one page, with signs the font lacks."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from duty_desk.desk.footage_papers import (
    clock_sheet,
    offset_words,
    receipt,
    register_form,
    size_words,
)
from duty_desk.documents.footage_forms import clock_pdf, clock_word, form_pdf, form_word, pages_of
from duty_desk.documents.pdf_page import unprintable
from duty_desk.domain.footage import Officer
from tests.desk.footage_told import ASKED, CHECKS, REASON, TOLD

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
LONG = replace(
    TOLD,
    request=replace(ASKED, content=REASON, note=REASON, spans=ASKED.spans * 2),
    files=TOLD.files * 2,
)


def words_of(word: bytes) -> str:
    """Everything that stands in a Word document."""
    document = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_register_form_says_what_the_law_wants() -> None:
    """Reason, content, unit and names stand on it, with both numbers in full."""
    words = words_of(form_word(register_form(TOLD)))

    for wanted in (REASON, ASKED.content, "某某派出所", "民警镕喆", "民警𠮷", "010012", "010037"):
        assert wanted in words


def test_both_times_of_a_span_are_printed() -> None:
    """True and camera time stand beside each other, and an unchecked clock says so."""
    first, _, third = register_form(TOLD).spans

    assert first.true_time.startswith("2026-11-19 20:20:00")
    assert first.shown_time.startswith("2026-11-19 20:20:02")
    assert first.offset == "+2 秒"
    assert (third.shown_time, third.offset) == ("—", "未校对")


def test_the_receipt_says_what_becomes_of_copies() -> None:
    """Seal, medium, our own copy and the day of return stand on the receipt."""
    words = words_of(form_word(receipt(TOLD)))

    for wanted in ("4c1d4c1d 4c1d4c1d", "SN 0012-7788", "留存至 2027-02-19", "2026-12-21"):
        assert wanted in words
    assert "不留存" in words_of(
        form_word(receipt(replace(TOLD, request=replace(ASKED, is_copy_kept=False))))
    )


def test_papers_that_are_to_follow_stand_as_missing() -> None:
    """A form printed before the papers came never looks as if they had."""
    owed = replace(ASKED, paper_no="", papers_due_at=TOLD.registered_at)

    words = words_of(form_word(register_form(replace(TOLD, request=owed, officers=()))))

    assert "待补，2026-11-20 20:20:00 前补齐" in words
    assert "证件已核" not in words


@pytest.mark.parametrize("told", [TOLD, LONG], ids=["usual", "long"])
def test_each_paper_is_one_page(told) -> None:
    """Also six files, six spans and three texts of 300 signs stay on one A4."""
    assert pages_of(form_pdf(register_form(told), FONTS)) == 1
    assert pages_of(form_pdf(receipt(told), FONTS)) == 1
    assert pages_of(clock_pdf(clock_sheet(told, CHECKS), FONTS)) == 1


def test_the_same_words_give_the_same_files() -> None:
    """Papers in a sealed package can be made again, byte for byte."""
    assert form_pdf(register_form(TOLD), FONTS) == form_pdf(register_form(TOLD), FONTS)
    assert clock_word(clock_sheet(TOLD, CHECKS)) == clock_word(clock_sheet(TOLD, CHECKS))


def test_signs_the_font_lacks_are_found_and_the_page_grows_by_their_note() -> None:
    """A rare name prints as a box, and the page says which sign that is."""
    plain = replace(TOLD, officers=(Officer(name="民警甲", number="1"),) * 2)

    assert unprintable(FONTS, "镕喆𠮷🎬𠮷\n") == ("𠮷", "🎬")
    assert len(form_pdf(register_form(TOLD), FONTS)) > len(form_pdf(register_form(plain), FONTS))


@pytest.mark.parametrize(
    ("ahead_ms", "words"),
    [(2_000, "+2 秒"), (-29_400, "-29.4 秒"), (0, "+0 秒"), (None, "未校对")],
)
def test_the_offset_has_its_sign(ahead_ms: int | None, words: str) -> None:
    """Fast and slow clocks cannot be taken for each other."""
    assert offset_words(ahead_ms) == words


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.00 KB"), (5 << 40, "5120.00 GB")]
)
def test_sizes_are_said_in_their_unit(size: int, words: str) -> None:
    """A size is neither rounded to nothing nor beyond gigabytes."""
    assert size_words(size) == words


def test_the_clock_sheet_names_source_checker_and_picture() -> None:
    """Each comparison says by what, how, and by whom."""
    words = words_of(clock_word(clock_sheet(TOLD, CHECKS)))

    for wanted in (
        "值守台时钟（已对时）；同一截图比对",
        "值班员 A",
        "5e5e5e5e5e5e5e5e",
        "-29.4 秒",
    ):
        assert wanted in words
