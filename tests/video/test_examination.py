"""The examination of one camera: what it tells of healthy, covered, odd and changing pictures."""

from __future__ import annotations

from dataclasses import replace

import av
import numpy as np
import pytest

from duty_desk.video.decode_budget import Use
from duty_desk.video.exam import TELL_EVERY_MS, Exam, Examined, ExamView, Learned
from duty_desk.video.exam_budget import ExamBudget
from duty_desk.video.examination import Examination, Look
from duty_desk.video.examiner import look_of
from duty_desk.video.tier import Tier
from duty_desk.video.tile_scale import stretched
from duty_desk.video.yuv_frame import plain_frame
from duty_desk.vision.cv import cv2
from duty_desk.vision.jpeg import decode
from duty_desk.vision.reference import packed
from tests.video.wall import Wall, wait_for
from tests.vision.street import SIZE, Street

STREET = Street()
REFERENCE = STREET.reference()
SHEET = np.full((SIZE[1], SIZE[0], 3), 60, np.uint8)


@pytest.fixture(scope="module")
def view(tmp_path_factory) -> ExamView:
    """A confirmed view of the street."""
    file = tmp_path_factory.mktemp("views") / "view.npz"
    file.write_bytes(packed(REFERENCE))
    return ExamView("view 1", file, "colour", is_confirmed=True)


def look(picture, at_s: float) -> Look:
    """A picture as a worker takes it."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    size = (picture.shape[1], picture.shape[0])
    return Look(grey, picture, size, round(at_s * 1000))


def told(examination: Examination, pictures, from_s: int = 0) -> list:
    """All reports on pictures a second apart."""
    reports = []
    for number, picture in enumerate(pictures):
        reports += examination.take(look(picture, from_s + number))
    return reports


def street(count: int, from_s: int = 0) -> list:
    """The street as it is."""
    return [STREET.picture(from_s + number) for number in range(count)]


def sheets(count: int) -> list:
    """A sheet before the lens, with the noise of the sensor."""
    rng = np.random.default_rng(5)
    ramp = SHEET + np.linspace(0, 30, SIZE[0])[None, :, None]
    return [
        np.clip(ramp + rng.normal(0, 1.2, SHEET.shape), 0, 255).astype(np.uint8)
        for _ in range(count)
    ]


def test_a_healthy_camera_is_told_of_now_and_then(view):
    """Every ten seconds a sign that it was looked at, with its likeness; nothing raised."""
    reports = told(Examination(Exam("C017", views=(view,))), street(25))

    assert {report.health for report in reports} == {"healthy"}
    gaps = np.diff([report.at_mono_ms for report in reports])
    assert gaps.max() <= TELL_EVERY_MS
    assert [bool(report.good_jpeg) for report in reports] == [False, True, False]
    assert reports[-1].likeness_permille > 800
    assert reports[-1].reference_id == "view 1"


def test_a_covered_camera_is_raised_once_with_both_pictures(view):
    """The report that raises it carries the picture of now and the last good one."""
    examination = Examination(Exam("C017", views=(view,)))
    told(examination, street(12))
    reports = told(examination, sheets(14), from_s=12)

    raised = [report for report in reports if report.is_raised]
    assert {report.family for report in raised} == {"view_lost"}
    assert [bool(report.now_jpeg) for report in raised] == [True] + [False] * (len(raised) - 1)
    assert decode(raised[0].good_jpeg).std() > 2 * decode(raised[0].now_jpeg).std()
    assert raised[0].since_mono_ms >= 12_000


def test_against_an_unconfirmed_view_there_are_only_questions(view):
    """What nobody has confirmed accuses no camera."""
    asked = replace(view, is_confirmed=False)
    examination = Examination(Exam("C017", views=(asked,)))
    reports = told(examination, [*street(5), *sheets(14)])

    raised = [report for report in reports if report.is_raised]
    assert raised
    assert all(report.is_question for report in raised)


def test_a_view_is_learned_from_a_healthy_stretch():
    """After 21 good pictures a view is told, once; until then nothing may be called healthy."""
    reports = told(Examination(Exam("C017")), street(30))

    (learned,) = [report for report in reports if isinstance(report, Learned)]
    assert learned.light == "colour"
    assert (learned.width_px, learned.height_px) == SIZE
    assert learned.packed
    assert learned.jpeg
    examined = [report for report in reports if isinstance(report, Examined)]
    assert {report.health for report in examined} == {"not_checked"}
    assert {report.why for report in examined} == {"no_view"}


def test_nothing_is_learned_from_a_camera_that_is_not_well(view):
    """A sheet, grey as infrared, before a coloured camera does not become its infrared view."""
    examination = Examination(Exam("C017", views=(view,)))
    reports = told(examination, [*street(3), *sheets(40)])

    assert [report for report in reports if isinstance(report, Learned)] == []


def test_a_person_may_ask_for_a_new_view(view):
    """Asked for, a view is learned at once and beside the old; the answer names the asking."""
    examination = Examination(Exam("C017", views=(view,)))
    told(examination, street(3))
    examination.follow(Exam("C017", views=(view,), asked=1))
    turned = [STREET.picture(at, left=SIZE[0] // 2 + 60) for at in range(20)]
    reports = told(examination, turned, from_s=3)

    (learned,) = [report for report in reports if isinstance(report, Learned)]
    assert learned.asked == 1


def test_a_dark_yard_answers_who_asks_why_not():
    """What cannot be recognised again is refused in a sentence, and only to who asked."""
    dark = [np.full((270, 480, 3), 30, np.uint8)] * 30
    assert not [one for one in told(Examination(Exam("C017")), dark) if isinstance(one, Learned)]

    examination = Examination(Exam("C017"))
    examination.follow(Exam("C017", asked=1))
    (learned,) = [one for one in told(examination, dark) if isinstance(one, Learned)]
    assert "几乎没有可辨认的景物" in learned.words


ODD = {
    "small": np.zeros((1, 1, 3), np.uint8),
    "shape": cv2.resize(STREET.picture(50), (480, 480)),
}


@pytest.mark.parametrize("why", ODD)
def test_an_odd_picture_is_not_checked(view, why):
    """One pixel, or another aspect than the view's: said so, never healthy and never a fault."""
    reports = told(Examination(Exam("C017", views=(view,))), [ODD[why]] * 12)

    assert {(report.health, report.why) for report in reports} == {("not_checked", why)}


