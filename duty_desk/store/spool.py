"""The spool: dated plain-text files that prove what was acknowledged, outside the database.

One JSON line per journal entry, fsynced before the entry is acknowledged. Moments that could not
reach the database wait in `pending.jsonl` and are replayed once, in order.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from duty_desk.domain.hashchain import canonical, entry_hash
from duty_desk.domain.moment import Entry, Moment, Source
from duty_desk.domain.problem import day_of
from duty_desk.store.evidence import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import RawIOBase
    from pathlib import Path


def entry_facts(entry: Entry) -> dict[str, Any]:
    """An entry in JSON's shape, as `journal` prints it and the spool keeps it."""
    return {
        "seat": entry.seat,
        "seq": entry.seq,
        "kind": entry.kind,
        "subject": entry.subject,
        "event_at": entry.event_at,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "source": str(entry.source),
        "reason": entry.reason,
        "facts": dict(entry.facts),
        "zone": entry.zone,
        "mono": entry.mono_ms,
        "boot_id": entry.boot_id,
        "clock_state": entry.clock_state,
        "shift": entry.shift,
        "app_version": entry.app_version,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def is_sealed(line: dict[str, Any]) -> bool:
    """Whether a line of the spool says what its hash was made of."""
    facts = {**line, "mono_ms": line.get("mono")}
    facts.pop("mono", None)
    try:
        entry = Entry(**{**facts, "source": Source(facts["source"])})
        return entry_hash(entry) == entry.hash
    except (LookupError, TypeError, ValueError, AttributeError):
        return False


def _append(path: Path, lines: Iterable[str]) -> None:
    content = "".join(f"{line}\n" for line in lines).encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Unbuffered: what a full disk did not take must not come later, when the file is closed.
    with path.open("a+b", buffering=0) as file:
        length = file.seek(0, os.SEEK_END)
        # After a line torn by a crash the next one must not stand on the same line.
        start = b"\n" if length and not _ends_a_line(file, length) else b""
        try:
            _write_whole(file, start + content)
            os.fsync(file.fileno())
        except OSError:
            file.truncate(length)
            raise
    if not length:
        sync_folder(path.parent)


def _ends_a_line(file: RawIOBase, length: int) -> bool:
    file.seek(length - 1)
    return file.read(1) == b"\n"


def _write_whole(file: RawIOBase, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) or 0 :]


class Spool:
    """The spool folder of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pending = folder / "pending.jsonl"

    def append(self, entries: Iterable[Entry]) -> None:
        """Keep entries that the database has committed; returns when they are on the disk."""
        by_day: dict[str, list[str]] = {}
        for entry in entries:
            by_day.setdefault(day_of(entry.recorded_at), []).append(canonical(entry_facts(entry)))
        for day, lines in by_day.items():
            _append(self._folder / f"{day}.jsonl", lines)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every whole line of the dated files, oldest first; a torn line is passed over."""
        for path in sorted(self._folder.glob("????-??-??.jsonl")):
            for line in path.read_bytes().splitlines():
                found = _line(line)
                if isinstance(found.get("seat"), str) and isinstance(found.get("seq"), int):
                    yield found

    def newest(self, seat: str) -> int:
        """The highest number of the seat's entries in the newest file that has one; else 0."""
        for path in sorted(self._folder.glob("????-??-??.jsonl"), reverse=True):
            lines = map(_line, path.read_bytes().splitlines())
            found = [int(line["seq"]) for line in lines if line.get("seat") == seat]
            if found:
                return max(found)
        return 0

    def keep_pending(self, moments: Iterable[Moment]) -> None:
        """Keep moments that the database would not take; returns when they are on the disk."""
        _append(self._pending, (canonical(_moment_facts(moment)) for moment in moments))

    def pending(self) -> tuple[tuple[bytes, Moment | None], ...]:
        """The lines that wait, as acknowledged, with their moments; None where there is none."""
        if not self._pending.exists():
            return ()
        return tuple((line, _moment(line)) for line in self._pending.read_bytes().splitlines())

    def put_by(self, lines: Iterable[bytes]) -> None:
        """Keep lines that nobody could read, beside those that wait, for a person to look at."""
        _append(self._folder / "unread.jsonl", (line.decode("utf-8", "replace") for line in lines))

    def clear_pending(self) -> None:
        """Forget the waiting moments, after the journal has them."""
        self._pending.unlink(missing_ok=True)
        sync_folder(self._folder)


def _moment(line: bytes) -> Moment | None:
    facts = _line(line)
    try:
        return Moment(**{**facts, "source": Source(facts["source"])})
    except (LookupError, TypeError, ValueError):
        return None


def _line(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _moment_facts(moment: Moment) -> dict[str, Any]:
    return {
        "kind": moment.kind,
        "subject": moment.subject,
        "facts": dict(moment.facts),
        "event_at": moment.event_at,
        "source": str(moment.source),
        "actor": moment.actor,
        "reason": moment.reason,
    }
