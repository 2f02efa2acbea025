"""One look at a camera: whether it gave a picture, how soon, and of what kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

SEEN = "live"
"""The state of a look that got a picture; all others say why there was none."""


@dataclass(frozen=True, kw_only=True)
class CameraLook:
    """What the newest look at a camera found.

    `state` and `reason` are the codes of `video.stream_state`. `seen_at` is when a picture was had
    last, None when never; delay (from the call to the first picture), size, codec and rate are
    those of that picture, 0 or empty where nobody has told them.
    """

    camera_id: str
    looked_at: int
    state: str
    reason: str = ""
    delay_ms: int = 0
    width_px: int = 0
    height_px: int = 0
    codec: str = ""
    fps_milli: int = 0
    seen_at: int | None = None

    @property
    def is_seen(self) -> bool:
        """Whether this look got a picture."""
        return self.state == SEEN

    def after(self, last: CameraLook | None) -> CameraLook:
        """This look with what only an earlier one could tell."""
        if last is None:
            return self
        seen_at = last.seen_at if self.seen_at is None else self.seen_at
        if not self.is_seen:
            return replace(
                last,
                looked_at=self.looked_at,
                state=self.state,
                reason=self.reason,
                seen_at=seen_at,
            )
        if self.width_px:
            return self
        # The wall sees the picture, but measures neither delay nor codec.
        known = (last.delay_ms, last.width_px, last.height_px, last.codec, last.fps_milli)
        delay_ms, width_px, height_px, codec, fps_milli = known
        return replace(
            self,
            delay_ms=delay_ms,
            width_px=width_px,
            height_px=height_px,
            codec=codec,
            fps_milli=fps_milli,
        )
