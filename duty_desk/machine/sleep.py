"""Keeping the computer awake while the desk is on duty; the desk works where it cannot be done."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from typing import Self

_ES_CONTINUOUS = 0x80000000
_ES_SYSTEM_REQUIRED = 0x00000001
_ES_DISPLAY_REQUIRED = 0x00000002
_SETTLE_S = 0.5


class SleepInhibitor:
    """Asks the system not to sleep. The request ends with the program, however that ends.

    Start and stop it on one thread: Windows binds the request to the thread that made it.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether the system has promised to stay awake."""
        return self._is_on and (self._child is None or self._child.poll() is None)

    def start(self) -> bool:
        """Ask; False when the system has no such promise to give."""
        if self.is_on:
            return True
        self._is_on = _ask_windows(is_on=True) if sys.platform == "win32" else self._ask_systemd()
        return self._is_on

    def stop(self) -> None:
        """Let the computer sleep again."""
        if sys.platform == "win32" and self._is_on:
            _ask_windows(is_on=False)
        self._is_on = False
        self._end_child()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ask_systemd(self) -> bool:
        """The promise is held by a child that ends when our end of its pipe closes."""
        tool = shutil.which("systemd-inhibit")
        if tool is None:
            return False
        request = ["--what=sleep:idle", "--who=duty-desk", "--why=video duty", "--mode=block"]
        try:
            self._child = subprocess.Popen(
                [tool, *request, "cat"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._child.wait(timeout=_SETTLE_S)
        except subprocess.TimeoutExpired:
            # Still running after the settling time: the promise was given.
            return True
        except OSError:
            return False
        self._end_child()
        return False

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        try:
            child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _ask_windows(*, is_on: bool) -> bool:
    wanted = _ES_CONTINUOUS
    if is_on:
        wanted |= _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED
    if sys.platform == "win32":
        is_granted = bool(ctypes.windll.kernel32.SetThreadExecutionState(wanted))
    else:
        is_granted = False
    return is_granted
