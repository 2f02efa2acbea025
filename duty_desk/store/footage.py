"""Footage requests, their recordings and the people beside them, as rows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from duty_desk.domain.footage import (
    NOTED,
    ClockCheck,
    FootageRequest,
    FootageState,
    next_state,
)
from duty_desk.domain.hashchain import canonical
from duty_desk.domain.plain import facts_of, record_from
from duty_desk.store.footage_tables import FootageFileTable, FootagePersonTable, FootageTable
from duty_desk.store.numbering import next_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


class NumberTaken(ValueError):
    """Another seat registered under the same number at the same moment."""


def apply(session: Session, entry: Entry) -> None:
    """Bring a request to what `entry` says.

    Raises:
        ForbiddenFootageMove: the moment cannot happen to it as it stands.
        NumberTaken: the transaction is lost; with the next number it can be done again.
    """
    if entry.kind == "footage.registered":
        session.add(_registered(entry))
        try:
            session.flush()
        except IntegrityError:
            raise NumberTaken(entry.facts["no"]) from None
        return
    if entry.kind in NOTED:
        if entry.kind == "footage.warned":
            row = session.get_one(FootageTable, entry.subject)
            told = entry.facts.get("keys") or [entry.facts["key"]]  # one span an entry before
            row.warned = canonical([*json.loads(row.warned), *told])
        return
    row = session.get_one(FootageTable, entry.subject)
    row.state = next_state(FootageState(row.state), entry.kind)
    row.version += 1
    row.changed_at, row.changed_by, row.changed_kind = entry.event_at, entry.actor, entry.kind
    change = _CHANGES.get(entry.kind)
    if change is not None:
        change(session, row, entry)


def _registered(entry: Entry) -> FootageTable:
    facts = entry.facts
    request = facts["request"]
    return FootageTable(
        id=entry.subject,
        seat=entry.seat,
        year=facts["year"],
        no=facts["no"],
        kind=request["kind"],
        unit=request["unit"],
        state=FootageState.REGISTERED,
        version=1,
        request=canonical(request),
        officers=canonical(facts["officers"]),
        registered_at=entry.event_at,
        registered_by=entry.actor,
        changed_at=entry.event_at,
        changed_by=entry.actor,
        changed_kind=entry.kind,
        warned="[]",
        is_erased=False,
        **dict.fromkeys(("checks", "results", "package"), "{}"),
        **dict.fromkeys(("approved_at", "handed_at", "return_until_at"), 0),
        **dict.fromkeys(("approved_by", "handed_by"), ""),
    )


def _amended(_session: Session, row: FootageTable, entry: Entry) -> None:
    request = entry.facts.get("request")
    if request is not None:
        row.request, row.kind, row.unit = canonical(request), request["kind"], request["unit"]
    if "officers" in entry.facts:
        row.officers = canonical(entry.facts["officers"])


def _clock_checked(_session: Session, row: FootageTable, entry: Entry) -> None:
    check = record_from(ClockCheck, entry.facts["check"])
    row.checks = canonical({**json.loads(row.checks), check.camera_id: entry.facts["check"]})
    request = request_of(row)
    spans = tuple(
        replace(span, clock_ahead_ms=check.ahead_ms) if span.camera_id == check.camera_id else span
        for span in request.spans
    )
    row.request = canonical(facts_of(replace(request, spans=spans)))


def _approved(_session: Session, row: FootageTable, entry: Entry) -> None:
    row.approved_at, row.approved_by = entry.event_at, entry.actor


def _located(session: Session, row: FootageTable, entry: Entry) -> None:
    _amended(session, row, entry)
    row.results = canonical(entry.facts["results"])


def _file_added(session: Session, row: FootageTable, entry: Entry) -> None:
    file = entry.facts["file"]
    session.add(
        FootageFileTable(
            id=file["id"],
            request_id=row.id,
            span_no=file["span_no"],
            name=file["name"],
            size_bytes=file["size_bytes"],
            sha256=file["sha256"],
            look=canonical(file["look"]),
            path=file["path"],
            origin=file["origin"],
            evidence_sha256=file.get("evidence"),
            added_at=entry.event_at,
            added_by=entry.actor,
            removed_at=None,
            removed_by="",
            reason="",
        )
    )


def _file_removed(session: Session, _row: FootageTable, entry: Entry) -> None:
    file = session.get_one(FootageFileTable, entry.facts["file"])
    file.removed_at, file.removed_by = entry.event_at, entry.actor
    file.reason = entry.reason


def _verified(_session: Session, row: FootageTable, entry: Entry) -> None:
    package = {**entry.facts["package"], "at": entry.event_at, "by": entry.actor, "media": []}
    row.package = canonical(package)


def _written(_session: Session, row: FootageTable, entry: Entry) -> None:
    package = json.loads(row.package)
    package["media"] = list(dict.fromkeys([*package["media"], entry.facts["folder"]]))
    row.package = canonical(package)


def _ended(_session: Session, row: FootageTable, entry: Entry) -> None:
    """The medium came back, or our copy is gone: nothing is owed any more."""
    name = f"{entry.kind.partition('.')[2]}_at"
    row.package = canonical({**json.loads(row.package), name: entry.event_at})


def _handed_over(session: Session, row: FootageTable, entry: Entry) -> None:
    _amended(session, row, entry)
    row.handed_at, row.handed_by = entry.event_at, entry.actor
    row.return_until_at = entry.facts["return_until_at"]


def _erased(_session: Session, row: FootageTable, _entry: Entry) -> None:
    row.is_erased = True


_CHANGES: Mapping[str, Callable[[Session, FootageTable, Entry], None]] = {
    "footage.amended": _amended,
    "footage.papers_came": _amended,
    "footage.checked": _amended,
    "footage.clock_checked": _clock_checked,
    "footage.approved": _approved,
    "footage.located": _located,
    "footage.viewed": _amended,
    "footage.closed": _amended,
    "footage.file_added": _file_added,
    "footage.file_removed": _file_removed,
    "footage.verified": _verified,
    "footage.written": _written,
    "footage.handed_over": _handed_over,
    "footage.returned": _ended,
    "footage.destroyed": _ended,
    "footage.people_erased": _erased,
}


# -- reading -----------------------------------------------------------------------------------


def request_of(row: FootageTable) -> FootageRequest:
    """What the request asks, as it stands."""
    return record_from(FootageRequest, json.loads(row.request))


def checks_of(row: FootageTable) -> dict[str, ClockCheck]:
    """The newest comparison of each camera's clock, by camera id, in the order of the request."""
    told = json.loads(row.checks)
    cameras = dict.fromkeys([span.camera_id for span in request_of(row).spans] + list(told))
    return {camera: record_from(ClockCheck, told[camera]) for camera in cameras if camera in told}


