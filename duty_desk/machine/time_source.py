"""The computer's real clocks; nothing else in the program reads the wall clock."""

from __future__ import annotations

import ctypes
import sys
import time
import uuid
from functools import cache
from pathlib import Path

_WINDOWS_BOOTS = (
    r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
)


class SystemTimeSource:
    """The `TimeSource` of the running program.

    `mono_ms` is `time.monotonic` in milliseconds, the clock the video workers use too. On Linux
    it stands still while the computer sleeps; `slept_ms` says for how long it did.
    """

    def now_ms(self) -> int:
        """The wall clock, UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def mono_ms(self) -> int:
        """The monotonic clock, milliseconds."""
        return time.monotonic_ns() // 1_000_000


def slept_ms() -> int | None:
    """How long the computer has slept since it was started; None where it cannot be told."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        kernel.GetTickCount64.restype = ctypes.c_ulonglong
        awake = ctypes.c_ulonglong()
        is_known = kernel.QueryUnbiasedInterruptTime(ctypes.byref(awake))
        slept = int(kernel.GetTickCount64()) - awake.value // 10_000 if is_known else None
    elif sys.platform == "linux":
        with_sleep = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        slept = (with_sleep - time.clock_gettime_ns(time.CLOCK_MONOTONIC)) // 1_000_000
    else:
        slept = None
    return slept if slept is None else max(0, slept)


@cache
def boot_id() -> str:
    """What this run of the computer is called: monotonic times of two runs cannot be compared.

    Where the system has no such name, a fresh one for this process: too careful, never wrong.
    """
    try:
        return _system_boot_id()
    except OSError:
        return f"process-{uuid.uuid4()}"


def _system_boot_id() -> str:
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS_BOOTS) as key:
            name = f"windows-{winreg.QueryValueEx(key, 'BootId')[0]}"
    else:
        name = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return name
