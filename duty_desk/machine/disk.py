"""The data folder's disk: room left, a reserve for the worst minute, and places unfit for it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import uuid
from pathlib import Path

from duty_desk.language import Refusal, mark, tr

RESERVE_FILE = "reserve.bin"
RESERVE_BYTES = 64 * 1024 * 1024

_BLOCK = bytes(1024 * 1024)

# File systems that live on another computer: SQLite's WAL needs shared memory, and a lock on
# them does not end with the program.
_REMOTE_SYSTEMS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "davfs", "vboxsf",
        "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs", "fuse.gvfsd-fuse",
        "fuse.curlftpfs",
    }
)  # fmt: skip
_DRIVE_REMOTE = 4

# Folders whose content another program copies away and locks while it is being written.
_SYNCED_NAMES = (
    "onedrive",
    "dropbox",
    "nutstore",
    "nutstore files",
    mark("我的坚果云"),
    mark("坚果云"),
    "baidusyncdisk",
    "baidunetdiskworkspace",
    "wpsdrive",
    mark("wps云盘"),
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "syncthing",
)


def free_bytes(folder: Path) -> int:
    """How many bytes this user may still write where `folder` is."""
    return shutil.disk_usage(folder).free


def refuse_unfit_place(folder: Path) -> None:
    """Refuse a data folder that could lose records.

    Raises:
        Refusal: it lies on a network share or in a synchronised folder; says which.
    """
    place = folder.resolve()
    if _is_remote(place):
        raise Refusal(
            tr(
                "数据文件夹“{folder}”在网络共享上，断网时会丢记录；请换到本机硬盘。"
                "多席位共用请使用 PostgreSQL。",
                folder=folder,
            )
        )
    synced = synced_part(place)
    if synced:
        raise Refusal(
            tr(
                "数据文件夹“{folder}”在同步盘“{name}”里，同步会损坏数据库；请换到本机的普通文件夹。",
                folder=folder,
                name=synced,
            )
        )


def synced_part(folder: Path) -> str:
    """The part of the path that names a synchronised folder; empty when there is none."""
    for part in folder.parts:
        name = part.casefold()
        if any(name == synced or name.startswith(f"{synced} - ") for synced in _SYNCED_NAMES):
            return part
    return ""


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":
        drive = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        is_remote = str(folder).startswith("\\\\") or drive == _DRIVE_REMOTE
    else:
        is_remote = file_system_of(folder) in _REMOTE_SYSTEMS
    return is_remote


def file_system_of(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system `folder` lies on, as the kernel names it; empty when unknown."""
    best, kind = -1, ""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = Path(_unescaped(fields[4]))
        # The last mount of equal depth lies on top of the others.
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split()[0]
    return kind


def _unescaped(path: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        path = path.replace(code, sign)
    return path


def make_writable(folder: Path) -> None:
    """Make the data folder when it is missing and prove that it can be written.

    Raises:
        Refusal: it cannot; nothing was changed.
    """
    try:
        # Pictures of people lie here: on a shared computer nobody else needs to read them.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    prove_writable(folder)


def standing(folder: Path) -> Path:
    """The folder itself, or of those above it the nearest that is there."""
    above = (place for place in (folder, *folder.absolute().parents) if place.exists())
    return next(above, folder)


def prove_writable(folder: Path) -> None:
    """Prove that the data folder, or the place where it will be made, can be written.

    Raises:
        Refusal: it cannot; nothing was changed.
    """
    probe = standing(folder) / f".probe-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"duty desk")
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)


def _unwritable(folder: Path, error: OSError) -> Refusal:
    return Refusal(
        tr(
            "数据文件夹“{folder}”写不进去（{why}），值守台没有启动，原有记录没有改动。"
            "请检查权限和磁盘，或用 --data 换一个文件夹。",
            folder=folder,
            why=reason(error),
        )
    )


def reason(error: OSError) -> str:
    """Why the disk said no, in words."""
    reasons = {
        errno.EACCES: tr("没有写权限"),
        errno.EPERM: tr("没有写权限"),
        errno.EROFS: tr("磁盘只读"),
        errno.ENOSPC: tr("磁盘已满"),
        getattr(errno, "EDQUOT", -1): tr("磁盘配额用完"),
        errno.ENOTDIR: tr("路径上有一个同名文件"),
        errno.EEXIST: tr("路径上有一个同名文件"),
    }
    return reasons.get(error.errno or 0, tr("磁盘出错"))


class Reserve:
    """Room kept on the disk for the minute when it is full.

    A file of real blocks lies in the data folder; giving it up frees them at once, so that the
    problem being saved right then still finds room.
    """

    def __init__(self, folder: Path, size_bytes: int = RESERVE_BYTES) -> None:
        self._file = folder / RESERVE_FILE
        self._size_bytes = size_bytes

    @property
    def is_held(self) -> bool:
        """Whether the reserve is there in full."""
        try:
            return self._file.stat().st_size >= self._size_bytes
        except OSError:
            return False

    def hold(self) -> bool:
        """Make the reserve when it is missing; False when there is no room for it.

        It takes at most half of what is free: the records come first.
        """
        if self.is_held:
            return True
        try:
            if free_bytes(self._file.parent) < 2 * self._size_bytes:
                return False
            self._fill()
        except OSError:
            self.give_up()
            return False
        return True

    def give_up(self) -> int:
        """Free the reserve; how many bytes that gave."""
        try:
            freed = self._file.stat().st_size
            self._file.unlink()
        except OSError:
            return 0
        return freed

    def _fill(self) -> None:
        with self._file.open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, self._size_bytes)
            else:
                for start in range(0, self._size_bytes, len(_BLOCK)):
                    file.write(_BLOCK[: self._size_bytes - start])
            file.flush()
            os.fsync(file.fileno())
