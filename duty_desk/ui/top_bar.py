"""The top bar: who sits where, how things stand, and what time it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from duty_desk.language import language, mark, tr
from duty_desk.ui import icons, theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import StatusPill
from duty_desk.ui.time_bar import ClockFigures

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.time_source import TimeSource

BAR_PX, TICK_MS = 56, 200
_ROOM_GAP_PX, SPACING_PX = 14, 10
_LOOKS = (("dark", mark("深色")), ("light", mark("浅色")), ("night", mark("夜间")))
_SIZES = ((100, mark("标准")), (115, mark("大")), (130, mark("特大")))
_OTHER = {"zh_CN": ("English", "en"), "en": (mark("中文"), "zh_CN")}


class TopBar(QFrame):
    """The bar over all pages.

    Signals:
        language_asked(str): speak this language.
        look_asked(str): use this set of colours.
        text_size_asked(int): grow all text to this percentage at the next start.
        sound_test_asked(): let the three sounds be heard.
        lock_asked(), other_person_asked(), sign_out_asked(): what they say.
    """

    language_asked = Signal(str)
    look_asked = Signal(str)
    text_size_asked = Signal(int)
    sound_test_asked = Signal()
    lock_asked = Signal()
    other_person_asked = Signal()
    sign_out_asked = Signal()

    def __init__(
        self, time: TimeSource, place: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._time = time
        self._place = place
        self._online = (0, 0)
        self._snapshot: Snapshot | None = None
        self._chips: list[QWidget] = []
        theme.give_role(self, "bar")
        self.setFixedHeight(theme.px(BAR_PX))
        self._build()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._language.clicked.connect(self._on_language)
        self.retranslate()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how channels and store stand."""
        self._snapshot = snapshot
        self._show_operator(snapshot)
        is_here = snapshot.person is not None and not snapshot.is_locked
        self._lock.setVisible(is_here)
        self._other.setVisible(bool(snapshot.people) and snapshot.is_attended)
        self._leave.setVisible(is_here)
        self._push.show_state(*_push_state(snapshot))
        self._push.setToolTip(" ".join(c.words for c in snapshot.channels if c.words))
        is_ok = snapshot.store_state == "ok"
        words = tr("记录库正常") if is_ok else tr("记录库异常")
        self._store.show_state(words, "ok" if is_ok else "bad")
        self._store.setToolTip(snapshot.store_words)

    def _show_operator(self, snapshot: Snapshot) -> None:
        name = tr(snapshot.operator)
        if snapshot.is_locked:
            self._who.show_state(tr("{name} 已锁屏", name=name), "warn")
        elif snapshot.person is not None and not snapshot.person.is_active:
            self._who.show_state(tr("{name} 已停用", name=name), "bad")
        elif name:
            self._who.show_state(_shift_words(snapshot) + name, "ok")
        else:
            self._who.show_state(tr("无人登录"), "warn")

    def add_chip(self, chip: QWidget) -> None:
        """Put a feature's chip behind that of the operator."""
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(row.indexOf(self._cameras), chip)
        self._chips.append(chip)

    def _fit(self) -> None:
        """On a bar that is too narrow, what is well says so by its dot alone.

        What is not in use does so too where even the chips' short words have no room; the
        place, which the window's title says too, goes last.
        """
        pills = (self._store, self._push, self._cameras)
        needed = self.sizeHint().width() + sum(one.words_px() for one in pills if one.is_short())
        needed += self._where.sizeHint().width() + SPACING_PX if self._where.isHidden() else 0
        for pill in pills:
            short_from = needed - (_slack(self._chips) if pill.is_idle() else 0)
            is_short = short_from > self.width() and (pill.is_well() or pill.is_idle())
            needed -= pill.words_px() if is_short else 0
            pill.be_short(is_short=is_short)
        self._where.setVisible(needed - _slack(self._chips) <= self.width())

    def show_online(self, live: int, shown: int) -> None:
        """Show how many of the cameras on screen are live."""
        self._online = (live, shown)
        words = tr("本屏摄像头 {n}/{m} 在线", n=live, m=shown)
        dot = "idle" if not shown else "ok" if live == shown else "warn" if live else "bad"
        self._cameras.show_state(words, dot)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._brand.setText(tr("值守台"))
        self._where.setText(self._place())
        self.show_online(*self._online)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        self._language.setText(tr(_OTHER[language()][0]))
        self._lock.setText(tr("锁屏"))
        self._other.setText(tr("换人登录…") + "\tCtrl+Shift+L")
        self._leave.setText(tr("退出登录"))
        self._settings.setToolTip(tr("外观与声音"))
        self._settings.setAccessibleName(tr("外观与声音"))
        for action, (_, words) in zip(self._look_actions, _LOOKS, strict=True):
            action.setText(tr(words))
        self._sizes.setTitle(tr("字号（下次启动生效）"))
        for action, (_, words) in zip(self._sizes.actions(), _SIZES, strict=True):
            action.setText(tr(words))
        self._sound.setText(tr("试听三种声音"))
        self._tick()

    def free_rooms(self) -> tuple[QRect, ...]:
        """Where a message may lie: beside all words; over the pills, which only tell."""
        right = self._clock.geometry().left() - _ROOM_GAP_PX
        first = self._brand if self._where.isHidden() else self._where
        lefts = (self._store.geometry().right(), first.geometry().right())
        top, height = self.geometry().top(), self.height()
        return tuple(
            QRect(left + _ROOM_GAP_PX, top, right - left - _ROOM_GAP_PX, height) for left in lefts
        )

    def show_look(self, name: str) -> None:
        """Tick the set of colours in use."""
        for action, (look, _) in zip(self._look_actions, _LOOKS, strict=True):
            action.setChecked(look == name)
        self.restyle()

    def restyle(self) -> None:
        """Draw the icons in the colours in use."""
        self._logo.setPixmap(icons.pixmap("duty-desk", "text1", 28, self.devicePixelRatioF()))
        self._language.setIcon(icons.icon("language", "text2", 16))
        self._settings.setIcon(icons.icon("settings", "text2", 18))
        self._lock.setIcon(icons.icon("lock", "text2", 16))

    def _build(self) -> None:
        self._logo, self._brand, self._where = QLabel(), QLabel(), QLabel()
        self._brand.setFont(theme.font(17, is_bold=True))
        self._where.setProperty("role", "soft")
        self._who, self._cameras = StatusPill(), StatusPill()
        self._push, self._store = StatusPill(), StatusPill()
        self._clock = ClockFigures(theme.CLOCK_PX)
        self._date, self._weekday = QLabel(), QLabel()
        for label in (self._date, self._weekday):
            label.setProperty("role", "second")
        self._language, self._settings = KeyButton("quiet"), KeyButton("quiet")
        self._lock = KeyButton("quiet", "Ctrl L")
        self._lock.clicked.connect(self.lock_asked)
        for button in (self._language, self._settings, self._lock):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setIconSize(QSize(theme.px(18), theme.px(18)))
        self._build_menu()
        self.restyle()

    def _build_menu(self) -> None:
        self._menu = QMenu(self)
        self._other, self._leave = self._menu.addAction(""), self._menu.addAction("")
        self._other.triggered.connect(self.other_person_asked)
        self._leave.triggered.connect(self.sign_out_asked)
        self._menu.addSeparator()
        group = QActionGroup(self)
        self._look_actions = []
        for look, _ in _LOOKS:
            action = QAction(self)
            action.setCheckable(True)
            action.triggered.connect(lambda _on, look=look: self.look_asked.emit(look))
            group.addAction(action)
            self._menu.addAction(action)
            self._look_actions.append(action)
        self._menu.addSeparator()
        self._sizes = self._menu.addMenu("")
        for percent, _ in _SIZES:
            action = self._sizes.addAction("")
            action.triggered.connect(partial(self.text_size_asked.emit, percent))
        self._menu.addSeparator()
        self._sound = self._menu.addAction("")
        self._sound.triggered.connect(self.sound_test_asked)
        self._settings.clicked.connect(
            lambda: self._menu.popup(self._settings.mapToGlobal(self._settings.rect().bottomLeft()))
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(19, 0, 14, 0)
        row.setSpacing(SPACING_PX)
        for widget in (self._logo, self._brand):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self._where)
        row.addSpacing(8)
        for pill in (self._who, self._cameras, self._push, self._store):
            row.addWidget(pill)
            row.addSpacing(8)
        row.addStretch()
        row.addWidget(self._clock)
        row.addSpacing(6)
        day = QVBoxLayout()
        day.setSpacing(0)
        day.addStretch()
        day.addWidget(self._date)
        day.addWidget(self._weekday)
        day.addStretch()
        row.addLayout(day)
        row.addSpacing(8)
        row.addWidget(self._language)
        row.addWidget(self._settings)
        row.addWidget(self._lock)

    def _tick(self) -> None:
        now = self._time.now_ms()
        self._clock.show_figures(times.time_of_day(now))
        for label, words in ((self._date, times.date(now)), (self._weekday, times.weekday(now))):
            if label.text() != words:
                label.setText(words)
        self._fit()

    def _on_language(self) -> None:
        self.language_asked.emit(_OTHER[language()][1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _slack(chips: list[QWidget]) -> int:
    """How much narrower the chips of features can be, those that are shown."""
    shown = (chip for chip in chips if not chip.isHidden())
    least = ((chip.sizeHint().width(), chip.minimumSizeHint().width()) for chip in shown)
    return sum(whole - brief for whole, brief in least if 0 < brief < whole)


def _shift_words(snapshot: Snapshot) -> str:
    """`夜班 20:00–08:30 · ` before the name of whoever keeps the planned shift."""
    shift = snapshot.shift
    if shift is None or shift.name != snapshot.operator or shift.planned_from_at is None:
        return ""
    since = times.hour_and_minute(shift.planned_from_at)
    until = times.hour_and_minute(shift.planned_to_at or shift.planned_from_at)
    return f"{tr(shift.title)} {since}–{until} · "


def _push_state(snapshot: Snapshot) -> tuple[str, str]:
    states = [channel.state for channel in snapshot.channels if channel.kind != "clipboard"]
    if not states:
        return tr("推送通道未设置"), "idle"
    if "trouble" in states:
        return tr("推送通道异常"), "bad" if set(states) == {"trouble"} else "warn"
    if "ok" not in states:
        return tr("推送通道未验证"), "idle"
    return tr("推送通道正常"), "ok"
