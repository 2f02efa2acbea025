"""What waits for a supervisor, whatever noun it is of; each is decided by that noun's own use case.

Breaches, corrections and late entries of the period wait for a word; requests and missing punches
wait until they are decided, whenever they came up. A new kind joins by one line in `SOURCES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.attendance_words import kind_words
from duty_desk.desk.review_views import Choice, QueueItem
from duty_desk.desk.section_parts import span_of
from duty_desk.desk.wording import duration_words
from duty_desk.domain.duty_log import LineState, late_minutes
from duty_desk.domain.problem import beijing
from duty_desk.language import language, tr
from duty_desk.store import attendance as punch_rows
from duty_desk.store import presence as presence_rows
from duty_desk.store import review_rows, timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from duty_desk.desk.section_parts import SectionSide
    from duty_desk.desk.snapshot import Viewer
    from duty_desk.domain.period import Period
    from duty_desk.store.roster_tables import PunchTable
    from duty_desk.store.timeline import Breach
    from duty_desk.store.transaction import Session

    Source = Callable[[Session, "QueueSide", Period], Iterable[QueueItem]]

MOST = 100  # of each kind: who has more waiting needs no longer list
_URGENT_FIRST = ("bad", "warn", "plain", "good")


@dataclass(frozen=True)
class QueueSide:
    """What sources know besides the records."""

    viewer: Viewer
    side: SectionSide

    def rule_name(self, rule_id: str) -> str:
        """A rule in the language in use; its id when the contract in force has it not."""
        rule = self.side.rule(rule_id)
        if rule is None:
            return rule_id
        return rule.name_en if language() == "en" else rule.name


def queue(session: Session, at: QueueSide, period: Period) -> tuple[QueueItem, ...]:
    """Everything that waits, the worst first, then the newest."""
    items = [item for source in SOURCES for item in source(session, at, period)]
    return tuple(sorted(items, key=lambda one: (_URGENT_FIRST.index(one.level), -one.at)))


def _hour(at: int) -> str:
    return f"{beijing(at):%m-%d %H:%M}"


def _note() -> tuple[Choice, ...]:
    return (Choice(key="note", words=tr("批注"), asks=tr("批注内容")),)


def _yes_or_no(yes: str, no: str) -> tuple[Choice, ...]:
    return (
        Choice(key="yes", words=yes),
        Choice(key="no", words=no, asks=tr("写明理由"), is_bad=True),
    )


def _breaches(session: Session, at: QueueSide, period: Period) -> Iterable[QueueItem]:
    for one in timeline.breaches(session, span_of(period), MOST):
        yield QueueItem(
            kind="breach",
            key=one.clock_id,
            at=one.started_at,
            level="bad",
            badge=tr("超时"),
            title=at.viewer.headline_of(session, one.subject),
            note=_breach_note(at, one),
            noun=_noun_of(one.rule_id),
            id=one.subject,
            choices=_note(),
        )


def _breach_note(side: QueueSide, one: Breach) -> str:
    limit = duration_words(one.due_at - one.started_at)
    rule = side.rule_name(one.rule_id)
    at = _hour(one.started_at)
    if one.stopped_at is None:
        return tr("{at} {rule}，时限 {limit}，到现在没有完成", at=at, rule=rule, limit=limit)
    took = duration_words(one.stopped_at - one.started_at)
    return tr("{at} {rule}用时 {took}，时限 {limit}", at=at, rule=rule, took=took, limit=limit)


def _noun_of(rule_id: str) -> str:
    return rule_id.partition(".")[0]


def _log(session: Session, _at: QueueSide, period: Period) -> Iterable[QueueItem]:
    """Lines of the log that were amended, made void, or written late."""
    for row in review_rows.remarkable_lines(session, span_of(period), MOST):
        is_late = row.state == LineState.SAVED
        late = late_minutes(row.at, row.recorded_at)
        yield QueueItem(
            kind="late" if is_late else "correction",
            key=row.id,
            at=row.recorded_at,
            level="plain" if is_late else "warn",
            badge=tr("补记") if is_late else tr("更正"),
            title=row.text,
            note=tr(
                "{at} {name}，晚 {n} 分钟记录。{why}",
                at=_hour(row.at),
                name=tr(row.actor),
                n=late,
                why=row.late_reason,
            )
            if is_late
            else tr(
                "{at} {name}，原记录保留。{why}",
                at=_hour(row.at),
                name=tr(row.ended_by or row.actor),
                why=row.reason,
            ),
            noun="log",
            id=row.id,
            choices=_note(),
        )


def _punches(session: Session, _at: QueueSide, _period: Period) -> Iterable[QueueItem]:
    for row in review_rows.unjudged_punches(session, MOST):
        told = row.reported_at is not None
        yield QueueItem(
            kind="punch",
            key=row.id,
            at=row.planned_at or 0,
            level="warn",
            badge=tr("缺卡"),
            title=tr("{name} {what}", name=row.name, what=_punch_words(row)),
            note=tr("已说明：{words}", words=row.explanation) if told else tr("还没有说明"),
            noun="punch",
            id=row.id,
            choices=(
                Choice(key="yes", words=tr("有正当原因"), asks=tr("写明理由")),
                Choice(key="no", words=tr("计入缺卡"), asks=tr("写明理由"), is_bad=True),
            ),
        )


def _punch_words(row: PunchTable) -> str:
    at = _hour(row.planned_at or 0)
    return tr("{at} {kind}没有打卡", at=at, kind=kind_words(row.kind))


def _corrections(session: Session, _at: QueueSide, _period: Period) -> Iterable[QueueItem]:
    for request in punch_rows.corrections(session):
        if request.state != "asked":
            continue
        row = review_rows.punch(session, request.punch_id)
        yield QueueItem(
            kind="punch_request",
            key=request.id,
            at=request.asked_at,
            level="plain",
            badge=tr("补卡"),
            title=tr("{name} {what}", name=row.name, what=_punch_words(row)),
            note=tr("申请补为 {at}：{why}", at=_hour(request.claimed_at), why=request.reason),
            noun="punch",
            id=row.id,
            choices=_yes_or_no(tr("同意"), tr("不同意")),
        )


def _presence(session: Session, _at: QueueSide, _period: Period) -> Iterable[QueueItem]:
    for row in presence_rows.unjudged(session)[:MOST]:
        in_round = tr("当时正在巡查") if row.in_round else tr("当时没有在巡查")
        yield QueueItem(
            kind="presence",
            key=row.id,
            at=row.prompted_at,
            level="bad",
            badge=tr("在岗"),
            title=tr(
                "{name} {at} 在岗确认没有应答", name=tr(row.person), at=_hour(row.prompted_at)
            ),
            note=in_round,
            noun="presence",
            id=row.id,
            choices=(
                Choice(key="excused", words=tr("有正当原因"), asks=tr("写明依据")),
                Choice(key="breach", words=tr("认定脱岗"), asks=tr("写明依据"), is_bad=True),
            ),
        )


def _wishes(session: Session, _at: QueueSide, _period: Period) -> Iterable[QueueItem]:
    for leave in review_rows.filed_leaves(session):
        yield QueueItem(
            kind="leave",
            key=leave.id,
            at=leave.filed_at,
            level="plain",
            badge=tr("请假"),
            title=tr("{name} {since} 起请假", name=leave.name, since=_hour(leave.from_at)),
            note=tr("到 {until}：{why}", until=_hour(leave.to_at), why=leave.reason),
            noun="leave",
            id=leave.id,
            choices=_yes_or_no(tr("批准"), tr("不批准")),
        )
    for swap in review_rows.agreed_swaps(session):
        yield QueueItem(
            kind="swap",
            key=swap.id,
            at=swap.agreed_at or swap.asked_at,
            level="plain",
            badge=tr("换班"),
            title=tr(
                "{name} {at} 的班换给别人，对方已同意", name=swap.asked_by, at=_hour(swap.starts_at)
            ),
            note=swap.reason,
            noun="swap",
            id=swap.id,
            choices=_yes_or_no(tr("批准"), tr("不批准")),
        )


def _samples(session: Session, _at: QueueSide, _period: Period) -> Iterable[QueueItem]:
    for sample_id, drawn_at, drawn_by, waiting in review_rows.unjudged_samples(session):
        yield QueueItem(
            kind="sample",
            key=sample_id,
            at=drawn_at,
            level="plain",
            badge=tr("抽查"),
            title=tr("抽查还有 {n} 次查看没有复核", n=waiting),
            note=tr("{at} {name} 抽取", at=_hour(drawn_at), name=tr(drawn_by)),
            noun="sample",
            id=sample_id,
        )


SOURCES: tuple[Source, ...] = (
    _breaches,
    _log,
    _punches,
    _corrections,
    _presence,
    _wishes,
    _samples,
)
