"""How far decoding has fallen behind the camera, measured from the stream's own clock."""

from __future__ import annotations

BEHIND_MS = 400
_JUMP_MS = 3_000
# Two cheap clocks drift apart by this much; without the allowance drift looks like lag in hours.
_DRIFT_PER_MS = 0.0005


class LagGauge:
    """Compares stream time with arrival; the fastest arrival so far counts as "not behind"."""

    def __init__(self) -> None:
        self._best_offset_ms: float | None = None
        self._last_pts_ms = 0
        self._last_mono_ms = 0

    def behind_ms(self, pts_ms: int, mono_ms: int) -> float:
        """Milliseconds the frame of stream time `pts_ms` is late when handled at `mono_ms`."""
        offset_ms = float(mono_ms - pts_ms)
        jumped = abs(pts_ms - self._last_pts_ms) > _JUMP_MS
        if self._best_offset_ms is None or jumped:
            self._best_offset_ms = offset_ms
        else:
            allowed = self._best_offset_ms + (mono_ms - self._last_mono_ms) * _DRIFT_PER_MS
            self._best_offset_ms = min(allowed, offset_ms)
        self._last_pts_ms, self._last_mono_ms = pts_ms, mono_ms
        return offset_ms - self._best_offset_ms
