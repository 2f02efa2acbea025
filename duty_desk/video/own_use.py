"""What the calling process uses of the computer, and how it uses less memory."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

_STATM = Path("/proc/self/statm")
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_SMALLEST_PLANE_BYTES = 100_000


def spare_memory() -> None:
    """Let the C library give back what is freed; call before threads are started.

    glibc keeps a heap for each of twenty decoding threads and holes of a picture's size in all of
    them: 8 MB of 126 for 18 tiles. Other libraries are left as they are.
    """
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_ARENA_MAX, 1)
            mallopt(_MMAP_THRESHOLD, _SMALLEST_PLANE_BYTES)


def give_back_memory() -> None:
    """Give free pages back to the system; call once in a while.

    Each reconnection leaves holes between what is kept: 4 KB a time, measured over 4,000.
    """
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def cpu_ms() -> int:
    """Processor time that this process has used so far."""
    return time.process_time_ns() // 1_000_000


def memory_bytes() -> int:
    """Memory that nobody else uses too; 0 where the system does not tell."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = (
                ("cb", wintypes.DWORD),
                ("page_faults", wintypes.DWORD),
                *((f"size_{number}", ctypes.c_size_t) for number in range(8)),
                ("private", ctypes.c_size_t),
            )

        counters = Counters(cb=ctypes.sizeof(Counters))
        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        own = wintypes.HANDLE(kernel.GetCurrentProcess())
        told = kernel.K32GetProcessMemoryInfo(own, ctypes.byref(counters), counters.cb)
        return int(counters.private) if told else 0
    try:
        _size, resident, shared, *_ = map(int, _STATM.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
