"""Lets the window, stills and signs of life go before decoding on a busy computer."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICE = 10
_THREAD_PRIORITY_BELOW_NORMAL = -1


def step_back() -> None:
    """Give the calling thread a lower priority than all others; where that fails, nothing happens.

    For one thread and not its process: a still that is asked for must not wait behind the
    decoding of sixteen tiles on a busy computer.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), _THREAD_PRIORITY_BELOW_NORMAL)
    elif sys.platform == "linux":
        # On Linux a thread is a process to the scheduler and has a niceness of its own.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
