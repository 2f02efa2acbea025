"""One writer for a data folder: a lock that the system lets go of when the program dies."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from typing import TYPE_CHECKING, BinaryIO, Self

from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.domain.time_source import TimeSource

LOCK_FILE = "desk.lock"

# Windows locks bytes against reading too, so the locked byte lies far behind the text.
_LOCKED_BYTE = 1 << 30


class DataLock:
    """Held by the one program that may write into a data folder.

    The lock belongs to the open file: it ends with the program, however that ends. Child
    processes must be spawned, not forked, or they would hold it on.
    """

    def __init__(self, folder: Path, time: TimeSource) -> None:
        self._folder = folder
        self._time = time
        self._file: BinaryIO | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> None:
        """Take the lock and leave a note who holds it.

        Raises:
            Refusal: another program holds it, or the folder cannot be written.
        """
        if self._file is not None:
            return
        try:
            file = (self._folder / LOCK_FILE).open("a+b")
        except OSError as error:
            raise Refusal(
                tr("数据文件夹“{folder}”写不进去；请检查权限和磁盘。", folder=self._folder)
            ) from error
        try:
            _lock(file)
        except OSError as error:
            words = _held_words(_note_in(file)) if _is_held(error) else _no_locks_words()
            file.close()
            raise Refusal(words) from error
        self._file = file
        self._leave_note(file)

    def release(self) -> None:
        """Let go of the lock; the next program may write."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(0)
            # Closing is what releases it, on every system.
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _leave_note(self, file: BinaryIO) -> None:
        note = {"pid": os.getpid(), "since_at": self._time.now_ms()}
        # The note is a courtesy: a full disk must not keep the desk from starting.
        with contextlib.suppress(OSError):
            file.truncate(0)
            file.write(json.dumps(note).encode("ascii"))
            file.flush()


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0, os.SEEK_END)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held(error: OSError) -> bool:
    return error.errno in {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


def _no_locks_words() -> str:
    return tr("数据文件夹所在的磁盘不支持加锁，可能是网络共享或移动盘；请换到本机硬盘。")


def _note_in(file: BinaryIO) -> dict[str, int]:
    try:
        file.seek(0)
        note = json.loads(file.read(1024))
        return {"pid": int(note["pid"]), "since_at": int(note["since_at"])}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _held_words(note: dict[str, int]) -> str:
    if not note:
        return tr("这个数据文件夹正被另一个值守台程序使用；请回到已打开的窗口，或先把它关闭。")
    return tr(
        "这个数据文件夹正被另一个值守台程序使用（进程 {pid}，{since} 起）；"
        "请回到已打开的窗口，或先把它关闭。",
        pid=note["pid"],
        since=f"{beijing(note['since_at']):%m-%d %H:%M}",
    )
