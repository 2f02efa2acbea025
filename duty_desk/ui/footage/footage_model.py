"""One footage request being worked on, without its widgets: what may be done about it, doing it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.domain.footage import SEARCHED, ClockCheck, FootageKind, FootageState
from duty_desk.language import chinese, tr
from duty_desk.ui.footage.hashing_model import HashingModel
from duty_desk.ui.footage.name_doubt import by_name, doubts
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.evidence import Picked
    from duty_desk.desk.footage_files import FileStatus
    from duty_desk.desk.footage_views import FootageDetail, OwnEvidence
    from duty_desk.domain.footage import Span
    from duty_desk.ui.footage.register_fields import Given
    from duty_desk.ui.problems.form_model import DeskSide

SOURCE = chinese("值守台受信时钟")
BY_PICTURE = chinese("定格画面与标准时间对照")
BY_EYE = chinese("录像机画面与标准时间人工对照")
# What comes next in each state, and the moment that it is.
NEXT = {
    FootageState.REGISTERED: "footage.checked",
    FootageState.CHECKED: "footage.approved",
    FootageState.APPROVED: "footage.located",
    FootageState.LOCATED: "footage.exported",
    FootageState.EXPORTED: "footage.verified",
    FootageState.VERIFIED: "footage.handed_over",
    FootageState.HANDED_OVER: "footage.closed",
    FootageState.VIEW_ONLY: "footage.closed",
    FootageState.NOT_HELD: "footage.closed",
    FootageState.REFUSED: "footage.closed",
}


class FootageModel(QObject):
    """The request that is shown, and the files on their way into it.

    Signals:
        changed(): another request, or a new state of it.
        refused(str): a finished sentence.
        told(str): a sentence about what was done.
        doubted(str, object): recordings that do not fit their span, in words; call the second to
            take them all the same.
    """

    changed = Signal()
    refused = Signal(str)
    told = Signal(str)
    doubted = Signal(str, object)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.bridge, self._time = side.desk, side.bridge, side.time
        self.detail: FootageDetail | None = None
        self.hashing = HashingModel(side.bridge, self)
        self.hashing.hashed.connect(self._on_hashed)
        self.hashing.refused.connect(self.refused)
        self._wanted = ""
        self._ready: deque[tuple[str, int, FileStatus | str]] = deque()
        self._is_recording = self._is_revealed = False

    # --- what is shown -------------------------------------------------------------------

    @property
    def request_id(self) -> str:
        """The id of the request, "" for none."""
        return self.detail.row.id if self.detail else ""

    @property
    def version(self) -> int:
        """Which version of it is shown."""
        return self.detail.row.version if self.detail else 0

    def now(self) -> int:
        """The time, UTC ms."""
        return self._time.now_ms()

    def may(self, kind: str) -> bool:
        """Whether state and rights allow this moment now."""
        return self.detail is not None and kind in self.detail.may

    def next_kind(self) -> str:
        """The moment that comes next, "" for none."""
        if self.detail is None:
            return ""
        state = FootageState(self.detail.row.state)
        is_view = self.detail.row.kind is FootageKind.VIEW
        return "footage.viewed" if is_view and state in SEARCHED else NEXT.get(state, "")

    def open(self, request_id: str) -> None:
        """Fetch a request and work on it, unless another is chosen meanwhile."""
        if request_id != self._wanted:
            self._is_revealed = False
        self._wanted = request_id
        if not request_id:
            self.show(None)
            return

        def fetched(detail: FootageDetail) -> None:
            if detail.row.id == self._wanted:
                self.show(detail)

        future = self.desk.footage.open(request_id, is_masked=not self._is_revealed)
        self.bridge.when_done(
            future, while_alive(self, fetched), while_alive(self, self._on_closed)
        )

    def show(self, detail: FootageDetail | None) -> None:
        """Work on this request from now on."""
        self.detail = detail
        self._wanted = self.request_id
        self.changed.emit()

    def refresh(self) -> None:
        """Fetch it anew."""
        if self._wanted:
            self.open(self._wanted)

    def reveal(self) -> None:
        """Show who asked; the look is on record."""
        if self.detail is not None and self.detail.may_see_people:
            self._is_revealed = True
            self.refresh()

    def conceal(self) -> None:
        """Mask who asked again: somebody else may be looking now."""
        self._is_revealed = False
        self.refresh()

    # --- doing ---------------------------------------------------------------------------

    def done(self, words: str) -> Callable[[Any], None]:
        """What is to be done with the answer of a step: tell `words`, show the request."""

        def show(result: object) -> None:
            if words:
                self.told.emit(words)
            self.refresh()
            del result  # it is masked; what is shown may not be

        return while_alive(self, show)

    def register(self, given: Given, before: FootageDetail | None) -> Future[Any]:
        """Enter a request, or change the one that was shown as `before`."""
        footage = self.desk.footage
        if before is None:
            return footage.register(given.request, given.officers or (), scan=given.scan)
        row = before.row
        return footage.amend(row.id, row.version, given.request, given.officers, scan=given.scan)

    def check_clock(
        self, span: Span, instants: tuple[int, int], picked: Picked | None
    ) -> Future[FootageDetail]:
        """Put what the picture showed beside the true time (UTC ms both)."""
        shown_at, true_at = instants
        check = ClockCheck(
            camera_id=span.camera_id,
            code=span.code,
            shown_at=shown_at,
            true_at=true_at,
            source=SOURCE,
            method=BY_EYE if picked is None else BY_PICTURE,
            checker="",
        )
        picture = b"" if picked is None else picked.jpeg
        return self.desk.footage.check_clock(self.request_id, self.version, check, picture)

    def add_paths(self, span_no: int, paths: list[Path]) -> None:
        """Hash files for a span, several by their names; each is recorded when it is done."""
        detail = self.detail
        if detail is None or not self.may("footage.file_added"):
            words = tr("这份登记现在不能加文件，没有加入；批准并登记“录像已找到”之后才能加。")
            self.refused.emit(words)
            return
        spans, request_id = [one.span for one in detail.spans], self.request_id
        codes = [row.code for row in self.desk.snapshot.cameras]

        def look(files: Sequence[Path]) -> tuple[Mapping[int, list[Path]], str]:
            placed = by_name(spans, span_no, files)
            return placed, doubts(spans, codes, placed)

        def found(placed: Mapping[int, list[Path]], doubt: str) -> None:
            def take() -> None:
                for no, files in placed.items():
                    self.hashing.add(request_id, no, files)

            if doubt:
                self.doubted.emit(doubt, take)
            else:
                take()

        self.hashing.find(paths, look, found)

    def add_evidence(self, span_no: int, chosen: tuple[OwnEvidence, ...]) -> None:
        """Put stills and clips of our own desk into a span."""
        self._ready.extend((self.request_id, span_no, one.sha256) for one in chosen)
        self._record_next()

    # --- inside --------------------------------------------------------------------------

    def _on_hashed(self, request_id: str, span_no: int, status: FileStatus) -> None:
        self._ready.append((request_id, span_no, status))
        self._record_next()

    def _record_next(self) -> None:
        """One file after the other: each makes another version of the request."""
        if self._is_recording or not self._ready:
            return
        self._is_recording = True
        request_id, span_no, file = self._ready.popleft()
        footage = self.desk.footage

        def opened(detail: FootageDetail) -> None:
            future = footage.add_file(request_id, detail.row.version, span_no, file)
            self.bridge.when_done(future, recorded, refused)

        def recorded(_detail: FootageDetail) -> None:
            if not isinstance(file, str):
                self.hashing.remove(file.no)
            name = tr("本台证据") if isinstance(file, str) else file.path.name
            ended(tr("已加入 {name}", name=name))

        def ended(words: str) -> None:
            self._is_recording = False
            self.told.emit(words)
            self._after(request_id)

        def refused(sentence: str) -> None:
            self._is_recording = False
            if not isinstance(file, str):
                self.hashing.remove(file.no)
            self.refused.emit(sentence)
            self._after(request_id)

        recorded, refused = while_alive(self, recorded), while_alive(self, refused)
        self.bridge.when_done(footage.open(request_id), while_alive(self, opened), refused)

    def _after(self, request_id: str) -> None:
        if request_id == self.request_id:
            self.refresh()
        self._record_next()

    def _on_closed(self, sentence: str) -> None:
        self._is_revealed = False
        self.refused.emit(sentence)
