"""Recordings on the footage page: dropped, hashed, stopped, looked at, sealed."""

from __future__ import annotations

import threading

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from duty_desk.desk.footage_files import FileStage
from duty_desk.domain.footage import HOUR_MS, FootageState
from duty_desk.machine.file_copy import Hashing, Stopped
from duty_desk.ui.footage.files_table import FILE, HASH, STANDING
from duty_desk.ui.record_table import LevelRole
from tests.desk.footage_walk import (
    approved,
    exported,
    recording,
    registered,
    spans,
)
from tests.fakes.desk import picked
from tests.ui.footage_window import CTRL, FootageWindow, Key, cell, seat  # noqa: F401


def located(seat: FootageWindow, folder) -> str:  # noqa: F811
    """A request to which files may be added, shown on the page; its id."""
    seen = approved(seat.desk, folder)
    seat.desk.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    seat.show(seen.row.id)
    seat.reach(FootageState.LOCATED)
    return seen.row.id


def test_a_file_is_stopped_goes_on_and_is_recorded(seat, tmp_path, monkeypatch):  # noqa: F811
    """The line shows how far it is; T stops it and lets it go on; then it has its hash."""
    held, begun = threading.Event(), threading.Event()

    def run(hashing, watch):
        begun.set()
        while not held.is_set():
            if watch.stop.wait(0.01):
                raise Stopped
        return whole(hashing, watch)

    whole = Hashing.run
    monkeypatch.setattr(Hashing, "run", run)
    request_id = located(seat, tmp_path)
    panel = seat.feature.page.panel
    assert cell(seat, 0, STANDING) == "添加文件"
    panel.files.dropped.emit(0, [recording(tmp_path, "C046.dav")])
    seat.wait(begun.is_set)
    seat.wait(lambda: "正在计算" in cell(seat, 0, HASH))
    panel.files.choose(0)
    seat.press(Key.Key_T)
    seat.wait(lambda: cell(seat, 0, STANDING) == "已停止")
    held.set()
    seat.press(Key.Key_T)
    seat.wait(lambda: seat.detail.row.files == 1)
    seat.wait(lambda: not seat.feature.model.hashing.of(request_id))
    assert cell(seat, 0, FILE) == "C046.dav"
    assert cell(seat, 0, STANDING, LevelRole) == "done"

    seat.press(Key.Key_Delete)
    card = seat.feature.cards.ask
    card.line("why").setText("wrong camera")
    seat.press(Key.Key_Return)
    seat.wait(lambda: seat.detail.row.files == 0)


def test_a_file_that_is_none_says_why_on_its_line(seat, tmp_path):  # noqa: F811
    """An empty file is refused; its sentence stands on the line until it is taken off."""
    located(seat, tmp_path)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    panel = seat.feature.page.panel
    panel.files.dropped.emit(1, [empty])
    seat.wait(lambda: cell(seat, 1, STANDING) == "没有采用")
    assert "0 字节" in cell(seat, 1, FILE, Qt.ItemDataRole.ToolTipRole)
    work = seat.feature.model.hashing.of(seat.detail.row.id)[0][1]
    assert work.stage is FileStage.REFUSED
    panel.files.choose(1)
    seat.press(Key.Key_Delete)
    seat.wait(lambda: cell(seat, 1, STANDING) == "添加文件")


def test_recordings_are_dropped_on_the_line_of_their_camera(seat, tmp_path):  # noqa: F811
    """What is dropped too early is refused in a sentence; else it belongs to the line below it."""
    row = registered(seat.desk, tmp_path)
    seat.show(row.id)
    drop(seat, 1, recording(tmp_path, "early.dav"))
    assert "现在不能加文件" in seat.told[-1][0]
    located(seat, tmp_path)
    drop(seat, 1, recording(tmp_path, "C047.dav"))
    seat.wait(lambda: cell(seat, 1, STANDING) == "已校验")
    assert [file.span_no for span in seat.detail.spans for file in span.files] == [2]


