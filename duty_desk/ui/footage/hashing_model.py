"""Files on their way into requests: hashed and tried beside the desk, with stop and go on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.footage_files import FileStage, FileStatus, FileWork, files_of
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duty_desk.ui.desk_bridge import DeskBridge

T = TypeVar("T")
_GOING = (FileStage.WAITING, FileStage.HASHING, FileStage.LOOKING)


class HashingModel(QObject):
    """One worker for all requests, because two readers of one disk are slower than one.

    Signals:
        changed(): a file came on.
        hashed(str, int, FileStatus): a file of this request and span is ready to be recorded.
        refused(str): a finished sentence.
    """

    changed = Signal()
    hashed = Signal(str, int, object)
    refused = Signal(str)

    def __init__(
        self,
        bridge: DeskBridge,
        parent: QObject | None = None,
        make: Callable[[Callable[[FileStatus], None]], FileWork] = FileWork,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._make = make
        self._work: FileWork | None = None
        self._places: dict[int, tuple[str, int]] = {}
        self._told: set[int] = set()
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="footage paths")

    def add(self, request_id: str, span_no: int, paths: Sequence[Path]) -> None:
        """Take files, or folders of them; a slow medium is looked through beside the window."""
        asked = self._aside.submit(self._worker().add, paths)

        def added(found: tuple[FileStatus, ...]) -> None:
            for status in found:
                self._places[status.no] = (request_id, span_no)
            self._on_changed()  # a small file may be ready already

        self._bridge.when_done(
            asked, while_alive(self, added), while_alive(self, self.refused.emit)
        )

    def find(
        self,
        paths: Sequence[Path],
        look: Callable[[Sequence[Path]], tuple[T, str]],
        found: Callable[[T, str], None],
    ) -> None:
        """Tell what `look`, beside the window, makes of the files of a drop."""
        self._bridge.when_done(
            self._aside.submit(lambda: look(files_of(paths))),
            while_alive(self, lambda told: found(*told)),
            while_alive(self, self.refused.emit),
        )

    def of(self, request_id: str) -> list[tuple[int, FileStatus]]:
        """The files of a request that are not recorded yet, with the number of their span."""
        if self._work is None:
            return []
        return [
            (self._places[one.no][1], one)
            for one in self._work.files()
            if self._places.get(one.no, ("", 0))[0] == request_id
        ]

    def is_going(self) -> bool:
        """Whether a file is being worked on."""
        return self._work is not None and any(one.stage in _GOING for one in self._work.files())

    def turn(self, status: FileStatus) -> None:
        """Stop a file that is worked on; go on with one that is at rest."""
        if status.stage in _GOING:
            self._worker().stop(status.no)
        elif status.stage in (FileStage.STOPPED, FileStage.REFUSED):
            self._worker().go_on(status.no)
        self.changed.emit()

    def remove(self, no: int) -> None:
        """Take a file off; the file itself stays where it is."""
        self._worker().remove(no)
        self._places.pop(no, None)
        self.changed.emit()

    def close(self) -> None:
        """Stop everything."""
        self._aside.shutdown(wait=False, cancel_futures=True)
        if self._work is not None:
            self._work.close()

    def _worker(self) -> FileWork:
        if self._work is None:
            tell = while_alive(self, self._on_changed)
            self._work = self._make(lambda _status: self._bridge.in_window(tell))
        return self._work

    def _on_changed(self) -> None:
        self.changed.emit()
        for status in self._worker().files():
            place = self._places.get(status.no)
            if status.stage is FileStage.DONE and place is not None and status.no not in self._told:
                self._told.add(status.no)
                self.hashed.emit(*place, status)
