"""How a camera stands in a list: by the wall while it is watched, else by the newest look at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.desk.diagnosis_views import Standing as Check
from duty_desk.language import tr
from duty_desk.ui import times
from duty_desk.ui.watch.tile_look import look as look_of_tile
from duty_desk.video.stream_state import StreamState, state_words

if TYPE_CHECKING:
    from duty_desk.desk.diagnosis_views import CameraHealth
    from duty_desk.domain.camera_look import CameraLook
    from duty_desk.ui.watch.tile_look import Now
    from duty_desk.video.stream_state import StreamStatus

OLD_AFTER_MS = 2 * times.HOUR_MS
"""An older look says what was, not what is: its dot has no colour."""

SEEN, TROUBLE, UNKNOWN = "seen", "trouble", "unknown"


@dataclass(frozen=True)
class Standing:
    """A dot (ok, warn, bad or idle), the word beside it, and when a picture was seen last.

    `kind` is `SEEN`, `TROUBLE` or `UNKNOWN`: whether the newest look got a picture. `check` is what
    the diagnosis says of it; a picture that nobody checked is never shown as well: its dot is a
    ring (`is_checked` false).
    """

    kind: str
    dot: str
    words: str
    seen_at: int | None = None
    looked_at: int | None = None
    check: Check = Check.NOT_CHECKED
    why: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether the diagnosis has looked, or there is no picture to look at."""
        return self.kind != SEEN or self.check is not Check.NOT_CHECKED

    @property
    def urgency(self) -> int:
        """By what a list puts first: no picture, faults, suspicions, what nobody checked."""
        if self.kind == TROUBLE:
            return 0
        if self.kind == UNKNOWN:
            return 5
        return (Check.FAULTY, Check.SUSPECT, Check.NOT_CHECKED, Check.HEALTHY).index(self.check) + 1

    def is_of(self, state: str) -> bool:
        """Whether it is listed as `state`, a kind or a check; no picture is not checked either."""
        return state in (self.kind, self.check)


def checked(stands: Standing, health: CameraHealth, now: Now) -> Standing:
    """`stands`, with what the diagnosis says of its picture."""
    if health.standing is Check.HEALTHY:
        is_seen = stands.kind == SEEN
        check = Check.HEALTHY if is_seen else Check.NOT_CHECKED
        return replace(stands, check=check, why=_check_words(health, now) if is_seen else "")
    stands = replace(stands, check=health.standing, why=health.words)
    if stands.kind != SEEN:
        return stands
    if health.standing is Check.FAULTY:
        return replace(stands, dot="bad", words=health.title)
    if health.standing is Check.SUSPECT:
        return replace(stands, dot="warn", words=tr("疑似{title}", title=health.title))
    return replace(stands, words=tr("{state} · 未检查", state=stands.words))


def _check_words(health: CameraHealth, now: Now) -> str:
    """When it was checked last, and by how much."""
    at = None if health.at_mono_ms is None else now.wall(health.at_mono_ms)
    when = when_words(at, now.at)
    if health.is_glance:
        return tr("抽查一幅画面正常（{when}）；停住、花屏要连续看才能发现", when=when)
    return tr("画面检查正常（{when}）", when=when)


def standing(status: StreamStatus | None, look: CameraLook | None, now: Now) -> Standing:
    """How the camera stands at `now`; the wall, while it watches, knows better than any look."""
    if status is not None and status.state is not StreamState.CLOSED:
        return _watched(status, look, now)
    if look is None or not look.state:
        return Standing(UNKNOWN, "idle", tr("未看过"))
    kind, dot, words = TROUBLE, "bad", state_words(StreamState(look.state))
    if look.is_seen:
        kind, dot, words = SEEN, "ok", tr("有画面")
    if now.at - look.looked_at > OLD_AFTER_MS:
        dot = "idle"
    return Standing(kind, dot, words, look.seen_at, look.looked_at)


def _watched(status: StreamStatus, look: CameraLook | None, now: Now) -> Standing:
    newest = status.newest_mono_ms
    tile = look_of_tile(status, newest, now)
    seen_at = look.seen_at if look else None
    if newest is not None:
        seen_at = now.wall(newest)
    words = tile.title or (state_words(StreamState.LIVE) if tile.is_live else tile.band)
    kind = {"ok": SEEN, "warn": SEEN, "bad": TROUBLE}.get(tile.dot, UNKNOWN)
    return Standing(kind, tile.dot, words, seen_at, now.at)


def when_words(at: int | None, now_at: int) -> str:
    """`12 分钟前`, from an hour on the time of day, from another day on the date too."""
    if at is None:
        return tr("从未")
    ago_ms = max(0, now_at - at)
    if ago_ms < times.MINUTE_MS:
        return tr("刚刚")
    if ago_ms < times.HOUR_MS:
        return tr("{n} 分钟前", n=ago_ms // times.MINUTE_MS)
    if times.date(at) == times.date(now_at):
        return times.hour_and_minute(at)
    return times.date_and_time(at)[5:16]
