"""What the desk has examined of a camera's picture, and what the workers answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duty_desk.vision.reference import Habits

WATCHING_EVERY_MS = 1_000
VISIT_EVERY_MS = 500
TELL_EVERY_MS = 10_000
"""So often a worker tells of a camera although nothing has changed; silence means not checked."""


@dataclass(frozen=True)
class ExamView:
    """A reference view to judge by: the file of `vision.reference.packed`, and what is normal.

    `hours` are habits by hour of the day (Beijing), with the number of pictures that made them;
    `size` is width and height of the stream it was learned from.
    """

    id: str
    file: Path
    light: str
    is_confirmed: bool
    size: tuple[int, int] = (0, 0)
    hours: tuple[tuple[int, int, Habits], ...] = ()


@dataclass(frozen=True)
class Exam:
    """How one camera is examined while it is open.

    Attributes:
        views: Of the preset it stands at, by light; none: only a card or blackness is seen.
        zero_at: UTC at the zero of the monotonic clock, to know the hour of the day.
        is_paused: Not examined now, such as a camera that somebody turns.
        learns: Whether a view is to be learned for a light that has none.
        asked: A person wants a new view; counts up with each asking.
    """

    camera_id: str
    preset: str = ""
    views: tuple[ExamView, ...] = ()
    zero_at: int = 0
    is_paused: bool = False
    learns: bool = True
    asked: int = 0


@dataclass(frozen=True)
class Examine:
    """Order to a worker: examine this camera like this from now on."""

    exam: Exam

    @property
    def camera_id(self) -> str:
        """Whose."""
        return self.exam.camera_id


@dataclass(frozen=True)
class ExamPace:
    """Order to a worker: so many thousandths of one core may go into examining."""

    permille: int


@dataclass(frozen=True, kw_only=True)
class Examined:
    """Report of a worker: what the newest look at a camera says. Instants are monotonic ms.

    Attributes:
        health: Of `vision.diagnosis.Health`.
        why: Why it is not checked: `no_view`, `shape`, `small`, `muted` or "".
        kind, family, numbers: What is raised, or only suspected; "" and empty when nothing is.
        watched_ms: How long the camera has been examined without a break.
        glance: What the last five seconds agree on, though it has not lasted; a family or "".
        likeness_permille: How much of the view is there, 1000 as usual; None without one.
        now_jpeg: With the first report of something raised.
        good_jpeg: The last picture that looked well, when there is a new one or something raised.
    """

    camera_id: str
    preset: str
    light: str
    health: str
    why: str = ""
    kind: str = ""
    family: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)
    glance: str = ""
    is_raised: bool = False
    is_hint: bool = False
    is_question: bool = False
    since_mono_ms: int = 0
    watched_ms: int = 0
    at_mono_ms: int
    likeness_permille: int | None = None
    reference_id: str = ""
    now_jpeg: bytes = field(default=b"", repr=False)
    good_jpeg: bytes = field(default=b"", repr=False)
    good_mono_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class Learned:
    """Report of a worker: a view was learned, or could not be (`words` says why)."""

    camera_id: str
    preset: str
    light: str
    packed: bytes = field(default=b"", repr=False)
    jpeg: bytes = field(default=b"", repr=False)
    width_px: int = 0
    height_px: int = 0
    from_mono_ms: int = 0
    to_mono_ms: int = 0
    asked: int = 0
    words: str = ""


@dataclass(frozen=True)
class HabitTold:
    """Report of a worker: what is normal for a view at an hour, as it is known now."""

    camera_id: str
    reference_id: str
    hour: int
    pictures: int
    habits: Habits


ExamReport = Examined | Learned | HabitTold
