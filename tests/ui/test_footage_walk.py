"""A footage request from registration to the shelf, by the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.footage_package import check
from duty_desk.domain.footage import FootageState
from duty_desk.domain.problem import beijing
from tests.desk.footage_walk import CODES, recording, scan, verdicts
from tests.fakes.bag_reader import bagit
from tests.fakes.desk import picture
from tests.ui.footage_window import CTRL, FootageWindow, Key, seat  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

State = FootageState


def register(seat: FootageWindow) -> None:  # noqa: F811
    """Fill in the form of a request for three cameras and save it."""
    fields = seat.feature.cards.form.fields
    seat.press(Key.Key_N, CTRL)
    seat.wait(fields.lines["unit"].hasFocus)
    seat.type("Police station")
    people = ("A", "010012"), ("B", "020037")
    for line, (name, number) in zip(fields.officers.lines, people, strict=True):
        line.name.setFocus()
        seat.type(name)
        seat.press(Key.Key_Tab)
        seat.type(number)
    for name in ("reason", "content"):
        fields.lines[name].setFocus()
        seat.type("bicycle")
    hour = beijing(seat.desk.time.now_ms() - 50 * 3_600_000)
    for no, code in enumerate(CODES):
        if no:
            seat.press(Key.Key_J, CTRL)
        line = fields.spans.lines[no]
        line.camera.setFocus()
        seat.type(code.lower())
        seat.press(Key.Key_Return)
        assert line.since.hasFocus()
        if not no:
            seat.type(f"{hour:%m-%d %H}:00")
            seat.press(Key.Key_Tab)
            seat.type(f"{hour:%H}:30")
    seat.press(Key.Key_Return, CTRL)
    seat.reach(State.REGISTERED)


def answer(seat: FootageWindow, kind: str, **said: str) -> None:  # noqa: F811
    """Press Enter for the next step, fill in its card, and agree."""
    card, model = seat.feature.cards.ask, seat.feature.model
    assert model.next_kind() == kind or kind == "footage.papers_came"
    seat.press(Key.Key_Return)
    seat.wait(card.isVisible)
    for name, words in said.items():
        field = card.line(name)
        field.setFocus()
        seat.press(Key.Key_Space) if words == "yes" else seat.type(words)
    version = model.version
    seat.press(Key.Key_Return)
    seat.wait(lambda: model.version > version and not card.isVisible())
    seat.feature.page.setFocus()


def add_files(seat: FootageWindow, folder: Path) -> None:  # noqa: F811
    """Give every span its recording, as if dropped on its line."""
    for no, code in enumerate(CODES):
        seat.feature.page.panel.files.dropped.emit(no, [recording(folder, f"{code}.dav")])
    seat.wait(lambda: seat.detail.row.spans_with_files == 3)
    seat.wait(lambda: not seat.feature.model.hashing.of(seat.detail.row.id))


def check_clock(seat: FootageWindow, engine) -> None:  # noqa: F811
    """Hold the picture of the chosen camera and read half a minute ahead of it."""
    form, span = seat.feature.cards.clock, seat.detail.spans[0]
    engine.still_jpeg = picture(120)
    seat.press(Key.Key_K)
    seat.wait(lambda: span.span.camera_id in engine.watched())
    engine.show(span.span.camera_id, 1)
    seat.wait(form.picture.has_picture)
    seat.press(Key.Key_Space)
    seat.wait(form.shown.hasFocus)
    seat.type(f"{beijing(seat.desk.time.now_ms() + 29_000):%H:%M:%S}")
    seat.press(Key.Key_Return)
    seat.wait(lambda: seat.detail.spans[0].check is not None)
    seat.feature.page.setFocus()


@pytest.mark.expected_log("C046")  # the validator logs what it finds
def test_three_cameras_from_registration_to_the_shelf(seat, engine, tmp_path):  # noqa: F811
    """Registered, checked, approved, exported, sealed, handed over; then one byte is changed."""
    register(seat)
    assert seat.detail.row.number.endswith("-001")
    answer(seat, "footage.papers_came", no="2026-112", scan=str(scan(tmp_path)))
    answer(seat, "footage.checked", seen0="yes", seen1="yes")
    answer(seat, "footage.approved")
    check_clock(seat, engine)
    assert abs(seat.detail.spans[0].check.ahead_ms - 29_000) <= 1000
    answer(seat, "footage.located")
    add_files(seat, tmp_path)
    answer(seat, "footage.exported")
    seat.press(Key.Key_Return)
    seat.wait(seat.feature.cards.package.isVisible)
    seat.press(Key.Key_Return)
    seat.reach(State.VERIFIED)
    seat.feature.page.setFocus()
    answer(seat, "footage.handed_over", medium="USB", medium_no="SN7")
    answer(seat, "footage.closed")
    seat.reach(State.CLOSED)
    assert seat.feature.model.next_kind() == ""

    package = seat.detail.package.folder
    assert package.parent == seat.desk.footage.shelf
    bagit.Bag(str(package)).validate()
    printed: list[Path] = []
    seat.feature.papers.write("receipt", tmp_path / "receipt.pdf", printed.append)
    seat.wait(lambda: printed)
    assert printed[0].read_bytes().startswith(b"%PDF-")

    touched = package / "data" / "C046.dav"
    touched.chmod(0o600)
    touched.write_bytes(touched.read_bytes()[:-1] + b"!")
    assert check(package).changed == ("data/C046.dav",)
    with pytest.raises(bagit.BagValidationError, match="C046"):
        bagit.Bag(str(package)).validate()
    assert any("C046.dav" in where for _state, where in verdicts(seat.desk).values())
