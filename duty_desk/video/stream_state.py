"""What can be said of a camera's stream: states, reasons, freshness, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from duty_desk.language import mark, tr

LATE_AFTER_MS = 2_000
STALE_AFTER_MS = 5_000


class StreamState(StrEnum):
    """How the connection to a camera stands. Says nothing about the age of the picture."""

    CLOSED = "closed"
    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    NO_LOGIN = "no_login"
    NOT_FOUND = "not_found"
    NOT_A_VIDEO = "not_a_video"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    BAD_ADDRESS = "bad_address"


class StreamReason(StrEnum):
    """Why a stream is in its state: one code, free of addresses."""

    NONE = "none"
    STALLED = "stalled"
    ENDED = "ended"
    BROKEN = "broken"
    NO_ANSWER = "no_answer"
    NO_ROUTE = "no_route"
    PORT_CLOSED = "port_closed"
    LOGIN_REFUSED = "login_refused"
    PATH_UNKNOWN = "path_unknown"
    SERVER_FAILED = "server_failed"
    SESSIONS_FULL = "sessions_full"
    NO_PICTURE_INSIDE = "no_picture_inside"
    CANNOT_DECODE = "cannot_decode"
    CANNOT_PARSE = "cannot_parse"
    DEVICE_MISSING = "device_missing"
    WORKER_RESTARTED = "worker_restarted"
    NO_MEMORY = "no_memory"
    TRANSPORT_REFUSED = "transport_refused"
    LIMIT_REACHED = "limit_reached"


class Freshness(StrEnum):
    """How old the newest picture is by the reader's own clock."""

    NONE = "none"
    LIVE = "live"
    LATE = "late"
    STALE = "stale"


# Shared memory carries the position in these tables: entries are only ever appended.
STATES: tuple[StreamState, ...] = tuple(StreamState)
REASONS: tuple[StreamReason, ...] = tuple(StreamReason)

STATE_OF_REASON: dict[StreamReason, StreamState] = {
    StreamReason.STALLED: StreamState.LOST,
    StreamReason.ENDED: StreamState.LOST,
    StreamReason.BROKEN: StreamState.LOST,
    StreamReason.NO_ANSWER: StreamState.UNREACHABLE,
    StreamReason.NO_ROUTE: StreamState.UNREACHABLE,
    StreamReason.PORT_CLOSED: StreamState.REFUSED,
    StreamReason.LOGIN_REFUSED: StreamState.NO_LOGIN,
    StreamReason.PATH_UNKNOWN: StreamState.NOT_FOUND,
    StreamReason.SERVER_FAILED: StreamState.LOST,
    StreamReason.SESSIONS_FULL: StreamState.BUSY,
    StreamReason.NO_PICTURE_INSIDE: StreamState.NOT_A_VIDEO,
    StreamReason.CANNOT_DECODE: StreamState.NOT_A_VIDEO,
    StreamReason.CANNOT_PARSE: StreamState.BAD_ADDRESS,
    StreamReason.DEVICE_MISSING: StreamState.NOT_FOUND,
    StreamReason.WORKER_RESTARTED: StreamState.LOST,
    StreamReason.NO_MEMORY: StreamState.LOST,
    StreamReason.TRANSPORT_REFUSED: StreamState.REFUSED,
    StreamReason.LIMIT_REACHED: StreamState.BUSY,
}

_STATE_WORDS = {
    StreamState.CLOSED: mark("未打开"),
    StreamState.CONNECTING: mark("连接中"),
    StreamState.LIVE: mark("实时"),
    StreamState.LOST: mark("无信号"),
    StreamState.NO_LOGIN: mark("登录被拒"),
    StreamState.NOT_FOUND: mark("找不到画面"),
    StreamState.NOT_A_VIDEO: mark("不是视频"),
    StreamState.REFUSED: mark("拒绝连接"),
    StreamState.UNREACHABLE: mark("连不上"),
    StreamState.BUSY: mark("连接数已满"),
    StreamState.BAD_ADDRESS: mark("地址有误"),
}

