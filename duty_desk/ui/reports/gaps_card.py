"""Gaps first: what the chosen report lacks, with a way to each record; below, its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.desk.report_words import kind_words
from duty_desk.domain.report import may_follow
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.report_views import Gap, ReportDetail, VersionRow

_TEXTS = "texts"
MOST_KEYS = 9


class GapsCard(QFrame):
    """The assistant.

    Signals:
        record_wanted(str, str): noun and id of the first record that lacks something.
        texts_wanted(): the texts are to be written.
        version_wanted(int): look at a version as it was frozen; 0 for the newest.
        differences_wanted(object): the `VersionRow` whose differences are wanted.
    """

    record_wanted = Signal(str, str)
    texts_wanted = Signal()
    version_wanted = Signal(int)
    differences_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._acts: list[Callable[[], None]] = []  # of the buttons, in order: digits press them
        self._may_write = True
        self._title, self._note = QLabel(), QLabel()
        theme.give_role(self._title, "head")
        theme.give_role(self._note, "second")
        self._note.setWordWrap(True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self._versions = QVBoxLayout()
        self._versions.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._title, self._lines, self._note, self._versions):
            if isinstance(part, QLabel):
                column.addWidget(part)
            else:
                column.addLayout(part)

    def show_report(self, detail: ReportDetail | None, gaps: tuple[Gap, ...], version: int) -> None:
        """Show what a report lacks, and its versions."""
        shown = (detail, gaps, version)
        if shown == self._shown:
            return
        self._shown = shown
        _clear(self._lines)
        _clear(self._versions)
        self._acts = []
        self._title.setVisible(detail is not None)
        self._note.setVisible(detail is not None)
        if detail is None:
            return
        self._may_write = may_follow(detail.row.state, "report.written")
        kind = kind_words(detail.row.kind)
        self._title.setText(tr("{kind} · 先补缺口，再出数", kind=kind))
        self._note.setText(tr("没有的照片和时间不会补造：仍缺的照实写在报告里。"))
        for gap in gaps:
            self._lines.addWidget(self._line(gap))
        frozen = [one for one in detail.versions if one.frozen_at is not None]
        for one in frozen:
            self._versions.addWidget(self._version(one, is_shown=one.version == version))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        shown, self._shown = self._shown, ()
        if shown:
            self.show_report(*shown)  # type: ignore[arg-type]

    def _line(self, gap: Gap) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words, level = {
            "ok": ("✓", "done"),
            "fill": (tr("补"), "attention"),
            "note": ("!", "accent"),
        }[gap.level]
        row.addWidget(Chip(words, level))
        told = QLabel(gap.words)
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        row.addWidget(told, 1)
        is_text = gap.key == _TEXTS and self._may_write
        if gap.level == "fill" and (gap.subjects or is_text):
            words = tr("填写") if gap.key == _TEXTS else tr("逐件处理")
            row.addWidget(self._button("quiet", words, lambda: self._go(gap)))
        return line

    def _go(self, gap: Gap) -> None:
        if gap.key == _TEXTS:
            self.texts_wanted.emit()
        else:
            self.record_wanted.emit(gap.noun, gap.subjects[0])

    def _version(self, one: VersionRow, *, is_shown: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        told = QLabel(_version_words(one))
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        told.setToolTip(tr("封存码 {seal}；文件 {hash}", seal=one.seal, hash=one.docx_sha256[:16]))
        theme.give_role(told, "soft")
        row.addWidget(told, 1)
        look = tr("回到最新") if is_shown else tr("看这一版")
        wanted = 0 if is_shown else one.version
        row.addWidget(self._button("flat", look, lambda: self.version_wanted.emit(wanted)))
        if one.differences:
            differ = tr("不同 {n} 处", n=len(one.differences))
            show = lambda: self.differences_wanted.emit(one)  # noqa: E731
            row.addWidget(self._button("flat", differ, show))
        return line

    def press(self, number: int) -> None:
        """Do what the button with this digit does, if there is one."""
        if number <= len(self._acts):
            self._acts[number - 1]()

    def _button(self, role: str, words: str, act: Callable[[], None]) -> KeyButton:
        self._acts.append(act)
        number = len(self._acts)
        button = KeyButton(role, str(number) if number <= MOST_KEYS else "")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setText(words)
        button.clicked.connect(act)
        return button


def _version_words(one: VersionRow) -> str:
    frozen = times.date_and_time(one.frozen_at or 0)[5:16]
    words = tr(
        "{number}：{at} 冻结，封存号 {no:04d}",
        number=one.number,
        at=frozen,
        no=one.checkpoint_no or 0,
    )
    if one.delivered_at is not None:
        at = times.date_and_time(one.delivered_at)[5:16]
        words += tr("；{at} 送达{receiver}", at=at, receiver=one.receiver)
    if one.reason:
        words += tr("；因：{reason}", reason=one.reason)
    return words


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
