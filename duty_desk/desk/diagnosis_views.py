"""What the desk shows of the diagnosis: reference views, suspicions, health of cameras."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.domain.suspicion import Mode


@dataclass(frozen=True, kw_only=True)
class ReferenceView:
    """A reference view of one camera, preset and light. Instants are UTC ms."""

    id: str
    camera_id: str
    camera_code: str
    camera_name: str
    preset: str  # "" for a camera that does not turn
    light: str  # colour | infrared
    state: str  # see domain.reference.ReferenceState
    picture: Path  # JPEG for people; the file may lie on another seat's computer
    width_px: int  # of the stream it was learned from
    height_px: int
    learned_from_at: int
    learned_to_at: int
    proposed_at: int
    proposed_by: str  # "" when the program learned it by itself
    decided_at: int | None
    decided_by: str
    ended_at: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class SuspicionRow:
    """Something the program suspects of a camera. Instants are UTC ms."""

    id: str
    camera_id: str
    camera_code: str
    camera_name: str
    community: str
    maintainer: str
    kind: str  # of vision.finding.Kind, or `clock`
    family: str  # what is claimed for certain: `view_lost` for covered, turned and other view
    fault_kind: str  # the code a fault of it would have
    title: str  # "遮挡或转动", in the language in use when the row was made
    words: str  # the sentence that says why
    occasion: str  # watching | round | sweep
    state: str  # see domain.suspicion.SuspicionState
    is_shadow: bool
    is_hint: bool
    is_question: bool
    since_at: int
    raised_at: int
    ended_at: int | None
    ended_by: str
    reason: str
    light: str
    preset: str
    group_id: str  # the first suspicion of the same event; "" alone
    fault_id: str
    verdict: str  # right | wrong | "": what a person said of it afterwards
    verdict_by: str

    @property
    def camera_title(self) -> str:
        """Code and name of the camera."""
        return f"{self.camera_code} {self.camera_name}".strip()


@dataclass(frozen=True, kw_only=True)
class SuspicionDetail:
    """Everything the evidence card shows: reference, last good picture, the picture of now."""

    row: SuspicionRow
    reference: ReferenceView | None
    now: Path | None  # the picture that was judged
    good: Path | None  # the last one that looked well
    good_at: int | None
    members: tuple[SuspicionRow, ...]  # of the same event, this one too; alone: empty
    numbers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ClassRecord:
    """How often a class of findings was right, as far as people judged it."""

    family: str
    title: str
    mode: Mode  # as a supervisor said
    raised: int
    shadowed: int
    right: int
    wrong: int
    changed_at: int | None = None
    changed_by: str = ""

    @property
    def precision_permille(self) -> int | None:
        """The share of judged findings that were right; None while nobody judged one."""
        judged = self.right + self.wrong
        return self.right * 1000 // judged if judged else None


class Standing(StrEnum):
    """What may be said of a camera's picture now. `NOT_CHECKED` is never shown green."""

    HEALTHY = "healthy"
    SUSPECT = "suspect"
    FAULTY = "faulty"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class CameraHealth:
    """What the last look at a camera's picture says.

    Attributes:
        title: What the open fault or suspicion is, in a few words; else "".
        words: Why it is suspect or not checked, a finished sentence; "" when healthy.
        at_mono_ms: Of the last look; None when there was none.
        likeness_permille: How much of the reference view is there, 1000 as usual; None unknown.
        is_glance: Whether healthy means one picture only: what must be seen moving is not checked.
    """

    standing: Standing
    kind: str = ""
    title: str = ""
    words: str = ""
    at_mono_ms: int | None = None
    likeness_permille: int | None = None
    reference_id: str = ""
    is_glance: bool = False
