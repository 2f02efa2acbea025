"""Clips of what happened around F8: kept beside the stills, never in their way.

The still and the clock are on record at once. The clip is complete twenty seconds later; it is
hashed and written in a thread of its own, and only its row goes through the desk thread.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.domain.moment import Moment
from duty_desk.language import Refusal, tr
from duty_desk.store import problem as rows
from duty_desk.store.tables import EvidenceTable, ProblemTable
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.store import Unit
    from duty_desk.video.replay_orders import Clip

_log = logging.getLogger(__name__)

BEFORE_MS, AFTER_MS = 10_000, 20_000
"""How much of the time around the key press is kept."""

KIND = "problem.clip_added"
SUFFIX = ".mp4"
_STOP_WITHIN_S = 1.0


@dataclass(frozen=True)
class Pressed:
    """The same instant, the press of the key, on both clocks."""

    at: int
    mono_ms: int


@dataclass(frozen=True)
class ComingClip:
    """A clip that is complete some time after the key was pressed."""

    files: Future[tuple[Clip, ...]]
    pressed: Pressed


class Clips:
    """Waits for the clips of problems and keeps them. Everything public from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="clips")
        self._lock = threading.Lock()
        self._awaited: dict[str, Future[None]] = {}
        self._words: dict[str, str] = {}

    def announce(self, problem_id: str) -> None:
        """A clip of a problem is under way."""
        with self._lock:
            self._awaited.setdefault(problem_id, Future())

    def expect(self, problem_id: str, clip: ComingClip) -> Future[None]:
        """Keep what comes as evidence of a problem whose finding was asked for before.

        The future is done when all of it is on record, or cannot be.
        """
        self.announce(problem_id)

        def came(files: Future[tuple[Clip, ...]]) -> None:
            with contextlib.suppress(RuntimeError):  # the desk is closed, nobody waits any more
                self._pool.submit(self._settle, problem_id, files, clip.pressed)

        with self._lock:
            done = self._awaited[problem_id]
        clip.files.add_done_callback(came)
        return done

    def is_awaited(self, problem_id: str) -> bool:
        """Whether the clip of a problem is still under way."""
        with self._lock:
            return problem_id in self._awaited

    def word(self, problem_id: str) -> str:
        """Why a problem of this run has no clip, "" when it has one or nothing is known."""
        with self._lock:
            return self._words.get(problem_id, "")

    def replay(self, unit: Unit, moment: Moment) -> None:
        """Write a clip that waited in the spool, once."""
        is_known = unit.session.get(EvidenceTable, moment.facts["clip"]["sha256"]) is not None
        if not is_known and unit.session.get(ProblemTable, moment.subject) is not None:
            self._append(unit, moment)

    def stop(self) -> None:
        """Let what the closing video engine hands over be kept; bounded."""
        with self._lock:
            waiting = list(self._awaited.values())
        wait(waiting, _STOP_WITHIN_S)
        self._pool.shutdown(wait=False)

    def _settle(self, problem_id: str, came: Future[tuple[Clip, ...]], pressed: Pressed) -> None:
        words = tr("片段写不进磁盘，没有保存；截图和记录不受影响。请检查磁盘。")
        try:
            for clip in came.result():
                self._keep(problem_id, clip, pressed)
            words = ""
        except Refusal as refusal:
            words = str(refusal)
        except OSError as error:
            _log.warning("a clip could not be kept: %s", error.strerror)
        finally:
            with self._lock:
                done = self._awaited.pop(problem_id)
                self._words[problem_id] = words
            done.set_result(None)
            self._desk.refresh()  # a form that is open shows how it ended

    def _keep(self, problem_id: str, clip: Clip, pressed: Pressed) -> None:
        store = self._desk.store
        file = store.evidence.put(clip.data, SUFFIX)
        facts: dict[str, Any] = {
            "sha256": file.sha256,
            "from_at": pressed.at - (pressed.mono_ms - clip.from_mono_ms),
            "to_at": pressed.at - (pressed.mono_ms - clip.to_mono_ms),
            "width_px": clip.width,
            "height_px": clip.height,
            "frames": clip.frames,
        }
        moment = Moment(
            kind=KIND, subject=problem_id, facts={"clip": facts, "files": [file.as_facts()]}
        )
        self._desk.ask(lambda: self._record(moment, file)).result()

    def _record(self, moment: Moment, file: EvidenceFile) -> None:
        if moment.subject in self._desk.aside:
            self._desk.store.spool.keep_pending([moment])
            return
        try:
            self._desk.write(lambda unit: self._append(unit, moment))
        except StoreTrouble:
            # The file is on the disk: its row follows when the store is back.
            self._desk.store.spool.keep_pending([moment])
        except Refusal:
            self._desk.store.evidence.discard([file])
            raise

    def _append(self, unit: Unit, moment: Moment) -> None:
        if unit.session.get(ProblemTable, moment.subject) is None:
            raise Refusal(tr("问题没有记下，它的片段也不保存。"))
        no = rows.next_clip_no(unit.session, moment.subject)
        clip = {**moment.facts["clip"], "no": no}
        record(
            unit,
            Moment(kind=moment.kind, subject=moment.subject, facts={**moment.facts, "clip": clip}),
        )
