"""Making the picture of the desk that screens show, from the store, on the desk thread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.desk.attendance_words import punch_values
from duty_desk.desk.diagnosis_rows import suspicion_rows
from duty_desk.desk.diagnosis_words import DIAGNOSIS_NOUNS, diagnosis_values
from duty_desk.desk.dumped_words import DUMPED_NOUNS, dumped_values
from duty_desk.desk.duty_words import DUTY_NOUNS, duty_values, emergency_about
from duty_desk.desk.fault_rows import fault_rows
from duty_desk.desk.fault_rows import headline as fault_headline
from duty_desk.desk.fault_wording import fault_values, message_about
from duty_desk.desk.footage_words import FOOTAGE_NOUNS, footage_values
from duty_desk.desk.handover_words import SHIFT_NOUNS, shift_values
from duty_desk.desk.patrol_words import PATROL_NOUNS, patrol_values
from duty_desk.desk.people_words import person_values
from duty_desk.desk.ptz_words import ptz_values
from duty_desk.desk.report_words import REPORT_NOUNS, report_about, report_values
from duty_desk.desk.roster_words import ROSTER_NOUNS, roster_values
from duty_desk.desk.views import (
    CameraRow,
    ChannelRow,
    ClockCard,
    JournalLine,
    ProblemRow,
    Snapshot,
)
from duty_desk.desk.wording import duration_words, is_shown, line_of
from duty_desk.domain import clock as clocks
from duty_desk.domain.problem import beijing, day_starts_at, shown_number
from duty_desk.language import language, tr
from duty_desk.store import camera as cameras
from duty_desk.store import clock as clock_rows
from duty_desk.store import dumped, journal
from duty_desk.store import fault as faults
from duty_desk.store import problem as problems
from duty_desk.store import push as pushes
from duty_desk.store import reference as references
from duty_desk.store import suspicion as suspicions
from duty_desk.store.records import load_ahead
from duty_desk.store.tables import (
    CameraTable,
    ChannelTable,
    ClockTable,
    FaultTable,
    ProblemTable,
    PushTable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duty_desk.domain.category import Category
    from duty_desk.domain.clock import Clock
    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.moment import Entry
    from duty_desk.store.clock import AdoptedRules
    from duty_desk.store.transaction import Session

PUSH_RULE = "problem.push"
MAINTAINER_PURPOSE = "maintainer"
# What the line of an entry names, by the noun of its kind.
_VALUES: dict[str, Callable[[Session, Entry], dict[str, str]]] = {
    **dict.fromkeys(PATROL_NOUNS, patrol_values),
    **dict.fromkeys(DIAGNOSIS_NOUNS, diagnosis_values),
    **dict.fromkeys(DUMPED_NOUNS, dumped_values),
    **dict.fromkeys(ROSTER_NOUNS, roster_values),
    "punch": punch_values,
    **dict.fromkeys(DUTY_NOUNS, duty_values),
    **dict.fromkeys(FOOTAGE_NOUNS, footage_values),
    **dict.fromkeys(SHIFT_NOUNS, shift_values),
    **dict.fromkeys(REPORT_NOUNS, report_values),
}
JOURNAL_LINES = 200


class Viewer:
    """Turns rows into views. One per desk; used on the desk thread or a reading session.

    `shift_ms` tells how far the wall clock jumped while a clock ran: its card is moved by as
    much, so that a screen that counts by the wall clock shows the time that is really left.
    """

    def __init__(
        self,
        categories: Mapping[str, Category],
        rules: AdoptedRules,
        shift_ms: Callable[[Clock], int] = lambda _clock: 0,
        kinds: tuple[FaultKind, ...] = (),
    ) -> None:
        self._categories = categories
        self._rules = rules
        self._shift_ms = shift_ms
        self._kinds = kinds

    def snapshot(
        self, session: Session, now: int, known: tuple[CameraRow, ...] | None = None
    ) -> Snapshot:
        """The whole picture at `now`; `known` are the cameras where they have not changed."""
        entries = journal.entries_since(
            session, day_starts_at(now), 2 * JOURNAL_LINES, without=("visit.done",)
        )
        shown = [entry for entry in entries if is_shown(entry)][:JOURNAL_LINES]
        rows, broken = problems.listed(session, now), faults.listed(session, now)
        suspected = [row for row in suspicions.open_ones(session) if not row.is_shadow]
        held = _load_ahead(session, shown, rows, broken)
        problem_rows = self.problem_rows(session, rows)
        clock_cards = self.clock_cards(session)
        lines = tuple(self.journal_line(session, entry) for entry in shown)
        broken_rows = fault_rows(session, broken, self._kinds)
        del held
        return Snapshot(
            at=now,
            clocks=clock_cards,
            problems=problem_rows,
            journal=lines,
            cameras=known or tuple(camera_row(row) for row in cameras.active(session)),
            channels=channel_rows(session),
            maintainer_channels=channel_rows(session, MAINTAINER_PURPOSE),
            faults=broken_rows,
            suspicions=suspicion_rows(session, suspected),
            views_proposed=references.waiting(session),
            dumped_open=dumped.open_count(session),
            day_counts=_day_counts(problem_rows, day_starts_at(now)),
        )

    def category_name(self, code: str) -> str:
        """A category in the language in use; "待分类" while undecided."""
        category = self._categories.get(code)
        return category.name_in(language()) if category else code or tr("待分类")

    def headline(self, session: Session, problem: ProblemTable) -> str:
        """`C046 白塔庵-桶站 · 垃圾桶满冒`."""
        camera = session.get_one(CameraTable, problem.camera_id)
        return f"{camera.code} {camera.name} · {self.category_name(problem.category)}"

    def headline_of(self, session: Session, subject: str) -> str:
        """What a record that a clock runs for is about."""
        problem = session.get(ProblemTable, subject)
        if problem is not None:
            return self.headline(session, problem)
        fault = session.get(FaultTable, subject)
        if fault is not None:
            return fault_headline(session, fault, self._kinds)
        return emergency_about(session, subject) or report_about(session, subject)

    def clock_cards(self, session: Session) -> tuple[ClockCard, ...]:
        """The running clocks, least time left first."""
        found = clock_rows.running(session)
        newest = pushes.newest_by_problem(session, [row.subject for row in found])
        return tuple(self.clock_card(session, row, newest.get(row.subject)) for row in found)

    def clock_card(self, session: Session, row: ClockTable, push: PushTable | None) -> ClockCard:
        """One clock as its card."""
        headline = self.headline_of(session, row.subject)
        push_state = push.state if push else ""
        return self.card_of(clock_rows.clock_of(row), headline, push_state=push_state)

    def card_of(self, clock: Clock, headline: str, *, push_state: str) -> ClockCard:
        """The card of a clock about what `headline` says."""
        rule = self._rules.of(clock).rule(clock.rule_id)
        shift_ms = self._shift_ms(clock)
        return ClockCard(
            id=clock.id,
            rule_id=clock.rule_id,
            title=rule.name_en if language() == "en" else rule.name,
            limit_ms=clock.due_at - clock.started_at,
            subject=clock.subject,
            headline=headline,
            started_at=clock.started_at + shift_ms,
            due_at=clock.due_at + shift_ms,
            stages=tuple(
                (stage.at + shift_ms, str(stage.level)) for stage in clocks.stages(clock, rule)
            ),
            is_breached=clock.verdict is clocks.Verdict.BREACHED,
            noun=rule.record,
            push_state=push_state,
        )

    def problem_rows(
        self, session: Session, rows: tuple[ProblemTable, ...]
    ) -> tuple[ProblemRow, ...]:
        """Problems as list rows."""
        ids = [row.id for row in rows]
        newest = pushes.newest_by_problem(session, ids)
        counts = problems.shot_counts(session, ids)
        verdicts = clock_rows.by_subject(session, PUSH_RULE, ids)
        found = []
        for row in rows:
            camera = session.get_one(CameraTable, row.camera_id)
            push = newest.get(row.id)
            clock = verdicts.get(row.id)
            found.append(
                ProblemRow(
                    id=row.id,
                    number=shown_number(row.found_on, row.no),
                    camera_id=row.camera_id,
                    camera_code=camera.code,
                    camera_name=camera.name,
                    community=camera.community,
                    category=row.category,
                    description=row.description,
                    unit=row.unit,
                    state=row.state,
                    is_parked=row.is_parked,
                    found_at=row.found_at,
                    pushed_at=row.pushed_at,
                    push_state=push.state if push else "",
                    push_words=push.words if push else "",
                    push_id=push.id if push else "",
                    push_ms=None if row.pushed_at is None else row.pushed_at - row.found_at,
                    shots=counts.get(row.id, 0),
                    verdict=clock.verdict if clock else "",
                )
            )
        return tuple(found)

    def journal_line(self, session: Session, entry: Entry) -> JournalLine:
        """One entry as its line; only for kinds that are shown."""
        return line_of(entry, lambda it: self._values(session, it))

    def _values(self, session: Session, entry: Entry) -> dict[str, str]:
        """What the line of an entry names."""
        noun = entry.kind.partition(".")[0]
        values = {"about": "", "title": "", "words": str(entry.facts.get("words", ""))}
        if noun == "camera":
            camera = session.get(CameraTable, entry.subject)
            values["about"] = f"{camera.code} {camera.name}" if camera else ""
            values |= ptz_values(entry)
        elif noun == "problem":
            values |= self._problem_values(session, entry.subject, entry)
        elif noun == "push":
            values |= self._push_values(session, entry)
        elif noun in ("fault", "maintainer"):
            values |= fault_values(session, entry, self._kinds)
        elif noun == "clock":
            values |= self._clock_values(session, entry)
        elif noun == "channel":
            values["channel"] = self._channel_name(session, entry.subject)
        elif noun == "person":
            values |= person_values(entry)
        elif noun in _VALUES:
            values |= _VALUES[noun](session, entry)
        elif noun in ("desk", "time", "contract"):
            values |= _run_values(entry)
        return values

    def _push_values(self, session: Session, entry: Entry) -> dict[str, str]:
        push = session.get(PushTable, entry.subject)
        if push is None:
            return {"about": "", "channel": ""}
        channel = {"channel": self._channel_name(session, push.channel_id)}
        if push.problem_id is None:
            return {"about": message_about(session, push.call_id), **channel}
        return self._problem_values(session, push.problem_id, entry) | channel

    def _problem_values(self, session: Session, problem_id: str, entry: Entry) -> dict[str, str]:
        problem = session.get(ProblemTable, problem_id)
        if problem is None:
            return {"about": ""}
        via = tr("操作员确认") if entry.facts.get("via") == "operator" else tr("机器人接收")
        return {
            "about": self.headline(session, problem),
            "used": duration_words(max(0, entry.event_at - problem.found_at)),
            "via": via,
        }

    def _clock_values(self, session: Session, entry: Entry) -> dict[str, str]:
        row = session.get(ClockTable, entry.subject)
        if row is None:
            return {}
        card = self.clock_card(session, row, None)
        return {
            "about": card.headline,
            "title": card.title,
            "off_from": _clock_time(entry.facts.get("off_from")),
            "off_to": _clock_time(entry.facts.get("off_to")),
        }

    def _channel_name(self, session: Session, channel_id: str) -> str:
        channel = session.get(ChannelTable, channel_id)
        return channel.name if channel else ""


def _load_ahead(
    session: Session,
    entries: list[Entry],
    listed: tuple[ProblemTable, ...],
    broken: tuple[FaultTable, ...],
) -> list[object]:
    """What the views will ask for by id, read at one go."""
    subjects: dict[str, set[str]] = {}
    for entry in entries:
        subjects.setdefault(entry.kind.partition(".")[0], set()).add(entry.subject)
    pushed = load_ahead(session, PushTable, subjects.get("push", ()))
    clocked = load_ahead(session, ClockTable, subjects.get("clock", ()))
    running = clock_rows.running(session)
    about = subjects.get("problem", set()) | {row.problem_id for row in pushed if row.problem_id}
    timed = {row.subject for row in (*clocked, *running)}
    about |= timed - {row.id for row in listed}
    faulty = (timed | subjects.get("fault", set())) - {row.id for row in broken}
    found: list[ProblemTable | FaultTable] = [*listed, *broken]
    found += load_ahead(session, ProblemTable, about)
    found += load_ahead(session, FaultTable, faulty)
    cameras_of = {row.camera_id for row in found} | subjects.get("camera", set())
    return [*found, *load_ahead(session, CameraTable, cameras_of), *pushed, *clocked, *running]


def _run_values(entry: Entry) -> dict[str, str]:
    """What lines about the program itself name."""
    facts = entry.facts
    if entry.kind == "contract.adopted":
        return {"title": facts["contract"].get("title_en" if language() == "en" else "title", "")}
    gap = ""
    if facts.get("off_from") and not facts.get("was_clean", True):
        gap = tr("（上次未正常退出，{at} 起没有运行）", at=_clock_time(facts["off_from"]))
    delta_ms = int(facts.get("delta_ms", 0))
    sign = "−" if delta_ms < 0 else "+"
    return {"gap": gap, "jump": f"{sign}{abs(delta_ms) / 1000:.1f}"}


def _clock_time(instant: int | None) -> str:
    return f"{beijing(instant):%m-%d %H:%M:%S}" if instant else "—"


def camera_row(row: CameraTable) -> CameraRow:
    """A camera as shown; without the address of its stream."""
    details = json.loads(row.details)
    return CameraRow(
        id=row.id,
        code=row.code,
        name=row.name,
        alias=row.alias,
        community=row.community,
        unit=row.unit or row.community,
        maintainer=row.maintainer,
        masked_address=row.masked_address,
        order=row.place,
        transport=details.get("transport", ""),
        address=details.get("address", ""),
        ptz_type=details.get("ptz_type", ""),
        session_limit=details.get("session_limit") or 0,
    )


def channel_rows(session: Session, purpose: str | None = "") -> tuple[ChannelRow, ...]:
    """The push channels with what their newest push says of them; of every purpose for None."""
    found = []
    for row in pushes.channels(session, purpose):
        newest = pushes.newest_of_channel(session, row.id)
        state = "unproven"
        if newest is not None and newest.state in ("accepted", "confirmed"):
            state = "ok"
        elif newest is not None and newest.state in ("delayed", "refused", "unknown"):
            state = "trouble"
        found.append(
            ChannelRow(
                id=row.id,
                name=row.name,
                kind=row.kind,
                masked_address=row.masked_address,
                order=row.place,
                state=state,
                words=newest.words if newest is not None and state == "trouble" else "",
                carries_pictures=row.kind in ("wecom", "clipboard"),
                purpose=row.purpose,
            )
        )
    return tuple(found)


def _day_counts(rows: tuple[ProblemRow, ...], since: int) -> dict[str, int]:
    today = [row for row in rows if row.found_at >= since and row.state != "voided"]
    return {
        "found": len(today),
        "pushed": sum(row.pushed_at is not None for row in today),
        "late": sum(row.verdict == clocks.Verdict.BREACHED for row in today),
    }
