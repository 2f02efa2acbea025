"""Lanes and bars of a period. Thousands of records become a few hundred shapes, the worst in front.

A new kind of record gets its lane by one line, `desk.review.lanes.register(key, source)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from duty_desk.desk.fault_rows import REPORT_RULE, kind_name
from duty_desk.desk.patrol_words import round_name, state_words
from duty_desk.desk.review_views import Bar, Bars, Lane, LaneSpan
from duty_desk.desk.section_clocks import MEDIAN, TAIL
from duty_desk.desk.section_parts import cameras_by_id, span_of
from duty_desk.desk.snapshot import PUSH_RULE
from duty_desk.desk.wording import duration_words
from duty_desk.domain.clock import Verdict
from duty_desk.domain.fault import FaultState, Span
from duty_desk.domain.figure import LedgerWish, percentile
from duty_desk.domain.patrol import RoundKind, RoundState
from duty_desk.domain.problem import beijing, shown_number
from duty_desk.language import mark, tr
from duty_desk.store import fault as fault_rows
from duty_desk.store import tallies, timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from duty_desk.desk.review_views import Level
    from duty_desk.desk.section_parts import SectionSide
    from duty_desk.domain.period import Period
    from duty_desk.store.tables import CameraTable
    from duty_desk.store.timeline import Timed
    from duty_desk.store.transaction import Session

    LaneSource = Callable[[Session, Period], Iterable[LaneSpan]]

MOST_SPANS, MOST_BARS = 400, 240
_YEAR_MS = 366 * 86_400_000
_TOLD_BY = {"shift": "shift.started", "emergency": "emergency.found"}  # they have no ledger
_WORST: tuple[Level, ...] = ("plain", "good", "warn", "down", "bad")


class Lanes:
    """The lanes of the time line, in the order in which they were registered."""

    def __init__(self, side: SectionSide) -> None:
        self._sources: dict[str, tuple[str, LaneSource]] = {}
        self.register("presence", mark("在岗"), _shifts)
        self.register("patrol", mark("巡查"), _rounds)
        self.register("problem", mark("问题"), lambda session, at: _problems(session, side, at))
        self.register("fault", mark("故障"), lambda session, at: _faults(session, side, at))
        self.register("emergency", mark("突发"), _emergencies)
        self.register("footage", mark("调取"), _footage)

    def register(self, key: str, title: str, source: LaneSource) -> None:
        """Let `source(session, period)` tell what lies on the lane `key`; `title` is marked."""
        self._sources[key] = (title, source)

    def all(self, session: Session, period: Period) -> tuple[Lane, ...]:
        """Every lane of a period."""
        return tuple(
            Lane(key=key, title=tr(title), spans=thinned(key, source(session, period), period))
            for key, (title, source) in self._sources.items()
        )


def thinned(key: str, found: Iterable[LaneSpan], period: Period) -> tuple[LaneSpan, ...]:
    """The spans of a lane as they are, or joined to some `MOST_SPANS` when there are more.

    What went wrong is joined apart, so that one late push does not paint a whole day red.
    """
    spans = tuple(found)
    if len(spans) <= MOST_SPANS:
        return spans
    bad = [one for one in spans if one.level == "bad"]
    rest = [one for one in spans if one.level != "bad"]
    late = _joined(key, bad, period) if len(bad) > MOST_SPANS else bad
    return (*_joined(key, rest, period), *late)


def _joined(key: str, spans: list[LaneSpan], period: Period) -> list[LaneSpan]:
    step = max(1, (period.to_at - period.from_at) // MOST_SPANS)
    joined = []
    for _, group in groupby(spans, key=lambda one: (one.from_at - period.from_at) // step):
        part = tuple(group)
        joined.append(
            LaneSpan(
                from_at=part[0].from_at,
                to_at=max(one.to_at for one in part),
                level=max((one.level for one in part), key=_WORST.index),
                words=tr("{at} 起 {n} 件", at=_hour(part[0].from_at), n=len(part)),
                wish=_wish(key, part, period),
            )
        )
    return joined


def _wish(key: str, part: tuple[LaneSpan, ...], period: Period) -> LedgerWish:
    """Just the records of a joined span: others lie beside them, on the lane and in time.

    A shift began before the period, a fault was found before or after it.
    """
    ids, noun = ",".join(one.id for one in part), part[0].noun
    widely = (0, period.to_at + _YEAR_MS)
    if noun in _TOLD_BY:
        return LedgerWish("journal", *widely, (("kind", _TOLD_BY[noun]), ("subject", ids)))
    span = widely if key == "fault" else span_of(period)
    return LedgerWish(key, *span, (("id", ids),))


def _hour(at: int) -> str:
    return f"{beijing(at):%m-%d %H:%M}"


def _shifts(session: Session, period: Period) -> Iterable[LaneSpan]:
    for row in tallies.shifts(session, span_of(period)):
        ended_at = min(row.ended_at or period.to_at, period.to_at)
        yield LaneSpan(
            from_at=max(row.started_at, period.from_at),
            to_at=ended_at,
            level="good",
            words=tr(
                "{name} {since} 起在岗，{seat} 号席",
                name=tr(row.name),
                since=_hour(row.started_at),
                seat=row.seat,
            ),
            noun="shift",
            id=row.id,
        )
    for check in tallies.unanswered(session, span_of(period)):
        yield LaneSpan(
            from_at=check.prompted_at,
            to_at=check.ended_at or check.prompted_at,
            level="bad",
            words=tr(
                "{at} 在岗确认无人应答（{name}）",
                at=_hour(check.prompted_at),
                name=tr(check.person),
            ),
            noun="presence",
            id=check.id,
        )


_ROUND_LEVEL: Mapping[str, Level] = {
    RoundState.COMPLETE: "plain",
    RoundState.RUNNING: "plain",
    RoundState.INCOMPLETE: "warn",
    RoundState.MISSED: "bad",
}


def _rounds(session: Session, period: Period) -> Iterable[LaneSpan]:
    for row in timeline.rounds(session, span_of(period)):
        from_at = row.window_from_at if row.started_at is None else row.started_at
        to_at = row.window_to_at if row.started_at is None else row.ended_at or period.to_at
        words = tr(
            "{name} {at}，{state}，{seen}/{expected} 点",
            name=round_name(row.slot, row.name, RoundKind(row.kind)),
            at=_hour(from_at),
            state=state_words(row.state),
            seen=row.seen,
            expected=row.expected,
        )
        yield LaneSpan(
            from_at=max(from_at, period.from_at),
            to_at=min(to_at, period.to_at),
            level=_ROUND_LEVEL[row.state],
            words=words,
            noun="round",
            id=row.id,
        )


@dataclass(frozen=True)
class _Names:
    """What records are called."""

    cameras: Mapping[str, CameraTable]
    kind: Callable[[str], str]

    def of(self, row: Timed) -> str:
        camera = self.cameras[row.camera_id]
        number = shown_number(row.found_on, row.no)
        return f"{number} {camera.code} {camera.name} · {self.kind(row.kind)}"


def _problems(session: Session, side: SectionSide, period: Period) -> Iterable[LaneSpan]:
    names = _Names(cameras_by_id(session), side.category_name)
    rows = timeline.problems(session, span_of(period), PUSH_RULE)
    is_joined = len(rows) > MOST_SPANS  # then nobody reads what each of them was
    for row in rows:
        yield LaneSpan(
            from_at=row.found_at,
            to_at=row.found_at,
            level="bad" if row.verdict == Verdict.BREACHED else "warn",
            words="" if is_joined and row.verdict != Verdict.BREACHED else _told(row, names),
            noun="problem",
            id=row.id,
        )


def _told(row: Timed, names: _Names) -> str:
    head = tr("{what}，{at} 发现", what=names.of(row), at=_hour(row.found_at))
    if row.took_ms is None:
        return head
    took = duration_words(row.took_ms)
    if row.verdict == Verdict.BREACHED:
        return tr("{head}，用时 {took}，超过时限", head=head, took=took)
    return tr("{head}，用时 {took}", head=head, took=took)


def _faults(session: Session, side: SectionSide, period: Period) -> Iterable[LaneSpan]:
    cameras = cameras_by_id(session)
    span = Span(*span_of(period))
    for row in fault_rows.within(session, span):
        down = fault_rows.down_span(row, period.to_at)
        if row.state == FaultState.DISMISSED or down.to_at <= span.from_at:
            continue
        camera = cameras[row.camera_id]
        number = shown_number(row.found_on, row.no)
        about = f"{number} {camera.code} {camera.name} · {kind_name(side.kinds, row.kind)}"
        yield LaneSpan(
            from_at=max(down.from_at, span.from_at),
            to_at=min(down.to_at, span.to_at),
            level="down",
            words=tr("{what}，{at} 起停用", what=about, at=_hour(row.down_from_at)),
            noun="fault",
            id=row.id,
        )


def _emergencies(session: Session, period: Period) -> Iterable[LaneSpan]:
    for row in tallies.emergencies(session, span_of(period)):
        yield LaneSpan(
            from_at=row.found_at,
            to_at=min(row.closed_at or period.to_at, period.to_at),
            level="bad",
            words=tr("突发 {at} {text}", at=_hour(row.found_at), text=row.text or row.place),
            noun="emergency",
            id=row.id,
        )


def _footage(session: Session, period: Period) -> Iterable[LaneSpan]:
    for row in timeline.footage(session, span_of(period)):
        yield LaneSpan(
            from_at=row.registered_at,
            to_at=min(row.handed_at or row.registered_at, period.to_at),
            level="plain",
            words=tr("调取 {at} {unit}", at=_hour(row.registered_at), unit=row.unit),
            noun="footage",
            id=row.id,
        )


# -- bars --------------------------------------------------------------------------------------


def bars(session: Session, side: SectionSide, period: Period) -> tuple[Bars, ...]:
    """Each push and each fault report against its limit."""
    span = span_of(period)
    cameras = cameras_by_id(session)
    return (
        _bars(
            ("problem", tr("每件推送用时")),
            timeline.problems(session, span, PUSH_RULE),
            _Names(cameras, side.category_name),
            (side, PUSH_RULE),
        ),
        _bars(
            ("fault", tr("每件报修用时")),
            timeline.faults(session, span, REPORT_RULE),
            _Names(cameras, lambda code: kind_name(side.kinds, code)),
            (side, REPORT_RULE),
        ),
    )


def _bars(
    titles: tuple[str, str], rows: Sequence[Timed], names: _Names, ruled: tuple[SectionSide, str]
) -> Bars:
    noun, title = titles
    rule = ruled[0].rule(ruled[1])
    stopped = [row for row in rows if row.took_ms is not None]
    took = sorted(row.took_ms or 0 for row in stopped)
    each = -(-len(stopped) // MOST_BARS) or 1
    parts = [stopped[start : start + each] for start in range(0, len(stopped), each)]
    return Bars(
        key=noun,
        title=title,
        bars=tuple(_bar(noun, part, names) for part in parts),
        limit_ms=rule.limit_ms if rule else None,
        p50_ms=percentile(took, MEDIAN),
        p95_ms=percentile(took, TAIL),
        each=each,
        clause=rule.clause if rule else "",
    )


def _bar(noun: str, part: Sequence[Timed], names: _Names) -> Bar:
    worst = max(part, key=lambda row: row.took_ms or 0)
    level: Level = "bad" if any(row.verdict == Verdict.BREACHED for row in part) else "plain"
    told = _told(worst, names)
    several = len(part) > 1
    return Bar(
        at=part[0].found_at,
        ms=worst.took_ms or 0,
        mid_ms=percentile(sorted(row.took_ms or 0 for row in part), MEDIAN) if several else None,
        level=level,
        words=tr("{n} 件中最慢的：{one}", n=len(part), one=told) if several else told,
        noun="" if several else noun,
        id="" if several else worst.id,
        wish=LedgerWish(noun, part[0].found_at, part[-1].found_at + 1, (("timed", "1"),))
        if several
        else None,
    )
