"""Clips and replays as the desk's process keeps them: who holds which, and what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.language import tr
from duty_desk.video.questions import CLIP_WITHIN_MS, REPLAY_WITHIN_MS, refuse
from duty_desk.video.replay_orders import AskClip, CloseReplay, OpenReplay, SizeReplay
from duty_desk.video.source import mono_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from duty_desk.video.orders import Question
    from duty_desk.video.questions import Questions
    from duty_desk.video.replay_orders import Clip, FilmFile, ReplayOrder
    from duty_desk.video.tile_board import TileBoard
    from duty_desk.video.worker_process import WorkerProcess


@dataclass(frozen=True)
class ReplayWish:
    """A replay to be opened: of a camera, or of files."""

    replay_id: str
    box: tuple[int, int]
    camera_id: str = ""
    files: tuple[FilmFile, ...] = ()


class PastDesk:
    """Everything public but `lose` only leaves a note for the supervisor's thread and returns."""

    def __init__(
        self,
        note: Callable[[Callable[[], None]], None],
        board: TileBoard,
        questions: Questions,
        home: Mapping[str, WorkerProcess],
        workers: Sequence[WorkerProcess],
    ) -> None:
        self._note = note
        self._board = board
        self._questions = questions
        self._home = home
        self._workers = workers
        self._replays: dict[str, WorkerProcess] = {}

    def clip(self, camera_id: str, span: tuple[int, int], future: Future[tuple[Clip, ...]]) -> None:
        """Let `future` have what is received in `span`, monotonic ms, when it is over."""
        self._note(lambda: self._ask_clip(camera_id, span, future))

    def open(self, wish: ReplayWish, future: Future[Any]) -> None:
        """Let `future` have the times of the frames."""
        self._note(lambda: self._open(wish, future))

    def tell(self, replay_id: str, order: ReplayOrder) -> None:
        """Pass an order on to the worker that holds the replay."""
        self._note(lambda: self._tell(replay_id, order))

    def resize(self, replay_id: str, box: tuple[int, int]) -> None:
        """Give the replay a tile of another size."""
        self._note(lambda: self._resize(replay_id, box))

    def ask(self, replay_id: str, make: Callable[[int], Question], future: Future[Any]) -> None:
        """Let `future` have an answer from the worker that holds a replay."""
        self._note(lambda: self._ask(replay_id, make, future))

    def close(self, replay_id: str) -> None:
        """Take the replay's tile away and let its packets go."""
        self._note(lambda: self._close(replay_id))

    def holds(self, replay_id: str) -> bool:
        """Whether a worker holds the replay."""
        return replay_id in self._replays

    def lose(self, worker: WorkerProcess) -> None:
        """The worker is gone, and with it what it held. In the supervisor's thread."""
        for replay_id in [name for name, home in self._replays.items() if home is worker]:
            self._let_go(replay_id)

    def _ask_clip(
        self, camera_id: str, span: tuple[int, int], future: Future[tuple[Clip, ...]]
    ) -> None:
        worker = self._home.get(camera_id)
        if worker is None:
            refuse(future, tr("这路摄像头没有打开，没有片段可存。"))
            return
        by = max(span[1], mono_ms()) + CLIP_WITHIN_MS
        worker.tell(self._questions.put(lambda no: AskClip(no, camera_id, *span), future, by))

    def _open(self, wish: ReplayWish, future: Future[Any]) -> None:
        worker = self._home.get(wish.camera_id)
        if worker is None and not wish.files:
            refuse(future, tr("这路摄像头没有打开，没有可以回放的内容。请先在监看页打开它。"))
            return
        name, box = wish.replay_id, wish.box
        tile_name = self._board.name_for(name, box, anew=False)
        self._replays[name] = worker or min(self._workers, key=lambda one: len(one.cameras))
        self._ask(
            name,
            lambda no: OpenReplay(no, name, wish.camera_id, tile_name, box, wish.files),
            future,
        )

    def _ask(self, replay_id: str, make: Callable[[int], Question], future: Future[Any]) -> None:
        worker = self._replays.get(replay_id)
        if worker is None:
            refuse(future, tr("解码程序重启过，这段回放已经没有了；实时画面和记录不受影响。"))
            return
        worker.tell(self._questions.put(make, future, mono_ms() + REPLAY_WITHIN_MS))

    def _tell(self, replay_id: str, order: ReplayOrder) -> None:
        if replay_id in self._replays:
            self._replays[replay_id].tell(order)

    def _resize(self, replay_id: str, box: tuple[int, int]) -> None:
        if replay_id in self._replays:
            tile_name = self._board.name_for(replay_id, box, anew=False)
            self._tell(replay_id, SizeReplay(replay_id, tile_name, box))

    def _close(self, replay_id: str) -> None:
        self._tell(replay_id, CloseReplay(replay_id))
        self._let_go(replay_id)

    def _let_go(self, replay_id: str) -> None:
        self._replays.pop(replay_id, None)
        self._board.drop(replay_id)
