"""The questions of the morning page, each with its answer from the sections and the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.fault_rows import headline as fault_headline
from duty_desk.desk.figure_words import UNKNOWN, found, percent, value_words, words_of
from duty_desk.desk.morning_views import MorningLine, MorningPart
from duty_desk.desk.patrol_words import round_name, state_words
from duty_desk.desk.section_cameras import LONG_MS
from duty_desk.desk.snapshot import PUSH_RULE
from duty_desk.desk.wording import duration_words
from duty_desk.domain.clock import Verdict
from duty_desk.domain.fault import Span
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.patrol import RoundKind, RoundState
from duty_desk.domain.problem import beijing, shown_number
from duty_desk.language import tr
from duty_desk.store import emergency as emergency_rows
from duty_desk.store import fault as fault_rows
from duty_desk.store import journal, tallies, timeline
from duty_desk.store.checkpoint import code_of
from duty_desk.store.tables import ProblemTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.section_parts import SectionSide
    from duty_desk.desk.snapshot import Viewer
    from duty_desk.domain.figure import Figure, Level, Section
    from duty_desk.domain.open_item import OpenItem
    from duty_desk.domain.period import Period
    from duty_desk.store.chain_span import ChainFound
    from duty_desk.store.tables import FaultTable
    from duty_desk.store.timeline import Walked
    from duty_desk.store.transaction import Session

MOST_LINES = 6  # below a question: the page is one A4
DAY_MS = 86_400_000


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What answers are made from. `sections` tell the day before, `sections_today` this one."""

    session: Session
    viewer: Viewer
    side: SectionSide
    yesterday: Period
    today: Period
    sections: tuple[Section, ...]
    sections_today: tuple[Section, ...]
    items: tuple[OpenItem, ...]
    now: int
    is_today: bool  # what is open is known of now alone

    @property
    def is_known(self) -> bool:
        """Whether anything is on record of these days."""
        return self.of("problems.found").value is not None or self.is_today

    @property
    def span(self) -> tuple[int, int]:
        """Both days together, up to now."""
        return self.yesterday.from_at, self.today.to_at

    def of(self, key: str) -> Figure:
        """A figure of the day before."""
        figure = found(self.sections, key)
        if figure is None:
            raise KeyError(key)
        return figure

    def today_of(self, key: str) -> Figure:
        """A figure of the day so far."""
        figure = found(self.sections_today, key)
        if figure is None:
            raise KeyError(key)
        return figure


def _hour(at: int) -> str:
    return f"{beijing(at):%m-%d %H:%M}"


def _few(lines: Iterable[MorningLine], wish: LedgerWish | None = None) -> tuple[MorningLine, ...]:
    """The first lines, the worst in front, and how many more there are, all of them by `wish`."""
    told = sorted(lines, key=lambda one: one.level != "bad")
    if len(told) <= MOST_LINES:
        return tuple(told)
    rest = len(told) - MOST_LINES + 1
    return (*told[: MOST_LINES - 1], MorningLine(words=tr("另有 {n} 项", n=rest), wish=wish))


def rounds(at: Asking) -> MorningPart:
    """Were all rounds done, when, how many points each; which not, why."""
    done, today = at.of("patrol.rounds"), at.today_of("patrol.rounds")
    coverage = at.of("patrol.coverage")
    walks = timeline.rounds(at.session, at.span)
    told = tr(
        "昨日 {done} 轮，覆盖 {coverage}；今天到现在 {today} 轮",
        done=words_of(done),
        coverage=_share(coverage),
        today=words_of(today),
    )
    return MorningPart(
        question=tr("巡查都完成了吗？哪些没看到，为什么？"),
        answer=told,
        level=done.level,
        lines=_few((*_unfinished(walks), *_whole(walks))),
        wish=done.wish,
    )


def _share(figure: Figure) -> str:
    return percent(figure.share_ppm) if figure.share_ppm is not None else "—"


def _unfinished(walks: Iterable[Walked]) -> Iterable[MorningLine]:
    for one in walks:
        if one.state not in (RoundState.MISSED, RoundState.INCOMPLETE):
            continue
        yield MorningLine(
            words=tr(
                "{at} {name} {state}，看到 {seen}/{expected} 点",
                at=_hour(one.window_from_at),
                name=round_name(one.slot, one.name, RoundKind(one.kind)),
                state=state_words(one.state),
                seen=one.seen,
                expected=one.expected,
            ),
            level="bad",
            noun="round",
            id=one.id,
        )


