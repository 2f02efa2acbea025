"""How far a copy has come, counted in the thread that copies and read by the window."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from duty_desk.machine.file_copy import Watch


@dataclass
class Progress:
    """Bytes done of bytes wanted."""

    wanted_bytes: int
    done_bytes: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> Watch:
        """What the copy tells."""
        return Watch(self._step, self.stop)

    @property
    def percent(self) -> int:
        """0 to 100."""
        return min(100, self.done_bytes * 100 // self.wanted_bytes) if self.wanted_bytes else 0

    def _step(self, count: int) -> None:
        self.done_bytes += count
