"""People of the desk: who may sign in, what is written under whose name, and what locks it."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.moment import Moment
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.store import journal
from duty_desk.store.store import Store
from tests.desk.people import PIN, WRONG, named, sit, staff
from tests.fakes.desk import Seat, build_desk, camera, picked
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.person import Person


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk with one camera and five people."""
    seat = Seat(tmp_path_factory.mktemp("told"), FakeTimeSource())
    desk = build_desk(seat)
    desk.start(is_sending=False)
    desk.cameras.add([camera()]).result(5)
    staff(desk)
    desk.stop()
    return seat.data


@pytest.fixture
def crew(told: Path, seat: Seat) -> Iterator[Desk]:
    """A running desk with one camera and five people, nobody signed in."""
    shutil.copytree(told, seat.data, dirs_exist_ok=True)
    running = build_desk(seat)
    running.start(is_sending=False)
    running.people.attend().result(5)
    yield running
    running.stop()


@pytest.fixture
def camera_id(seat: Seat, request: pytest.FixtureRequest) -> str:
    """The camera of whichever desk the test has."""
    name = "crew" if "crew" in request.fixturenames else "desk"
    return request.getfixturevalue(name).snapshot.cameras[0].id


def entries(desk: Desk, *kinds: str):
    """The journal's entries of these kinds, oldest first."""
    found = desk.ask(lambda: desk.read(lambda s: journal.entries_since(s, 0, None))).result(5)
    return [entry for entry in reversed(found) if entry.kind in kinds]


def kinds_of(desk: Desk, noun: str) -> list[str]:
    """What happened to a noun, oldest first."""
    found = desk.ask(lambda: desk.read(lambda s: journal.entries_since(s, 0, None))).result(5)
    return [entry.kind for entry in reversed(found) if entry.kind.startswith(f"{noun}.")]


# -- before there are people ---------------------------------------------------------------------


def test_a_desk_without_people_acts_under_the_name_of_its_settings(desk, camera_id):
    """A store from before people goes on as it did, even when somebody may sit down."""
    desk.people.attend().result(5)

    detail = desk.problems.find(picked(desk, camera_id)).result(5)

    assert detail.entries[0].actor == "值班员 A"
    assert desk.snapshot.operator == "值班员 A"
    with pytest.raises(Refusal, match="先建立管理员"):
        desk.people.lock().result(5)


def test_the_first_person_is_an_administrator(desk):
    """Whoever else came first could not look after the others."""
    with pytest.raises(Refusal, match="第一位人员必须是管理员"):
        desk.people.add(PersonGiven("值班员 A", Role.OPERATOR), PIN).result(5)
    desk.people.add(PersonGiven("管理员 E", Role.ADMINISTRATOR), PIN).result(5)

    assert [person.name for person in desk.snapshot.people] == ["管理员 E"]
    assert kinds_of(desk, "person") == ["person.added", "person.secret_set"]


# -- signing in ----------------------------------------------------------------------------------


def test_what_is_done_stands_under_the_name_of_who_is_signed_in(crew, camera_id):
    """The journal names whoever gave his PIN, not the settings."""
    sit(crew, "值班员 B")

    detail = crew.problems.find(picked(crew, camera_id)).result(5)

    assert detail.entries[0].actor == "值班员 B"
    assert (crew.snapshot.person.name, crew.role) == ("值班员 B", Role.OPERATOR)


def test_nothing_is_recorded_before_anybody_signed_in(crew, camera_id, seat):
    """F8 on a desk nobody signed in to says so and leaves neither record nor picture."""
    with pytest.raises(Refusal, match="还没有人登录"):
        crew.problems.find(picked(crew, camera_id)).result(5)

    assert crew.snapshot.problems == ()
    assert [path for path in (seat.data / "evidence").rglob("*") if path.is_file()] == []


def test_full_width_digits_are_the_same_pin(crew):
    """An input method left in full width does not lock anybody out."""
    person = named(crew, "值班员 A")

    crew.people.sign_in(person.id, "７０３５１２").result(5)

    assert crew.snapshot.person == person


def test_who_is_replaced_without_a_handover_is_told(crew):
    """Another person may sit down at once; the journal says whom he replaced."""
    sit(crew, "值班员 A")
    sit(crew, "值班员 B")

    last = entries(crew, "person.signed_in")[-1]
    assert (last.facts["instead_of"], last.facts["by_handover"]) == ("值班员 A", False)
    assert "换下 值班员 A，没有办交接" in crew.snapshot.journal[0].text


