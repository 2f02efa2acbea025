"""The demo's footage requests, and the walk they invite: from the exports to a sealed package."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from duty_desk.demo_footage import EXPORTS, ask_for_footage
from duty_desk.desk.footage_files import FileStage, FileStatus, FileWork
from duty_desk.desk.people_care import PersonGiven
from duty_desk.desk.verifying import verify_all
from duty_desk.domain.footage import FootageState
from duty_desk.domain.rights import Role
from tests.fakes.bag_reader import bagit
from tests.fakes.desk import RESOURCES, Seat, build_desk, camera
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk

STAFF = (
    ("管理员 E", Role.ADMINISTRATOR),
    ("值班员 A", Role.OPERATOR),
    ("值班长 C", Role.SUPERVISOR),
)


def worked_off(paths: list[Path]) -> tuple[FileStatus, ...]:
    """Files hashed and tried by the real thread."""
    news = threading.Condition()

    def changed(_status: FileStatus) -> None:
        with news:
            news.notify_all()

    work = FileWork(changed)
    try:
        work.add(paths)
        with news:
            assert news.wait_for(lambda: work.is_at_rest, 60), work.files()
        return work.files()
    finally:
        work.close()


def walk(desk: Desk, folder: Path) -> Path:
    """The open request from its exports to a package; returns its folder."""
    (row,) = (one for one in desk.footage.list().result(10) if one.state is FootageState.LOCATED)
    seen = desk.footage.open(row.id).result(10)
    exports = sorted((desk.store.place.data / EXPORTS).iterdir())
    for file in worked_off(exports):
        assert file.stage is FileStage.DONE
        code = file.path.name.partition("_")[0]
        no = next(one.no for one in seen.spans if one.span.code == code)
        seen = desk.footage.add_file(row.id, seen.row.version, no, file).result(10)
    seen = desk.footage.note_exported(row.id, seen.row.version, "厂家客户端").result(10)
    seen = desk.footage.seal(row.id, seen.row.version, folder).result(60)
    assert seen.package is not None
    return seen.package.folder


def test_the_demo_invites_to_walk_a_request_to_its_package(tmp_path: Path) -> None:
    """Three requests in three states; the open one goes on to a package both readers accept."""
    desk = build_desk(Seat(tmp_path / "data", FakeTimeSource()))
    desk.start(is_sending=False)
    try:
        desk.cameras.add([camera(code) for code in ("C017", "C046", "C063")]).result(10)
        for name, role in STAFF:
            desk.people.add(PersonGiven(name, role, "2026-11-01"), "703512").result(10)
        for _again in range(2):
            ask_for_footage(desk, RESOURCES / "demo")
        states = [row.state for row in desk.footage.list().result(10)]
        assert states == [FootageState.LOCATED, FootageState.REFUSED, FootageState.CLOSED]
        desk.ask(desk.tick).result(10)
        assert [one.level for one in desk.snapshot.footage.warnings] == ["attention"]
        assert desk.people.signed_in is None

        package = walk(desk, desk.footage.shelf)

        bagit.Bag(str(package)).validate()
        place = desk.store.place
        found = desk.ask(lambda: desk.read(lambda it: verify_all(it, place))).result(30)
        assert [one for one in found if one.state == "failed"] == []
    finally:
        desk.stop()
