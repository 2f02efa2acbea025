"""The real program in a process of its own on a virtual screen: keys in, its store watched."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store.store import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
TITLE = "值守台|Duty Desk"
LONGEST_S = 40.0
NEEDED = ("Xvfb", "xdotool")
_NEVER = threading.Event()


def missing_tools() -> list[str]:
    """What a window of its own needs and this computer lacks."""
    return [tool for tool in NEEDED if shutil.which(tool) is None]


def wait_for(is_so: Callable[[], Any], within_s: float = LONGEST_S, every_s: float = 0.02) -> Any:
    """The first true answer of `is_so`; None when there is none in time."""
    clock = SystemTimeSource()
    until = clock.mono_ms() + within_s * 1000
    while clock.mono_ms() < until:
        answer = is_so()
        if answer:
            return answer
        _NEVER.wait(every_s)
    return None


@contextmanager
def virtual_screen() -> Iterator[str]:
    """A screen of the desk's size that nobody sees; its display name.

    Without `-noreset` the server begins anew when the last program has gone, and refuses the next
    that comes at that moment.
    """
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24"]
    with subprocess.Popen(
        [*command, "-noreset", "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as number:
                yield f":{number.readline().strip()}"
        finally:
            server.terminate()


class DeskWindow:
    """`duty-desk demo --data DIR` on a screen, in a session of its own."""

    def __init__(self, data: Path, screen: str) -> None:
        self.data = data
        kept = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
        self._environment = kept | {"DISPLAY": screen}
        self._last_words = data.with_name(f"{data.name}-last-words.txt")
        words = self._last_words.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "duty_desk", "demo", "--data", str(data)],
            cwd=ROOT,
            env=self._environment,
            start_new_session=True,
            stdout=words,
            stderr=words,
        )
        words.close()
        self.pid = self._process.pid
        self._window = ""

    def wait_window(self) -> None:
        """Wait until its window is seen and give it the keyboard."""
        found = wait_for(self._search, every_s=0.2)
        assert found, "no window"
        self._window = found
        self._tell("windowfocus", "--sync", self._window)

    def press(self, keys: str) -> None:
        """Press keys as a person at the keyboard would."""
        self._tell("key", "--clearmodifiers", keys)

    def press_until(self, keys: str, is_so: Callable[[], Any], every_s: float = 2.0) -> Any:
        """Press again and again until it has had its effect; the effect."""

        def tried() -> Any:
            self.press(keys)
            return wait_for(is_so, every_s)

        answer = wait_for(tried)
        assert answer, f"{keys} had no effect"
        return answer

    def kill(self, *, is_group: bool) -> None:
        """SIGKILL to the program alone or with all its children; then nobody may be left."""
        if is_group:
            os.killpg(self.pid, signal.SIGKILL)
        else:
            os.kill(self.pid, signal.SIGKILL)
        self._process.wait(10)
        assert wait_for(lambda: not processes_of_session(self.pid)), "children survive"

    def end(self) -> None:
        """Whatever happened before: leave nothing behind."""
        for pid in processes_of_session(self.pid):
            os.kill(pid, signal.SIGKILL)
        self._process.wait(10)

    def _search(self) -> str:
        ended = self._process.poll()
        assert ended is None, f"the program has ended ({ended}): {self._last_words.read_text()}"
        done = self._tell("search", "--onlyvisible", "--name", TITLE)
        return done.stdout.split()[0] if done.stdout.split() else ""

    def _tell(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_S,
        )


def processes_of_session(session: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def shared_memory_of(pid: int) -> list[str]:
    """The pictures that a program has in shared memory."""
    return [path.name for path in Path("/dev/shm").glob(f"dutydesk-{pid}-*")]


def stored(data: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What stands in a store's file, read by a connection of its own; nothing without a store."""
    if not (data / DATABASE).exists():
        return []
    connection = sqlite3.connect(f"{(data / DATABASE).as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(sql, values).fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()
