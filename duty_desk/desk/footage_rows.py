"""Footage requests as views: rows of the register, and the whole form of one."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.desk.footage_people import taken_out
from duty_desk.desk.footage_rules import RIGHTS
from duty_desk.desk.footage_views import (
    CustodyRow,
    FileRow,
    FootageDetail,
    FootageRow,
    OfficerRow,
    PackageRow,
    SpanRow,
)
from duty_desk.desk.footage_words import number_of
from duty_desk.desk.wording import has_line
from duty_desk.domain.footage import (
    BEFORE_EXPORT,
    DAYS_KEPT,
    FootageKind,
    FootageState,
    Holding,
    Officer,
    holding,
    masked,
    masked_name,
    missing_papers,
    missing_to_hand_over,
    moves_from,
    overwritten_at,
)
from duty_desk.domain.rights import Right, may
from duty_desk.store import duty_log, journal
from duty_desk.store import footage as rows
from duty_desk.store.records import load_ahead
from duty_desk.store.tables import CameraTable, EvidenceTable
from duty_desk.video.file_look import FileLook, Playing, SeenPicture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.footage import FootageRequest, Span
    from duty_desk.domain.moment import Entry
    from duty_desk.store.footage_tables import FootageFileTable, FootageTable
    from duty_desk.store.transaction import Session

_ORDER = tuple(Holding)
_ENDED = {"footage.returned": "returned_at", "footage.destroyed": "destroyed_at"}


@dataclass(frozen=True)
class Places:
    """Names of cameras, and how many days their recorder keeps, by id."""

    names: dict[str, str]
    days: dict[str, int]

    def days_kept(self, camera_id: str) -> int:
        """How many days a camera's recordings are kept."""
        return self.days.get(camera_id, DAYS_KEPT)


def places(session: Session, camera_ids: Iterable[str]) -> Places:
    """What is known of these cameras."""
    found = load_ahead(session, CameraTable, camera_ids)
    kept = {row.id: json.loads(row.details).get("retain_days") for row in found}
    days = {camera_id: int(days) for camera_id, days in kept.items() if days}
    return Places({row.id: row.name for row in found}, days)


def register_rows(
    session: Session, found: Sequence[FootageTable], now: int
) -> tuple[FootageRow, ...]:
    """Requests as rows, in their order."""
    asked = {row.id: rows.request_of(row) for row in found}
    where = places(session, {span.camera_id for one in asked.values() for span in one.spans})
    files = rows.files(session, [row.id for row in found])
    return tuple(_row(row, asked[row.id], files[row.id], where, now) for row in found)


def _row(
    row: FootageTable,
    asked: FootageRequest,
    files: Sequence[FootageFileTable],
    where: Places,
    now: int,
) -> FootageRow:
    there = {file.span_no for file in files}
    return FootageRow(
        id=row.id,
        number=number_of(row),
        kind=FootageKind(row.kind),
        state=FootageState(row.state),
        unit=row.unit,
        cameras=len({span.camera_id for span in asked.spans}),
        registered_at=row.registered_at,
        soonest_overwritten_at=min(
            (at for at, _ in endangered(row, asked, there, where, now)), default=None
        ),
        holding=max(standings(asked.spans, where, now), key=_ORDER.index, default=Holding.HELD),
        version=row.version,
        lacking=lacking(row, asked, len(files)),
        files=len(files),
        spans_with_files=len(there),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        papers_due_at=0 if asked.paper_no and asked.paper_scan else asked.papers_due_at,
        reason=asked.reason,
    )


def endangered(
    row: FootageTable, asked: FootageRequest, there: set[int], where: Places, now: int
) -> tuple[tuple[int, Span], ...]:
    """Spans that are still wanted from the recorder, with when they begin to be overwritten."""
    if FootageState(row.state) not in BEFORE_EXPORT:
        return ()
    return tuple(
        (overwritten_at(span, where.days_kept(span.camera_id)), span)
        for no, span in enumerate(asked.spans, 1)
        if no not in there
        and holding(span, now, where.days_kept(span.camera_id)) is not Holding.GONE
    )


def standings(spans: Iterable[Span], where: Places, now: int) -> tuple[Holding, ...]:
    """How each span stands against the days its recorder keeps."""
    return tuple(holding(span, now, where.days_kept(span.camera_id)) for span in spans)


