"""The clip in the form and beside the pictures of a problem."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from duty_desk.desk.clips import ComingClip, Pressed
from duty_desk.language import Refusal
from duty_desk.ui.problems.form import ProblemForm
from duty_desk.ui.problems.page import ProblemsPage
from tests.fakes.desk import keep_clip
from tests.ui import problem_desk
from tests.ui.problem_desk import WAIT_MS

make_joined, joined = problem_desk.make_joined, problem_desk.joined


@pytest.fixture
def form(dressed, joined, qtbot):
    """The form over a window, empty."""
    window = QWidget()
    window.resize(1600, 900)
    qtbot.addWidget(window)
    form = ProblemForm(joined.side, window)
    joined.side.bridge.happened.connect(form.on_happened)
    window.show()
    yield form
    window.close()


def strip_words(form: ProblemForm) -> str:
    return form.parts.strip._clip.text()


def found_with(joined, coming):
    """A problem whose clip is under way."""
    pressed = Pressed(joined.side.time.now_ms(), joined.side.time.mono_ms())
    clip = ComingClip(coming, pressed)
    return joined.desk.problems.find(joined.picked(), clip=clip).result(10)


def test_clip_comes_into_the_open_form(form, joined, qtbot):
    """While it is recorded the place says so; then it can be played by R and by the mouse."""
    form.open(found_with(joined, Future()))
    assert "正在录" in strip_words(form)
    keep_clip(joined.desk, form.model.problem_id)
    qtbot.waitUntil(lambda: "按 R" in strip_words(form), timeout=WAIT_MS)
    with qtbot.waitSignal(form.clip_wanted) as wanted:
        qtbot.keyClick(form.parts.evidence, Qt.Key.Key_R)
    assert len(wanted.args[0].clips) == 1
    with qtbot.waitSignal(form.clip_wanted):
        qtbot.mouseClick(form.parts.strip._clip, Qt.MouseButton.LeftButton)


def test_missing_clip_says_why(form, joined, qtbot):
    """The decoder was restarted: the place says that there is none, and why when asked."""
    coming = Future()
    form.open(found_with(joined, coming))
    coming.set_exception(Refusal("解码程序重启过"))
    qtbot.waitUntil(lambda: strip_words(form) == "没有片段", timeout=WAIT_MS)

    assert form.parts.strip._clip.toolTip() == "解码程序重启过"
    assert not form.parts.strip._clip.isEnabled()


def test_clip_stands_beside_the_pictures_of_a_problem(dressed, joined, qtbot):
    """On the problems page a button plays it; a problem without one has no such button."""
    without = joined.find()
    with_clip = joined.find(1)
    keep_clip(joined.desk, with_clip.row.id)
    page = ProblemsPage(joined.side)
    qtbot.addWidget(page)
    page.resize(1600, 900)
    page.show()
    page.show_snapshot(joined.desk.snapshot)
    page.model.choose(without.row.id)
    qtbot.waitUntil(lambda: page.model.detail is not None, timeout=WAIT_MS)
    assert not page.panel.clip.isVisible()
    page.model.choose(with_clip.row.id)
    qtbot.waitUntil(page.panel.clip.isVisible, timeout=WAIT_MS)
    with qtbot.waitSignal(page.panel.clip_wanted) as wanted:
        qtbot.mouseClick(page.panel.clip, Qt.MouseButton.LeftButton)

    assert wanted.args[0].row.id == with_clip.row.id
    thumb = page.panel.pair._thumbs["before"]
    qtbot.waitUntil(lambda: not thumb._picture.isNull(), timeout=WAIT_MS)
