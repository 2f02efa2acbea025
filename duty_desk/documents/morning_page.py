"""The morning page on paper: one A4, red lines first, signs beside them for a grey printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.documents.pdf_page import PdfPage, Ruled
from duty_desk.documents.word_page import Paper
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Protocol

    class Line(Protocol):
        """A line of the page."""

        @property
        def words(self) -> str: ...
        @property
        def level(self) -> str: ...

    class Part(Protocol):
        """A question, its answer, its lines."""

        @property
        def question(self) -> str: ...
        @property
        def answer(self) -> str: ...
        @property
        def level(self) -> str: ...
        @property
        def lines(self) -> Sequence[Line]: ...

    class Page(Protocol):
        """The whole page."""

        @property
        def title(self) -> str: ...
        @property
        def subtitle(self) -> str: ...
        @property
        def red(self) -> Sequence[Line]: ...
        @property
        def parts(self) -> Sequence[Part]: ...
        @property
        def foot(self) -> Sequence[str]: ...


SIGNS = {"good": "✓", "warn": "!", "bad": "×"}
MOST_RED = 8
_SIZES_PT = (11.0, 10.0, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # the largest that still is one page


def morning_pdf(page: Page, fonts: Path) -> bytes:
    """The page as PDF, in the largest print that fits one A4."""
    for text_pt in _SIZES_PT:
        paper = _laid(page, fonts, text_pt)
        made = paper.as_bytes()
        if paper.pages <= 1:
            break
    return made


def _laid(page: Page, fonts: Path, text_pt: float) -> PdfPage:
    paper = PdfPage(fonts, Paper(margin_mm=14, text_pt=text_pt))
    paper.title(page.title, 16)
    paper.line(page.subtitle, align=1)
    paper.gap(2)
    if page.red:
        shown = page.red[:MOST_RED]
        rest = len(page.red) - len(shown)
        rows = [["×", line.words] for line in shown]
        if rest:
            rows.append(["", tr("另有 {n} 项", n=rest)])
        paper.table(
            Ruled(
                rows=rows,
                widths_mm=(8, 174),
                headings=("", tr("先看这些（{n}）", n=len(page.red))),
                text_pt=text_pt,
                shaded=tuple(range(len(rows))),
                bold_columns=(0, 1),
            )
        )
        paper.gap(2)
    numbered = enumerate(page.parts, start=1)
    paper.table(
        Ruled(
            rows=[_row(number, part) for number, part in numbered],
            widths_mm=(8, 44, 8, 122),
            headings=("", tr("问题"), "", tr("回答")),
            text_pt=text_pt,
            bold_columns=(1,),
        )
    )
    paper.gap(2)
    for words in page.foot:
        paper.line(words, pt=7)
    return paper


def _row(number: int, part: Part) -> list[str]:
    lines = [f"{SIGNS.get(line.level, '·')} {line.words}" for line in part.lines]
    return [str(number), part.question, SIGNS.get(part.level, ""), "\n".join([part.answer, *lines])]
