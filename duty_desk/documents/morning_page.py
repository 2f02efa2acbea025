"""The morning page on paper: one A4, red lines first, signs beside them for a grey printer."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Fit:
    """How much stands on the page: size of print, red lines, lines a question, length of a line.

    `most_wide` counts a Chinese sign as two.
    """

    text_pt: float
    most_red: int = 48
    most_lines: int = 6
    most_wide: int = 400


# From a quiet night in large print to one that would fill three pages; the last always fits.
_FITS = (
    *(_Fit(text_pt) for text_pt in (11.0, 10.0, 9.0, 8.5, 8.0)),
    _Fit(8.0, most_wide=110),
    _Fit(7.5, most_wide=110),
    _Fit(7.5, 24, 3, 100),
    _Fit(7.5, 16, 2, 90),
    _Fit(7.5, 10, 1, 70),
)


def morning_pdf(page: Page, fonts: Path) -> bytes:
    """The page as PDF: one A4, in the largest print and with the most lines that fit."""
    for fit in _FITS:
        paper = _laid(page, fonts, fit)
        made = paper.as_bytes()
        if paper.pages <= 1:
            break
    return made


def _laid(page: Page, fonts: Path, fit: _Fit) -> PdfPage:
    text_pt = fit.text_pt
    paper = PdfPage(fonts, Paper(margin_mm=14, text_pt=text_pt))
    paper.title(page.title, 16)
    paper.line(page.subtitle, align=1)
    paper.gap(2)
    shown = page.red[: fit.most_red]
    if shown:
        rest = len(page.red) - len(shown)
        rows = [["×", _cut(line.words, fit)] for line in shown]
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
            rows=[_row(number, part, shown, fit) for number, part in numbered],
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


def _row(number: int, part: Part, above: Sequence[Line], fit: _Fit) -> list[str]:
    """A question with its answer; what stands above, among what is red, is not said again."""
    told = [line for line in part.lines if line not in above]
    seen = len(part.lines) - len(told)
    lines = [f"{SIGNS.get(line.level, '·')} {_cut(line.words, fit)}" for line in told]
    if seen:
        lines.insert(0, tr("× {n} 项见上", n=seen))
    rest = len(lines) - fit.most_lines
    if rest > 0:
        lines[fit.most_lines :] = [tr("另有 {n} 项", n=rest)]
    answer = _cut(part.answer, fit)
    return [str(number), part.question, SIGNS.get(part.level, ""), "\n".join([answer, *lines])]


def _cut(words: str, fit: _Fit) -> str:
    """As much of a line as there is room for."""
    wide = 0
    for place, sign in enumerate(words):
        wide += 2 if ord(sign) > 0x2E80 else 1  # from here on signs are as wide as high
        if wide > fit.most_wide:
            return f"{words[:place]}…"
    return words
