"""Clocks in the store: started, warned, stopped and judged by the moments that rules name."""

from __future__ import annotations

import dataclasses

import pytest

from duty_desk.contracts.file import load
from duty_desk.domain.contract import Contract, Rule, RuleKind
from duty_desk.domain.demand import Anchor, Level, Warning_
from duty_desk.domain.limit import Limit, LimitKind
from duty_desk.domain.moment import Moment
from duty_desk.store import clock as rows
from duty_desk.store import journal
from duty_desk.store.reading import open_for_reading
from duty_desk.store.verify import verify
from tests.fakes.desk import CONTRACT, Seat, build_desk, picked
from tests.fakes.time_source import FakeTimeSource
from tests.store.conftest import started

MINUTE = 60_000
HOUR = 60 * MINUTE
BOOT = "boot-1"


def rule(rule_id: str, limit_ms: int, **changes) -> Rule:
    """A clock from a case's arrival to its dispatch."""
    known = {
        "kind": RuleKind.CLOCK,
        "clause": "第一条",
        "quote": "限时派遣",
        "name": rule_id,
        "name_en": rule_id,
        "record": "case",
        "sources": ("S0-13",),
        "start": ("case.received",),
        "stop": ("case.dispatched",),
        "limit": Limit(LimitKind.ELAPSED, limit_ms),
    }
    return Rule(id=rule_id, **{**known, **changes})


def contract(*rules: Rule) -> Contract:
    """A small contract of nothing but clocks."""
    return Contract(
        id="small",
        title="小合同",
        title_en="Small contract",
        from_on="2026-01-01",
        to_on="2026-12-31",
        rules=rules,
    )


TWO_LIMITS = contract(
    rule(
        "case.dispatch",
        30 * MINUTE,
        warnings=(
            Warning_(anchor=Anchor.START, ms=20 * MINUTE, level=Level.ATTENTION),
            Warning_(anchor=Anchor.START, ms=25 * MINUTE, level=Level.URGENT),
        ),
    ),
    rule("case.penalty", 6 * HOUR),
)


class Case:
    """A case told to a desk by its moments alone; no table knows it."""

    def __init__(self, seat, rules=TWO_LIMITS) -> None:
        self.seat = seat
        self.rules = rules
        self.desk = build_desk(seat, rules)
        self.desk.start(is_sending=False, is_ticking=False)

    def happen(self, kind: str, **facts) -> None:
        self.desk.ask(
            lambda: self.desk.record(Moment(kind=kind, subject="case-7", facts=facts))
        ).result(10)

    def pass_time(self, ms: int) -> None:
        self.seat.time.advance(ms)
        self.tick()

    def tick(self) -> None:
        self.desk.ask(self.desk.tick).result(10)

    def restart(self, off_ms: int = 0, boot_id: str = BOOT, jump_ms: int = 0) -> None:
        """End the program, let time pass and somebody set the clock, start it again."""
        self.desk.stop()
        self.seat.time.advance(off_ms)
        self.seat.time.set_wall(self.seat.time.now_ms() + jump_ms)
        self.seat = dataclasses.replace(self.seat, boot_id=boot_id)
        self.desk = build_desk(self.seat, self.rules)
        self.desk.start(is_sending=False, is_ticking=False)

    def clocks(self) -> dict[str, object]:
        """The newest clock of each rule."""
        with open_for_reading(self.seat.place) as session:
            return {row.rule_id: rows.clock_of(row) for row in rows.every(session)}

    def verdicts(self) -> dict[str, str]:
        return {rule_id: str(clock.verdict) for rule_id, clock in self.clocks().items()}

    def told(self, noun: str) -> list[tuple[str, str, int]]:
        """Kind, stage or nothing, and instant of every entry of a noun."""
        with open_for_reading(self.seat.place) as session:
            entries = [journal.entry_of(row) for row in journal.rows(session)]
        return [
            (it.kind, it.facts.get("stage", ""), it.facts.get("at", it.event_at))
            for it in entries
            if it.kind.startswith(f"{noun}.")
        ]

    def is_sound(self) -> bool:
        with open_for_reading(self.seat.place) as session:
            return all(it.state != "failed" for it in verify(session, self.seat.place))


@pytest.fixture
def case(seat):
    """A case at a desk with two limits on one pair of moments."""
    told = Case(seat)
    yield told
    told.desk.stop()


@pytest.fixture
def file_case(file_seat):
    """The same over a file."""
    told = Case(file_seat)
    yield told
    told.desk.stop()


