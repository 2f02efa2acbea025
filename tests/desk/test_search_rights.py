"""Search: whoever may not see a page finds none of its records; the journal itself is found."""

from __future__ import annotations

import pytest

from duty_desk.desk.duty_log import Draft
from duty_desk.domain.moment import Moment
from duty_desk.domain.problem import day_of
from duty_desk.store.journal import head
from tests.desk.people import sit, staff
from tests.fakes.desk import Seat, build_desk
from tests.fakes.time_source import FakeTimeSource

UP_S, A_DAY_MS = 20, 86_400_000
SEEN = "主管已核对原因"
BOTH = ["值班员 B", "值班员 A"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with people, two unanswered prompts, one answered, a comment, and search begun."""
    running = build_desk(Seat(tmp_path_factory.mktemp("rights"), FakeTimeSource()))
    running.start(is_sending=False, is_ticking=False)
    staff(running)
    for name in ("值班员 A", "值班员 B"):
        prompt(running, name, ("sounded", "escalated", "unconfirmed"))
    prompt(running, "值班员 A", ("confirmed",))
    facts = {"noun": "late", "record": running.new_id()}
    record(running, Moment(kind="review.noted", subject="note", facts=facts, reason=SEEN))
    running.search.begin()
    assert running.search.wait(UP_S)
    yield running
    running.stop()


def record(desk, moment: Moment) -> None:
    """Write a moment."""
    desk.ask(lambda: desk.record(moment)).result(10)


def prompt(desk, name: str, happened: tuple[str, ...]) -> None:
    """A presence prompt for somebody, and what came of it."""
    check_id, about = desk.new_id(), {"person": name, "drawn_ms": 0}
    record(desk, Moment(kind="presence.prompted", subject=check_id, facts=about))
    for one in happened:
        facts = {"answer_ms": 2000, "way": "key"} if one == "confirmed" else {"in_round": False}
        record(desk, Moment(kind=f"presence.{one}", subject=check_id, facts=facts))


def found(desk, query: str) -> dict[str, list[str]]:
    """The titles found, by kind."""
    groups = desk.search.find(query).result(10).groups
    return {one.noun: [line.title for line in one.lines] for one in groups}


@pytest.mark.parametrize(
    ("who", "whose"),
    [("值班员 A", ["值班员 A"]), ("值班长 C", BOTH), ("管理员 E", BOTH)],
)
def test_presence_of_others_is_found_by_whoever_looks_back_alone(desk, who, whose) -> None:
    """An operator finds his own; nobody what was answered in time, which is only noise."""
    sit(desk, who)
    titles = found(desk, "没有应答").get("presence", [])
    more = desk.search.more("没有应答", "presence").result(10)
    sit(desk, "值班长 C")
    every = desk.search.more("没有应答", "presence").result(10).lines
    sit(desk, who)
    known = [desk.search.line("presence", one.id).result(10) for one in every]

    assert [one.title for one in known if one is not None] == titles
    assert [title[: len("值班员 A")] for title in titles] == whose
    assert [line.title for line in more.lines] == titles


def test_comments_and_entries_are_found_by_whoever_looks_back_alone(desk) -> None:
    """Neither by words nor as the line of a record; a number or the hash finds the entry."""
    newest = desk.ask(lambda: desk.read(lambda session: head(session, desk.store.seat))).result(5)
    sit(desk, "值班员 A")
    assert found(desk, SEEN) == {}
    assert desk.search.line("review", "note").result(10) is None
    assert "entry" not in found(desk, "#2")
    sit(desk, "值班长 C")
    assert found(desk, SEEN)["review"] == [f"补记批注 · {SEEN}"]
    assert desk.search.line("review", "note").result(10) is not None
    assert found(desk, "#2")["entry"][0].startswith("第 2 号 · ")
    assert found(desk, newest[1][:8])["entry"][0].startswith(f"第 {newest[0]} 号 · ")
    assert found(desk, "zzzzzz") == {}


def test_roles_find_their_people(desk) -> None:
    """A word of a role, in the language in use."""
    sit(desk, "值班长 C")
    assert set(found(desk, "管理员")["person"]) == {"管理员 E"}
    assert set(found(desk, "值班员")["person"]) == {"值班员 A", "值班员 B"}


def test_the_past_is_read_in_newest_first_and_goes_on_in_another_run(tmp_path) -> None:
    """What people look for is there at once; how far it is is said; no day is read twice."""
    seat = Seat(tmp_path, FakeTimeSource())
    told = build_desk(seat)
    told.start(is_sending=False, is_ticking=False)
    for text in ("最早的来电", "中间的来电", "最近的来电"):
        write(told, text)
        seat.time.advance(40 * A_DAY_MS)
    keeper = told.search._keeper
    texts, since = [], []
    while keeper._read(keeper._step):  # a step is a day
        whole = told.search.find("来电").result(10)
        texts.append([line.title[-5:] for group in whole.groups for line in group.lines])
        since.append(whole.since_at)
    first_at = told.time.now_ms() - 120 * A_DAY_MS

    assert texts[1] == ["最近的来电"]
    assert [day_of(at) for at in since[:2]] == ["2027-02-10", "2027-02-09"]
    assert texts[-1] == ["最近的来电", "中间的来电", "最早的来电"]
    assert since[-1] is None
    assert all(at > first_at - A_DAY_MS for at in since[:-1])
    assert len(texts) <= 8
    told.stop()


def write(desk, text: str) -> None:
    """A line of the log, now."""
    draft = Draft(kind="phone", text=text, pressed_at=desk.time.now_ms())
    desk.duty_log.write(draft).result(10)
