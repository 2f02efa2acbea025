"""The watch page without its widgets: what stands on the wall, which clocks run, and F8."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.clips import AFTER_MS, BEFORE_MS, ComingClip, Pressed
from duty_desk.language import tr
from duty_desk.ui.faults.causes import grouped
from duty_desk.ui.faults.suspects import tile_words as suspicion_words
from duty_desk.ui.faults.words import is_open, tile_words
from duty_desk.ui.parts import StreamChoice
from duty_desk.ui.problems.words import ASIDE, ASIDE_COPIED
from duty_desk.ui.watch.carousel import Carousel
from duty_desk.ui.watch.checked import Checked, with_check
from duty_desk.ui.watch.journal_model import JournalModel
from duty_desk.ui.watch.lost_cameras import LostCameras
from duty_desk.ui.watch.picking import from_still, from_tile
from duty_desk.ui.watch.ptz_model import PtzModel
from duty_desk.ui.watch.sharper_shot import SharperShot
from duty_desk.ui.watch.tile_look import Now, TileLook, look, with_fault, with_suspicion
from duty_desk.ui.watch.tile_tip import tip
from duty_desk.ui.watch.wall_model import WallModel
from duty_desk.ui.watch.watched_streams import WALL, Addresses, WatchedStreams, joined
from duty_desk.ui.watch.zooms import Zooms
from duty_desk.video.source import StreamSpec
from duty_desk.video.stream_state import Freshness
from duty_desk.video.tier import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.desk.diagnosis_views import SuspicionRow
    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.desk.views import CameraRow, ClockCard, ProblemDetail, PushPreview, Snapshot
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.watch.own_walls import OwnWalls
    from duty_desk.ui.watch.watched_streams import Wish
    from duty_desk.video.engine import Picture, Still, VideoEngine


class WatchModel(QObject):
    """The state of the watch page.

    Signals:
        problem_found(ProblemDetail): F8 is saved, or a problem was asked for; open its form.
        form_awaited(bool): F8 is being saved and a form will follow; or it was refused.
        copy_ready(PushPreview): put text and card on the clipboard now.
        said(str, str): a sentence for the operator, and its level.
        clocks_changed(): other clocks run, or their pushes stand otherwise.
        record_wanted(str, str): the form of this record is asked for: its noun and its id.
        record_declined(str, str): it shall be declared none: the noun and the id.
        online_changed(int, int): cameras on screen that are live, and how many are on screen.
        trouble_changed(bool): whether the selected camera could be tried again.
        problem_saved(ProblemDetail): F8 is saved, before its form opens.
    """

    problem_found = Signal(object)
    form_awaited = Signal(bool)
    copy_ready = Signal(object)
    said = Signal(str, str)
    clocks_changed = Signal()
    record_wanted = Signal(str, str)
    record_declined = Signal(str, str)
    online_changed = Signal(int, int)
    trouble_changed = Signal(bool)
    problem_saved = Signal(object)

    def __init__(
        self,
        side: DeskSide,
        engine: VideoEngine,
        parent: QObject | None = None,
        choice: StreamChoice | None = None,
        walls: OwnWalls | None = None,
    ) -> None:
        super().__init__(parent)
        self._choice = choice or StreamChoice()
        self._desk = side.desk
        self._bridge = side.bridge
        self._time = side.time
        self._engine = engine
        self._painted: dict[str, Picture] = {}
        self._wishes: dict[str, dict[str, Wish]] = {}
        self._is_saving = False
        self._is_awaited = False
        self._faults: dict[str, FaultRow] = {}
        self._suspicions: dict[str, SuspicionRow] = {}
        self._lost = LostCameras()
        self._checked = Checked(side.desk.diagnosing.health)
        self._sub_seen = ""  # the camera whose smaller picture F8 is saving
        self.sharper = SharperShot(side, engine, self)
        self.sharper.said.connect(self.said)
        self.clocks: tuple[ClockCard, ...] = ()
        self.wall = WallModel(self, walls)
        self.zooms = Zooms(engine.zoom, self)
        self.carousel = Carousel(self.wall, self._has_fresh, side.time, self)
        self.carousel.page_shown.connect(side.desk.watching.page_shown)
        self.journal = JournalModel(self)
        self.ptz = PtzModel(side, self)
        address_of = side.desk.cameras.address_of
        self.streams = WatchedStreams(engine, address_of, side.bridge, self.spec_of)
        self.wall.selected.connect(self.streams.focus)

    @property
    def time(self) -> TimeSource:
        """The desk's clocks."""
        return self._time

    def now(self) -> Now:
        """This instant on both clocks."""
        return Now(self._time.now_ms(), self._time.mono_ms())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take over the newest picture of the desk."""
        self.wall.show_cameras(snapshot.cameras)
        self.journal.show_lines(snapshot.journal)
        # Newest first, so the oldest open fault of a camera stands last and is told.
        self._faults = {row.camera_id: row for row in snapshot.faults if is_open(row)}
        self._suspicions = {
            row.camera_id: row for row in reversed(snapshot.suspicions) if not row.is_question
        }
        clocks = grouped(snapshot.clocks, snapshot.faults)
        if clocks != self.clocks:
            self.clocks = clocks
            self.clocks_changed.emit()

    # --- pictures ------------------------------------------------------------------------

    def show_wishes(self, wishes: dict[str, Wish], viewer: str = WALL) -> None:
        """Watch what this viewer and the others wish; those of the next screen are not seen yet."""
        self._wishes[viewer] = wishes
        if viewer == WALL:
            self.zooms.keep_only(wishes)
        wishes = joined(self._wishes.values())
        seen = {name for name, wish in wishes.items() if wish.tier > Tier.NEXT}
        for camera_id in set(self._painted) - seen:
            del self._painted[camera_id]
            self._lost.out_of_sight(camera_id)
        self._checked.keep_only(seen)
        self.streams.show(wishes)

    def spec_of(self, camera_id: str, addresses: Addresses) -> StreamSpec:
        """How a camera's stream is fetched."""
        main, sub = addresses
        camera = self.wall.camera(camera_id)
        if camera is None:
            return StreamSpec(camera_id, main, self._choice.transport, self._choice.engine)
        return replace(self._choice.spec(camera, main), sub_address=sub)

    def newer_picture(self, camera_id: str, fetched: Picture | None = None) -> Picture | None:
        """The picture of a camera if it is newer than the one painted or fetched last."""
        known = (self._painted.get(camera_id), fetched)
        after = max((picture.seq for picture in known if picture is not None), default=0)
        return self._engine.picture(camera_id, after)

    def painted(self, camera_id: str, picture: Picture) -> None:
        """Remember that the operator saw `picture`: F8 saves exactly that one."""
        self._painted[camera_id] = picture

    def _has_fresh(self, camera_id: str) -> bool:
        """Whether a picture of the camera could be shown as live now."""
        fresh = self._engine.status(camera_id).freshness(self._time.mono_ms())
        return fresh is Freshness.LIVE and self._engine.picture(camera_id) is not None

    def look_of(self, camera_id: str, now: Now) -> TileLook:
        """How the tile of a camera looks at `now`."""
        painted = self._painted.get(camera_id)
        received_mono_ms = painted.received_mono_ms if painted else None
        status = self._engine.status(camera_id)
        tile = look(status, received_mono_ms, now)
        fault = self._faults.get(camera_id)
        if fault is not None:
            tile = with_fault(tile, tile_words(fault))
            return with_check(tile, self._checked.health(camera_id, now), status, now)
        suspicion = self._suspicions.get(camera_id)
        if suspicion is not None:
            tile = with_suspicion(tile, suspicion_words(suspicion))
        if tile.can_retry:
            return with_fault(tile, tr("按 F9 报故障"))
        return with_check(tile, self._checked.health(camera_id, now), status, now)

    def tip_of(self, camera: CameraRow) -> str:
        """All that is known of a camera on screen, in words."""
        now = self.now()
        health = self._checked.health(camera.id, now)
        look_now = self.look_of(camera.id, now)
        return tip(camera, look_now, self._engine.status(camera.id), health)

    def _state_of(self, camera_id: str, now: Now) -> TileLook:
        """As `look_of`, by the newest picture received: a hidden window paints none."""
        status = self._engine.status(camera_id)
        return look(status, status.newest_mono_ms if status else None, now)

    def age(self) -> None:
        """Once a second: count what is live, tell the desk who was lost or came back."""
        shown = [camera for camera in self.wall.visible() if camera is not None]
        looks = self.age_of(shown)
        selected = looks.get(self.wall.selected_id())
        self.trouble_changed.emit(selected is not None and selected.can_retry)

    def age_of(self, shown: Sequence[CameraRow]) -> dict[str, TileLook]:
        """As `age` for the cameras of whatever page is seen; how each of them looks."""
        now = self.now()
        looks = {camera.id: self._state_of(camera.id, now) for camera in shown}
        self.online_changed.emit(sum(tile.is_live for tile in looks.values()), len(shown))
        for camera_id, tile in looks.items():
            self._report_edge(camera_id, tile, now)
        return looks

    def retry(self) -> None:
        """Connect to the selected camera again now."""
        camera_id = self.wall.selected_id()
        if camera_id:
            self._engine.retry(camera_id)

    def _report_edge(self, camera_id: str, tile: TileLook, now: Now) -> None:
        if tile.dot in ("idle", "warn"):
            return
        status = self._engine.status(camera_id)
        newest = status.newest_mono_ms if status else None
        began_at = now.at if tile.is_live or newest is None else now.wall(newest)
        words = None if tile.is_live else tile.title
        edge = self._lost.look(camera_id, words, now.mono_ms, began_at)
        if edge is None:
            return
        if edge.is_lost:
            self._desk.cameras.lost(camera_id, edge.since_at, edge.words)
        else:
            self._desk.cameras.restored(camera_id)

    # --- problems ------------------------------------------------------------------------

    def report_problem(self) -> None:
        """F8: save the picture the operator sees, start its clock, then ask for the form."""
        camera = self.wall.camera(self.wall.selected_id())
        if camera is None:
            self.said.emit(
                tr("还没有选中点位。请先用方向键或鼠标选一格画面，再按 F8。"), "attention"
            )
            return
        self.report_at(camera)

    def report_at(self, camera: CameraRow) -> None:
        """F8 at a camera that is seen, whatever is selected on the wall."""
        if self._is_awaited:
            return
        pressed = Pressed(self._time.now_ms(), self._time.mono_ms())
        self._sub_seen = camera.id if self.sharper.shows_sub(camera.id) else ""
        if self.take_shot(camera, lambda shot: self.save_problem(shot, clip)):
            # Of a camera that is lost, what came before its last picture is what was seen.
            seen_mono_ms = min(pressed.mono_ms, self._painted[camera.id].received_mono_ms)
            since, until = seen_mono_ms - BEFORE_MS, pressed.mono_ms + AFTER_MS
            clip = ComingClip(self._engine.clip(camera.id, since, until), pressed)
            self._await_form(is_coming=True)

    def _await_form(self, *, is_coming: bool) -> None:
        self._is_awaited = is_coming
        self.form_awaited.emit(is_coming)

    def shows(self, camera_id: str) -> bool:
        """Whether the operator sees a picture of the camera, live or old."""
        return camera_id in self._painted

    def painted_seq(self, camera_id: str) -> int | None:
        """The number of the picture that the operator sees."""
        painted = self._painted.get(camera_id)
        return painted.seq if painted is not None else None

    def take_shot(self, camera: CameraRow, done: Callable[[Picked], None]) -> bool:
        """Save the picture painted last as evidence-to-be and hand it to `done`.

        Returns False when nothing is saved: another is being saved, or there is no picture.
        """
        found_at, mono_ms = self._time.now_ms(), self._time.mono_ms()
        painted = self._painted.get(camera.id)
        if self._is_saving:
            return False
        if painted is None:
            self.said.emit(_no_picture(camera), "attention")
            return False
        self._is_saving = True

        def picked(still: Still) -> None:
            self._is_saving = False
            done(from_still(camera.id, still, found_at, mono_ms))

        def picked_from_tile(_sentence: str) -> None:
            # The worker died under the key: what was on the screen is saved, in its size there.
            self._is_saving = False
            done(from_tile(camera.id, painted, found_at, mono_ms))

        future = self._engine.still(camera.id, painted.seq)
        self._bridge.when_done(future, picked, picked_from_tile)
        return True

    def open_subject(self, subject: str) -> None:
        """Open the form of the record whose clock runs."""
        noun = self._noun_of(subject)
        if self._push_state_of(subject) == ASIDE_COPIED:
            self._confirm_aside(subject)
        elif noun == "problem":
            self.open_problem(subject)
        else:
            self.record_wanted.emit(noun, subject)

    def second_step(self, subject: str) -> None:
        """The other thing a card offers: copy a problem, decline any other record."""
        noun = self._noun_of(subject)
        if noun == "problem":
            self.copy_problem(subject)
        else:
            self.record_declined.emit(noun, subject)

    def _noun_of(self, subject: str) -> str:
        return next((card.noun for card in self.clocks if card.subject == subject), "problem")

    def _push_state_of(self, subject: str) -> str:
        return next((card.push_state for card in self.clocks if card.subject == subject), "")

    def _confirm_aside(self, problem_id: str) -> None:
        def kept(_none: None) -> None:
            self.said.emit(tr("已记下你的确认，时限停在这一刻；记录库恢复后自动补入。"), "done")

        future = self._desk.problems.confirm_aside(problem_id)
        self._bridge.when_done(future, kept, self._refuse)

    def open_problem(self, problem_id: str) -> None:
        """Open the form of a problem."""
        future = self._desk.problems.detail(problem_id)
        self._bridge.when_done(future, self.problem_found.emit, self._refuse)

    def copy_problem(self, problem_id: str) -> None:
        """The clipboard path: record that it was copied, hand out text and card."""
        words = tr("图文已复制。请到微信群粘贴发送，发出后回到问题里点确认，时限才会停。")
        if self._push_state_of(problem_id) in (ASIDE, ASIDE_COPIED):
            words = tr("图文已复制。请马上到微信群粘贴发送，再点卡片上的“已发到群里”，时限才会停。")

        def copied(preview: PushPreview) -> None:
            self.copy_ready.emit(preview)
            self.said.emit(words, "attention")

        self._bridge.when_done(self._desk.problems.copy(problem_id), copied, self._refuse)

    def save_problem(self, shot: Picked, clip: ComingClip | None) -> None:
        """Put a picture on record as a problem, its clip beside it, and ask for the form."""
        if not self._is_awaited:
            self._await_form(is_coming=True)
        future = self._desk.problems.find(shot, clip=clip)
        self._bridge.when_done(future, self._found, self._refuse)

    def _found(self, detail: ProblemDetail) -> None:
        self._is_awaited = False
        if self._sub_seen:
            self.sharper.follow(self._sub_seen, detail.row.id)
            self._sub_seen = ""
        self.problem_saved.emit(detail)
        self.problem_found.emit(detail)

    def _refuse(self, sentence: str) -> None:
        self._is_saving = False
        if self._is_awaited:
            self._await_form(is_coming=False)
        self.said.emit(sentence, "urgent")


def _no_picture(camera: CameraRow) -> str:
    return tr(
        "{code} {name} 还没有画面，不能截图。请等画面出现，或换一个能看到现场的点位。",
        code=camera.code,
        name=camera.name,
    )