def test_two_rules_on_one_pair_of_moments_run_side_by_side(case):
    """30 minutes of duty and 6 hours of penalty: one breached, the other met."""
    case.happen("case.received")
    case.pass_time(30 * MINUTE + 1)
    assert case.verdicts() == {"case.dispatch": "breached", "case.penalty": "running"}

    case.happen("case.dispatched")

    assert case.verdicts() == {"case.dispatch": "breached", "case.penalty": "met"}
    assert case.is_sound()


@pytest.mark.parametrize(("used_ms", "verdict"), [(-1, "met"), (0, "met"), (1, "breached")])
def test_the_limit_is_judged_to_the_millisecond(file_case, used_ms, verdict):
    """以内 includes the limit; no tick need have passed in between."""
    file_case.happen("case.received")
    file_case.seat.time.advance(30 * MINUTE + used_ms)
    file_case.happen("case.dispatched")

    assert file_case.verdicts()["case.dispatch"] == verdict


def test_every_stage_is_recorded_once_over_many_ticks(case):
    """Written before it is shown, with a key that keeps it single."""
    alarms = []
    case.desk.alarm_listen(lambda alarm: alarms.append((alarm.clock.rule_id, alarm.level)))
    case.happen("case.received")
    begun_at = case.seat.time.now_ms()
    for _ in range(40):
        case.pass_time(MINUTE)
        case.tick()

    assert case.told("clock") == [
        ("clock.warned", "warn-1200000", begun_at + 20 * MINUTE),
        ("clock.warned", "warn-1500000", begun_at + 25 * MINUTE),
        ("clock.breached", "breach", begun_at + 30 * MINUTE + 1),
    ]
    assert [level for _, level in alarms] == ["attention", "urgent", "breach"]


def test_a_stage_is_due_to_the_millisecond(file_case):
    """Nothing is announced before its time."""
    file_case.happen("case.received")
    file_case.pass_time(20 * MINUTE - 1)
    assert file_case.told("clock") == []
    file_case.pass_time(1)
    assert len(file_case.told("clock")) == 1


def test_a_restart_in_the_middle_changes_no_clock(case):
    """Start, due and what is left stand as before; the stop is judged as if nothing had been."""
    case.happen("case.received")
    before = case.clocks()
    case.pass_time(10 * MINUTE)
    case.restart(5 * MINUTE)

    assert case.clocks() == before
    case.seat.time.advance(15 * MINUTE)
    case.happen("case.dispatched")
    assert case.verdicts() == {"case.dispatch": "met", "case.penalty": "met"}
    assert case.is_sound()


def test_stages_missed_while_off_are_recorded_once_with_the_time_off(file_case):
    """Not shown, program was off from … to …; restarted twice, still once."""
    file_case.happen("case.received")
    begun_at = file_case.seat.time.now_ms()
    file_case.pass_time(MINUTE)
    off_from = file_case.seat.time.now_ms()
    file_case.restart(23 * MINUTE)
    off_to = file_case.seat.time.now_ms()
    file_case.restart(0)
    with open_for_reading(file_case.seat.place) as session:
        entries = [journal.entry_of(row) for row in journal.rows(session)]
    missed = [it for it in entries if it.kind == "clock.stage_missed"]

    assert [(it.facts["stage"], it.facts["at"]) for it in missed] == [
        ("warn-1200000", begun_at + 20 * MINUTE)
    ]
    assert missed[0].facts["off_from"] == off_from
    assert missed[0].facts["off_to"] == off_to
    assert file_case.is_sound()


@pytest.mark.parametrize("jump_ms", [-2 * HOUR, 2 * HOUR], ids=["back", "forward"])
@pytest.mark.parametrize(("used", "verdict"), [(29, "met"), (31, "breached")])
def test_a_clock_that_is_set_while_it_runs_is_judged_by_monotonic_time(
    file_case, jump_ms, used, verdict
):
    """Whoever sets the wall clock changes no verdict, and the clock is marked."""
    file_case.happen("case.received")
    file_case.pass_time(10 * MINUTE)
    file_case.seat.time.set_wall(file_case.seat.time.now_ms() + jump_ms)
    file_case.seat.time.advance((used - 10) * MINUTE)
    file_case.happen("case.dispatched")
    clock = file_case.clocks()["case.dispatch"]

    assert (str(clock.verdict), clock.is_jumped) == (verdict, True)
    assert len(file_case.told("time")) == 1
    assert file_case.is_sound()


