"""People as rows, and their secrets beside the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from duty_desk.domain.person import Person
from duty_desk.domain.rights import Role
from duty_desk.store.tables import PersonTable, SecretTable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


def apply(session: Session, entry: Entry) -> None:
    """Bring the row of a person to what `entry` says; signing in and out changes none."""
    happened = entry.kind.partition(".")[2]
    if happened == "added":
        row = PersonTable(id=entry.subject, is_active=True, has_secret=False)
        _describe(row, entry)
        session.add(row)
    elif happened == "changed":
        _describe(session.get_one(PersonTable, entry.subject), entry)
    elif happened in ("deactivated", "reactivated"):
        session.get_one(PersonTable, entry.subject).is_active = happened == "reactivated"
    elif happened == "secret_set":
        session.get_one(PersonTable, entry.subject).has_secret = True


def _describe(row: PersonTable, entry: Entry) -> None:
    row.name, row.role = entry.facts["name"], str(Role(entry.facts["role"]))
    row.confidentiality_signed_on = entry.facts["confidentiality_signed_on"]


def every(session: Session) -> tuple[Person, ...]:
    """All people, deactivated ones too, in the order they were entered."""
    rows = session.scalars(select(PersonTable).order_by(PersonTable.id))
    return tuple(
        Person(
            id=row.id,
            name=row.name,
            role=Role(row.role),
            is_active=row.is_active,
            confidentiality_signed_on=row.confidentiality_signed_on,
            has_secret=row.has_secret,
        )
        for row in rows
    )


@dataclass(frozen=True)
class Secret:
    """What is kept of a person's password: its hash, and how often it was given wrongly since.

    The last wrong try is told by both clocks, so that setting one of them shortens no wait.
    """

    person_id: str
    hash: str = field(repr=False)
    tries: int = 0
    failed_at: int = 0
    failed_mono_ms: int = 0
    boot_id: str = ""


_FIELDS = tuple(Secret.__dataclass_fields__)


def secrets(session: Session) -> dict[str, Secret]:
    """What is kept of all passwords, by person."""
    rows = session.scalars(select(SecretTable))
    return {row.person_id: Secret(**{name: getattr(row, name) for name in _FIELDS}) for row in rows}


def keep_secret(session: Session, secret: Secret) -> None:
    """Put this in the place of what was kept of the person's password."""
    session.merge(SecretTable(**{name: getattr(secret, name) for name in _FIELDS}))
