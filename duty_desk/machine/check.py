"""What this computer offers the desk: the items of `duty-desk check` that need no other part."""

from __future__ import annotations

import platform
import sqlite3
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal, tr
from duty_desk.machine.disk import (
    file_system_of,
    free_bytes,
    prove_writable,
    refuse_unfit_place,
    standing,
)
from duty_desk.machine.time_source import slept_ms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duty_desk.domain.time_source import TimeSource

OK = "ok"
WARN = "warn"
FAILED = "failed"

_LEAST_FREE_BYTES = 500 * 1024 * 1024
_WANTED_FREE_BYTES = 10 * 1024 * 1024 * 1024
# No desk of this version can stand before the day it was written (2026-01-01 UTC).
_EARLIEST_AT = 1_767_225_600_000
_LATEST_AT = 4_102_444_800_000
_WAL_SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True)
class CheckItem:
    """One line of the check: `state` is `ok`, `warn` or `failed`; `detail` a finished sentence."""

    name: str
    state: str
    detail: str


def machine_items(folder: Path, fonts: Sequence[Path], time: TimeSource) -> list[CheckItem]:
    """Everything this package knows: Python, system, clock, disk, data folder, fonts."""
    return [
        python_item(),
        platform_item(),
        clock_item(time),
        place_item(folder),
        disk_item(folder),
        sqlite_item(),
        fonts_item(fonts),
    ]


def python_item() -> CheckItem:
    """The Python this runs on."""
    state = OK if sys.version_info >= (3, 11) else FAILED
    detail = tr("Python {version}", version=platform.python_version())
    return CheckItem("python", state, detail)


def platform_item() -> CheckItem:
    """System and processor."""
    return CheckItem("platform", OK, f"{platform.platform()} · {platform.machine()}")


def clock_item(time: TimeSource) -> CheckItem:
    """Whether the wall clock shows a time that can be."""
    now = time.now_ms()
    shown = f"{beijing(now):%Y-%m-%d %H:%M:%S}"
    if not _EARLIEST_AT <= now < _LATEST_AT:
        words = tr("本机时间是 {now}，明显不对；请先对时再开始值班。", now=shown)
        return CheckItem("clock", FAILED, words)
    if slept_ms() is None:
        return CheckItem("clock", WARN, tr("北京时间 {now}；休眠时长测不出来。", now=shown))
    return CheckItem("clock", OK, tr("北京时间 {now}", now=shown))


def place_item(folder: Path) -> CheckItem:
    """Whether the data folder, or the place where it will be made, can be written and is fit.

    Nothing is made: to look is not to begin.
    """
    try:
        refuse_unfit_place(folder)
        prove_writable(folder)
    except Refusal as refusal:
        return CheckItem("data", FAILED, str(refusal))
    kind = file_system_of(standing(folder).resolve())
    return CheckItem("data", OK, f"{folder}" + (f" ({kind})" if kind else ""))


def disk_item(folder: Path) -> CheckItem:
    """Room for pictures and records."""
    try:
        free = free_bytes(standing(folder))
    except OSError:
        return CheckItem("disk", FAILED, tr("数据文件夹所在的磁盘读不出来。"))
    room = f"{free / 1024**3:.1f} GB"
    if free < _LEAST_FREE_BYTES:
        return CheckItem(
            "disk", FAILED, tr("只剩 {room}，截图可能存不下；请先清理磁盘。", room=room)
        )
    if free < _WANTED_FREE_BYTES:
        return CheckItem("disk", WARN, tr("还剩 {room}，建议留出 10 GB 以上。", room=room))
    return CheckItem("disk", OK, tr("还剩 {room}", room=room))


def sqlite_item() -> CheckItem:
    """The SQLite this Python brings."""
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _WAL_SAFE_SQLITE:
        words = tr("SQLite {version}：只用一个写连接，可以放心使用。", version=version)
        return CheckItem("sqlite", OK, words)
    return CheckItem("sqlite", OK, f"SQLite {version}")


def fonts_item(fonts: Sequence[Path]) -> CheckItem:
    """Whether the fonts that come with the program are there."""
    missing = [font.name for font in fonts if not font.is_file()]
    if missing:
        words = tr("缺少字体文件：{files}；请重新安装程序。", files=tr("、").join(missing))
        return CheckItem("fonts", FAILED, words)
    return CheckItem("fonts", OK, tr("、").join(font.name for font in fonts))
