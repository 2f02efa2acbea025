"""The tables of footage requests: the register, its recordings, and the people beside it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class FootageTable(Table):
    """A request for recordings, from registration to the shelf; names nobody who asks."""

    __tablename__ = "footage"
    __table_args__ = (UniqueConstraint("year", "no"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    year: Mapped[int]  # of Beijing
    no: Mapped[int]  # counted within the year, over all seats
    kind: Mapped[str]
    unit: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]  # counts every change
    request: Mapped[str]  # canonical JSON of domain.footage.FootageRequest
    officers: Mapped[str]  # canonical JSON: salted hash and whether the certificate was seen
    checks: Mapped[str]  # canonical JSON: the newest ClockCheck by camera id
    results: Mapped[str]  # canonical JSON: what was found, by camera id
    package: Mapped[str]  # canonical JSON: folder, seal, head, media; {} before it is sealed
    warned: Mapped[str]  # canonical JSON list of the countdowns that were told
    registered_at: Mapped[int] = mapped_column(index=True)
    registered_by: Mapped[str]
    approved_at: Mapped[int]  # 0 before
    approved_by: Mapped[str]
    handed_at: Mapped[int]
    handed_by: Mapped[str]
    return_until_at: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]
    changed_kind: Mapped[str]  # the moment that changed it last
    is_erased: Mapped[bool]  # who asked has been removed


class FootageFileTable(Table):
    """A recording of a request, as it was hashed when it was added."""

    __tablename__ = "footage_file"
    id: Mapped[str] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("footage.id"), index=True)
    span_no: Mapped[int]
    name: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    look: Mapped[str]  # canonical JSON: whether it plays, and its three pictures by hash
    path: Mapped[str]  # where it lay then
    origin: Mapped[str]  # file | still | clip
    evidence_sha256: Mapped[str | None] = mapped_column(ForeignKey("evidence.sha256"))
    added_at: Mapped[int]
    added_by: Mapped[str]
    removed_at: Mapped[int | None]
    removed_by: Mapped[str]
    reason: Mapped[str]  # why it was taken out


class FootagePersonTable(Table):
    """Somebody who asks, sealed by the vault; no record, so that it can be erased by law."""

    __tablename__ = "footage_person"
    request_id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[str]
