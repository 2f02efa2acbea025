"""The tables: the journal, and the records it implies.

Only the journal is the truth. Every other table but `heartbeat`, `camera_look` and `secret`
follows from it and can be built again from it (see `store.verify`). Instants are UTC milliseconds
in 64-bit integers.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Table(DeclarativeBase):
    """Names constraints alike on every database, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {int: BigInteger, str: Text}  # noqa: RUF012 - SQLAlchemy's own shape


class JournalRow(Table):
    """A moment, sealed. Triggers refuse change, removal and a number out of sequence."""

    __tablename__ = "journal"
    seat: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]
    body_hash: Mapped[str]
    event_at: Mapped[int]
    recorded_at: Mapped[int] = mapped_column(index=True)
    zone: Mapped[str]
    mono: Mapped[int]
    boot_id: Mapped[str]
    clock_state: Mapped[str]
    actor: Mapped[str]
    shift: Mapped[str]
    app_version: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class RulesRow(Table):
    """A set of contract rules as adopted; clocks name it by its hash."""

    __tablename__ = "rules"
    rules_hash: Mapped[str] = mapped_column(primary_key=True)
    contract_id: Mapped[str]
    body: Mapped[str]
    adopted_at: Mapped[int]
    adopted_seq: Mapped[int]


class PersonTable(Table):
    """Somebody of the desk; see `domain.person`."""

    __tablename__ = "person"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    is_active: Mapped[bool]
    confidentiality_signed_on: Mapped[str | None]
    has_secret: Mapped[bool]


class SecretTable(Table):
    """A person's password as its argon2 hash, and his wrong tries; never in the journal."""

    __tablename__ = "secret"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str]
    tries: Mapped[int]  # wrong ones in a row
    failed_at: Mapped[int]
    failed_mono_ms: Mapped[int]
    boot_id: Mapped[str]


class CameraTable(Table):
    """A camera of the catalogue. Addresses are sealed by the vault before they come here."""

    __tablename__ = "camera"
    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    alias: Mapped[str]
    community: Mapped[str]
    unit: Mapped[str]
    maintainer: Mapped[str]
    sealed_main: Mapped[str]
    sealed_sub: Mapped[str]
    masked_address: Mapped[str]
    details: Mapped[str]  # the rest of the catalogue's columns, canonical JSON
    place: Mapped[int]  # order on the wall
    state: Mapped[str]  # active | retired
    lost_at: Mapped[int | None]


class ProblemTable(Table):
    """A problem seen in the picture."""

    __tablename__ = "problem"
    __table_args__ = (
        UniqueConstraint("seat", "found_on", "no"),
        Index(None, "found_at", "state", "camera_id", "category"),  # counted from it alone
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    found_on: Mapped[str]  # Beijing date
    no: Mapped[int]  # counted per seat and day
    camera_id: Mapped[str] = mapped_column(ForeignKey("camera.id"), index=True)
    category: Mapped[str]
    description: Mapped[str]
    unit: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    is_parked: Mapped[bool]
    found_at: Mapped[int]
    found_by: Mapped[str]
    pushed_at: Mapped[int | None]
    pushed_via: Mapped[str]  # robot | operator | "" - who says so
    void_reason: Mapped[str]


class ShotTable(Table):
    """An evidence picture of a problem: the original and the captioned copy, by their hashes."""

    __tablename__ = "shot"
    problem_id: Mapped[str] = mapped_column(ForeignKey("problem.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]  # before | after
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))
    captioned_sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))
    taken_at: Mapped[int]
    age_ms: Mapped[int]
    width_px: Mapped[int]
    height_px: Mapped[int]
    marks: Mapped[str]  # canonical JSON of vision.marks facts


