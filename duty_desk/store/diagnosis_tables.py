"""The tables of the diagnosis: reference views, suspicions, modes, and the habits of the hours."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from duty_desk.store.tables import Table


class ReferenceTable(Table):
    """What a camera shows when it is well, from one preset and by one light."""

    __tablename__ = "reference"
    id: Mapped[str] = mapped_column(primary_key=True)
    camera_id: Mapped[str] = mapped_column(ForeignKey("camera.id"), index=True)
    preset: Mapped[str]  # "" for a camera that does not turn
    light: Mapped[str]  # colour | infrared
    state: Mapped[str] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))  # what was measured
    picture_sha256: Mapped[str] = mapped_column(ForeignKey("evidence.sha256"))  # for people
    width_px: Mapped[int]  # of the stream it was learned from
    height_px: Mapped[int]
    learned_from_at: Mapped[int]
    learned_to_at: Mapped[int]
    proposed_at: Mapped[int]
    proposed_by: Mapped[str]  # "" when the program learned it by itself
    decided_at: Mapped[int | None]
    decided_by: Mapped[str]
    ended_at: Mapped[int | None]
    reason: Mapped[str]  # why it is to take another's place, was refused, or was replaced


class SuspicionTable(Table):
    """What the program suspects of a camera."""

    __tablename__ = "suspicion"
    id: Mapped[str] = mapped_column(primary_key=True)
    seat: Mapped[str]
    camera_id: Mapped[str] = mapped_column(ForeignKey("camera.id"), index=True)
    kind: Mapped[str]  # of vision.finding.Kind, or `clock`
    family: Mapped[str]
    facts: Mapped[str]  # canonical JSON: the numbers of its sentence
    preset: Mapped[str]
    light: Mapped[str]
    occasion: Mapped[str]  # watching | round | sweep
    state: Mapped[str] = mapped_column(index=True)
    is_shadow: Mapped[bool]
    is_hint: Mapped[bool]
    is_question: Mapped[bool]  # the view it was judged by is not confirmed
    since_at: Mapped[int]
    raised_at: Mapped[int] = mapped_column(index=True)
    ended_at: Mapped[int | None]
    ended_by: Mapped[str]
    reason: Mapped[str]  # why it is no fault
    group_id: Mapped[str]  # the first suspicion of the same event; "" alone
    reference_id: Mapped[str]
    fault_id: Mapped[str]
    now_sha256: Mapped[str | None] = mapped_column(ForeignKey("evidence.sha256"))
    good_sha256: Mapped[str | None] = mapped_column(ForeignKey("evidence.sha256"))
    good_at: Mapped[int | None]
    verdict: Mapped[str]  # right | wrong | "": what a person said of it afterwards
    verdict_by: Mapped[str]


class DiagnosisModeTable(Table):
    """Whether a class of findings may ring, as a supervisor said."""

    __tablename__ = "diagnosis_mode"
    family: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str]  # auto | live | shadow
    changed_at: Mapped[int]
    changed_by: Mapped[str]
    reason: Mapped[str]


class HourHabitTable(Table):
    """What is normal for a reference view at an hour of the day; a cache and no record."""

    __tablename__ = "hour_habit"
    reference_id: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pictures: Mapped[int]
    noise_millionth: Mapped[int]
    moving_millionth: Mapped[int]
    murmur_millionth: Mapped[int]
    broken_millionth: Mapped[int]
