"""A round being walked, without widgets: which checkpoints are in view, what the keys do there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.domain.patrol import Look, Outcome
from duty_desk.language import tr
from duty_desk.ui.patrol.dwell import Dwell
from duty_desk.ui.patrol.seen import why_not
from duty_desk.ui.patrol.walk_book import WalkBook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.desk.patrol_views import CheckpointRow, RoundRow, Walk
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.patrol.seen import Seen
    from duty_desk.ui.problems.form_model import DeskSide

PAGE_SIZES = (1, 4)
MADE_READY = 3  # so many checkpoints after the ones in view are connected beforehand


@dataclass(frozen=True)
class _Finding:
    """What was found at a checkpoint while it is in view."""

    problems: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class WalkModel(QObject):
    """The walk of this seat. Rules are the desk's; here they are asked first, to answer at once.

    Signals:
        changed(): the round, an outcome or the selection is another.
        arrived(): other checkpoints are in view.
        ended(RoundRow): the round is over.
        said(str, str): a sentence for the operator, and its level; empty takes it back.
    """

    changed = Signal()
    arrived = Signal()
    ended = Signal(object)
    said = Signal(str, str)

    def __init__(
        self,
        side: DeskSide,
        seen: Callable[[CheckpointRow], Seen],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._time = side.desk, side.bridge, side.time
        self._seen = seen
        self._book = WalkBook()
        self.page_size = PAGE_SIZES[0]
        self.nos: tuple[int, ...] = ()
        self._selected = 0
        self._dwells: dict[int, Dwell] = {}
        self._found: dict[int, _Finding] = {}
        self._awaits_form = False
        self._is_quick_asked = False

    # --- what is shown -------------------------------------------------------------------

    @property
    def walk(self) -> Walk | None:
        """The round as the desk has it; None before the first."""
        return self._book.walk

    @property
    def is_walking(self) -> bool:
        """Whether checkpoints are to be looked at now."""
        walk = self.walk
        return bool(walk and walk.is_mine and walk.round.state == "running" and not self.is_paused)

    @property
    def is_paused(self) -> bool:
        """Whether the round was laid aside."""
        return self.walk is not None and self.walk.round.is_paused

    def points(self) -> tuple[CheckpointRow, ...]:
        """All checkpoints, with what was pressed but is not confirmed by the desk yet."""
        return self._book.points()

    def in_view(self) -> tuple[CheckpointRow, ...]:
        """The checkpoints on the stage."""
        every = self.points()
        return tuple(every[no - 1] for no in self.nos)

    def selected(self) -> CheckpointRow | None:
        """The one that F8, F9, S, N and T are about."""
        view = self.in_view()
        return view[min(self._selected, len(view) - 1)] if view else None

    def coming(self) -> tuple[CheckpointRow, ...]:
        """Those to be made ready: the next open ones."""
        if not self.nos:
            return ()
        every, count = self.points(), max(MADE_READY, self.page_size)
        return tuple(every[no - 1] for no in self._book.open_after(self.nos[-1])[:count])

    def dwell_ms(self, no: int) -> int:
        """How long a fresh picture of a checkpoint has stood."""
        known = self._dwells.get(no)
        return known.fresh_ms if known else 0

    # --- the round -----------------------------------------------------------------------

    def start(self, *, take_over: bool = False) -> None:
        """F5: start the open round, or go on with the one that runs here."""
        if self.is_walking:
            return
        future = self._desk.patrol.start(take_over=take_over)
        self._bridge.when_done(future, self._begin, self._refuse)

    def make_up(self, row: RoundRow) -> None:
        """Walk a missed round after all (补巡)."""
        future = self._desk.patrol.make_up(row.day, row.slot)
        self._bridge.when_done(future, self._begin, self._refuse)

    def pause(self) -> None:
        """P: lay the round aside, or go on."""
        if self.is_paused:
            self.start()
        elif self.walk is not None and self.is_walking:
            self._ask(self.walk.round.id, lambda patrol, id_: patrol.pause(id_))

    def close(self, reason: str) -> None:
        """End the round before its window does."""
        if self.walk is not None:
            self._ask(self.walk.round.id, lambda patrol, id_: patrol.close(id_, reason))

    def explain(self, row: RoundRow, reason: str) -> None:
        """Say afterwards why a round was missed or is not complete."""
        future = self._desk.patrol.explain(row.id, reason)
        words = tr("说明已记入“{name}”。", name=row.name)
        self._bridge.when_done(future, lambda _: self.said.emit(words, "done"), self._refuse)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The desk has news: the round may have ended by itself."""
        walk = self.walk
        if walk is None:
            return
        row = next((one for one in snapshot.patrol.rounds if one.id == walk.round.id), None)
        if row is None and walk.round.state == "running":
            # Yesterday's round ended after midnight: the day's list has it no more.
            self._ask(walk.round.id, lambda patrol, round_id: patrol.walk(round_id))
        elif row is not None and row != walk.round:
            was_running = walk.round.state == "running"
            self._book.walk = replace(walk, round=row)
            if was_running and row.state != "running":
                self._end(row)
            else:
                self.changed.emit()

    # --- moving --------------------------------------------------------------------------

    def use_page_size(self, size: int) -> None:
        """Look at one checkpoint at a time, or at four."""
        if size in PAGE_SIZES and size != self.page_size:
            self.page_size = size
            if self.nos:
                self.go_to(self.nos[0])

    def go_to(self, no: int) -> None:
        """Have checkpoint `no` in view; with four, the open ones after it beside it."""
        walk = self.walk
        if walk is None or not 1 <= no <= len(walk.points):
            return
        self.nos = self._book.page_from(no, self.page_size)
        self._selected = 0
        self._dwells = {one: Dwell() for one in self.nos}
        self._found = {}
        self._is_quick_asked = self._awaits_form = False
        self.said.emit("", "")
        self.arrived.emit()
        self.changed.emit()

    def step(self, way: int) -> None:
        """Page Up and Down: look back, or ahead; nothing is recorded by it."""
        if self.nos:
            edge = self.nos[0] if way < 0 else self.nos[-1]
            self.go_to(edge + way)

    def select(self, place: int) -> None:
        """Select a tile of four."""
        if 0 <= place < len(self.nos) and place != self._selected:
            self._selected = place
            self.changed.emit()

    def move(self, across: int, down: int) -> None:
        """Arrow keys among four tiles."""
        column, row = self._selected % 2 + across, self._selected // 2 + down
        if self.page_size > 1 and 0 <= column < 2:
            self.select(row * 2 + column)

    def see(self, no: int, received_mono_ms: int | None) -> None:
        """A look at a tile: when its painted picture was received, None for no picture."""
        if no in self._dwells and self.is_walking:
            self._dwells[no].see(received_mono_ms, self._time.mono_ms())

    def look_away(self) -> None:
        """The page is not seen any more: dwell begins anew."""
        for dwell in self._dwells.values():
            dwell.rest()

    def halt(self) -> None:
        """Something else lies over the pictures: the time meanwhile does not count."""
        for dwell in self._dwells.values():
            dwell.halt()

    # --- outcomes ------------------------------------------------------------------------

    def normal(self, *, is_confirmed: bool = False) -> None:
        """Space: what is in view is normal, go on. What has its outcome keeps it.

        Args:
            is_confirmed: Enter: the operator was told that the least dwell is not reached.
        """
        if not self.is_walking or (is_confirmed and not self._is_quick_asked):
            return
        still = [point for point in self.in_view() if not point.outcome]
        looks = [self._look(point, Outcome.NORMAL, is_confirmed=is_confirmed) for point in still]
        for point, look in zip(still, looks, strict=True):
            refused = self._why_not(point, look)
            if refused:
                self._select_no(point.no)
                self.said.emit(refused, "attention")
                return
        if looks:
            self._write(looks)
        self._go_on()

    def skip(self, reason: str) -> None:
        """S: leave the selected checkpoint out, for a reason."""
        self._leave(Outcome.SKIPPED, reason)

    def not_viewable(self, reason: str) -> None:
        """N: the selected checkpoint cannot be looked at, for a reason."""
        self._leave(Outcome.NOT_VIEWABLE, reason)

    def found_problem(self, no: int, problem_id: str) -> None:
        """F8 was saved at a checkpoint: on record at once, on when its form is gone."""
        known = self._found.get(no, _Finding())
        self._found[no] = replace(known, problems=(*known.problems, problem_id))
        self._write_found(no)

    def found_fault(self, no: int, fault_id: str) -> None:
        """F9 was saved at a checkpoint, or its fault was on record before."""
        known = self._found.get(no, _Finding())
        if fault_id not in known.faults:
            self._found[no] = replace(known, faults=(*known.faults, fault_id))
        self._write_found(no)

    def form_closed(self) -> None:
        """The form of what was found is gone: the round goes on."""
        if self._awaits_form:
            self._awaits_form = False
            self._go_on_if_done()

    # --- inside --------------------------------------------------------------------------

    def _leave(self, outcome: Outcome, reason: str) -> None:
        point = self.selected()
        if point is not None and self.is_walking:
            self._write([replace(self._look(point, outcome), reason=reason)])
            self._go_on_if_done()

    def _write_found(self, no: int) -> None:
        found, point = self._found[no], self.points()[no - 1]
        outcome = Outcome.PROBLEM if found.problems else Outcome.FAULT
        look = self._look(point, outcome)
        self._awaits_form = True
        self._write([replace(look, problems=found.problems, faults=found.faults)])

    def _look(self, point: CheckpointRow, outcome: Outcome, *, is_confirmed: bool = False) -> Look:
        seen = self._seen(point)
        return Look(
            no=point.no,
            outcome=outcome,
            fresh_ms=self.dwell_ms(point.no),
            age_ms=seen.age_ms,
            offset_ms=seen.offset_ms,
            similarity_ppm=self._similarity_ppm(point),
            thumbnail=seen.thumbnail,
            is_confirmed=is_confirmed,
            at=self._time.now_ms(),
        )

    def _similarity_ppm(self, point: CheckpointRow) -> int | None:
        """Likeness to the confirmed view; None where none is, or nobody compared lately."""
        known = self._desk.diagnosing.likeness(point.camera_id)
        return None if known is None else min(1000, max(0, known[0])) * 1000

    def _why_not(self, point: CheckpointRow, look: Look) -> str:
        self._is_quick_asked = False
        refused = why_not(point, look)
        if refused is None:
            return ""
        self._is_quick_asked = refused.can_confirm
        return refused.words

    def _write(self, looks: Sequence[Look]) -> None:
        """Show them as done at once, have them written, take them back when they are refused."""
        walk = self.walk
        if walk is None:
            return
        self._book.put(looks)
        nos = [look.no for look in looks]

        def refused(sentence: str) -> None:
            self._book.forget(nos)
            self._refuse(sentence)
            if self.is_walking:
                self.go_to(nos[0])
                self.said.emit(sentence, "urgent")

        def done(after: Walk) -> None:
            self._book.forget(nos)
            self._take(after)

        future = self._desk.patrol.visit(walk.round.id, looks)
        self._bridge.when_done(future, done, refused)
        self.changed.emit()

    def _go_on_if_done(self) -> None:
        if all(point.outcome for point in self.in_view()):
            self._go_on()
        else:
            view = self.in_view()
            self.select(next(n for n, point in enumerate(view) if not point.outcome))

    def _go_on(self) -> None:
        following = self._book.open_after(self.nos[-1]) or self._book.open_after(0)
        if following:
            self.go_to(following[0])

    def _select_no(self, no: int) -> None:
        if no in self.nos:
            self._selected = self.nos.index(no)
            self.changed.emit()

    def _begin(self, walk: Walk) -> None:
        self._book.begin(walk)
        self.go_to(walk.next_no or 1)

    def _take(self, walk: Walk) -> None:
        if self.walk is None or walk.round.id != self.walk.round.id:
            return
        was_running = self.walk.round.state == "running"
        self._book.walk = walk
        if was_running and walk.round.state != "running":
            self._end(walk.round)
        else:
            self.changed.emit()

    def _end(self, row: RoundRow) -> None:
        self.nos = ()
        self._awaits_form = False
        self.arrived.emit()
        self.changed.emit()
        self.ended.emit(row)

    def _ask(self, round_id: str, what: Callable[..., object]) -> None:
        future = what(self._desk.patrol, round_id)
        self._bridge.when_done(future, self._take, self._refuse)  # type: ignore[arg-type]

    def _refuse(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")