def lacking(row: FootageTable, asked: FootageRequest, files: int) -> tuple[str, ...]:
    """What the next step still lacks."""
    state = FootageState(row.state)
    if state is FootageState.REGISTERED:
        seen = (bool(one["is_seen"]) for one in rows.officers_of(row))
        return missing_papers(asked, tuple(Officer(name="", number="", is_seen=it) for it in seen))
    if state is FootageState.LOCATED and asked.kind is not FootageKind.VIEW:
        return () if files else ("files",)
    if state is FootageState.VERIFIED:
        return missing_to_hand_over(asked, files)
    return ()


def looked_for(row: FootageTable, asked: FootageRequest) -> str:
    """What a search looks into, in small letters."""
    cameras = " ".join(span.code for span in asked.spans)
    told = (asked.unit, asked.reason, asked.content, asked.case_no, asked.paper_no, cameras)
    return " ".join((number_of(row), *told)).casefold()


# -- the whole form ----------------------------------------------------------------------------


def detail_of(desk: Desk, session: Session, row: FootageTable, *, is_masked: bool) -> FootageDetail:
    """Everything the form of a request shows."""
    asked, now = rows.request_of(row), desk.time.now_ms()
    files = rows.files(session, [row.id])[row.id]
    where = places(session, {span.camera_id for span in asked.spans})
    view = _row(row, asked, files, where, now)
    ended = json.loads(row.package)
    shown = replace(asked, case_no=masked(asked.case_no)) if is_masked else asked
    return FootageDetail(
        row=view,
        request=shown,
        officers=_officers(desk, session, row, is_masked=is_masked),
        spans=_spans(desk, row, asked, files, where),
        custody=custody(desk, session, row.id),
        package=package_of(desk, row),
        may=_may(desk, row),
        missing=view.lacking,
        is_masked=is_masked,
        may_see_people=may(desk.role, Right.FOOTAGE_PERSONAL),
        registered_by=row.registered_by,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        handed_by=row.handed_by,
        handed_at=row.handed_at,
        return_until_at=row.return_until_at,
        returned_at=ended.get("returned_at", 0),
        destroyed_at=ended.get("destroyed_at", 0),
        papers_scan=_scan(desk, session, asked.paper_scan),
        signed_scan=_scan(desk, session, asked.signed_scan),
    )


def officers_in(desk: Desk, session: Session, row: FootageTable) -> tuple[Officer | None, ...]:
    """The people as they were given; None where one was erased."""
    sealed = rows.people(session, [row.id])[row.id]
    return taken_out(desk.vault, row.id, rows.officers_of(row), sealed)


def _officers(
    desk: Desk, session: Session, row: FootageTable, *, is_masked: bool
) -> tuple[OfficerRow, ...]:
    known = rows.officers_of(row)
    return tuple(
        officer_row(place, one, is_seen=bool(known[place]["is_seen"]), is_masked=is_masked)
        for place, one in enumerate(officers_in(desk, session, row))
    )


def officer_row(place: int, one: Officer | None, *, is_seen: bool, is_masked: bool) -> OfficerRow:
    """One of the people, masked or not; empty where he was erased."""
    if one is None:
        return OfficerRow(
            place=place, name="", number="", phone="", is_seen=is_seen, is_erased=True
        )
    return OfficerRow(
        place=place,
        name=masked_name(one.name) if is_masked else one.name,
        number=masked(one.number) if is_masked else one.number,
        phone=masked(one.phone) if is_masked else one.phone,
        is_seen=is_seen,
    )


def _spans(
    desk: Desk,
    row: FootageTable,
    asked: FootageRequest,
    files: Sequence[FootageFileTable],
    where: Places,
) -> tuple[SpanRow, ...]:
    checks, results = rows.checks_of(row), json.loads(row.results)
    package, now = json.loads(row.package), desk.time.now_ms()
    return tuple(
        SpanRow(
            span=span,
            no=no,
            camera_name=where.names.get(span.camera_id, ""),
            overwritten_at=overwritten_at(span, where.days_kept(span.camera_id)),
            holding=holding(span, now, where.days_kept(span.camera_id)),
            check=checks.get(span.camera_id),
            files=tuple(file_row(desk, one, package) for one in files if one.span_no == no),
            days_kept=where.days_kept(span.camera_id),
            result=results.get(span.camera_id, ""),
        )
        for no, span in enumerate(asked.spans, 1)
    )


