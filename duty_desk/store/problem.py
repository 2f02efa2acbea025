"""Problems and their evidence pictures, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, tuple_

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.problem import ProblemState, day_of, next_state
from duty_desk.store.numbering import next_in
from duty_desk.store.shots import shot_columns
from duty_desk.store.tables import ClipTable, ProblemTable, ShotTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_OPEN = (ProblemState.FOUND, ProblemState.PUSHED, ProblemState.RECTIFIED)


def apply(session: Session, entry: Entry) -> None:
    """Bring the problem's row to what `entry` says.

    Raises:
        ForbiddenMove: the moment cannot happen to the problem in its state.
    """
    if entry.kind == "problem.found":
        _found(session, entry)
        return
    row = session.get_one(ProblemTable, entry.subject)
    row.state = next_state(ProblemState(row.state), entry.kind)
    facts = entry.facts
    if entry.kind == "problem.described":
        row.category = facts.get("category", row.category)
        row.description = facts.get("description", row.description)
        row.unit = facts.get("unit", row.unit)
    elif entry.kind in ("problem.parked", "problem.reopened"):
        row.is_parked = entry.kind == "problem.parked"
    elif entry.kind == "problem.pushed":
        if row.pushed_at is None:
            row.pushed_at, row.pushed_via = entry.event_at, facts["via"]
        row.is_parked = False
    elif entry.kind == "problem.voided":
        row.void_reason = entry.reason
    elif entry.kind == "problem.marked":
        session.get_one(ShotTable, (entry.subject, facts["shot"])).marks = canonical(facts["marks"])
    elif entry.kind == "problem.clip_added":
        session.add(ClipTable(problem_id=entry.subject, **facts["clip"]))
    if "shot" in facts and entry.kind in ("problem.shot_added", "problem.rectified"):
        _add_shot(session, entry.subject, facts["shot"])


def _found(session: Session, entry: Entry) -> None:
    facts = entry.facts
    session.add(
        ProblemTable(
            id=entry.subject,
            seat=entry.seat,
            found_on=facts["found_on"],
            no=facts["no"],
            camera_id=facts["camera"],
            category=facts.get("category", ""),
            description=facts.get("description", ""),
            unit=facts.get("unit", ""),
            state=ProblemState.FOUND,
            is_parked=False,
            found_at=entry.event_at,
            found_by=entry.actor,
            pushed_at=None,
            pushed_via="",
            void_reason="",
        )
    )
    session.flush()
    _add_shot(session, entry.subject, facts["shot"])


def _add_shot(session: Session, problem_id: str, shot: Mapping[str, Any]) -> None:
    session.add(ShotTable(problem_id=problem_id, marks="[]", **shot_columns(shot)))


def next_no(session: Session, seat: str, day: str) -> int:
    """The next number of a problem found at `seat` on the Beijing date `day`."""
    return next_in(
        session, ProblemTable.no, ProblemTable.seat == seat, ProblemTable.found_on == day
    )


def next_shot_no(session: Session, problem_id: str) -> int:
    """The next number of an evidence picture of the problem."""
    return next_in(session, ShotTable.no, ShotTable.problem_id == problem_id)


def next_clip_no(session: Session, problem_id: str) -> int:
    """The next number of a clip of the problem."""
    return next_in(session, ClipTable.no, ClipTable.problem_id == problem_id)


def clips(session: Session, problem_id: str) -> tuple[ClipTable, ...]:
    """The problem's clips, oldest first."""
    found = session.scalars(
        select(ClipTable).where(ClipTable.problem_id == problem_id).order_by(ClipTable.from_at)
    )
    return tuple(found)


def shots(session: Session, problem_id: str) -> tuple[ShotTable, ...]:
    """The problem's evidence pictures, oldest first."""
    found = session.scalars(
        select(ShotTable).where(ShotTable.problem_id == problem_id).order_by(ShotTable.no)
    )
    return tuple(found)


def shot_counts(session: Session, problem_ids: list[str]) -> dict[str, int]:
    """How many evidence pictures each of the problems has."""
    found = session.execute(
        select(ShotTable.problem_id, func.count())
        .where(ShotTable.problem_id.in_(problem_ids))
        .group_by(ShotTable.problem_id)
    )
    return {row[0]: row[1] for row in found}


def listed(session: Session, now: int) -> tuple[ProblemTable, ...]:
    """The open problems and those found on the Beijing day of `now`, newest first."""
    found = session.scalars(
        select(ProblemTable)
        .where(or_(ProblemTable.state.in_(_OPEN), ProblemTable.found_on == day_of(now)))
        .order_by(ProblemTable.found_at.desc())
    )
    return tuple(found)


def found_since(
    session: Session, since: int, before: tuple[int, str] | None, limit: int
) -> tuple[ProblemTable, ...]:
    """Problems found from `since` on, newest first; only those behind `before`: instant and id."""
    place = tuple_(ProblemTable.found_at, ProblemTable.id)
    wanted = select(ProblemTable).where(ProblemTable.found_at >= since)
    if before is not None:
        wanted = wanted.where(place < before)
    order = (ProblemTable.found_at.desc(), ProblemTable.id.desc())
    return tuple(session.scalars(wanted.order_by(*order).limit(limit)))


def last_category(session: Session, camera_id: str, without: str) -> str:
    """The category used last at a camera, "" when there was none; `without` is left out."""
    return (
        session.scalar(
            select(ProblemTable.category)
            .where(
                ProblemTable.camera_id == camera_id,
                ProblemTable.category != "",
                ProblemTable.id != without,
            )
            .order_by(ProblemTable.found_at.desc())
            .limit(1)
        )
        or ""
    )
