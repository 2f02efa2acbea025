"""What a report says: every figure of its period with its words and the wish behind it.

Always Chinese, because a client reads it. The facts of a content are what is approved and frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.figure_words import UNKNOWN, value_words
from duty_desk.desk.report_filter import EVERYTHING, PROBLEMS, Filter, filtered
from duty_desk.desk.report_words import (
    TITLES,
    before_words,
    period_words,
    said,
)
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.hashchain import canonical, digest
from duty_desk.language import chinese, speaking, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.sections import Sections
    from duty_desk.domain.figure import FigureTable, Section
    from duty_desk.domain.period import Period
    from duty_desk.domain.report import ReportKind
    from duty_desk.store.transaction import Session

TOP = 10  # lines of a ranking that are printed
_WIDEST = 2  # numbers in a line of a printed table; more are said in one cell


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which report: its kind, its title where it has its own, its period and filter."""

    kind: ReportKind
    period: Period
    title: str = ""
    filter: Filter = EVERYTHING
    hall: str = ""


@dataclass(frozen=True)
class Content:
    """A report's figures, as facts: whole numbers and finished Chinese texts."""

    facts: Mapping[str, Any]

    @property
    def hash(self) -> str:
        """SHA-256 of what it says."""
        return digest(canonical(dict(self.facts)))

    def lines(self) -> list[dict[str, Any]]:
        """Every number in a line of its own with `key`, `title` and `said`, for comparison."""
        found = []
        for section in self.facts["sections"]:
            for one in section["figures"]:
                title = f"{section['title']} · {one['title']}"
                found.append({"key": one["key"], "title": title, "said": one["said"]})
            for table in section["tables"]:
                for row in table["rows"]:
                    title = f"{table['title']} · {row['name']}"
                    key = f"{table['key']}/{row['key']}"
                    found.append({"key": key, "title": title, "said": " / ".join(row["said"])})
        return found

    def wish(self, key: str) -> LedgerWish | None:
        """The records that the figure, or line of a table (`table/line`), counts."""
        for section in self.facts["sections"]:
            for one in section["figures"]:
                if one["key"] == key:
                    return _wish_from(one["wish"])
            for table in section["tables"]:
                for row in table["rows"]:
                    if f"{table['key']}/{row['key']}" == key:
                        return _wish_from(row["wish"])
        return None


def content_of(session: Session, sections: Sections, asked: Asked) -> Content:
    """What the records say now; a reading session on any thread."""
    with speaking("zh_CN"):
        before = asked.period.before()
        keys = asked.filter.sections or sections.keys()
        if asked.filter.where:  # what it does not narrow would claim to be narrowed
            keys = (PROBLEMS,)
        told = [
            _section(
                filtered(session, sections, key, asked.period, asked.filter),
                filtered(session, sections, key, before, asked.filter),
            )
            for key in sections.keys()  # noqa: SIM118 - a noun of the desk, no mapping
            if key in keys
        ]
        kind, period = asked.kind, asked.period
        return Content(
            {
                "kind": str(kind),
                "title": asked.title or tr(TITLES[kind]),
                "period": period_words(kind, period.from_at, period.to_at),
                "hall": tr(asked.hall),
                "filter": asked.filter.words(sections.side),
                "before": before_words(kind),
                "from_at": period.from_at,
                "to_at": period.to_at,
                "sections": told,
            }
        )


def _section(now: Section, before: Section) -> dict[str, Any]:
    earlier = {one.key: one for one in before.figures}
    return {
        "key": now.key,
        "title": now.title,
        "figures": [
            {
                "key": one.key,
                "title": one.title,
                "said": said(one),
                "before": said(earlier[one.key]) if one.key in earlier else UNKNOWN,
                "note": one.note,
                "level": one.level,
                "value": one.value,
                "of": one.of,
                "unit": one.unit,
                "wish": _wish_facts(one.wish),
            }
            for one in now.figures
        ],
        "tables": [_table(one, before) for one in now.tables if one.rows],
    }


def _table(now: FigureTable, section_before: Section) -> dict[str, Any]:
    before = next((one for one in section_before.tables if one.key == now.key), None)
    earlier = {row.key: row.values for row in before.rows} if before else {}
    titles = [title for title, _ in now.columns]
    units = [unit for _, unit in now.columns]
    is_wide = len(titles) > _WIDEST
    rows = []
    for row in now.rows[:TOP]:
        words = [value_words(value, unit) for value, unit in zip(row.values, units, strict=True)]
        if is_wide:
            words = [chinese("，").join(f"{a} {b}" for a, b in zip(titles, words, strict=True))]
        rows.append(
            {
                "key": row.key,
                "name": row.name,
                "said": words,
                "values": list(row.values),
                "before": list(earlier[row.key]) if row.key in earlier else None,
                "wish": _wish_facts(row.wish),
            }
        )
    more = len(now.rows) - len(rows)
    title = now.title
    if more > 0:
        title = chinese("{title}（前 {n} 名，共 {all} 名）", title=title, n=TOP, all=len(now.rows))
    return {
        "key": now.key,
        "title": title,
        "headings": [now.heading, *([chinese("数据")] if is_wide else titles)],
        "has_before": before is not None and bool(before.rows),
        "rows": rows,
    }


def _wish_facts(wish: LedgerWish | None) -> dict[str, Any] | None:
    if wish is None:
        return None
    return {
        "ledger": wish.ledger,
        "from_at": wish.from_at,
        "to_at": wish.to_at,
        "where": [list(pair) for pair in wish.where],
    }


def _wish_from(facts: Mapping[str, Any] | None) -> LedgerWish | None:
    if facts is None:
        return None
    where = tuple((str(key), str(value)) for key, value in facts["where"])
    return LedgerWish(facts["ledger"], facts["from_at"], facts["to_at"], where)
