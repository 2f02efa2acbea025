"""Pan, tilt and zoom in words: what lines of the journal name, why a camera is not turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry

_WHYS = {
    "key": mark("手动"),
    "idle": mark("无人操作"),
    "left": mark("关闭面板"),
    "closing": mark("值守台退出"),
}


def ptz_values(entry: Entry) -> dict[str, str]:
    """What the line of a camera that was moved names."""
    why = str(entry.facts.get("why", ""))
    return {"preset": str(entry.facts.get("preset", "")), "why": tr(_WHYS[why]) if why else ""}


def fixed_words() -> str:
    """Why a fixed camera is not turned, and what to do about it."""
    return tr("这是固定摄像头，不能转动。画面方位不准时请报修，由维护单位校正。")
