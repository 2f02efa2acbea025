"""Lets the window, stills and signs of life go before decoding on a busy computer."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICE = 10
_NICEST = 19
_THREAD_PRIORITY_BELOW_NORMAL = -1
_IDLE_PRIORITY_CLASS = 0x40


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
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            if os.getpriority(os.PRIO_PROCESS, thread) < _NICE:
                os.setpriority(os.PRIO_PROCESS, thread, _NICE)


def step_far_back() -> None:
    """Let this process and the threads it starts from now on run when nothing else wants to."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _IDLE_PRIORITY_CLASS)
    elif sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _NICEST)
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
