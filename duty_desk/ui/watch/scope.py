"""Which cameras are on the wall: the whole street, those of a community, a kind, an own group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.views import CameraRow

ALL, COMMUNITY, KIND, MAINTAINER, GROUP, WALL = (
    "all", "community", "kind", "maintainer", "group", "wall",
)  # fmt: skip
FROM_CATALOGUE = (COMMUNITY, KIND, MAINTAINER)
OWN = (GROUP, WALL)
_FIELDS = {COMMUNITY: "community", KIND: "ptz_type", MAINTAINER: "maintainer"}
_PTZ_WORDS = {
    "speed_dome": mark("球机"),
    "half_dome": mark("半球"),
    "fixed": mark("固定枪机"),
    "remote": mark("遥控枪机"),
    "remote_half_dome": mark("遥控半球"),
    "panoramic": mark("多目全景"),
    "split": mark("多目分割"),
}


@dataclass(frozen=True)
class Scope:
    """A choice of cameras: its kind, and the name of the community, group or wall.

    A group and a wall are made by hand; a wall also has a layout of its own.
    """

    kind: str = ALL
    name: str = ""

    @property
    def is_own(self) -> bool:
        """Whether its cameras were chosen by hand, one by one."""
        return self.kind in OWN


def members(scope: Scope, cameras: Iterable[CameraRow]) -> tuple[str, ...]:
    """The ids that the catalogue puts into `scope`, in its order; none for an own one."""
    if scope.is_own:
        return ()
    field = _FIELDS.get(scope.kind)
    return tuple(
        camera.id for camera in cameras if field is None or getattr(camera, field) == scope.name
    )


def offered(kind: str, cameras: Iterable[CameraRow]) -> dict[str, int]:
    """The names of a kind in the order of the catalogue, with how many cameras each has."""
    counts: dict[str, int] = {}
    for camera in cameras:
        name = getattr(camera, _FIELDS[kind])
        counts[name] = counts.get(name, 0) + 1
    return counts


def name_words(scope: Scope) -> str:
    """The name of a scope as a person reads it."""
    if scope.kind == ALL:
        return tr("全街道")
    if scope.kind == KIND and scope.name:
        return tr(_PTZ_WORDS[scope.name]) if scope.name in _PTZ_WORDS else scope.name
    return scope.name or tr("未填写")
