"""How a tile looks at one instant: a word, a colour, a veil. A stale picture never looks live."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.video.stream_state import (
    Freshness,
    StreamState,
    freshness,
    reason_words,
    state_words,
)

if TYPE_CHECKING:
    from duty_desk.video.stream_state import StreamStatus

_OPENING = (StreamState.CLOSED, StreamState.CONNECTING)
_GIVEN_UP = (StreamState.NO_LOGIN, StreamState.BAD_ADDRESS)


@dataclass(frozen=True)
class Now:
    """The same instant on both clocks: UTC ms and monotonic ms."""

    at: int
    mono_ms: int

    def wall(self, mono_ms: int) -> int:
        """The UTC instant of `mono_ms`."""
        return self.at - (self.mono_ms - mono_ms)


@dataclass(frozen=True)
class TileLook:
    """What is drawn over a tile's picture.

    `dot` is ok, suspect, warn, bad or idle; `frame` is "", warn or bad; `time` is the frame's own
    time of day, `note` a short word before it; `title` and `lines` stand in the middle, the most
    important line first, `band` at the lower edge; `is_veiled` greys the picture so that it cannot
    be taken for a live one. `is_checked` is whether the diagnosis has looked at it: a live picture
    that it has not keeps a hollow dot, and `aside` says so in grey.
    """

    dot: str = "idle"
    frame: str = ""
    time: str = ""
    title: str = ""
    lines: tuple[str, ...] = ()
    band: str = ""
    is_veiled: bool = False
    note: str = ""
    is_checked: bool = True
    aside: str = ""

    @property
    def can_retry(self) -> bool:
        """Whether a person may ask for another try now."""
        return self.dot == "bad"

    @property
    def is_live(self) -> bool:
        """Whether the picture shows what happens now."""
        return self.dot in ("ok", "suspect")


def look(status: StreamStatus | None, frame_mono_ms: int | None, now: Now) -> TileLook:
    """The look of a tile.

    Args:
        status: The connection, None while nobody watches the camera.
        frame_mono_ms: When the picture painted last was received, None before the first.
        now: The instant of the look.
    """
    time = "" if frame_mono_ms is None else times.time_of_day(now.wall(frame_mono_ms))
    if status is None:
        return _opening(1, time, is_veiled=frame_mono_ms is not None)
    if status.state in _OPENING and (frame_mono_ms is None or status.attempt == 0):
        fresh = freshness(frame_mono_ms, now.mono_ms)
        if fresh in (Freshness.NONE, Freshness.STALE):
            return _opening(status.attempt, time, is_veiled=fresh is Freshness.STALE)
    if status.state in _OPENING or status.state is StreamState.LIVE:
        return _by_age(status, frame_mono_ms, now, time)
    return _troubled(status, frame_mono_ms, now, time)


def with_fault(tile: TileLook, words: str) -> TileLook:
    """The look of a camera whose fault is on record: `words` say so where there is room."""
    if tile.title:
        return replace(tile, lines=(*tile.lines[:1], words, *tile.lines[1:]))
    return tile if tile.band else replace(tile, band=words)


def with_suspicion(tile: TileLook, words: str) -> TileLook:
    """The look of a camera whose picture the program suspects: amber, and `words` say of what.

    A stream that brings nothing keeps its own words; they are the plainer ones.
    """
    if tile.dot != "ok" or tile.title or tile.band:
        return tile
    return replace(tile, dot="suspect", frame="warn", band=words)


def _opening(attempt: int, time: str, *, is_veiled: bool) -> TileLook:
    lines = (tr("第 {n} 次", n=attempt),) if attempt > 1 else ()
    return TileLook("idle", "", time, tr("正在连接"), lines, is_veiled=is_veiled)


def _by_age(status: StreamStatus, frame_mono_ms: int | None, now: Now, time: str) -> TileLook:
    fresh = freshness(frame_mono_ms, now.mono_ms)
    if frame_mono_ms is None:
        return TileLook("idle", "", "", tr("正在连接"), (tr("等第一帧画面"),))
    if fresh is Freshness.LIVE:
        return TileLook("ok", "", time, note=tr("降帧") if status.is_degraded else "")
    age_ms = now.mono_ms - frame_mono_ms
    if fresh is Freshness.LATE:
        band = tr("画面迟到 {n} 秒", n=age_ms // 1000)
        return TileLook("warn", "warn", time, band=band)
    title = tr("信号中断") if status.attempt else tr("画面停住")
    return TileLook("bad", "bad", time, title, (_since(age_ms, status.attempt),), is_veiled=True)


def _troubled(status: StreamStatus, frame_mono_ms: int | None, now: Now, time: str) -> TileLook:
    began_mono_ms = status.since_mono_ms if frame_mono_ms is None else frame_mono_ms
    is_lost = status.state is StreamState.LOST
    title = tr("信号中断") if is_lost else state_words(status.state)
    attempt = 0 if status.state in _GIVEN_UP else status.attempt
    line = _since(max(0, now.mono_ms - began_mono_ms), attempt)
    lines = tuple(words for words in (line, reason_words(status.reason)) if words)
    return TileLook("bad", "bad", time, title, lines, is_veiled=True)


def _since(ms: int, attempt: int) -> str:
    seconds = ms // 1000
    span = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if attempt > 0:
        return tr("{span} · 第 {n} 次重连", span=span, n=attempt)
    return span
