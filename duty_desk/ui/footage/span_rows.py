"""The cameras and times of the form: one line each, as many as are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from duty_desk.domain.footage import Span
from duty_desk.language import Refusal, tr
from duty_desk.ui import icons, theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.footage.camera_box import CameraBox
from duty_desk.ui.footage.said_instant import said_instant, shown_instant
from duty_desk.ui.footage.words import left_words, stretch

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.views import CameraRow

TIME_PX = 168


@dataclass(frozen=True)
class SpanLine:
    """The fields of one line."""

    frame: QWidget
    camera: CameraBox
    since: QLineEdit
    until: QLineEdit
    drop: KeyButton
    span: Span | None = None  # as it was registered: what is not changed keeps its clock check


class SpanRows(QWidget):
    """Lines of camera, beginning and end.

    Signals:
        changed(): another number of lines.
    """

    changed = Signal()

    def __init__(
        self,
        find: Callable[[str], tuple[CameraRow, ...]],
        now: Callable[[], int],
        over: QWidget,
    ) -> None:
        super().__init__()
        self._find, self._now, self._over = find, now, over
        self.lines: list[SpanLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._told = QLabel()
        theme.give_role(self._told, "second")
        self._column.addWidget(self._told)

    def show_spans(self, spans: tuple[Span, ...], names: dict[str, str]) -> None:
        """Show these; one empty line for none."""
        while self.lines:
            self._drop(self.lines[-1])
        for span in spans:
            line = self.add(span)
            words = f"{span.code} {names.get(span.camera_id, '')}".strip()
            line.camera.show_camera(span.camera_id, words)
            line.since.setText(shown_instant(span.from_at))
            line.until.setText(shown_instant(span.to_at))
        if not spans:
            self.add()
        self._tell()

    def add(self, span: Span | None = None) -> SpanLine:
        """One more line; its times are those of the line before, which are mostly the same."""
        line = self._made(span)
        if self.lines and span is None:
            line.since.setText(self.lines[-1].since.text())
            line.until.setText(self.lines[-1].until.text())
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line.frame)
        self.retranslate()
        self.changed.emit()
        return line

    def spans(self) -> tuple[Span, ...]:
        """What is asked for; empty lines are none.

        Raises:
            Refusal: a camera is unknown or a time cannot be read; the line has the keyboard.
        """
        return tuple(self._span(line) for line in self.lines if _is_used(line))

    def chain(self, before: QWidget) -> None:
        """Let Tab go through the lines after the field `before`."""
        for line in self.lines:
            for widget in (line.camera, line.since, line.until):
                QWidget.setTabOrder(before, widget)
                before = widget

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for line in self.lines:
            line.camera.retranslate()
            line.since.setPlaceholderText(tr("从，例如 11-19 21:00"))
            line.since.setAccessibleName(tr("从"))
            line.until.setPlaceholderText(tr("到，例如 23:30"))
            line.until.setAccessibleName(tr("到"))
            line.drop.setAccessibleName(tr("去掉这一行"))
            line.drop.setToolTip(tr("去掉这一行"))
            line.drop.setVisible(len(self.lines) > 1)

    def _span(self, line: SpanLine) -> Span:
        camera, old = line.camera.settle(), line.span
        if camera is None and (old is None or not line.camera.text().startswith(old.code)):
            line.camera.setFocus()
            raise Refusal(
                tr("没有“{name}”这个点位，还没有保存。请从列表里选。", name=line.camera.text())
                if line.camera.text().strip()
                else tr("有一行没有选点位，还没有保存。")
            )
        camera_id, code = (camera.id, camera.code) if camera else (old.camera_id, old.code)  # type: ignore[union-attr]  # one of them is there
        since, until = self._times(line)
        is_same = old is not None and old.camera_id == camera_id
        ahead = old.clock_ahead_ms if old is not None and is_same else None
        return Span(
            camera_id=camera_id, code=code, from_at=since, to_at=until, clock_ahead_ms=ahead
        )

    def _times(self, line: SpanLine) -> tuple[int, int]:
        since = said_instant(line.since.text(), self._now())
        if since is None:
            raise unread_time(line.since)
        until = said_instant(line.until.text(), self._now(), after=since)
        if until is None:
            raise unread_time(line.until)
        return since, until

    def _tell(self) -> None:
        """Under the lines: what was understood, so that a wrong day is seen before saving."""
        fields = (line for line in self.lines if self._has_focus(line))
        line = next(fields, self.lines[-1] if self.lines else None)
        since = said_instant(line.since.text(), self._now()) if line is not None else None
        if line is None or since is None:
            self._told.setText(" ")
            return
        until = said_instant(line.until.text(), self._now(), after=since)
        words = {"code": line.camera.text().split(" ")[0], "span": stretch(since, until or since)}
        length = left_words(max(0, (until or since) - since))
        self._told.setText(tr("{code} {span}（{length}）", **words, length=length).strip())

    @staticmethod
    def _has_focus(line: SpanLine) -> bool:
        return any(one.hasFocus() for one in (line.camera, line.since, line.until))

    def _made(self, span: Span | None) -> SpanLine:
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        camera = CameraBox(self._find, self._over, frame)
        since, until = QLineEdit(), QLineEdit()
        drop = KeyButton("flat")
        drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        drop.setIcon(icons.icon("x", "text2", 16))
        row.addWidget(camera, 1)
        for line in (since, until):
            line.setFixedWidth(theme.px(TIME_PX))
            line.setMaxLength(30)
            line.textChanged.connect(self._tell)
            row.addWidget(line)
        row.addWidget(drop)
        camera.taken.connect(since.setFocus)
        camera.textChanged.connect(self._tell)
        made = SpanLine(frame, camera, since, until, drop, span)
        drop.clicked.connect(partial(self._drop, made))
        return made

    def _drop(self, line: SpanLine) -> None:
        if line in self.lines:
            self.lines.remove(line)
            self._column.removeWidget(line.frame)
            line.frame.hide()
            line.frame.deleteLater()
            self.retranslate()
            self._tell()
            self.changed.emit()


def _is_used(line: SpanLine) -> bool:
    """Times alone are what the line before has left."""
    return bool(line.camera.text().strip())


def unread_time(line: QLineEdit) -> Refusal:
    """That a line says no time; it gets the keyboard."""
    line.setFocus()
    line.selectAll()
    if not line.text().strip():
        return Refusal(tr("有一行没有填起止时间，还没有保存。"))
    return Refusal(
        tr("看不懂时间“{text}”，还没有保存。请写成 11-19 21:00 或 21:00:30。", text=line.text())
    )
