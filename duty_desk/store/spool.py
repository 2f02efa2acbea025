"""The spool: dated plain-text files that prove what was acknowledged, outside the database.

One JSON line per journal entry, fsynced before the entry is acknowledged. Moments that could not
reach the database wait in `pending.jsonl` and are replayed once, in order.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from duty_desk.domain.hashchain import canonical
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from duty_desk.domain.moment import Entry


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


def _append(path: Path, lines: Iterable[str]) -> None:
    with path.open("ab") as file:
        file.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())


class Spool:
    """The spool folder of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pending = folder / "pending.jsonl"
        folder.mkdir(parents=True, exist_ok=True)

    def append(self, entries: Iterable[Entry]) -> None:
        """Keep entries that the database has committed; returns when they are on the disk."""
        by_day: dict[str, list[str]] = {}
        for entry in entries:
            by_day.setdefault(day_of(entry.recorded_at), []).append(canonical(entry_facts(entry)))
        for day, lines in by_day.items():
            _append(self._folder / f"{day}.jsonl", lines)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Every whole line of the dated files, oldest first; a torn last line is passed over."""
        for path in sorted(self._folder.glob("????-??-??.jsonl")):
            for line in path.read_bytes().splitlines():
                try:
                    found = json.loads(line)
                except ValueError:
                    continue
                yield found

    def keep_pending(self, moments: Iterable[Moment]) -> None:
        """Keep moments that the database would not take; returns when they are on the disk."""
        _append(self._pending, (canonical(_moment_facts(moment)) for moment in moments))

    def pending(self) -> tuple[Moment, ...]:
        """The moments that wait, in the order in which they were acknowledged."""
        if not self._pending.exists():
            return ()
        found = []
        for line in self._pending.read_text(encoding="utf-8").splitlines():
            try:
                facts = json.loads(line)
            except ValueError:
                continue
            found.append(Moment(**{**facts, "source": Source(facts["source"])}))
        return tuple(found)

    def clear_pending(self) -> None:
        """Forget the waiting moments, after the journal has them."""
        self._pending.unlink(missing_ok=True)


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
