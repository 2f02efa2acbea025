"""Problems in the told history: found, told in time or late, rectified, verified, some open."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk.consequences import record
from duty_desk.desk.evidence import problem_words
from duty_desk.desk.outbox import CLIPBOARD_ID
from duty_desk.desk.problem_moments import Queued, by_key, found_moment
from duty_desk.domain.moment import Moment
from duty_desk.language import mark, tr
from duty_desk.push.compose import problem_text
from duty_desk.store import problem as rows
from duty_desk.store.tables import ChannelTable, ProblemTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.desk.simulate_desk import Teller
    from duty_desk.desk.simulate_shots import Shots
    from duty_desk.desk.views import CameraRow
    from duty_desk.store.store import Unit

_A_DAY, _A_DAY_AND_CAMERA = 5, 0.3  # how many are found, on a middling day
_SPREAD = (0.6, 1.4)
_SECOND_MS, _MINUTE_MS = 1_000, 60_000
# A warning at three and four minutes, the breach after five: asked for only where it comes to it.
_STAGES_AFTER_MS = (180_000, 240_000, 300_001)
_IN_TIME_S, _LATE_S = (20, 200), (310, 560)
_BY_ROBOT, _LATE, _VOIDED, _RETURNED, _DELAYED = 0.6, 0.035, 0.015, 0.05, 0.01
_SAME_DAY, _NEVER = 0.9, 0.012  # of those that are to be rectified
_NO_PROBLEM = mark("误判：经核实不是问题")
_NOT_CLEAN = mark("仍有残留，请重新整改")
_AT_THE_SPOT = mark("已通知社区处置")


class ProblemStory:
    """Plans problems into a story. `count` is how many were found."""

    def __init__(self, teller: Teller, shots: Shots, robot_id: str) -> None:
        self._teller, self._desk, self._shots = teller, teller.desk, shots
        self._robot_id = robot_id
        self._dice = random.Random(f"problems {teller.seed}")
        self._cameras = {camera.id: camera for camera in teller.places.cameras}
        self.count = 0

    def plan_day(self, starts_at: int) -> None:
        """Lay out the problems of one day."""
        middling = _A_DAY + _A_DAY_AND_CAMERA * len(self._cameras)
        share = self._teller.places.share_of(starts_at) * self._dice.uniform(*_SPREAD)
        for _ in range(round(middling * share)):
            found_at = self._teller.places.instant(starts_at, self._dice)
            if found_at > self._teller.now:
                self._teller.at(found_at, self._find_somewhere)

    def _find_somewhere(self) -> None:
        self.find(self._teller.places.busy_camera(self._dice).id)

    def find(self, camera_id: str) -> str:
        """A problem is found at a camera now; returns its id."""
        camera, problem_id = self._cameras[camera_id], self._desk.new_id()
        shot = self._shots.shot(camera, self._dice.randrange(30, 200))
        moment = found_moment(problem_id, shot, camera, self._desk.actor)

        def write(unit: Unit) -> None:
            day = moment.facts["found_on"]
            no = rows.next_no(unit.session, self._desk.store.seat, day)
            record(unit, replace(moment, facts={**moment.facts, "no": no}))

        self._desk.write(write)
        self.count += 1
        self._plan_push(camera, problem_id)
        return problem_id

    def _plan_push(self, camera: CameraRow, problem_id: str) -> None:
        now, luck = self._teller.now, self._dice.random()
        takes_ms = self._dice.randrange(*(_LATE_S if luck < _LATE else _IN_TIME_S)) * _SECOND_MS
        for after_ms in _STAGES_AFTER_MS:
            if after_ms < takes_ms:
                self._teller.at(now + after_ms, self._desk.tick)
        tell = self._void if luck > 1 - _VOIDED else self._tell
        self._teller.at(now + takes_ms, lambda: tell(camera, problem_id))

    def _void(self, _camera: CameraRow, problem_id: str) -> None:
        self._write(lambda unit: self._happen(unit, "problem.voided", problem_id, {}, _NO_PROBLEM))

    # -- told to the group ---------------------------------------------------------------------

    def _tell(self, camera: CameraRow, problem_id: str) -> None:
        category = self._teller.places.kind_of(camera.id, self._dice)
        is_by_robot = self._dice.random() < _BY_ROBOT
        push_id = self._desk.new_id()

        def write(unit: Unit) -> None:
            self._happen(unit, "problem.described", problem_id, {"category": category})
            queued = self._queued(unit, problem_id, is_by_robot=is_by_robot)
            record(unit, by_key("push.queued", push_id, queued.as_facts(), self._desk.actor))
            record(unit, *(self._sent(push_id) if is_by_robot else self._confirmed(push_id)))

        self._write(write)
        luck = self._dice.random()
        if luck < _SAME_DAY:
            self._later(20, 240, lambda: self._rectify(camera, problem_id))
        elif luck < 1 - _NEVER:
            self._later(1_000, 7_000, lambda: self._rectify(camera, problem_id))

    def _queued(self, unit: Unit, problem_id: str, *, is_by_robot: bool) -> Queued:
        if not is_by_robot and unit.session.get(ChannelTable, CLIPBOARD_ID) is None:
            record(unit, self._desk.outbox.clipboard_channel(unit))
        problem = unit.session.get_one(ProblemTable, problem_id)
        return Queued(
            problem_id=problem_id,
            channel_id=self._robot_id if is_by_robot else CLIPBOARD_ID,
            state="queued" if is_by_robot else "copied",
            text=problem_text(problem_words(unit.session, problem, self._desk)),
            files=(),
        )

    def _sent(self, push_id: str) -> tuple[Moment, ...]:
        attempted = Moment(kind="push.attempted", subject=push_id, facts={"part": 0, "try": 1})
        accepted = Moment(
            kind="push.accepted", subject=push_id, facts={"code": "0", "words": "", "receipt": ""}
        )
        if self._dice.random() >= _DELAYED:
            return attempted, accepted
        busy = {"code": "45009", "words": "", "next_at": self._teller.now}
        delayed = Moment(kind="push.delayed", subject=push_id, facts=busy)
        again = replace(attempted, facts={"part": 0, "try": 2})
        return attempted, delayed, again, accepted

    def _confirmed(self, push_id: str) -> tuple[Moment, ...]:
        facts = {"receipt": tr("操作员确认")}
        return (by_key("push.confirmed", push_id, facts, self._desk.actor),)

    # -- and after -----------------------------------------------------------------------------

    def _rectify(self, camera: CameraRow, problem_id: str) -> None:
        shot, note = self._shots.photo(camera), tr(_AT_THE_SPOT)

        def write(unit: Unit) -> None:
            no = rows.next_shot_no(unit.session, problem_id)
            facts = {**shot.as_facts(no, "after"), "note": note}
            self._happen(unit, "problem.rectified", problem_id, facts)

        self._write(write)
        self._later(2, 30, lambda: self._judge(camera, problem_id))

    def _judge(self, camera: CameraRow, problem_id: str) -> None:
        is_good = self._dice.random() >= _RETURNED
        kind, why = ("problem.verified", "") if is_good else ("problem.returned", _NOT_CLEAN)
        self._write(lambda unit: self._happen(unit, kind, problem_id, {}, why))
        if not is_good:
            self._later(30, 300, lambda: self._rectify(camera, problem_id))

    def _happen(
        self, unit: Unit, kind: str, subject: str, facts: Mapping[str, object], reason: str = ""
    ) -> None:
        words = tr(reason) if reason else ""
        record(unit, by_key(kind, subject, facts, self._desk.actor, words))

    def _write(self, work: Callable[[Unit], None]) -> None:
        self._desk.write(work)

    def _later(self, from_min: int, to_min: int, event: Callable[[], None]) -> None:
        after_ms = self._dice.randrange(from_min * _MINUTE_MS, to_min * _MINUTE_MS)
        self._teller.at(self._teller.now + after_ms, event)
