"""What a tile tells of a visit, and why a visit cannot be called normal, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain.patrol import ForbiddenVisit, refuse_visit
from duty_desk.language import mark, tr
from duty_desk.ui.patrol.words import seconds

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import CheckpointRow
    from duty_desk.domain.patrol import Look

_REFUSED = {
    "removed": mark("{about} 已停用，不能记为正常。按 N 记“无画面”，或按 S 跳过。"),
    "no_fresh_picture": mark(
        "{about} 没有新画面，不能记为正常。等画面出来，或按 F9 报故障，或按 N 记“无画面”。"
    ),
    "too_quick": mark(
        "{about} 新画面只看了 {seen} 秒，最少 {least} 秒。再看一会儿；确已看清就按 Enter 确认，"
        "会记为“过快”。"
    ),
}


@dataclass(frozen=True)
class Seen:
    """What a tile shows at one instant, told by the stage.

    Attributes:
        age_ms: The age of the newest frame.
        offset_ms: How far the camera's own clock is off; None when unknown.
        thumbnail: A small picture of it, JPEG; empty for none.
    """

    age_ms: int = 0
    offset_ms: int | None = None
    thumbnail: bytes = b""


@dataclass(frozen=True)
class WhyNot:
    """Why not: a finished sentence, and whether a second key may still confirm it."""

    words: str
    can_confirm: bool


def why_not(point: CheckpointRow, look: Look) -> WhyNot | None:
    """Why a look cannot be on record, asked before the desk is; None when it can."""
    try:
        refuse_visit(look, min_dwell_ms=point.min_dwell_ms, is_removed=point.is_removed)
    except ForbiddenVisit as error:
        words = tr(
            _REFUSED[str(error)],
            about=f"{point.camera_code} {point.camera_name}",
            seen=seconds(look.fresh_ms),
            least=f"{point.min_dwell_ms / 1000:g}",
        )
        return WhyNot(words, can_confirm=str(error) == "too_quick")
    return None
