"""What a tile says when the mouse rests on it: all that had no room on the tile itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.diagnosis_views import Standing
from duty_desk.language import tr

if TYPE_CHECKING:
    from duty_desk.desk.diagnosis_views import CameraHealth
    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.tile_look import TileLook
    from duty_desk.video.stream_state import StreamStatus

_CLOCK_DIFFERS_MS = 1_000


def tip(
    camera: CameraRow, look: TileLook, status: StreamStatus, health: CameraHealth | None = None
) -> str:
    """The lines of the tip."""
    lines = [f"{camera.code} {camera.name}", look.title, *look.lines, look.band]
    if look.is_live:
        stream = tr("辅码流") if status.is_sub else tr("主码流")
        lines.append(tr("实时 · {stream} · 每秒 {n} 帧", stream=stream, n=round(status.fps)))
        lines.append(_health_words(health))
    if status.is_degraded:
        lines.append(tr("电脑正忙，这一格少显示几帧；选中或放大后恢复。"))
    lines.append(_clock_words(status.clock_ahead_ms))
    return "\n".join(line for line in lines if line)


def _health_words(health: CameraHealth | None) -> str:
    if health is None:
        return ""
    if health.standing in (Standing.SUSPECT, Standing.FAULTY):
        return health.words
    if health.standing is Standing.NOT_CHECKED:
        return tr("画面未检查：{why}", why=health.words) if health.words else tr("画面未检查")
    if health.likeness_permille is None:
        return tr("画面检查正常")
    share = health.likeness_permille / 1000
    return tr("画面检查正常，与基准一致 {share}", share=f"{share:.2f}")


def _clock_words(ahead_ms: int | None) -> str:
    if ahead_ms is None or abs(ahead_ms) < _CLOCK_DIFFERS_MS:
        return ""
    seconds = round(abs(ahead_ms) / 1000)
    if ahead_ms > 0:
        return tr("摄像头的时钟比本机快 {s} 秒", s=seconds)
    return tr("摄像头的时钟比本机慢 {s} 秒", s=seconds)