def _whole(walks: tuple[Walked, ...]) -> Iterable[MorningLine]:
    done = [one for one in walks if one.state == RoundState.COMPLETE and one.started_at is not None]
    if done:
        words = tr("、").join(
            f"{_hour(one.started_at or 0)} {one.seen}/{one.expected}" for one in done
        )
        yield MorningLine(words=tr("完成的轮次：{rounds}", rounds=words))


def findings(at: Asking) -> MorningPart:
    """How many findings, how many over the limit."""
    count, in_time, late = at.of("problems.found"), at.of("pushes.in_time"), at.of("pushes.late")
    today = at.today_of("problems.found")
    told = tr(
        "昨日发现 {n} 件，按时推送 {in_time}（{share}）；今天到现在 {today} 件",
        n=value_words(count.value),
        in_time=words_of(in_time),
        share=_share(in_time),
        today=value_words(today.value),
    )
    rows = timeline.problems(at.session, at.span, PUSH_RULE)
    lines = (
        MorningLine(
            words=tr(
                "{at} {what}，{took}",
                at=_hour(row.found_at),
                what=_problem(at, row.id),
                took=_took(row.took_ms),
            ),
            level="bad",
            noun="problem",
            id=row.id,
        )
        for row in rows
        if row.verdict == Verdict.BREACHED
    )
    return MorningPart(
        question=tr("发现多少问题，多少超过推送时限？"),
        answer=told,
        level="bad" if late.value else in_time.level,
        lines=_few(lines, LedgerWish("problem", *at.span, (("over_limit", "1"),))),
        wish=late.wish if late.value else count.wish,
    )


def _took(took_ms: int | None) -> str:
    if took_ms is None:
        return tr("到现在没有推送")
    return tr("推送用时 {took}", took=duration_words(took_ms))


def _problem(at: Asking, problem_id: str) -> str:
    row = at.session.get_one(ProblemTable, problem_id)
    return f"{shown_number(row.found_on, row.no)} {at.viewer.headline(at.session, row)}"


def serious(at: Asking) -> MorningPart:
    """Anything serious; who was told when."""
    rows = tallies.emergencies(at.session, at.span)
    lines = [
        MorningLine(
            words=tr(
                "{at} {what}；{told}",
                at=_hour(row.found_at),
                what=row.text or row.place or tr("突发事件"),
                told=_told(at, row.id),
            ),
            level="bad",
            noun="emergency",
            id=row.id,
        )
        for row in rows
    ]
    answer = tr("{n} 起", n=len(rows)) if rows else tr("没有记录突发事件")
    if not at.is_known:
        answer = UNKNOWN
    return MorningPart(
        question=tr("有没有大事？告诉了谁，什么时候？"),
        answer=answer,
        level="bad" if rows else "plain",
        lines=_few(lines, LedgerWish("journal", *at.span, (("kind", "emergency.found"),))),
        wish=at.of("emergency.found").wish,
    )


def _told(at: Asking, emergency_id: str) -> str:
    calls = emergency_rows.calls(at.session, emergency_id)
    reached = [f"{beijing(one.at):%H:%M} {tr(one.role)}" for one in calls if one.is_reached]
    return tr("、").join(reached) if reached else tr("还没有告知任何人")


def cameras(at: Asking) -> MorningPart:
    """Cameras down: new, repaired, over time; which company."""
    rows = [row for row in fault_rows.within(at.session, _fault_span(at)) if _stands(row, at.now)]
    long = [row for row in rows if row.reported_at and row.reported_at < at.now - LONG_MS]
    by_company: dict[str, int] = {}
    for row in rows:
        name = row.maintainer or tr("未联系")
        by_company[name] = by_company.get(name, 0) + 1
    told = tr(
        "昨日新增 {new}，修复 {repaired}；在修 {open}（{companies}），超过 72 小时 {long}",
        new=value_words(at.of("faults.found").value),
        repaired=value_words(at.of("faults.repaired").value),
        open=value_words(len(rows) if at.is_known else None),
        companies=tr("、").join(f"{name} {n}" for name, n in sorted(by_company.items())) or "—",
        long=value_words(len(long) if at.is_known else None),
    )
    lines = (
        MorningLine(
            words=tr(
                "{what}，{at} 起停用，{who}",
                what=fault_headline(at.session, row, at.side.kinds),
                at=_hour(row.down_from_at),
                who=row.maintainer or tr("未联系"),
            ),
            level="bad" if row in long else "plain",
            noun="fault",
            id=row.id,
        )
        for row in (*long, *(one for one in rows if one not in long))
    )
    return MorningPart(
        question=tr("哪些摄像头坏了，哪家在修，有没有超时？"),
        answer=told,
        level="bad" if long else "warn" if rows else "plain",
        lines=_few(lines, at.today_of("faults.open").wish),
        wish=at.today_of("faults.open").wish,
    )


