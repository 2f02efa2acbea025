"""Reference views on screen, without widgets: those that wait for a person, and a camera's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.domain.reference import ReferenceState
from duty_desk.language import mark, tr
from duty_desk.ui import times
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.diagnosis_views import ReferenceView
    from duty_desk.desk.views import CameraRow, Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

STATES = {
    ReferenceState.PROPOSED: (mark("待确认"), "attention"),
    ReferenceState.CONFIRMED: (mark("在用"), "done"),
    ReferenceState.REFUSED: (mark("不合格"), ""),
    ReferenceState.REPLACED: (mark("已替换"), ""),
}
_LIGHTS = {"colour": mark("彩色"), "infrared": mark("红外")}


class ReferenceModel(QObject):
    """Which view is decided, and what else its camera has.

    Signals:
        listed(): the views that wait, or the cameras, have changed.
        changed(): another view is looked at, or more is known of its camera.
        refused(str), told(str): finished sentences.
    """

    listed = Signal()
    changed = Signal()
    refused = Signal(str)
    told = Signal(str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bridge = side.desk, side.bridge
        self.waiting: tuple[ReferenceView, ...] = ()
        self.cameras: tuple[CameraRow, ...] = ()
        self.camera_id = ""
        self.views: tuple[ReferenceView, ...] = ()  # of the camera, newest first
        self._view_id = ""
        self._count = -1

    # --- what is shown -------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the desk."""
        if snapshot.cameras != self.cameras:
            self.cameras = snapshot.cameras
            self.listed.emit()
        if snapshot.views_proposed != self._count:
            self._count = snapshot.views_proposed
            self.refresh()

    def refresh(self) -> None:
        """Fetch what waits, and the camera's views, anew."""
        self._ask(self._desk.references.proposed(), self._take_waiting)
        if self.camera_id:
            self._fetch_views()

    def look_at(self, camera_id: str, view_id: str = "") -> None:
        """Look at a camera's views: at this one, else at the one that holds."""
        self._view_id = view_id
        if camera_id != self.camera_id:
            self.camera_id, self.views = camera_id, ()
        if camera_id:
            self._fetch_views()
        self.changed.emit()

    def choose(self, view_id: str) -> None:
        """Look at another view of the same camera."""
        self._view_id = view_id
        self.changed.emit()

    @property
    def view(self) -> ReferenceView | None:
        """The view that is looked at."""
        chosen = next((view for view in self.views if view.id == self._view_id), None)
        return chosen or next(iter(sorted(self.views, key=_standing)), None)

    @property
    def holding(self) -> ReferenceView | None:
        """The view that holds now where `view` would."""
        view = self.view
        if view is None:
            return None
        return next(
            (
                one
                for one in self.views
                if one.state == ReferenceState.CONFIRMED
                and (one.preset, one.light) == (view.preset, view.light)
            ),
            None,
        )

    def may_decide(self) -> bool:
        """Whether the view waits for a person's word."""
        return self.view is not None and self.view.state == ReferenceState.PROPOSED

    # --- doing ---------------------------------------------------------------------------

    def confirm(self) -> None:
        """The operator says: view and sharpness are right."""
        view = self.view
        if view is not None and self.may_decide():
            sentence = tr("{code} 的基准画面已确认，从现在起按它判断。", code=view.camera_code)
            self._decide(self._desk.references.confirm(view.id), sentence)

    def refuse(self, reason: str) -> None:
        """The operator says: this is not what the camera has to show."""
        view = self.view
        if view is not None and self.may_decide():
            sentence = tr("{code} 的这幅画面已记为不合格，不会用来判断。", code=view.camera_code)
            self._decide(self._desk.references.refuse(view.id, reason), sentence)

    def renew(self, reason: str) -> None:
        """Have a view learned from what the camera shows now; it waits to be confirmed."""
        if self.camera_id:
            self.told.emit(tr("正在学习新的基准，约半分钟；学好后在“基准画面”里确认。"))
            future = self._desk.diagnosing.relearn(self.camera_id, reason)
            self._ask(future, lambda _view: self.refresh())

    # --- inside --------------------------------------------------------------------------

    def _decide(self, future: Future[ReferenceView], sentence: str) -> None:
        def done(_view: ReferenceView) -> None:
            self.told.emit(sentence)
            self._view_id = ""
            self.refresh()

        self._ask(future, done)

    def _fetch_views(self) -> None:
        camera_id = self.camera_id

        def take(found: tuple[ReferenceView, ...]) -> None:
            if camera_id == self.camera_id and found != self.views:
                self.views = found
                self.changed.emit()

        self._ask(self._desk.references.of_camera(camera_id), take)

    def _take_waiting(self, found: tuple[ReferenceView, ...]) -> None:
        self.waiting = found
        self.listed.emit()

    def _ask(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        self._bridge.when_done(
            future, while_alive(self, done), while_alive(self, self.refused.emit)
        )


def _standing(view: ReferenceView) -> int:
    order = (ReferenceState.PROPOSED, ReferenceState.CONFIRMED)
    state = ReferenceState(view.state)
    return order.index(state) if state in order else len(order)


def place_words(view: ReferenceView) -> str:
    """By which light, and from which preset."""
    return " · ".join(part for part in (tr(_LIGHTS[view.light]), view.preset) if part)


def life_words(view: ReferenceView) -> str:
    """Who learned and who decided it, when, and why."""
    learned = tr("{when} 学习", when=times.date_and_time(view.proposed_at))
    parts = [learned]
    if view.proposed_by:
        parts[0] = tr("{learned}（由 {who} 要求）", learned=learned, who=tr(view.proposed_by))
    if view.decided_at is not None:
        when, who = times.date_and_time(view.decided_at), tr(view.decided_by)
        is_refused = view.state == ReferenceState.REFUSED
        parts.append(
            tr("{when} {who}判为不合格", when=when, who=who)
            if is_refused
            else tr("{when} {who}确认", when=when, who=who)
        )
    if view.ended_at is not None and view.state == ReferenceState.REPLACED:
        parts.append(tr("用到 {when}", when=times.date_and_time(view.ended_at)))
    if view.reason:
        parts.append(tr("原因：{why}", why=view.reason))
    return " · ".join(parts)