def next_no(session: Session, year: int) -> int:
    """The next number of a year, over all seats."""
    return next_in(session, FootageTable.no, FootageTable.year == year)


def within(
    session: Session, from_at: int, to_at: int, states: Iterable[str]
) -> tuple[FootageTable, ...]:
    """Requests registered in a stretch of time, newest first; of all states for none named."""
    statement = select(FootageTable).where(FootageTable.registered_at >= from_at)
    if to_at:
        statement = statement.where(FootageTable.registered_at < to_at)
    wanted = sorted(states)
    if wanted:
        statement = statement.where(FootageTable.state.in_(wanted))
    newest = (FootageTable.year.desc(), FootageTable.no.desc())
    return tuple(session.scalars(statement.order_by(*newest)))


def unfinished(session: Session) -> tuple[FootageTable, ...]:
    """Requests that are not closed, or keep a copy or wait for a medium; oldest first."""
    is_kept = FootageTable.request.contains('"is_copy_kept":true', autoescape=True)
    statement = select(FootageTable).where(
        or_(
            FootageTable.state != FootageState.CLOSED,
            FootageTable.return_until_at > 0,
            is_kept,
        )
    )
    return tuple(session.scalars(statement.order_by(FootageTable.year, FootageTable.no)))


def every(session: Session) -> tuple[FootageTable, ...]:
    """All requests."""
    return tuple(session.scalars(select(FootageTable).order_by(FootageTable.id)))


def files(session: Session, ids: Sequence[str]) -> dict[str, list[FootageFileTable]]:
    """The recordings of requests that were not taken out again, by request, span and time."""
    found: dict[str, list[FootageFileTable]] = {one: [] for one in ids}
    statement = select(FootageFileTable).where(
        FootageFileTable.request_id.in_(list(ids)), FootageFileTable.removed_at.is_(None)
    )
    order = (FootageFileTable.span_no, FootageFileTable.added_at, FootageFileTable.id)
    for row in session.scalars(statement.order_by(*order)):
        found[row.request_id].append(row)
    return found


# -- people, beside the record -----------------------------------------------------------------


def people(session: Session, ids: Sequence[str]) -> dict[str, dict[int, str]]:
    """What is kept sealed of the people who ask, by request and place."""
    found: dict[str, dict[int, str]] = {one: {} for one in ids}
    statement = select(FootagePersonTable).where(FootagePersonTable.request_id.in_(list(ids)))
    for row in session.scalars(statement.order_by(FootagePersonTable.place)):
        found[row.request_id][row.place] = row.sealed
    return found


def keep_people(session: Session, request_id: str, sealed_ones: Sequence[str]) -> None:
    """Put these people in the place of those who were kept; none removes them all."""
    gone = delete(FootagePersonTable).where(FootagePersonTable.request_id == request_id)
    session.execute(gone)
    for place, one in enumerate(sealed_ones):
        session.add(FootagePersonTable(request_id=request_id, place=place, sealed=one))


def officers_of(row: FootageTable) -> list[dict[str, Any]]:
    """What the record itself knows of the people: salted hash, and whether papers were seen."""
    told: list[dict[str, Any]] = json.loads(row.officers)
    return told
