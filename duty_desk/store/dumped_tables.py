"""The tables of dumped things: what is watched on which camera, and the hints."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class GroundTable(Table):
    """The ground that is watched on a camera's picture."""

    __tablename__ = "ground"
    camera_id: Mapped[str] = mapped_column(ForeignKey("camera.id"), primary_key=True)
    plan: Mapped[str]  # canonical JSON of domain.ground.GroundPlan
    drawn_at: Mapped[int]
    drawn_by: Mapped[str]


class DumpedTable(Table):
    """A hint that something new lies on the ground."""

    __tablename__ = "dumped"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    camera_id: Mapped[str] = mapped_column(ForeignKey("camera.id"), index=True)
    zone: Mapped[int]
    box: Mapped[str]  # canonical JSON: left, top, right, bottom in thousandths
    state: Mapped[str] = mapped_column(index=True)
    seen_at: Mapped[int]  # when it was first seen there
    hinted_at: Mapped[int] = mapped_column(index=True)
    before_sha256: Mapped[str | None] = mapped_column(ForeignKey("evidence.sha256"))
    after_sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))
    clip_sha256: Mapped[str | None] = mapped_column(ForeignKey("evidence.sha256"))
    clip: Mapped[str]  # canonical JSON: span and size of the clip; "{}" without one
    ended_at: Mapped[int | None]
    ended_by: Mapped[str]
    reason: Mapped[str]
    problem_id: Mapped[str]
