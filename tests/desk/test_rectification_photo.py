"""Photos of a rectification: kept byte for byte, shown upright."""

from __future__ import annotations

from duty_desk.store.evidence import hash_file
from duty_desk.vision.jpeg import decode
from tests.fakes.desk import picked, picture
from tests.vision.test_jpeg import TURN_RIGHT, tagged


def test_a_photo_from_a_phone_is_kept_as_it_came_and_shown_upright(desk, camera_id):
    """The original is the evidence, tag and all; the copy on the screen stands upright."""
    photo = tagged(picture(200), TURN_RIGHT)
    problem_id = desk.problems.find(picked(desk, camera_id)).result(10).row.id
    desk.problems.copy(problem_id).result(10)
    desk.problems.confirm(problem_id).result(10)
    shot = desk.problems.rectify(problem_id, photo).result(10).shots[-1]

    assert shot.original.read_bytes() == photo
    assert hash_file(shot.original) == shot.sha256
    assert decode(shot.original.read_bytes()).shape[:2] == (180, 320)
    assert decode(shot.captioned.read_bytes()).shape[:2] == (320, 180)


def test_a_photo_for_a_problem_that_cannot_take_it_leaves_no_file(desk, seat, camera_id):
    """Nothing is half-kept when the step is refused."""
    problem_id = desk.problems.find(picked(desk, camera_id)).result(10).row.id
    before = sorted((seat.data / "evidence").glob("*/*"))
    refused = desk.problems.rectify(problem_id, picture(201))

    assert "不能再做" in str(refused.exception(10))
    assert sorted((seat.data / "evidence").glob("*/*")) == before
