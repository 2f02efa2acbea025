"""The ledger of rounds written beside the running desk: a year of visits takes a minute."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from duty_desk.desk.patrol_ledger import PatrolLedger
from duty_desk.desk.patrol_rows import PatrolRows, Viewpoint
from duty_desk.documents.ledger import write_ledger
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store.clock import AdoptedRules
from duty_desk.store.reading import open_for_reading

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk


class PatrolExport:
    """Writes the ledger of some days as a workbook, one at a time; from any thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_writing = threading.Lock()

    def write(self, file: Path, from_on: str, to_on: str) -> Future[int]:
        """Write the rounds and visits of the days (both included); how many rows there are.

        It reads in a session of its own and in a thread of its own, so that neither the window
        nor a visit waits. The file appears when it is whole.

        Raises:
            Refusal: no right, the days are the wrong way round, another export is under way, or
                the file cannot be written; what had its name before is as it was.
        """
        told: Future[int] = Future()

        def work() -> None:
            try:
                self._desk.require(Right.EXPORT)
                told.set_result(self._write(file, (from_on, to_on)))
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                told.set_exception(error)

        # A daemon: a window that closes does not wait, and leaves no half file of that name.
        threading.Thread(target=work, name="patrol ledger", daemon=True).start()
        return told

    def _write(self, file: Path, days: tuple[str, str]) -> int:
        if days[0] > days[1]:
            raise Refusal(tr("起始日期在结束日期之后，没有导出。"))
        if not self._is_writing.acquire(blocking=False):
            raise Refusal(tr("上一份台账还在导出，请等它写完再导出。"))
        try:
            return self._write_alone(file, days)
        finally:
            self._is_writing.release()

    def _write_alone(self, file: Path, days: tuple[str, str]) -> int:
        desk, rules = self._desk, AdoptedRules()
        at = Viewpoint(desk.store.seat, desk.store.boot_id, desk.time, lambda: rules)
        with open_for_reading(desk.store.place) as session:
            rules.load(session)
            rows = PatrolRows(at)
            rows.use(desk.snapshot.cameras)
            ledger = PatrolLedger(session, rows, days, desk.time.now_ms())
            return write_ledger(file, ledger.sheets(at.seat))
