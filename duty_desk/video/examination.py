"""The examination of one camera inside a worker: pictures in, reports out. Knows no threads."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.language import Refusal
from duty_desk.video.exam import TELL_EVERY_MS, Examined, HabitTold, Learned
from duty_desk.vision.diagnosis import Health, Watched, diagnosed, has_shape
from duty_desk.vision.hour_habits import HourHabits, adapted
from duty_desk.vision.jpeg import encode
from duty_desk.vision.judging import unreferenced
from duty_desk.vision.persistence import suspected_last, visited
from duty_desk.vision.plate import Light, plate_of
from duty_desk.vision.reference import MOST_PLATES, learn, packed, unpacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from duty_desk.video.exam import Exam, ExamReport, ExamView
    from duty_desk.vision.finding import Finding
    from duty_desk.vision.plate import Plate
    from duty_desk.vision.reference import Reference

_log = logging.getLogger(__name__)

_HOUR_MS = 3_600_000
_BEIJING_MS = 8 * _HOUR_MS
_GLANCE_MS = 6_000
_KEEP_GOOD_EVERY_MS = 20_000
_TELL_HABITS_EVERY_MS = 600_000
_LEARN_AGAIN_MS = 600_000
_ASKED_PLATES = 12
_LEARN_WITHIN_MS = 90_000  # a stretch with longer gaps is begun anew
_PEOPLE_QUALITY = 85


@dataclass(frozen=True)
class Look:
    """One picture taken for examining.

    Attributes:
        luma: (height, width) uint8, full range, as coded.
        bgr: The same picture for people and for its colours, (height, width, 3) uint8 BGR.
        size: Of the stream, width and height.
        is_spoiled: Whether the decoder says that damage is in it.
    """

    luma: NDArray[np.uint8]
    bgr: NDArray[np.uint8]
    size: tuple[int, int]
    at_mono_ms: int
    is_spoiled: bool = False

    @property
    def plate(self) -> Plate | None:
        """As the diagnosis sees it; None where it cannot be diagnosed."""
        plate = plate_of(self.luma, self.bgr)
        return plate and replace(plate, is_spoiled=self.is_spoiled)


class Examination:
    """One camera's memory between two looks. Used by one thread at a time."""

    def __init__(self, exam: Exam) -> None:
        self.exam = exam
        self._watched = Watched()
        self._views: dict[Light, tuple[ExamView, Reference]] | None = None
        self._hours: dict[Light, HourHabits] = {}
        self._lesson = _Lesson(exam.asked)
        self._told: Examined | None = None
        self._good: tuple[bytes, int] | None = None
        self._is_good_told = True
        self._habits_told_mono_ms = 0

    def follow(self, exam: Exam) -> None:
        """Go on by another order; what was seen against other views is forgotten."""
        is_other = (exam.preset, exam.views) != (self.exam.preset, self.exam.views)
        if is_other or exam.is_paused != self.exam.is_paused:
            self._views, self._told, self._good = None, None, None
            self._lesson = _Lesson(self._lesson.asked)
        self.exam = exam

    def take(self, look: Look) -> list[ExamReport]:
        """What this look brings; nothing when there is nothing new to tell."""
        if self._views is None:
            self._open_views(look.at_mono_ms)
        plate = look.plate
        before = self._watched
        judged = self._of_same_stream(plate, look)
        self._watched = diagnosed(before, judged, look.at_mono_ms)
        reports: list[ExamReport] = []
        if plate is not None:
            reports += self._adapt(plate, look.at_mono_ms)
            reports += self._learn(plate, look)
        is_seen = self._watched.seen is not before.seen
        told = replace(
            self._said(plate, look), likeness_permille=self._likeness() if is_seen else None
        )
        if self._is_news(told):
            reports.append(self._with_pictures(told, look))
            self._told = told
        self._keep_good(look)
        return reports

    def _of_same_stream(self, plate: Plate | None, look: Look) -> Plate | None:
        """Blocks are compared within one stream only: main and sub-stream are coded differently."""
        sizes = {view.size for view, _reference in (self._views or {}).values()}
        if plate is None or look.size in sizes or (0, 0) in sizes:
            return plate
        return replace(plate, native=None)

    # -- views and habits ----------------------------------------------------------------------

    def _open_views(self, now: int) -> None:
        self._views = {}
        for view in self.exam.views:
            try:
                reference = unpacked(view.file.read_bytes())
            except (OSError, ValueError, KeyError):
                # On another seat's computer, or moved away: then the camera is not checked.
                _log.info("examination: a reference view could not be opened")
                continue
            reference = replace(reference, is_confirmed=view.is_confirmed)
            self._views[reference.light] = (view, reference)
            self._hours[reference.light] = HourHabits(
                reference.habits,
                {hour: habits for hour, _count, habits in view.hours},
                {hour: count for hour, count, _habits in view.hours},
            )
        references = {light: reference for light, (_view, reference) in self._views.items()}
        self._watched = Watched(references=references, began_ms=now)
        self._habits_told_mono_ms = now

    def _adapt(self, plate: Plate, now: int) -> list[ExamReport]:
        """Let what drifts follow while the camera is well; geometry and sharpness never do."""
        hours = self._hours.get(plate.light)
        if hours is None or self._views is None or plate.light not in self._views:
            return []
        hour = (self.exam.zero_at + now + _BEIJING_MS) // _HOUR_MS % 24
        if self._watched.health is Health.HEALTHY and self._watched.seen is not None:
            hours = self._hours[plate.light] = adapted(hours, hour, self._watched.seen)
        habits = {light: each.at(hour) for light, each in self._hours.items()}
        self._watched = replace(self._watched, habits=habits)
        if now - self._habits_told_mono_ms < _TELL_HABITS_EVERY_MS or hour not in hours.by_hour:
            return []
        self._habits_told_mono_ms = now
        view, _reference = self._views[plate.light]
        count = hours.pictures.get(hour, 0)
        return [HabitTold(self.exam.camera_id, view.id, hour, count, hours.by_hour[hour])]

    # -- learning ------------------------------------------------------------------------------

    def _learn(self, plate: Plate, look: Look) -> list[ExamReport]:
        lesson = self._lesson
        is_asked = self.exam.asked > lesson.asked
        if not is_asked and not self._may_learn(plate, look.at_mono_ms):
            lesson.plates.clear()
            return []
        lesson.add(plate, look.at_mono_ms)
        if len(lesson.plates) < (_ASKED_PLATES if is_asked else MOST_PLATES):
            return []
        asked = self.exam.asked if is_asked else 0
        learned = self._learned(plate, look, asked)
        lesson.asked = self.exam.asked
        lesson.plates.clear()
        lesson.not_before_mono_ms = look.at_mono_ms + _LEARN_AGAIN_MS
        # What is not asked for and cannot be learned (a dark yard) is tried again later, silently.
        return [learned] if asked or not learned.words else []

    def _may_learn(self, plate: Plate, now: int) -> bool:
        """Only from a stretch that looks well, for a light of which there is no view yet."""
        has_view = self._views is not None and plate.light in self._views
        if has_view or not self.exam.learns or now < self._lesson.not_before_mono_ms:
            return False
        is_judged = bool(self._views)
        if is_judged and self._watched.health is not Health.HEALTHY:
            return False
        return unreferenced(plate) is None

    def _learned(self, plate: Plate, look: Look, asked: int) -> Learned:
        lesson = self._lesson
        about = Learned(
            camera_id=self.exam.camera_id,
            preset=self.exam.preset,
            light=str(plate.light),
            width_px=look.size[0],
            height_px=look.size[1],
            from_mono_ms=lesson.began_mono_ms,
            to_mono_ms=look.at_mono_ms,
            asked=asked,
        )
        try:
            reference = learn(lesson.plates)
        except Refusal as refusal:
            return replace(about, words=str(refusal))
        jpeg = encode(look.bgr, _PEOPLE_QUALITY)
        return replace(about, packed=packed(reference), jpeg=jpeg, light=str(reference.light))

    # -- telling -------------------------------------------------------------------------------

    def _said(self, plate: Plate | None, look: Look) -> Examined:
        watched = self._watched
        raised = watched.raised or (
            suspected_last(watched.trail) if watched.health is Health.SUSPECT else None
        )
        finding = raised.finding if raised else None
        recent = [
            each for each in watched.trail.suspicions if look.at_mono_ms - each.at_ms <= _GLANCE_MS
        ]
        glance = visited(recent)
        said = Examined(
            camera_id=self.exam.camera_id,
            preset=self.exam.preset,
            light=str(plate.light) if plate else "",
            health=str(watched.health),
            why=self._why(plate, look.at_mono_ms),
            glance=glance.family if glance else "",
            is_raised=watched.raised is not None,
            since_mono_ms=raised.since_ms if raised else look.at_mono_ms,
            at_mono_ms=look.at_mono_ms,
            watched_ms=look.at_mono_ms - (watched.began_ms or look.at_mono_ms),
            reference_id=self._view_id(plate),
        )
        return _about(said, finding) if finding else said

    def _why(self, plate: Plate | None, now: int) -> str:
        if plate is None:
            return "small"
        if not self._views:
            return "no_view"
        reference = self._reference(plate)
        if reference is not None and not has_shape(reference, plate):
            return "shape"
        is_unjudged = self._watched.health is Health.NOT_CHECKED
        return "muted" if is_unjudged and now < self._watched.muted_until_ms else ""

    def _reference(self, plate: Plate) -> Reference | None:
        views = self._views or {}
        found = views.get(plate.light) or next(iter(views.values()), None)
        return found[1] if found else None

    def _view_id(self, plate: Plate | None) -> str:
        views = self._views or {}
        found = views.get(plate.light) if plate else None
        found = found or next(iter(views.values()), None)
        return found[0].id if found else ""

    def _likeness(self) -> int | None:
        seen = self._watched.seen
        return None if seen is None else round(max(0.0, min(1.0, seen.view.agreement)) * 1000)

    def _is_news(self, said: Examined) -> bool:
        told = self._told
        if told is None or said.at_mono_ms - told.at_mono_ms >= TELL_EVERY_MS:
            return True
        return _gist(said) != _gist(told)

    def _with_pictures(self, said: Examined, look: Look) -> Examined:
        told = self._told
        is_known = told is not None and told.is_raised and told.family == said.family
        is_new = said.is_raised and not is_known
        jpeg, at = self._good or (b"", None)
        if not is_new:
            is_sent, self._is_good_told = self._is_good_told, True
            return said if is_sent else replace(said, good_jpeg=jpeg, good_mono_ms=at)
        now_jpeg = encode(look.bgr, _PEOPLE_QUALITY)
        return replace(said, now_jpeg=now_jpeg, good_jpeg=jpeg, good_mono_ms=at)

    def _keep_good(self, look: Look) -> None:
        """A picture that looked well, now and then: what stands beside the one that does not."""
        if self._watched.health is not Health.HEALTHY or self._watched.trail.suspicions[-1].finding:
            return
        if self._good is None or look.at_mono_ms - self._good[1] >= _KEEP_GOOD_EVERY_MS:
            self._good = (encode(look.bgr, _PEOPLE_QUALITY), look.at_mono_ms)
            self._is_good_told = False


class _Lesson:
    """The plates of a view that is being learned."""

    def __init__(self, asked: int) -> None:
        self.asked = asked
        self.plates: list[Plate] = []
        self.began_mono_ms = 0
        self.not_before_mono_ms = 0

    def add(self, plate: Plate, now: int) -> None:
        """Take one in; another light or shape, or a long gap, begins anew."""
        first = self.plates[0] if self.plates else None
        is_other = first is not None and (
            first.light is not plate.light or first.grey.shape != plate.grey.shape
        )
        if is_other or now - self.began_mono_ms > _LEARN_WITHIN_MS:
            self.plates.clear()
        if not self.plates:
            self.began_mono_ms = now
        self.plates.append(plate)


def _about(said: Examined, finding: Finding) -> Examined:
    return replace(
        said,
        kind=str(finding.kind),
        family=finding.family,
        numbers=dict(finding.facts),
        is_hint=finding.is_hint,
        is_question=finding.is_question,
    )


def _gist(said: Examined) -> tuple[object, ...]:
    return (said.health, said.why, said.family, said.is_raised, said.glance, said.reference_id)
