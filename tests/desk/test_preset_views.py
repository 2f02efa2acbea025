"""A dome judged by the view of where it stands: desk, device and examination, joined."""

from __future__ import annotations

import pytest

from duty_desk.domain.suspicion import Patience
from duty_desk.video.examination import Examination, Look
from duty_desk.video.onvif_stand_in import Lens, OnvifStandIn
from duty_desk.video.rtsp_login import Login
from duty_desk.vision.cv import cv2
from tests.desk.test_ptz import soon
from tests.fakes.desk import Seat, build_desk, camera
from tests.fakes.examining_engine import ExaminingEngine
from tests.fakes.time_source import FakeTimeSource
from tests.vision.street import SIZE, Street

PRESET = "北路口"
STREET = Street()
HOME_LEFT, PRESET_LEFT = SIZE[0] // 2 - 120, SIZE[0] // 2 + 120
WITHIN_S = 5


class Dome:
    """A camera that shows the part of a street to which its head points, examined as ordered."""

    def __init__(self, desk, engine: ExaminingEngine, device: OnvifStandIn) -> None:
        self.desk, self.device = desk, device
        self.id = desk.snapshot.cameras[0].id
        self.is_stuck = False
        self._engine = engine
        self._examination = Examination(engine.exams[self.id])

    @property
    def exam(self):
        """The order that the examination has now."""
        return self._engine.exams[self.id]

    @property
    def standing(self) -> str:
        """What may be said of the camera."""
        return str(self.desk.diagnosing.health(self.id).standing)

    @property
    def suspected(self) -> list[str]:
        """The kinds of fault that are suspected."""
        return [row.fault_kind for row in self.desk.snapshot.suspicions]

    def watch(self, seconds: int) -> None:
        """Time passes, a picture a second."""
        for _ in range(seconds):
            self.desk.time.advance(1_000)
            self.desk.ask(self.desk.tick).result(WITHIN_S)
            self._engine.watch(self.id)
            self._examination.follow(self.exam)
            for report in self._examination.take(self._look()):
                self._engine.tell(report)
            self._settle()

    def learn(self) -> None:
        """Somebody asks for a new view, the program learns it, and he confirms it."""
        asked = self.desk.diagnosing.relearn(self.id, "新装")
        self._settle()
        self.watch(25)
        self.desk.references.confirm(asked.result(WITHIN_S).id).result(WITHIN_S)
        self._settle()

    def stand_at_preset(self) -> None:
        """Turn to the preset and stay there when the panel is closed."""
        (preset,) = self.desk.ptz.open(self.id).result(WITHIN_S).presets
        self.desk.ptz.recall(self.id, preset).result(WITHIN_S)
        self.desk.ptz.keep(self.id)
        self.desk.ptz.close(self.id)
        soon(lambda: self.desk.ptz.state(self.id) is None)

    def go_home(self) -> None:
        """Open the panel and send it home."""
        self.desk.ptz.open(self.id).result(WITHIN_S)
        self.desk.ptz.home(self.id).result(WITHIN_S)
        self.desk.ptz.close(self.id)
        soon(lambda: self.desk.ptz.state(self.id) is None)

    def _look(self) -> Look:
        is_away = self.is_stuck or self.device.head().at != (0.0, 0.0, 0.0)
        at_mono_ms = self.desk.time.mono_ms()
        left = PRESET_LEFT if is_away else HOME_LEFT
        picture = STREET.picture(at_mono_ms // 1_000 % 200, left=left)
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        return Look(grey, picture, SIZE, at_mono_ms)

    def _settle(self) -> None:
        for _ in range(3):
            self.desk.ask(lambda: None).result(WITHIN_S)


@pytest.fixture(scope="module")
def dome(tmp_path_factory):
    """A dome with a confirmed view at home and another at its preset."""
    time = FakeTimeSource()
    folder = tmp_path_factory.mktemp("dome")
    desk = build_desk(Seat(folder, time, patience=Patience(shadow_days=0)))
    with OnvifStandIn(
        [Lens("/c046", {PRESET: (0.5, 0.2, 0.3)})], Login("viewer", "secret"), time
    ) as device:
        desk.start(is_sending=False, is_ticking=False)
        desk.cameras.add([camera(ptz_type="speed_dome", onvif_port=device.port)]).result(WITHIN_S)
        engine = ExaminingEngine(time)
        desk.diagnosing.join(engine).result(WITHIN_S)
        found = Dome(desk, engine, device)
        found.watch(2)
        found.learn()
        found.stand_at_preset()
        found.watch(12)
        found.learn()
        found.go_home()
        found.watch(12)
        yield found
        desk.stop()


def test_each_preset_has_its_own_view(dome):
    """Home and preset are learned and kept apart, and each is judged by its own."""
    views = dome.desk.references.of_camera(dome.id).result(WITHIN_S)
    assert {(view.preset, view.state) for view in views} == {
        ("", "confirmed"),
        (PRESET, "confirmed"),
    }
    dome.watch(20)
    at_home = dome.exam
    assert (at_home.preset, dome.standing) == ("", "healthy")

    dome.stand_at_preset()
    dome.watch(25)

    assert (dome.exam.preset, dome.standing) == (PRESET, "healthy")
    assert dome.exam.views != at_home.views
    assert not dome.suspected
    dome.go_home()
    dome.watch(12)


def test_a_dome_that_moves_during_a_look_is_not_judged(dome):
    """While it turns, and ten seconds after, nothing is said of it, whatever it shows."""
    dome.watch(20)
    assert dome.standing == "healthy"
    dome.stand_at_preset()

    dome.watch(9)
    assert dome.exam.is_paused
    assert dome.standing == "not_checked"
    dome.watch(12)
    assert not dome.exam.is_paused
    assert not dome.suspected
    dome.go_home()
    dome.watch(12)


def test_a_dome_that_did_not_come_home_is_suspected_of_its_motors(dome):
    """The device says home, the picture shows the preset: that is a fault of its turning."""
    dome.is_stuck = True
    dome.watch(20)

    assert dome.suspected == ["ptz"]
    assert "看守位" in dome.desk.snapshot.suspicions[0].words
    dome.is_stuck = False