def test_a_second_person_confirms_without_taking_the_seat(crew):
    """A supervisor's word at an operator's seat does not sign the operator out."""
    sit(crew, "值班员 A")
    leader = named(crew, "值班长 C")

    assert crew.people.check(leader.id, PIN).result(5) == leader
    with pytest.raises(Refusal, match="口令不对"):
        crew.people.check(leader.id, WRONG).result(5)

    assert crew.actor == "值班员 A"


def test_no_secret_and_no_hash_stands_in_the_journal(crew, seat):
    """Neither journal nor spool holds what could be guessed at."""
    sit(crew, "值班员 A")
    with pytest.raises(Refusal):
        crew.people.check(named(crew, "值班员 A").id, WRONG).result(5)

    texts = [path.read_text("utf-8") for path in (seat.data / "spool").rglob("*") if path.is_file()]
    told = "".join(texts)
    assert "person.secret_set" in told
    assert not any(word in told for word in (PIN, WRONG, "argon2"))


def test_whom_another_seat_deactivated_writes_nothing_more_here(crew, seat, camera_id):
    """Two seats share one store: within ten seconds the other seat's word holds at this one."""
    sit(crew, "值班员 A")
    other = Store(seat.place, seat="2", time=seat.time, boot_id="boot-1")
    crew.ask(lambda: deactivated_beside(other, named(crew, "值班员 A"))).result(5)
    seat.time.advance(10_000)
    crew.ask(crew.tick).result(5)

    with pytest.raises(Refusal, match="已停用"):
        crew.problems.find(picked(crew, camera_id)).result(5)
    assert not crew.snapshot.person.is_active


def deactivated_beside(store: Store, person: Person) -> None:
    """Let a second seat deactivate somebody."""
    store.open()
    facts = {"name": person.name}
    moment = Moment(kind="person.deactivated", subject=person.id, facts=facts)
    store.write(lambda unit: unit.append(moment))
    store.close()


# -- wrong tries ---------------------------------------------------------------------------------


def wrong_tries(desk: Desk, name: str, count: int) -> list[str]:
    """Give a wrong PIN so many times; what was said."""
    said = []
    for _ in range(count):
        with pytest.raises(Refusal) as refused:
            desk.people.sign_in(named(desk, name).id, WRONG).result(5)
        said.append(str(refused.value))
    return said


def test_waits_grow_after_the_third_wrong_try(crew, seat):
    """Three tries are free of waiting; then half a minute, a minute, two, never above five."""
    said = wrong_tries(crew, "值班员 A", 3)
    waits = []
    for _ in range(5):
        waits.append(entries(crew, "person.refused")[-1].facts["wait_ms"])
        seat.time.advance(waits[-1])
        wrong_tries(crew, "值班员 A", 1)

    assert "请再输一次" in said[0]
    assert "30 秒" in said[2]
    assert waits == [30_000, 60_000, 120_000, 300_000, 300_000]


def test_the_right_pin_has_to_wait_too_and_then_forgives(crew, seat):
    """Waiting is no guess that can be gone round; afterwards the count begins anew."""
    wrong_tries(crew, "值班员 A", 3)
    with pytest.raises(Refusal, match="请过 30 秒再试"):
        sit(crew, "值班员 A")
    seat.time.advance(30_000)
    sit(crew, "值班员 A")

    assert "请再输一次" in wrong_tries(crew, "值班员 A", 1)[0]


def test_setting_the_clock_shortens_no_wait(crew, seat):
    """Within one run of the computer the wait is told by a clock that nobody can set."""
    wrong_tries(crew, "值班员 A", 3)
    seat.time.set_wall(seat.time.now_ms() + 3_600_000)
    with pytest.raises(Refusal, match="请过 30 秒再试"):
        sit(crew, "值班员 A")
    seat.time.set_wall(seat.time.now_ms() - 7_200_000)
    seat.time.advance(30_000)

    sit(crew, "值班员 A")


@pytest.mark.parametrize("boot_id", ["boot-1", "boot-2"])
def test_a_restart_forgets_no_wrong_try(crew, seat, boot_id):
    """Neither ending the program nor the computer begins the count anew."""
    wrong_tries(crew, "值班员 A", 3)
    crew.stop()

    again = build_desk(replace(seat, boot_id=boot_id))
    again.start(is_sending=False)
    try:
        again.people.attend().result(5)
        with pytest.raises(Refusal, match="请过 30 秒再试"):
            sit(again, "值班员 A")
    finally:
        again.stop()


