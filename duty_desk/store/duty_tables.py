"""The tables of presence, duty log and emergencies; all follow from the journal."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class PresenceTable(Table):
    """A presence check, from its prompt to its judgement."""

    __tablename__ = "presence"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    person: Mapped[str]  # the name of who sat there
    shift: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    drawn_ms: Mapped[int]
    prompted_at: Mapped[int] = mapped_column(index=True)
    sounded_at: Mapped[int | None] = mapped_column(index=True)
    escalated_at: Mapped[int | None]
    told: Mapped[str]  # what became of telling another: channel | impossible | failed | ""
    told_words: Mapped[str]
    ended_at: Mapped[int | None]
    answer_ms: Mapped[int | None]
    way: Mapped[str]  # key | work | ""
    in_round: Mapped[bool]  # a round was walked meanwhile
    judged_at: Mapped[int | None]
    judged_by: Mapped[str]
    reason: Mapped[str]


class PresenceRuleTable(Table):
    """How presence is asked for at a seat, and until when it is not."""

    __tablename__ = "presence_rule"
    seat: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str]  # canonical JSON of domain.presence.PresenceRule
    rule_reason: Mapped[str]
    paused_until_at: Mapped[int | None]
    pause_reason: Mapped[str]


class AbsenceTable(Table):
    """An announced short absence during a shift, with who relieves."""

    __tablename__ = "absence"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(index=True)
    person: Mapped[str]
    shift: Mapped[str]
    reliever: Mapped[str]
    why: Mapped[str]
    began_at: Mapped[int] = mapped_column(index=True)
    back_by_at: Mapped[int]
    ended_at: Mapped[int | None]


class DutyLogTable(Table):
    """A line of the duty log."""

    __tablename__ = "duty_log"
    __table_args__ = (UniqueConstraint("seat", "logged_on", "no"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    logged_on: Mapped[str]  # Beijing date of the event
    no: Mapped[int]  # counted per seat and day
    kind: Mapped[str]
    text: Mapped[str]
    handling: Mapped[str]
    links: Mapped[str]  # canonical JSON list of links
    at: Mapped[int] = mapped_column(index=True)
    recorded_at: Mapped[int]
    late_reason: Mapped[str]
    actor: Mapped[str]
    shift: Mapped[str]
    state: Mapped[str]  # saved | amended | voided
    amends: Mapped[str]  # the line this one stands in place of, "" for none
    amended_by: Mapped[str]  # the line that stands in its place
    reason: Mapped[str]  # why it was amended or voided
    ended_by: Mapped[str]  # who did that
    second: Mapped[str]  # who stood by, for a line older than the shift


class InstructionTable(Table):
    """An instruction of a leader; open until somebody other than its writer has read it."""

    __tablename__ = "instruction"
    __table_args__ = (UniqueConstraint("seat", "given_on", "no"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    given_on: Mapped[str]
    no: Mapped[int]
    text: Mapped[str]
    leader: Mapped[str]  # who gave it, as the desk says
    given_at: Mapped[int] = mapped_column(index=True)
    recorded_at: Mapped[int]
    actor: Mapped[str]
    shift: Mapped[str]
    read_at: Mapped[int | None] = mapped_column(index=True)
    read_by: Mapped[str]


class EmergencyTable(Table):
    """An emergency, from the key to its closing sentence."""

    __tablename__ = "emergency"
    __table_args__ = (UniqueConstraint("seat", "found_on", "no"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    found_on: Mapped[str]
    no: Mapped[int]
    kind: Mapped[str]  # of the list of emergency kinds, "" while undecided
    camera_id: Mapped[str]  # the camera that shows it, "" for none
    place: Mapped[str]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    found_at: Mapped[int] = mapped_column(index=True)
    found_by: Mapped[str]
    shift: Mapped[str]
    told_at: Mapped[int | None]  # when the client was reached first
    closed_at: Mapped[int | None]
    closed_by: Mapped[str]
    closing: Mapped[str]  # how it ended, or why it was none


class EmergencyCallTable(Table):
    """A call about an emergency: who was told, or tried in vain, and when."""

    __tablename__ = "emergency_call"
    emergency_id: Mapped[str] = mapped_column(ForeignKey("emergency.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str]
    number: Mapped[str]
    at: Mapped[int]
    is_reached: Mapped[bool]
    note: Mapped[str]
    actor: Mapped[str]


class EmergencyPlanTable(Table):
    """Whom to tell, in order, as the desk adopted it."""

    __tablename__ = "emergency_plan"
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str]
    number: Mapped[str]
    kinds: Mapped[str]  # canonical JSON list of codes
    note: Mapped[str]
    is_client: Mapped[bool]
