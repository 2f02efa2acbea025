"""Where a picture lies in its view, and the way between view points and per-mille of the picture.

Marks are kept in per-mille of the picture, so they do not depend on the size of the window, on
zoom or on the resolution of the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

FULL = 1000
MAX_ZOOM = 8.0


@dataclass(frozen=True)
class PictureMap:
    """A picture shown in a view: scaled to fit, then zoomed about a centre.

    `centre_x` and `centre_y` are the per-mille of the picture at the middle of the view.
    """

    view_w: float
    view_h: float
    picture_w: int
    picture_h: int
    zoom: float = 1.0
    centre_x: float = 500.0
    centre_y: float = 500.0

    @property
    def scale(self) -> float:
        """View points per picture pixel."""
        return (
            min(self.view_w / max(1, self.picture_w), self.view_h / max(1, self.picture_h))
            * self.zoom
        )

    @property
    def width(self) -> float:
        """Width of the whole picture in view points."""
        return self.picture_w * self.scale

    @property
    def height(self) -> float:
        """Height of the whole picture in view points."""
        return self.picture_h * self.scale

    @property
    def left(self) -> float:
        """View x of the picture's left edge."""
        return self.view_w / 2 - self.width * self.centre_x / FULL

    @property
    def top(self) -> float:
        """View y of the picture's upper edge."""
        return self.view_h / 2 - self.height * self.centre_y / FULL

    def to_picture(self, x: float, y: float) -> tuple[int, int]:
        """The per-mille of the picture under view point (x, y), held inside the picture."""
        return (
            _held(round((x - self.left) / self.width * FULL)),
            _held(round((y - self.top) / self.height * FULL)),
        )

    def to_view(self, per_mille_x: float, per_mille_y: float) -> tuple[float, float]:
        """The view point of a per-mille of the picture."""
        return (
            self.left + self.width * per_mille_x / FULL,
            self.top + self.height * per_mille_y / FULL,
        )

    def zoomed(self, factor: float, x: float, y: float) -> PictureMap:
        """The map after zooming by `factor`, with what lies under (x, y) kept in its place."""
        zoom = min(MAX_ZOOM, max(1.0, self.zoom * factor))
        if zoom == 1.0:
            return replace(self, zoom=1.0, centre_x=FULL / 2, centre_y=FULL / 2)
        at_x = (x - self.left) / self.width * FULL
        at_y = (y - self.top) / self.height * FULL
        ratio = self.zoom / zoom
        return replace(
            self,
            zoom=zoom,
            centre_x=min(FULL, max(0.0, at_x + (self.centre_x - at_x) * ratio)),
            centre_y=min(FULL, max(0.0, at_y + (self.centre_y - at_y) * ratio)),
        )

    def shifted(self, by_x: float, by_y: float) -> PictureMap:
        """The map after the picture was dragged by (by_x, by_y) view points."""
        if self.zoom == 1.0:
            return self
        return replace(
            self,
            centre_x=min(FULL, max(0.0, self.centre_x - by_x / self.width * FULL)),
            centre_y=min(FULL, max(0.0, self.centre_y - by_y / self.height * FULL)),
        )


def _held(per_mille: int) -> int:
    return min(FULL, max(0, per_mille))
