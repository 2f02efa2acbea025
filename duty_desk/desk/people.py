"""The people of the desk: who they are, who sits here, and under whose name things are written.

Until the first person is entered, and for commands, the desk acts under the name and role of its
settings. From `attend` on somebody must be signed in and not locked out for anything to be
written under a name; what the program itself notes goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.people_care import PeopleCare
from duty_desk.desk.people_words import absent
from duty_desk.desk.rights import require
from duty_desk.desk.secret_check import SecretCheck
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.person import Person, find
from duty_desk.domain.rights import FOLDER, Right, Role
from duty_desk.language import Refusal, tr
from duty_desk.store.person import every
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import Snapshot
    from duty_desk.machine.secret_hash import SecretHash
    from duty_desk.store.transaction import Session

_LOOK_MS = 10_000


@dataclass(frozen=True)
class Folder:
    """Under whose name and role is acted when no person is there: the settings'."""

    actor: str
    role: Role


class People:
    """The use cases of people. State that others read is only changed on the desk thread."""

    def __init__(self, desk: Desk, folder: Folder, hashing: SecretHash) -> None:
        self._desk = desk
        self.folder = folder
        self._secrets = SecretCheck(desk, hashing)
        care = PeopleCare(desk, self._secrets)
        self.add, self.change, self.set_secret = care.add, care.change, care.set_secret
        self.deactivate, self.reactivate = care.deactivate, care.reactivate
        self._all: tuple[Person, ...] = ()
        self._here = ""  # id of who is signed in
        self._acting = ""  # id of whom a command acts as
        self._looked_mono_ms = 0
        self._unwritten: list[Moment] = []  # the store would not take them yet
        self.is_attended = False
        self.is_locked = False

    # -- who -----------------------------------------------------------------------------------

    def all(self) -> tuple[Person, ...]:
        """Everybody, deactivated people too, in the order they were entered."""
        return self._all

    @property
    def signed_in(self) -> Person | None:
        """Who is signed in at this seat, locked or not."""
        return self._known(self._here)

    @property
    def actor(self) -> str:
        """Under whose name things are written now.

        Raises:
            Refusal: nobody is signed in, the desk is locked, or he was deactivated.
        """
        person = self.writer()
        return person.name if person else self.folder.actor

    @property
    def role(self) -> Role:
        """The role of whoever is here, for what a screen offers; `require` decides."""
        person = self._known(self._acting) or self.signed_in
        return person.role if person else self.folder.role

    @property
    def witness(self) -> str:
        """Who sits here, for what the program itself notes; empty when nobody can be named."""
        try:
            person = self.writer()
        except Refusal:
            return ""
        return person.name if person else "" if self._all else self.folder.actor

    def require(self, right: Right) -> None:
        """Let pass who acts now.

        Raises:
            Refusal: as `actor`, or his role has not this right.
        """
        person = self.writer()
        if person is not None or right not in FOLDER:
            require(person.role if person else self.folder.role, right)

    def must_be_active(self, person_id: str) -> Person:
        """Somebody who may sign.

        Raises:
            Refusal: there is no such person, or he was deactivated.
        """
        person = self.must_be_known(person_id)
        if not person.is_active:
            raise Refusal(tr("“{name}”已停用，不能登录或签认。请管理员核对。", name=person.name))
        return person

    def must_be_known(self, person_id: str) -> Person:
        """Somebody, deactivated or not.

        Raises:
            Refusal: there is no such person.
        """
        person = self._known(person_id)
        if person is None:
            raise Refusal(tr("没有这个人员。请重新选一个。"))
        return person

    def _known(self, person_id: str) -> Person | None:
        return next((person for person in self._all if person.id == person_id), None)

    def writer(self) -> Person | None:
        """Who acts now; None while the settings' name stands for everybody.

        Raises:
            Refusal: as `actor`.
        """
        if self._acting:
            return self.must_be_active(self._acting)
        if not self.is_attended or not self._all:
            return None
        person = self.signed_in
        if person is None or self.is_locked or not person.is_active:
            raise absent(person, is_locked=self.is_locked)
        return person

    # -- life ----------------------------------------------------------------------------------

    def look(self, session: Session) -> None:
        """Read everybody anew; on the desk thread."""
        self._all = every(session)

    def shown(self, snapshot: Snapshot) -> Snapshot:
        """The picture of the desk with the people in it."""
        person = self.signed_in
        nobody = "" if self._all and self.is_attended else self.folder.actor
        return replace(
            snapshot,
            people=self._all,
            person=person,
            operator=person.name if person else nobody,
            is_attended=self.is_attended,
            is_locked=self.is_locked,
        )

    def attend(self) -> Future[None]:
        """From now on people sit here: they sign in, and nothing is written without a name."""

        def work() -> None:
            self.is_attended = True
            self._desk.show_aside()

        return self._desk.ask(work)

    def act_as(self, name: str) -> Future[Person | None]:
        """Let a command act under the name and role of a person; "" for nobody any more.

        Raises:
            Refusal: there is nobody of this name, or he was deactivated.
        """

        def work() -> Person | None:
            if not name:
                self._acting = ""
                return None
            person = find(self._all, name)
            if person is None:
                raise Refusal(tr("没有叫“{name}”的人员，没有执行。", name=name))
            self._acting = self.must_be_active(person.id).id
            return person

        return self._desk.ask(work)

    def stop(self) -> None:
        """Compare no more secrets."""
        self._secrets.stop()

    def tick(self) -> None:
        """Write what waited for the store, and see whom another seat deactivated."""
        waiting = tuple(self._unwritten)
        if waiting:
            self._desk.record(*waiting)
            del self._unwritten[: len(waiting)]
        now = self._desk.time.mono_ms()
        if now - self._looked_mono_ms >= _LOOK_MS:
            self._looked_mono_ms, before = now, self._all
            self._desk.read(self.look)
            if self._all != before:
                self._desk.show_aside()

    def note(self, moment: Moment) -> None:
        """Write a moment of signing in and out; it waits while the store is out of reach."""
        stamped = replace(moment, event_at=self._desk.time.now_ms())
        try:
            self._desk.record(stamped)
        except StoreTrouble:
            self._unwritten.append(stamped)
            self._desk.show_aside()

    # -- at the seat ---------------------------------------------------------------------------

    def check(self, person_id: str, secret: str) -> Future[Person]:
        """Whether this is really he: for signatures, and for a second person at this seat.

        Raises:
            Refusal: the secret is wrong, he has to wait, or was deactivated.
        """
        return self._secrets.do(
            lambda: self._secrets.compare(person_id, secret, lambda person: person)
        )

    def sign_in(self, person_id: str, secret: str) -> Future[Person]:
        """Sit down. Whoever was signed in is so no longer, and the journal says who it was.

        Raises:
            Refusal: as `check`; nothing was changed.
        """
        return self._secrets.do(lambda: self._secrets.compare(person_id, secret, self.change_to))

    def change_to(self, person: Person, *, by_handover: bool = False) -> Person:
        """Let somebody whose secret was checked sit here. Only on the desk thread."""
        before = self.signed_in
        if before is not None and before.id == person.id and self.is_locked:
            return self._unlocked(person)
        facts: dict[str, Any] = {**_named(person), "role": str(person.role)}
        if before is not None and before.id != person.id:
            facts |= {"instead_of": before.name, "instead_of_id": before.id}
            facts |= {"by_handover": by_handover}
        self._here, self.is_locked = person.id, False
        self.note(self._own("person.signed_in", person, facts))
        return person

    def sign_out(self) -> Future[None]:
        """Leave the seat to nobody."""

        def work() -> None:
            person = self.signed_in
            if person is None:
                return
            self._here, self.is_locked = "", False
            self.note(self._own("person.signed_out", person, _named(person)))

        return self._desk.ask(work)

    def lock(self, why: str = "key") -> Future[None]:
        """Lock the screen: everything goes on, but nothing is written under this name.

        Args:
            why: `key` when somebody asked for it, `idle` when nobody did anything for long.

        Raises:
            Refusal: there are no people yet, so nobody could unlock it.
        """

        def work() -> None:
            if not self._all or not self.is_attended:
                raise Refusal(tr("还没有录入人员，锁了就没有人能解锁；没有锁屏。请先建立管理员。"))
            person = self.signed_in
            if person is None or self.is_locked:
                return
            self.is_locked = True
            self.note(self._own("person.locked", person, {**_named(person), "why": why}))

        return self._desk.ask(work)

    def unlock(self, secret: str) -> Future[Person]:
        """Go on under the name of who locked the screen.

        Raises:
            Refusal: as `check`; it stays locked.
        """
        return self.sign_in(self._here, secret)

    def _unlocked(self, person: Person) -> Person:
        self.is_locked = False
        self.note(self._own("person.unlocked", person, _named(person)))
        return person

    def _own(self, kind: str, person: Person, facts: dict[str, Any]) -> Moment:
        return Moment(
            kind=kind, subject=person.id, facts=facts, source=Source.KEY, actor=person.name
        )


def _named(person: Person) -> dict[str, Any]:
    return {"name": person.name}
