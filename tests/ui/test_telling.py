"""The window shown while the demo's months are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QProgressDialog, QPushButton

from duty_desk.cli import COULD_NOT, main
from duty_desk.desk.simulate import Told
from duty_desk.paths import bundled
from duty_desk.ui.telling import TellingWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_telling_says_how_far_it_is_and_ends_when_it_is_cancelled(qtbot: QtBot) -> None:
    """The day and the number of days stand there; the button ends the story."""
    window = TellingWindow(bundled().resources)
    dialog = window.dialog
    qtbot.addWidget(dialog)

    window.show(Told("2026-09-03", 3, 82))
    assert isinstance(dialog, QProgressDialog)
    assert "2026-09-03" in dialog.labelText()
    assert (dialog.value(), dialog.maximum()) == (3, 82)

    dialog.findChildren(QPushButton)[0].click()
    with pytest.raises(KeyboardInterrupt):
        window.show(Told("2026-09-04", 4, 82))
    window.close()


@pytest.mark.parametrize("months", ["37", "-1", "two", "1.5"])
def test_months_that_cannot_be_told_are_refused(
    months: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence that names what can be."""
    with pytest.raises(SystemExit):
        main(["demo", f"--months={months}"])
    assert "36" in capsys.readouterr().err


def test_a_real_desk_is_told_no_past(capsys: pytest.CaptureFixture[str]) -> None:
    """What is simulated never gets into a store that is none of the demonstration."""
    assert main(["run", "--months", "2"]) == COULD_NOT
    assert "--demo" in capsys.readouterr().err
