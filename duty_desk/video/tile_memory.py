"""One camera's tile in shared memory: its newest picture and how its stream stands.

Written by the worker that decodes the camera, read by the desk's own process, with no lock
between them: two picture buffers take turns, each stamped with its number before and after it is
written, so that a reader sees when it was overtaken. On x86 and ARM Windows and Linux the
interpreter's own work between two stores orders them far beyond what the processor could mix.
"""

from __future__ import annotations

import errno
import os
import secrets
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from duty_desk.video.stream_state import REASONS, STATES, StreamReason, StreamState, StreamStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

PREFIX = "dutydesk"
_SHARED_FOLDER = Path("/dev/shm")  # noqa: S108 - the kernel's own folder
BYTES_PER_PIXEL = 4
_WORDS = 64
_HEADER_BYTES = _WORDS * 8
_ROUND_BYTES = 65_536
_TRIES = 4

# Words of the header (8 bytes each).
_CAPACITY, _NEWEST, _TAKEN, _STAMP = 0, 1, 2, 3
_STATE, _REASON, _ATTEMPT, _SINCE, _FPS_MILLI, _RECEIVED, _SHED = 4, 5, 6, 7, 8, 9, 10
_IS_SUB, _IS_DEGRADED, _STATUS_END = 11, 12, 13
_CAMERA_ZERO, _LOAD, _TIMES_BEHIND = 14, 15, 48
_UNTOLD = -(1 << 62)
_PICTURES = (16, 32)
_BEGUN, _DONE, _WIDTH, _HEIGHT, _STREAM_W, _STREAM_H, _PTS, _ARRIVED, _CAMERA_AT = range(9)


@dataclass(frozen=True)
class Picture:
    """A tile's newest picture.

    `bgra` is a copy of its own, (height, width, 4) uint8, BGRA with alpha 255, contiguous: what
    `QImage.Format_RGB32` wants. `pts_ms` is the stream's own time, `camera_at` the camera's clock
    when it took the picture, None when the stream does not tell it.
    """

    seq: int
    bgra: NDArray[np.uint8]
    stream_width: int
    stream_height: int
    pts_ms: int
    received_mono_ms: int
    camera_at: int | None = None


class Stamp(NamedTuple):
    """What is known of a picture beside its pixels."""

    stream_width: int
    stream_height: int
    pts_ms: int
    received_mono_ms: int
    camera_at: int | None = None


