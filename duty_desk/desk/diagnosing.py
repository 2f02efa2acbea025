"""The diagnosis joined to the desk: who is examined by which view, and what becomes of findings.

The workers judge pictures and tell; here it is decided what is put on record, ended, learned, or
only shown. Nothing is told to a maintainer from here: that is a person's key, see `Faults.report`.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from duty_desk.desk.camera_health import FRESH_MS, Troubles, by_last_look, health_of
from duty_desk.desk.clock_watch import ClockWatch
from duty_desk.desk.exam_orders import ExamOrders, habit_row
from duty_desk.desk.look_pictures import KeptPictures, bare
from duty_desk.desk.relearning import Relearning
from duty_desk.desk.second_looks import SecondLooks, Ways
from duty_desk.desk.signal_watch import SignalWatch
from duty_desk.desk.suspicions import Suspected
from duty_desk.domain.camera import FIXED_TYPES
from duty_desk.domain.suspicion import CLOCK
from duty_desk.language import tr
from duty_desk.store import suspicion as rows
from duty_desk.store.trouble import StoreTrouble
from duty_desk.video.exam import Examined, HabitTold, Learned
from duty_desk.video.stream_state import StreamState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk, Happened
    from duty_desk.desk.diagnosis_views import CameraHealth, ReferenceView
    from duty_desk.desk.examines import Examines
    from duty_desk.desk.views import CameraRow
    from duty_desk.domain.moment import Entry
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session
    from duty_desk.video.exam import Exam, ExamReport
    from duty_desk.video.source import StreamSpec

_log = logging.getLogger(__name__)

_MANY = 40
_SLEPT_MS = 5_000
_CALM_MS = 20_000
_CALM_FROZEN_MS = 45_000
_CATALOGUE = {"camera.added", "camera.changed", "camera.retired"}
_OVER = {"suspicion.confirmed", "suspicion.dismissed", "suspicion.ended"}


class Diagnosing:
    """Joins the examinations of a video engine to a started desk.

    `health`, `likeness`, `relearn` may be called from any thread, the rest is for the desk's.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._engine: Examines | None = None
        self._troubles = Troubles(desk)
        self._newest: dict[str, Examined] = {}
        self._last: dict[str, Examined] = {}  # the same or a glance, since the camera changed
        self._pictures = KeptPictures()
        self._open: dict[str, tuple[str, str]] = {}  # suspicion -> camera, family
        self._paused: set[str] = set()
        self._confirmed: dict[str, frozenset[str]] = {}  # camera -> views it is judged by
        self._ahead_ms: int | None = None
        self._awake_mono_ms = 0  # since when instants can be told by the wall clock
        self._relearning = Relearning(desk, self._wall_time)

    def join(
        self,
        engine: Examines,
        spec_of: Callable[[CameraRow, str], StreamSpec] | None = None,
    ) -> Future[None]:
        """Begin; the desk has started, the engine too.

        `spec_of` tells how a camera is reached at an address that is not open; without it such
        cameras are not called for a second look.
        """

        def work() -> None:
            self._engine = engine
            self._orders = ExamOrders(self._desk, self._relearning.asked)
            self._signals = SignalWatch(self._desk, engine.status, self._last_good)
            self._clocks = ClockWatch(self._desk, engine.status, self._dressed)
            ways = Ways(self._newest_open, self._exam_of, spec_of, self._suspect_again)
            self.second_looks = SecondLooks(self._desk, ways)
            self._desk.read(self._load)
            engine.on_examined(self._on_report)
            self._desk.listen(self._on_happened)
            self._examine(self._orders.every())

        return self._desk.ask(work)

    # -- what screens ask ----------------------------------------------------------------------

    def health(self, camera_id: str) -> CameraHealth:
        """What may be said of a camera's picture now; never healthy when nobody looked."""
        newest, paused = self._newest.get(camera_id), camera_id in self._paused
        proposed = newest is not None and self._is_proposed(newest)
        return health_of(self._troubles, camera_id, newest, is_paused=paused, is_proposed=proposed)

    def last_health(self, camera_id: str) -> CameraHealth:
        """The same of a camera that is not open: the newest look, also a sweep's, is a check."""
        found, last = self.health(camera_id), self._last.get(camera_id)
        if last is None or camera_id in self._paused or self._is_proposed(last):
            return found
        return by_last_look(found, last, self._desk.time.mono_ms())

    def likeness(self, camera_id: str) -> tuple[int, str] | None:
        """How much of its view a camera shows now, per mille, and that view; None unknown.

        Only against a confirmed view and from a look of the last seconds.
        """
        newest = self._newest_open(camera_id)
        if newest is None or newest.likeness_permille is None:
            return None
        if not newest.reference_id or self._is_proposed(newest):
            return None
        return newest.likeness_permille, newest.reference_id

    def stop(self) -> None:
        """The program ends: call no camera any more."""
        if self._engine is not None:
            self.second_looks.stop()

    def exams(self) -> Future[dict[str, Exam]]:
        """How cameras are judged that have a view and stand at it, for looks from elsewhere."""

        def work() -> dict[str, Exam]:
            if self._engine is None:
                return {}
            known = (exam for exam in self._orders.every() if exam.views and not exam.is_paused)
            return {exam.camera_id: exam for exam in known}

        return self._desk.ask(work)

    def note_glance(self, camera_id: str, said: Examined | None, occasion: str) -> Future[None]:
        """What one picture says of a camera; doubtful, it is looked at again in half a minute."""

        def work() -> None:
            self._last.pop(camera_id, None)
            if said is None or self._engine is None:
                return
            self._last[camera_id] = bare(said)
            is_known = said.is_question or self._has_open(camera_id, said.glance)
            if said.glance and not is_known:
                self.second_looks.plan(camera_id, said.glance, occasion)

        return self._desk.ask(work)

    def relearn(self, camera_id: str, reason: str) -> Future[ReferenceView]:
        """Learn the view anew from what the camera shows now: a proposal, to be confirmed.

        The view that holds goes on until then. Within about half a minute.

        Raises:
            Refusal: no reason, the camera is not open or is being turned, or its picture cannot
                be recognised again.
        """
        asking = self._relearning.asking(reason)

        def work() -> None:
            refusal = self._why_not_learn(camera_id, asking.reason)
            if refusal:
                asking.refuse(refusal)
                return
            self._relearning.begin(camera_id, asking)
            self._examine(self._orders.of((camera_id,)))

        self._desk.ask(work)
        return asking.answer

    # -- the tick ------------------------------------------------------------------------------

    def tick(self) -> None:
        """Once a second on the desk thread: lost signals, clocks, PTZ, second looks."""
        if self._engine is None:
            return
        now = self._desk.time.mono_ms()
        self._forget_after_sleep(now)
        self._signals.look(self._engine.watched())
        self._clocks.look(self._engine.watched(), self._has_open)
        self._follow_turning(now)
        self.second_looks.look()
        self._relearning.look()

    def _forget_after_sleep(self, now: int) -> None:
        """Looks from before a sleep, or before the clock was set, have no time to be told."""
        ahead_ms = self._desk.time.now_ms() - now
        if self._ahead_ms is not None and abs(ahead_ms - self._ahead_ms) > _SLEPT_MS:
            self._awake_mono_ms = now
            self._newest.clear()
            self._last.clear()
        self._ahead_ms = ahead_ms

    def _follow_turning(self, now: int) -> None:
        """Stop examining who is taken into use, go on with who has settled at home again."""
        settled = set(self._orders.stands.settled(now))
        turning = {one.id for one in self._desk.snapshot.cameras if self._orders.is_paused(one.id)}
        changed = (turning ^ self._paused) | settled
        if changed:
            self._paused = turning
            self._examine(self._orders.of(sorted(changed)))

    # -- what happens --------------------------------------------------------------------------

    def _load(self, session: Session) -> None:
        self._open = {row.id: (row.camera_id, row.family) for row in rows.open_ones(session)}
        self._signals.load(session)

    def _on_happened(self, happened: Happened) -> None:
        changed: set[str] = set()
        for entry in happened.entries:
            changed |= self._follow(entry)
        if changed:
            for camera_id in changed:
                self._last.pop(camera_id, None)
            # Not at once: this is called in the middle of a commit.
            self._desk.ask(lambda: self._order(changed))

    def _order(self, changed: set[str]) -> None:
        many = len(changed) > _MANY
        self._examine(self._orders.every() if many else self._orders.of(sorted(changed)))

    def _follow(self, entry: Entry) -> set[str]:
        """Note what an entry means here; the cameras that are to be examined otherwise now."""
        kind = entry.kind
        if kind.startswith("camera."):
            self._signals.follow(entry)
            if kind == "camera.lost":
                self._newest.pop(entry.subject, None)
                self._last.pop(entry.subject, None)
            moved = self._orders.stands.follow(entry, self._desk.time.mono_ms())
            return {entry.subject} if moved or kind in _CATALOGUE else set()
        if kind == "suspicion.raised":
            self._open[entry.subject] = (entry.facts["camera"], entry.facts["family"])
        elif kind in _OVER:
            self._open.pop(entry.subject, None)
        elif kind == "visit.done":
            self._note_visit(str(entry.facts.get("camera", "")))
        elif kind.startswith("reference."):
            return self._camera_of_view(entry)
        return set()

    def _camera_of_view(self, entry: Entry) -> set[str]:
        if "camera" in entry.facts:
            return {entry.facts["camera"]}
        found = {
            camera_id
            for camera_id, newest in self._newest.items()
            if newest.reference_id == entry.subject
        }
        return found or {camera.id for camera in self._desk.snapshot.cameras}

    def _note_visit(self, camera_id: str) -> None:
        """A look in a round that saw something doubtful is repeated half a minute later."""
        newest = self._newest.get(camera_id)
        now = self._desk.time.mono_ms()
        if newest is None or not newest.glance or newest.is_question:
            return
        is_known = self._has_open(camera_id, newest.glance)
        if now - newest.at_mono_ms <= FRESH_MS and not is_known and not newest.is_raised:
            self.second_looks.plan(camera_id, newest.glance, "round")

    # -- reports of the workers ----------------------------------------------------------------

    def _on_report(self, report: ExamReport) -> None:
        self._desk.ask(partial(self._hear, report))

    def _hear(self, report: ExamReport) -> None:
        try:
            if isinstance(report, Examined):
                self._hear_examined(report)
            elif isinstance(report, Learned):
                if report.camera_id not in self._paused:
                    self._relearning.hear(report)
            else:
                self._keep_habit(report)
        except StoreTrouble:
            # What still stands is told again in ten seconds; the window shows the trouble.
            _log.info("diagnosing: the store did not take a finding")
        except Exception:  # noqa: BLE001 - nobody waits for this: it must not vanish unseen
            _log.exception("diagnosing: a report could not be followed")

    def _hear_examined(self, said: Examined) -> None:
        self._pictures.keep(said)
        self._newest[said.camera_id] = self._last[said.camera_id] = bare(said)
        if said.is_raised:
            self._end_all_but(said, {said.family})
            if not self._has_open(said.camera_id, said.family):
                self._desk.suspicions.suspect(self._suspected(said))
        elif said.health == "healthy" and not said.kind:
            self._end_all_but(said, set())

    def _end_all_but(self, said: Examined, families: set[str]) -> None:
        """End what is open and not seen, once it has been looked for long enough."""
        over = {
            family
            for camera_id, family in self._open.values()
            if camera_id == said.camera_id
            and family not in (*families, CLOCK)
            and said.watched_ms >= (_CALM_FROZEN_MS if family == "frozen" else _CALM_MS)
        }
        if over:
            self._desk.suspicions.end(said.camera_id, over)

    def _suspected(self, said: Examined, occasion: str = "watching") -> Suspected:
        good, good_at = self._last_good(said.camera_id) or (b"", None)
        numbers = dict(said.numbers)
        if self._turns(said.camera_id) and said.kind in ("turned", "other_view"):
            numbers["off_preset"] = 1
        return Suspected(
            camera_id=said.camera_id,
            kind=said.kind,
            family=said.family,
            numbers=numbers,
            is_hint=said.is_hint,
            is_question=said.is_question,
            preset=said.preset,
            light=said.light,
            occasion=occasion,
            since_at=self._wall_time(said.since_mono_ms),
            raised_at=self._wall_time(said.at_mono_ms),
            reference_id=said.reference_id,
            now_jpeg=self._pictures.of(said.camera_id).now,
            good_jpeg=good,
            good_at=good_at,
        )

    def _dressed(self, found: Suspected) -> Suspected:
        """A finding that no picture shows, with the camera's view and its last good picture."""
        newest, good = self._newest.get(found.camera_id), self._last_good(found.camera_id)
        reference_id = newest.reference_id if newest else ""
        jpeg, at = good or (b"", None)
        return replace(found, reference_id=reference_id, good_jpeg=jpeg, good_at=at)

    def _turns(self, camera_id: str) -> bool:
        cameras = self._desk.snapshot.cameras
        kind = next((one.ptz_type for one in cameras if one.id == camera_id), "")
        return bool(kind) and kind not in FIXED_TYPES

    def _newest_open(self, camera_id: str) -> Examined | None:
        newest = self._newest.get(camera_id)
        is_fresh = newest and self._desk.time.mono_ms() - newest.at_mono_ms <= FRESH_MS
        return newest if is_fresh else None

    def _exam_of(self, camera_id: str) -> Exam:
        return self._orders.of((camera_id,))[0]

    def _suspect_again(self, said: Examined, occasion: str) -> None:
        """A second look agreed with the first."""
        self._pictures.keep(said)
        if not self._has_open(said.camera_id, said.family):
            self._desk.suspicions.suspect(self._suspected(said, occasion))

    def _last_good(self, camera_id: str) -> tuple[bytes, int] | None:
        """The last picture that looked well, and when it was received; none is made up."""
        good = self._pictures.last_good(camera_id, self._awake_mono_ms)
        return good and (good[0], self._wall_time(good[1]))

    def _keep_habit(self, told: HabitTold) -> None:
        def write(unit: Unit) -> None:
            rows.keep_habit(unit.session, habit_row(told))

        self._desk.write(write)

    # -- inside --------------------------------------------------------------------------------

    def _examine(self, exams: Iterable[Exam]) -> None:
        if self._engine is not None:
            for exam in exams:
                self._engine.examine(exam)
                views = frozenset(view.id for view in exam.views if view.is_confirmed)
                self._confirmed[exam.camera_id] = views

    def _is_proposed(self, said: Examined) -> bool:
        """Whether it was judged by a view that nobody confirmed, or that holds no more."""
        confirmed = self._confirmed.get(said.camera_id, frozenset())
        return bool(said.reference_id) and said.reference_id not in confirmed

    def _has_open(self, camera_id: str, family: str) -> bool:
        return (camera_id, family) in self._open.values()

    def _why_not_learn(self, camera_id: str, reason: str) -> str:
        if not reason:
            return tr("更新基准要写明原因；没有改动。")
        if self._engine is None or self._engine.status(camera_id).state is not StreamState.LIVE:
            return tr("这路摄像头现在没有打开或没有画面，学不到基准画面。请先打开它再试。")
        if self._orders.is_paused(camera_id):
            return tr("这路云台正在使用或不在看守位，不能学习基准画面。请先让它返回看守位。")
        return ""

    def _wall_time(self, mono_ms: int) -> int:
        time = self._desk.time
        return time.now_ms() - (time.mono_ms() - mono_ms)
