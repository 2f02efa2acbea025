"""When a lost camera is tried again: ever longer pauses, shortened only by a stable picture."""

from __future__ import annotations

import random

from duty_desk.video.stream_state import StreamReason

STEPS_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
STABLE_AFTER_MS = 10_000
_JITTER = 0.2
_SLOW_FROM_S = 30.0

_NEVER = frozenset({StreamReason.LOGIN_REFUSED, StreamReason.CANNOT_PARSE})
_SLOW = frozenset(
    {
        StreamReason.PATH_UNKNOWN,
        StreamReason.NO_PICTURE_INSIDE,
        StreamReason.CANNOT_DECODE,
        StreamReason.DEVICE_MISSING,
        StreamReason.TRANSPORT_REFUSED,
    }
)


class Ladder:
    """Counts the tries of one camera since its last stable picture.

    A short success does not reset it: a camera that comes for a second and goes again would
    otherwise be hammered once a second for ever.
    """

    def __init__(self) -> None:
        self.attempt = 0

    def try_again(self) -> int:
        """Begin a try; its number."""
        self.attempt += 1
        return self.attempt

    def picture_is_stable(self) -> None:
        """Frames have come without a gap for `STABLE_AFTER_MS`: start over at the next loss."""
        self.attempt = 0

    def pause_s(self, reason: StreamReason) -> float | None:
        """Seconds until the next try after a failure for `reason`; None: only when a person asks.

        A wrong password is never repeated by itself, cameras lock the account after a few.
        """
        if reason in _NEVER:
            return None
        step_s = STEPS_S[min(max(self.attempt - 1, 0), len(STEPS_S) - 1)]
        if reason in _SLOW:
            step_s = max(step_s, _SLOW_FROM_S)
        return step_s * random.uniform(1 - _JITTER, 1 + _JITTER)
