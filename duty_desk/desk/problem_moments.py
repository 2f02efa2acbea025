"""The moments of a problem in one place: for the operator's key and for told history alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duty_desk.desk.evidence import KeptShot
    from duty_desk.desk.views import CameraRow
    from duty_desk.store.tables import CameraTable


def found_moment(
    problem_id: str, shot: KeptShot, camera: CameraRow | CameraTable, actor: str
) -> Moment:
    """A problem was found, at the key press that picked its picture; it wants a number yet."""
    picked = shot.picked
    return Moment(
        kind="problem.found",
        subject=problem_id,
        facts={
            "camera": picked.camera_id,
            "found_on": day_of(picked.found_at),
            "unit": camera.unit or camera.community,
            **shot.as_facts(1, "before"),
        },
        event_at=picked.found_at,
        source=picked.source,
        actor=actor,
        reason=picked.reason,
    )


@dataclass(frozen=True, kw_only=True)
class Queued:
    """A push as it enters the outbox.

    Attributes:
        state: `queued` for a robot, `copied` for the clipboard.
        files: The evidence facts of its pictures.
    """

    problem_id: str
    channel_id: str
    state: str
    text: str
    files: Sequence[Mapping[str, Any]]

    def as_facts(self) -> dict[str, Any]:
        """The facts of `push.queued`."""
        return {
            "problem": self.problem_id,
            "channel": self.channel_id,
            "state": self.state,
            "text": self.text,
            "pictures": [item["sha256"] for item in self.files],
            "files": list(self.files),
        }


def by_key(
    kind: str, subject: str, facts: Mapping[str, Any], actor: str, reason: str = ""
) -> Moment:
    """What somebody did by a key, now."""
    return Moment(
        kind=kind, subject=subject, facts=facts, source=Source.KEY, actor=actor, reason=reason
    )
