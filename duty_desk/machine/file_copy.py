"""Large files hashed and copied in constant memory, with progress, a stop and a way on from there.

A stopped hash goes on where it was as long as this program runs, provided that the file is the
same; the state of a hash cannot be put on a disk, so afterwards it is read anew. A stopped copy
leaves what it has beside the target (`.part`); the next try reads both and writes only what is
missing or different, so nothing is trusted that was not compared.
"""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, BinaryIO

from duty_desk.language import Refusal, tr
from duty_desk.machine.disk import reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCK_BYTES = 1 << 20
PART_SUFFIX = ".part"
# What a medium that was pulled out answers.
_PULLED = frozenset(
    {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE, errno.EBADF, errno.ENOTCONN}
)


class Stopped(Exception):
    """Somebody asked to stop; what was done so far can be gone on from."""


@dataclass(frozen=True)
class Watch:
    """How far a work has come, and whether it shall stop.

    `told` is called in the working thread with the number of bytes done since the last call.
    """

    told: Callable[[int], None] = lambda _bytes: None
    stop: Event = field(default_factory=Event)

    def step(self, done_bytes: int) -> None:
        """Tell of a block.

        Raises:
            Stopped: somebody asked to.
        """
        self.told(done_bytes)
        if self.stop.is_set():
            raise Stopped


@dataclass(frozen=True)
class FileMark:
    """By what a file is known to be the same: size, last change (ns) and number on its disk."""

    size_bytes: int
    changed_ns: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> FileMark:
        """The mark of what `stat` found."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


@dataclass(frozen=True)
class FileHash:
    """The SHA-256 (hex) of a whole file, which was not changed while it was read."""

    sha256: str
    size_bytes: int
    mark: FileMark


class Hashing:
    """The hash of one file, which may be stopped and gone on with: call `run` again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hash = hashlib.sha256()
        self._mark: FileMark | None = None
        self.done_bytes = 0

    def run(self, watch: Watch | None = None) -> FileHash:
        """Hash on from where it stopped; from the start when the file is another by now.

        Raises:
            Refusal: the file is empty, cannot be read, or was changed meanwhile.
            Stopped: asked to; `run` goes on.
        """
        watch = watch or Watch()
        try:
            with self.path.open("rb", buffering=0) as file:
                self._begin(FileMark.of(os.fstat(file.fileno())), watch)
                file.seek(self.done_bytes)
                self._read(file, watch)
                _refuse_changed(self.path, self._mark, file)
        except OSError as error:
            raise unreadable(self.path, error) from error
        assert self._mark is not None
        if self.done_bytes != self._mark.size_bytes:
            raise changed(self.path)
        return FileHash(self._hash.hexdigest(), self.done_bytes, self._mark)

    def _begin(self, mark: FileMark, watch: Watch) -> None:
        if mark.size_bytes == 0:
            raise Refusal(
                tr(
                    "文件“{file}”是空的（0 字节），没有加入；请重新从录像机导出。",
                    file=self.path.name,
                )
            )
        if mark != self._mark:
            if self.done_bytes:
                watch.told(-self.done_bytes)
            self._hash, self._mark, self.done_bytes = hashlib.sha256(), mark, 0

    def _read(self, file: BinaryIO, watch: Watch) -> None:
        block = memoryview(bytearray(BLOCK_BYTES))
        while count := file.readinto(block):  # type: ignore[attr-defined]  # files have it
            self._hash.update(block[:count])
            self.done_bytes += count
            watch.step(count)


def hash_file(path: Path, watch: Watch | None = None) -> FileHash:
    """The hash of a file, in one go.

    Raises:
        Refusal: the file is empty, cannot be read, or was changed meanwhile.
        Stopped: asked to.
    """
    return Hashing(path).run(watch)


def copy_file(source: Path, target: Path, watch: Watch | None = None) -> FileHash:
    """Copy a file beside `target` and move it there once it is whole, read-only.

    What an earlier try left is compared with the source and kept where it is the same.

    Raises:
        Refusal: the source is empty, unreadable or was changed; the disk is full; the medium gone.
        Stopped: asked to; the next call goes on.
    """
    watch = watch or Watch()
    part = target.with_name(target.name + PART_SUFFIX)
    try:
        file = source.open("rb", buffering=0)
    except OSError as error:
        raise unreadable(source, error) from error
    with file:
        mark = FileMark.of(os.fstat(file.fileno()))
        try:
            found = _copied(file, part, watch)
        except _SourceError as error:
            raise unreadable(source, error.error) from error
        except OSError as error:
            raise unwritable(target, error) from error
        _refuse_changed(source, mark, file)
    if found.size_bytes != mark.size_bytes:
        raise changed(source)
    _put(part, target)
    return FileHash(found.sha256, found.size_bytes, mark)


