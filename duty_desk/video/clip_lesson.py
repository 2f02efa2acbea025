"""A reference view learned from a clip file, as a worker learns it from a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr
from duty_desk.video.exam import Learned
from duty_desk.video.examiner import look_of
from duty_desk.vision.jpeg import encode
from duty_desk.vision.reference import MOST_PLATES, learn, packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.video.examination import Look


def view_of_clip(clip: Path, fps: float) -> Learned:
    """The view of a clip that shows a healthy camera; a picture a second is looked at.

    Raises:
        Refusal: it cannot be opened, holds too few pictures, or nothing that could be recognised.
    """
    try:
        looks = list(_looks(clip, max(1, round(fps))))
    except (ImportError, OSError, ValueError) as error:
        raise Refusal(tr("片段打不开，学不到基准画面。")) from error
    plates = [look.plate for look in looks]
    reference = learn([plate for plate in plates if plate is not None])
    return Learned(
        camera_id="",
        preset="",
        light=str(reference.light),
        packed=packed(reference),
        jpeg=encode(looks[-1].bgr),
        width_px=looks[-1].size[0],
        height_px=looks[-1].size[1],
    )


def _looks(clip: Path, every: int) -> Iterator[Look]:
    """Each `every`th picture until there are enough, decoded as a tile's: so its blocks look."""
    import av

    from duty_desk.video.yuv_frame import plain_frame

    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {"skip_loop_filter": "all"}
        for number, frame in enumerate(container.decode(stream)):
            if number // every >= MOST_PLATES:
                return
            if number % every == 0:
                yield look_of(plain_frame(frame, number, number, None))
