"""Footage requests as screens get them: rows of the register, and the whole form of one.

Instants are UTC milliseconds. Officers come masked unless whoever looks may see them; a look at
them unmasked is on record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.domain.footage import (
        ClockCheck,
        FootageKind,
        FootageRequest,
        FootageState,
        Holding,
        Span,
    )
    from duty_desk.video.file_look import FileLook


@dataclass(frozen=True, kw_only=True)
class FootageWish:
    """Which requests to list: none of the fields narrows while it is empty.

    Attributes:
        text: Looked for in number, unit, reason, content, case, document, cameras.
        states: Values of `FootageState`.
        from_at: Registered at or after; `to_at` is excluded, 0 for no end.
    """

    text: str = ""
    states: frozenset[str] = frozenset()
    from_at: int = 0
    to_at: int = 0


@dataclass(frozen=True, kw_only=True)
class FootageRow:
    """A request in the register.

    Attributes:
        soonest_overwritten_at: When the first of its spans begins to be overwritten; None once it
            does not matter any more.
        holding: The worst of its spans.
        version: To be given back with a step; another one means that somebody changed it.
        lacking: What the next step still lacks, names of `domain.footage.missing*`.
    """

    id: str
    number: str
    kind: FootageKind
    state: FootageState
    unit: str
    cameras: int
    registered_at: int
    soonest_overwritten_at: int | None
    holding: Holding
    version: int
    lacking: tuple[str, ...] = ()
    files: int = 0  # how many recordings are there
    spans_with_files: int = 0
    changed_at: int = 0
    changed_by: str = ""
    papers_due_at: int = 0  # until when papers must follow; 0 when none are owed
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficerRow:
    """Somebody who asks; `is_erased` when what was personal has been removed by law."""

    place: int  # from 0
    name: str
    number: str
    phone: str
    is_seen: bool
    is_erased: bool = False


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A recording of a request.

    Attributes:
        plays: A value of `video.file_look.Playing`.
        held_at: Where it lies: the path it was hashed at, or its place in the package.
        origin: file | still | clip.
        evidence_id: Its hash in our own evidence folder, None for a file from outside.
    """

    id: str
    span_no: int
    name: str
    size_bytes: int
    sha256: str
    plays: str
    held_at: str
    origin: str
    evidence_id: str | None
    added_at: int
    by: str
    look: FileLook | None = None


@dataclass(frozen=True, kw_only=True)
class SpanRow:
    """One asked span with what is known of it; `no` counts from 1."""

    span: Span
    no: int
    camera_name: str
    overwritten_at: int
    holding: Holding
    check: ClockCheck | None
    files: tuple[FileRow, ...] = ()
    days_kept: int = 30
    result: str = ""  # what was found on the recorder, in words


@dataclass(frozen=True, kw_only=True)
class CustodyRow:
    """One line of the chain of custody: who did what when; `seq` is its number in the journal."""

    at: int
    by_name: str
    words: str
    seq: int = 0
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class PackageRow:
    """The sealed package: where it lies, the hash that fixes it, and media it was written to.

    Attributes:
        head: The journal's head when it was sealed, `hash@seq`.
        media: Folders it was written to and read back from.
    """

    folder: Path
    seal: str
    head: str
    sealed_at: int
    sealed_by: str
    files: int
    size_bytes: int
    media: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FootageDetail:
    """Everything the form of a request shows.

    Attributes:
        request: As registered and amended; the case number is masked where officers are.
        may: Kinds of moments that state and rights allow now, as `footage.approved`.
        missing: What the next step still lacks.
        results: What was found, by camera id.
    """

    row: FootageRow
    request: FootageRequest
    officers: tuple[OfficerRow, ...]
    spans: tuple[SpanRow, ...]
    custody: tuple[CustodyRow, ...]
    package: PackageRow | None
    may: frozenset[str]
    missing: tuple[str, ...]
    is_masked: bool = True
    may_see_people: bool = False  # `open(…, is_masked=False)` would show them, and is on record
    registered_by: str = ""
    approved_by: str = ""
    approved_at: int = 0
    handed_by: str = ""
    handed_at: int = 0
    return_until_at: int = 0
    returned_at: int = 0
    destroyed_at: int = 0
    papers_scan: Path | None = None
    signed_scan: Path | None = None


@dataclass(frozen=True, kw_only=True)
class OwnEvidence:
    """A still or clip of our own desk that falls into a span and may be attached.

    Attributes:
        sha256: Its hash in the evidence folder; give it to `add_file`.
        kind: still | clip.
        about: The problem or fault it belongs to, in words.
    """

    sha256: str
    kind: str
    camera_id: str
    at: int
    to_at: int
    about: str
    path: Path
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class FootageWarning:
    """A countdown of a request that every page shows.

    Attributes:
        what: retention (a span is about to be overwritten) | papers (they have to follow) |
            medium (it should be back) | copy (ours should be destroyed).
        level: attention | urgent | breach.
    """

    request_id: str
    number: str
    what: str
    due_at: int
    level: str
    cameras: tuple[str, ...] = ()
    unit: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is about; its level may rise."""
        return self.request_id, self.what


@dataclass(frozen=True, kw_only=True)
class FootageDay:
    """What the snapshot shows of requests: how many are open, and countdowns, soonest first."""

    open: int = 0
    warnings: tuple[FootageWarning, ...] = field(default=())
    is_made: bool = False