class ClipTable(Table):
    """A clip of what happened around a finding, as the camera coded it."""

    __tablename__ = "clip"
    problem_id: Mapped[str] = mapped_column(ForeignKey("problem.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))
    from_at: Mapped[int]
    to_at: Mapped[int]
    width_px: Mapped[int]
    height_px: Mapped[int]
    frames: Mapped[int]


class FaultTable(Table):
    """A fault of a camera, from its finding to the verified repair."""

    __tablename__ = "fault"
    __table_args__ = (UniqueConstraint("seat", "found_on", "no"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    found_on: Mapped[str]  # Beijing date
    no: Mapped[int]  # counted per seat and day
    camera_id: Mapped[str] = mapped_column(ForeignKey("camera.id"), index=True)
    kind: Mapped[str]  # of the list of fault kinds, "" while undecided
    note: Mapped[str]
    origin: Mapped[str]  # operator | round | system: who noticed it
    evidence: Mapped[str]  # canonical JSON: what the system measured, {} when a person saw it
    state: Mapped[str] = mapped_column(index=True)
    found_at: Mapped[int] = mapped_column(index=True)
    found_by: Mapped[str]
    down_from_at: Mapped[int]  # since when the camera is of no use
    maintainer: Mapped[str]
    way: Mapped[str]  # phone | group | ticket
    reached: Mapped[str]  # role of the person reached, never a name
    ticket: Mapped[str]
    call_id: Mapped[str]  # one for all faults told in the same call
    reported_at: Mapped[int | None]
    reported_by: Mapped[str]
    accepted_at: Mapped[int | None]
    arrived_at: Mapped[int | None]
    repaired_at: Mapped[int | None]
    cause: Mapped[str]  # cause and parts replaced, as told
    closed_at: Mapped[int | None] = mapped_column(index=True)
    closed_by: Mapped[str]
    reason: Mapped[str]  # why it was dismissed or reopened


class FaultShotTable(Table):
    """A picture of a fault: what was seen at its finding, or the repaired view."""

    __tablename__ = "fault_shot"
    fault_id: Mapped[str] = mapped_column(ForeignKey("fault.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]  # found | good
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))
    captioned_sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))
    taken_at: Mapped[int]
    age_ms: Mapped[int]
    width_px: Mapped[int]
    height_px: Mapped[int]


class MaintainerTable(Table):
    """How a company that repairs cameras is reached."""

    __tablename__ = "maintainer"
    name: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[str]
    group_name: Mapped[str]  # the chat group that takes its reports


class EvidenceTable(Table):
    """A file in the evidence folder. The row is written after the file is on the disk."""

    __tablename__ = "evidence"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size_bytes: Mapped[int]
    suffix: Mapped[str]
    seat: Mapped[str]
    seq: Mapped[int]  # the entry that brought it


class ClockTable(Table):
    """A clock of a contract rule on one subject; see `domain.clock`.

    No index begins with the rule: SQLite would take it where a clock is looked up by its subject.
    """

    __tablename__ = "clock"
    # Tallies are counted from this index alone.
    __table_args__ = (Index(None, "started_at", "rule_id", "verdict", "stopped_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    rule_id: Mapped[str]
    rules_hash: Mapped[str] = mapped_column(ForeignKey("rules.rules_hash"))
    clause: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    seat: Mapped[str]
    started_at: Mapped[int]
    started_mono_ms: Mapped[int]
    boot_id: Mapped[str]
    due_at: Mapped[int]
    stopped_at: Mapped[int | None] = mapped_column(index=True)
    verdict: Mapped[str]
    is_jumped: Mapped[bool]
    reason: Mapped[str]
    approver: Mapped[str]


class ClockStageTable(Table):
    """A warning or breach of a clock, written before it is shown; the key keeps it single."""

    __tablename__ = "clock_stage"
    clock_id: Mapped[str] = mapped_column(ForeignKey("clock.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[int] = mapped_column(index=True)
    recorded_at: Mapped[int]
    is_shown: Mapped[bool]


class ChannelTable(Table):
    """A push channel. Address and secret are sealed by the vault before they come here."""

    __tablename__ = "channel"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    sealed_address: Mapped[str]
    sealed_secret: Mapped[str]
    masked_address: Mapped[str]
    place: Mapped[int]
    is_removed: Mapped[bool]
    purpose: Mapped[str] = mapped_column(server_default="")  # "" problems | leader


class PushTable(Table):
    """The outbox: a push of one problem, or of one report of faults, with its whole fate."""

    __tablename__ = "push"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(index=True)
    seq: Mapped[int]  # the entry that queued it: the order when the clock is set back
    problem_id: Mapped[str | None] = mapped_column(ForeignKey("problem.id"), index=True)
    call_id: Mapped[str] = mapped_column(server_default="", index=True)  # of fault.call_id
    channel_id: Mapped[str] = mapped_column(ForeignKey("channel.id"))
    state: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    pictures: Mapped[str]  # canonical JSON list of evidence hashes
    part: Mapped[int]  # messages the channel has accepted
    tries: Mapped[int]
    next_at: Mapped[int]
    queued_at: Mapped[int] = mapped_column(index=True)
    ended_at: Mapped[int | None]
    code: Mapped[str]
    words: Mapped[str]
    receipt: Mapped[str]


class HeartbeatTable(Table):
    """When the program last ran at this seat; not part of the record."""

    __tablename__ = "heartbeat"
    seat: Mapped[str] = mapped_column(primary_key=True)
    alive_at: Mapped[int]
    boot_id: Mapped[str]
    is_clean: Mapped[bool]


class CameraLookTable(Table):
    """What the newest look at a camera found; not part of the record, see `store.camera_look`."""

    __tablename__ = "camera_look"
    camera_id: Mapped[str] = mapped_column(primary_key=True)
    looked_at: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    delay_ms: Mapped[int]
    width_px: Mapped[int]
    height_px: Mapped[int]
    codec: Mapped[str]
    fps_milli: Mapped[int]
    seen_at: Mapped[int | None]
