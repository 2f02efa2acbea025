"""Files added to a footage request: hashed and tried one after the other, beside the desk.

One thread, because two readers of one disk are slower than one. A file that is stopped goes on
where it was; one that is refused keeps its sentence until it is tried again or taken away.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr
from duty_desk.machine.file_copy import Hashing, Stopped, Watch, unreadable
from duty_desk.video.file_look import FileLook, Playing, look_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_CLOSE_WITHIN_S = 5.0


class FileStage(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    HASHING = "hashing"
    LOOKING = "looking"
    DONE = "done"
    STOPPED = "stopped"
    REFUSED = "refused"


_AT_REST = frozenset({FileStage.DONE, FileStage.STOPPED, FileStage.REFUSED})


@dataclass(frozen=True, kw_only=True)
class FileStatus:
    """One file as it stands.

    Attributes:
        no: Its number in the list, from 1; never given again.
        sha256: Known from `LOOKING` on.
        look: Whether it plays; known when `DONE`.
        refusal: Why it was not taken, in words.
    """

    no: int
    path: Path
    size_bytes: int
    stage: FileStage = FileStage.WAITING
    done_bytes: int = 0
    sha256: str = ""
    look: FileLook | None = None
    refusal: str = ""

    @property
    def percent(self) -> int:
        """How much is hashed; 100 only when all of it is."""
        return min(100, self.done_bytes * 100 // self.size_bytes) if self.size_bytes else 0


class FileWork:
    """The files of one request while they are added.

    Args of `changed`: a status, told in the working thread, at most once a hundredth of a file.
    """

    def __init__(
        self,
        changed: Callable[[FileStatus], None] = lambda _status: None,
        look: Callable[[Path], FileLook] = look_beside,
    ) -> None:
        self._changed = changed
        self._look = look
        self._files: dict[int, FileStatus] = {}
        self._hashings: dict[int, Hashing] = {}
        self._watches: dict[int, Watch] = {}
        self._queue: deque[int] = deque()
        self._last_no = 0
        self._is_closed = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="footage files", daemon=True)
        self._thread.start()

    def add(self, paths: Iterable[Path]) -> tuple[FileStatus, ...]:
        """Take files, and of folders every file in them; they are worked off in this order.

        Raises:
            Refusal: one of them is listed already, or a path leads nowhere; then none is taken.
        """
        found = files_of(paths)
        with self._wake:
            listed = {one.path for one in self._files.values()}
            twice = [file for file in found if file in listed or found.count(file) > 1]
            if twice:
                raise Refusal(tr("文件“{file}”已经在列表里，没有重复加入。", file=twice[0].name))
            added = tuple(self._listed(file) for file in found)
            self._wake.notify()
        return added

    def stop(self, no: int) -> None:
        """Stop a file that waits or is hashed; what is done stays done."""
        with self._wake:
            if no in self._queue:
                self._queue.remove(no)
                self._set(no, stage=FileStage.STOPPED)
            elif no in self._watches:
                self._watches[no].stop.set()

    def go_on(self, no: int) -> None:
        """Go on with a file that was stopped or refused."""
        with self._wake:
            status = self._files.get(no)
            if status and status.stage in (FileStage.STOPPED, FileStage.REFUSED):
                self._set(no, stage=FileStage.WAITING, refusal="")
                self._queue.append(no)
                self._wake.notify()

    def remove(self, no: int) -> None:
        """Take a file off the list; the file itself stays where it is."""
        self.stop(no)
        with self._wake:
            self._files.pop(no, None)
            self._hashings.pop(no, None)

    def files(self) -> tuple[FileStatus, ...]:
        """The list in the order of adding."""
        with self._wake:
            return tuple(self._files.values())

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing waits and nothing runs."""
        return all(one.stage in _AT_REST for one in self.files())

    def close(self) -> None:
        """Stop everything and end the thread."""
        with self._wake:
            self._is_closed = True
            self._queue.clear()
            for watch in self._watches.values():
                watch.stop.set()
            self._wake.notify()
        self._thread.join(_CLOSE_WITHIN_S)

    def _listed(self, file: Path) -> FileStatus:
        self._last_no += 1
        no = self._last_no
        status = FileStatus(no=no, path=file, size_bytes=file.stat().st_size)
        self._files[no] = status
        self._queue.append(no)
        return status

    def _work(self) -> None:
        while (no := self._next()) is not None:
            try:
                self._take(no)
            except Stopped:
                self._tell(no, stage=FileStage.STOPPED)
            except Refusal as refusal:
                self._tell(no, stage=FileStage.REFUSED, refusal=str(refusal))
            except Exception:  # noqa: BLE001 - one strange file must not end the work on the others
                words = tr("文件处理出错，没有采用，原文件没有改动；请重试，或重新导出。")
                self._tell(no, stage=FileStage.REFUSED, refusal=words)
            with self._wake:
                self._watches.pop(no, None)

    def _next(self) -> int | None:
        with self._wake:
            while not self._queue and not self._is_closed:
                self._wake.wait()
            if self._is_closed:
                return None
            no = self._queue.popleft()
            self._watches[no] = Watch(lambda count: self._hashed(no, count))
            return no

    def _take(self, no: int) -> None:
        with self._wake:
            if no not in self._files:
                return
            status, watch = self._files[no], self._watches[no]
            hashing = self._hashings.setdefault(no, Hashing(status.path))
        size = _size(status.path)
        self._tell(no, stage=FileStage.HASHING, done_bytes=hashing.done_bytes, size_bytes=size)
        found = hashing.run(watch)
        self._tell(no, stage=FileStage.LOOKING, sha256=found.sha256, size_bytes=found.size_bytes)
        look = self._look(status.path)
        if _size(status.path) != found.size_bytes:
            look = FileLook(Playing.UNCHECKED)
        self._tell(no, stage=FileStage.DONE, look=look)

    def _hashed(self, no: int, count: int) -> None:
        with self._wake:
            before = self._files.get(no)
            if before is None:
                return
            now = replace(before, done_bytes=before.done_bytes + count)
            self._files[no] = now
        if now.percent != before.percent:
            self._changed(now)

    def _tell(self, no: int, **changes: object) -> None:
        with self._wake:
            status = self._set(no, **changes)
        if status is not None:
            self._changed(status)

    def _set(self, no: int, **changes: object) -> FileStatus | None:
        if no not in self._files:
            return None
        self._files[no] = replace(self._files[no], **changes)  # type: ignore[arg-type]
        return self._files[no]


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files of a drop, those in folders too.

    Raises:
        Refusal: a path leads nowhere.
    """
    return [file for path in paths for file in _files_of(path)]


def _files_of(path: Path) -> list[Path]:
    """The file itself, or the files in a folder; hidden ones are the system's own."""
    try:
        path = path.resolve(strict=True)
    except OSError as error:
        raise unreadable(path, error) from error
    if not path.is_dir():
        return [path]
    inside = sorted(one for one in path.rglob("*") if one.is_file())
    return [one for one in inside if not one.name.startswith(".")]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise unreadable(path, error) from error
