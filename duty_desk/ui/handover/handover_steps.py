"""What keys and buttons of the handover do, and where the keyboard goes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from duty_desk.language import mark, tr
from duty_desk.ui.handover import handover_model as model_of
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.ui.handover.add_line import AddLine
    from duty_desk.ui.handover.handover_view import HandoverView
    from duty_desk.ui.handover.leader_form import LeaderForm
    from duty_desk.ui.handover.read_back import ReadBack
    from duty_desk.ui.handover.sheet_preview import SheetPreview

KEYS = (
    ("Ctrl+Enter", mark("下一步：开始交接、签认、到岗登记、完成交接")),
    ("↑ ↓", mark("选移交事项")),
    ("Space / Enter", mark("接班人确认选中的一项，接着下一项")),
    ("1 2 3", mark("紧急事项：选出现状的一句作为复述")),
    ("A", mark("设备与场所其余全部正常")),
    ("N", mark("交班人补充一项")),
    ("M", mark("写交班说明")),
    ("P", mark("看最近一份交接单")),
    ("Esc", mark("回到移交事项")),
)


class HandoverSteps(QObject):
    """Joins the widgets of one view to its model."""

    def __init__(self, view: HandoverView) -> None:
        super().__init__(view)
        self._view, self._model = view, view.model
        self._followed = ""
        self._connect()
        keys = PageKeys(self)
        keys.add("Ctrl+Return", self.go_on)
        keys.add("Ctrl+Enter", self.go_on)
        keys.add("A", self._unless_typing(self._model.check_all))
        keys.add("N", self._unless_typing(self._add))
        keys.add("M", self._unless_typing(view.remark.setFocus))
        keys.add("P", self._unless_typing(self._look))
        keys.add("Esc", self._leave)
        keys.serve(view)

    def go_on(self) -> None:
        """Do what comes next, or put the keyboard where it is done."""
        view, model = self._view, self._model
        view.sign.refuse("")
        self.keep_remark()
        step = model.next_step()
        if step == model_of.PEOPLE:
            view.people_wanted.emit()
        elif step == model_of.BEGIN:
            model.begin()
        elif step == model_of.CUT:
            model.cut()
        elif step == model_of.CHECK:
            view.checks.focus_first()
        elif step == model_of.SIGN:
            self._secret(view.sign.outgoing.secret, model.sign)
        elif step == model_of.ARRIVE:
            chosen = view.sign.incoming_id()
            self._secret(view.sign.incoming.secret, lambda told: model.arrive(chosen, told))
        elif step == model_of.CONFIRM:
            self._to_items()
        else:
            self._secret(view.sign.incoming.secret, model.accept)

    def follow(self) -> None:
        """The step has changed: put the keyboard where the next one is done."""
        step = self._model.next_step()
        if step == self._followed:
            return
        was, self._followed = self._followed, step
        if not was or not self._view.isVisible() or self._is_typing():
            return
        view = self._view
        if step == model_of.SIGN:
            view.sign.outgoing.secret.setFocus()
        elif step == model_of.ARRIVE:
            view.sign.incoming.who.setFocus()
        elif step == model_of.ACCEPT:
            view.sign.incoming.secret.setFocus()
        else:
            self._to_items()

    def keep_remark(self) -> None:
        """Have the remark written down."""
        packet = self._model.packet
        if packet is not None and not self._view.remark.isReadOnly():
            self._model.remark(self._view.remark.toPlainText())

    # --- slots ---------------------------------------------------------------------------

    def _connect(self) -> None:
        view, model = self._view, self._model
        view.items.confirm_wanted.connect(self._confirm)
        view.read_back.said.connect(self._on_said)
        view.read_back.closed.connect(view.items.setFocus)
        view.checks.answered.connect(model.check)
        view.checks.all_right.connect(model.check_all)
        view.checks.left.connect(view.items.setFocus)
        view.add_button.clicked.connect(self._add)
        view.add_line.given.connect(lambda words, urgent: model.add(words, is_urgent=urgent))
        view.add_line.closed.connect(view.items.setFocus)
        view.sign.next_wanted.connect(self.go_on)
        view.sign.nobody_wanted.connect(model.nobody_came)
        view.sign.reopen_wanted.connect(view.leader.ask_reason)
        view.sign.leader_wanted.connect(lambda: view.leader.ask_leader(model.leaders()))
        view.leader.asked.connect(self._show_leader)
        view.leader.ordered.connect(model.override)
        view.leader.reason_given.connect(model.reopen)
        view.leader.closed.connect(view.items.setFocus)
        view.preview.closed.connect(view.items.setFocus)
        model.refused.connect(self._on_refused)
        model.done.connect(self._on_done)

    def _show_leader(self) -> None:
        """Bring the leader's form into sight once it has its room."""
        view = self._view
        QTimer.singleShot(0, view, lambda: view.beside.ensureWidgetVisible(view.leader))

    def _on_refused(self, sentence: str) -> None:
        self._view.sign.refuse(sentence)
        for box in (self._view.sign.outgoing, self._view.sign.incoming):
            box.secret.clear()

    def _on_done(self, name: str) -> None:
        view = self._view
        view.sign.refuse("")
        if name in (model_of.SIGN, model_of.ARRIVE, model_of.ACCEPT):
            view.sign.outgoing.secret.clear()
            view.sign.incoming.secret.clear()
        if name in ("override", "reopen"):
            view.leader.give_up()
        if name == model_of.ACCEPT:
            view.said.emit(
                tr("交接完成，本班记录已封存。按 P 看交接单，可以打开、可以打印。"), "done"
            )

    def _confirm(self, row: int) -> None:
        view, packet = self._view, self._model.packet
        line = view.table.row_at(row)
        if packet is None or line is None:
            return
        if packet.arrived_at is None:
            view.sign.refuse(tr("接班人还没有到岗登记。请接班人先选姓名、输入口令。"))
            view.sign.incoming.who.setFocus()
        elif line.confirmed_at is not None:
            self._to_items()
        elif line.item.is_urgent:
            view.read_back.ask(line)
        else:
            self._model.confirm(line.no)
            view.table.show_packet(packet, self._model.pending, self._model.now())
            self._to_items()

    def _on_said(self, no: int, words: str) -> None:
        line = self._view.table.row_at(no - 1)
        if line is not None and words in line.choices and words != line.item.state:
            sentence = tr("第 {no} 项的复述与现状不符，没有确认。请再看一遍。", no=no)
            self._view.sign.refuse(sentence)
            return
        self._view.sign.refuse("")
        self._view.read_back.give_up()
        self._model.confirm(no, words)
        packet = self._model.packet
        if packet is not None:
            self._view.table.show_packet(packet, self._model.pending, self._model.now())
        self._to_items()

    def _to_items(self) -> None:
        view = self._view
        row = view.table.next_open(max(view.items.row(), 0) - 1)
        view.items.choose(row if row >= 0 else max(view.items.row(), 0))
        view.items.setFocus()

    def _add(self) -> None:
        packet = self._model.packet
        if packet is not None and packet.signed_at is None:
            self._view.add_line.ask()

    def _leave(self) -> None:
        """Esc: close what was opened, else go back to the items."""
        for part in self._closable():
            if part.isVisible():
                part.give_up()
                return
        self._view.checks.give_up()
        self._view.items.setFocus()

    def _closable(self) -> tuple[SheetPreview | ReadBack | AddLine | LeaderForm, ...]:
        view = self._view
        return view.preview, view.read_back, view.add_line, view.leader

    def _look(self) -> None:
        newest = self._view.sealed.newest()
        if newest:
            self._view.look_at(newest)

    def _secret(self, field: QLineEdit, use: Callable[[str], None]) -> None:
        if field.text():
            use(field.text())
        else:
            field.setFocus()

    def _is_typing(self) -> bool:
        return isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)

    def _unless_typing(self, slot: Callable[[], None]) -> Callable[[], None]:
        def press() -> None:
            if not self._is_typing():
                slot()

        return press
