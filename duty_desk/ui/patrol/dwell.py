"""How long a fresh picture has stood on a tile; a stale one ends the count."""

from __future__ import annotations

from duty_desk.video.stream_state import Freshness, freshness


class Dwell:
    """Counts from the first fresh frame on. Late pictures halt the count, stale ones undo it."""

    def __init__(self) -> None:
        self.fresh_ms = 0
        self._seen_mono_ms: int | None = None

    def see(self, received_mono_ms: int | None, now_mono_ms: int) -> None:
        """A look at the tile: the picture painted on it was received then, None for none."""
        state = freshness(received_mono_ms, now_mono_ms)
        if state is Freshness.LIVE:
            since = self._seen_mono_ms
            # The first look alone is worth a millisecond: a fresh picture is there.
            self.fresh_ms = max(1, self.fresh_ms + (0 if since is None else now_mono_ms - since))
            self._seen_mono_ms = now_mono_ms
            return
        self._seen_mono_ms = None
        if state is not Freshness.LATE:
            self.fresh_ms = 0

    def rest(self) -> None:
        """Nobody looks: what was seen so far does not count any more."""
        self.fresh_ms = 0
        self._seen_mono_ms = None

    def halt(self) -> None:
        """Something lies over the picture: what was seen stays, the time meanwhile is left out."""
        self._seen_mono_ms = None