@pytest.mark.parametrize("scale", [0.5, 2, 8])
def test_another_resolution_is_judged_alike(view, scale):
    """The same street coded smaller, larger or as 8K is still the same street."""
    pictures = [cv2.resize(one, None, fx=scale, fy=scale) for one in street(4)]
    reports = told(Examination(Exam("C017", views=(view,))), pictures)

    assert reports[-1].health == "healthy"


def test_a_grey_stream_is_judged_too(view):
    """A stream without colours is taken for infrared and its view is still recognised."""
    greys = [cv2.cvtColor(cv2.cvtColor(one, 6), cv2.COLOR_GRAY2BGR) for one in street(12)]
    reports = told(Examination(Exam("C017", views=(view,))), greys)

    assert not [report for report in reports if getattr(report, "is_raised", False)]


def test_another_order_begins_anew(view):
    """After the camera was turned by somebody, what was seen before says nothing."""
    examination = Examination(Exam("C017", views=(view,)))
    told(examination, [*street(5), *sheets(14)])
    examination.follow(Exam("C017", views=(view,), is_paused=True))
    examination.follow(Exam("C017", views=(view,)))

    (report,) = told(examination, street(1, 30), from_s=30)
    assert report.health == "healthy"
    assert report.watched_ms == 0


def test_a_view_that_cannot_be_opened_checks_nothing(tmp_path):
    """A file on another seat's computer: the camera is not checked, and the others go on."""
    gone = ExamView("view 2", tmp_path / "gone.npz", "colour", is_confirmed=True)
    reports = told(Examination(Exam("C017", views=(gone,), learns=False)), street(3))

    assert {report.why for report in reports} == {"no_view"}


def test_limited_brightness_is_stretched():
    """Video black and white become 0 and 255, beyond them nothing wraps around."""
    coded = np.array([[0, 16, 126, 235, 255]], np.uint8)

    assert stretched(coded).tolist() == [[0, 0, 128, 255, 255]]


def test_examining_gives_way_before_pictures_do():
    """Over the limit it takes a quarter, then nothing; only then the pictures are weighed."""
    budget = ExamBudget(1600, 400)
    assert budget.weigh(Use(1000)) == Use(1000)
    assert budget.weigh(Use(1900)) == Use(1600)
    assert budget.permille == 100
    assert budget.weigh(Use(1900, is_behind=True)) == Use(1600)
    assert budget.permille == 0
    assert budget.weigh(Use(1900)) == Use(1900)
    for _ in range(10):
        budget.weigh(Use(800))
    assert budget.permille == 400


def test_what_a_worker_sees_reaches_the_desk(rtsp_server):
    """A camera that is open is examined; closed, nothing is told of it any more."""
    reports: list = []
    with Wall() as wall:
        wall.engine.on_examined(reports.append)
        wall.engine.examine(Exam("C017"))
        wall.watch("C017", rtsp_server.url("c017"), tier=Tier.FOCUSED)
        wait_for(lambda: any(isinstance(one, Examined) for one in reports))
        wall.engine.unwatch("C017")
        wait_for(lambda: rtsp_server.sessions("c017") == 0)

    first = reports[0]
    assert (first.camera_id, first.health, first.why) == ("C017", "not_checked", "no_view")


@pytest.mark.parametrize("form", ["yuv420p10le", "gray16le", "gray", "yuvj420p", "yuv444p"])
def test_any_coded_form_is_taken_as_eight_full_bits(form):
    """Ten bits, sixteen bits, grey alone: brightness comes as 0 to 255, with a picture beside."""
    ramp = np.tile(np.linspace(0, 255, 320, dtype=np.uint8), (180, 1))
    shown = av.VideoFrame.from_ndarray(np.dstack([ramp] * 3), format="bgr24")

    taken = look_of(plain_frame(shown.reformat(format=form), 1, 1, None))

    assert taken.luma.dtype == np.uint8
    assert taken.luma.shape == (180, 320)
    assert taken.luma[:, 4].mean() < 20
    assert taken.luma[:, -4].mean() > 235
    assert taken.bgr.shape == (180, 320, 3)
