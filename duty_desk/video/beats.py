"""Signs of life of the workers in shared memory, and what they use; watched by the desk."""

from __future__ import annotations

import os
import secrets
from multiprocessing.shared_memory import SharedMemory

from duty_desk.video.source import mono_ms
from duty_desk.video.tile_memory import PREFIX, attached_memory

_WORKERS = 16
_CPU, _MEMORY = _WORKERS, 2 * _WORKERS
_WORDS = 3 * _WORKERS


class Beats:
    """When each worker last showed a sign of life; 0 while it is still starting."""

    def __init__(self, memory: SharedMemory) -> None:
        buffer = memory.buf
        assert buffer is not None
        self._memory = memory
        self._words = buffer[: _WORDS * 8].cast("q")

    @classmethod
    def made(cls) -> Beats:
        """New memory, made by the desk."""
        name = f"{PREFIX}-{os.getpid()}-{secrets.token_hex(4)}"
        return cls(SharedMemory(name, create=True, size=_WORDS * 8))

    @classmethod
    def attached(cls, name: str) -> Beats:
        """The memory that the desk made under `name`."""
        return cls(attached_memory(name))

    @property
    def name(self) -> str:
        """What a worker needs to attach."""
        return self._memory.name

    def beat(self, worker: int) -> None:
        """Show a sign of life."""
        self._words[worker] = mono_ms()

    def last_mono_ms(self, worker: int) -> int:
        """When `worker` last showed one."""
        return self._words[worker]

    def put_use(self, worker: int, cpu_ms: int, memory_bytes: int) -> None:
        """Publish what the worker uses."""
        self._words[_CPU + worker], self._words[_MEMORY + worker] = cpu_ms, memory_bytes

    def cpu_ms(self, worker: int) -> int:
        """Processor time that `worker` has used since it was started."""
        return self._words[_CPU + worker]

    def memory_bytes(self, worker: int) -> int:
        """Memory of its own that `worker` holds; 0 when it is not known."""
        return self._words[_MEMORY + worker]

    def forget(self, worker: int) -> None:
        """A new process takes the place: it has not shown any sign yet."""
        self._words[worker] = 0
        self.put_use(worker, 0, 0)

    def remove(self) -> None:
        """Take the memory away."""
        self._words.release()
        self._memory.close()
        self._memory.unlink()
