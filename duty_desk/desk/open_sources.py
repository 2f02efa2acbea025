"""What is open of problems, faults, suspicions, rounds and pushes, each with how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.diagnosis_words import title_of
from duty_desk.desk.fault_rows import REPORT_RULE, headline
from duty_desk.desk.patrol_words import round_name
from duty_desk.desk.punch_reminder import unexplained
from duty_desk.desk.snapshot import PUSH_RULE
from duty_desk.domain.clock import Verdict
from duty_desk.domain.fault import FaultState
from duty_desk.domain.open_item import OpenItem
from duty_desk.domain.patrol import RoundKind, RoundState
from duty_desk.domain.problem import ProblemState, beijing
from duty_desk.language import tr
from duty_desk.store import clock as clock_rows
from duty_desk.store import dumped, open_rows, patrol, push, suspicion
from duty_desk.store.records import load_ahead
from duty_desk.store.tables import (
    CameraTable,
    ChannelTable,
    FaultTable,
    ProblemTable,
    PushTable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.desk.desk import Desk
    from duty_desk.store.diagnosis_tables import SuspicionTable
    from duty_desk.store.dumped_tables import DumpedTable
    from duty_desk.store.patrol_tables import RoundTable
    from duty_desk.store.tables import ClockTable
    from duty_desk.store.transaction import Session

    Source = Callable[[Session, int], tuple[OpenItem, ...]]


def _hour(instant: int) -> str:
    return f"{beijing(instant):%m-%d %H:%M}"


def _due(clock: ClockTable | None) -> int | None:
    return clock.due_at if clock is not None and clock.stopped_at is None else None


def _problems(desk: Desk) -> Source:
    def source(session: Session, _now: int) -> tuple[OpenItem, ...]:
        rows = open_rows.problems(session)
        cameras = load_ahead(session, CameraTable, {row.camera_id for row in rows})
        clocks = clock_rows.by_subject(session, PUSH_RULE, [row.id for row in rows])
        viewer = desk.viewer()
        found = tuple(
            OpenItem(
                noun="problem",
                subject=row.id,
                title=viewer.headline(session, row),
                state=_problem_words(row, clocks.get(row.id)),
                due_at=_due(clocks.get(row.id)),
                is_urgent=row.state == ProblemState.FOUND,
                owner=row.unit,
            )
            for row in rows
        )
        del cameras
        return found

    return source


def _problem_words(row: ProblemTable, clock: ClockTable | None) -> str:
    if row.state == ProblemState.RECTIFIED:
        return tr("已收到整改后照片，待核查")
    if row.pushed_at is not None:
        return tr("{at} 已推送，等整改反馈", at=_hour(row.pushed_at))
    if clock is not None and clock.verdict == Verdict.BREACHED:
        return tr("{at} 发现，推送已超过时限，请马上推送", at=_hour(row.found_at))
    return tr("{at} 发现，还没有推送", at=_hour(row.found_at))


def _faults(desk: Desk) -> Source:
    def source(session: Session, _now: int) -> tuple[OpenItem, ...]:
        rows = open_rows.faults(session)
        cameras = load_ahead(session, CameraTable, {row.camera_id for row in rows})
        clocks = clock_rows.by_subject(session, REPORT_RULE, [row.id for row in rows])
        found = tuple(
            OpenItem(
                noun="fault",
                subject=row.id,
                title=headline(session, row, desk.fault_kinds),
                state=_fault_words(row),
                due_at=_due(clocks.get(row.id)),
                is_urgent=row.state in (FaultState.FOUND, FaultState.REOPENED),
                owner=row.maintainer,
            )
            for row in rows
        )
        del cameras
        return found

    return source


def _fault_words(row: FaultTable) -> str:
    told = _hour(row.reported_at) if row.reported_at is not None else ""
    if row.state == FaultState.REPAIRED:
        return tr("{maintainer}说已修复，待核实画面", maintainer=row.maintainer)
    if row.state == FaultState.REOPENED:
        return tr("没有修好，要重新报修")
    if row.state == FaultState.ON_SITE:
        return tr("{at} 已报修（{maintainer}），人已到场", at=told, maintainer=row.maintainer)
    if row.state == FaultState.ACCEPTED:
        return tr("{at} 已报修（{maintainer}），对方已接报", at=told, maintainer=row.maintainer)
    if row.state == FaultState.REPORTED:
        return tr("{at} 已报修（{maintainer}），等对方接报", at=told, maintainer=row.maintainer)
    return tr("{at} 发现，还没有报修", at=_hour(row.found_at))


def _rounds(_desk: Desk) -> Source:
    def source(session: Session, _now: int) -> tuple[OpenItem, ...]:
        rows = open_rows.rounds(session)
        return tuple(_round_item(row) for row in rows if not _is_settled(session, row))

    return source


def _is_settled(session: Session, row: RoundTable) -> bool:
    """A missed round is settled once somebody said why, or made it up."""
    if row.state == RoundState.RUNNING:
        return False
    takes = patrol.round_of(session, row.day, row.slot)
    return bool(row.reason) or any(one.state == RoundState.COMPLETE for one in takes)


def _round_item(row: RoundTable) -> OpenItem:
    is_running = row.state == RoundState.RUNNING
    name = round_name(row.slot, row.name, RoundKind(row.kind))
    state = tr("漏巡，没有说明原因，也没有补巡")
    if is_running:
        state = tr("进行中，已看 {n}/{m}", n=patrol.visited(row), m=row.expected)
    return OpenItem(
        noun="round",
        subject=row.id,
        title=f"{row.day} {name}",
        state=state,
        due_at=row.window_to_at if is_running else None,
        is_urgent=is_running,
    )


def _pushes(desk: Desk) -> Source:
    def source(session: Session, _now: int) -> tuple[OpenItem, ...]:
        rows = open_rows.pushes(session)
        problems = [row.problem_id for row in rows if row.problem_id is not None]
        newest = push.newest_by_problem(session, problems)
        return tuple(
            _push_item(desk, session, row)
            for row in rows
            if row.problem_id is None or newest[row.problem_id].id == row.id
        )

    return source


def _push_item(desk: Desk, session: Session, row: PushTable) -> OpenItem:
    problem = session.get(ProblemTable, row.problem_id) if row.problem_id else None
    about = row.text.partition("\n")[0]
    channel = session.get_one(ChannelTable, row.channel_id)
    return OpenItem(
        noun="push",
        subject=row.id,
        title=desk.viewer().headline(session, problem) if problem is not None else about,
        state=_push_words(row, channel.name),
        is_urgent=True,
        owner=problem.unit if problem is not None else "",
    )


def _push_words(row: PushTable, channel: str) -> str:
    if row.state == "unknown":
        return tr("发往“{channel}”结果未知，请到群里看一眼再确认", channel=channel)
    if row.state == "refused":
        return tr("“{channel}”拒收，请重发或改用复制发送", channel=channel)
    return tr("还没有送到“{channel}”，程序会接着发", channel=channel)


def _hints(_desk: Desk) -> Source:
    def source(session: Session, _now: int) -> tuple[OpenItem, ...]:
        rows = dumped.open_ones(session)
        cameras = load_ahead(session, CameraTable, {row.camera_id for row in rows})
        found = tuple(_hint_item(session.get_one(CameraTable, row.camera_id), row) for row in rows)
        del cameras
        return found

    return source


def _hint_item(camera: CameraTable, row: DumpedTable) -> OpenItem:
    return OpenItem(
        noun="dumped",
        subject=row.id,
        title=f"{camera.code} {camera.name}".strip(),
        state=tr("{at} 起疑似有倾倒物，还没有人判断", at=_hour(row.seen_at)),
    )


def _suspicions(_desk: Desk) -> Source:
    def source(session: Session, _now: int) -> tuple[OpenItem, ...]:
        rows = [row for row in suspicion.open_ones(session) if not (row.is_shadow or row.is_hint)]
        cameras = load_ahead(session, CameraTable, {row.camera_id for row in rows})
        events: dict[str, list[SuspicionTable]] = {}
        for row in reversed(rows):  # an event is one card, so it is one item
            events.setdefault(row.group_id or row.id, []).append(row)
        found = tuple(_suspicion_item(session, *event) for event in events.items())
        del cameras
        return found

    return source


def _suspicion_item(session: Session, began_with: str, event: list[SuspicionTable]) -> OpenItem:
    """One item an event, the same one when some of its cameras were judged meanwhile."""
    first = event[0]
    camera = session.get_one(CameraTable, first.camera_id)
    title = f"{camera.code} {camera.name}".strip() + f" · {title_of(first.family)}"
    if len(event) > 1:
        title = tr("{title}，同一事件 {n} 个点位", title=title, n=len(event))
    return OpenItem(
        noun="suspicion",
        subject=began_with,
        title=title,
        state=tr("{at} 起疑似故障，还没有人判断", at=_hour(first.since_at)),
    )


SOURCES: Mapping[str, Callable[[Desk], Source]] = {
    "problem": _problems,
    "fault": _faults,
    "round": _rounds,
    "push": _pushes,
    "suspicion": _suspicions,
    "dumped": _hints,
    "punch": lambda _desk: unexplained,
}
