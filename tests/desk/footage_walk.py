"""A footage request of three cameras, walked step by step on a real desk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.desk.footage_files import FileStage, FileStatus
from duty_desk.desk.verifying import verify_all
from duty_desk.domain.footage import HOUR_MS, FootageKind, FootageRequest, Officer, Span
from duty_desk.machine.file_copy import hash_file
from duty_desk.store import journal
from duty_desk.store.spool import entry_facts
from duty_desk.video.file_look import FileLook, Playing, SeenPicture
from tests.fakes.desk import camera, picture

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_views import FootageDetail, FootageRow

CODES = ("C046", "C047", "C063")
ONE = Officer(name="民警镕喆", number="010012", phone="000-0001", is_seen=True)
TWO = Officer(name="民警𠮷", number="110108199001010037", is_seen=True)


def add_cameras(desk: Desk, **fields: str) -> None:
    """Let the desk know three cameras."""
    desk.cameras.add([camera(code, **fields) for code in CODES]).result(10)


def spans(desk: Desk, ago_h: int = 50) -> tuple[Span, ...]:
    """Two hours of each camera, so many hours ago."""
    now, known = desk.time.now_ms(), {row.code: row.id for row in desk.snapshot.cameras}
    begin = now - ago_h * HOUR_MS
    return tuple(
        Span(camera_id=known[code], code=code, from_at=begin, to_at=begin + 2 * HOUR_MS)
        for code in CODES
        if code in known
    )


def asked(desk: Desk, **fields: object) -> FootageRequest:
    """A request that lacks nothing but its papers."""
    known: dict[str, object] = {
        "kind": FootageKind.COPY,
        "unit": "某某派出所",
        "reason": "盗窃电动自行车",
        "content": "11 月 19 日晚骑车经过的人员",
        "spans": spans(desk),
        "paper_kind": "调取证据通知书",
        "paper_no": "某公（示）调证字〔2026〕0137 号",
        "case_no": "示例 2026-1119",
    }
    return FootageRequest(**{**known, **fields})  # type: ignore[arg-type]


def scan(folder: Path) -> Path:
    """The photo of a document."""
    path = folder / "通知书.jpg"
    path.write_bytes(picture(200))
    return path


def registered(desk: Desk, folder: Path, **fields: object) -> FootageRow:
    """A request as entered, with its paper."""
    given = asked(desk, **fields)
    return desk.footage.register(given, (ONE, TWO), scan=scan(folder)).result(10)


def worked_off(path: Path, shade: int = 90) -> FileStatus:
    """A file as the thread that hashes and tries it would tell of it."""
    told = hash_file(path)
    look = FileLook(
        Playing.PLAYABLE, "h264", 320, 180, 4000, 4000, (SeenPicture(0, picture(shade)),)
    )
    return FileStatus(
        no=1,
        path=path,
        size_bytes=told.size_bytes,
        stage=FileStage.DONE,
        done_bytes=told.size_bytes,
        sha256=told.sha256,
        look=look,
    )


def recording(folder: Path, name: str) -> Path:
    """An export of a recorder, as far as bytes go."""
    path = folder / name
    path.write_bytes(f"recorded at {name}".encode() * 500)
    return path


def approved(desk: Desk, folder: Path, **fields: object) -> FootageDetail:
    """A request that a leader said yes to; the desk's role must allow it."""
    row = registered(desk, folder, **fields)
    checked = desk.footage.check_papers(row.id, row.version).result(10)
    return desk.footage.approve(row.id, checked.row.version).result(10)


def exported(desk: Desk, folder: Path) -> FootageDetail:
    """A request with one recording a camera, ready to be sealed."""
    seen = approved(desk, folder)
    seen = desk.footage.locate(seen.row.id, seen.row.version, {}).result(10)
    for no, code in enumerate(CODES, 1):
        file = worked_off(recording(folder, f"{code}.dav"), 90 + no)
        seen = desk.footage.add_file(seen.row.id, seen.row.version, no, file).result(10)
    return desk.footage.note_exported(seen.row.id, seen.row.version, "厂家客户端").result(10)


def sealed(desk: Desk, folder: Path) -> FootageDetail:
    """A request whose package is sealed in `folder`."""
    seen = exported(desk, folder)
    return desk.footage.seal(seen.row.id, seen.row.version, folder).result(30)


def verdicts(desk: Desk) -> dict[str, tuple[str, str]]:
    """State and place of every test of the record."""
    place = desk.store.place
    found = desk.ask(lambda: desk.read(lambda it: verify_all(it, place))).result(30)
    return {one.name: (one.state, one.where) for one in found}


def failed(desk: Desk) -> dict[str, str]:
    """Where each test that failed found its fault."""
    return {name: where for name, (state, where) in verdicts(desk).items() if state == "failed"}


def told(desk: Desk, request_id: str) -> str:
    """Everything the journal holds of a request, as it stands in its bodies."""
    found = desk.ask(lambda: desk.read(lambda it: journal.entries_of(it, request_id))).result(10)
    return json.dumps([entry_facts(one) for one in found], ensure_ascii=False)
