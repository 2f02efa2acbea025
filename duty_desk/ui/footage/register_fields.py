"""The fields of a request in two columns, and what was entered as a request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.footage_rules import SCAN_SUFFIXES
from duty_desk.desk.footage_words import kind_words
from duty_desk.domain.footage import FootageKind, FootageRequest
from duty_desk.language import Refusal, mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.footage.officer_rows import OfficerRows
from duty_desk.ui.footage.said_instant import said_day, said_instant, shown_instant
from duty_desk.ui.footage.span_rows import SpanRows, unread_time
from duty_desk.ui.times import DAY_MS, HOUR_MS, MINUTE_MS, date

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.footage_views import FootageDetail
    from duty_desk.desk.views import CameraRow
    from duty_desk.domain.footage import Officer
    from duty_desk.ui.footage.footage_model import FootageModel

_MIDDLE = Qt.TextElideMode.ElideMiddle
_CHANNELS = (mark("当面"), mark("来函"), mark("电话"))
_PAPERS = (mark("调取证据通知书"), mark("介绍信"), mark("协助调查函"), mark("协查通知"))
_LINES = (
    "unit",
    "paper_no",
    "paper_issuer",
    "case_no",
    "legal_basis",
    "reason",
    "content",
    "medium",
    "medium_no",
    "escort",
    "note",
)
_TIME_PX = 150
# Where the keyboard begins when a field lacks.
_FIELD_OF = {"paper_kind": "paper_no", "paper_scan": "paper_no"}


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was entered: the request, who asks (None: unchanged and masked), a new scan."""

    request: FootageRequest
    officers: tuple[Officer, ...] | None
    scan: Path | None = None


