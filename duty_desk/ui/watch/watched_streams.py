"""Which streams are open: those on screen, and those that come next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from duty_desk.video.tier import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

    from duty_desk.ui.desk_bridge import DeskBridge
    from duty_desk.video.engine import VideoEngine
    from duty_desk.video.source import StreamSpec

WALL = "wall"
"""The viewer that has the wall; other pages have names of their own."""
Addresses = tuple[str, str]
"""A camera's main stream and its sub-stream, empty when it has none."""


class Wish(NamedTuple):
    """How a camera is wanted: width and height of its tile in device pixels, and its tier."""

    width_px: int
    height_px: int
    tier: Tier = Tier.VISIBLE


def joined(wishes: Iterable[dict[str, Wish]]) -> dict[str, Wish]:
    """What several viewers wish, as one wish: the dearest one of a camera counts."""
    found: dict[str, Wish] = {}
    for each in wishes:
        for camera_id, wish in each.items():
            known = found.get(camera_id)
            if known is None or (wish.tier, wish.width_px) > (known.tier, known.width_px):
                found[camera_id] = wish
    return found


class WatchedStreams:
    """Opens and closes streams as the wall wishes; the newest wish counts.

    Addresses come from the desk's vault when they are needed and are kept only while open.
    """

    def __init__(
        self,
        engine: VideoEngine,
        address_of: Callable[[str], Future[Addresses]],
        bridge: DeskBridge,
        spec_of: Callable[[str, Addresses], StreamSpec],
    ) -> None:
        self._engine = engine
        self._address_of = address_of
        self._bridge = bridge
        self._spec_of = spec_of
        self._wish: dict[str, Wish] = {}
        self._specs: dict[str, StreamSpec] = {}
        self._asked: set[str] = set()
        self._focused = ""

    def show(self, wish: dict[str, Wish]) -> None:
        """Have exactly the cameras of `wish` open, as wished."""
        self._wish = dict(wish)
        for camera_id in [known for known in self._specs if known not in wish]:
            del self._specs[camera_id]
            self._engine.unwatch(camera_id)
        for camera_id in wish:
            if camera_id in self._specs:
                self._watch(camera_id)
            elif camera_id not in self._asked:
                self._ask(camera_id)

    def focus(self, camera_id: str) -> None:
        """Look closely at this camera: evidence of it is taken from the main stream."""
        earlier, self._focused = self._focused, camera_id
        for changed in {earlier, camera_id} & self._specs.keys() & self._wish.keys():
            self._watch(changed)

    def wants(self, camera_id: str) -> bool:
        """Whether the wall wishes this camera open."""
        return camera_id in self._wish

    def readdress(self) -> None:
        """The catalogue changed: ask for the addresses of the open cameras again."""
        for camera_id in self._specs:
            if camera_id not in self._asked:
                self._ask(camera_id)

    def stop(self) -> None:
        """Close them all."""
        self.show({})

    def _ask(self, camera_id: str) -> None:
        self._asked.add(camera_id)

        def told(addresses: Addresses) -> None:
            self._asked.discard(camera_id)
            if camera_id in self._wish:
                self._specs[camera_id] = self._spec_of(camera_id, addresses)
                self._watch(camera_id)

        def refused(sentence: str) -> None:
            self._asked.discard(camera_id)
            self._bridge.failed.emit(sentence)

        self._bridge.when_done(self._address_of(camera_id), told, refused)

    def _watch(self, camera_id: str) -> None:
        wish = self._wish[camera_id]
        tier = Tier.FOCUSED if camera_id == self._focused else wish.tier
        self._engine.watch(self._specs[camera_id], wish.width_px, wish.height_px, tier)
