"""The people of the desk: who they are, who sits here, and under whose name things are written.

Until the first person is entered, and for commands, the desk acts under the name and role of its
settings. From `attend` on somebody must be signed in and not locked out for anything to be
written under a name; what the program itself notes goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.people_words import (
    absent,
    refuse_date,
    refuse_last_administrator,
    refuse_name,
    refuse_weak,
)
from duty_desk.desk.rights import require
from duty_desk.desk.secret_check import SecretCheck
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.person import Person, find
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import FOLDER, Right, Role
from duty_desk.domain.secret import fit
from duty_desk.language import Refusal, tr
from duty_desk.store.person import Secret, every, keep_secret
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import Snapshot
    from duty_desk.machine.secret_hash import SecretHash
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session


@dataclass(frozen=True)
class PersonGiven:
    """What is said about a person: name, role, and when he signed for confidentiality."""

    name: str
    role: Role
    confidentiality_signed_on: str | None = None

    def as_facts(self) -> dict[str, Any]:
        """As it stands in the journal."""
        return {
            "name": self.name,
            "role": str(self.role),
            "confidentiality_signed_on": self.confidentiality_signed_on,
        }


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
        self._all: tuple[Person, ...] = ()
        self._here = ""  # id of who is signed in
        self._acting = ""  # id of whom a command acts as
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
        person = self._writer()
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
            return self.actor
        except Refusal:
            return ""

    def require(self, right: Right) -> None:
        """Let pass who acts now.

        Raises:
            Refusal: as `actor`, or his role has not this right.
        """
        person = self._writer()
        if person is not None or right not in FOLDER:
            require(person.role if person else self.folder.role, right)

    def must_be_active(self, person_id: str) -> Person:
        """Somebody who may sign.

        Raises:
            Refusal: there is no such person, or he was deactivated.
        """
        person = self._must_be_known(person_id)
        if not person.is_active:
            raise Refusal(tr("“{name}”已停用，不能登录或签认。请管理员核对。", name=person.name))
        return person

    def _known(self, person_id: str) -> Person | None:
        return next((person for person in self._all if person.id == person_id), None)

    def _writer(self) -> Person | None:
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

    def act_as(self, name: str) -> Future[Person]:
        """Let a command act under the name and role of a person.

        Raises:
            Refusal: there is nobody of this name, or he was deactivated.
        """

        def work() -> Person:
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
        """Write what waited for the store."""
        waiting = tuple(self._unwritten)
        if waiting:
            self._desk.record(*waiting)
            del self._unwritten[: len(waiting)]

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

    # -- looking after people ------------------------------------------------------------------

    def add(self, given: PersonGiven, secret: str) -> Future[Person]:
        """Enter a person; the first one must be an administrator.

        Raises:
            Refusal: no right, the name is taken or unfit, the secret weak; nothing was changed.
        """

        def begin() -> None:
            self._desk.require(Right.PEOPLE)
            if not self._all and given.role is not Role.ADMINISTRATOR:
                raise Refusal(tr("第一位人员必须是管理员；没有保存。"))
            refuse_weak(fit(secret), self._fitting(given).name)

        def work() -> Person:
            self._desk.ask(begin).result()
            made = self._secrets.hash(secret)
            return self._desk.ask(lambda: self._add(self._fitting(given), made)).result()

        return self._secrets.do(work)

    def _add(self, given: PersonGiven, made: str) -> Person:
        person_id = self._desk.new_id()

        def write(unit: Unit) -> None:
            record(unit, self._by("person.added", person_id, given.as_facts()))
            self._set_secret(unit, person_id, given.name, made)

        self._desk.write(write)
        return self._must_be_known(person_id)

    def change(self, person_id: str, given: PersonGiven) -> Future[Person]:
        """Say something else about a person.

        Raises:
            Refusal: no right, the name is taken or unfit, or the last administrator would be
                none any more; nothing was changed.
        """

        def work() -> Person:
            self._desk.require(Right.PEOPLE)
            person = self._must_be_known(person_id)
            if given.role is not Role.ADMINISTRATOR:
                refuse_last_administrator(self._all, person)
            fitting = self._fitting(given, person_id)
            known = PersonGiven(person.name, person.role, person.confidentiality_signed_on)
            if fitting != known:
                facts = {**fitting.as_facts(), "was": known.as_facts()}
                self._desk.record(self._by("person.changed", person_id, facts))
            return self._must_be_known(person_id)

        return self._desk.ask(work)

    def deactivate(self, person_id: str) -> Future[Person]:
        """Let a person sign in and sign no more; his running shift waits for its handover.

        Raises:
            Refusal: no right, or he is the last administrator; nothing was changed.
        """
        return self._desk.ask(lambda: self._turn(person_id, is_active=False))

    def reactivate(self, person_id: str) -> Future[Person]:
        """Let a deactivated person in again, with the secret he had.

        Raises:
            Refusal: no right; nothing was changed.
        """
        return self._desk.ask(lambda: self._turn(person_id, is_active=True))

    def _turn(self, person_id: str, *, is_active: bool) -> Person:
        self._desk.require(Right.PEOPLE)
        person = self._must_be_known(person_id)
        if not is_active:
            refuse_last_administrator(self._all, person)
        if person.is_active is not is_active:
            kind = "person.reactivated" if is_active else "person.deactivated"
            self._desk.record(self._by(kind, person_id, _named(person)))
        return self._must_be_known(person_id)

    def set_secret(self, person_id: str, secret: str, old: str = "") -> Future[Person]:
        """Set a new secret: one's own by telling the old one, others' by the right to do so.

        Raises:
            Refusal: no right, the old one is wrong, or the new one weak; nothing was changed.
        """

        def begin() -> bool:
            person = self._must_be_known(person_id)
            is_own = self._writer() == person
            if not is_own:
                self._desk.require(Right.PEOPLE)
            refuse_weak(fit(secret), person.name)
            return is_own

        def end(made: str) -> Person:
            person = self._must_be_known(person_id)
            self._desk.write(lambda unit: self._set_secret(unit, person_id, person.name, made))
            return self._must_be_known(person_id)

        def work() -> Person:
            if self._desk.ask(begin).result():
                self._secrets.compare(person_id, old, lambda person: person)
            made = self._secrets.hash(secret)
            return self._desk.ask(lambda: end(made)).result()

        return self._secrets.do(work)

    def _set_secret(self, unit: Unit, person_id: str, name: str, made: str) -> None:
        record(unit, self._by("person.secret_set", person_id, {"name": name}))
        keep_secret(unit.session, Secret(person_id, made))

    def _must_be_known(self, person_id: str) -> Person:
        person = self._known(person_id)
        if person is None:
            raise Refusal(tr("没有这个人员。请重新选一个。"))
        return person

    def _fitting(self, given: PersonGiven, own_id: str = "") -> PersonGiven:
        """What was given, as it is kept."""
        signed_on = given.confidentiality_signed_on or None
        refuse_date(signed_on, day_of(self._desk.time.now_ms()))
        name = refuse_name(given.name, self._all, own_id)
        return replace(given, name=name, confidentiality_signed_on=signed_on)

    def _by(self, kind: str, person_id: str, facts: dict[str, Any]) -> Moment:
        actor = self._desk.actor
        return Moment(kind=kind, subject=person_id, facts=facts, source=Source.KEY, actor=actor)


def _named(person: Person) -> dict[str, Any]:
    return {"name": person.name}