class RegisterFields(QWidget):
    """Everything of a request.

    Signals:
        entered(QWidget): this field has the keyboard now.
    """

    entered = Signal(object)

    def __init__(
        self,
        find: Callable[[str], tuple[CameraRow, ...]],
        model: FootageModel,
        over: QWidget,
    ) -> None:
        super().__init__()
        now = self._now = model.now
        self._follow_h = model.desk.footage.papers_may_follow_h
        self._scan: Path | None = None
        self._kept_scan = ""
        self.lines = {name: QLineEdit() for name in _LINES}
        self._names = {name: QLabel() for name in (*_LINES, "kind", "paper_kind", "spans")}
        self.kind, self.channel, self.paper_kind = QComboBox(), QComboBox(), QComboBox()
        self.is_police, self.is_due, self.is_kept = QCheckBox(), QCheckBox(), QCheckBox()
        self.due, self.kept_until = QLineEdit(), QLineEdit()
        self.came, self.paper_day = QLineEdit(), QLineEdit()
        self.officers = OfficerRows()
        self.spans = SpanRows(find, now, over)
        self.scan = KeyButton("quiet")
        self._build()
        self._lay_out()

    # --- what is entered -----------------------------------------------------------------

    def clear(self) -> None:
        """An empty form."""
        for line in self._typed():
            line.clear()
        self.came.setEnabled(True)
        self.kind.setCurrentIndex(2)
        self.channel.setCurrentIndex(0)
        self.paper_kind.setCurrentIndex(0)
        for tick in (self.is_due, self.is_kept):
            tick.setChecked(False)
        self.is_police.setChecked(True)
        self.officers.show_officers((), is_masked=False)
        self.lines["case_no"].setEnabled(True)
        self.spans.show_spans((), {})
        self._take_scan(None, "")

    def show_detail(self, detail: FootageDetail) -> None:
        """What is on record of a request."""
        asked = detail.request
        for name, line in self.lines.items():
            line.setText(str(getattr(asked, name)))
            line.setCursorPosition(0)
        self.kind.setCurrentIndex(list(FootageKind).index(FootageKind(asked.kind)))
        self.channel.setEditText(asked.channel)
        self.paper_kind.setEditText(asked.paper_kind)
        self.is_police.setChecked(asked.is_police)
        self.is_due.setChecked(asked.papers_due_at > 0)
        self.due.setText(shown_instant(asked.papers_due_at))
        self.came.setText(shown_instant(asked.came_at))
        self.came.setEnabled(False)  # it stands in the journal with its own instant
        self.paper_day.setText(date(asked.paper_at) if asked.paper_at else "")
        self.is_kept.setChecked(asked.is_copy_kept)
        self.kept_until.setText(date(asked.copy_until_at) if asked.copy_until_at else "")
        self.officers.show_officers(detail.officers, is_masked=detail.is_masked)
        self.lines["case_no"].setEnabled(not (detail.is_masked and asked.case_no))
        names = {one.span.camera_id: one.camera_name for one in detail.spans}
        self.spans.show_spans(asked.spans, names)
        self._take_scan(None, asked.paper_scan)

    def given(self) -> Given:
        """What was entered.

        Raises:
            Refusal: a camera or a time cannot be understood; the field has the keyboard.
        """
        texts: dict[str, Any] = {name: line.text().strip() for name, line in self.lines.items()}
        request = FootageRequest(
            kind=list(FootageKind)[self.kind.currentIndex()],
            spans=self.spans.spans(),
            is_police=self.is_police.isChecked(),
            channel=self.channel.currentText().strip(),
            came_at=self._came_at(),
            paper_at=self._paper_at(),
            paper_kind=self.paper_kind.currentText().strip() if texts["paper_no"] else "",
            paper_scan=self._kept_scan,
            papers_due_at=self._instant(self.due) if self.is_due.isChecked() else 0,
            is_copy_kept=self.is_kept.isChecked(),
            copy_until_at=self._day(self.kept_until) if self.is_kept.isChecked() else 0,
            **texts,
        )
        officers = None if self.officers.is_masked else self.officers.officers()
        return Given(request=request, officers=officers, scan=self._scan)

    def begin(self, name: str = "") -> None:
        """Give the keyboard to a field, the first for none."""
        name = _FIELD_OF.get(name, name)
        if name in ("officers", "certificates"):
            line = self.officers.lines[0]
            (line.seen if self.officers.is_masked else line.name).setFocus()
        elif name == "spans":
            self.spans.lines[0].camera.setFocus()
        else:
            self.lines.get(name, self.lines["unit"]).setFocus()

    def take_scan(self, path: Path) -> None:
        """Take a scan or photo of the document."""
        self._take_scan(path, self._kept_scan)

    def _instant(self, line: QLineEdit) -> int:
        at = said_instant(line.text(), self._now())
        day = said_day(line.text(), self._now()) if at is None else None
        if at is None and day is None:
            raise _unread(line)
        return at if at is not None else (day or 0) + DAY_MS - 60_000

    def _came_at(self) -> int:
        """When they came, 0 for now; a day alone does not say the hour that goes on record."""
        text = self.came.text().strip()
        at = said_instant(text, self._now()) if text else 0
        if at is None:
            raise unread_time(self.came)
        return at

    def _paper_at(self) -> int:
        is_said = bool(self.paper_day.text().strip())
        return self._day(self.paper_day, is_past=True) if is_said else 0

    def _day(self, line: QLineEdit, *, is_past: bool = False) -> int:
        at = said_day(line.text(), self._now(), is_past=is_past)
        if at is None:
            raise _unread(line)
        return at

    # --- showing -------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._name_fields()
        for name, words in _names().items():
            if name in self.lines:
                self.lines[name].setAccessibleName(words)
        self.lines["medium"].setPlaceholderText(tr("例如 U 盘（警方提供）"))
        self.lines["medium_no"].setPlaceholderText(tr("编号或序列号"))
        self.lines["legal_basis"].setPlaceholderText(tr("例如 刑事诉讼法第五十四条"))
        self.lines["content"].setPlaceholderText(tr("要看什么：人、车、去向、时间"))
        chosen = self.kind.currentIndex()
        self.kind.clear()
        self.kind.addItems([kind_words(kind) for kind in FootageKind])
        self.kind.setCurrentIndex(chosen if chosen >= 0 else 2)
        for box, words_of in ((self.channel, _CHANNELS), (self.paper_kind, _PAPERS)):
            typed, index = box.currentText(), box.currentIndex()
            is_own = bool(typed) and typed != box.itemText(index)
            box.clear()
            box.addItems([tr(words) for words in words_of])
            box.setCurrentIndex(max(0, index))
            if is_own:
                box.setEditText(typed)
        self.channel.setAccessibleName(tr("途径"))
        self.is_police.setText(tr("公安机关"))
        self.is_due.setText(tr("手续待补，最迟"))
        self.is_kept.setText(tr("本单位留存一份，到"))
        self.came.setAccessibleName(tr("来件时间"))
        self.came.setPlaceholderText(tr("来件时间：现在"))
        self.paper_day.setAccessibleName(tr("文书日期"))
        self.paper_day.setPlaceholderText(tr("日期，例如 11-20"))
        self.due.setAccessibleName(tr("手续待补，最迟"))
        self.kept_until.setAccessibleName(tr("本单位留存一份，到"))
        self.kept_until.setPlaceholderText(tr("例如 2027-11-21"))
        self._show_scan()
        self.officers.retranslate()
        self.spans.retranslate()

    def _name_fields(self) -> None:
        words = _names()
        face = self._names["unit"].fontMetrics()
        named = [name for name in words if name != "spans"]
        width = max(face.horizontalAdvance(words[name]) for name in named)
        for name, label in self._names.items():
            label.setText(words[name])
            if name in named:
                label.setFixedWidth(width + theme.px(4))
        self.officers.name_width(width + theme.px(4))

    def _take_scan(self, path: Path | None, kept: str) -> None:
        self._scan, self._kept_scan = path, kept
        self._show_scan()

    def _show_scan(self) -> None:
        if self._scan is not None:
            words = tr("扫描件：{file}", file=self._scan.name)
        else:
            words = tr("扫描件已存，换一份…") if self._kept_scan else tr("文书扫描件或照片…")
        face = self.scan.fontMetrics()
        self.scan.setText(face.elidedText(words, _MIDDLE, theme.px(250)))
        self.scan.setToolTip(words)

    def _ask_scan(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(SCAN_SUFFIXES))
        path, _ = QFileDialog.getOpenFileName(
            self.window(), tr("选择文书扫描件或照片"), str(Path.home()), f"({kinds})"
        )
        if path:
            self.take_scan(Path(path))

    def _on_due(self, is_due: bool) -> None:
        self.due.setEnabled(is_due)
        if is_due and not self.due.text():
            latest = self._now() + self._follow_h * HOUR_MS
            self.due.setText(shown_instant(latest - latest % MINUTE_MS))

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        for box in (self.channel, self.paper_kind):
            box.setEditable(True)
        self.channel.setMinimumWidth(theme.px(110))
        for name, line in self.lines.items():
            line.setMaxLength(1000 if name in ("reason", "content", "note") else 200)
        self.due.setEnabled(False)
        for widget in (self.is_due, self.due):
            widget.setVisible(self._follow_h > 0)  # off unless the settings say for how long
        self.kept_until.setEnabled(False)
        self.is_due.toggled.connect(self._on_due)
        self.is_kept.toggled.connect(self.kept_until.setEnabled)
        self.scan.clicked.connect(self._ask_scan)
        self.spans.changed.connect(lambda: self.spans.chain(self.lines["content"]))
        for widget in self._typed():
            widget.installEventFilter(self)
        for line in (self.came, self.paper_day):
            line.setFixedWidth(theme.px(_TIME_PX))

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(5)
        self._put(left, "unit", self.lines["unit"], self.is_police)
        self._put(left, "kind", self.kind, self.channel, self.came)
        left.addWidget(self.officers)
        self._put(left, "paper_kind", self.paper_kind, self.scan)
        self._put(left, "paper_no", self.lines["paper_no"])
        left.addLayout(_row(self.is_due, self.due))
        self._put(left, "paper_issuer", self.lines["paper_issuer"], self.paper_day)
        self._put(left, "case_no", self.lines["case_no"])
        self._put(left, "legal_basis", self.lines["legal_basis"])
        left.addStretch(1)
        for name in ("reason", "content"):
            self._put(right, name, self.lines[name])
        right.addWidget(self._names["spans"])
        theme.give_role(self._names["spans"], "second")
        right.addWidget(self.spans)
        for name in ("medium", "medium_no", "escort", "note"):
            self._put(right, name, self.lines[name])
        right.addLayout(_row(self.is_kept, self.kept_until))
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addLayout(right, 1)

    def _typed(self) -> tuple[QLineEdit, ...]:
        return (*self.lines.values(), self.due, self.kept_until, self.came, self.paper_day)

    def _put(self, column: QVBoxLayout, name: str, *widgets: QWidget) -> None:
        head = self._names[name]
        theme.give_role(head, "second")
        row = _row(head, *widgets)
        row.setStretch(1, 1)
        column.addLayout(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.entered.emit(watched)
        return super().eventFilter(watched, event)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    return row


def _unread(line: QLineEdit) -> Refusal:
    line.setFocus()
    return Refusal(tr("看不懂日期“{text}”，还没有保存。请写成 2026-11-30。", text=line.text()))


def _names() -> dict[str, str]:
    return {
        "unit": tr("调取单位"),
        "kind": tr("方式 / 来件"),
        "paper_kind": tr("法律文书"),
        "paper_no": tr("文书编号"),
        "paper_issuer": tr("签发机关"),
        "case_no": tr("案件编号"),
        "legal_basis": tr("法律依据"),
        "reason": tr("事由"),
        "content": tr("调取内容"),
        "spans": tr("点位和时段（按标准时间填，偏差另行校对）"),
        "medium": tr("介质"),
        "medium_no": tr("介质编号"),
        "escort": tr("陪同人"),
        "note": tr("备注"),
    }
