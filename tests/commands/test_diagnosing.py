"""`diagnose`: what the diagnosis finds in a clip, as a table and as a document."""

from __future__ import annotations

import numpy as np
import pytest

from duty_desk.vision.cv import cv2
from tests.vision.street import SIZE, Street

KEYS = {"kind", "from_s", "to_s", "score", "reason"}


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Twelve healthy seconds of a street, then twelve behind a sheet, two pictures a second."""
    path = tmp_path_factory.mktemp("clip") / "street.avi"
    street = Street(4)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 2, SIZE)
    for at in range(24):
        writer.write(street.picture(at))
    sheet = np.full((SIZE[1], SIZE[0], 3), 70.0) + np.linspace(0, 30, SIZE[0])[None, :, None]
    for at in range(24):
        grain = np.random.default_rng(at).normal(0, 2, sheet.shape)
        writer.write(np.clip(sheet + grain, 0, 255).astype(np.uint8))
    writer.release()
    return path


def test_a_covered_camera_is_listed_with_its_time(run, clip):
    """One event from about the twelfth second to the end, with its reason in Chinese."""
    said = run("diagnose", clip, "--reference", "0-9", "--json")
    found = said.document

    assert said.code == 0
    assert found["frames"] > 20
    assert found["ms_per_frame"] > 0
    assert [event["kind"] for event in found["events"]] == ["covered"]
    event = found["events"][0]
    assert set(event) >= KEYS
    assert abs(event["from_s"] - 12) <= 1
    assert event["to_s"] > 23
    assert "看不到" in event["reason"]


def test_a_healthy_stretch_has_no_event(run, clip):
    """Only the first eleven seconds: nothing, said in one line."""
    said = run("diagnose", clip, "--reference", "0-5", "--seconds", 11)

    assert said.code == 0
    assert "0 个事件" in said.out


@pytest.mark.parametrize("stretch", ["10-0", "x", "-3", "5", "nan-inf"])
def test_a_wrong_stretch_is_refused(run, clip, stretch):
    """How to write it is said; exit 2."""
    said = run("diagnose", clip, f"--reference={stretch}")

    assert said.code == 2
    assert "0-10" in said.err


def test_a_reference_of_nothing_is_refused(run, clip):
    """A stretch behind the sheet cannot be a reference."""
    said = run("diagnose", clip, "--reference", "13-20")

    assert said.code == 3
    assert "不能作基准画面" in said.err


def test_a_clip_that_is_not_there_is_refused(run, tmp_path):
    """One sentence with its name, exit 3."""
    said = run("diagnose", tmp_path / "none.mp4")

    assert said.code == 3
    assert "none.mp4" in said.err


def test_a_clip_that_ends_within_the_reference_is_refused(run, clip):
    """Nothing is left to judge, and that is said."""
    said = run("diagnose", clip, "--reference", "0-90")

    assert said.code == 3
    assert "基准时段之后" in said.err