def test_a_storm_of_tries_fills_no_journal_and_keeps_nobody_else_out(crew):
    """A hundred tries at once: one by one counted, the rest refused unheard; others sign in."""
    person = named(crew, "值班员 A")
    with ThreadPoolExecutor(8) as storm:
        asked = [storm.submit(crew.people.sign_in, person.id, WRONG) for _ in range(100)]
    refused = [answer.result(5).exception(20) for answer in asked]

    assert all(isinstance(error, Refusal) for error in refused)
    assert len(entries(crew, "person.refused")) == 3
    assert sit(crew, "值班员 B").name == "值班员 B"


def test_an_administrator_ends_a_wait_by_a_new_secret(crew):
    """Whoever forgot his PIN need not wait out the night."""
    wrong_tries(crew, "值班员 A", 3)
    sit(crew, "管理员 E")
    person = named(crew, "值班员 A")

    crew.people.set_secret(person.id, "864209").result(5)

    assert crew.people.sign_in(person.id, "864209").result(5).name == "值班员 A"


# -- lock ----------------------------------------------------------------------------------------


def test_a_locked_desk_records_nothing_under_the_locked_name(crew, camera_id):
    """F8 and PTZ say what to do; what the program itself notes goes on."""
    sit(crew, "值班员 A")
    crew.people.lock().result(5)

    with pytest.raises(Refusal, match="已锁屏"):
        crew.problems.find(picked(crew, camera_id)).result(5)
    with pytest.raises(Refusal, match="已锁屏"):
        crew.ptz.open(camera_id).result(5)
    crew.ask(lambda: crew.record(Moment(kind="camera.lost", subject=camera_id))).result(5)

    assert crew.snapshot.is_locked
    assert (crew.snapshot.problems, crew.people.witness) == ((), "")


def test_clocks_breach_and_are_told_while_the_desk_is_locked(crew, camera_id, seat):
    """Locking stops no clock of the contract and no alarm."""
    heard = []
    crew.alarm_listen(heard.append)
    sit(crew, "值班员 A")
    crew.problems.find(picked(crew, camera_id)).result(5)
    crew.people.lock("idle").result(5)

    seat.time.advance(301_000)
    crew.ask(crew.tick).result(5)

    assert crew.snapshot.clocks[0].is_breached
    assert heard[-1].level == "breach"
    assert "clock.breached" in kinds_of(crew, "clock")


def test_unlocking_goes_on_under_the_same_name(crew, camera_id):
    """Lock and unlock are on record, and F8 works again."""
    sit(crew, "值班员 A")
    crew.people.lock().result(5)
    with pytest.raises(Refusal, match="口令不对"):
        crew.people.unlock(WRONG).result(5)
    crew.people.unlock(PIN).result(5)

    assert crew.problems.find(picked(crew, camera_id)).result(5).entries[0].actor == "值班员 A"
    assert kinds_of(crew, "person")[-4:] == [
        "person.signed_in",
        "person.locked",
        "person.refused",
        "person.unlocked",
    ]


@pytest.mark.expected_log("store")
def test_the_desk_unlocks_while_the_store_is_out_of_reach(crew, monkeypatch):
    """A full disk must not keep the operator from his desk; what happened is written later."""
    from duty_desk.store.trouble import StoreTrouble

    sit(crew, "值班员 A")
    crew.people.lock().result(5)

    def away(_work):
        raise StoreTrouble("away")

    with monkeypatch.context() as out_of_reach:
        out_of_reach.setattr(crew.store, "write", away)
        out_of_reach.setattr(crew.store, "read", away)
        crew.people.unlock(PIN).result(5)
        assert not crew.snapshot.is_locked
    crew.ask(crew.people.tick).result(5)

    assert kinds_of(crew, "person")[-1] == "person.unlocked"


# -- looking after people ------------------------------------------------------------------------


def test_only_administrators_look_after_people(crew):
    """Operators, supervisors and clerks are told so by the desk, whatever a screen offers."""
    person = named(crew, "值班员 B")
    for name in ("值班员 A", "值班长 C", "内勤 D"):
        sit(crew, name)
        for refused in (
            crew.people.add(PersonGiven("值班员 F", Role.OPERATOR), PIN),
            crew.people.change(person.id, PersonGiven("值班员 F", Role.OPERATOR)),
            crew.people.deactivate(person.id),
            crew.people.set_secret(person.id, "864209"),
        ):
            with pytest.raises(Refusal, match="没有权限管理人员"):
                refused.result(5)


def test_the_last_administrator_stays(crew):
    """Neither deactivated nor made something else, until there is another one."""
    sit(crew, "管理员 E")
    last = named(crew, "管理员 E")
    with pytest.raises(Refusal, match="最后一位管理员"):
        crew.people.deactivate(last.id).result(5)
    with pytest.raises(Refusal, match="最后一位管理员"):
        crew.people.change(last.id, PersonGiven(last.name, Role.OPERATOR)).result(5)
    leader = named(crew, "值班长 C")
    crew.people.change(leader.id, PersonGiven(leader.name, Role.ADMINISTRATOR)).result(5)

    assert not crew.people.deactivate(last.id).result(5).is_active


