"""The bar under the wall: layouts, screens, carousel, groups, and the keys that save and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui import icons, theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.watch.dwell_menu import DwellMenu
from duty_desk.ui.watch.layout_choice import LayoutChoice
from duty_desk.ui.watch.scope import name_words
from duty_desk.ui.watch.scope_menu import ScopeMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from duty_desk.ui.watch.carousel import Carousel
    from duty_desk.ui.watch.name_box import NameBox
    from duty_desk.ui.watch.wall_model import WallModel

ICON_PX = 16
SCREEN_PX, SHORT_SCREEN_PX = 92, 52
SCOPE_PX, TIGHT_SCOPE_PX = 150, 64
NARROWEST_PX = 600
SEARCH_PX, TIGHT_SEARCH_PX = 150, 76
TOOL_KEYS = ("Ctrl R", "R", "T", "F9")
# What gives way, one after the other, where the bar is narrow.
_SHORT, _FOLDED, _WORDLESS, _TIGHT = 1, 2, 3, 4


class WallToolbar(QWidget):
    """Buttons for what the keys of the wall do.

    Signals:
        reported(): 截图报问题 was pressed.
        retried(): 重试连接 was pressed.
        moved_out(): the wall is wanted on the second monitor, or back.
        taken(): a button took the wall into somebody's hand.
    """

    reported = Signal()
    retried = Signal()
    moved_out = Signal()
    taken = Signal()

    def __init__(
        self, wall: WallModel, carousel: Carousel, box: NameBox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._carousel = carousel
        self._tools: dict[KeyButton, tuple[str, str]] = {}
        self._level = 0
        self._search: QWidget | None = None
        self._scope_menu = ScopeMenu(wall, box, self)
        self._dwell_menu = DwellMenu(carousel, self)
        self._build()
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._back.setToolTip(tr("上一屏（Page Up）"))
        self._on.setToolTip(tr("下一屏（Page Down）"))
        self._dwell.setToolTip(tr("每屏停留多久"))
        self._scope.setToolTip(tr("看哪些点位：社区、类型、维护单位、我的分组、命名墙"))
        self._out.setToolTip(tr("画面墙移到第二块屏幕，再按一次收回（W）"))
        self._close.setText(tr("回到宫格"))
        self._show_state()

    def add_tool(self, icon: str, words: str, key: str) -> KeyButton:
        """A button for a key of the page, left of 截图报问题, in the order of `TOOL_KEYS`.

        `words` are marked, not said.

        Where the bar is narrow the words give way to the icon and the key.
        """
        button = KeyButton("", key)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setIconSize(QSize(theme.px(ICON_PX), theme.px(ICON_PX)))
        button.setIcon(icons.icon(icon, "text1", ICON_PX))
        button.pressed.connect(self.taken)
        later = [one for one in self._tools if _rank(one.key()) > _rank(key)]
        first = min(self._row.indexOf(one) for one in (*later, self._report))
        self._tools[button] = (icon, words)
        self._row.insertWidget(first, button)
        self._fit()
        return button

    def add_search(self, field: QWidget) -> None:
        """Put a search field behind the groups; it gives and takes room with the bar."""
        self._search = field
        field.setSizePolicy(QSizePolicy.Policy.Expanding, field.sizePolicy().verticalPolicy())
        self._row.insertWidget(self._row.indexOf(self._scope) + 1, field, 1)

    def open_scopes(self) -> None:
        """Open the menu of groups and named walls at its button."""
        self._scope_menu.popup(self._scope.mapToGlobal(QPoint(0, self._scope.height())))

    def show_trouble(self, can_retry: bool) -> None:
        """Offer another try while the selected camera has trouble."""
        self._retry.setVisible(can_retry)
        self._fit()

    def show_second(self, *, has_second: bool, is_out: bool) -> None:
        """Offer the second monitor while there is one."""
        self._out.setVisible(has_second or is_out)
        self._out.setChecked(is_out)
        self._fit()

    def _build(self) -> None:
        self._layouts = LayoutChoice()
        self._pager, self._tour = QFrame(), QFrame()
        self._back, self._on = self._arrow("chevron-left"), self._arrow("chevron-right")
        self._dwell, self._out = self._arrow("chevron-down"), self._arrow("external-link")
        self._out.setCheckable(True)
        self._out.hide()
        self._screen = QLabel()
        self._screen.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._run = KeyButton("segment", "P")
        self._run.setCheckable(True)
        self._run.setIconSize(QSize(theme.px(ICON_PX), theme.px(ICON_PX)))
        self._scope = QPushButton()
        self._close = KeyButton("", "Esc")
        self._retry = self._hidden_tool("refresh", mark("重试连接"), "Ctrl R")
        self._report = KeyButton("primary", "F8")
        for button in (self._run, self._scope, self._close, self._retry, self._report):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _hidden_tool(self, icon: str, words: str, key: str) -> KeyButton:
        button = KeyButton("", key)
        button.setIcon(icons.icon(icon, "text1", ICON_PX))
        button.setIconSize(QSize(theme.px(ICON_PX), theme.px(ICON_PX)))
        self._tools[button] = (icon, words)
        button.hide()
        return button

    def _arrow(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setIcon(icons.icon(name, "text1", ICON_PX))
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.give_role(button, "segment")
        return button

    def _lay_out(self) -> None:
        _join(self._pager, self._back, self._screen, self._on)
        _join(self._tour, self._run, self._dwell)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        left = (self._layouts, self._pager, self._tour, self._scope, self._close)
        for widget in left:
            row.addWidget(widget)
        row.addStretch()
        for widget in (self._out, self._retry, self._report):
            row.addWidget(widget)

    def _connect(self) -> None:
        self._layouts.chosen.connect(self._wall.use_layout)
        self._back.clicked.connect(lambda: self._wall.turn(-1))
        self._on.clicked.connect(lambda: self._wall.turn(1))
        for button in (self._back, self._on, self._scope, self._report, self._retry):
            button.pressed.connect(self.taken)
        self._run.clicked.connect(self._carousel.toggle)
        self._dwell.clicked.connect(lambda: self._open_below(self._dwell_menu, self._tour))
        self._scope.clicked.connect(self.open_scopes)
        self._close.clicked.connect(self._wall.close_full)
        self._report.clicked.connect(self.reported)
        self._retry.clicked.connect(self.retried)
        self._out.clicked.connect(self.moved_out)
        self._wall.arranged.connect(self._show_state)
        self._carousel.changed.connect(self._show_carousel)

    def _open_below(self, menu: QMenu, widget: QWidget) -> None:
        menu.popup(widget.mapToGlobal(QPoint(0, widget.height())))

    def _show_state(self) -> None:
        wall = self._wall
        self._layouts.show_layout(wall.layout())
        for button in (self._back, self._on):
            button.setEnabled(wall.screens() > 1)
        self._close.setVisible(wall.is_full())
        self._fit()

    def _show_scope(self) -> None:
        metrics = self._scope.fontMetrics()
        room = theme.px(TIGHT_SCOPE_PX if self._level >= _TIGHT else SCOPE_PX)
        words = f"{name_words(self._wall.scope())} ▾"
        self._scope.setText(metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room))

    def _show_screen(self) -> None:
        n, m = self._wall.screen() + 1, self._wall.screens()
        is_short = self._level >= _SHORT
        self._screen.setText(f"{n} / {m}" if is_short else tr("第 {n} / {m} 屏", n=n, m=m))
        self._screen.setMinimumWidth(theme.px(SHORT_SCREEN_PX if is_short else SCREEN_PX))

    def _show_carousel(self) -> None:
        is_running = self._carousel.is_running()
        name = "player-pause" if is_running else "player-play"
        self._run.setIcon(icons.icon(name, "text1" if is_running else "text2", ICON_PX))
        self._run.setChecked(is_running)
        self._run.setEnabled(self._wall.screens() > 1)
        left_s = self._carousel.left_s()
        is_tight = self._level >= _TIGHT
        self._run.setText(f"{left_s} s" if is_tight else tr("轮巡 {s} s", s=left_s))
        self._run.set_key("" if self._level >= _SHORT else "P")
        self._run.setToolTip(tr("开始或暂停轮巡"))

    def _show_search(self) -> None:
        if self._search is not None:
            room = TIGHT_SEARCH_PX if self._level >= _TIGHT else SEARCH_PX
            self._search.setMinimumWidth(theme.px(room))

    def _show_words(self) -> None:
        self._report.setText(tr("记问题") if self._level >= _TIGHT else tr("截图报问题"))
        self._report.setToolTip(tr("截图报问题"))
        for button, (_icon, words) in self._tools.items():
            button.setText("" if self._level >= _WORDLESS else tr(words))
            button.setToolTip(tr(words))

    # --- room ----------------------------------------------------------------------------

    def _fit(self) -> None:
        """Say as much as there is room for."""
        for level in range(_TIGHT + 1):
            self._level = level
            self._layouts.compact(is_compact=level >= _FOLDED)
            self._show_words()
            self._show_screen()
            self._show_carousel()
            self._show_scope()
            self._show_search()
            for part in (self._layouts, self._pager, self._tour):
                part.updateGeometry()  # else their earlier size is remembered until the next event
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                break

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(NARROWEST_PX), super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # only now the style sheet has its word on every size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _rank(key: str) -> int:
    return TOOL_KEYS.index(key) if key in TOOL_KEYS else -1


def _join(frame: QFrame, *widgets: QWidget) -> None:
    theme.give_role(frame, "segments")
    frame.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(frame)
    row.setContentsMargins(1, 1, 1, 1)
    row.setSpacing(0)
    for widget in widgets:
        row.addWidget(widget)