_REASON_WORDS = {
    StreamReason.NONE: "",
    StreamReason.STALLED: mark("摄像头不再送来画面，正在自动重连。"),
    StreamReason.ENDED: mark("摄像头结束了这路画面，正在自动重连。"),
    StreamReason.BROKEN: mark("与摄像头的连接中断，正在自动重连。"),
    StreamReason.NO_ANSWER: mark("地址没有回应，会自动再试；请检查摄像头电源和网络。"),
    StreamReason.NO_ROUTE: mark("网络到不了这个地址，会自动再试；请检查网线、交换机和地址。"),
    StreamReason.PORT_CLOSED: mark("设备在，但端口没有开，会自动再试；请检查端口和取流服务。"),
    StreamReason.LOGIN_REFUSED: mark(
        "摄像头不接受用户名或密码；为免锁定账号不再自动重试，请改正后点重试。"
    ),
    StreamReason.PATH_UNKNOWN: mark("设备上没有这个通道，会隔较长时间再试；请检查地址的路径部分。"),
    StreamReason.SERVER_FAILED: mark("设备回答出错，会自动再试。"),
    StreamReason.SESSIONS_FULL: mark("设备的取流路数已满，会自动再试；请关闭别处的预览。"),
    StreamReason.LIMIT_REACHED: mark(
        "摄像头表给这台设备定的取流路数已用完，有空位会自动接上；请关闭这台设备的其他画面，"
        "或改大表里的路数。"
    ),
    StreamReason.NO_PICTURE_INSIDE: mark("这个地址送来的不是视频，会隔较长时间再试；请检查地址。"),
    StreamReason.CANNOT_DECODE: mark("画面无法解码，会隔较长时间再试；请检查摄像头的编码设置。"),
    StreamReason.CANNOT_PARSE: mark("地址写法不对，无法连接；请在摄像头资料里改正。"),
    StreamReason.DEVICE_MISSING: mark("找不到这个文件或设备，会隔较长时间再试。"),
    StreamReason.WORKER_RESTARTED: mark("解码程序出错，已自动重启，画面马上恢复。"),
    StreamReason.TRANSPORT_REFUSED: mark(
        "摄像头不支持现在的取流方式，会隔较长时间再试；请在摄像头资料里把 TCP 换成 UDP，或反过来。"
    ),
    StreamReason.NO_MEMORY: mark(
        "这台电脑的共享内存不够再开一路画面，其余画面不受影响；请减少同屏画面，或联系管理员加大。"
    ),
}


@dataclass(frozen=True)
class StreamStatus:
    """One camera's connection at one look.

    `since_mono_ms` is when the state began, `attempt` the number of the try under way since the
    last stable picture (0 while stable), `reason` a `StreamReason` code, `newest_mono_ms` when
    the newest picture was received. `is_sub` when the picture is that of the sub-stream,
    `is_degraded` when the computer is short of time and shows less than it would. `clock_ahead_ms`
    is how far the camera's clock is ahead of the desk's; None when the stream tells no time.
    """

    state: StreamState
    since_mono_ms: int
    attempt: int
    reason: str
    fps: float
    newest_mono_ms: int | None
    shed_frames: int = 0
    is_sub: bool = False
    is_degraded: bool = False
    clock_ahead_ms: int | None = None

    def freshness(self, now_mono_ms: int) -> Freshness:
        """Live, late or stale by the age of the newest picture alone, never by the connection."""
        return freshness(self.newest_mono_ms, now_mono_ms)


def freshness(newest_mono_ms: int | None, now_mono_ms: int) -> Freshness:
    """Under 2 s live, up to 5 s late, above that stale; none before the first picture."""
    if newest_mono_ms is None:
        return Freshness.NONE
    age_ms = now_mono_ms - newest_mono_ms
    if age_ms < LATE_AFTER_MS:
        return Freshness.LIVE
    return Freshness.LATE if age_ms <= STALE_AFTER_MS else Freshness.STALE


def state_words(state: StreamState) -> str:
    """The short word for `state` that stands on a tile."""
    return tr(_STATE_WORDS[state])


def reason_words(reason: str) -> str:
    """One sentence: what happened, what the program does, what a person can do."""
    return tr(_REASON_WORDS[StreamReason(reason)])