def test_who_is_deactivated_while_signed_in_stays_shown_and_writes_nothing_more(crew, camera_id):
    """His name stands at the seat until somebody takes over; it stands under nothing new."""
    sit(crew, "管理员 E")
    leader = named(crew, "值班长 C")
    crew.people.change(leader.id, PersonGiven(leader.name, Role.ADMINISTRATOR)).result(5)
    crew.people.deactivate(named(crew, "管理员 E").id).result(5)

    with pytest.raises(Refusal, match="已停用"):
        crew.problems.find(picked(crew, camera_id)).result(5)
    with pytest.raises(Refusal, match="已停用"):
        sit(crew, "管理员 E")

    assert crew.snapshot.operator == "管理员 E"
    assert not crew.snapshot.person.is_active


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "没有填"),
        ("  　", "没有填"),
        ("长" * 300, "最多 20 个字"),
        ("值班员\u0000F", "不能有换行"),
        ("值班员 a", "已有人员叫“值班员 A”"),
        ("　值班员　Ａ ", "已有人员叫“值班员 A”"),
    ],
)
def test_a_name_that_tells_nobody_apart_is_refused(crew, name, words):
    """Empty, endless and doubled names are refused in a sentence."""
    sit(crew, "管理员 E")
    with pytest.raises(Refusal, match=words):
        crew.people.add(PersonGiven(name, Role.OPERATOR), PIN).result(5)


def test_a_deactivated_namesake_is_named(crew):
    """The journal tells people apart by name, those of the past too."""
    sit(crew, "管理员 E")
    crew.people.deactivate(named(crew, "值班员 B").id).result(5)
    with pytest.raises(Refusal, match="停用的人员里有“值班员 B”"):
        crew.people.add(PersonGiven("值班员 B", Role.OPERATOR), PIN).result(5)
    crew.people.reactivate(named(crew, "值班员 B").id).result(5)

    assert sit(crew, "值班员 B").is_active


@pytest.mark.parametrize("signed_on", ["2026-13-01", "21.11.2026", "20261121", "2999-01-01"])
def test_a_date_of_confidentiality_is_a_day_that_has_been(crew, signed_on):
    """A date that is none, or lies ahead, is refused."""
    sit(crew, "管理员 E")
    with pytest.raises(Refusal, match="保密承诺的日期"):
        crew.people.add(PersonGiven("值班员 F", Role.OPERATOR, signed_on), PIN).result(5)


def test_ones_own_secret_is_changed_by_telling_the_old_one(crew):
    """Whoever finds a desk left open cannot make it his own."""
    person = sit(crew, "值班员 A")
    with pytest.raises(Refusal, match="口令不对"):
        crew.people.set_secret(person.id, "864209", WRONG).result(5)
    with pytest.raises(Refusal, match="连号"):
        crew.people.set_secret(person.id, "１２３４５６", PIN).result(5)
    crew.people.set_secret(person.id, "864209", PIN).result(5)
    crew.people.sign_out().result(5)

    assert crew.people.sign_in(person.id, "864209").result(5) == person
    with pytest.raises(Refusal, match="口令不对"):
        sit(crew, "值班员 A")


def test_a_change_says_what_was_before_and_only_when_there_is_one(crew):
    """The journal holds the old name and role; pressing Save without a change writes nothing."""
    sit(crew, "管理员 E")
    person = named(crew, "内勤 D")
    given = PersonGiven(person.name, person.role, person.confidentiality_signed_on)
    crew.people.change(person.id, given).result(5)
    crew.people.change(person.id, replace(given, role=Role.SUPERVISOR)).result(5)

    [changed] = entries(crew, "person.changed")
    assert (changed.facts["was"]["role"], changed.facts["role"]) == ("clerk", "supervisor")
    assert changed.actor == "管理员 E"


def test_a_command_acts_as_a_person_with_his_rights(desk):
    """`--as`: the folder's rights give way to those of whoever is named."""
    staff(desk)
    desk.people.act_as("内勤 D").result(5)

    assert desk.actor == "内勤 D"
    with pytest.raises(Refusal, match="没有权限"):
        desk.people.deactivate(named(desk, "值班员 A").id).result(5)
    with pytest.raises(Refusal, match="没有叫“路人”的人员"):
        desk.people.act_as("路人").result(5)
