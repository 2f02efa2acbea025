"""The look at all cameras as a row of the list: when it was last, how far it is, stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from duty_desk.ui.watch.sweep_control import SweepControl

PROGRESS_PX = 180


class SweepBar(QWidget):
    """A button that begins or stops it, and its progress."""

    def __init__(self, sweeps: SweepControl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sweeps = sweeps
        self._words, self._progress = QLabel(), QProgressBar()
        theme.give_role(self._words, "second")
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(theme.px(PROGRESS_PX))
        self._button = KeyButton()
        self._button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (self._words, self._progress, self._button):
            row.addWidget(widget)
        self._button.clicked.connect(self._press)
        sweeps.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use, and how far it is."""
        is_running, progress = self._sweeps.is_running, self._sweeps.progress
        self._progress.setVisible(is_running)
        self._words.setVisible(is_running)
        self._button.setText(tr("停下") if is_running else tr("全部看一遍"))
        self._button.setToolTip(
            tr("逐个打开每个点位取一帧画面，不影响正在看的画面；同一台设备最多同时 4 路。")
        )
        self._progress.setRange(0, progress.total if progress else 0)
        self._progress.setValue(progress.done if progress else 0)
        words = tr("正在准备…")
        if progress is not None:
            words = tr(
                "{done} / {total}，{seen} 个有画面",
                done=progress.done,
                total=progress.total,
                seen=progress.seen,
            )
        self._words.setText(words)

    def _press(self) -> None:
        if self._sweeps.is_running:
            self._sweeps.cancel()
        else:
            self._sweeps.start()
