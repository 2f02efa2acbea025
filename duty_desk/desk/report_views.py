"""What screens get of reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.report_content import Content
    from duty_desk.domain.report import Difference, ReportKind, ReportState


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """A report in a list.

    Attributes:
        title: Kind and period in words.
        due_at: When it must be delivered; None when no clock runs or ran for it.
        verdict: Of its clock, "" without one.
        failed_words: Why the last preparation did not succeed.
    """

    id: str
    kind: ReportKind
    title: str
    state: ReportState
    version: int
    from_at: int
    to_at: int
    due_at: int | None
    verdict: str
    delivered_at: int | None
    failed_words: str


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version that was frozen, or is being written.

    Attributes:
        attachments: What was frozen beside it: no, title, sha256 ("" for by hand), rows.
    """

    version: int
    number: str
    reason: str
    frozen_at: int | None
    frozen_by: str
    delivered_at: int | None
    receiver: str
    template: str
    docx_sha256: str
    attachments: tuple[Mapping[str, Any], ...]
    seal: str
    checkpoint_no: int | None
    differences: tuple[Difference, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ReportDetail:
    """One report, with what people wrote, and last period's texts beside it.

    Attributes:
        texts: By key, what stands now.
        texts_before: By key, what stood in the report over the period before.
        approved: The content as approved or frozen; None while it is live.
        approved_by: Who approved it; "" while nobody has.
        where: The conditions on problems that its filter sets, as a ledger takes them.
    """

    row: ReportRow
    texts: Mapping[str, str]
    texts_before: Mapping[str, str]
    approved: Content | None
    approved_at: int | None
    approved_by: str
    versions: tuple[VersionRow, ...]
    where: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What a report lacks, or why it is whole.

    Attributes:
        level: ok, fill (somebody can still fill it) or note (it is so).
        noun: What the records are, to open the first of them; "" where there are none.
        subjects: Their ids, oldest first.
    """

    key: str
    level: str
    words: str
    noun: str = ""
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Upcoming:
    """A report that will fall due: told the day before."""

    title: str
    due_at: int
    is_rare: bool  # not every day


@dataclass(frozen=True, kw_only=True)
class ReportGlance:
    """What every page must know of reports.

    Attributes:
        waiting: How many are due and not delivered.
        failed: Sentences about preparations that did not succeed.
        upcoming: What falls due next, by kind.
    """

    waiting: int = 0
    failed: tuple[str, ...] = ()
    upcoming: tuple[Upcoming, ...] = field(default=())