def file_row(desk: Desk, row: FootageFileTable, package: dict[str, Any]) -> FileRow:
    """A recording; once it is sealed it lies in the package."""
    inside = package.get("names", {}).get(row.id)
    held_at = str(Path(package["folder"]) / inside) if inside else row.path
    look = look_of(desk, json.loads(row.look))
    return FileRow(
        id=row.id,
        span_no=row.span_no,
        name=row.name,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        plays=look.playing,
        held_at=held_at,
        origin=row.origin,
        evidence_id=row.evidence_sha256,
        added_at=row.added_at,
        by=row.added_by,
        look=look,
    )


def look_of(desk: Desk, facts: dict[str, Any]) -> FileLook:
    """What the try to play a file found, with its pictures as far as they can be read."""
    pictures = []
    for told in facts["pictures"]:
        try:
            jpeg = desk.store.evidence.path(told["sha256"]).read_bytes()
        except OSError:
            continue  # `verify` names the file; the form goes on without its picture
        pictures.append(SeenPicture(told["at_ms"], jpeg))
    return FileLook(
        playing=Playing(facts["playing"]),
        codec=facts["codec"],
        width=facts["width"],
        height=facts["height"],
        length_ms=facts["length_ms"],
        seen_to_ms=facts["seen_to_ms"],
        pictures=tuple(pictures),
    )


def custody(desk: Desk, session: Session, request_id: str) -> tuple[CustodyRow, ...]:
    """The chain of custody, oldest first: every entry of the request, in words.

    Where our own stills and clips were attached, the entries that brought them come first.
    """
    viewer = desk.viewer()
    own = journal.entries_of(session, request_id)
    found = [*_brought(session, request_id), *_with_lines(session, request_id, own)]
    entries = (one for one in found if has_line(one))
    lines = (viewer.journal_line(session, entry) for entry in entries)
    return tuple(
        CustodyRow(at=one.event_at, by_name=one.actor, words=one.text, seq=one.seq, kind=one.kind)
        for one in lines
    )


def _with_lines(session: Session, request_id: str, own: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries of a request, and the lines of the duty log that name it, by time."""
    since_at = min((one.event_at for one in own), default=0)
    lines = duty_log.naming(session, request_id, since_at)
    told = [one for line in lines for one in journal.entries_of(session, line)]
    return tuple(sorted((*own, *told), key=lambda one: one.event_at)) if told else own


def _brought(session: Session, request_id: str) -> list[Entry]:
    """The entries by which our own evidence in a request was taken, oldest first."""
    own = [one.evidence_sha256 for one in rows.files(session, [request_id])[request_id]]
    kept = load_ahead(session, EvidenceTable, [sha256 for sha256 in own if sha256])
    places_of = sorted({(one.seat, one.seq) for one in kept})
    found = [journal.entry_at(session, seat, seq) for seat, seq in places_of]
    return sorted((one for one in found if one is not None), key=lambda one: one.event_at)


def package_of(desk: Desk, row: FootageTable) -> PackageRow | None:
    """The sealed package, None before it is."""
    facts = json.loads(row.package)
    if "seal" not in facts:
        return None
    return PackageRow(
        folder=desk.store.place.data / facts["folder"],  # an absolute one stays as it is
        seal=facts["seal"],
        head=facts["head"],
        sealed_at=facts["at"],
        sealed_by=facts["by"],
        files=facts["files"],
        size_bytes=facts["size_bytes"],
        media=tuple(facts["media"]),
    )


def _may(desk: Desk, row: FootageTable) -> frozenset[str]:
    role = desk.role
    return frozenset(
        kind
        for kind in moves_from(FootageState(row.state))
        if may(role, RIGHTS.get(kind, Right.FOOTAGE))
        and not (kind == "footage.people_erased" and row.is_erased)
        and _ENDED.get(kind) not in json.loads(row.package)
    )


def _scan(desk: Desk, session: Session, sha256: str) -> Path | None:
    row = session.get(EvidenceTable, sha256) if sha256 else None
    return desk.store.evidence.path(sha256, row.suffix) if row else None
