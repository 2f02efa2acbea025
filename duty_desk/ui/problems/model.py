"""The problems page without its widgets: what is listed, what is chosen, what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.problems import PAGE_ROWS
from duty_desk.language import tr
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.ui.problems.history import HistoryLine, history_of
from duty_desk.ui.problems.kinds import kind_name
from duty_desk.ui.problems.listing import TODAY, Filter, counts, in_time, listed, since_at
from duty_desk.ui.problems.table import ProblemTable
from duty_desk.ui.problems.time_left import TimeLeft, time_left

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.views import ProblemDetail, ProblemRow, Shot, Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

_OPEN = frozenset({"found", "pushed", "rectified"})


class ProblemsModel(QObject):
    """The list of problems and the chosen one.

    Signals:
        listed_changed: other rows, counts or filter.
        detail_changed: `detail` is another problem or has a new state.
        form_wanted(ProblemDetail): this problem goes on in the form.
        said(sentence, level): something to tell.
    """

    listed_changed = Signal()
    detail_changed = Signal()
    form_wanted = Signal(object)
    said = Signal(str, str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = side.desk
        self._bridge = side.bridge
        self._time = side.time
        self._snapshot = side.desk.snapshot
        self._chosen = ""
        self._row: ProblemRow | None = None
        self._is_going_on = False
        self.detail: ProblemDetail | None = None
        self.filter = Filter()
        self.has_more = False
        self._older: tuple[ProblemRow, ...] = ()  # read page by page, beside the snapshot's
        self.counts: dict[str, int] = {}
        self.table = ProblemTable(side.desk.categories, self)
        self.show_snapshot(self._snapshot)

    def now(self) -> int:
        """The time, UTC milliseconds."""
        return self._time.now_ms()

    @property
    def chosen(self) -> str:
        """The id of the chosen problem, "" for none."""
        return self._chosen

    # --- listing -------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        gone = {row.id for row in self._snapshot.problems} - {row.id for row in snapshot.problems}
        self._snapshot = snapshot
        if gone:
            self._read_anew()
        self._list()
        row = next((r for r in snapshot.problems if r.id == self._chosen), None)
        if row is not None and row != self._row:
            self._row = row
            self.refresh()

    def ask_for(self, wanted: Filter) -> None:
        """List what `wanted` asks for."""
        if wanted != self.filter:
            is_other_span = wanted.days != self.filter.days
            self.filter = wanted
            if is_other_span:
                self._read_anew()
            self._list()

    def read_more(self) -> None:
        """Read the next page of the days asked for; away from the window's thread."""
        known, days = self._older, self.filter.days

        def take(rows: tuple[ProblemRow, ...]) -> None:
            if (self._older, self.filter.days) == (known, days):
                self._older, self.has_more = known + rows, len(rows) == PAGE_ROWS
                self._list()

        since = since_at(days, self.now())
        self.when_read(self._desk.problems.listing(since, known[-1] if known else None), take)

    def _read_anew(self) -> None:
        self._older, self.has_more = (), False
        if self.filter.days > TODAY:
            self.read_more()

    def tick(self) -> None:
        """Let the running clocks go on."""
        self.table.tick(self.now())

    def _list(self) -> None:
        now = self.now()
        clocks = {clock.subject: clock for clock in self._snapshot.clocks}
        newest = self._snapshot.problems
        ids = {row.id for row in newest}
        known = (*newest, *(row for row in self._older if row.id not in ids))
        rows = listed(known, self.filter, clocks, now)
        self.counts = counts(in_time(known, self.filter, now))
        self.table.show_problems(rows, clocks, now)
        self.listed_changed.emit()

    # --- the chosen problem --------------------------------------------------------------

    def choose(self, problem_id: str) -> None:
        """Show this problem."""
        if problem_id == self._chosen:
            return
        self._chosen = problem_id
        self._row = None
        self._is_going_on = False
        if problem_id:
            self.refresh()
        else:
            self.detail = None
            self.detail_changed.emit()

    def choose_first(self) -> None:
        """Show the most urgent problem when none is shown yet."""
        if not self._chosen and self.table.rowCount():
            self.choose(self.table.rows()[0].id)
            self.listed_changed.emit()

    def refresh(self) -> None:
        """Fetch the chosen problem anew."""
        if self._chosen:
            self._do(self._desk.problems.detail(self._chosen))

    def history(self) -> tuple[HistoryLine, ...]:
        """What happened to the chosen problem, newest first."""
        if self.detail is None:
            return ()
        return tuple(reversed(history_of(self.detail, self._desk.categories)))

    def kind(self) -> str:
        """The kind of the chosen problem in words."""
        code = self.detail.row.category if self.detail else ""
        return kind_name(self._desk.categories, code) or tr("待分类")

    def clock(self) -> TimeLeft | None:
        """The running clock of the chosen problem."""
        clock = self.detail.clock if self.detail else None
        return time_left(clock, self.now()) if clock is not None else None

    def shots(self, kind: str) -> tuple[Shot, ...]:
        """The pictures of the chosen problem, `before` or `after`."""
        return tuple(s for s in self.detail.shots if s.kind == kind) if self.detail else ()

    # --- what may be done ----------------------------------------------------------------

    @property
    def _state(self) -> str:
        return self.detail.row.state if self.detail else ""

    @property
    def can_go_on(self) -> bool:
        """Whether the form is still to be finished."""
        return self._state == "found"

    @property
    def can_void(self) -> bool:
        """Whether it may still be declared void."""
        return self._state in _OPEN

    @property
    def can_attach(self) -> bool:
        """Whether a photo of the rectification is awaited."""
        return self._state in {"pushed", "rectified"}

    @property
    def can_verify(self) -> bool:
        """Whether there is a rectification to judge."""
        return self._state == "rectified"

    def go_on(self) -> None:
        """Take the form up again where it was left; soon, when the problem is still being read."""
        if self.detail is None or self.detail.row.id != self._chosen:
            self._is_going_on = bool(self._chosen)
            return
        if not self.can_go_on:
            return
        problems, problem_id = self._desk.problems, self.detail.row.id
        is_parked = self.detail.row.is_parked
        future = problems.reopen(problem_id) if is_parked else problems.detail(problem_id)
        self.when_read(future, self.form_wanted.emit)

    def void(self, reason: str) -> None:
        """It was no problem, for this reason."""
        if self.detail is not None and self.can_void:
            self._do(self._desk.problems.void(self.detail.row.id, reason))

    def attach(self, photo: bytes, note: str = "") -> None:
        """Attach a photo of the rectification."""
        if self.detail is not None and self.can_attach:
            self._do(self._desk.problems.rectify(self.detail.row.id, photo, note))

    def verify(self, *, is_good: bool, note: str = "") -> None:
        """Judge the rectification."""
        if self.detail is not None and self.can_verify:
            self._do(self._desk.problems.verify(self.detail.row.id, is_good=is_good, note=note))

    def when_read(self, future: Future[Any], done: Callable[[Any], None]) -> None:
        """Call `done` when work on a file is ready; a refusal is told."""
        refused = while_alive(self, self._on_refused)
        self._bridge.when_done(future, while_alive(self, done), refused)

    def _do(self, future: Future[ProblemDetail]) -> None:
        self.when_read(future, self._take)

    def _take(self, detail: ProblemDetail) -> None:
        if detail.row.id == self._chosen:
            self.detail = detail
            self._row = detail.row
            self.detail_changed.emit()
            if self._is_going_on:
                self._is_going_on = False
                self.go_on()

    def _on_refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")
