"""The application: style, font, language, sounds, and the one window."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from duty_desk.desk.suspicion_rules import rings
from duty_desk.language import LANGUAGES, language, tr
from duty_desk.ui import icons, theme
from duty_desk.ui.alarm import LEVELS
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.garbage import WindowCollector
from duty_desk.ui.main_window import MainWindow, WindowSide
from duty_desk.ui.parts import Parts
from duty_desk.ui.remembered import Remembered
from duty_desk.ui.sound import Sounds
from duty_desk.ui.speech import Speech

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk, Happened

__all__ = ["Joined", "Parts", "run_window"]

_SOUND_GAP_MS = 1500
# A thread that computes hands Python over after so long when the window wants it; Python's own
# 5 ms come several times in one drawing. Measured on the review: a third less stillness.
SWITCH_S = 0.0005


class Joined(QObject):
    """The window with everything that belongs to the whole application rather than to a page."""

    def __init__(self, app: QApplication, parts: Parts) -> None:
        super().__init__(app)
        self._parts = parts
        self._memory = Remembered(parts.state_folder)
        self._speech = Speech(app, parts.resources)
        self._sounds = Sounds(parts.resources / "sounds")
        icons.use_folder(parts.resources / "icons")
        theme.dress(parts.resources, self._memory.look(), self._memory.text_size())
        self._speech.use(parts.language or self._memory.language())
        self.bridge = DeskBridge(self)
        _listen(parts.desk, self.bridge)
        self.window = MainWindow(WindowSide(parts, self.bridge, self._memory))
        self.window.top_bar.show_look(self._memory.look())
        self.window.alarms.sounded.connect(self._sounds.play)
        self.bridge.happened.connect(self._ring_findings)
        self.window.language_asked.connect(self.use_language)
        self.window.look_asked.connect(self.use_look)
        self.window.top_bar.text_size_asked.connect(self._keep_text_size)
        self.window.sound_test_asked.connect(self._test_sounds)
        if language() != LANGUAGES[0]:  # the desk worded its first snapshot before the window
            parts.desk.refresh()

    def use_language(self, wanted: str) -> None:
        """Speak the language `wanted` everywhere; the desk words its snapshot anew."""
        self._speech.use(wanted)
        self._parts.desk.refresh()

    def use_look(self, look: str) -> None:
        """Wear the set of colours `look` from now on."""
        theme.dress(self._parts.resources, look, self._memory.text_size())
        self._memory.keep(look=look)
        self.window.restyle(look)

    def tell_silence(self) -> None:
        """Say so when alarms cannot be heard on this computer."""
        if not self._sounds.has_player():
            words = tr("这台电脑上没有找到播放声音的程序，提醒只能看到、听不到。请检查扬声器设置。")
            self.window.toast.say(words, "attention")

    def _ring_findings(self, happened: Happened) -> None:
        """What the program has found in pictures: one sound and one line an event."""
        for entry in happened.entries:
            if not rings(entry):
                continue
            line = next((it for it in happened.snapshot.journal if it.seq == entry.seq), None)
            if line is not None:
                words = tr("{finding}。报修页（Ctrl+4）查看。", finding=line.text)
                self.window.toast.say(words, "attention")
            self._sounds.play("attention")
            return

    def _keep_text_size(self, percent: int) -> None:
        self._memory.keep(text_percent=percent)

    def _test_sounds(self) -> None:
        for number, level in enumerate(LEVELS):
            QTimer.singleShot(number * _SOUND_GAP_MS, lambda level=level: self._sounds.play(level))
        self.tell_silence()


def _listen(desk: Desk, bridge: DeskBridge) -> None:
    desk.listen(bridge.happened.emit)
    desk.alarm_listen(bridge.alarmed.emit)


def run_window(parts: Parts) -> int:
    """Show the window until it is closed; returns the exit code.

    The desk and the video engine run already and are stopped by the caller afterwards.
    """
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("duty-desk")
    app.setDesktopFileName("duty-desk")
    joined = Joined(app, parts)
    app.setWindowIcon(QIcon(str(parts.resources / "icons" / "duty-desk.svg")))
    # Being told to end is a regular end; the window's timers let Python see the signal soon.
    for told in (signal.SIGTERM, signal.SIGINT):
        # Posted, not called: a call before the loop runs would be lost.
        signal.signal(told, lambda *_: QTimer.singleShot(0, app.quit))
    sys.setswitchinterval(SWITCH_S)
    joined.window.show()
    joined.tell_silence()
    collector = WindowCollector(app)
    collector.start()
    try:
        return app.exec()
    finally:
        collector.stop()
