"""The wall alone on a second monitor, and back: its window, its keys, a monitor that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from duty_desk.language import tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QScreen

    from duty_desk.ui.watch.page_keys import PageKeys
    from duty_desk.ui.watch.wall import Wall

_PLUGGED_MS = 800  # a monitor that was just plugged in takes its place in this time


class WallWindow(QWidget):
    """A window without frame that holds nothing but the wall.

    Signals:
        closed(): a person closed it; the wall goes back to the page.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.room = QVBoxLayout(self)
        self.room.setContentsMargins(0, 0, 0, 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.setWindowTitle(tr("值守台 · 画面墙"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        # Accepted, else the program could not end. Told later: when all windows close because the
        # program ends, the main one has taken the wall back by then.
        super().closeEvent(event)
        QTimer.singleShot(0, self, self.closed.emit)


class WallStage(QStackedWidget):
    """The wall's place on the page: the wall, or a word on where it is.

    Signals:
        called_back(): the wall is wanted here again.
    """

    called_back = Signal()

    def __init__(self, wall: Wall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wall = wall
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._away = QWidget()
        self._words = QLabel()
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        theme.give_role(self._words, "soft")
        self._back = KeyButton("", "W")
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.clicked.connect(self.called_back)
        column = QVBoxLayout(self._away)
        column.setSpacing(16)
        column.addStretch()
        column.addWidget(self._words)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        self.addWidget(wall)
        self.addWidget(self._away)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._words.setText(
            tr("画面墙在另一块屏幕上。方向键、翻屏、F8 等按键在这里照常使用，时限和记录照常显示。")
        )
        self._back.setText(tr("收回到这里"))

    def take_back(self) -> None:
        """Hold the wall again."""
        self.insertWidget(0, self.wall)
        self.setCurrentIndex(0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class SecondScreen(QObject):
    """Moves the wall between the page and a window of its own on another monitor.

    Signals:
        changed(): the wall went out or came back, or a monitor came or went.
        wished(str): the monitor the wall is wanted on, "" for none; to be remembered.
        said(str, str): a sentence for the operator, and its level.
    """

    changed = Signal()
    wished = Signal(str)
    said = Signal(str, str)

    def __init__(self, stage: WallStage, keys: PageKeys, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self._stage = stage
        self._wish = ""
        self._window = WallWindow()
        self.destroyed.connect(self._window.deleteLater)  # it has no parent: it is a window
        self._window.closed.connect(self._on_window_closed)
        keys.serve(self._window)
        stage.called_back.connect(self.call_back)
        self._plugged = QTimer(self)
        self._plugged.setSingleShot(True)
        self._plugged.timeout.connect(self._follow_screens)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(lambda _screen: self._plugged.start(_PLUGGED_MS))
            app.screenRemoved.connect(self._on_screen_removed)

    def is_out(self) -> bool:
        """Whether the wall has a window of its own now."""
        return self._stage.wall.parentWidget() is self._window

    def has_second(self) -> bool:
        """Whether there is a monitor for it."""
        return self._other_screen("") is not None

    def window(self) -> WallWindow:
        """The wall's own window, shown or not."""
        return self._window

    def add_key(self, keys: str, slot: Callable[[], object]) -> None:
        """Have a key of the main window work in the wall's window too."""
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)

    def restore(self, screen_name: str) -> None:
        """Go out again to the monitor used last; without it the wall stays on the page."""
        self._wish = screen_name
        if screen_name and not self._go_out(screen_name):
            self.said.emit(
                tr("第二块屏幕没有接上，画面墙先放在主屏幕；接好后会自动移过去。"), "attention"
            )

    def toggle(self) -> None:
        """Out, or back."""
        if self.is_out():
            self.call_back()
        elif not self._go_out(""):
            self.said.emit(tr("没有找到第二块屏幕。请接好显示器，再按 W。"), "attention")

    def call_back(self) -> None:
        """Take the wall to the page because a person wants it there."""
        self._wish = ""
        self.wished.emit("")
        self._take_back()

    def close(self) -> None:
        """The program ends: take the window away; what is remembered stays."""
        self._plugged.stop()
        self._wish = ""
        self._take_back()
        self._window.deleteLater()

    def _on_window_closed(self) -> None:
        if self.is_out():
            self.call_back()

    def _go_out(self, screen_name: str) -> bool:
        screen = self._other_screen(screen_name)
        if screen is None:
            return False
        self._wish = screen.name()
        self._window.setScreen(screen)
        self._window.setGeometry(screen.geometry())
        self._window.room.addWidget(self._stage.wall)
        self._stage.wall.show()
        self._window.showFullScreen()
        self.wished.emit(self._wish)
        self.changed.emit()
        return True

    def _take_back(self) -> None:
        if self.is_out():
            self._stage.take_back()
            self._window.hide()
        self.changed.emit()

    def _other_screen(self, name: str) -> QScreen | None:
        """The monitor `name`, any other than the main window's when it is empty."""
        main = self._page.window().screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not main]
        return next((one for one in others if name in ("", one.name())), None)

    def _on_screen_removed(self, screen: QScreen) -> None:
        if self.is_out() and screen.name() == self._wish:
            self._take_back()
            self.said.emit(
                tr("第二块屏幕断开了，画面墙已收回主屏幕；接好后会自动移过去。"), "attention"
            )
        self.changed.emit()

    def _follow_screens(self) -> None:
        if self._wish and not self.is_out():
            self._go_out(self._wish)
        self.changed.emit()