def read_back(path: Path, watch: Watch | None = None) -> str:
    """The SHA-256 of what the medium holds, past the system's memory where that can be said.

    Linux forgets the file's pages first; elsewhere the answer may come from memory.

    Raises:
        Refusal: it cannot be read.
        Stopped: asked to.
    """
    watch = watch or Watch()
    found = hashlib.sha256()
    block = memoryview(bytearray(BLOCK_BYTES))
    try:
        with path.open("rb", buffering=0) as file:
            forget(file.fileno())
            while count := file.readinto(block):
                found.update(block[:count])
                watch.step(count)
    except OSError as error:
        raise unreadable(path, error) from error
    return found.hexdigest()


def forget(handle: int) -> None:
    """Put a file on the medium and drop its pages from memory, where the system can."""
    with suppress(OSError):
        os.fsync(handle)
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


@dataclass(frozen=True)
class _Copied:
    sha256: str
    size_bytes: int


class _SourceError(Exception):
    def __init__(self, error: OSError) -> None:
        super().__init__(error.errno)
        self.error = error


def _copied(source: BinaryIO, part: Path, watch: Watch) -> _Copied:
    """Hash the source and bring `part` to the same bytes, writing as little as need be."""
    found, size = hashlib.sha256(), 0
    block = memoryview(bytearray(BLOCK_BYTES))
    with part.open("r+b" if part.exists() else "x+b", buffering=0) as out:
        while count := _read_source(source, block):
            found.update(block[:count])
            out.seek(size)
            if out.read(count) != block[:count]:
                out.seek(size)
                _write_all(out, block[:count])
            size += count
            watch.step(count)
        out.truncate(size)
        os.fsync(out.fileno())
    return _Copied(found.hexdigest(), size)


def _read_source(source: BinaryIO, block: memoryview) -> int:
    try:
        count: int = source.readinto(block)  # type: ignore[attr-defined]  # files have it
    except OSError as error:
        raise _SourceError(error) from error
    return count


def _write_all(out: BinaryIO, data: memoryview) -> None:
    """A disk that is nearly full takes less than it was given, and only then says so."""
    while data:
        data = data[out.write(data) :]


def _put(part: Path, target: Path) -> None:
    try:
        part.replace(target)
        with suppress(OSError):
            target.chmod(0o444)  # FAT knows no rights
    except OSError as error:
        raise unwritable(target, error) from error


def _refuse_changed(path: Path, mark: FileMark | None, file: BinaryIO) -> None:
    if FileMark.of(os.fstat(file.fileno())) != mark or FileMark.of(path.stat()) != mark:
        raise changed(path)


def changed(path: Path) -> Refusal:
    """The refusal for a file that somebody writes to."""
    return Refusal(
        tr(
            "文件“{file}”在读取过程中被改动，校验值不作数，没有采用。"
            "请等导出程序写完（文件大小不再变化）后重试。",
            file=path.name,
        )
    )


def unreadable(path: Path, error: OSError) -> Refusal:
    """The refusal for a file that cannot be read to its end."""
    if error.errno in _PULLED:
        return Refusal(
            tr(
                "读不到文件“{file}”了：文件被移走，或介质被拔出。已完成的部分不受影响；"
                "请重新插好介质，再点“继续”。",
                file=path.name,
            )
        )
    return Refusal(
        tr(
            "文件“{file}”读不出来（{why}），没有采用，原文件没有改动。",
            file=path.name,
            why=reason(error),
        )
    )


def unwritable(path: Path, error: OSError) -> Refusal:
    """The refusal for a copy that cannot be written to its end."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
        words = tr(
            "写“{file}”时空间用完了，这份拷贝没有完成，原文件完好。"
            "请腾出空间或换一个介质，再点“继续”；已写好的文件不用重写。",
            file=path.name,
        )
    elif error.errno == errno.EFBIG:
        words = tr(
            "这个介质放不下“{file}”这么大的单个文件（FAT32 不超过 4 GB），"
            "拷贝没有完成，原文件完好。请换用 exFAT 或 NTFS 格式的介质。",
            file=path.name,
        )
    elif error.errno in _PULLED:
        words = tr(
            "写“{file}”时介质不见了（被拔出或断开），这份拷贝没有完成，原文件完好。"
            "请重新插好介质，再点“继续”，或删除未完成的拷贝。",
            file=path.name,
        )
    else:
        words = tr(
            "“{file}”写不进去（{why}），拷贝没有完成，原文件完好。",
            file=path.name,
            why=reason(error),
        )
    return Refusal(words)
