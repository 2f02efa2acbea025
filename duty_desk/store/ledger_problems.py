"""Problems and pushes as ledgers need them, and what other tables know of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from duty_desk.domain.clock import Verdict
from duty_desk.domain.problem import ProblemState
from duty_desk.store.ledger_source import (
    LedgerSource,
    among,
    flag,
    having,
    judged,
    of_camera,
    of_place,
    timed,
)
from duty_desk.store.tables import CameraTable, JournalRow, ProblemTable, PushTable, ShotTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

PUSH_RULE = "problem.push"
_RIGHTED = ProblemTable.state.in_((ProblemState.RECTIFIED, ProblemState.VERIFIED))
_SENT = ("accepted", "confirmed")
BAD_PUSHES = ("refused", "unknown")
_HAS_AFTER = exists(
    select(ShotTable.no).where(ShotTable.problem_id == ProblemTable.id, ShotTable.kind == "after")
)
PROBLEMS = LedgerSource(
    table=ProblemTable,
    at=ProblemTable.found_at,
    order=(ProblemTable.id,),
    conditions={
        "id": among(ProblemTable.id),
        "camera": of_camera(ProblemTable.camera_id),
        "community": of_place(ProblemTable.camera_id, CameraTable.community),
        "category": among(ProblemTable.category),
        "unit": among(ProblemTable.unit),
        "state": among(ProblemTable.state),
        "pushed_via": among(ProblemTable.pushed_via),
        "found_by": among(ProblemTable.found_by),
        "voided": flag(ProblemTable.state == ProblemState.VOIDED),
        "pushed": flag(ProblemTable.pushed_at.is_not(None)),
        "rectified": flag(_RIGHTED),
        "no_after": flag(_RIGHTED & ~_HAS_AFTER),
        "over_limit": flag(judged(ProblemTable.id, PUSH_RULE, Verdict.BREACHED)),
        "in_time": flag(judged(ProblemTable.id, PUSH_RULE, Verdict.MET)),
        "timed": flag(timed(ProblemTable.id, PUSH_RULE)),
    },
)
PUSHES = LedgerSource(
    table=PushTable,
    at=PushTable.queued_at,
    order=(PushTable.id,),
    conditions={
        "id": among(PushTable.id),
        "state": among(PushTable.state),
        "channel": among(PushTable.channel_id),
        "problem": among(PushTable.problem_id),
        "text": having(PushTable.text),
        "failed": flag(PushTable.state.in_(BAD_PUSHES)),
    },
)


def by_ids(session: Session, ids: list[str]) -> Sequence[Any]:
    """Some problems as plain rows."""
    wanted = select(*ProblemTable.__table__.columns).where(ProblemTable.id.in_(ids))
    return session.execute(wanted).all()


def groups(session: Session, ids: list[str]) -> dict[str, str]:
    """The id of the channel that took each problem; the newest."""
    columns = PushTable.problem_id, PushTable.channel_id, PushTable.state
    wanted = select(*columns).where(PushTable.problem_id.in_(ids)).order_by(PushTable.queued_at)
    # The state is looked at here: SQLite would take its index, which leads through all pushes.
    return {row[0] or "": row[1] for row in session.execute(wanted) if row[2] in _SENT}


def endings(session: Session, ids: list[str]) -> tuple[dict[str, int], dict[str, str]]:
    """When each problem's newest picture of afterwards came, and who verified it."""
    # The joined text keeps SQLite to the index of subjects; a kind has hundreds of thousands.
    kind = JournalRow.kind.concat("")
    columns = JournalRow.subject, JournalRow.kind, JournalRow.event_at, JournalRow.actor
    wanted = select(*columns).where(
        JournalRow.subject.in_(ids), kind.in_(("problem.rectified", "problem.verified"))
    )
    righted: dict[str, int] = {}
    verified: dict[str, str] = {}
    for subject, what, event_at, actor in session.execute(wanted):
        if what == "problem.verified":
            verified[subject] = actor
        else:
            righted[subject] = max(event_at, righted.get(subject, 0))
    return righted, verified


def shots(session: Session, ids: list[str]) -> dict[str, tuple[list[str], list[str]]]:
    """The hashes of each problem's captioned pictures: before and after."""
    wanted = (
        select(ShotTable.problem_id, ShotTable.kind, ShotTable.captioned_sha256)
        .where(ShotTable.problem_id.in_(ids))
        .order_by(ShotTable.no)
    )
    found: dict[str, tuple[list[str], list[str]]] = {one: ([], []) for one in ids}
    for row in session.execute(wanted):
        found[row.problem_id][row.kind == "after"].append(row.captioned_sha256)
    return found


def told_of(session: Session, ids: list[str]) -> dict[str, Any]:
    """Day, number and place of some problems, by id."""
    columns = ProblemTable.id, ProblemTable.found_on, ProblemTable.no
    wanted = (
        select(*columns, CameraTable.code, CameraTable.name)
        .join(CameraTable, CameraTable.id == ProblemTable.camera_id)
        .where(ProblemTable.id.in_(ids))
    )
    return {row.id: row for row in session.execute(wanted)}
