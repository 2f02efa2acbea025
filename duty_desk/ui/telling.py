"""The window shown while the demo's months are told: how far they are, and a key that ends it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.simulate import Told

_WIDTH_PX = 460


class TellingWindow:
    """Shows a story's progress; used on the main thread, before the desk's own window."""

    def __init__(self, resources: Path) -> None:
        known = QApplication.instance()
        self._app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
        self._app.setApplicationName("duty-desk")
        theme.dress(resources)
        self.dialog = QProgressDialog()
        self.dialog.setWindowTitle(tr("值守台 · 演示"))
        self.dialog.setLabelText(tr("正在准备演示用的历史记录…"))
        self.dialog.setCancelButtonText(tr("取消"))
        self.dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.dialog.setMinimumWidth(theme.px(_WIDTH_PX))
        self.dialog.setAutoReset(False)
        self.dialog.setMinimumDuration(0)
        self.dialog.setValue(0)
        self.dialog.show()
        self._app.processEvents()

    def show(self, told: Told) -> None:
        """Say how far the story is.

        Raises:
            KeyboardInterrupt: somebody cancelled, which ends a story after its last whole day.
        """
        left = tr("第 {n} 天，共 {days} 天（{day}）", n=told.days, days=told.of_days, day=told.day)
        self.dialog.setLabelText(tr("正在准备演示用的历史记录…") + "\n" + left)
        self.dialog.setMaximum(told.of_days)
        self.dialog.setValue(told.days)  # Qt handles what was clicked meanwhile
        if self.dialog.wasCanceled():
            raise KeyboardInterrupt

    def close(self) -> None:
        """The story is over."""
        self.dialog.close()
        self.dialog.deleteLater()