def test_alarms_keep_their_distance_when_the_clock_is_set(file_case):
    """Set forward by two hours nothing is breached at once; the warning comes when it should."""
    file_case.happen("case.received")
    file_case.pass_time(10 * MINUTE)
    file_case.seat.time.set_wall(file_case.seat.time.now_ms() + 2 * HOUR)
    file_case.pass_time(9 * MINUTE)
    assert file_case.told("clock") == []
    file_case.pass_time(MINUTE)
    assert [stage for _, stage, _ in file_case.told("clock")] == ["warn-1200000"]


def test_a_new_boot_after_a_jump_leaves_the_verdict_to_a_person(file_case):
    """Monotonic times of two boots cannot be compared."""
    file_case.happen("case.received")
    file_case.pass_time(MINUTE)
    file_case.seat.time.set_wall(file_case.seat.time.now_ms() - HOUR)
    file_case.tick()
    file_case.restart(MINUTE, boot_id="boot-2")
    file_case.happen("case.dispatched")

    assert file_case.verdicts()["case.dispatch"] == "indeterminate"
    assert file_case.is_sound()


@pytest.mark.parametrize("jump_ms", [-HOUR, HOUR], ids=["back", "forward"])
@pytest.mark.parametrize(("off", "verdict"), [(20, "met"), (40, "breached")])
def test_a_clock_set_while_the_program_was_off_is_noticed(file_case, jump_ms, off, verdict):
    """Within one boot by the monotonic clock; the verdict rests on it."""
    file_case.happen("case.received")
    file_case.pass_time(MINUTE)
    file_case.restart(off * MINUTE, jump_ms=jump_ms)
    file_case.happen("case.dispatched")
    clock = file_case.clocks()["case.dispatch"]

    assert (str(clock.verdict), clock.is_jumped) == (verdict, True)
    assert len(file_case.told("time")) == 1


def test_a_clock_set_back_across_a_boot_is_noticed(file_case):
    """The program cannot have been alive in the future; the verdict is for a person."""
    file_case.happen("case.received")
    file_case.pass_time(MINUTE)
    file_case.restart(0, boot_id="boot-2", jump_ms=-HOUR)
    file_case.happen("case.dispatched")

    assert file_case.verdicts()["case.dispatch"] == "indeterminate"


def test_numbers_keep_the_order_when_the_clock_goes_back(file_case):
    """`seq` is the order; an earlier time never comes before."""
    file_case.happen("case.received")
    file_case.seat.time.set_wall(file_case.seat.time.now_ms() - HOUR)
    file_case.happen("case.urged")
    with open_for_reading(file_case.seat.place) as session:
        entries = [journal.entry_of(row) for row in journal.rows(session)]

    assert [it.seq for it in entries] == list(range(1, len(entries) + 1))
    assert entries[-1].kind == "case.urged"
    assert entries[-1].clock_state == "back"


# Told by the tests of their own pages.
OWN_TESTS = ("problem.", "camera.", "fault.", "emergency.")
CLOCKS = [
    it
    for it in load(CONTRACT).rules
    if it.kind is RuleKind.CLOCK and not it.start[0].startswith(OWN_TESTS)
]


@pytest.mark.parametrize("wanted", CLOCKS, ids=[it.id for it in CLOCKS])
def test_every_clock_of_the_real_contract_starts_and_stops(wanted, tmp_path):
    """By its moments through the desk, though no page keeps cases yet."""
    real = load(CONTRACT)
    case = Case(Seat(tmp_path, FakeTimeSource()), real)
    facts: dict[str, object] = dict(wanted.when)
    if wanted.due_fact:
        facts[wanted.due_fact] = case.seat.time.now_ms() + HOUR
    case.happen(wanted.start[0], **facts)
    assert case.verdicts()[wanted.id] == "running"
    case.pass_time(1000)
    if wanted.stop:
        case.happen(wanted.stop[0], **dict(wanted.stop_when))
        expected = "breached" if wanted.is_minimum else "met"
        assert case.clocks()[wanted.id].stopped_at == case.seat.time.now_ms()
        assert case.verdicts()[wanted.id] in ("met", expected)
    case.seat.time.advance(40 * 24 * HOUR)
    case.tick()
    assert case.is_sound()
    case.desk.stop()


def test_the_push_clock_of_a_problem_stands_after_a_restart(seat):
    """S0-03: five minutes from F8, restart or not."""
    desk = started(seat)
    found = desk.problems.find(picked(desk, desk.snapshot.cameras[0].id)).result(10)
    desk.stop()
    seat.time.advance(2 * MINUTE)
    again = build_desk(seat)
    again.start(is_sending=False, is_ticking=False)
    card = again.snapshot.clocks[0]
    again.stop()

    assert card.subject == found.row.id
    assert card.started_at == found.row.found_at
    assert card.due_at == found.row.found_at + 5 * MINUTE
