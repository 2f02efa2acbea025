"""Which view each camera is judged by now, and when not at all: PTZ in use or away from home.

Used on the desk thread alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.references import PACKED_SUFFIX
from duty_desk.domain.reference import ReferenceState
from duty_desk.store import reference as rows
from duty_desk.store import suspicion as habit_rows
from duty_desk.store.diagnosis_tables import HourHabitTable
from duty_desk.video.exam import Exam, ExamView
from duty_desk.vision.reference import Habits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.moment import Entry
    from duty_desk.store.diagnosis_tables import ReferenceTable
    from duty_desk.store.transaction import Session
    from duty_desk.video.exam import HabitTold

HOME = ""
_SETTLES_MS = 10_000
_MILLION = 1_000_000


class Stands:
    """Where cameras that turn stand: at home, at a preset, or nobody knows.

    What the device accepted is on record, not where it arrived: a camera moved by hand stands
    nowhere until it has gone home, and each move is given time to end.
    """

    def __init__(self) -> None:
        self._preset: dict[str, str | None] = {}
        self._by_hand: set[str] = set()
        self._settles_mono_ms: dict[str, int] = {}

    def follow(self, entry: Entry, now_mono_ms: int) -> bool:
        """Note what `entry` says; whether it says anything of where a camera stands."""
        camera_id = entry.subject
        if entry.kind == "camera.moved":
            self._by_hand.add(camera_id)
            self._preset[camera_id] = None
        elif entry.kind == "camera.recalled":
            name = str(entry.facts.get("preset", ""))
            self._preset[camera_id] = None if camera_id in self._by_hand else name
        elif entry.kind == "camera.homed":
            self._by_hand.discard(camera_id)
            self._preset[camera_id] = HOME
        else:
            return False
        self._settles_mono_ms[camera_id] = now_mono_ms + _SETTLES_MS
        return True

    def preset(self, camera_id: str) -> str | None:
        """Where it stands; None: nobody knows. A camera never moved is taken to be at home."""
        return self._preset.get(camera_id, HOME)

    def settled(self, now_mono_ms: int) -> list[str]:
        """Cameras whose last move is over by now; each is told once."""
        over = [one for one, at in self._settles_mono_ms.items() if at <= now_mono_ms]
        for camera_id in over:
            del self._settles_mono_ms[camera_id]
        return over

    def is_settling(self, camera_id: str) -> bool:
        """Whether its last move may still be under way."""
        return camera_id in self._settles_mono_ms


class ExamOrders:
    """Makes the examinations of cameras from the views on record and from where they stand."""

    def __init__(self, desk: Desk, asked: Mapping[str, int]) -> None:
        self._desk = desk
        self._asked = asked
        self.stands = Stands()
        # Taken once: an order that differs in it alone would begin every examination anew.
        self._zero_at = desk.time.now_ms() - desk.time.mono_ms()

    def of(self, camera_ids: Iterable[str]) -> list[Exam]:
        """The examinations of these cameras as they are to be now."""
        wanted = list(camera_ids)
        return self._desk.read(lambda session: [self._exam(session, one) for one in wanted])

    def every(self) -> list[Exam]:
        """Those of all cameras of the catalogue, with one look at the store."""

        def read(session: Session) -> list[Exam]:
            by_camera: dict[str, list[ReferenceTable]] = {}
            for row in rows.in_use(session):
                by_camera.setdefault(row.camera_id, []).append(row)
            cameras = (camera.id for camera in self._desk.snapshot.cameras)
            return [self._made(session, one, by_camera.get(one, [])) for one in cameras]

        return self._desk.read(read)

    def is_paused(self, camera_id: str) -> bool:
        """Whether nothing may be said of the camera's view, because somebody turns it."""
        stands = self.stands
        return (
            stands.preset(camera_id) is None
            or stands.is_settling(camera_id)
            or self._desk.ptz.state(camera_id) is not None
        )

    def _exam(self, session: Session, camera_id: str) -> Exam:
        return self._made(session, camera_id, rows.in_use(session, camera_id))

    def _made(self, session: Session, camera_id: str, views: Iterable[ReferenceTable]) -> Exam:
        preset = self.stands.preset(camera_id) or HOME
        chosen = _chosen([row for row in views if row.preset == preset])
        habits = habit_rows.habits(session, [row.id for row in chosen]) if chosen else ()
        return Exam(
            camera_id=camera_id,
            preset=preset,
            views=tuple(self._view(row, habits) for row in chosen),
            zero_at=self._zero_at,
            is_paused=self.is_paused(camera_id),
            asked=self._asked.get(camera_id, 0),
        )

    def _view(self, row: ReferenceTable, habits: Iterable[HourHabitTable]) -> ExamView:
        return ExamView(
            id=row.id,
            file=self._desk.store.evidence.path(row.sha256, PACKED_SUFFIX),
            light=row.light,
            is_confirmed=row.state == ReferenceState.CONFIRMED,
            size=(row.width_px, row.height_px),
            hours=tuple(
                (each.hour, each.pictures, _habits(each))
                for each in habits
                if each.reference_id == row.id
            ),
        )


def habit_row(told: HabitTold) -> HourHabitTable:
    """The row that keeps what is normal for a view at an hour."""
    habits = told.habits
    return HourHabitTable(
        reference_id=told.reference_id,
        hour=told.hour,
        pictures=told.pictures,
        noise_millionth=round(habits.noise * _MILLION),
        moving_millionth=round(habits.moving * _MILLION),
        murmur_millionth=round(habits.murmur * _MILLION),
        broken_millionth=round(habits.broken * _MILLION),
    )


def _chosen(found: list[ReferenceTable]) -> list[ReferenceTable]:
    """One view a light: the confirmed one, else the one that is proposed."""
    best: dict[str, ReferenceTable] = {}
    for row in found:
        if row.light not in best or row.state == ReferenceState.CONFIRMED:
            best[row.light] = row
    return list(best.values())


def _habits(row: HourHabitTable) -> Habits:
    return Habits(
        noise=row.noise_millionth / _MILLION,
        moving=row.moving_millionth / _MILLION,
        murmur=row.murmur_millionth / _MILLION,
        broken=row.broken_millionth / _MILLION,
    )
