"""The handover without its widgets: what is shown, what comes next, and the steps at the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.desk.handover_end import Order
from duty_desk.desk.handover_views import Check, HandoverPage, Packet
from duty_desk.domain.handover import HandoverState, Override
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.rights import Right, Role, may
from duty_desk.language import Refusal
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.domain.person import Person
    from duty_desk.ui.problems.form_model import DeskSide

CALM_MS = 400  # so long is waited for more before the page is read again
# What comes next, in the order in which it comes.
PEOPLE, BEGIN, CUT, CHECK, SIGN, ARRIVE, CONFIRM, ACCEPT, DONE = (
    "people",
    "begin",
    "cut",
    "check",
    "sign",
    "arrive",
    "confirm",
    "accept",
    "done",
)


class HandoverModel(QObject):
    """The page as it stands, and every step of a handover.

    Signals:
        changed(): `page` is another.
        refused(str): the desk said no; a finished sentence.
        done(str): a step is on record, by its name.
        sealed(str): the handover of this id has ended; it has a sheet.
    """

    changed = Signal()
    refused = Signal(str)
    done = Signal(str)
    sealed = Signal(str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.page = HandoverPage(at=0)
        self.is_seen = False
        self.pending: set[int] = set()  # items whose confirmation is on its way
        self._is_reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        self._timer.timeout.connect(self.read)

    @property
    def packet(self) -> Packet | None:
        """The running cut."""
        return self.page.packet

    def now(self) -> int:
        """The desk's time, UTC ms."""
        return self._side.time.now_ms()

    def people(self) -> tuple[Person, ...]:
        """Who may sign."""
        return tuple(one for one in self._side.desk.people.all() if one.is_active)

    def signed_in(self) -> Person | None:
        """Who sits here."""
        return self._side.desk.people.signed_in

    def leaders(self) -> tuple[Person, ...]:
        """Who may end a handover."""
        return tuple(one for one in self.people() if may(one.role, Right.OVERRIDE_HANDOVER))

    def candidates(self) -> tuple[Person, ...]:
        """Who may take over: all active but the outgoing; planned ones first, then operators."""
        shift, coming = self.page.shift, self.page.coming
        planned = coming.person_ids if coming is not None else ()
        found = [one for one in self.people() if shift is None or one.id != shift.person_id]

        def place(one: Person) -> tuple[bool, bool, str]:
            return one.id not in planned, one.role is not Role.OPERATOR, one.name

        return tuple(sorted(found, key=place))

    def next_step(self) -> str:
        """What has to be done next."""
        packet = self.packet
        if self.page.shift is None:
            return BEGIN if self.people() else PEOPLE
        if packet is None:
            return CUT
        if packet.signed_at is None:
            return CHECK if packet.unchecked else SIGN
        if packet.arrived_at is None:
            return ARRIVE
        return CONFIRM if packet.unconfirmed else ACCEPT

    def waits_ms(self, now: int) -> int | None:
        """How long nobody has come, counted from the planned end; None when nobody is missed."""
        packet = self.packet
        if packet is None or packet.state is not HandoverState.NO_RELIEF:
            return None
        since = packet.shift.planned_to_at or packet.nobody_at or now
        return max(0, now - since)

    # -- reading -------------------------------------------------------------------------------

    def read_soon(self) -> None:
        """The desk has changed: read the page again when it is seen."""
        if self.is_seen and not self._timer.isActive():
            self._timer.start()

    def read(self) -> None:
        """Read the page again."""
        if self._is_reading:
            return
        self._is_reading = True
        asked = self._side.desk.shifts.page()
        shown, failed = while_alive(self, self._show), while_alive(self, self._fail_reading)
        self._side.bridge.when_done(asked, shown, failed)

    def _show(self, page: HandoverPage) -> None:
        self._is_reading = False
        self.page = page
        self.changed.emit()

    def _fail_reading(self, sentence: str) -> None:
        self._is_reading = False
        self.refused.emit(sentence)

    # -- steps ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """Punch in at the empty seat."""
        self._do(BEGIN, self._side.desk.shifts.begin)

    def cut(self) -> None:
        """Freeze what is open; the handover begins."""
        self._do(CUT, self._side.desk.handovers.cut)

    def check(self, *checks: Check) -> None:
        """Answer lines of the equipment check."""
        self._step(CHECK, lambda at: self._side.desk.handovers.check(at, checks))

    def check_all(self) -> None:
        """Everything that is still open is in order."""
        packet = self.packet
        if packet is None:
            return
        left = tuple(Check(one.no, one.name, "ok") for one in packet.checks if not one.state)
        if left:
            self.check(*left)

    def add(self, title: str, *, is_urgent: bool) -> None:
        """Add a line."""
        item = OpenItem(noun="", subject="", title=title, is_urgent=is_urgent)
        self._step("add", lambda at: self._side.desk.handovers.add(at, item))

    def remark(self, text: str) -> None:
        """Keep the remark."""
        packet = self.packet
        if packet is not None and packet.signed_at is None and text.strip() != packet.remark:
            self._step("remark", lambda at: self._side.desk.handovers.remark(at, text))

    def sign(self, secret: str) -> None:
        """The outgoing signs."""
        self._step(SIGN, lambda at: self._side.desk.handovers.sign(at, secret))

    def arrive(self, person_id: str, secret: str) -> None:
        """Somebody has come."""
        self._step(ARRIVE, lambda at: self._side.desk.handovers.arrive(at, person_id, secret))

    def confirm(self, no: int, read_back: str = "") -> None:
        """One item is confirmed."""
        if no in self.pending:
            return
        self.pending.add(no)
        self._step(CONFIRM, lambda at: self._side.desk.handovers.confirm(at, no, read_back))

    def accept(self, secret: str) -> None:
        """The incoming signs; the seat is his."""
        packet = self.packet
        if packet is not None:
            incoming = packet.incoming_id
            self._step(ACCEPT, lambda at: self._side.desk.handovers.accept(at, incoming, secret))

    def nobody_came(self) -> None:
        """It is time and nobody is here."""
        self._step("nobody", self._side.desk.handovers.nobody_came)

    def reopen(self, reason: str) -> None:
        """Begin anew with what is open now."""
        self._step("reopen", lambda at: self._side.desk.handovers.reopen(at, reason))

    def override(self, leader_id: str, secret: str, reason: str, how: Override) -> None:
        """A leader ends it."""
        order = Order(leader_id=leader_id, reason=reason, how=how)
        self._do("override", lambda: self._side.desk.handovers.override(order, secret))

    def _step(self, name: str, ask: Callable[[str], Future[Packet]]) -> None:
        packet = self.packet
        if packet is not None:
            self._do(name, lambda: ask(packet.id))

    def _do(self, name: str, ask: Callable[[], Future[Any]]) -> None:
        def ok(result: object) -> None:
            if isinstance(result, Packet):
                self._take(result)
            self.done.emit(name)
            if isinstance(result, Packet) and name in (ACCEPT, "override"):
                self.sealed.emit(result.id)
            self.read()

        def failed(sentence: str) -> None:
            self.pending.clear()
            self.refused.emit(sentence)
            self.changed.emit()

        try:
            asked = ask()
        except Refusal as refusal:
            failed(str(refusal))
            return
        self._side.bridge.when_done(asked, while_alive(self, ok), while_alive(self, failed))

    def _take(self, packet: Packet) -> None:
        self.pending -= {line.no for line in packet.items if line.confirmed_at is not None}
        running = packet if packet.ended_at is None else None
        self.page = replace(self.page, packet=running)
        self.changed.emit()
