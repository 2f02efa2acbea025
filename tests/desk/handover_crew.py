"""A crew at a seat that hands over, step by step on a real desk."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.desk.handover_views import Check
from duty_desk.domain.patrol import Look
from duty_desk.push.channel import ChannelConfig
from duty_desk.store import journal
from tests.desk.people import PIN, named, sit, staff
from tests.fakes.desk import Seat, build_desk, camera, picked, picture
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.handover_views import Packet

MINUTE_MS = 60_000
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0f0f0f0f-1111-2222-3333-0f0f0f0f0f0f"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk with one camera, five people and a problem nobody pushed."""
    seat = Seat(tmp_path_factory.mktemp("told"), FakeTimeSource())
    desk = build_desk(seat)
    desk.start(is_sending=False)
    desk.cameras.add([camera()]).result(30)
    desk.channels.add(ChannelConfig("wecom", "网格问题群", ROBOT)).result(30)
    staff(desk)
    desk.stop()
    return seat.data


@pytest.fixture
def crew(told: Path, seat: Seat) -> Iterator[Desk]:
    """A running desk, its seat held by 值班员 A."""
    shutil.copytree(told, seat.data, dirs_exist_ok=True)
    running = build_desk(seat)
    running.start(is_sending=False, is_ticking=False)
    running.people.attend().result(30)
    sit(running, "值班员 A")
    yield running
    running.stop()


def find(desk: Desk) -> str:
    """A problem that nobody has pushed; its id."""
    camera_id = desk.snapshot.cameras[0].id
    return desk.problems.find(picked(desk, camera_id)).result(30).row.id


def ready(desk: Desk) -> Packet:
    """A cut whose equipment is checked and to which 值班员 B has come."""
    packet = desk.handovers.cut().result(30)
    checks = tuple(Check(one.no, one.name, "ok") for one in packet.checks)
    desk.handovers.check(packet.id, checks).result(30)
    return desk.handovers.arrive(packet.id, named(desk, "值班员 B").id, PIN).result(30)


def confirm_all(desk: Desk, packet: Packet) -> Packet:
    """Every item confirmed, urgent ones said back as they stand."""
    for line in packet.items:
        said = line.item.state if line.item.is_urgent else ""
        packet = desk.handovers.confirm(packet.id, line.no, said).result(30)
    return packet


def hand_over(desk: Desk) -> Packet:
    """The whole way, from the cut to the signature of 值班员 B."""
    packet = ready(desk)
    desk.handovers.sign(packet.id, PIN).result(30)
    confirm_all(desk, packet)
    return desk.handovers.accept(packet.id, packet.incoming_id, PIN).result(30)


def entries(desk: Desk, *kinds: str):
    """The journal's entries of these kinds, oldest first."""
    found = desk.ask(lambda: desk.read(lambda s: journal.entries_since(s, 0, None))).result(30)
    return [entry for entry in reversed(found) if entry.kind in kinds]


def look_after(desk: Desk, *waits_ms: int) -> None:
    """Let time pass in steps, the desk looking after each."""
    for ms in waits_ms:
        desk.time.advance(ms)
        desk.ask(desk.tick).result(30)


def worked(desk: Desk) -> None:
    """A shift with everything the page counts: a round, pushes in time and late, a fault."""
    desk.time.advance(100 * MINUTE_MS)
    desk.ask(desk.tick).result(30)
    walk = desk.patrol.start().result(30)
    look = Look(no=1, fresh_ms=5_000, age_ms=80, thumbnail=picture())
    desk.patrol.visit(walk.round.id, [look]).result(30)
    for minutes in (2, 7):
        problem = find(desk)
        desk.problems.describe(problem, category="", description="满冒", unit="").result(30)
        desk.time.advance(minutes * MINUTE_MS)
        desk.ask(desk.tick).result(30)
        desk.problems.copy(problem).result(30)
        desk.problems.confirm(problem).result(30)
    camera_id = desk.snapshot.cameras[0].id
    found = FoundFault(camera_id=camera_id, found_at=desk.time.now_ms(), kind="black")
    fault = desk.faults.find(found).result(30).row.id
    desk.faults.report([fault], Told(maintainer="实创")).result(30)
    find(desk)


def drawn(pdf: Path) -> list[Path]:
    """The pages of a PDF as pictures, by a program that is not ours."""
    place = pdf.with_name("page-%d.png")
    told = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=png16m", "-r300", f"-sOutputFile={place}"]
    subprocess.run([*told, pdf], check=True)
    return sorted(pdf.parent.glob("page-*.png"))