def _fault_span(at: Asking) -> Span:
    return Span(at.now - 1, at.now)


def _stands(row: FaultTable, now: int) -> bool:
    """Whether a fault stood unrepaired at `now`."""
    ends = (one for one in (row.repaired_at, row.closed_at) if one is not None)
    return row.found_at < now and min(ends, default=now) >= now


def due(at: Asking) -> MorningPart:
    """What falls due today."""
    end = at.yesterday.to_at + DAY_MS
    items = [one for one in at.items if one.due_at is not None and one.due_at < end]
    late = [one for one in items if (one.due_at or 0) <= at.now]
    answer = tr("今天到期 {n} 项，已超过 {late} 项", n=len(items), late=len(late))
    return MorningPart(
        question=tr("今天有什么到期？"),
        answer=_only_today(at) or (answer if items else tr("没有在计时的事项")),
        level="bad" if late else "warn" if items else "plain",
        lines=_few(_item(one, "bad" if one in late else "plain") for one in items),
    )


def _only_today(at: Asking) -> str:
    return "" if at.is_today else tr("未结事项只在当天的晨报上列出")


def _item(one: OpenItem, level: Level) -> MorningLine:
    due_words = tr("，{at} 到期", at=_hour(one.due_at)) if one.due_at is not None else ""
    state = tr("：{state}", state=one.state) if one.state else ""
    return MorningLine(
        words=f"{one.title}{state}{due_words}", level=level, noun=one.noun, id=one.subject
    )


def handover(at: Asking) -> MorningPart:
    """Handover signed, punches complete, presence answered."""
    signed, punched = at.of("handover.accepted"), at.of("attendance.made")
    missing, uncovered = at.of("attendance.missing"), at.of("handover.uncovered")
    unanswered = at.of("presence.unconfirmed")
    answer = tr(
        "签认 {signed}，打卡 {punched}，缺卡 {missing}；"
        "在岗未确认 {unanswered} 次，无人在岗 {gone}",
        signed=words_of(signed),
        punched=words_of(punched),
        missing=value_words(missing.value),
        unanswered=value_words(unanswered.value),
        gone=value_words(uncovered.value, uncovered.unit),
    )
    bad = [
        (one, words)
        for one, words in (
            (missing, tr("缺卡 {n} 次", n=missing.value)),
            (unanswered, tr("在岗确认 {n} 次没有应答", n=unanswered.value)),
            (uncovered, tr("无人在岗 {n}", n=value_words(uncovered.value, "ms"))),
        )
        if one.value
    ]
    return MorningPart(
        question=tr("交接签了吗，打卡齐吗？"),
        answer=answer,
        level="bad" if bad else signed.level,
        lines=tuple(MorningLine(words=words, level="bad", wish=one.wish) for one, words in bad),
        wish=signed.wish,
    )


def police(at: Asking) -> MorningPart:
    """Requests for recordings."""
    new, handed = at.of("footage.registered"), at.of("footage.handed")
    answer = tr(
        "昨日登记 {new} 件，移交 {handed} 件；今天登记 {today} 件，没有办完 {open} 件",
        new=value_words(new.value),
        handed=value_words(handed.value),
        today=value_words(at.today_of("footage.registered").value),
        open=value_words(at.today_of("footage.waiting").value),
    )
    return MorningPart(question=tr("有没有来调取录像？"), answer=answer, wish=new.wish)


def first(at: Asking) -> MorningPart:
    """What the day shift has to do first."""
    lines = tuple(_item(one, "plain") for one in at.items)
    told = tr("未结 {n} 项，先办：", n=len(lines)) if lines else tr("没有未结事项")
    answer = _only_today(at) or told
    return MorningPart(
        question=tr("白班先做什么？"),
        answer=answer,
        level="warn" if any(one.is_urgent for one in at.items) else "plain",
        lines=_few(lines),
    )


def foot(at: Asking, chain: ChainFound) -> tuple[str, ...]:
    """Where the numbers come from, and whether their journal hangs together."""
    seq, head = journal.head(at.session, at.side.seat)
    code = code_of(head, seq) if seq else "—"
    whole = tr("记录链完整，共 {n} 条", n=chain.entries)
    if chain.where:
        whole = tr("记录链在 {where} 处断开", where=chain.where)
    if not chain.entries and not chain.where:
        whole = tr("这段时间没有记录")
    return (
        tr("{whole}；日志第 {seq} 条 {code}", whole=whole, seq=seq, code=code),
        tr("制表 {at}，时区 Asia/Shanghai", at=f"{beijing(at.side.time.now_ms()):%Y-%m-%d %H:%M}"),
    )
