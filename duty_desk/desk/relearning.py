"""New reference views: asked for by a person, or learned by the program where there is none."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from duty_desk.desk.references import LearnedView
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.diagnosis_views import ReferenceView
    from duty_desk.video.exam import Learned

_WITHIN_MS = 40_000


@dataclass
class Asking:
    """Somebody waits for a new view of a camera."""

    reason: str
    by_mono_ms: int
    answer: Future[ReferenceView] = field(default_factory=Future)

    def refuse(self, words: str) -> None:
        """Tell who waits why there is none."""
        if not self.answer.done():
            self.answer.set_exception(Refusal(words))


class Relearning:
    """Who waits for which view. On the desk thread, but for `asking`."""

    def __init__(self, desk: Desk, wall_time: Callable[[int], int]) -> None:
        self._desk = desk
        self._wall_time = wall_time
        self._waiting: dict[str, Asking] = {}
        self.asked: dict[str, int] = {}  # how often each camera was asked for

    def asking(self, reason: str) -> Asking:
        """One that begins now."""
        return Asking(reason.strip(), self._desk.time.mono_ms() + _WITHIN_MS)

    def begin(self, camera_id: str, asking: Asking) -> None:
        """Let it wait; an earlier one does not any more."""
        self._give_up(camera_id, tr("又有人要求重新学习，这一次不再等待。"))
        self._waiting[camera_id] = asking
        self.asked[camera_id] = self.asked.get(camera_id, 0) + 1

    def look(self) -> None:
        """Give up what takes too long."""
        now = self._desk.time.mono_ms()
        for camera_id in [one for one, it in self._waiting.items() if it.by_mono_ms <= now]:
            words = tr("40 秒内没有学到新的基准画面：摄像头可能没有画面或电脑太忙，请再试一次。")
            self._give_up(camera_id, words)

    def hear(self, learned: Learned) -> None:
        """A worker has learned a view, or says why it cannot."""
        asking = self._waiting.get(learned.camera_id) if learned.asked else None
        if learned.asked and asking is None:
            return
        if learned.words:
            self._give_up(learned.camera_id, learned.words)
            return
        proposed = self._desk.references.propose(self._view(learned, asking))
        if asking is not None:
            del self._waiting[learned.camera_id]
            proposed.add_done_callback(partial(_pass_on, asking))

    def _view(self, learned: Learned, asking: Asking | None) -> LearnedView:
        return LearnedView(
            camera_id=learned.camera_id,
            preset=learned.preset,
            light=learned.light,
            packed=learned.packed,
            jpeg=learned.jpeg,
            width_px=learned.width_px,
            height_px=learned.height_px,
            learned_from_at=self._wall_time(learned.from_mono_ms),
            learned_to_at=self._wall_time(learned.to_mono_ms),
            reason=asking.reason if asking else "",
        )

    def _give_up(self, camera_id: str, words: str) -> None:
        asking = self._waiting.pop(camera_id, None)
        if asking is not None:
            asking.refuse(words)


def _pass_on(asking: Asking, proposed: Future[ReferenceView]) -> None:
    error = proposed.exception()
    if asking.answer.done():
        return
    if error is None:
        asking.answer.set_result(proposed.result())
    else:
        asking.answer.set_exception(error)
