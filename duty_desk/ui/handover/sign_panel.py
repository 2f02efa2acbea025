"""Both signatures, and the one button that says what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from duty_desk.domain.handover import HandoverState
from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.handover import handover_model as model_of

if TYPE_CHECKING:
    from duty_desk.desk.handover_views import Packet
    from duty_desk.ui.handover.handover_model import HandoverModel

_STEPS = {
    model_of.PEOPLE: mark("去登记人员"),
    model_of.BEGIN: mark("打卡接班"),
    model_of.CUT: mark("开始交接"),
    model_of.CHECK: mark("先检查设备与场所"),
    model_of.SIGN: mark("交班人签认"),
    model_of.ARRIVE: mark("接班人到岗登记"),
    model_of.CONFIRM: mark("逐条确认移交事项"),
    model_of.ACCEPT: mark("完成交接并生成交接单"),
}


class _Box(QFrame):
    """One signature: whose it is, his secret, and how it stands."""

    def __init__(self) -> None:
        super().__init__()
        theme.give_role(self, "box")
        self.role, self.name, self.state = QLabel(), QLabel(), QLabel()
        theme.give_role(self.role, "second")
        self.name.setFont(theme.font(16, is_bold=True))
        self.who = QComboBox()
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.state.setWordWrap(True)
        self._names = QStackedLayout()
        self._names.addWidget(self.name)
        self._names.addWidget(self.who)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.role)
        column.addLayout(self._names)
        column.addWidget(self.secret)
        column.addWidget(self.state)

    def show_name(self, name: str, *, is_chosen: bool = True) -> None:
        """Show a name, or the list to choose it from."""
        self.name.setText(name)
        self._names.setCurrentIndex(0 if is_chosen else 1)

    def show_state(self, words: str, level: str) -> None:
        """Say how it stands."""
        self.state.setText(words)
        theme.give_role(self.state, "told", level)


class SignPanel(QFrame):
    """The panel of signatures.

    Signals:
        next_wanted(): the button, or Ctrl+Enter: go on with what comes next.
        nobody_wanted(), reopen_wanted(), leader_wanted(): the ways out.
    """

    next_wanted = Signal()
    nobody_wanted = Signal()
    reopen_wanted = Signal()
    leader_wanted = Signal()

    def __init__(self, model: HandoverModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._model = model
        self.outgoing, self.incoming = _Box(), _Box()
        self._head, self._foot, self.refusal = QLabel(), QLabel(), QLabel()
        theme.give_role(self._head, "head")
        theme.give_role(self._foot, "second")
        theme.give_role(self.refusal, "refusal")
        for label in (self._foot, self.refusal):
            label.setWordWrap(True)
        self.next = KeyButton("primary", "Ctrl Enter")
        self._nobody, self._reopen, self._leader = (KeyButton("quiet") for _ in range(3))
        self._lay_out()
        self.next.clicked.connect(self.next_wanted)
        self._nobody.clicked.connect(self.nobody_wanted)
        self._reopen.clicked.connect(self.reopen_wanted)
        self._leader.clicked.connect(self.leader_wanted)
        self.outgoing.secret.returnPressed.connect(self.next_wanted)
        self.incoming.secret.returnPressed.connect(self.next_wanted)
        self.incoming.who.activated.connect(lambda _n: self.incoming.secret.setFocus())

    def incoming_id(self) -> str:
        """Who is chosen as incoming."""
        return str(self.incoming.who.currentData() or "")

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def show_page(self) -> None:
        """Show the model as it stands."""
        page, packet, step = self._model.page, self._model.packet, self._model.next_step()
        self.setVisible(page.at > 0)
        self.next.setText(tr(_STEPS[step]))
        has_cut = packet is not None
        for box in (self.outgoing, self.incoming):
            box.setVisible(has_cut)
        is_waiting = packet is not None and packet.state is HandoverState.NO_RELIEF
        self._nobody.setVisible(has_cut and not is_waiting)
        self._reopen.setVisible(has_cut)
        self._leader.setVisible(page.shift is not None)
        self._foot.setText(_foot(step))
        if packet is not None:
            self._show_outgoing(packet, step)
            self._show_incoming(packet, step)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(tr("双方签认"))
        self.outgoing.role.setText(tr("交班人"))
        self.incoming.role.setText(tr("接班人"))
        self._nobody.setText(tr("无人接班"))
        self._reopen.setText(tr("重新开始"))
        self._leader.setText(tr("带班人员终止…"))
        for box in (self.outgoing, self.incoming):
            box.secret.setPlaceholderText(tr("口令"))
        self.show_page()

    def _lay_out(self) -> None:
        boxes = QHBoxLayout()
        boxes.setSpacing(10)
        boxes.addWidget(self.outgoing, 1)
        boxes.addWidget(self.incoming, 1)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for button in (self._nobody, self._reopen, self._leader):
            ways.addWidget(button)
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._head)
        column.addLayout(boxes)
        column.addWidget(self.refusal)
        column.addWidget(self.next)
        column.addWidget(self._foot)
        column.addLayout(ways)
        self.refusal.hide()

    def _show_outgoing(self, packet: Packet, step: str) -> None:
        self.outgoing.show_name(packet.shift.name)
        self.outgoing.secret.setEnabled(packet.signed_at is None and not packet.unchecked)
        if packet.signed_at is not None:
            at = times.time_of_day(packet.signed_at)
            self.outgoing.show_state(tr("✓ {at} 已签", at=at), "done")
            self.outgoing.secret.clear()
        elif packet.unchecked:
            words = tr("还有 {n} 项设备待检查", n=packet.unchecked)
            self.outgoing.show_state(words, "attention")
        else:
            self.outgoing.show_state(tr("待签认") if step == model_of.SIGN else "", "")

    def _show_incoming(self, packet: Packet, step: str) -> None:
        has_come = packet.arrived_at is not None
        self.incoming.show_name(packet.incoming_name, is_chosen=has_come)
        if not has_come:
            self._fill_candidates()
        self.incoming.secret.setEnabled(not has_come or step == model_of.ACCEPT)
        if not has_come:
            self.incoming.show_state(tr("到岗后先登记"), "")
        elif packet.unconfirmed:
            words = tr("还有 {n} 项待确认", n=packet.unconfirmed)
            self.incoming.show_state(words, "attention")
        elif packet.signed_at is None:
            self.incoming.show_state(tr("等交班人先签"), "")
        else:
            self.incoming.show_state(tr("全部确认，可以签认"), "accent")

    def _fill_candidates(self) -> None:
        found = [(one.name, one.id) for one in self._model.candidates()]
        who = self.incoming.who
        held = [(who.itemText(n), who.itemData(n)) for n in range(who.count())]
        if held != found:
            chosen = who.currentData()
            who.clear()
            for name, person_id in found:
                who.addItem(name, person_id)
            who.setCurrentIndex(max(0, who.findData(chosen)))


def _foot(step: str) -> str:
    if step == model_of.PEOPLE:
        return tr("还没有登记人员，没有人能打卡、签认。先在“人员”里登记，第一位是管理员。")
    if step == model_of.BEGIN:
        return tr("现在没有人当班。登录后打卡，从打卡时起由本人负责。")
    if step == model_of.CUT:
        return tr("开始后移交事项冻结；交班人检查、签认，接班人逐条确认、签认。")
    return tr("签认后封存本班记录；封存码印在交接单页脚，可随时核验。")
