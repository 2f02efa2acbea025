"""Everything about one problem, for its form."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.clips import SUFFIX
from duty_desk.desk.shots import shot_of
from duty_desk.desk.views import ClipRow, ProblemDetail, PushRow, Shot
from duty_desk.language import Refusal, tr
from duty_desk.store import clock as clock_rows
from duty_desk.store import problem as rows
from duty_desk.store import push as push_rows
from duty_desk.store.journal import entries_of
from duty_desk.store.tables import ChannelTable, ProblemTable, PushTable, ShotTable

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.store.tables import ClipTable
    from duty_desk.store.transaction import Session


def detail(session: Session, problem_id: str, desk: Desk) -> ProblemDetail:
    """Read a problem whole.

    Raises:
        Refusal: there is none with this id.
    """
    problem = session.get(ProblemTable, problem_id)
    if problem is None:
        raise Refusal(tr("没有这个问题的记录。"))
    viewer = desk.viewer()
    clock = clock_rows.by_subject(session, "problem.push", [problem_id]).get(problem_id)
    pushes = push_rows.pushes_of(session, problem_id)
    newest = pushes[-1] if pushes else None
    is_running = clock is not None and clock.stopped_at is None
    return ProblemDetail(
        row=viewer.problem_rows(session, (problem,))[0],
        shots=tuple(_shot(session, row, desk) for row in rows.shots(session, problem_id)),
        pushes=tuple(_push(session, row) for row in pushes),
        clock=viewer.clock_card(session, clock, newest) if clock and is_running else None,
        last_category=rows.last_category(session, problem.camera_id, problem_id),
        entries=entries_of(session, problem_id),
        clips=tuple(_clip(row, desk) for row in rows.clips(session, problem_id)),
        awaits_clip=desk.problems.clips.is_awaited(problem_id),
        clip_words=desk.problems.clips.word(problem_id),
    )


def _shot(session: Session, row: ShotTable, desk: Desk) -> Shot:
    return replace(shot_of(desk, session, row), marks=tuple(json.loads(row.marks)))


def _clip(row: ClipTable, desk: Desk) -> ClipRow:
    return ClipRow(
        no=row.no,
        path=desk.store.evidence.path(row.sha256, SUFFIX),
        sha256=row.sha256,
        from_at=row.from_at,
        to_at=row.to_at,
        width_px=row.width_px,
        height_px=row.height_px,
    )


def _push(session: Session, row: PushTable) -> PushRow:
    channel = session.get_one(ChannelTable, row.channel_id)
    return PushRow(
        id=row.id,
        channel_id=row.channel_id,
        channel_name=channel.name,
        channel_kind=channel.kind,
        state=row.state,
        tries=row.tries,
        queued_at=row.queued_at,
        ended_at=row.ended_at,
        words=row.words,
        receipt=row.receipt,
    )
