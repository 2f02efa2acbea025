"""F6: one line for the duty log over every page, stamped when the key was pressed.

The first digit chooses the kind, everything after it is text. Esc lays the line aside; F6 brings
it back with the time of its own key.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from duty_desk.desk.duty_log import Draft
from duty_desk.desk.duty_words import kind_words
from duty_desk.domain.duty_log import LONGEST, LogKind, late_minutes, needs_reason
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.duty.over_card import OverCard
from duty_desk.ui.duty_log.said_time import said_time

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from duty_desk.domain.duty_log import Link
    from duty_desk.ui.problems.form_model import DeskSide

WIDTH_PX = 1180
_KINDS = tuple(LogKind)


class QuickLine(OverCard):
    """The line being written.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, window: QWidget) -> None:
        super().__init__(window, WIDTH_PX, is_at_foot=True)
        self._side = side
        self._pressed_at = 0
        self._kind: LogKind | None = None
        self._is_saving = False
        self._build()
        self._lay_out()
        self.words.textChanged.connect(self._on_text)
        self.when.textChanged.connect(self._show_state)
        for line in self._lines:
            line.returnPressed.connect(self.save)
            line.installEventFilter(self)
        self.retranslate()

    def begin(self, kind: LogKind | None = None) -> None:
        """Open a line now, or the one that was laid aside."""
        if self.isVisible():
            self.leave()
            return
        if not self._pressed_at:
            self._pressed_at = self._side.time.now_ms()
            self._kind = kind
        self._show_state()
        self.open()
        self.words.setFocus()

    def choose(self, kind: LogKind) -> None:
        """Take a kind."""
        self._kind = kind
        self._show_state()
        self.place()
        self.words.setFocus()

    def save(self) -> None:
        """Put it on record; the line goes when it is there."""
        if self._is_saving or self._time_words():
            return
        self._is_saving = True
        self._side.bridge.when_done(
            self._side.desk.duty_log.write(self._draft()), self._on_saved, self._on_refused
        )

    def _draft(self) -> Draft:
        return Draft(
            kind=self._kind or LogKind.OTHER,
            text=self.words.text(),
            handling=self.handling.text(),
            pressed_at=self._pressed_at,
            at=self._claimed_at(),
            reason=self.reason.text(),
            leader=self.leader.text(),
        )

    def _on_saved(self, _line_id: str) -> None:
        self._is_saving = False
        at = self._claimed_at() or self._pressed_at
        kind = kind_words(self._kind or LogKind.OTHER)
        self.said.emit(tr("已记 {at} {kind}", at=times.hour_and_minute(at), kind=kind), "done")
        self._pressed_at, self._kind = 0, None
        for line in self._lines:
            line.clear()
        self._show_links(())
        self.leave()

    def _on_refused(self, sentence: str) -> None:
        self._is_saving = False
        self._told.setText(sentence)
        self._told.show()
        self.place()

    # --- what is shown ---------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for kind, button in self._kinds.items():
            button.setText(kind_words(kind))
        self._save.setText(tr("保存"))
        self._aside.setText(tr("先放下"))
        self.handling.setPlaceholderText(tr("怎样处理的（可不写）"))
        self.when.setPlaceholderText(tr("更早发生的写 08:30"))
        self.reason.setPlaceholderText(tr("补记原因"))
        self.leader.setPlaceholderText(tr("哪位领导交办（写职务）"))
        self._show_state()
        for line in self._lines:
            line.setAccessibleName(line.placeholderText())

    def _on_text(self) -> None:
        self._told.hide()
        future = self._side.desk.duty_log.links_in(self.words.text())
        self._side.bridge.when_done(future, self._show_links, lambda _sentence: None)
        self._show_state()

    def _show_links(self, links: tuple[Link, ...]) -> None:
        self._links.setText("  ".join(f"↗ {link.title}" for link in links))
        self._links.setVisible(bool(links))
        self.place()

    def _show_state(self) -> None:
        for kind, button in self._kinds.items():
            theme.give_role(button, "primary" if kind is self._kind else "")
        at, now = self._claimed_at() or self._pressed_at, self._side.time.now_ms()
        self._stamp.setText(times.time_of_day(at) if at else "")
        late = late_minutes(at, now) if at else 0
        wrong = self._time_words()
        self._late.show_word(
            wrong or tr("补记 迟 {n} 分", n=late), "urgent" if wrong else "attention"
        )
        self._late.setVisible(bool(wrong or late))
        is_needed = bool(at) and needs_reason(at, now)
        if self.reason.isVisibleTo(self) != is_needed:
            self.reason.setVisible(is_needed)
        is_told = self._kind is LogKind.INSTRUCTION
        self.leader.setVisible(is_told)
        self.handling.setVisible(not is_told)
        self.words.setPlaceholderText(
            tr("交办的内容") if is_told else tr("按数字选类型，直接写内容；编号会自动关联")
        )
        self._save.setEnabled(bool(self.words.text().strip()) and not wrong)

    def _claimed_at(self) -> int | None:
        typed = self.when.text().strip()
        return said_time(typed, self._side.time.now_ms()) if typed else None

    def _time_words(self) -> str:
        if self.when.text().strip() and self._claimed_at() is None:
            return tr("时间写成 08:30 或 20 08:30")
        return ""

    # --- building --------------------------------------------------------------------------

    def _build(self) -> None:
        self._stamp, self._late, self._told, self._links = QLabel(), Chip(), QLabel(), QLabel()
        self._stamp.setFont(theme.font(theme.TITLE_PX, is_bold=True))
        theme.give_role(self._told, "refusal")
        theme.give_role(self._links, "told", "accent")
        for label in (self._told, self._links):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.hide()
        self.words, self.handling, self.leader = QLineEdit(), QLineEdit(), QLineEdit()
        self.when, self.reason = QLineEdit(), QLineEdit()
        self.when.setFixedWidth(theme.px(150))
        self._lines = (self.words, self.handling, self.leader, self.when, self.reason)
        for line in (self.words, self.handling, self.reason):
            line.setMaxLength(LONGEST)
        self._list = QHBoxLayout()
        self._list.setSpacing(6)
        self._kinds = {}
        for number, kind in enumerate(_KINDS, start=1):
            button = KeyButton("", str(number), self, key_first=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self.choose, kind))
            self._list.addWidget(button)
            self._kinds[kind] = button
        self._save, self._aside = KeyButton("primary", "Enter"), KeyButton("quiet", "Esc")
        for button in (self._save, self._aside):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._save.clicked.connect(self.save)
        self._aside.clicked.connect(self.leave)

    def _lay_out(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._stamp)
        first.addWidget(self._late)
        first.addStretch()
        first.addLayout(self._list)
        second.setSpacing(8)
        second.addWidget(self.words, 3)
        second.addWidget(self.leader, 1)
        second.addWidget(self.handling, 2)
        third.setSpacing(8)
        third.addWidget(self.when)
        third.addWidget(self.reason, 1)
        third.addWidget(self._links, 1)
        third.addStretch()
        third.addWidget(self._aside)
        third.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for row in (first, second, third):
            column.addLayout(row)
        column.addWidget(self._told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._lines:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # while a person types, no key is the page's
                return True
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._take(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _take(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        number = event.key() - Qt.Key.Key_1
        is_first = watched is self.words and not self.words.text() and self._kind is None
        if is_first and 0 <= number < len(_KINDS):
            self.choose(_KINDS[number])
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
