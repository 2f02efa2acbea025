"""Who is wanted at the seat, without widgets: what the bar asks for, and what it does with it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.people_care import PersonGiven
from duty_desk.desk.views import Snapshot
from duty_desk.domain.rights import Role
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.domain.person import Person
    from duty_desk.ui.problems.form_model import DeskSide


class Mode(Enum):
    """What the bar asks for."""

    NOTHING = "nothing"
    FIRST = "first"  # an administrator, because there are no people yet
    SIGN_IN = "sign_in"
    UNLOCK = "unlock"


class SignInModel(QObject):
    """Asks the desk; the bar shows what it says.

    Signals:
        changed(): mode, people or words are others now.
        succeeded(): the desk let somebody in, or took the administrator.
        said(str, str): a sentence for the operator, and its level.
    """

    changed = Signal()
    succeeded = Signal()
    said = Signal(str, str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._snapshot = Snapshot()
        self._is_postponed = False
        self._is_other_wanted = False
        self.is_busy = False
        self.refusal = ""

    # --- what is shown -------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        before = self._key()
        self._snapshot = snapshot
        if self._key() != before:
            self.refusal = ""
            self.changed.emit()

    def _key(self) -> tuple[object, ...]:
        now = self._snapshot
        return now.people, now.person, now.is_locked, now.is_attended

    @property
    def is_shut(self) -> bool:
        """Whether nothing can be recorded until somebody signs in or unlocks."""
        now = self._snapshot
        if not now.is_attended or not now.people:
            return False
        return now.person is None or now.is_locked or not now.person.is_active

    def mode(self) -> Mode:
        """What the bar asks for now."""
        now = self._snapshot
        if not now.is_attended:
            return Mode.NOTHING
        if not now.people:
            return Mode.NOTHING if self._is_postponed else Mode.FIRST
        if self._is_other_wanted or now.person is None or not now.person.is_active:
            return Mode.SIGN_IN
        return Mode.UNLOCK if now.is_locked else Mode.NOTHING

    def people(self) -> tuple[Person, ...]:
        """Who may sign in, the one who was here first."""
        here = self._snapshot.person
        active = [person for person in self._snapshot.people if person.is_active]
        return tuple(sorted(active, key=lambda person: person != here))

    def name(self) -> str:
        """Who is signed in, locked or not."""
        return self._snapshot.person.name if self._snapshot.person else ""

    def can_leave(self) -> bool:
        """Whether the question may go unanswered."""
        mode = self.mode()
        return mode is Mode.FIRST or (
            mode is Mode.SIGN_IN and self._is_other_wanted and self._snapshot.person is not None
        )

    # --- acting --------------------------------------------------------------------------

    def want_other(self) -> None:
        """Somebody else wants to sit here; without people there is nobody to choose."""
        self._is_other_wanted, self._is_postponed, self.refusal = True, False, ""
        self.changed.emit()

    def leave(self) -> None:
        """Leave the question unanswered, where that is possible."""
        if self.can_leave():
            self._is_postponed = self.mode() is Mode.FIRST
            self._is_other_wanted, self.refusal = False, ""
            self.changed.emit()

    def lock(self, why: str = "key") -> None:
        """Lock the screen; without people it asks for the administrator first."""
        self._side.bridge.when_done(
            self._side.desk.people.lock(why), lambda _none: None, self._on_lock_refused
        )

    def sign_out(self) -> None:
        """Leave the seat to nobody."""
        self._side.bridge.when_done(self._side.desk.people.sign_out(), lambda _none: None)

    def sign_in(self, person_id: str, secret: str) -> None:
        """Let somebody sit down."""
        self._ask(lambda: self._side.desk.people.sign_in(person_id, secret))

    def unlock(self, secret: str) -> None:
        """Go on after a lock."""
        self._ask(lambda: self._side.desk.people.unlock(secret))

    def make_first(self, name: str, secret: str, again: str) -> None:
        """Enter the first administrator and sign him in."""
        if secret != again:
            self._refuse(tr("两次输入的口令不一样；没有保存，请再输一次。"))
            return
        given = PersonGiven(name, Role.ADMINISTRATOR)
        people = self._side.desk.people

        def made(person: Person) -> None:
            self.is_busy = False
            self._ask(lambda: people.sign_in(person.id, secret))

        self._ask(lambda: people.add(given, secret), made)

    def _ask(
        self, ask: Callable[[], Future[Person]], then: Callable[[Person], None] | None = None
    ) -> None:
        if self.is_busy:
            return
        self.is_busy, self.refusal = True, ""
        self.changed.emit()
        self._side.bridge.when_done(ask(), then or self._on_let_in, self._refuse)

    def _on_let_in(self, person: Person) -> None:
        self.is_busy, self._is_other_wanted = False, False
        if not person.confidentiality_signed_on:
            words = tr("“{name}”还没有登记保密承诺，请管理员在“人员”里补登。", name=person.name)
            self.said.emit(words, "attention")
        self.succeeded.emit()
        self.changed.emit()

    def _on_lock_refused(self, sentence: str) -> None:
        self._is_postponed = False
        self.said.emit(sentence, "attention")
        self.changed.emit()

    def tell(self, sentence: str) -> None:
        """Say why something was not done."""
        self._refuse(sentence)

    def _refuse(self, sentence: str) -> None:
        self.is_busy, self.refusal = False, sentence
        self.changed.emit()
