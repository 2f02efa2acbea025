"""Figures of faults over a stretch of time: online rate, good-condition rate, calls in time.

The online rate counts what the desk knows: losses of the picture that it has on record, and lost
signals that a person reported. A camera nobody looked at is not known to have been lost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.fault_rows import fault_rows
from duty_desk.desk.fault_views import FaultFigures, Rates
from duty_desk.domain.fault import SIGNAL_LOST, FaultState, Span, covered_ms, rate_ppm
from duty_desk.store import camera as cameras
from duty_desk.store import fault as rows
from duty_desk.store.records import load_ahead
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.domain.fault import FaultKind
    from duty_desk.store.tables import FaultTable
    from duty_desk.store.transaction import Session

_JUDGED = ("met", "breached")


@dataclass(frozen=True)
class _Known:
    """What the figures are made from, by camera."""

    span: Span
    now: int
    faults: Mapping[str, list[tuple[FaultTable, FaultRow]]]
    lost: Mapping[str, tuple[Span, ...]]
    since: Mapping[str, int]  # since when a camera is in the catalogue


def figures(session: Session, kinds: Sequence[FaultKind], span: Span, now: int) -> FaultFigures:
    """The figures of the cameras in use within `span`, cut at `now` (UTC ms)."""
    span = Span(span.from_at, max(span.from_at, min(span.to_at, now)))
    found = [row for row in rows.within(session, span) if row.state != FaultState.DISMISSED]
    held = load_ahead(session, CameraTable, (row.camera_id for row in found))
    views = fault_rows(session, found, kinds)
    by_camera: dict[str, list[tuple[FaultTable, FaultRow]]] = defaultdict(list)
    for row, view in zip(found, views, strict=True):
        by_camera[row.camera_id].append((row, view))
    lost, since = rows.lost_spans(session, now), rows.added_at(session)
    known = _Known(span, now, by_camera, lost, since)
    used = cameras.active(session)
    del held
    return FaultFigures(
        from_at=span.from_at,
        to_at=span.to_at,
        whole=_rates("", used, known),
        by_camera=tuple(_rates(f"{row.code} {row.name}", (row,), known) for row in used),
        by_community=_grouped(used, known, lambda row: row.community),
        by_maintainer=_grouped(used, known, lambda row: row.maintainer),
        faults=views,
    )


def _grouped(
    used: Iterable[CameraTable], known: _Known, key: Callable[[CameraTable], str]
) -> tuple[Rates, ...]:
    groups: dict[str, list[CameraTable]] = defaultdict(list)
    for row in used:
        groups[key(row)].append(row)
    return tuple(_rates(name, group, known) for name, group in sorted(groups.items()))


def _rates(name: str, group: Iterable[CameraTable], known: _Known) -> Rates:
    used = tuple(group)
    whole_ms = lost_ms = down_ms = 0
    found: list[tuple[FaultTable, FaultRow]] = []
    for camera in used:
        faults = known.faults.get(camera.id, [])
        found += faults
        span = _present(camera.id, known)
        spans = tuple(rows.down_span(row, known.now) for row, _ in faults)
        signal = tuple(
            rows.down_span(row, known.now) for row, _ in faults if row.kind == SIGNAL_LOST
        )
        whole_ms += span.to_at - span.from_at
        lost_ms += covered_ms((*known.lost.get(camera.id, ()), *signal), span)
        down_ms += covered_ms(spans, span)
    judged = [view for _, view in found if view.verdict in _JUDGED]
    return Rates(
        name=name,
        cameras=len(used),
        online_ppm=rate_ppm(lost_ms, whole_ms),
        good_ppm=rate_ppm(down_ms, whole_ms),
        faults=len(found),
        timely=sum(view.verdict == "met" for view in judged),
        judged=len(judged),
        down_ms=down_ms,
        repair_ms=_mean_repair([row for row, _ in found]),
        unrepaired=sum(view.down_to_at is None for _, view in found),
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
