"""Push channels and the outbox, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.domain.hashchain import canonical
from duty_desk.store.tables import ChannelTable, PushTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

_CHANNEL_FIELDS = ("name", "kind", "sealed_address", "sealed_secret", "masked_address")
_AWAITING = ("queued", "delayed")


def apply_channel(session: Session, entry: Entry) -> None:
    """Bring the channel's row to what `entry` says."""
    facts = entry.facts
    if entry.kind == "channel.added":
        session.add(
            ChannelTable(
                id=entry.subject,
                **{field: facts[field] for field in _CHANNEL_FIELDS},
                place=facts["place"],
                is_removed=False,
                purpose=facts.get("purpose", ""),
            )
        )
        return
    row = session.get_one(ChannelTable, entry.subject)
    if entry.kind == "channel.removed":
        row.is_removed = True
        return
    for field in (*_CHANNEL_FIELDS, "purpose"):
        if field in facts:
            setattr(row, field, facts[field])


def apply(session: Session, entry: Entry) -> None:
    """Bring the push's row to what `entry` says."""
    facts = entry.facts
    if entry.kind == "push.queued":
        session.add(
            PushTable(
                id=entry.subject,
                seat=entry.seat,
                seq=entry.seq,
                problem_id=facts.get("problem"),
                call_id=facts.get("call", ""),
                channel_id=facts["channel"],
                state=facts["state"],
                text=facts["text"],
                pictures=canonical(facts["pictures"]),
                part=0,
                tries=0,
                next_at=entry.event_at,
                queued_at=entry.event_at,
                ended_at=None,
                code="",
                words="",
                receipt="",
            )
        )
        return
    row = session.get_one(PushTable, entry.subject)
    if entry.kind == "push.attempted":
        row.state, row.part = "sending", facts["part"]
        row.tries = facts["try"]
        return
    row.state = entry.kind.removeprefix("push.")
    row.code = facts.get("code", "")
    row.words = facts.get("words", "")
    row.receipt = facts.get("receipt", row.receipt)
    if entry.kind == "push.delayed":
        row.next_at = facts["next_at"]
    else:
        row.ended_at = entry.event_at


def channels(session: Session, purpose: str | None = None) -> tuple[ChannelTable, ...]:
    """The channels in use, in their order; of one purpose, when it is named ("" for problems)."""
    wanted = select(ChannelTable).where(ChannelTable.is_removed.is_(other=False))
    if purpose is not None:
        wanted = wanted.where(ChannelTable.purpose == purpose)
    return tuple(session.scalars(wanted.order_by(ChannelTable.place)))


def next_place(session: Session) -> int:
    """The place after the last channel."""
    return (session.scalar(select(func.max(ChannelTable.place))) or 0) + 1


def pushes_of(session: Session, problem_id: str) -> tuple[PushTable, ...]:
    """The pushes of a problem, oldest first."""
    found = session.scalars(
        select(PushTable)
        .where(PushTable.problem_id == problem_id)
        .order_by(PushTable.queued_at, PushTable.seq)
    )
    return tuple(found)


def newest_by_problem(session: Session, problem_ids: list[str]) -> dict[str, PushTable]:
    """The newest push of each of the problems that has one."""
    found = session.scalars(
        select(PushTable)
        .where(PushTable.problem_id.in_(problem_ids))
        .order_by(PushTable.queued_at, PushTable.seq)
    )
    return {row.problem_id: row for row in found if row.problem_id}


def of_calls(session: Session, call_ids: Iterable[str]) -> dict[str, PushTable]:
    """The message of each report of faults that went by a channel."""
    wanted = sorted({one for one in call_ids if one})
    if not wanted:
        return {}
    found = session.scalars(select(PushTable).where(PushTable.call_id.in_(wanted)))
    return {row.call_id: row for row in found}


def newest_of_channel(session: Session, channel_id: str) -> PushTable | None:
    """The push that was given to a channel last and has been tried."""
    return session.scalar(
        select(PushTable)
        .where(PushTable.channel_id == channel_id, PushTable.state.not_in(("queued", "sending")))
        .order_by(PushTable.queued_at.desc(), PushTable.seq.desc())
        .limit(1)
    )


def awaiting(session: Session, seat: str) -> tuple[PushTable, ...]:
    """The pushes of this seat that wait to be sent, oldest first."""
    found = session.scalars(
        select(PushTable)
        .where(PushTable.seat == seat, PushTable.state.in_(_AWAITING))
        .order_by(PushTable.queued_at, PushTable.seq)
    )
    return tuple(found)


def interrupted(session: Session, seat: str) -> tuple[PushTable, ...]:
    """The pushes that were on their way when the program ended."""
    found = session.scalars(
        select(PushTable).where(PushTable.seat == seat, PushTable.state == "sending")
    )
    return tuple(found)
