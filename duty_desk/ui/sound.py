"""Playing the three sounds with what the computer has; a silent computer never stops the desk."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from pathlib import Path

_PLAYERS = ("paplay", "pw-play", "aplay")


class Sounds:
    """The sounds `attention`, `urgent` and `breach` of a folder of WAV files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._player = next((path for name in _PLAYERS if (path := shutil.which(name))), "")

    def has_player(self) -> bool:
        """Whether more than the system's beep can be heard."""
        return sys.platform == "win32" or bool(self._player)

    def play(self, level: str) -> None:
        """Play the sound of `level`; returns at once."""
        path = self._folder / f"{level}.wav"
        if sys.platform == "win32":
            import winsound

            flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            winsound.PlaySound(str(path), flags)
        elif not self._player or not QProcess.startDetached(self._player, [str(path)])[0]:
            QApplication.beep()
