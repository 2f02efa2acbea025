"""The demo's footage requests: one located with its exports at hand, one closed, one refused."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.documents.pdf_page import PdfPage
from duty_desk.domain.footage import (
    DAY_MS,
    HOUR_MS,
    ClockCheck,
    FootageKind,
    FootageRequest,
    Officer,
    Span,
)
from duty_desk.domain.problem import beijing, day_of
from duty_desk.domain.rights import Role
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_views import FootageDetail
    from duty_desk.desk.views import CameraRow

EXPORTS = mark("录像机导出（演示）")
_CAMERAS = ("C046", "C063", "C017")
_AHEAD_S = {"C046": 2, "C063": 29}  # the third one's clock is still to be checked
_LEFT_MS = 2 * DAY_MS + 4 * HOUR_MS  # until the first recording is overwritten
_KEPT_MS = 30 * DAY_MS
_MINUTE_MS = 60_000


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """Who asks for what, with which paper; words still to be translated."""

    unit: str
    reason: str
    content: str
    people: tuple[tuple[str, str], ...]
    paper: tuple[str, str, str]  # kind, number, issuing office
    case_no: str = ""


_NOTICE = mark("调取证据通知书")
_ASKED = {
    "closed": _Wanted(
        unit=mark("交通支队"),
        reason=mark("交通事故核查"),
        content=mark("两车相撞前后的画面"),
        people=((mark("民警丙（演示）"), "010205"), (mark("民警丁（演示）"), "010261")),
        paper=(_NOTICE, mark("（演示）交调证字 0052 号"), mark("交通支队")),
        case_no=mark("演示-2026-0873"),
    ),
    "refused": _Wanted(
        unit=mark("某某物业"),
        reason=mark("住户丢失快递"),
        content=mark("楼门口取走快递的人"),
        people=((mark("物业经理戊（演示）"), "110000190001010000"),),
        paper=(mark("介绍信"), mark("（演示）物业介字 12 号"), mark("某某物业")),
    ),
    "located": _Wanted(
        unit=mark("某某派出所"),
        reason=mark("盗窃电动自行车"),
        content=mark("当晚骑电动自行车经过的人员"),
        people=((mark("民警甲（演示）"), "010012"), (mark("民警乙（演示）"), "010037")),
        paper=(_NOTICE, mark("（演示）调证字 0137 号"), mark("某某分局")),
        case_no=mark("演示-2026-1119"),
    ),
}


def ask_for_footage(desk: Desk, folder: Path) -> None:
    """Enter three invented requests, unless they are there; nobody acts afterwards."""
    cameras = {row.code: row for row in desk.snapshot.cameras if row.code in _CAMERAS}
    asked = {row.unit for row in desk.footage.list().result()}
    if tr(_ASKED["located"].unit) in asked or len(cameras) < len(_CAMERAS):
        return
    named = {one.role: one.name for one in desk.people.all()[::-1] if one.is_active}
    if not {Role.OPERATOR, Role.SUPERVISOR} <= named.keys():
        return
    try:
        _tell(desk, folder, tuple(cameras[code] for code in _CAMERAS), named)
    finally:
        desk.people.act_as("").result()


def _tell(desk: Desk, folder: Path, cameras: tuple[CameraRow, ...], named: dict[Role, str]) -> None:
    operator, leader = named[Role.OPERATOR], named[Role.SUPERVISOR]
    desk.people.act_as(operator).result()
    ids = {}
    for name, asked in _requests(desk, cameras).items():
        scan = _scan(desk, asked)
        row = desk.footage.register(asked, _officers(name), scan=scan).result()
        scan.unlink()
        if name != "refused":
            desk.footage.check_papers(row.id, row.version).result()
        ids[name] = row.id
    desk.people.act_as(leader).result()
    _version(desk, ids["located"], "approve")
    _version(desk, ids["closed"], "approve")
    refused = desk.footage.open(ids["refused"]).result()
    desk.footage.refuse(refused.row.id, refused.row.version, tr("不是公安机关，请先报警")).result()
    desk.people.act_as(operator).result()
    _walk(desk, ids, cameras)
    _lay_exports(desk, folder, cameras)


def _version(desk: Desk, request_id: str, step: str) -> FootageDetail:
    seen = desk.footage.open(request_id).result()
    done: FootageDetail = getattr(desk.footage, step)(request_id, seen.row.version).result()
    return done


def _walk(desk: Desk, ids: dict[str, str], cameras: tuple[CameraRow, ...]) -> None:
    """The one that was only looked at goes to the shelf, the other as far as its recordings."""
    closed = desk.footage.open(ids["closed"]).result().row
    viewed = desk.footage.view_only(closed.id, closed.version, tr("画面已当场查看")).result().row
    desk.footage.close(closed.id, viewed.version).result()
    located = desk.footage.open(ids["located"]).result().row
    for camera in cameras:
        if camera.code in _AHEAD_S:
            check = _check(desk, camera)
            located = desk.footage.check_clock(located.id, located.version, check).result().row
    desk.footage.locate(located.id, located.version, {}).result()


def _check(desk: Desk, camera: CameraRow) -> ClockCheck:
    now = desk.time.now_ms()
    return ClockCheck(
        camera_id=camera.id,
        code=camera.code,
        shown_at=now + _AHEAD_S[camera.code] * 1000,
        true_at=now,
        source=tr("值守台时钟"),
        method=tr("同一画面比对"),
        checker="",
    )


def _requests(desk: Desk, cameras: tuple[CameraRow, ...]) -> dict[str, FootageRequest]:
    begin = _began(desk)
    spans = tuple(
        Span(
            camera_id=one.id,
            code=one.code,
            from_at=begin + no * 10 * _MINUTE_MS,
            to_at=begin + HOUR_MS + no * 10 * _MINUTE_MS,
        )
        for no, one in enumerate(cameras)
    )
    recent = tuple(replace(one, from_at=one.from_at + 20 * DAY_MS) for one in spans[:1])
    recent = tuple(replace(one, to_at=one.from_at + HOUR_MS) for one in recent)
    return {
        "closed": replace(
            _asked("closed"), kind=FootageKind.VIEW, spans=recent, escort=tr("值班员")
        ),
        "refused": replace(_asked("refused"), spans=recent, is_police=False),
        "located": replace(_asked("located"), spans=spans),
    }


def _began(desk: Desk) -> int:
    """When the first span begins: so that it is overwritten in two days, on a whole minute."""
    begin = desk.time.now_ms() + _LEFT_MS - _KEPT_MS
    return begin // _MINUTE_MS * _MINUTE_MS


def _asked(which: str) -> FootageRequest:
    told = _ASKED[which]
    kind, no, issuer = (tr(words) for words in told.paper)
    return FootageRequest(
        kind=FootageKind.COPY,
        unit=tr(told.unit),
        reason=tr(told.reason),
        content=tr(told.content),
        paper_kind=kind,
        paper_no=no,
        paper_issuer=issuer,
        case_no=tr(told.case_no) if told.case_no else "",
    )


def _officers(which: str) -> tuple[Officer, ...]:
    return tuple(
        Officer(name=tr(name), number=number, is_seen=True) for name, number in _ASKED[which].people
    )


def _scan(desk: Desk, asked: FootageRequest) -> Path:
    """A page that stands for the scan of the document."""
    page = PdfPage(desk.font.parent)
    page.title(tr("{paper}（演示）", paper=asked.paper_kind))
    page.line(f"{asked.paper_issuer} {asked.paper_no}")
    page.line(tr("本页为演示数据，不是法律文书。"))
    path = desk.store.place.data / "notice.pdf"
    path.write_bytes(page.as_bytes())
    return path


def _lay_exports(desk: Desk, folder: Path, cameras: tuple[CameraRow, ...]) -> None:
    """What a recorder would give out: a file a camera, in a folder to add them from."""
    exports = desk.store.place.data / tr(EXPORTS)
    exports.mkdir(exist_ok=True)
    at = f"{beijing(_began(desk)):%H%M}"
    for camera in cameras:
        name = f"{camera.code}_{day_of(_began(desk)).replace('-', '')}_{at}.h264"
        shutil.copyfile(folder / f"{camera.code.lower()}.h264", exports / name)
