"""Tells a hung worker from one that a busy computer does not let run."""

from __future__ import annotations

from pathlib import Path

HUNG_AFTER_MS = 1_200
LONGEST_MS = 10_000
_LISTEN_FROM_MS = 400
_PROC = Path("/proc")


class Silence:
    """How long a worker said nothing although it could have run.

    Its decoding threads run at low priority: on a busy computer one of them may hold the
    interpreter and not be let run for seconds, and nobody in that process can show a sign of
    life. Linux counts for each thread how long it was ready to run and had to wait; that time
    does not count as silence. Elsewhere all of it does.
    """

    def __init__(self) -> None:
        self._beat_mono_ms = 0
        self._waited_before: dict[str, int] | None = None

    def is_too_long(self, pid: int, beat_mono_ms: int, now: int) -> bool:
        """Whether the process that showed its last sign of life at `beat_mono_ms` hangs."""
        silent_ms = now - beat_mono_ms
        if beat_mono_ms != self._beat_mono_ms or silent_ms < _LISTEN_FROM_MS:
            self._beat_mono_ms, self._waited_before = beat_mono_ms, None
        if silent_ms < _LISTEN_FROM_MS:
            return False
        waited = waited_ms(pid)
        if self._waited_before is None:
            self._waited_before = waited
        if silent_ms <= HUNG_AFTER_MS:
            return False
        before = self._waited_before
        spent = max((ms - before.get(thread, ms) for thread, ms in waited.items()), default=0)
        return silent_ms > LONGEST_MS or silent_ms - spent > HUNG_AFTER_MS


def waited_ms(pid: int) -> dict[str, int]:
    """For how long each thread of a process was ready and not let run; empty if unknown."""
    waited: dict[str, int] = {}
    try:
        for thread in (_PROC / str(pid) / "task").iterdir():
            _ran, waiting_ns, _times = (thread / "schedstat").read_text("ascii").split()
            waited[thread.name] = int(waiting_ns) // 1_000_000
    except (OSError, ValueError):
        return waited
    return waited
