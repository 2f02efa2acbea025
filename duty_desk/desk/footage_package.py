"""Packages of footage written as folders: sealed, put on a medium, read back, checked.

A folder grows under another name (`….未完成`) and gets its own only when every byte was read back
and found right. What an interrupted try left is gone on with, or removed whole.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.documents.bag import (
    MANIFEST,
    PAYLOAD,
    TAG_MANIFEST,
    BagFile,
    bag_texts,
    fit_names,
    seal_of,
    sums_of,
)
from duty_desk.language import Refusal, chinese, tr
from duty_desk.machine.disk import file_system_of, free_bytes
from duty_desk.machine.file_copy import Watch, copy_file, read_back, unreadable, unwritable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duty_desk.documents.bag import BagInfo

UNFINISHED = chinese(".未完成")
_SPARE_BYTES = 4 << 20  # for folders and the medium's own bookkeeping
_FAT = frozenset({"vfat", "msdos", "fat"})
_FAT_MOST_BYTES = (4 << 30) - 1


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A file to be handed over, as it was hashed when it was added."""

    source: Path
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A whole package: its folder, the hash that fixes it, its recordings as named in it."""

    folder: Path
    seal: str
    recordings: tuple[BagFile, ...]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check of a package found, by paths inside it; all empty when it is whole.

    Attributes:
        seal: The hash of the tag manifest as it is now; it must be that of the receipt.
    """

    seal: str
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every file is there, unchanged, and nothing was put beside them."""
        return not (self.changed or self.missing or self.strange)


@dataclass(frozen=True)
class _Wanted:
    """A file that shall stand in a folder: from a file, or from bytes."""

    path: str
    sha256: str
    size_bytes: int
    source: Path | bytes


def seal(
    folder: Path,
    info: BagInfo,
    recordings: Sequence[Recording],
    papers: Mapping[str, bytes],
    watch: Watch | None = None,
) -> Sealed:
    """Make a package at `folder`, which must not be there yet.

    Args:
        folder: The package's folder.
        info: What it says of itself.
        recordings: The files handed over, in their native format.
        papers: Forms, sheets and notes by name.
        watch: Told of twice the bytes: written and read back.

    Raises:
        Refusal: no room, a recording changed since it was added, or the disk gave up.
        Stopped: asked to; the same call goes on.
    """
    names = fit_names([one.name for one in recordings])
    payload = tuple(
        BagFile(path=f"{PAYLOAD}/{name}", sha256=one.sha256, size_bytes=one.size_bytes)
        for name, one in zip(names, recordings, strict=True)
    )
    tags = [_text(name, data) for name, data in papers.items()]
    texts = bag_texts(info, payload, [_bag_file(one) for one in tags])
    wanted = [
        _Wanted(into.path, into.sha256, into.size_bytes, one.source)
        for into, one in zip(payload, recordings, strict=True)
    ]
    _lay(folder, [*wanted, *tags, *(_text(*one) for one in texts.items())], watch or Watch())
    return Sealed(folder=folder, seal=seal_of(texts), recordings=payload)


def put_on_medium(package: Path, medium: Path, watch: Watch | None = None) -> Sealed:
    """Write a sealed package onto a medium, below its own name, and read it back.

    Raises:
        Refusal: the package is no longer whole, the medium has no room, is gone, or holds other
            bytes than it was given.
        Stopped: asked to; the same call goes on.
    """
    sums, tags = _sums(package)
    wanted = []
    for path, told in [*sums.items(), *tags.items(), (TAG_MANIFEST, "")]:
        source = package / path
        try:
            size = source.stat().st_size
            known = told or sha256(source.read_bytes()).hexdigest()
        except OSError as error:
            raise unreadable(source, error) from error
        wanted.append(_Wanted(path, known, size, source))
    _lay(medium / package.name, wanted, watch or Watch())
    recordings = tuple(_bag_file(one) for one in wanted if one.path in sums)
    return Sealed(folder=medium / package.name, seal=wanted[-1].sha256, recordings=recordings)


def check(package: Path, watch: Watch | None = None) -> Checked:
    """Compare a package with its manifests, every byte read anew.

    Raises:
        Refusal: its manifests are missing or damaged, or a file cannot be read.
        Stopped: asked to.
    """
    watch = watch or Watch()
    sums, tags = _sums(package)
    expected = sums | tags
    present = set(_files(package))
    changed = [
        path
        for path, told in expected.items()
        if path in present and read_back(package / path, watch) != told
    ]
    return Checked(
        seal=read_back(package / TAG_MANIFEST),
        changed=tuple(changed),
        missing=tuple(path for path in expected if path not in present),
        strange=tuple(sorted(present - set(expected) - {TAG_MANIFEST})),
    )


def unfinished(folder: Path) -> Path:
    """Where a package grows before it is whole."""
    return folder.with_name(folder.name + UNFINISHED)


def take_up(folder: Path, recordings: Sequence[Recording]) -> None:
    """Let a package of just these recordings be unfinished again.

    The program may have been killed after it was named and before it was on record.

    Raises:
        Refusal: the disk does not let it.
    """
    try:
        sums = sums_of((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return  # nothing there, or nothing of ours: the writing says so
    if sorted(sums.values()) != sorted(one.sha256 for one in recordings):
        return
    try:
        folder.rename(unfinished(folder))
    except OSError as error:
        raise unwritable(folder, error) from error


def remove_unfinished(folder: Path) -> None:
    """Remove what an interrupted try left, whole.

    Raises:
        Refusal: the medium does not let it.
    """
    growing = unfinished(folder)
    if not growing.exists():
        return
    try:
        for path in growing.rglob("*"):
            # Windows does not remove what is read-only.
            path.chmod(0o700 if path.is_dir() else 0o600)
        shutil.rmtree(growing)
    except OSError as error:
        raise unwritable(growing, error) from error


def _lay(folder: Path, wanted: Sequence[_Wanted], watch: Watch) -> None:
    """Bring a folder to hold exactly these files, read back, and then name it."""
    if folder.exists():
        raise Refusal(
            tr(
                "“{folder}”已经存在，没有覆盖。要重新写，请先把它改名或移走。",
                folder=folder.name,
            )
        )
    growing = unfinished(folder)
    _refuse_small(folder.parent, growing, wanted)
    try:
        growing.mkdir(exist_ok=True)
        (growing / PAYLOAD).mkdir(exist_ok=True)
        disk = growing.stat().st_dev
        _clear(growing, {one.path for one in wanted})
        for one in wanted:
            _refuse_other(growing, disk)
            _put(one, growing / one.path, watch)
        for one in wanted:
            _refuse_other(growing, disk)
            _read_back(one, growing / one.path, watch)
        growing.rename(folder)
        _sync(folder.parent)
    except OSError as error:
        raise unwritable(folder, error) from error


def _refuse_other(growing: Path, disk: int) -> None:
    """Where a medium is taken away, the folder it hung in may stay: nothing is written there."""
    if growing.stat().st_dev != disk:
        raise OSError(errno.ENODEV, "another disk")


def _put(one: _Wanted, target: Path, watch: Watch) -> None:
    is_there = target.exists()
    if is_there and isinstance(one.source, Path) and target.stat().st_size == one.size_bytes:
        watch.step(one.size_bytes)  # from an earlier try; the read-back judges it
        return
    if is_there:
        _unlink(target)  # papers are made anew at each try
    if isinstance(one.source, bytes):
        _write(target, one.source)
        watch.step(one.size_bytes)
    elif copy_file(one.source, target, watch).sha256 != one.sha256:
        _unlink(target)
        raise Refusal(
            tr(
                "“{file}”与加入时的校验值不一致，没有写入取证包。"
                "请从录像机重新导出，删掉这一条后再加入。",
                file=one.source.name,
            )
        )


def _read_back(one: _Wanted, target: Path, watch: Watch) -> None:
    if read_back(target, watch) == one.sha256:
        return
    _unlink(target)
    raise Refusal(
        tr(
            "“{file}”写完后读回来不一样，介质可能有坏块，这份拷贝不能移交。"
            "点“继续”会重写这个文件；再次出现请换一个介质。",
            file=target.name,
        )
    )


def _write(target: Path, data: bytes) -> None:
    with target.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):
        target.chmod(0o444)


def _unlink(path: Path) -> None:
    path.chmod(0o600)
    path.unlink()


def _clear(growing: Path, wanted: set[str]) -> None:
    """Take away what another try, of other files, has left."""
    for path in _files(growing):
        if path not in wanted and path.removesuffix(".part") not in wanted:
            _unlink(growing / path)


def _refuse_small(place: Path, growing: Path, wanted: Sequence[_Wanted]) -> None:
    try:
        there = sum((growing / path).stat().st_size for path in _files(growing))
        free = free_bytes(place)
    except OSError as error:
        raise unwritable(place, error) from error
    needed = sum(one.size_bytes for one in wanted) + _SPARE_BYTES - there
    if needed > free:
        raise Refusal(
            tr(
                "空间不够：还要 {needed} MB，只剩 {free} MB，还没有开始写。"
                "请腾出空间或换一个介质。",
                needed=-(-needed >> 20),
                free=free >> 20,
            )
        )
    large = [one for one in wanted if one.size_bytes > _FAT_MOST_BYTES]
    if large and file_system_of(place) in _FAT:
        raise Refusal(
            tr(
                "这个介质是 FAT32 格式，放不下 4 GB 以上的文件“{file}”，还没有开始写。"
                "请换用 exFAT 或 NTFS 格式的介质。",
                file=Path(large[0].path).name,
            )
        )


def _sums(package: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The hashes of the recordings, and those of everything else but the tag manifest."""
    try:
        sums = sums_of((package / MANIFEST).read_bytes())
        return sums, sums_of((package / TAG_MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal(
            tr(
                "“{folder}”的校验清单缺失或损坏，不能核验。这个文件夹不是完整的取证包，请勿移交。",
                folder=package.name,
            )
        ) from error


def _files(folder: Path) -> list[str]:
    """The files below a folder as paths inside it, with `/`."""
    if not folder.exists():
        return []
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]


def _text(name: str, data: bytes) -> _Wanted:
    return _Wanted(name, sha256(data).hexdigest(), len(data), data)


def _bag_file(one: _Wanted) -> BagFile:
    return BagFile(path=one.path, sha256=one.sha256, size_bytes=one.size_bytes)


def _sync(folder: Path) -> None:
    """Make the new name survive a pulled medium; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