class TileMemory:
    """The shared memory of one tile. The desk makes and removes it, a worker attaches."""

    def __init__(self, memory: SharedMemory) -> None:
        buffer = memory.buf
        assert buffer is not None
        self._memory = memory
        self._words = buffer[:_HEADER_BYTES].cast("q")
        self._pixels: NDArray[np.uint8] = np.frombuffer(buffer, np.uint8)[_HEADER_BYTES:]
        self._stood = _status_of([0] * (_STATUS_END - _STATE))  # what `status` read last

    @classmethod
    def made(cls, capacity_bytes: int) -> TileMemory:
        """New memory for pictures of up to `capacity_bytes`.

        Raises:
            OSError: the computer has no shared memory left.
        """
        capacity = -(-capacity_bytes // _ROUND_BYTES) * _ROUND_BYTES
        _ensure_room(_HEADER_BYTES + 2 * capacity)
        name = f"{PREFIX}-{os.getpid()}-{secrets.token_hex(4)}"
        tile = cls(SharedMemory(name, create=True, size=_HEADER_BYTES + 2 * capacity))
        tile._words[_CAPACITY] = capacity
        tile._words[_CAMERA_ZERO] = _UNTOLD
        return tile

    @classmethod
    def attached(cls, name: str) -> TileMemory:
        """The memory that the desk made under `name`."""
        return cls(attached_memory(name))

    @property
    def name(self) -> str:
        """What a worker needs to attach."""
        return self._memory.name

    @property
    def capacity_bytes(self) -> int:
        """The largest picture that fits."""
        return self._words[_CAPACITY]

    @property
    def newest_seq(self) -> int:
        """The number of the newest picture; 0 before the first."""
        return self._words[_NEWEST]

    @property
    def taken_seq(self) -> int:
        """The number of the picture that the desk took last: the one the operator sees."""
        return self._words[_TAKEN]

    @property
    def camera_zero_at(self) -> int | None:
        """What the camera's clock showed, UTC, at the zero of this computer's monotonic clock."""
        return _told(self._words[_CAMERA_ZERO])

    @property
    def load_permille(self) -> int:
        """What decoding this camera takes of one core, in thousandths."""
        return self._words[_LOAD]

    @property
    def times_behind(self) -> int:
        """How often decoding has fallen behind this camera."""
        return self._words[_TIMES_BEHIND]

    def put_load(self, permille: int, times_behind: int) -> None:
        """Publish what decoding takes, and how often it fell behind."""
        self._words[_LOAD], self._words[_TIMES_BEHIND] = permille, times_behind

    def number_from(self, seq: int) -> None:
        """Let the next picture be `seq` + 1."""
        self._words[_NEWEST] = self._words[_TAKEN] = seq

    def hand_over_to(self, larger: TileMemory) -> None:
        """Let `larger` go on with this tile's numbers and state; pixels are not copied."""
        words = larger._words
        words[_NEWEST] = self._words[_NEWEST]
        words[_TAKEN] = self._words[_TAKEN]
        larger.put_status(self.status())
        words[_RECEIVED] = self._words[_RECEIVED]
        words[_CAMERA_ZERO] = self._words[_CAMERA_ZERO]

    def write(
        self, size: tuple[int, int], stamp: Stamp, draw: Callable[[NDArray[np.uint8]], None]
    ) -> int:
        """Let `draw` fill a (height, width, 4) picture in place and publish it; its number."""
        words, seq = self._words, self._words[_NEWEST] + 1
        at = _PICTURES[seq & 1]
        words[at + _BEGUN] = seq
        draw(self._view(seq, size))
        words[at + _WIDTH], words[at + _HEIGHT] = size
        words[at + _STREAM_W], words[at + _STREAM_H] = stamp.stream_width, stamp.stream_height
        words[at + _PTS], words[at + _ARRIVED] = stamp.pts_ms, stamp.received_mono_ms
        words[at + _CAMERA_AT] = _UNTOLD if stamp.camera_at is None else stamp.camera_at
        if stamp.camera_at is not None:
            words[_CAMERA_ZERO] = stamp.camera_at - stamp.received_mono_ms
        words[at + _DONE] = seq
        words[_RECEIVED] = stamp.received_mono_ms
        words[_NEWEST] = seq
        return seq

    def touch(self, received_mono_ms: int) -> None:
        """Note that a frame arrived which is not drawn because nobody waits for it."""
        self._words[_RECEIVED] = received_mono_ms

    def read(self, after_seq: int, *, takes: bool = True) -> Picture | None:
        """The newest picture when it is newer than `after_seq`; copies, never waits.

        `takes` when the reader shows it: the worker then keeps that frame for a still.
        """
        for _ in range(_TRIES):
            seq = self._words[_NEWEST]
            if seq <= after_seq:
                return None
            picture = self._copied(seq)
            if picture is not None:
                self._words[_TAKEN] = seq if takes else self._words[_TAKEN]
                return picture
        return None

    def put_status(self, status: StreamStatus) -> None:
        """Publish how the stream stands; the newest picture's time is kept by `write`."""
        words = self._words
        words[_STAMP] += 1
        words[_STATE] = STATES.index(status.state)
        words[_REASON] = REASONS.index(StreamReason(status.reason))
        words[_ATTEMPT] = status.attempt
        words[_SINCE] = status.since_mono_ms
        words[_FPS_MILLI] = round(status.fps * 1000)
        words[_SHED] = status.shed_frames
        words[_IS_SUB], words[_IS_DEGRADED] = status.is_sub, status.is_degraded
        words[_STAMP] += 1

    def status(self) -> StreamStatus:
        """How the stream stands; as it stood before, while its writer is held up within a change.

        A mixture of two states would be LIVE with the time and reason of a loss.
        """
        words = self._words
        for _ in range(_TRIES):
            stamp = words[_STAMP]
            told = words[_STATE:_STATUS_END].tolist()
            if stamp == words[_STAMP] and not stamp & 1:
                self._stood = _status_of(told)
                break
        return replace(self._stood, newest_mono_ms=words[_RECEIVED] or None)

    def overrule(self, state: StreamState, reason: StreamReason, since_mono_ms: int) -> None:
        """Set the state in place of a worker that is gone."""
        self._words[_STAMP] += self._words[_STAMP] & 1
        attempt = self._words[_ATTEMPT]
        shed = self._words[_SHED]
        self.put_status(StreamStatus(state, since_mono_ms, attempt, reason.value, 0.0, None, shed))

    def close(self) -> None:
        """Let go of the mapping; the memory stays for the other side."""
        self._words.release()
        del self._pixels
        self._memory.close()

    def remove(self) -> None:
        """Let go and take the memory away; only the desk, which made it, does that."""
        self.close()
        self._memory.unlink()

    def _view(self, seq: int, size: tuple[int, int]) -> NDArray[np.uint8]:
        start = (seq & 1) * self._words[_CAPACITY]
        end = start + size[0] * size[1] * BYTES_PER_PIXEL
        return self._pixels[start:end].reshape(size[1], size[0], 4)

    def _copied(self, seq: int) -> Picture | None:
        words, at = self._words, _PICTURES[seq & 1]
        if words[at + _DONE] != seq:
            return None
        size = (words[at + _WIDTH], words[at + _HEIGHT])
        bgra = self._view(seq, size).copy()
        wide, high, pts_ms, arrived, camera_at = words[at + _STREAM_W : at + _CAMERA_AT + 1]
        picture = Picture(seq, bgra, wide, high, pts_ms, arrived, _told(camera_at))
        return picture if words[at + _BEGUN] == seq else None


def _told(word: int) -> int | None:
    return None if word == _UNTOLD else word


def _ensure_room(size_bytes: int) -> None:
    """Refuse what does not fit: Linux grants it and kills the worker at the first write."""
    if _SHARED_FOLDER.is_dir() and disk_usage(_SHARED_FOLDER).free < size_bytes + _ROUND_BYTES:
        raise OSError(errno.ENOSPC, "shared memory")


def attached_memory(name: str) -> SharedMemory:
    """Attach without telling the resource tracker: the desk that made the memory removes it.

    Needed below Python 3.13 only, where attaching registers the memory a second time and the
    tracker complains of a leak that is none; from 3.13 on `track=False` says the same.
    """
    register = resource_tracker.register
    resource_tracker.register = lambda *_: None
    try:
        return SharedMemory(name)
    finally:
        resource_tracker.register = register


def remove_left_behind() -> list[str]:
    """Take away the memory of desks that died without doing so; the names removed.

    Only Linux keeps such memory after the last process is gone.
    """
    removed = []
    for path in _SHARED_FOLDER.glob(f"{PREFIX}-*"):
        owner = path.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            path.unlink(missing_ok=True)
            removed.append(path.name)
    return removed


def _status_of(told: list[int]) -> StreamStatus:
    """The words from `_STATE` on as a status; the newest picture's time is read beside them."""
    state, reason, attempt, since, fps_milli, _, shed, is_sub, is_degraded = told
    return StreamStatus(
        STATES[state],
        since,
        attempt,
        REASONS[reason].value,
        fps_milli / 1000,
        None,
        shed,
        bool(is_sub),
        bool(is_degraded),
    )
