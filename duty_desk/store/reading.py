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
        engine = _engine(place, Path(scratch))
        try:
            with Session(engine) as session:
                refuse_other_schema(session.connection(), place.migrations)
                yield session
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise explain(error) or error from None
        finally:
            engine.dispose()


def _engine(place: StorePlace, scratch: Path) -> Engine:
    url = place.address
    if not is_sqlite(url):
        return reading_engine(url)
    file = Path(str(url.database))
    if os.access(file.parent, os.W_OK):
        return reading_engine(url)
    wal = file.with_name(f"{file.name}-wal")
    if not wal.exists() or wal.stat().st_size == 0:
        return reading_engine(url, is_still=True)
    # SQLite needs a writable place to read a log beside the database.
    for name in (file, wal):
        shutil.copyfile(name, scratch / name.name)
    return reading_engine(sqlite_url(scratch / file.name))
