"""Looking after people: entering, changing, deactivating them, and setting their secrets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.desk.people_words import (
    refuse_date,
    refuse_last_administrator,
    refuse_name,
    refuse_weak,
)
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right, Role
from duty_desk.domain.secret import fit
from duty_desk.language import Refusal, tr
from duty_desk.store.person import Secret, keep_secret

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.secret_check import SecretCheck
    from duty_desk.domain.person import Person
    from duty_desk.store.store import Unit


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


class PeopleCare:
    """The use cases of those who look after people; `desk.people` has them as its own."""

    def __init__(self, desk: Desk, secrets: SecretCheck) -> None:
        self._desk = desk
        self._secrets = secrets

    def add(self, given: PersonGiven, secret: str) -> Future[Person]:
        """Enter a person; the first one must be an administrator.

        Raises:
            Refusal: no right, the name is taken or unfit, the secret weak; nothing was changed.
        """

        def begin() -> None:
            self._desk.require(Right.PEOPLE)
            if not self._desk.people.all() and given.role is not Role.ADMINISTRATOR:
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
        return self._desk.people.must_be_known(person_id)

    def change(self, person_id: str, given: PersonGiven) -> Future[Person]:
        """Say something else about a person.

        Raises:
            Refusal: no right, the name is taken or unfit, or the last administrator would be
                none any more; nothing was changed.
        """

        def work() -> Person:
            self._desk.require(Right.PEOPLE)
            person = self._desk.people.must_be_known(person_id)
            if given.role is not Role.ADMINISTRATOR:
                refuse_last_administrator(self._desk.people.all(), person)
            fitting = self._fitting(given, person_id)
            known = PersonGiven(person.name, person.role, person.confidentiality_signed_on)
            if fitting != known:
                facts = {**fitting.as_facts(), "was": known.as_facts()}
                self._desk.record(self._by("person.changed", person_id, facts))
            return self._desk.people.must_be_known(person_id)

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
        person = self._desk.people.must_be_known(person_id)
        if not is_active:
            refuse_last_administrator(self._desk.people.all(), person)
        if person.is_active is not is_active:
            kind = "person.reactivated" if is_active else "person.deactivated"
            self._desk.record(self._by(kind, person_id, {"name": person.name}))
        return self._desk.people.must_be_known(person_id)

    def set_secret(self, person_id: str, secret: str, old: str = "") -> Future[Person]:
        """Set a new secret: one's own by telling the old one, others' by the right to do so.

        Raises:
            Refusal: no right, the old one is wrong, or the new one weak; nothing was changed.
        """

        def begin() -> bool:
            person = self._desk.people.must_be_known(person_id)
            is_own = self._desk.people.writer() == person
            if not is_own:
                self._desk.require(Right.PEOPLE)
            refuse_weak(fit(secret), person.name)
            return is_own

        def end(made: str) -> Person:
            person = self._desk.people.must_be_known(person_id)
            self._desk.write(lambda unit: self._set_secret(unit, person_id, person.name, made))
            return self._desk.people.must_be_known(person_id)

        def work() -> Person:
            if self._desk.ask(begin).result():
                self._secrets.compare(person_id, old, lambda person: person)
            made = self._secrets.hash(secret)
            return self._desk.ask(lambda: end(made)).result()

        return self._secrets.do(work)

    def _set_secret(self, unit: Unit, person_id: str, name: str, made: str) -> None:
        record(unit, self._by("person.secret_set", person_id, {"name": name}))
        keep_secret(unit.session, Secret(person_id, made))

    def _fitting(self, given: PersonGiven, own_id: str = "") -> PersonGiven:
        """What was given, as it is kept."""
        signed_on = given.confidentiality_signed_on or None
        refuse_date(signed_on, day_of(self._desk.time.now_ms()))
        name = refuse_name(given.name, self._desk.people.all(), own_id)
        return replace(given, name=name, confidentiality_signed_on=signed_on)

    def _by(self, kind: str, person_id: str, facts: dict[str, Any]) -> Moment:
        actor = self._desk.actor
        return Moment(kind=kind, subject=person_id, facts=facts, source=Source.KEY, actor=actor)
