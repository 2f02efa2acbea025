"""Which camera has which place on the wall. Places never flow.

A place belongs to its camera until a person moves it: a lost camera keeps its own, one that is
taken out of use leaves a hole with its name, a new one comes behind the last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import tr
from duty_desk.ui.watch.own_walls import Arrangement, OwnWalls
from duty_desk.ui.watch.scope import ALL, GROUP, WALL, Scope, members

if TYPE_CHECKING:
    from duty_desk.desk.views import CameraRow


class WallPlaces:
    """The places of the scope that is shown, numbered through all screens from 0."""

    def __init__(self, walls: OwnWalls | None = None) -> None:
        self.walls = walls or OwnWalls()
        self.scope = Scope()
        self._cameras: tuple[CameraRow, ...] = ()
        self._by_id: dict[str, CameraRow] = {}
        self._places: tuple[str, ...] = ()
        self._index: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._places)

    def show_cameras(self, cameras: tuple[CameraRow, ...]) -> None:
        """Take the catalogue."""
        self._cameras = tuple(sorted(cameras, key=lambda camera: camera.order))
        self._by_id = {camera.id: camera for camera in self._cameras}
        if self._cameras:
            self.use(self.scope)

    def cameras(self) -> tuple[CameraRow, ...]:
        """The whole catalogue in its order."""
        return self._cameras

    def camera(self, camera_id: str) -> CameraRow | None:
        """The camera of that id, whether it has a place here or not."""
        return self._by_id.get(camera_id)

    def use(self, scope: Scope) -> None:
        """Show the cameras of `scope`, each where it was when the scope was shown last."""
        self.scope = scope
        known = self.walls.find(scope)
        wanted = members(scope, self._cameras)
        kept = known.places if known else ()
        if not scope.is_own and not any(name in self._by_id for name in kept):
            kept = ()  # another catalogue altogether
        had = set(kept)
        self._take((*kept, *(name for name in wanted if name not in had)))
        self._keep()

    def at(self, index: int) -> CameraRow | None:
        """The camera at a place, None where the place is empty or a hole."""
        if not 0 <= index < len(self._places):
            return None
        camera = self._by_id.get(self._places[index])
        return camera if camera is not None and self._belongs(camera) else None

    def index_of(self, camera_id: str) -> int | None:
        """The place of a camera that can be seen here."""
        index = self._index.get(camera_id)
        return index if index is not None and self.at(index) is not None else None

    def hole_words(self, index: int) -> tuple[str, str] | None:
        """Who had this place, and why nobody has it; None where it was always empty."""
        name = self._places[index] if 0 <= index < len(self._places) else ""
        if not name or self.at(index) is not None:
            return None
        camera = self._by_id.get(name)
        if camera is not None:
            return f"{camera.code} {camera.name}", tr("已不在这一组")
        return self.walls.label(name), tr("已停用")

    def swap(self, index: int, other: int) -> None:
        """Let two places change what stands at them; one of them may lie behind the last."""
        places = [*self._places, *[""] * (max(index, other) + 1 - len(self._places))]
        places[index], places[other] = places[other], places[index]
        self._take(tuple(places))
        self._keep()

    def restore_order(self) -> None:
        """Back to the catalogue's order, holes closed; an own wall or group closes its holes."""
        if self.scope.is_own:
            self._take(tuple(name for at, name in enumerate(self._places) if self.at(at)))
        else:
            self._take(members(self.scope, self._cameras))
        self._keep()

    def save_as(self, name: str, layout: int) -> Scope:
        """Keep the places under a name and show that wall.

        Raises:
            Refusal: the name cannot be used; nothing was changed.
        """
        places = tuple(one if self.at(index) else "" for index, one in enumerate(self._places))
        return self._add(Arrangement(Scope(WALL, name), _trimmed(places), layout))

    def add_group(self, name: str, camera_id: str) -> Scope:
        """A new own group with one camera; the wall stays as it is.

        Raises:
            Refusal: the name cannot be used; nothing was changed.
        """
        return self._add(Arrangement(Scope(GROUP, name), (camera_id,)))

    def put_into(self, scope: Scope, camera_id: str) -> None:
        """Add a camera to an own group, behind its last."""
        known = self.walls.find(scope)
        if known is not None and camera_id not in known.places:
            self._change(known, (*known.places, camera_id))

    def take_from(self, scope: Scope, camera_id: str) -> None:
        """Take a camera out of an own group or wall; its place stays empty."""
        known = self.walls.find(scope)
        if known is not None:
            kept = tuple("" if name == camera_id else name for name in known.places)
            self._change(known, _trimmed(kept))

    def rename(self, name: str) -> None:
        """Give the named wall or own group that is shown another name.

        Raises:
            Refusal: the name cannot be used; nothing was changed.
        """
        self.scope = self.walls.rename(self.scope, name)

    def forget(self) -> None:
        """Remove the named wall or own group that is shown; the whole street is shown instead."""
        self.walls.forget(self.scope)
        self.use(Scope(ALL))

    def _belongs(self, camera: CameraRow) -> bool:
        return self.scope.is_own or bool(members(self.scope, (camera,)))

    def _add(self, arrangement: Arrangement) -> Scope:
        self.walls.add(arrangement, self._labels(arrangement.places))
        return self.walls.named(arrangement.scope.kind)[-1]

    def _change(self, known: Arrangement, places: tuple[str, ...]) -> None:
        changed = Arrangement(known.scope, places, known.layout)
        self.walls.keep(changed, self._labels(places))
        if known.scope == self.scope:
            self._take(places)

    def _take(self, places: tuple[str, ...]) -> None:
        self._places = _trimmed(places)
        self._index = {name: index for index, name in enumerate(self._places) if name}

    def _keep(self) -> None:
        known = self.walls.find(self.scope)
        if known is None and (self.scope.is_own or not self._places):
            return
        if known is None or known.places != self._places:
            layout = known.layout if known else 0
            labels = self._labels(self._places)
            self.walls.keep(Arrangement(self.scope, self._places, layout), labels)

    def _labels(self, places: tuple[str, ...]) -> dict[str, str]:
        found = (self._by_id.get(name) for name in places)
        return {one.id: f"{one.code} {one.name}" for one in found if one is not None}


def _trimmed(places: tuple[str, ...]) -> tuple[str, ...]:
    end = len(places)
    while end and not places[end - 1]:
        end -= 1
    return places[:end]
