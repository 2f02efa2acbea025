"""The list of people for the view, without widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.rights import role_words
from duty_desk.domain.rights import Right, Role, may
from duty_desk.language import mark, tr
from duty_desk.ui.record_table import RecordTable

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from duty_desk.desk.views import Snapshot
    from duty_desk.domain.person import Person

NAME, ROLE, STATE, SIGNED_ON, SECRET = range(5)


class PeopleModel(RecordTable["Person"]):
    """Who works here, active people first; levels say what is amiss."""

    heads = (mark("姓名"), mark("身份"), mark("状态"), mark("保密承诺"), mark("口令"))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here: Person | None = None
        self._is_locked = self._is_attended = False

    # --- what is known -------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> bool:
        """Take the people over; whether anything is different now."""
        listed = tuple(sorted(snapshot.people, key=lambda person: not person.is_active))
        told = (listed, snapshot.person, snapshot.is_locked, snapshot.is_attended)
        if told == (self._rows, self._here, self._is_locked, self._is_attended):
            return False
        _, self._here, self._is_locked, self._is_attended = told
        self.show_rows(listed)
        return True

    def row_of(self, person_id: str) -> int:
        """The row of a person, -1 when he is not listed."""
        ids = [person.id for person in self._rows]
        return ids.index(person_id) if person_id in ids else -1

    def may_change(self) -> bool:
        """Whether who is here looks after people; before there are any, everybody does."""
        if not self._rows or not self._is_attended:
            return True
        return self._here is not None and may(self._here.role, Right.PEOPLE)

    def is_own(self, person: Person | None) -> bool:
        """Whether this is who is signed in."""
        return person is not None and self._here is not None and person.id == self._here.id

    def unsigned(self) -> int:
        """How many active people have not signed for confidentiality."""
        return sum(one.is_active and not one.confidentiality_signed_on for one in self._rows)

    def roles(self) -> tuple[tuple[Role, str], ...]:
        """The roles with their words; before there are people an administrator is needed."""
        offered = tuple(Role) if self._rows else (Role.ADMINISTRATOR,)
        return tuple((role, role_words(role)) for role in offered)

    # --- cells ---------------------------------------------------------------------------

    def words(self, record: Person, column: int) -> str:
        if column == NAME:
            return record.name
        if column == ROLE:
            return role_words(record.role)
        if column == STATE:
            return self._state(record)
        if column == SIGNED_ON:
            return record.confidentiality_signed_on or tr("未签")
        return tr("已设") if record.has_secret else tr("未设")

    def _state(self, person: Person) -> str:
        if not person.is_active:
            return tr("已停用，仍在本席") if self.is_own(person) else tr("已停用")
        if self.is_own(person):
            return tr("本席，已锁屏") if self._is_locked else tr("本席")
        return tr("在用")

    def level(self, record: Person, column: int) -> str:
        if column == STATE and self.is_own(record):
            return "done" if record.is_active else "urgent"
        if not record.is_active:
            return "soft"
        is_amiss = (column == SIGNED_ON and not record.confidentiality_signed_on) or (
            column == SECRET and not record.has_secret
        )
        return "attention" if is_amiss else ""
