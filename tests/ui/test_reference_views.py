"""Reference views and the trial run on screen: a person decides, key by key."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt

from duty_desk.desk.people import Folder
from duty_desk.domain.rights import Role
from duty_desk.domain.suspicion import Mode
from duty_desk.ui.faults.reference_view import CAMERAS, ReferencesView
from duty_desk.ui.faults.trial_view import TrialView
from duty_desk.ui.problems.pictures import PictureShelf
from tests.ui.problem_desk import WAIT_MS, WAIT_S, joined, make_joined  # noqa: F401
from tests.ui.suspected import learned, suspect

Key = Qt.Key


@pytest.fixture
def shelf(joined):  # noqa: F811
    """The thread that reads pictures."""
    made = PictureShelf(joined.side.bridge)
    yield made
    made.close()
    gc.collect()


@pytest.fixture
def references(dressed, joined, shelf, qtbot):  # noqa: F811
    """The view of references, where both cameras have one that waits."""
    for number in (0, 1):
        joined.desk.references.propose(learned(joined.desk, number)).result(WAIT_S)
        joined.side.time.advance(1000)
    made = ReferencesView(joined.side, shelf)
    joined.side.bridge.happened.connect(lambda happened: made.show_snapshot(happened.snapshot))
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show_snapshot(joined.desk.snapshot)
    made.show()
    qtbot.waitUntil(made.model.may_decide, timeout=WAIT_MS)
    return made


@pytest.fixture
def trial(dressed, joined, shelf, qtbot):  # noqa: F811
    """The trial run, with one finding of each camera that was only noted."""
    for number in (0, 1):
        suspect(joined.desk, number)
    made = TrialView(joined.side, shelf)
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    qtbot.waitUntil(lambda: made.model.detail is not None, timeout=WAIT_MS)
    return made


def test_views_are_confirmed_one_after_the_other(references, joined, qtbot):  # noqa: F811
    """Enter confirms and goes on to the next, until none waits."""
    desk = joined.desk
    for left in (1, 0):
        before = references.model.view.id
        qtbot.keyClick(references.lines, Key.Key_Return)
        qtbot.waitUntil(lambda left=left: references.lines.count() == left, timeout=WAIT_MS)
        if left:
            qtbot.waitUntil(
                lambda before=before: (
                    references.model.may_decide() and references.model.view.id != before
                ),
                timeout=WAIT_MS,
            )

    for row in desk.snapshot.cameras:
        view = desk.references.of(row.id).result(WAIT_S)
        assert (view.state, view.decided_by) == ("confirmed", "值班员 A")
    assert desk.snapshot.views_proposed == 0


def test_a_refused_view_is_kept_with_its_reason(references, joined, qtbot):  # noqa: F811
    """N asks why; the view is listed among the old ones and judges nothing."""
    camera_id = references.model.camera_id
    qtbot.keyClick(references.lines, Key.Key_N)
    qtbot.keyClicks(references.reason.words, "lorry")
    qtbot.keyClick(references.reason.words, Key.Key_Return)
    qtbot.waitUntil(lambda: references.lines.count() == 1, timeout=WAIT_MS)

    references.use_listing(CAMERAS)
    numbers = [row.id for row in references.model.cameras]
    references.lines.setCurrentRow(numbers.index(camera_id))
    qtbot.waitUntil(lambda: references.kept.count() == 1, timeout=WAIT_MS)
    assert "lorry" in references.kept.item(0).text()
    assert joined.desk.references.of(camera_id).result(WAIT_S) is None
    assert not references.confirm.isVisible()


def test_a_new_view_stands_beside_the_one_that_holds(references, joined, qtbot):  # noqa: F811
    """Who confirms a new view sees the old one; the old one is kept as replaced."""
    camera_id = references.model.camera_id
    qtbot.keyClick(references.lines, Key.Key_Return)
    qtbot.waitUntil(lambda: references.lines.count() == 1, timeout=WAIT_MS)
    joined.desk.references.propose(learned(joined.desk, 0, "new lens")).result(WAIT_S)
    qtbot.waitUntil(lambda: references.lines.count() == 2, timeout=WAIT_MS)
    rows = [references.lines.item(n).data(Qt.ItemDataRole.UserRole)[0] for n in (0, 1)]
    references.lines.setCurrentRow(rows.index(camera_id))
    qtbot.waitUntil(references.held.isVisible, timeout=WAIT_MS)

    qtbot.keyClick(references.lines, Key.Key_Return)
    qtbot.waitUntil(lambda: references.lines.count() == 1, timeout=WAIT_MS)
    states = [view.state for view in joined.desk.references.of_camera(camera_id).result(WAIT_S)]
    assert states == ["confirmed", "replaced"]


def test_noted_findings_are_judged_by_one_key(trial, joined, qtbot):  # noqa: F811
    """A and D judge and go on; the class's precision follows."""
    qtbot.keyClick(trial.lines, Key.Key_A)
    qtbot.waitUntil(lambda: sum(one.right for one in trial.model.classes) == 1, timeout=WAIT_MS)
    assert trial.lines.currentRow() == 1
    qtbot.keyClick(trial.lines, Key.Key_D)
    qtbot.waitUntil(lambda: sum(one.wrong for one in trial.model.classes) == 1, timeout=WAIT_MS)

    record = next(one for one in trial.model.classes if one.family == "view_lost")
    assert (record.shadowed, record.precision_permille) == (2, 500)
    row = [one.family for one in trial.model.classes].index("view_lost") + 1
    assert trial.classes.item(row, 6).text() == "50.0%"
    qtbot.keyClick(trial.lines, Key.Key_U)
    qtbot.waitUntil(lambda: trial.lines.count() == 0, timeout=WAIT_MS)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_only_a_supervisor_lets_a_class_ring(trial, joined, qtbot, role):  # noqa: F811
    """An operator is told that he may not; a supervisor gives a reason, and it is on record."""
    joined.desk.people.folder = Folder("值班长 C", role)
    said = []
    trial.said.connect(lambda sentence, level: said.append(level))
    families = ["", *(one.family for one in trial.model.classes)]
    trial.classes.setCurrentCell(families.index("view_lost"), 0)
    qtbot.keyClick(trial.lines, Key.Key_L)
    qtbot.keyClicks(trial.reason.words, "two weeks went well")
    qtbot.keyClick(trial.reason.words, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)

    may = role is Role.SUPERVISOR
    assert said == ["done" if may else "urgent"]
    wanted = Mode.LIVE if may else Mode.AUTO
    qtbot.waitUntil(lambda: mode_of(trial, "view_lost") == wanted, timeout=WAIT_MS)
    assert ("值班长 C" in trial._mode_words.text()) is may


def mode_of(trial, family: str) -> Mode:
    """How a class is told now, as shown."""
    return next(one.mode for one in trial.model.classes if one.family == family)
