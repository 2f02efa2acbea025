"""Presence checks, their rule and announced absences, as rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.presence import ASKING, PresenceRule, Stage, next_stage, rule_from
from duty_desk.store.duty_tables import AbsenceTable, PresenceRuleTable, PresenceTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_OF_RULE = ("presence.adopted", "presence.paused", "presence.resumed")


def apply(session: Session, entry: Entry) -> None:
    """Bring the check's row, or the rule's, to what `entry` says.

    Raises:
        ForbiddenPresenceMove: the moment cannot happen to the check as it stands.
    """
    if entry.kind in _OF_RULE:
        _change_rule(session, entry)
    elif entry.kind == "presence.prompted":
        session.add(_prompted(entry))
    else:
        row = session.get_one(PresenceTable, entry.subject)
        row.state = next_stage(Stage(row.state), entry.kind, entry.facts.get("verdict", ""))
        _change(row, entry)


def _prompted(entry: Entry) -> PresenceTable:
    return PresenceTable(
        id=entry.subject,
        seat=entry.seat,
        person=entry.facts["person"],
        shift=entry.shift,
        state=Stage.SHOWN,
        drawn_ms=entry.facts["drawn_ms"],
        prompted_at=entry.event_at,
        in_round=False,
        **dict.fromkeys(("told", "told_words", "way", "judged_by", "reason"), ""),
    )


def _change(row: PresenceTable, entry: Entry) -> None:
    facts = entry.facts
    if entry.kind == "presence.sounded":
        row.sounded_at = entry.event_at
    elif entry.kind == "presence.escalated":
        row.escalated_at = entry.event_at
    elif entry.kind == "presence.told":
        row.told, row.told_words = facts["told"], facts["words"]
    elif entry.kind == "presence.judged":
        row.judged_at, row.judged_by = entry.event_at, entry.actor
        row.reason = entry.reason
    else:
        row.ended_at = entry.event_at
        row.in_round = facts.get("in_round", False)
    if entry.kind == "presence.confirmed":
        row.answer_ms, row.way = facts["answer_ms"], facts["way"]


def _change_rule(session: Session, entry: Entry) -> None:
    row = session.get(PresenceRuleTable, entry.seat)
    if row is None:
        row = PresenceRuleTable(
            seat=entry.seat,
            rule=canonical(PresenceRule().as_facts()),
            rule_reason="",
            paused_until_at=None,
            pause_reason="",
        )
        session.add(row)
    if entry.kind == "presence.adopted":
        row.rule, row.rule_reason = canonical(entry.facts["rule"]), entry.reason
    elif entry.kind == "presence.paused":
        row.paused_until_at, row.pause_reason = entry.facts["until_at"], entry.reason
    else:
        row.paused_until_at, row.pause_reason = None, ""


def apply_absence(session: Session, entry: Entry) -> None:
    """Bring an absence's row to what `entry` says."""
    if entry.kind == "absence.began":
        facts = entry.facts
        absence = AbsenceTable(
            id=entry.subject,
            seat=entry.seat,
            person=facts["person"],
            shift=entry.shift,
            reliever=facts["reliever"],
            why=facts["why"],
            began_at=entry.event_at,
            back_by_at=facts["back_by_at"],
            ended_at=None,
        )
        session.add(absence)
        return
    session.get_one(AbsenceTable, entry.subject).ended_at = entry.event_at


def rule_of(session: Session, seat: str) -> PresenceRule:
    """How presence is asked for at `seat`."""
    row = session.get(PresenceRuleTable, seat)
    return rule_from(json.loads(row.rule)) if row else PresenceRule()


def pause_of(session: Session, seat: str) -> tuple[int | None, str]:
    """Until when nobody is asked at `seat`, and why."""
    row = session.get(PresenceRuleTable, seat)
    return (row.paused_until_at, row.pause_reason) if row else (None, "")


def asking(session: Session, seat: str) -> PresenceTable | None:
    """The check that waits for an answer at `seat`."""
    found = select(PresenceTable).where(PresenceTable.seat == seat, PresenceTable.state.in_(ASKING))
    return session.scalar(found.order_by(PresenceTable.prompted_at.desc()).limit(1))


def newest_confirmed(session: Session, seat: str) -> PresenceTable | None:
    """The newest check at `seat` that was answered."""
    found = select(PresenceTable).where(
        PresenceTable.seat == seat, PresenceTable.state == Stage.CONFIRMED
    )
    return session.scalar(found.order_by(PresenceTable.ended_at.desc()).limit(1))


def within(session: Session, from_at: int, to_at: int) -> tuple[PresenceTable, ...]:
    """The checks of all seats prompted in a stretch of time, newest first."""
    found = session.scalars(
        select(PresenceTable)
        .where(PresenceTable.prompted_at >= from_at, PresenceTable.prompted_at < to_at)
        .order_by(PresenceTable.prompted_at.desc())
    )
    return tuple(found)


def unjudged(session: Session) -> tuple[PresenceTable, ...]:
    """The checks that wait for a supervisor, oldest first."""
    found = session.scalars(
        select(PresenceTable)
        .where(PresenceTable.state == Stage.UNCONFIRMED)
        .order_by(PresenceTable.prompted_at)
    )
    return tuple(found)


def absent(session: Session, seat: str) -> AbsenceTable | None:
    """The announced absence that lasts at `seat`."""
    found = select(AbsenceTable).where(AbsenceTable.seat == seat, AbsenceTable.ended_at.is_(None))
    return session.scalar(found.order_by(AbsenceTable.began_at.desc()).limit(1))


def absences_within(session: Session, from_at: int, to_at: int) -> tuple[AbsenceTable, ...]:
    """The absences that began in a stretch of time, newest first."""
    found = session.scalars(
        select(AbsenceTable)
        .where(AbsenceTable.began_at >= from_at, AbsenceTable.began_at < to_at)
        .order_by(AbsenceTable.began_at.desc())
    )
    return tuple(found)
