"""What is seldom done on the footage page: papers that follow, own clips, the unmasked register."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog

from duty_desk.domain.footage import HOUR_MS, FootageKind
from tests.desk.footage_walk import ONE, TWO, approved, asked, registered, scan, spans
from tests.fakes.desk import keep_clip, picked
from tests.ui.footage_window import CTRL, FootageWindow, Key, seat  # noqa: F401


def test_the_register_leaves_unmasked_with_a_reason_alone(seat, tmp_path):  # noqa: F811
    """A reason written on the card puts the officers into the file, and itself on record."""
    registered(seat.desk, tmp_path)
    seat.press(Key.Key_E, CTRL)
    card = seat.feature.cards.ask
    seat.wait(card.isVisible)
    file = tmp_path / "register.xlsx"
    card.line("file").setText(str(file))
    card.line("why").setText("检察院调阅")
    seat.press(Key.Key_Return)
    seat.wait(lambda: not card.isVisible())
    sheet = openpyxl.load_workbook(file).active
    told = [str(cell.value) for line in sheet.iter_rows() for cell in line]
    assert any(TWO.number in words for words in told)
    lines = [line.text for line in seat.desk.refresh().result(10).journal]
    assert any("检察院调阅" in words and "含个人信息" in words for words in lines)


def test_a_refused_request_is_not_still_to_be_approved(seat, tmp_path):  # noqa: F811
    """The line of the approval says what was decided."""
    row = registered(seat.desk, tmp_path)
    seat.show(row.id)
    request = seat.feature.page.panel.request
    seat.wait(lambda: "还缺" in request.value(5) or request.value(5) == "尚未批准")
    seat.desk.footage.refuse(row.id, row.version, "不是公安机关").result(10)
    seat.wait(lambda: request.value(5) == "未批准")


def test_only_scans_that_are_taken_are_offered(seat, tmp_path, monkeypatch):  # noqa: F811
    """The dialog of files names the kinds that the desk keeps, and no other."""
    offered: list[str] = []
    path = scan(tmp_path)
    monkeypatch.setattr(
        QFileDialog,
        "getOpenFileName",
        lambda *asked: offered.append(asked[3]) or (str(path), ""),
    )
    fields = seat.feature.cards.form.fields
    fields.scan.click()
    assert offered == ["(*.jpeg *.jpg *.pdf *.png)"]
    assert path.name in fields.scan.toolTip()


@pytest.mark.parametrize("seat", [24], indirect=True)
def test_papers_that_followed_are_entered_with_their_key(seat, tmp_path):  # noqa: F811
    """While they are owed every page counts down; M takes number and scan, and it is over."""
    fields = seat.feature.cards.form.fields
    seat.press(Key.Key_N, CTRL)
    seat.wait(fields.is_due.isVisible)
    fields.is_due.setChecked(True)
    assert fields.due.text() == "2026-11-22 08:00:00"  # the latest that is allowed
    seat.press(Key.Key_Escape)
    seat.wait(lambda: not seat.feature.cards.form.isVisible())

    due_at = seat.desk.time.now_ms() + 3 * HOUR_MS
    owed = asked(seat.desk, kind=FootageKind.VIEW, paper_no="", papers_due_at=due_at)
    row = seat.desk.footage.register(owed, (ONE, TWO)).result(10)
    seat.desk.ask(seat.desk.tick).result(10)
    seat.show(row.id)
    chip, card = seat.feature.chip, seat.feature.cards.ask
    seat.wait(lambda: chip.text() == "调取 2026-001 补手续 剩 3 时 0 分")
    assert "手续待补" in seat.feature.page.panel.request.value(2)

    seat.press(Key.Key_M)
    seat.wait(card.isVisible)
    card.line("no").setText("0138")
    card.line("scan").setText(str(scan(tmp_path)))
    seat.press(Key.Key_Return)
    seat.wait(lambda: chip.first() is None)
    seat.wait(lambda: "0138" in seat.feature.page.panel.request.value(2))
    assert seat.detail.custody[-1].kind == "footage.papers_came"


def test_our_own_clip_is_attached_with_its_custody(seat, tmp_path):  # noqa: F811
    """O offers the clip beside the still; with it comes the entry by which it was taken."""
    camera_id = seat.desk.snapshot.cameras[0].id
    found = seat.desk.problems.find(picked(seat.desk, camera_id)).result(10)
    keep_clip(seat.desk, found.row.id)
    seat.feature._side.time.advance(2 * HOUR_MS)
    seen = approved(seat.desk, tmp_path, spans=spans(seat.desk, ago_h=3)[:1])
    seat.desk.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    seat.show(seen.row.id)
    seat.press(Key.Key_O)
    card = seat.feature.cards.evidence
    seat.wait(lambda: card.isVisible() and card.list.count() == 2)
    clips = [no for no, one in enumerate(card._offered) if one.kind == "clip"]
    card.list.setCurrentRow(clips[0])
    seat.press(Key.Key_Return)
    seat.wait(lambda: seat.detail.row.files == 1)
    file = seat.detail.spans[0].files[0]
    assert file.origin == "clip"
    assert file.name.endswith(".mp4")
    kinds = [line.kind for line in seat.detail.custody]
    assert kinds[0] == "problem.clip_added"
    assert kinds[-1] == "footage.file_added"