def test_a_recording_of_another_camera_is_asked_back_once(seat, tmp_path):  # noqa: F811
    """Esc leaves it out, Enter takes it all the same; what fits is not asked about."""
    request_id = located(seat, tmp_path)
    card, hashing = seat.feature.cards.ask, seat.feature.model.hashing
    strange = recording(tmp_path, "C047_export.dav")
    drop(seat, 0, strange)
    seat.wait(card.isVisible)
    assert "C047" in card._words.text()
    assert "C046" in card._words.text()
    card.leave()
    assert not hashing.of(request_id)

    drop(seat, 0, strange)
    seat.wait(card.isVisible)
    seat.press(Key.Key_Return)
    seat.wait(lambda: cell(seat, 0, STANDING) == "已校验")
    assert cell(seat, 0, FILE) == "C047_export.dav"
    drop(seat, 1, recording(tmp_path, "C047.dav"))
    seat.wait(lambda: cell(seat, 1, STANDING) == "已校验")
    assert not card.isVisible()


def test_several_recordings_find_their_lines_by_name(seat, tmp_path):  # noqa: F811
    """The exports of all cameras, chosen at once, stand each on the line of its camera."""
    located(seat, tmp_path)
    drop(seat, 0, *(recording(tmp_path, f"{code}.dav") for code in ("C063", "C046", "C047")))
    seat.wait(lambda: all(cell(seat, row, STANDING) == "已校验" for row in range(3)))
    assert [cell(seat, row, FILE) for row in range(3)] == ["C046.dav", "C047.dav", "C063.dav"]
    assert not seat.feature.cards.ask.isVisible()


def drop(seat: FootageWindow, row: int, *paths) -> None:  # noqa: F811
    """Let files fall on a line."""
    view = seat.feature.page.panel.files
    place = view.visualRect(view.model().index(row, FILE)).center()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    view.dropEvent(QDropEvent(QPointF(place), copy, data, left, Qt.KeyboardModifier.NoModifier))


def test_our_own_still_is_attached_with_its_hash(seat, tmp_path):  # noqa: F811
    """O offers what F8 saved within the span; Enter puts it in."""
    camera_id = seat.desk.snapshot.cameras[0].id
    found = seat.desk.problems.find(picked(seat.desk, camera_id)).result(10)
    seat.feature._side.time.advance(2 * HOUR_MS)
    span = spans(seat.desk, ago_h=3)[:1]
    seen = approved(seat.desk, tmp_path, spans=span)
    seat.desk.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    seat.show(seen.row.id)
    seat.press(Key.Key_O)
    card = seat.feature.cards.evidence
    seat.wait(lambda: card.isVisible() and card.list.count() == 1)
    seat.press(Key.Key_Return)
    seat.wait(lambda: seat.detail.row.files == 1)
    file = seat.detail.spans[0].files[0]
    assert file.origin == "still"
    assert file.sha256 == found.shots[0].sha256


def test_a_package_that_was_stopped_goes_on(seat, tmp_path):  # noqa: F811
    """Esc stops the writing; Enter goes on; an unfinished one can be removed whole."""
    seen = exported(seat.desk, tmp_path)
    seat.show(seen.row.id)
    seat.press(Key.Key_Return)
    card = seat.feature.cards.package
    seat.wait(card.isVisible)
    card.take("")
    seat.press(Key.Key_Return)
    assert "请选择" in card._told.text()
    card.take(str(tmp_path))
    seat.wait(lambda: "剩余" in card._room.text())
    card.agree()
    card._progress.stop.set()
    seat.wait(lambda: not card.is_busy())
    assert "已停止" in card._told.text()
    card._remove.click()
    seat.wait(lambda: not card._remove.isVisible())
    assert not list(tmp_path.glob("*未完成*"))
    seat.press(Key.Key_Return)
    seat.reach(FootageState.VERIFIED)
    assert seat.detail.package.folder.parent == tmp_path
    assert "封存码" in seat.feature.page.panel.bar._words.text()


def test_the_pictures_of_the_chosen_file_are_shown(seat, tmp_path):  # noqa: F811
    """Going down the table shows each file's own pictures; a line without a file says so."""
    seen = exported(seat.desk, tmp_path)
    seat.show(seen.row.id)
    panel = seat.feature.page.panel
    seat.wait(lambda: len(panel.look.pictures.shown) == 1)
    assert "C046.dav · h264 · 320×180" in panel.look._words.text()
    seat.press(Key.Key_Right)
    seat.press(Key.Key_Down)
    assert "C047.dav" in panel.look._words.text()
    panel.look.show_file(None)
    assert "选中一个文件" in panel.look._words.text()
