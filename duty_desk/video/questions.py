"""What was asked of the workers and not answered yet: stills, clips, replays.

Each question has a ticket, which its answer carries, and a time at which it is given up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duty_desk.language import Refusal, mark, tr
from duty_desk.video.orders import AskStill, StillAnswer
from duty_desk.video.replay_orders import AskClip, ClipAnswer, ReplayAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

    from duty_desk.video.orders import Answer, Question

STILL_WITHIN_MS = 2_000
REPLAY_WITHIN_MS = 4_000
CLIP_WITHIN_MS = 5_000
_CLOSING = mark("程序正在关闭，没有取图。")
_LATE_STILL = mark("两秒内没有取到原图，解码程序可能正在重启；墙上的画面不受影响，请再按一次。")
_LATE = mark("解码程序没有应答，可能正在重启；墙上的画面不受影响，请再试一次。")


class StillUnavailable(Refusal):
    """No still can be had of a camera; says why and what is safe."""


class NothingKept(Refusal):
    """Nothing of a camera's past can be had; says why and what is safe."""


@dataclass(frozen=True)
class _Asked:
    order: Question
    future: Future[Any] = field(repr=False)
    by_mono_ms: int


class Questions:
    """The open questions by ticket. For the supervisor's thread alone."""

    def __init__(self) -> None:
        self._open: dict[int, _Asked] = {}
        self._ticket = 0

    def put(
        self, make: Callable[[int], Question], future: Future[Any], by_mono_ms: int
    ) -> Question:
        """The order with its ticket, to be told to a worker; `future` gets the answer."""
        self._ticket += 1
        order = make(self._ticket)
        self._open[self._ticket] = _Asked(order, future, by_mono_ms)
        return order

    def about(self, camera_ids: Iterable[str]) -> list[Question]:
        """What is to be asked again because the worker of these cameras was replaced."""
        wanted = set(camera_ids)
        return [asked.order for asked in self._open.values() if asked.order.camera_id in wanted]

    def awaits_clip(self, camera_id: str) -> bool:
        """Whether a clip of the camera is not complete yet."""
        orders = (asked.order for asked in self._open.values())
        return any(isinstance(o, AskClip) and o.camera_id == camera_id for o in orders)

    def has_clips(self) -> bool:
        """Whether any clip is not complete yet."""
        return any(isinstance(asked.order, AskClip) for asked in self._open.values())

    def hand_out(self, answer: Answer) -> None:
        """Give an answer to whoever asked, if he still waits."""
        asked = self._open.pop(answer.ticket, None)
        if asked is None or not asked.future.set_running_or_notify_cancel():
            return
        try:
            asked.future.set_result(_outcome(answer))
        except Refusal as refusal:
            asked.future.set_exception(refusal)

    def give_up_late(self, now: int) -> None:
        """Refuse what nobody has answered in time."""
        for ticket, asked in list(self._open.items()):
            if now > asked.by_mono_ms:
                del self._open[ticket]
                is_still = isinstance(asked.order, AskStill)
                refuse(asked.future, tr(_LATE_STILL if is_still else _LATE))

    def give_up_all(self) -> None:
        """The program ends."""
        for asked in self._open.values():
            refuse(asked.future, tr(_CLOSING))
        self._open.clear()


def refuse(future: Future[Any], sentence: str) -> None:
    """Let `future` fail with a finished sentence."""
    if future.set_running_or_notify_cancel():
        future.set_exception(StillUnavailable(sentence))


def refuse_closing(future: Future[Any]) -> None:
    """Let `future` fail because the program ends."""
    refuse(future, tr(_CLOSING))


def _outcome(answer: Answer) -> object:
    """What an answer brings.

    Raises:
        Refusal: it brings nothing, and says why.
    """
    match answer:
        case StillAnswer(still=still):
            if still is None:
                raise StillUnavailable(tr("这路摄像头还没有来过画面，无图可取。"))
            return still
        case ClipAnswer(clips=clips, is_possible=is_possible):
            if not is_possible:
                raise NothingKept(tr("这路画面由 OpenCV 引擎播放，不留片段；截图不受影响。"))
            if not clips:
                raise NothingKept(tr("这路画面没有可以保存的片段；截图不受影响。"))
            return clips
        case ReplayAnswer():
            return _times(answer)


def _times(answer: ReplayAnswer) -> tuple[int, ...]:
    if answer.times:
        return answer.times
    if answer.is_of_files:
        raise NothingKept(
            tr("片段文件打不开：它可能在别的席位的电脑上，或已被移走。记录不受影响。")
        )
    if answer.is_possible:
        raise NothingKept(tr("这路画面刚打开，还没有可以回放的内容。请过几秒再按 R。"))
    raise NothingKept(tr("这路画面由 OpenCV 引擎播放，不保留回放；实时画面和截图不受影响。"))
