"""Street cameras of which many fail all the time, each in its way, in a process of their own."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.wall_clips import street_clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

CHANGE_EVERY_S = 15


@contextlib.contextmanager
def fault_farm(good: int, bad: int = 12) -> Iterator[tuple[list[str], list[str]]]:
    """The addresses of `good` cameras that work, and of `bad` that fail in twelve ways."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_farm, args=(theirs, good), daemon=True)
    process.start()
    try:
        working, failing = ours.recv()
        yield working, [failing[number % len(failing)] for number in range(bad)]
    finally:
        ours.close()
        process.join(10)
        process.kill()


def _farm(line: Connection[tuple[list[str], list[str]], None], good: int) -> None:
    from duty_desk.video.rtsp_server import RtspServer, ServedClip, StreamFault
    from tests.video import bad_camera
    from tests.video.wall import closed_port, listening

    faults = (
        StreamFault.STALL,
        StreamFault.DROP,
        StreamFault.NOT_FOUND,
        StreamFault.FREEZE,
        StreamFault.BLACK,
        StreamFault.FULL,
    )
    spoils = (
        bad_camera.scrambled(),
        bad_camera.truncated(),
        bad_camera.resetting(300),
        bad_camera.trickling(),
    )
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        clip = street_clip(folder, (640, 360), 15)
        names = [f"g{n}" for n in range(good)] + [f"f{n}" for n in range(len(faults))]
        server = RtspServer([ServedClip(name, clip, 15) for name in names])
        stack.enter_context(server)
        proxies = [stack.enter_context(bad_camera.proxy(server.port, spoil)) for spoil in spoils]
        bad = [server.url(name) for name in names[good:]]
        bad += [f"rtsp://127.0.0.1:{port}/g0" for port in proxies]
        bad += [f"rtsp://127.0.0.1:{port}/g0" for port in (stack.enter_context(listening()),)]
        bad.append(f"rtsp://127.0.0.1:{closed_port()}/g0")
        line.send(([server.url(name) for name in names[:good]], bad))
        for turn in itertools.count():
            if line.poll(CHANGE_EVERY_S):
                return
            for number, fault in enumerate(faults):
                is_bad = (turn + number) % 2 == 0
                server.switch(names[good + number], fault if is_bad else None)
