"""Looking at a store that may be in use, on a copy, or on a medium that cannot be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from duty_desk.language import tr
from duty_desk.store.engine import is_sqlite, reading_engine, sqlite_url
from duty_desk.store.migrate import refuse_other_schema
from duty_desk.store.store import DATABASE, StorePlace
from duty_desk.store.trouble import StoreTrouble, explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@contextmanager
def open_for_reading(place: StorePlace) -> Iterator[Session]:
    """A session that cannot write, for commands beside a running desk.

    Raises:
        StoreTrouble: there is no store, or it cannot be read.
        NewerSchema, OlderSchema: another version of the program wrote it.
    """
    if not place.url and not (place.data / DATABASE).exists():
        raise StoreTrouble(tr("这个数据文件夹里还没有记录库。请先启动一次值守台。"))
    with tempfile.TemporaryDirectory(prefix="duty-desk-") as scratch:
        engine, is_still = _engine(place, Path(scratch))
        try:
            with Session(engine) as session:
                refuse_other_schema(session.connection(), place.migrations)
                yield session
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise explain(error) or error from None
        finally:
            engine.dispose()
        if is_still and _log_of(place).exists():
            raise StoreTrouble(tr("读取期间值守台启动了，结果可能不准。请再运行一次。"))


def _log_of(place: StorePlace) -> Path:
    file = Path(str(place.address.database))
    return file.with_name(f"{file.name}-wal")


def _engine(place: StorePlace, scratch: Path) -> tuple[Engine, bool]:
    """The engine, and whether it takes for granted that nobody writes meanwhile."""
    url = place.address
    if not is_sqlite(url):
        return reading_engine(url), False
    log = _log_of(place)
    if not log.exists():
        # Nobody has it open. An ordinary reader would leave a log and its index behind.
        return reading_engine(url, is_still=True), True
    file = Path(str(url.database))
    if os.access(file.parent, os.W_OK):
        return reading_engine(url), False
    # SQLite needs a writable place to read a log beside the database.
    for name in (file, log):
        shutil.copyfile(name, scratch / name.name)
    return reading_engine(sqlite_url(scratch / file.name)), False
