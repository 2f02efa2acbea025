"""A glance at a camera: one or a few pictures against its reference view, without a memory.

What must be seen moving (a frozen picture, damage of which the decoder says nothing) cannot be told
from it and is not claimed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.video.exam import Examined
from duty_desk.vision.diagnosis import Health, has_shape
from duty_desk.vision.jpeg import encode
from duty_desk.vision.judging import measured, suspected, unreferenced
from duty_desk.vision.persistence import RAISE_SHARE
from duty_desk.vision.plate import reshaped
from duty_desk.vision.reference import unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.video.exam import Exam, ExamView
    from duty_desk.video.examination import Look
    from duty_desk.vision.finding import Finding
    from duty_desk.vision.plate import Plate
    from duty_desk.vision.reference import Reference

_QUALITY = 85


def glanced(exam: Exam, looks: Sequence[Look]) -> Examined | None:
    """What `looks` agree on; None when there is none that can be judged."""
    plates = [(plate, look) for look in looks if (plate := look.plate)]
    if not plates:
        return None
    plate, look = plates[-1]
    opened = _opened(exam, str(plate.light))
    view, reference = opened or (None, None)
    if reference is not None and not has_shape(reference, plate):
        return None
    seen = [_finding(reference, each) for each, _look in plates]
    found = _agreed([finding for finding, _likeness in seen], len(plates))
    is_question = found is not None and view is not None and not view.is_confirmed
    well = Health.HEALTHY if reference is not None else Health.NOT_CHECKED
    return Examined(
        camera_id=exam.camera_id,
        preset=exam.preset,
        light=str(plate.light),
        health=str(Health.SUSPECT if found else well),
        kind=str(found.kind) if found else "",
        family=found.family if found else "",
        numbers=dict(found.facts) if found else {},
        glance=found.family if found else "",
        is_question=is_question,
        since_mono_ms=looks[0].at_mono_ms,
        at_mono_ms=look.at_mono_ms,
        likeness_permille=seen[-1][1],
        reference_id=view.id if view else "",
        now_jpeg=encode(look.bgr, _QUALITY) if found else b"",
    )


def _opened(exam: Exam, light: str) -> tuple[ExamView, Reference] | None:
    """The view of this light, else that of the other."""
    for view in sorted(exam.views, key=lambda each: each.light != light):
        try:
            return view, unpacked(view.file.read_bytes())
        except (OSError, ValueError, KeyError):
            continue
    return None


def _finding(reference: Reference | None, plate: Plate) -> tuple[Finding | None, int | None]:
    if reference is None:
        return unreferenced(plate), None
    seen = measured(reference, reshaped(plate, reference.grey.shape), None)
    found = suspected(reference, reference.habits, seen)
    likeness = round(max(0.0, min(1.0, seen.view.agreement)) * 1000)
    return (None if found is not None and found.is_hint else found), likeness


def _agreed(found: Sequence[Finding | None], looks: int) -> Finding | None:
    """The newest finding of the family that four of five pictures show."""
    families = [finding.family for finding in found if finding]
    if not families:
        return None
    family = max(families, key=families.count)
    if families.count(family) < RAISE_SHARE * looks:
        return None
    return next(each for each in reversed(found) if each and each.family == family)
