"""A request that went all its way, with everything that makes its papers long."""

from __future__ import annotations

from duty_desk.desk.footage_papers import Exported, HandedFile, Told
from duty_desk.domain.footage import (
    HOUR_MS,
    REASON_CHARS,
    ClockCheck,
    FootageKind,
    FootageRequest,
    Officer,
    Span,
)
from duty_desk.video.file_look import FileLook, Playing

NOW = 1_795_270_800_000
_PLACES = {"1": "彩和坊路与海淀大街路口", "2": "白塔庵社区东门", "3": "苏州街地铁站 A 口"}
_CODES = {"1": "C046", "2": "C047", "3": "C063"}
_AHEAD = {"1": 2_000, "2": 29_400, "3": None}

REASON = ("接群众报警，在彩和坊路附近被盗电动自行车一辆，需核实嫌疑人经过的路线与时间。" * 20)[
    :REASON_CHARS
]
ASKED = FootageRequest(
    kind=FootageKind.COPY,
    unit="某某派出所",
    reason=REASON,
    content="11 月 19 日晚骑电动自行车由东向西经过的人员",
    spans=tuple(
        Span(
            camera_id=camera,
            code=_CODES[camera],
            from_at=NOW - 50 * HOUR_MS,
            to_at=NOW - 47 * HOUR_MS,
            clock_ahead_ms=ahead,
        )
        for camera, ahead in _AHEAD.items()
    ),
    channel="来函",
    came_at=NOW - 27 * HOUR_MS,
    paper_kind="调取证据通知书",
    paper_no="某公（示）调证字〔2026〕0137 号",
    paper_issuer="某某公安分局",
    paper_at=NOW - 50 * HOUR_MS,
    case_no="示例 2026-1119",
    legal_basis="刑事诉讼法有关规定",
    oldest_held_at=NOW - 29 * 24 * HOUR_MS,
    escort="值班员 A",
    medium="U 盘（警方提供）",
    medium_no="SN 0012-7788",
    medium_state="已封口、已写保护",
    is_copy_kept=True,
    copy_place="档案柜 2",
    left_at=NOW,
    copy_until_at=NOW + 90 * 24 * HOUR_MS,
    note="C063 信号中断，录像缺 22:40 以后一段。",
)
TOLD = Told(
    number="2026-037",
    hall="街道指挥大厅 · 1 号席",
    request=ASKED,
    officers=(
        Officer(name="民警镕喆", number="010012", is_seen=True),
        Officer(name="民警𠮷", number="010037", is_seen=True),
    ),
    registered_at=NOW - 26 * HOUR_MS,
    registered_by="值班员 A",
    cameras=_PLACES,
    results={"1": "有，完整", "2": "有，完整", "3": "有，缺 22:40 以后"},
    approved_by="值班长 C",
    approved_at=NOW - 25 * HOUR_MS,
    files=(
        HandedFile(
            name="C046_20261119_2100.mp4",
            size_bytes=2_061_584_302,
            sha256="9f2c" * 15 + "e41a",
            look=FileLook(Playing.PLAYABLE),
        ),
        HandedFile(
            name="C047_20261119_2100.dav",
            size_bytes=2_018_634_629,
            sha256="0b7d" * 16,
            look=FileLook(Playing.NOT_VIDEO),
        ),
        HandedFile(
            name="C063 镕喆_20261119_2100.mp4",
            size_bytes=734_003_200,
            sha256="77aa" * 16,
            look=FileLook(Playing.SHORT),
        ),
    ),
    exported=Exported(
        by="值班员 A", from_at=NOW - 24 * HOUR_MS, at=NOW - HOUR_MS, tool="厂家客户端 4.2"
    ),
    seal="4c1d" * 16,
    handed_by="值班员 A",
    handed_at=NOW,
    return_until_at=NOW + 30 * 24 * HOUR_MS,
)
CHECKS = tuple(
    ClockCheck(
        camera_id=camera,
        code=_CODES[camera],
        shown_at=NOW + ahead,
        true_at=NOW,
        source="值守台时钟（已对时）",
        method="同一截图比对",
        checker="值班员 A",
        picture="5e" * 32,
    )
    for camera, ahead in (("1", 2_000), ("2", -29_400))
)
