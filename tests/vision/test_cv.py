"""The door to OpenCV leaves nothing behind that would harm programs started later."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from duty_desk.vision import cv

if TYPE_CHECKING:
    import pytest


def test_children_inherit_no_qt_folder_of_opencv() -> None:
    """After the import the two Qt variables are gone, even when the full wheel has set them."""
    program = (
        "import os, duty_desk.vision.cv\n"
        "print([name for name in os.environ if name.startswith(('QT_QPA_PLATFORM_', 'QT_QPA_F'))])"
    )
    polluted = {"QT_QPA_PLATFORM_PLUGIN_PATH": "cv2/qt/plugins", "QT_QPA_FONTDIR": "cv2/qt/fonts"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | polluted,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"


def test_two_opencv_wheels_are_both_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The full and the headless wheel share one folder; the check must see that both are there."""
    there = {"opencv-python": "5.0.0.93", "opencv-python-headless": "4.14.0.94"}

    def version(name: str) -> str:
        if name not in there:
            raise metadata.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(metadata, "version", version)

    assert cv.installed_wheels() == ("opencv-python 5.0.0.93", "opencv-python-headless 4.14.0.94")
