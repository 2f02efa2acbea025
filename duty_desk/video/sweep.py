"""Looking at a whole catalogue in a process of its own, so that the wall never feels it.

The process runs only when nothing else wants to. A camera whose stream kills the decoder ends the
process, not the sweep: those that were being looked at are looked at again one by one.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from duty_desk.video.opencv_options import prepare_opencv
from duty_desk.video.priority import step_far_back
from duty_desk.video.probe import KEY_FRAME_WITHIN_MS, ProbeResult, ProbeWish, probe
from duty_desk.video.source import mono_ms
from duty_desk.video.stream_state import StreamReason, StreamState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from duty_desk.video.source import StreamSpec

PARALLEL = 64
_POLL_S = 0.2
_START_WITHIN_MS = 30_000
_HUNG_AFTER_MS = KEY_FRAME_WITHIN_MS + 30_000
_STOP_WITHIN_S = 2.0
_GOODBYE_MS = 1_500
_STARVED_MS = 1_500
_TIMES_OUT = (StreamReason.NO_ANSWER, StreamReason.STALLED)


@dataclass(frozen=True)
class _Begun:
    """The child calls this camera now."""

    camera_id: str


_Word = _Begun | ProbeResult


class Sweep:
    """One sweep: `run` in a thread that may wait, `cancel` from any other."""

    def __init__(self, specs: Sequence[StreamSpec], wish: ProbeWish | None = None) -> None:
        self._waiting = {spec.camera_id: spec for spec in specs}
        self._wish = wish or ProbeWish(PARALLEL)
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """End early; what was found stays found."""
        self._cancelled.set()

    def run(self) -> Iterator[ProbeResult]:
        """Look at each camera once; results come as they are found.

        Ends without the rest when it is cancelled or no process can be had.
        """
        suspects: list[str] = []
        while self._waiting:
            begun: set[str] = set()
            left = len(self._waiting)
            for word in self._words(suspects):
                if isinstance(word, _Begun):
                    begun.add(word.camera_id)
                elif self._waiting.pop(word.camera_id, None) is not None:
                    begun.discard(word.camera_id)
                    yield word
            if self._cancelled.is_set() or (left == len(self._waiting) and not begun):
                return
            # The process is gone, and what it had begun and not told may be what it died of.
            if suspects:
                for camera_id in begun & self._waiting.keys():
                    del self._waiting[camera_id]
                    yield _undecodable(camera_id)
            suspects = [camera_id for camera_id in suspects or begun if camera_id in self._waiting]

    def _words(self, suspects: list[str]) -> Iterator[_Word]:
        specs = [self._waiting[camera_id] for camera_id in suspects or self._waiting]
        wish = replace(self._wish, parallel=1) if suspects else self._wish
        return _Child(specs, wish, self._cancelled).words()


def _undecodable(camera_id: str) -> ProbeResult:
    reason = StreamReason.CANNOT_DECODE
    return ProbeResult(camera_id, ok=False, state=StreamState.NOT_A_VIDEO, reason=reason, ms=0)


class _Child:
    """The process for one batch of cameras."""

    def __init__(
        self, specs: Sequence[StreamSpec], wish: ProbeWish, cancelled: threading.Event
    ) -> None:
        self._cancelled = cancelled
        # Spawned, never forked: a forked copy of a process with threads and Qt may hang.
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_sweep, args=(theirs, tuple(specs), wish), name="camera sweep", daemon=True
        )
        self._process.start()
        theirs.close()

    def words(self) -> Iterator[_Word]:
        """What the child tells until it is done, dead, hung, or told to stop."""
        patience_ms, heard_mono_ms = _START_WITHIN_MS, mono_ms()
        try:
            while not self._cancelled.is_set():
                if wait([self._line], _POLL_S):
                    yield self._line.recv()
                    patience_ms, heard_mono_ms = _HUNG_AFTER_MS, mono_ms()
                elif mono_ms() - heard_mono_ms > patience_ms:
                    return
        except (EOFError, OSError):
            return
        finally:
            self._end()

    def _end(self) -> None:
        # The closed line tells the child to say goodbye to its cameras, which would otherwise
        # keep the sessions for a minute.
        self._line.close()
        self._process.join(_STOP_WITHIN_S)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self._process.close()


def _sweep(line: Connection[_Word, object], specs: tuple[StreamSpec, ...], wish: ProbeWish) -> None:
    """The child's whole life. Ends without returning: some camera may never answer."""
    # Ctrl+C in a terminal goes to the whole group; the desk alone decides when a sweep ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    step_far_back()
    prepare_opencv()
    cancelled, writing = threading.Event(), threading.Lock()

    def tell(word: _Word) -> None:
        with writing, contextlib.suppress(OSError):
            line.send(word)

    def listen() -> None:
        with contextlib.suppress(EOFError, OSError):
            line.recv()
        cancelled.set()

    threading.Thread(target=listen, name="line", daemon=True).start()
    looks = partial(_looks, wish=wish, cancelled=cancelled, tell=tell)
    _tell_all(specs, looks, tell, _Pulse())
    if cancelled.is_set():
        _say_goodbye()
    line.close()
    os._exit(0)


def _looks(
    specs: Sequence[StreamSpec],
    wish: ProbeWish,
    cancelled: threading.Event,
    tell: Callable[[_Word], None],
) -> Iterator[ProbeResult]:
    return probe(specs, wish, cancelled=cancelled, begun=lambda camera_id: tell(_Begun(camera_id)))


def _tell_all(
    specs: Sequence[StreamSpec],
    looks: Callable[[Sequence[StreamSpec]], Iterator[ProbeResult]],
    tell: Callable[[_Word], None],
    pulse: _Pulse,
) -> None:
    """Tell what is found, but not that time ran out while this process starved.

    That says nothing of a camera: it is looked at once more.
    """
    doubtful = set()
    for result in looks(specs):
        if result.reason in _TIMES_OUT and pulse.worst_ms > _STARVED_MS:
            doubtful.add(result.camera_id)
        else:
            tell(result)
    if doubtful:
        for result in looks([spec for spec in specs if spec.camera_id in doubtful]):
            tell(result)


class _Pulse:
    """How long others have kept this process waiting at worst."""

    def __init__(self) -> None:
        self.worst_ms = 0
        threading.Thread(target=self._beat, name="pulse", daemon=True).start()

    def _beat(self) -> None:
        never = threading.Event()
        while True:
            began = mono_ms()
            never.wait(_POLL_S)
            self.worst_ms = max(self.worst_ms, mono_ms() - began - round(_POLL_S * 1000))


def _say_goodbye() -> None:
    """Let the looks under way close their sessions, if they are at it anyway."""
    until_mono_ms = mono_ms() + _GOODBYE_MS
    for thread in threading.enumerate():
        if thread.name.startswith("probe"):
            thread.join(max(0, until_mono_ms - mono_ms()) / 1000)
