"""What stands on a report, whoever lays it out: Word by a template, PDF, or the window.

Only finished texts and pictures. Names of the template's places are those of `places`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class PaperFigure:
    """One number: `now` over the period, `before` over the one before ("" for none)."""

    key: str
    title: str
    now: str
    before: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperTable:
    """Lines with a name and up to two numbers, as texts."""

    key: str
    title: str
    headings: tuple[str, str, str]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture of numbers: PNG, as wide as the page; `title` stands above it."""

    key: str
    title: str
    png: bytes


@dataclass(frozen=True, kw_only=True)
class PaperSection:
    """What is told of one matter."""

    key: str
    title: str
    line: str
    figures: tuple[PaperFigure, ...]
    tables: tuple[PaperTable, ...]


@dataclass(frozen=True, kw_only=True)
class ReportPaper:
    """A whole report.

    Attributes:
        subtitle: The period in words.
        summary: The first paragraph, made of figures.
        texts: What people wrote: key, heading, text.
        before_words: What the period before is called at the head of its column ("上月").
        foot: Lines at the end: number of the freeze, seal, when it was made.
        is_draft: Not frozen: it says so on the page.
        attachments: Lines that name what lies beside it.
    """

    title: str
    subtitle: str
    hall: str
    summary: str
    sections: tuple[PaperSection, ...]
    texts: tuple[tuple[str, str, str], ...]
    charts: tuple[Chart, ...]
    before_words: str
    foot: tuple[str, ...]
    is_draft: bool
    attachments: tuple[str, ...] = ()

    def places(self) -> dict[str, Any]:
        """What fills a template, by the names that a clerk writes in Word."""
        figures = {one.key: one for section in self.sections for one in section.figures}
        return {
            "title": self.title,
            "period": self.subtitle,
            "hall": self.hall,
            "summary": self.summary,
            "before": self.before_words,
            "sections": [_section(one) for one in self.sections],
            "figure": _tree({key: one.now for key, one in figures.items()}),
            "figure_before": _tree({key: one.before for key, one in figures.items()}),
            "text": {key: words for key, _, words in self.texts},
            "charts": [{"title": one.title, "picture": one} for one in self.charts],
            "chart": {one.key.replace(".", "_"): one for one in self.charts},
            "foot": list(self.foot),
            "attachments": list(self.attachments),
            "is_draft": self.is_draft,
        }


def _section(one: PaperSection) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "line": one.line,
        "figures": [
            {"title": it.title, "now": it.now, "before": it.before, "note": it.note}
            for it in one.figures
        ],
        "tables": [_table(it) for it in one.tables],
    }


def _table(one: PaperTable) -> dict[str, Any]:
    name, first, second = one.headings
    return {
        "title": one.title,
        "name": name,
        "first": first,
        "second": second,
        "rows": [{"name": a, "first": b, "second": c} for a, b, c in one.rows],
    }


def _tree(flat: Mapping[str, str]) -> dict[str, Any]:
    """`patrol.rounds` as `figure.patrol.rounds`."""
    tree: dict[str, Any] = {}
    for key, words in flat.items():
        section, _, name = key.partition(".")
        tree.setdefault(section, {})[name.replace(".", "_")] = words
    return tree
