"""Beside the live picture: the camera's confirmed view, and what the last round saw there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from duty_desk.domain.reference import ReferenceState
from duty_desk.language import Refusal, tr
from duty_desk.ui import theme, times
from duty_desk.ui.patrol.beside_card import BesideCard
from duty_desk.vision.jpeg import decode
from duty_desk.vision.likeness import grid_of, likeness
from duty_desk.vision.plate import Light, plate_of

if TYPE_CHECKING:
    from duty_desk.desk.diagnosis_views import ReferenceView
    from duty_desk.ui.patrol.stage import Stage
    from duty_desk.ui.patrol.walk_model import WalkModel
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.vision.likeness import Grid
    from duty_desk.vision.text import Picture

WIDTH_PX, MARGIN_PX = 328, 16
_UNLIKE, _VIEW_GONE_PERMILLE = 0.6, 600


class Beside(QObject):
    """Two cards over the stage, each with what is known of its likeness to the live picture.

    Against the confirmed view it is the figure of the diagnosis where that has looked; otherwise,
    and against the last round, the correlation of two coarse grey pictures, and is called so.
    """

    def __init__(self, side: DeskSide, stage: Stage, walk: WalkModel) -> None:
        super().__init__(stage)
        self._side, self._stage, self._walk = side, stage, walk
        self._no, self._camera_id = 0, ""
        self._views: tuple[ReferenceView, ...] = ()
        self._view_id = ""  # of the view whose picture is shown or on its way
        self._grids: dict[BesideCard, Grid | None] = {}
        self.reference, self.last = BesideCard(stage), BesideCard(stage)
        self.is_wanted = True
        walk.arrived.connect(self._on_arrived)
        stage.aged.connect(self._compare)
        stage.resized.connect(self.place)
        stage.shown.connect(lambda _no, _ms: self._compare())

    def toggle(self) -> None:
        """B: show them, or have the whole live picture free."""
        self.is_wanted = not self.is_wanted
        self.place()

    def place(self) -> None:
        """Lie in the lower right corner of the stage, the confirmed view outermost."""
        area, margin = self._stage.area(), theme.px(MARGIN_PX)
        width = min(theme.px(WIDTH_PX), area.width() // 4)
        right = area.right() - margin
        for card in (self.reference, self.last):
            card.setVisible(self.is_wanted and not card.is_empty())
            if card.is_empty():
                continue
            if card is self.last and right < area.right() - margin:
                width = width * 3 // 4  # what was confirmed weighs more
            height = card.height_for(width)
            card.setGeometry(right - width, area.bottom() - height - margin, width, height)
            card.raise_()
            right -= width + margin

    # --- what comes ----------------------------------------------------------------------

    def _on_arrived(self) -> None:
        point, walk = self._walk.selected(), self._walk.walk
        self._no, self._camera_id, self._view_id, self._views = 0, "", "", ()
        self._grids = {}
        self.reference.clear()
        self.last.clear()
        if point is None or walk is None or self._walk.page_size > 1:
            return
        no = self._no = point.no
        self._camera_id = point.camera_id
        preset = str(point.preset) if point.preset else ""

        def last_came(found: tuple[bytes, int]) -> None:
            if self._no == no and found[0]:
                when = times.date_and_time(found[1])[5:16]
                self._take(self.last, found[0], tr("上一轮 · {when}", when=when))

        def views_came(found: tuple[ReferenceView, ...]) -> None:
            if self._no == no:
                self._views = tuple(
                    view
                    for view in found
                    if view.state == ReferenceState.CONFIRMED and view.preset == preset
                )
                self._choose_view(None)

        desk, when_done = self._side.desk, self._side.bridge.when_done
        when_done(desk.patrol.last_thumbnail(walk.round.id, no), last_came, _nothing)
        when_done(desk.references.of_camera(point.camera_id), views_came, _nothing)

    def _choose_view(self, live: Picture | None) -> None:
        """The view of the light that the camera shows now; the only one where there is one."""
        if not self._views:
            return
        chosen = self._views[0]
        if live is not None and len(self._views) > 1:
            plate = plate_of(live[:, :, :3])
            light = plate.light if plate else Light.COLOUR
            chosen = next((view for view in self._views if view.light == light), chosen)
        if chosen.id == self._view_id:
            return
        self._view_id = chosen.id

        def came(jpeg: bytes) -> None:
            if self._view_id == chosen.id:
                self._take(self.reference, jpeg, _view_words(chosen))

        future = self._side.desk.references.picture(chosen.id)
        self._side.bridge.when_done(future, came, _nothing)

    def _take(self, card: BesideCard, jpeg: bytes, words: str) -> None:
        # A damaged picture is told by `verify`, not in the middle of a round.
        with suppress(Refusal):
            picture = decode(jpeg)
            card.show_picture(picture, words)
            self._grids[card] = grid_of(picture)
            self._compare()
            self.place()

    # --- likeness ------------------------------------------------------------------------

    def _compare(self) -> None:
        live = self._stage.picture(self._no)
        if live is None:
            return
        self._choose_view(live.bgra)
        now = grid_of(live.bgra)
        for card, grid in self._grids.items():
            alike = likeness(grid, now)
            if alike is not None:
                words = tr("灰度相关 {share}%", share=round(max(0.0, alike) * 100))
                card.show_figure(words, is_good=alike >= _UNLIKE)
        self._show_diagnosed()

    def _show_diagnosed(self) -> None:
        known = self._side.desk.diagnosing.likeness(self._camera_id)
        if known is not None and known[1] == self._view_id and not self.reference.is_empty():
            words = tr("与基准一致 {share}%", share=min(100, max(0, known[0] // 10)))
            self.reference.show_figure(words, is_good=known[0] >= _VIEW_GONE_PERMILLE)


def _view_words(view: ReferenceView) -> str:
    """`基准 · 06-03 14:10 管理员 E`, and the light where it is not the usual one."""
    when = times.date_and_time(view.decided_at or view.proposed_at)[5:16]
    said = tr("基准 · {when} {by}", when=when, by=view.decided_by)
    return said if view.light == Light.COLOUR else tr("{said} · 红外", said=said)


def _nothing(_sentence: str) -> None:
    """What is not there is not shown; the walk goes on."""
