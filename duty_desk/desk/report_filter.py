"""A special report's filter: which sections, and of problems which category, community, camera.

A report that is held to some problems is about problems alone: whatever else it told would
stand under a filter that does not narrow it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.section_parts import cameras_by_id, share
from duty_desk.domain.figure import Figure, LedgerWish, Section
from duty_desk.domain.problem import ProblemState
from duty_desk.language import tr
from duty_desk.store import tallies
from duty_desk.store.tables import ProblemTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from duty_desk.desk.section_parts import SectionSide
    from duty_desk.desk.sections import Sections
    from duty_desk.domain.figure import FigureTable
    from duty_desk.domain.period import Period
    from duty_desk.store.tables import CameraTable
    from duty_desk.store.tallies import ProblemCount
    from duty_desk.store.transaction import Session

PROBLEMS = "problems"
_RIGHTED = (ProblemState.RECTIFIED, ProblemState.VERIFIED)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a special report is about; all empty is everything.

    Attributes:
        sections: Keys of sections; empty for all.
        category: Code of a category of problems.
        community: Name of a community.
        camera: Code of a camera.
    """

    sections: tuple[str, ...] = ()
    category: str = ""
    community: str = ""
    camera: str = ""

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The conditions on problems, as a ledger takes them."""
        pairs = {"camera": self.camera, "category": self.category, "community": self.community}
        return tuple((key, value) for key, value in pairs.items() if value)

    def words(self, side: SectionSide) -> str:
        """What it filters, in words; "" for nothing."""
        parts = (
            tr("类别：{name}", name=side.category_name(self.category)) if self.category else "",
            tr("社区：{name}", name=self.community) if self.community else "",
            tr("点位：{name}", name=self.camera) if self.camera else "",
        )
        return tr("；").join(part for part in parts if part)

    def as_facts(self) -> dict[str, Any]:
        """The form that stands in the journal."""
        return {
            "sections": list(self.sections),
            "category": self.category,
            "community": self.community,
            "camera": self.camera,
        }


EVERYTHING = Filter()


def filter_from(facts: Mapping[str, Any]) -> Filter:
    """The filter whose `as_facts` are `facts`; of nothing, everything."""
    return Filter(
        sections=tuple(facts.get("sections", ())),
        category=str(facts.get("category", "")),
        community=str(facts.get("community", "")),
        camera=str(facts.get("camera", "")),
    )


def filtered(
    session: Session, sections: Sections, key: str, period: Period, asked: Filter
) -> Section:
    """The section `key` of a period, held to the filter where it is about problems."""
    section = sections.one(session, key, period)
    if key != PROBLEMS or not asked.where or not section.tables:
        return section
    counts = _counts(session, period, asked)
    return replace(
        section,
        figures=_figures(counts, period, asked),
        tables=tuple(_table(one, session, counts, asked) for one in section.tables),
    )


def fitting(session: Session, problem_ids: Sequence[str], asked: Filter) -> tuple[str, ...]:
    """Those of the problems that the filter lets through, in their order."""
    cameras = cameras_by_id(session)
    found = (session.get_one(ProblemTable, one) for one in problem_ids)
    return tuple(one.id for one in found if _fits(asked, one.category, cameras[one.camera_id]))


def _fits(asked: Filter, category: str, camera: CameraTable) -> bool:
    return (
        asked.category in ("", category)
        and asked.community in ("", camera.community)
        and asked.camera in ("", camera.code)
    )


def _counts(session: Session, period: Period, asked: Filter) -> tuple[ProblemCount, ...]:
    cameras = cameras_by_id(session)

    def fits(one: ProblemCount) -> bool:
        is_meant = _fits(asked, one.category, cameras[one.camera_id])
        return is_meant and one.state != ProblemState.VOIDED

    found = tallies.problems(session, (period.from_at, period.to_at))
    return tuple(one for one in found if fits(one))


def _figures(counts: tuple[ProblemCount, ...], period: Period, asked: Filter) -> tuple[Figure, ...]:
    found = sum(one.count for one in counts)
    righted = sum(one.count for one in counts if one.state in _RIGHTED)

    def wish(*more: tuple[str, str]) -> LedgerWish:
        where = tuple(sorted((*asked.where, *more)))
        return LedgerWish("problem", period.from_at, period.to_at, where)

    return (
        Figure(key="problems.found", title=tr("发现问题"), value=found, wish=wish(("voided", "0"))),
        share("problems.rectified", tr("整改率"), (righted, found), "", wish(("rectified", "1"))),
    )


def _table(
    table: FigureTable, session: Session, counts: tuple[ProblemCount, ...], asked: Filter
) -> FigureTable:
    """The same table with the problems that fit; lines without any are left out."""
    cameras = cameras_by_id(session)
    keys: dict[str, Callable[[ProblemCount], str]] = {
        "problems.by_camera": lambda one: cameras[one.camera_id].code,
        "problems.by_community": lambda one: cameras[one.camera_id].community,
        "problems.by_category": lambda one: one.category,
    }
    key = keys.get(table.key)
    if key is None:
        return table
    found, righted = Counter[str](), Counter[str]()
    for one in counts:
        found[key(one)] += one.count
        righted[key(one)] += one.count if one.state in _RIGHTED else 0
    rows = [
        replace(row, values=(found[row.key], righted[row.key]), wish=_narrowed(row.wish, asked))
        for row in table.rows
        if found[row.key]
    ]
    rows.sort(key=lambda row: (-(row.values[0] or 0), row.key))
    return replace(table, rows=tuple(rows))


def _narrowed(wish: LedgerWish | None, asked: Filter) -> LedgerWish | None:
    if wish is None:
        return None
    return replace(wish, where=tuple(sorted({**dict(asked.where), **dict(wish.where)}.items())))
