"""A glance at a camera: one or a few pictures against its view, in sweeps and second looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from duty_desk.video.clip_lesson import view_of_clip
from duty_desk.video.exam import Exam, ExamView
from duty_desk.video.examination import Look
from duty_desk.video.glance import glanced
from duty_desk.video.probe import ProbeWish, probe
from duty_desk.video.source import StreamSpec
from duty_desk.vision.cv import cv2
from duty_desk.vision.reference import packed
from tests.vision.street import SIZE, Street

STREET = Street()


@pytest.fixture(scope="module")
def exam(tmp_path_factory) -> Exam:
    """A camera with a confirmed view of the street."""
    file = tmp_path_factory.mktemp("views") / "view.npz"
    file.write_bytes(packed(STREET.reference()))
    return Exam("C017", views=(ExamView("view 1", file, "colour", is_confirmed=True),))


def look(picture, at_ms: int = 0) -> Look:
    """A picture as a sweep takes it."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return Look(grey, picture, (picture.shape[1], picture.shape[0]), at_ms)


def sheet(seed: int):
    """A sheet before the lens."""
    ramp = 60 + np.linspace(0, 30, SIZE[0])[None, :, None]
    noise = np.random.default_rng(seed).normal(0, 1.2, (SIZE[1], SIZE[0], 3))
    return np.clip(ramp + noise, 0, 255).astype(np.uint8)


def test_one_good_picture_is_well(exam):
    """The street is there, with its likeness; no picture is kept of it."""
    said = glanced(exam, [look(STREET.picture(40))])

    assert (said.health, said.glance, said.now_jpeg) == ("healthy", "", b"")
    assert said.likeness_permille > 800


def test_a_covered_lens_is_doubtful_and_not_raised(exam):
    """A glance names what it saw, with the picture; it never raises anything by itself."""
    said = glanced(exam, [look(sheet(1))])

    assert (said.health, said.glance, said.is_raised) == ("suspect", "view_lost", False)
    assert said.now_jpeg


def test_pictures_have_to_agree(exam):
    """Somebody who passes before the lens in one of three pictures is nothing."""
    passing = [look(STREET.picture(40)), look(sheet(1), 2_000), look(STREET.picture(44), 4_000)]
    covered = [look(sheet(number), number * 2_000) for number in range(3)]

    assert glanced(exam, passing).glance == ""
    assert glanced(exam, covered).glance == "view_lost"


def test_what_cannot_be_judged_says_nothing(exam):
    """A picture of one pixel, or of another shape, is no finding."""
    assert glanced(exam, [look(np.zeros((1, 1, 3), np.uint8))]) is None
    square = cv2.resize(STREET.picture(40), (480, 480))
    assert glanced(exam, [look(square)]) is None


def test_an_unconfirmed_view_only_asks(exam):
    """What nobody has confirmed makes a question of it."""
    view = replace(exam.views[0], is_confirmed=False)

    assert glanced(replace(exam, views=(view,)), [look(sheet(1))]).is_question


def test_a_sweep_judges_who_has_a_view(rtsp_server, clip, tmp_path):
    """A camera called by a sweep is judged by its first key picture; one without a view is not."""
    learned = view_of_clip(clip, 1)
    file = tmp_path / "view.npz"
    file.write_bytes(learned.packed)
    view = ExamView("view 1", file, learned.light, is_confirmed=True)
    specs = [StreamSpec(name, rtsp_server.url("c017")) for name in ("C017", "C018")]
    wish = ProbeWish(exams={"C017": Exam("C017", views=(view,))})

    found = {result.camera_id: result for result in probe(specs, wish)}

    assert found["C017"].examined.reference_id == "view 1"
    assert found["C018"].ok
    assert found["C018"].examined is None
