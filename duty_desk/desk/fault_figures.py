"""Figures of faults over a stretch of time: online rate, good-condition rate, calls in time.

The online rate counts what the desk knows: losses of the picture that it has on record, and lost
signals that a person reported. A camera nobody looked at is not known to have been lost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.desk.fault_rows import REPORT_RULE, fault_rows
from duty_desk.desk.fault_views import FaultFigures, Rates
from duty_desk.domain.clock import Verdict
from duty_desk.domain.fault import SIGNAL_LOST, FaultState, Span, covered_ms, rate_ppm
from duty_desk.store import camera as cameras
from duty_desk.store import clock as clock_rows
from duty_desk.store import fault as rows
from duty_desk.store.records import load_ahead
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from duty_desk.domain.fault import FaultKind
    from duty_desk.store.tables import FaultTable
    from duty_desk.store.transaction import Session


@dataclass(frozen=True)
class _Known:
    """What the figures are made from, by camera."""

    span: Span
    now: int
    faults: Mapping[str, list[FaultTable]]
    verdicts: Mapping[str, str]  # of their clocks, by fault
    lost: Mapping[str, tuple[Span, ...]]
    since: Mapping[str, int]  # since when a camera is in the catalogue


@dataclass(frozen=True)
class _Part:
    """What one camera adds to the rates of every group that it is in."""

    row: CameraTable
    whole_ms: int
    lost_ms: int
    down_ms: int
    faults: list[FaultTable]


def figures(session: Session, kinds: Sequence[FaultKind], span: Span, now: int) -> FaultFigures:
    """The figures of the cameras in use within `span`, cut at `now` (UTC ms), with the faults."""
    found = _standing(session, span)
    held = load_ahead(session, CameraTable, (row.camera_id for row in found))
    views = fault_rows(session, found, kinds)
    del held
    return replace(rates(session, span, now), faults=views)


def rates(session: Session, span: Span, now: int) -> FaultFigures:
    """The figures of `figures`, without the faults as rows of a list."""
    span = Span(span.from_at, max(span.from_at, min(span.to_at, now)))
    found = _standing(session, span)
    by_camera: dict[str, list[FaultTable]] = defaultdict(list)
    for row in found:
        by_camera[row.camera_id].append(row)
    known = _Known(
        span,
        now,
        by_camera,
        clock_rows.verdicts(session, REPORT_RULE, [row.id for row in found]),
        rows.lost_spans(session, now),
        rows.added_at(session),
    )
    parts = tuple(_part(row, known) for row in cameras.active(session))
    return FaultFigures(
        from_at=span.from_at,
        to_at=span.to_at,
        whole=_rates("", parts, known),
        by_camera=tuple(_rates(f"{one.row.code} {one.row.name}", (one,), known) for one in parts),
        by_community=_grouped(parts, known, lambda row: row.community),
        by_maintainer=_grouped(parts, known, lambda row: row.maintainer),
        faults=(),
    )


def _standing(session: Session, span: Span) -> list[FaultTable]:
    return [row for row in rows.within(session, span) if row.state != FaultState.DISMISSED]


def _part(row: CameraTable, known: _Known) -> _Part:
    faults = known.faults.get(row.id, [])
    span = _present(row.id, known)
    spans = [(fault.kind, rows.down_span(fault, known.now)) for fault in faults]
    signal = tuple(down for kind, down in spans if kind == SIGNAL_LOST)
    return _Part(
        row=row,
        whole_ms=span.to_at - span.from_at,
        lost_ms=covered_ms((*known.lost.get(row.id, ()), *signal), span),
        down_ms=covered_ms(tuple(down for _, down in spans), span),
        faults=faults,
    )


def _grouped(
    parts: Iterable[_Part], known: _Known, key: Callable[[CameraTable], str]
) -> tuple[Rates, ...]:
    groups: dict[str, list[_Part]] = defaultdict(list)
    for one in parts:
        groups[key(one.row)].append(one)
    return tuple(_rates(name, group, known) for name, group in sorted(groups.items()))


def _rates(name: str, group: Sequence[_Part], known: _Known) -> Rates:
    whole_ms = sum(one.whole_ms for one in group)
    down_ms = sum(one.down_ms for one in group)
    found = [fault for one in group for fault in one.faults]
    verdicts = [known.verdicts.get(fault.id, "") for fault in found]
    return Rates(
        name=name,
        cameras=len(group),
        online_ppm=rate_ppm(sum(one.lost_ms for one in group), whole_ms),
        good_ppm=rate_ppm(down_ms, whole_ms),
        faults=len(found),
        timely=verdicts.count(Verdict.MET),
        judged=verdicts.count(Verdict.MET) + verdicts.count(Verdict.BREACHED),
        down_ms=down_ms,
        repair_ms=_mean_repair(found),
        unrepaired=sum(fault.repaired_at is None and fault.closed_at is None for fault in found),
    )


def _present(camera_id: str, known: _Known) -> Span:
    from_at = max(known.span.from_at, known.since.get(camera_id, known.span.from_at))
    return Span(min(from_at, known.span.to_at), known.span.to_at)


def _mean_repair(found: list[FaultTable]) -> int | None:
    spans = [
        row.repaired_at - row.reported_at
        for row in found
        if row.repaired_at is not None and row.reported_at is not None
    ]
    return sum(spans) // len(spans) if spans else None
