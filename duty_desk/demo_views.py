"""The demo's reference views: learned from its own clips and confirmed, so that it can judge."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from duty_desk.desk.references import LearnedView
from duty_desk.language import Refusal, mark, tr
from duty_desk.video.clip_lesson import view_of_clip
from duty_desk.video.demo_cameras import SUB_FPS

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.video.demo_cameras import DemoCamera

_log = logging.getLogger(__name__)

CONFIRMED_BY = mark("管理员 E（演示）")


class ViewLesson:
    """Learns the views beside the starting window; a few seconds of one core."""

    def __init__(self, desk: Desk, folder: Path, cameras: tuple[DemoCamera, ...]) -> None:
        self._desk = desk
        self._folder = folder
        self._cameras = cameras
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo views", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the camera that is being learned."""
        self._over.set()
        self._thread.join(5)

    def _run(self) -> None:
        ids = {row.code: row.id for row in self._desk.snapshot.cameras}
        for camera in self._cameras:
            if self._over.is_set():
                return
            try:
                self._learn(camera, ids[camera.record.code])
            except (Refusal, KeyError):
                # Then its view is learned from the stream, and somebody has to confirm it.
                _log.info("demo: no view could be learned for %s", camera.record.code)

    def _learn(self, camera: DemoCamera, camera_id: str) -> None:
        references = self._desk.references
        if any(view.state == "confirmed" for view in references.of_camera(camera_id).result()):
            return
        _main, sub = camera.served(self._folder)
        learned = view_of_clip(sub.file, min(camera.fps, SUB_FPS))
        now = self._desk.time.now_ms()
        view = LearnedView(
            camera_id=camera_id,
            preset="",
            light=learned.light,
            packed=learned.packed,
            jpeg=learned.jpeg,
            width_px=learned.width_px,
            height_px=learned.height_px,
            learned_from_at=now,
            learned_to_at=now,
        )
        proposed = references.propose(view).result()
        references.confirm(proposed.id, by=tr(CONFIRMED_BY)).result()
