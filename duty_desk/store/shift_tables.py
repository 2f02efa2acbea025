"""The tables of shifts, handovers and checkpoints of the journal; all follow from the journal."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class ShiftTable(Table):
    """Somebody responsible for the seat, see `domain.shift`."""

    __tablename__ = "shift"
    __table_args__ = (Index(None, "seat", "started_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    planned_id: Mapped[str]
    title: Mapped[str]
    planned_from_at: Mapped[int | None]
    planned_to_at: Mapped[int | None]
    leader: Mapped[str]
    person_id: Mapped[str]
    name: Mapped[str]
    how: Mapped[str]  # punch | handover | override
    started_at: Mapped[int]
    first_seq: Mapped[int]
    ended_at: Mapped[int | None] = mapped_column(index=True)
    last_seq: Mapped[int | None]
    handover_id: Mapped[str]  # by which it ended; empty while it runs
    uncovered_ms: Mapped[int]  # before it, when nobody was there
    overlap_ms: Mapped[int]  # before it, when both were


class HandoverTable(Table):
    """A cut of a shift and what became of it; a reopened one stays beside the new one."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("shift_id", "no"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    shift_id: Mapped[str] = mapped_column(ForeignKey("shift.id"))
    no: Mapped[int]  # cuts of one shift are counted from 1
    state: Mapped[str] = mapped_column(index=True)
    cut_at: Mapped[int]
    cut_seq: Mapped[int]
    items_hash: Mapped[str]  # as they stand, added ones included
    remark: Mapped[str]
    incoming_id: Mapped[str]
    incoming_name: Mapped[str]
    arrived_at: Mapped[int | None]
    signed_at: Mapped[int | None]
    signed_hash: Mapped[str]  # what the outgoing signed: items, checks, remark
    nobody_at: Mapped[int | None]
    ended_at: Mapped[int | None]
    ended_by: Mapped[str]  # the incoming, or the leader who overrode
    reason: Mapped[str]
    since_cut: Mapped[str]  # canonical JSON: items opened after the cut, the outgoing's


class HandoverItemTable(Table):
    """One carried-over item of a cut, as it stood, and its confirmation."""

    __tablename__ = "handover_item"
    handover_id: Mapped[str] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    noun: Mapped[str]
    subject: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    due_at: Mapped[int | None]
    is_urgent: Mapped[bool]
    owner: Mapped[str]
    confirmed_at: Mapped[int | None]
    read_back: Mapped[str]


class HandoverCheckTable(Table):
    """One line of the equipment check of a cut."""

    __tablename__ = "handover_check"
    handover_id: Mapped[str] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    state: Mapped[str]  # "" | ok | fault
    note: Mapped[str]


class CheckpointTable(Table):
    """The journal's head at one number, to be printed and kept outside."""

    __tablename__ = "checkpoint"
    seat: Mapped[str] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_seq: Mapped[int]
    seq: Mapped[int]
    count: Mapped[int]
    head: Mapped[str]
    previous: Mapped[str]  # the head of the checkpoint before
    made_at: Mapped[int]
    occasion: Mapped[str]  # handover | midnight
    handover_id: Mapped[str]
