"""Search: everything written is found by number, place, person, text and pinyin initials."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk import search_keeping
from duty_desk.desk.duty_log import Draft
from duty_desk.desk.fault_rules import FoundFault
from duty_desk.domain.camera import CameraRecord
from duty_desk.store.reading import open_for_reading
from duty_desk.store.search_file import NAME
from duty_desk.store.verify import verify
from tests.desk.people import staff
from tests.fakes.desk import Seat, build_desk, picked
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from duty_desk.desk.search import FoundLine

UP_S = 20


@pytest.fixture(scope="module")
def seat(tmp_path_factory) -> Seat:
    """Where the desk of these tests sits."""
    return Seat(tmp_path_factory.mktemp("search"), FakeTimeSource())


@pytest.fixture(scope="module")
def desk(seat):
    """A desk with two places, two problems, a fault and a line of the log, and search begun."""
    running = build_desk(seat)
    running.start(is_sending=False, is_ticking=False)
    running.cameras.add(
        [
            CameraRecord(code="C017", name="中关村东路-北口", community="科育社区"),
            CameraRecord(code="C046", name="白塔庵-桶站", community="白塔庵社区", alias="老桶站"),
        ]
    ).result(10)
    for camera, words in zip(running.snapshot.cameras, ("三轮车占道", "桶满冒"), strict=True):
        found = running.problems.find(picked(running, camera.id)).result(10)
        running.problems.describe(
            found.row.id, category="E0102", description=words, unit="科育社区居委会"
        ).result(10)
        running.time.advance(60_000)
    fault = FoundFault(camera_id=running.snapshot.cameras[0].id, found_at=running.time.now_ms())
    running.faults.find(fault).result(10)
    line = Draft(kind="phone", text="王师傅来电，路灯不亮", pressed_at=running.time.now_ms())
    running.duty_log.write(line).result(10)
    running.search.begin()
    assert running.search.wait(UP_S)
    yield running
    running.stop()


def found(desk, query: str) -> dict[str, list[FoundLine]]:
    """What is found, by kind."""
    whole = desk.search.find(query).result(10)
    assert whole.is_whole
    return {group.noun: list(group.lines) for group in whole.groups}


@pytest.mark.parametrize(
    ("query", "nouns"),
    [
        ("C017", {"camera", "problem", "fault"}),
        ("c017 三轮车", {"problem"}),
        ("三轮", {"problem"}),
        ("暴露垃圾", {"problem"}),
        ("Exposed rubbish", {"problem"}),
        ("bta", {"camera", "problem"}),  # 白塔庵
        ("老桶站", {"camera", "problem"}),
        ("路灯不亮", {"log"}),
        ("王师傅", {"log"}),
        ("0412", set()),
        ("   ", set()),
    ],
)
def test_what_was_written_is_found_by_any_of_its_words(desk, query, nouns) -> None:
    """By code, category in either language, initials, nickname, free text."""
    assert set(found(desk, query)) == nouns


def test_a_number_finds_its_record_first(desk) -> None:
    """Written as people say it, in full-width figures too."""
    row = desk.snapshot.problems[0]
    wide = row.number.translate({ord("0") + n: ord("０") + n for n in range(10)})
    for query in (row.number, wide):
        lines = found(desk, query)["problem"]
        assert lines[0].id == row.id
        assert row.number in lines[0].title


def test_lines_say_what_when_and_how_it_stands(desk) -> None:
    """Newest first, as they stand now and not as they were read."""
    lines = found(desk, "暴露垃圾")["problem"]
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert "白塔庵-桶站 · 暴露垃圾" in lines[0].title
    assert lines[0].detail.startswith("待推送 · 桶满冒")


def test_what_is_written_later_is_found_soon(desk) -> None:
    """The thread that keeps the words is woken by the commit."""
    line = Draft(kind="visitor", text="物业李经理来访", pressed_at=desk.time.now_ms())
    desk.duty_log.write(line).result(10)
    assert desk.search.wait(UP_S)

    assert found(desk, "李经理")["log"][0].title.endswith("物业李经理来访")


def test_people_are_found_by_name_and_initials(desk) -> None:
    """As they are named in the records."""
    staff(desk)
    assert desk.search.wait(UP_S)

    assert [line.title for line in found(desk, "值班长")["person"]] == ["值班长 C"]
    assert [line.title for line in found(desk, "zbz")["person"]] == ["值班长 C"]
    assert "值班长 C" in [line.title for line in desk.search.more("zbz", "person").result(10).lines]


def test_another_run_goes_on_where_the_words_end_and_verify_knows_nothing_of_it(
    desk, seat, tmp_path
) -> None:
    """A file of another journal is thrown away and filled from this one."""
    with open_for_reading(seat.place) as session:
        states = {one.name: one.state for one in verify(session, seat.place)}
    assert "failed" not in states.values()
    other = Seat(tmp_path, FakeTimeSource())
    (tmp_path / NAME).write_bytes((seat.data / NAME).read_bytes())
    strange = build_desk(other)
    strange.start(is_sending=False, is_ticking=False)
    strange.search.begin()
    assert strange.search.wait(UP_S)

    assert strange.search.find("路灯不亮").result(10).groups == ()
    strange.stop()


def test_whoever_writes_while_the_reader_is_begun_begins_no_second_one(
    tmp_path, monkeypatch
) -> None:
    """The window begins it when the desk may already be writing; its file is for one thread."""
    told = build_desk(Seat(tmp_path, FakeTimeSource()))
    told.start(is_sending=False, is_ticking=False)
    keeper, thread, begun = told.search._keeper, threading.Thread, []
    writes = thread(target=keeper.wake)

    def made(*args, **named):
        begun.append(named["name"])
        if len(begun) == 1:
            writes.start()
            writes.join(0.3)  # no longer than that where it has to wait for this one
        return thread(*args, **named)

    with monkeypatch.context() as slow:
        slow.setattr(search_keeping.threading, "Thread", made)
        keeper.wake()
        writes.join(10)
    told.stop()

    assert begun == ["search"]
