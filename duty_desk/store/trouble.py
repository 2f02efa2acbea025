"""The database's complaints, in words for a person: what happened, what is safe, what to do."""

from __future__ import annotations

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from duty_desk.language import Refusal, tr


class StoreTrouble(Refusal):
    """The store cannot do its work now; the fault is outside the program."""


class DiskFull(StoreTrouble):
    """No room is left on the disk."""


def disk_full() -> DiskFull:
    """The sentence for a full disk."""
    return DiskFull(
        tr(
            "磁盘已满，刚才的内容没有保存；以前的记录都在。请腾出空间后再试一次，并用电话或微信先报出问题。"
        )
    )


def _server_words(error: DBAPIError) -> str:
    if getattr(error.orig, "sqlstate", None) == "53100":
        return tr("记录服务器的磁盘已满，刚才的内容没有写进服务器。请通知管理员腾出空间。")
    if error.connection_invalidated:
        return tr("记录服务器连接中断，刚才的内容没有写进服务器。请检查网络。")
    return tr("记录服务器没有应答，刚才的内容没有写进服务器。请检查网络。")


def _sqlite_words(name: str) -> str:
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return tr(
            "数据文件夹或记录库文件不能写入，刚才的内容没有保存；以前的记录都在。请检查文件夹和文件的权限。"
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return tr("记录库正被另一个程序占用，刚才的内容没有保存。请关闭那个程序后再试。")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return tr("记录库文件已损坏，程序没有改动它。请保留原文件，并用最近的备份恢复。")
    return tr(
        "记录库读写失败（{name}），刚才的内容没有保存；以前的记录都在。请检查磁盘后再试。",
        name=name,
    )


def explain(error: BaseException) -> StoreTrouble | None:
    """The trouble behind `error`; None when it is a defect of ours, not of disk or server."""
    if isinstance(error, StoreTrouble):
        return error
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC:
            return disk_full()
        return StoreTrouble(
            tr(
                "文件写不进数据文件夹（{what}），刚才的内容没有保存。请检查磁盘和权限。",
                what=error.strerror or "",
            )
        )
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return None
    if isinstance(origin, sqlite3.DatabaseError):
        name = getattr(origin, "sqlite_errorname", "") or "SQLITE"
        return disk_full() if name == "SQLITE_FULL" else StoreTrouble(_sqlite_words(name))
    is_outside = isinstance(error, OperationalError | InterfaceError)
    if isinstance(error, DBAPIError) and (is_outside or error.connection_invalidated):
        return StoreTrouble(_server_words(error))
    return None
