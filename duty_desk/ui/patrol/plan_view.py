"""The plan of rounds: windows, points, special periods; checked, dated, in and out as workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from duty_desk.documents.patrol_columns import PERIODS, POINTS, SLOTS, WHOLE
from duty_desk.documents.patrol_write import rows_of
from duty_desk.domain.patrol_plan import of_every_camera
from duty_desk.domain.rights import Right
from duty_desk.language import tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.patrol.plan_table import PlanTable
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from duty_desk.desk.patrol_views import PlanVersion, PlanView
    from duty_desk.ui.problems.form_model import DeskSide

LEFT_PX, SHOWN_MISTAKES, MINUTE_MS = 540, 6, 60_000
_ISO = "yyyy-MM-dd"
_TABLES = (SLOTS, PERIODS, POINTS)


class PlanViewPanel(QWidget):
    """Edits a plan as three tables; nothing holds before it is adopted.

    Signals:
        said(str, str): a sentence for the person who plans, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self._is_filled = False
        self._versions: tuple[PlanVersion, ...] = ()
        self.tables = {sheet.key: PlanTable(sheet) for sheet in _TABLES}
        self._heads = {sheet.key: QLabel() for sheet in _TABLES}
        self._title, self._about, self._told = QLabel(), QLabel(), QLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._about, "soft")
        for label in (self._about, self._told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.from_on, self.shuffle, self.leg = QDateEdit(), QCheckBox(), QSpinBox()
        self.from_on.setCalendarPopup(True)
        self.from_on.setDisplayFormat(_ISO)
        self.leg.setRange(1, 20)
        self._from_label, self._leg_label = QLabel(), QLabel()
        self.earlier, self.note = QComboBox(), QLineEdit()
        self.earlier.setMinimumWidth(theme.px(240))
        self.every, self.load, self.save = KeyButton(), KeyButton(), KeyButton()
        self.check, self.adopt = KeyButton(), KeyButton("primary")
        self._row_buttons: list[tuple[KeyButton, KeyButton]] = []
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.tables[POINTS.key])
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("计划"))
        for sheet in _TABLES:
            self._heads[sheet.key].setText(tr(sheet.name))
        self._from_label.setText(tr("从哪天起执行"))
        self._leg_label.setText(tr("每段最长"))
        self.leg.setSuffix(tr(" 分钟"))
        self.shuffle.setText(tr("每轮打乱顺序"))
        self.note.setPlaceholderText(tr("为什么改（可不填）"))
        self.every.setText(tr("列出全部点位"))
        self.load.setText(tr("导入工作簿…"))
        self.save.setText(tr("导出工作簿…"))
        self.check.setText(tr("检查"))
        self.adopt.setText(tr("启用"))
        for add, take_out in self._row_buttons:
            add.setText(tr("加一行"))
            take_out.setText(tr("删除"))

    def refresh(self) -> None:
        """Fetch the plan in force and its versions."""
        self._side.bridge.when_done(self._side.desk.patrol_plans.on(), self._fill)
        self._side.bridge.when_done(self._side.desk.patrol_plans.versions(), self._show_versions)

    def typed(self) -> dict[str, list[list[str]]]:
        """The tables as they are typed."""
        shuffled = tr("是") if self.shuffle.isChecked() else tr("否")
        whole = [self.from_on.date().toString(_ISO), shuffled, str(self.leg.value())]
        found = {key: table.rows.rows() for key, table in self.tables.items()}
        return {WHOLE.key: [whole], **found}

    # --- building ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        named = (self._title, self.earlier, self._from_label, self.from_on)
        chosen = (self.shuffle, self._leg_label, self.leg)
        for widget in (*named, *chosen):
            head.addWidget(widget)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._card(SLOTS.key), 3)
        left.addWidget(self._card(PERIODS.key), 2)
        holder = QWidget()
        left.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(left)
        holder.setFixedWidth(theme.px(LEFT_PX))
        tables = QHBoxLayout()
        tables.setSpacing(12)
        tables.addWidget(holder)
        tables.addWidget(self._card(POINTS.key, self.every), 1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self.load, self.save):
            foot.addWidget(button)
        foot.addWidget(self.note, 1)
        for button in (self.check, self.adopt):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addLayout(tables, 1)
        column.addWidget(self._told)
        column.addLayout(foot)

    def _card(self, key: str, *more: QWidget) -> QFrame:
        card, table = QFrame(), self.tables[key]
        theme.give_role(card, "card")
        theme.give_role(self._heads[key], "head")
        add, take_out = KeyButton("quiet"), KeyButton("quiet")
        add.clicked.connect(table.add)
        take_out.clicked.connect(table.take_out)
        self._row_buttons.append((add, take_out))
        head = QHBoxLayout()
        head.addWidget(self._heads[key])
        head.addStretch(1)
        for button in (*more, add, take_out):
            head.addWidget(button)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 8, 8)
        column.addLayout(head)
        column.addWidget(table, 1)
        keys = PageKeys(table)
        keys.add("Alt+Up", lambda: table.move_chosen(-1))
        keys.add("Alt+Down", lambda: table.move_chosen(1))
        keys.add("Ctrl+Delete", table.take_out)
        keys.serve(table)
        return card

    def _connect(self) -> None:
        self.every.clicked.connect(self._on_every)
        self.check.clicked.connect(self._on_check)
        self.adopt.clicked.connect(self._on_adopt)
        self.load.clicked.connect(self._on_load)
        self.save.clicked.connect(self._on_save)
        self.earlier.activated.connect(self._on_earlier)

    # --- showing -------------------------------------------------------------------------

    def _fill(self, view: PlanView) -> None:
        plan = view.plan
        for sheet in _TABLES:
            self.tables[sheet.key].rows.show_rows(rows_of(sheet, plan, view.cameras))
        today = QDate.fromString(times.date(self._side.time.now_ms()), _ISO)
        # A change holds from tomorrow unless another day is wanted: today's rounds have begun.
        self.from_on.setDate(today.addDays(1))
        self.shuffle.setChecked(plan.is_shuffled)
        self.leg.setValue(plan.leg_ms // MINUTE_MS)
        self._about.setText(_about(view))
        self._tell(view)

    def _tell(self, view: PlanView) -> None:
        if view.mistakes:
            shown = list(view.mistakes[:SHOWN_MISTAKES])
            more = len(view.mistakes) - len(shown)
            shown += [tr("另有 {n} 处。", n=more)] if more else []
            self._say(
                tr("有 {n} 处要改：", n=len(view.mistakes)) + "\n" + "\n".join(shown), "urgent"
            )
            return
        spans = (
            tr("第 {n} 轮最少 {span}", n=no, span=times.span(ms))
            for no, ms in sorted(view.round_ms.items())
        )
        self._say(tr("计划可以执行。") + tr("、").join(spans), "done")

    def _say(self, sentence: str, level: str) -> None:
        self._told.setText(sentence)
        theme.give_role(self._told, "told", level)

    def told(self) -> str:
        """What is said of the plan."""
        return self._told.text()

    def _show_versions(self, versions: tuple[PlanVersion, ...]) -> None:
        self._versions = versions
        self.earlier.clear()
        self.earlier.addItem(tr("现在执行的计划"))
        for one in versions:
            self.earlier.addItem(
                tr("{day} 起 · {by} {note}", day=one.from_on, by=tr(one.by), note=one.note).rstrip()
            )

    # --- acting --------------------------------------------------------------------------

    def _on_earlier(self, number: int) -> None:
        day = self._versions[number - 1].from_on if number else ""
        self._side.bridge.when_done(self._side.desk.patrol_plans.on(day), self._fill)

    def _on_every(self) -> None:
        cameras = self._side.desk.snapshot.cameras
        names = {camera.code: camera.name for camera in cameras}

        def fill(view: PlanView) -> None:
            if view.plan.checkpoints:
                known = {point.camera for point in view.plan.checkpoints}
                missing = [code for code in names if code not in known]
                rows = self.tables[POINTS.key].rows.rows()
                blank = [""] * (len(POINTS.columns) - 2)
                rows += [[code, names[code], *blank] for code in missing]
            else:
                whole = of_every_camera(view.plan, list(names))
                rows = rows_of(POINTS, whole, names)
            self.tables[POINTS.key].rows.show_rows(rows)

        self._side.bridge.when_done(self._side.desk.patrol_plans.read(self.typed()), fill)

    def _on_check(self) -> None:
        future = self._side.desk.patrol_plans.read(self.typed())
        self._side.bridge.when_done(future, self._tell, self._on_refused)

    def _on_adopt(self) -> None:
        def adopt(view: PlanView) -> None:
            if view.mistakes:
                self._tell(view)
                return
            future = self._side.desk.patrol_plans.adopt(view.plan, self.note.text())
            self._side.bridge.when_done(future, self._adopted, self._on_refused)

        future = self._side.desk.patrol_plans.read(self.typed())
        self._side.bridge.when_done(future, adopt, self._on_refused)

    def _adopted(self, view: PlanView) -> None:
        self.note.clear()
        words = tr("计划已启用，从 {day} 起执行；已开始的轮次不变。", day=view.plan.from_on)
        self._say(words, "done")
        self.said.emit(words, "done")
        self._side.bridge.when_done(self._side.desk.patrol_plans.versions(), self._show_versions)

    def _on_load(self) -> None:
        if not is_permitted(self._side.desk, Right.PLAN, self._on_refused):
            return
        kinds = tr("工作簿 (*.xlsx)")
        found, _ = QFileDialog.getOpenFileName(self, tr("导入巡查计划"), "", kinds)
        if not found:
            return

        def loaded(view: PlanView) -> None:
            self._fill(view)
            if view.plan.from_on:
                self.from_on.setDate(QDate.fromString(view.plan.from_on, _ISO))

        future = self._side.desk.patrol_plans.load(Path(found))
        self._side.bridge.when_done(future, loaded, self._on_refused)

    def _on_save(self) -> None:
        kinds = tr("工作簿 (*.xlsx)")
        name = tr("巡查计划") + ".xlsx"
        found, _ = QFileDialog.getSaveFileName(self, tr("导出巡查计划"), name, kinds)
        if not found:
            return
        words = tr("正在执行的计划已导出。")
        future = self._side.desk.patrol_plans.save(Path(found))
        self._side.bridge.when_done(future, lambda _: self._say(words, "done"), self._on_refused)

    def _on_refused(self, sentence: str) -> None:
        self._say(sentence, "urgent")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_filled:
            self._is_filled = True
            self.refresh()


def _about(view: PlanView) -> str:
    plan = view.plan
    told = []
    if view.is_contracts:
        told.append(tr("还没有人定过计划：轮次照合同，点位是目录里的全部摄像头。"))
    elif plan.from_on:
        told.append(tr("这份计划从 {day} 起执行。", day=plan.from_on))
    if not plan.checkpoints:
        told.append(tr("点位表空着，表示巡查全部点位。"))
    told.append(tr("双击改一格，拖动一行或按 Alt+↑ ↓ 换顺序；重点点位总在最前。"))
    return "".join(told)
