"""The trial run: what would have been raised, judged by people, and which classes may ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from duty_desk.domain.suspicion import Mode
from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.faults.fault_picture import FaultPicture
from duty_desk.ui.faults.suspects import reference_head, since_words
from duty_desk.ui.faults.trial_model import DAYS, TrialModel
from duty_desk.ui.key_list import KeyList, KeyTable, press_alone
from duty_desk.ui.problems.reason_row import ReasonRow
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from duty_desk.desk.diagnosis_views import ClassRecord, SuspicionRow
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf

LEFT_PX, LEAST_LEFT_PX, TABLE_PX, PICTURES_PX = 740, 560, 470, 300
_ID = Qt.ItemDataRole.UserRole
_MODES = {
    Mode.AUTO: mark("按试运行期"),
    Mode.LIVE: mark("直接提醒"),
    Mode.SHADOW: mark("只记录"),
}
_VERDICTS = {"right": mark("判断对"), "wrong": mark("判断错"), "": mark("待看")}
_STATES = {
    "open": mark("未处理"),
    "confirmed": mark("已确认故障"),
    "dismissed": mark("误报"),
    "ended": mark("已自行恢复"),
}


class TrialView(QWidget):
    """The view 试运行 of the faults page.

    Signals:
        said(str, str): a sentence for the person here, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide, shelf: PictureShelf) -> None:
        super().__init__()
        self.model = TrialModel(side, self)
        self._build(shelf)
        self._lay_out()
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_A: lambda: self._judge("right"),
            Qt.Key.Key_D: lambda: self._judge("wrong"),
            Qt.Key.Key_U: self.unjudged.toggle,
            Qt.Key.Key_L: lambda: self._ask_mode(Mode.LIVE),
            Qt.Key.Key_S: lambda: self._ask_mode(Mode.SHADOW),
            Qt.Key.Key_T: lambda: self._ask_mode(Mode.AUTO),
        }
        self._connect()
        self.setFocusProxy(self.lines)
        self.retranslate()

    # --- what is shown -------------------------------------------------------------------

    def _show_lists(self) -> None:
        self._show_classes()
        self._show_rows()

    def _show_classes(self) -> None:
        records = self.model.classes
        self.classes.blockSignals(True)
        self.classes.setRowCount(len(records) + 1)
        for row, cells in enumerate((self._all_cells(), *(map(_class_cells, records)))):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                if column > 1:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.classes.setItem(row, column, item)
        families = ["", *(record.family for record in records)]
        self.classes.setCurrentCell(families.index(self.model.family), 0)
        self.classes.blockSignals(False)
        self._show_mode_buttons()

    def _all_cells(self) -> tuple[str, ...]:
        records = self.model.classes
        right, wrong = sum(one.right for one in records), sum(one.wrong for one in records)
        share = right * 1000 // (right + wrong) if right + wrong else None
        shadowed = sum(one.shadowed for one in records)
        raised = sum(one.raised for one in records)
        return (tr("全部"), "", str(raised), str(shadowed), str(right), str(wrong), _share(share))

    def _show_mode_buttons(self) -> None:
        record = self._record()
        can = record is not None and record.family != "signal"
        for mode, button in self.modes.items():
            button.setEnabled(can and record is not None and record.mode != mode)
        words = tr("选一类，可切换它的提醒方式（值班长）。试运行期内新点位只记录、不提醒。")
        if record is not None:
            words = tr("“{title}”现在：{mode}", title=record.title, mode=tr(_MODES[record.mode]))
            if record.changed_at is not None:
                when, who = times.date_and_time(record.changed_at), tr(record.changed_by)
                words = tr("{words}（{when} {who}）", words=words, when=when, who=who)
            if record.family == "signal":
                words = tr("信号中断总是提醒，不能切换。")
        self._mode_words.setText(words)

    def _show_rows(self) -> None:
        rows = self.model.rows
        chosen = self._chosen()
        at = max(0, self.lines.currentRow())
        self.lines.blockSignals(True)
        self.lines.clear()
        for row in rows:
            item = QListWidgetItem(_line(row), self.lines)
            item.setData(_ID, row.id)
        ids = [row.id for row in rows]
        where = ids.index(chosen) if chosen in ids else min(at, len(ids) - 1)
        self.lines.setCurrentRow(where)
        self.lines.blockSignals(False)
        self._count.setText(tr("{n} 条，共 {all} 条", n=len(rows), all=self.model.count))
        self._empty.setVisible(not rows)
        self._on_row()

    def _show_detail(self) -> None:
        detail = self.model.detail
        for part in (self.before, self.after, *self.verdicts.values()):
            part.setVisible(detail is not None)
        if detail is None:
            self._title.setText("")
            self._judged.setText("")
            self._about.setText("")
            return
        row = detail.row
        self._title.setText(f"{row.camera_title} · {row.title}")
        self._judged.setText(row.words)
        state, verdict = tr(_STATES[row.state]), tr(_VERDICTS[row.verdict])
        kept = tr("只记录，没有提醒") if row.is_shadow else tr("提醒过")
        by = f"{verdict} {tr(row.verdict_by)}" if row.verdict_by else verdict
        self._about.setText(" · ".join((since_words(row), kept, state, by)))
        if detail.reference is not None:
            self.before.show_file(reference_head(detail.reference), detail.reference.picture)
        elif detail.good is not None:
            self.before.show_file(tr("最后正常画面"), detail.good)
        else:
            self.before.show_words(tr("最后正常画面"), tr("没有留下画面"))
        when = times.date_and_time(row.raised_at)
        if detail.now is not None:
            self.after.show_file(tr("判断时的画面 · {time}", time=when), detail.now)
        else:
            self.after.show_words(tr("判断时的画面 · {time}", time=when), tr("没有留下画面"))

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.periods.show_words(tuple(tr("{n} 天", n=days) for days in DAYS))
        self.unjudged.setText(tr("只看待判断的（U）"))
        heads = (tr("类别"), tr("方式"), tr("发现"), tr("只记录"), tr("对"), tr("错"), tr("准确率"))
        self.classes.setHorizontalHeaderLabels(heads)
        for mode, words in _MODES.items():
            self.modes[mode].setText(tr(words))
        self.verdicts["right"].setText(tr("判断对"))
        self.verdicts["wrong"].setText(tr("判断错"))
        self._empty.setText(
            tr("这段时间没有发现。\n程序对照基准画面找到的疑似都会列在这里，供核对。")
        )
        self.reason.retranslate()
        self._show_lists()
        self._show_detail()

    # --- doing ---------------------------------------------------------------------------

    def _judge(self, verdict: str) -> None:
        """Judge the chosen finding and go on to the next."""
        chosen = self._chosen()
        if not chosen:
            return
        row = self.lines.currentRow()
        self.model.judge(chosen, verdict)
        if not self.model.is_unjudged_only:
            self.lines.setCurrentRow(min(row + 1, self.lines.count() - 1))

    def _ask_mode(self, mode: Mode) -> None:
        record = self._record()
        if record is None or not self.modes[mode].isEnabled():
            return
        family = record.family
        question = tr(
            "为什么把“{title}”改为“{mode}”（必填）", title=record.title, mode=tr(_MODES[mode])
        )
        self.reason.ask(question, lambda why: self.model.set_mode(family, mode, why))

    def _chosen(self) -> str:
        item = self.lines.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def _record(self) -> ClassRecord | None:
        family = self.model.family
        return next((one for one in self.model.classes if one.family == family), None)

    # --- building ------------------------------------------------------------------------

    def _build(self, shelf: PictureShelf) -> None:
        self.periods = Segments(("", "", ""))
        self.periods.choose(DAYS.index(self.model.days))
        self.unjudged = QCheckBox()
        self.unjudged.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.classes = KeyTable(0, 7)
        self.classes.verticalHeader().hide()
        self.classes.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.classes.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.classes.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.classes.setShowGrid(False)
        self.classes.setFrameShape(QFrame.Shape.NoFrame)
        header = self.classes.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.modes = {
            Mode.LIVE: KeyButton("", "L"),
            Mode.SHADOW: KeyButton("", "S"),
            Mode.AUTO: KeyButton("", "T"),
        }
        self.verdicts = {"right": KeyButton("primary", "A"), "wrong": KeyButton("", "D")}
        self.lines = KeyList()
        self.lines.setFrameShape(QFrame.Shape.NoFrame)
        self.before, self.after = FaultPicture(shelf), FaultPicture(shelf)
        for picture in (self.before, self.after):
            picture.setFixedHeight(theme.px(PICTURES_PX))
        self._title, self._judged, self._about = QLabel(), QLabel(), QLabel()
        self._count, self._empty, self._mode_words = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "head")
        for label in (self._about, self._count, self._mode_words):
            theme.give_role(label, "second")
        theme.give_role(self._empty, "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self._judged, self._about, self._mode_words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.reason = ReasonRow()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in self.modes.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addWidget(self.periods, 0, Qt.AlignmentFlag.AlignLeft)
        self.classes.setMinimumHeight(theme.px(TABLE_PX) // 2)
        left.addWidget(_card(self.classes), 1)
        left.addWidget(self._mode_words)
        left.addLayout(buttons)
        side = QWidget()
        side.setLayout(left)
        side.setMinimumWidth(theme.px(LEAST_LEFT_PX))
        side.setMaximumWidth(theme.px(LEFT_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(side, 4)
        row.addLayout(self._right(), 5)

    def _right(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.unjudged)
        head.addStretch(1)
        head.addWidget(self._count)
        pictures = QHBoxLayout()
        pictures.setSpacing(10)
        pictures.addWidget(self.before, 1)
        pictures.addWidget(self.after, 1)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._title, self._judged, self._about):
            words.addWidget(label)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addLayout(words, 1)
        for button in self.verdicts.values():
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(head)
        right.addWidget(_card(self._empty, self.lines), 1)
        right.addLayout(pictures)
        right.addLayout(foot)
        right.addWidget(self.reason)
        return right

    def _connect(self) -> None:
        model = self.model
        model.listed.connect(self._show_lists)
        model.changed.connect(self._show_detail)
        model.refused.connect(lambda sentence: self.said.emit(sentence, "urgent"))
        model.told.connect(lambda sentence: self.said.emit(sentence, "done"))
        self.periods.chosen.connect(lambda number: model.use_days(DAYS[number]))
        self.unjudged.toggled.connect(lambda is_only: model.use_unjudged(is_only=is_only))
        self.classes.currentCellChanged.connect(self._on_class)
        self.lines.currentRowChanged.connect(lambda _row: self._on_row())
        for mode, button in self.modes.items():
            button.clicked.connect(lambda _=False, mode=mode: self._ask_mode(mode))
        for verdict, button in self.verdicts.items():
            button.clicked.connect(lambda _=False, verdict=verdict: self._judge(verdict))

    # --- slots ---------------------------------------------------------------------------

    def _on_class(self, row: int) -> None:
        families = ["", *(one.family for one in self.model.classes)]
        if 0 <= row < len(families):
            self.model.use_family(families[row])

    def _on_row(self) -> None:
        self.model.look_at(self._chosen())

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_alone(self._keys, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _class_cells(one: ClassRecord) -> tuple[str, ...]:
    numbers = (one.raised, one.shadowed, one.right, one.wrong)
    mode = tr(_MODES[one.mode])
    return (one.title, mode, *map(str, numbers), _share(one.precision_permille))


def _share(permille: int | None) -> str:
    """A share in tenths of a percent, or a dash while nobody has judged."""
    return "—" if permille is None else f"{permille // 10}.{permille % 10}%"


def _line(row: SuspicionRow) -> str:
    when = times.date_and_time(row.raised_at)[5:16]
    parts = (when, row.camera_title, row.title, tr(_STATES[row.state]), tr(_VERDICTS[row.verdict]))
    return "   ".join(parts)


def _card(*parts: QWidget) -> QFrame:
    card = QFrame()
    theme.give_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(8, 6, 8, 6)
    for part in parts:
        column.addWidget(part, 1)
    return card
