"""Something in every table, told once for each kind of store; every test harms a copy."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.desk.fault_views import Maintainer
from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.rights import Role
from duty_desk.push.channel import ChannelConfig
from duty_desk.store.reading import open_for_reading
from duty_desk.store.store import DATABASE
from duty_desk.store.verify import verify
from duty_desk.vision.marks import Box
from tests.fakes.desk import Seat, keep_clip, picked, picture
from tests.fakes.time_source import FakeTimeSource
from tests.store.conftest import started
from tests.store.diagnosis_story import tell_diagnosis
from tests.store.dumped_story import tell_dumped
from tests.store.duty_story import tell_duty
from tests.store.footage_story import tell_footage
from tests.store.handover_story import tell_handover
from tests.store.patrol_story import tell_patrols
from tests.store.report_story import tell_reports

if TYPE_CHECKING:
    from pathlib import Path


ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0f0f0f0f-1111-2222-3333-0f0f0f0f0f0f"


def tell_a_story(desk) -> str:
    """Put something into every table; returns the problem's id."""
    camera_id = desk.snapshot.cameras[0].id
    desk.channels.add(ChannelConfig("wecom", "网格问题群", ROBOT)).result(10)
    found = desk.problems.find(picked(desk, camera_id)).result(10)
    desk.problems.mark(found.row.id, 1, [Box(10, 10, 60, 60)]).result(10)
    keep_clip(desk, found.row.id)
    desk.time.advance(200_000)
    desk.ask(desk.tick).result(10)
    desk.problems.describe(
        found.row.id, category="", description="垃圾桶满冒", unit="白塔庵社区"
    ).result(10)
    desk.problems.push(found.row.id, desk.snapshot.channels[0].id).result(10)
    desk.problems.copy(found.row.id).result(10)
    desk.problems.confirm(found.row.id).result(10)
    desk.problems.rectify(found.row.id, picture(200)).result(10)
    fault = FoundFault(
        camera_id=camera_id, found_at=desk.time.now_ms(), picked=picked(desk, camera_id)
    )
    fault_id = desk.faults.find(fault).result(10).row.id
    desk.faults.describe(fault_id, kind="signal", note="").result(10)
    desk.faults.set_maintainer(Maintainer(name="实创", phone="000-0001")).result(10)
    desk.faults.report([fault_id], Told(maintainer="实创")).result(10)
    desk.faults.repair(fault_id, "").result(10)
    tell_patrols(desk)
    given = PersonGiven("管理员 E", Role.ADMINISTRATOR, "2026-11-01")
    tell_duty(desk, desk.people.add(given, "703512").result(10))
    tell_handover(desk)
    tell_diagnosis(desk)
    tell_dumped(desk)
    tell_footage(desk, found.row.id)
    tell_reports(desk)
    desk.review.note("breach", found.row.id, "已与值班员核实").result(10)
    return found.row.id


def verdicts(seat) -> dict[str, tuple[str, str]]:
    """State and place of every test of the record."""
    with open_for_reading(seat.place) as session:
        return {it.name: (it.state, it.where) for it in verify(session, seat.place)}


def failed(seat) -> dict[str, str]:
    """Where each test that failed found its fault."""
    return {name: where for name, (state, where) in verdicts(seat).items() if state == "failed"}


@pytest.fixture(scope="session")
def stories(request, tmp_path_factory):
    """Told once for each kind of store; every test changes a copy."""
    made: dict[str, Seat] = {}

    def told(kind: str) -> Seat:
        if kind not in made:
            server = request.getfixturevalue("server") if kind == "postgresql" else None
            url = server.new_database() if server else ""
            made[kind] = Seat(tmp_path_factory.mktemp(kind), FakeTimeSource(), url=url)
            desk = started(made[kind])
            tell_a_story(desk)
            desk.stop()
        return made[kind]

    return told


def copied(story: Seat, folder: Path, server=None) -> Seat:
    """A copy of a told story, to be harmed."""
    shutil.copytree(story.data, folder, dirs_exist_ok=True)
    url = server.new_database(like=story.url) if server else ""
    return Seat(folder, story.time, url=url)


@pytest.fixture(params=["sqlite", "postgresql"])
def told(request, stories, tmp_path):
    """A seat whose desk has told a story and stopped."""
    server = request.getfixturevalue("server") if request.param == "postgresql" else None
    return copied(stories(request.param), tmp_path, server)


@pytest.fixture
def told_file(stories, tmp_path):
    """The same over a database file."""
    return copied(stories("sqlite"), tmp_path)


def change(seat, *statements: str) -> None:
    """Change the store with another tool, its guards taken away and put back."""
    if seat.url:
        engine = create_engine(seat.url)
        with engine.begin() as connection:
            connection.execute(text("SET session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()
        return
    with closing(sqlite3.connect(seat.data / DATABASE, isolation_level=None)) as tool:
        guards = tool.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
        for name, _ in guards:
            tool.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            tool.execute(statement)
        for _, made in guards:
            tool.execute(made)
