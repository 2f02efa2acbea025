"""Footage requests: the register, and everything that is done about a request.

Every step is a moment, asks for its right, and is refused when somebody changed the request since
it was read (`version`). Who asks is kept sealed beside the record and erasable; the journal has a
salted hash of each person. What takes long (sealing, writing to a medium) runs beside the desk
thread. Steps return the form as it stands afterwards, masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.desk import footage_rules as rules
from duty_desk.desk.footage_decisions import FootageDecisions
from duty_desk.desk.footage_handing import FootageHanding
from duty_desk.desk.footage_register import register_page
from duty_desk.desk.footage_rows import looked_for, register_rows
from duty_desk.desk.footage_sealing import SHELF
from duty_desk.desk.footage_show import FootageShow, open_items
from duty_desk.desk.footage_step import Step
from duty_desk.desk.footage_views import FootageWish
from duty_desk.desk.footage_words import paper_words
from duty_desk.desk.footage_writing import Registering
from duty_desk.desk.paperwork import beside
from duty_desk.documents.file_put import put
from duty_desk.documents.table_book import write_tables
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import footage as rows

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_rules import Papers
    from duty_desk.desk.footage_views import FootageDay, FootageDetail, FootageRow
    from duty_desk.documents.table_book import TablePage
    from duty_desk.domain.footage import FootageRequest, Officer
    from duty_desk.domain.moment import Entry
    from duty_desk.store.footage_tables import FootageTable
    from duty_desk.store.transaction import Session

_LOOK_AGAIN_MS = 10 * 60_000
_ALL = FootageWish()


class Footage(FootageDecisions, FootageHanding):
    """The use cases of footage requests."""

    def __init__(self, desk: Desk, papers_may_follow_h: int = 0) -> None:
        super().__init__(desk)
        self._registering = Registering(desk, self, papers_may_follow_h)
        self._show = FootageShow(desk)
        self._looked: dict[tuple[str, str], int] = {}
        self.papers_may_follow_h = papers_may_follow_h  # 0: papers must lie here first
        desk.open_items.register("footage", open_items)

    @property
    def shelf(self) -> Path:
        """Where packages are kept unless another folder is named."""
        return self._desk.store.place.data / SHELF

    # -- reading -------------------------------------------------------------------------------

    def list(self, wish: FootageWish = _ALL) -> Future[tuple[FootageRow, ...]]:
        """The register, newest first; nobody who asks is named in it.

        Read beside the desk thread; a newer question cancels one that is not answered yet.
        """
        return self._desk.reading.ask("footage.list", lambda session: self._listed(session, wish))

    def _listed(self, session: Session, wish: FootageWish) -> tuple[FootageRow, ...]:
        found = self._wanted(session, wish)
        return register_rows(session, found, self._desk.time.now_ms())

    def _wanted(self, session: Session, wish: FootageWish) -> tuple[FootageTable, ...]:
        found = rows.within(session, wish.from_at, wish.to_at, wish.states)
        words = wish.text.casefold().split()
        if not words:
            return found
        texts = ((row, looked_for(row, rows.request_of(row))) for row in found)
        return tuple(row for row, text in texts if all(word in text for word in words))

    def open(self, request_id: str, *, is_masked: bool = True) -> Future[FootageDetail]:
        """The whole form. Unmasked it is a look at who asked, and on record.

        One look a person and request in ten minutes is recorded.

        Raises:
            Refusal: there is none, or no right to see who asked.
        """

        def work() -> FootageDetail:
            if not is_masked:
                self._desk.require(Right.FOOTAGE_PERSONAL)
                self._note_look(request_id)
            return self._detail(request_id, is_masked=is_masked)

        return self._desk.ask(work)

    def write_scan(self, request_id: str, which: str, path: Path) -> Future[Path]:
        """Copy a scan to `path`, with the suffix it has: `notice`, or `signed` papers.

        It names people, so it is a look at who asked, and on record.

        Raises:
            Refusal: no right to see who asked, there is none, or it cannot be written.
        """

        def prepare() -> Path:
            self._desk.require(Right.FOOTAGE_PERSONAL)
            detail = self._detail(request_id)
            scan = detail.papers_scan if which == "notice" else detail.signed_scan
            if scan is None or not scan.is_file():
                raise Refusal(tr("{paper}的文件不在本机。", paper=paper_words(which)))
            self._note_look(request_id)
            return scan

        def work(scan: Path) -> Path:
            shown = path.with_name(path.name + scan.suffix)
            put(shown, scan.read_bytes())
            return shown

        return beside(self._desk.ask(prepare), work)

    def _note_look(self, request_id: str) -> None:
        self.must_be(request_id)
        key, now = (self._desk.actor, request_id), self._desk.time.mono_ms()
        before = self._looked.get(key)
        if before is not None and now - before < _LOOK_AGAIN_MS:
            return
        self.note("footage.looked", request_id, {})
        self._looked[key] = now

    def shown(self, session: Session, entries: tuple[Entry, ...]) -> FootageDay:
        """What every page shows of requests after `entries`; on the desk thread."""
        return self._show.shown(session, entries)

    def tick(self) -> None:
        """Put countdowns on record that have reached another level; on the desk thread."""
        self._show.tick()

    # -- the register --------------------------------------------------------------------------

    def register(
        self,
        request: FootageRequest,
        officers: tuple[Officer, ...],
        *,
        scan: Path | None = None,
    ) -> Future[FootageRow]:
        """Enter a request; what is wholly overwritten is answered "no longer held" at once.

        Args:
            request: Spans need camera id and instants; their codes come from the catalogue.
            officers: Who asks; kept sealed beside the record.
            scan: Scan or photo of the legal document.

        Raises:
            Refusal: no right, a field is missing or too long, or a span cannot be.
        """

        def work() -> FootageRow:
            self._desk.require(Right.FOOTAGE)
            request_id = self._registering.register(request, officers, scan)
            row, now = self.must_be(request_id), self._desk.time.now_ms()
            return self._desk.read(lambda it: register_rows(it, (row,), now)[0])

        return self._desk.ask(work)

    def amend(
        self,
        request_id: str,
        version: int,
        request: FootageRequest,
        officers: tuple[Officer, ...] | None = None,
        *,
        scan: Path | None = None,
    ) -> Future[FootageDetail]:
        """Change what stands there; `officers` None leaves them as they are.

        Raises:
            Refusal: as `register`, or it is approved, has files or is sealed and this part of it
                cannot change any more.
        """

        def work() -> FootageDetail:
            self._desk.require(Right.FOOTAGE)
            self._registering.amend(Step(request_id, version), request, officers, scan)
            return self._detail(request_id)

        return self._desk.ask(work)

    def papers_came(self, request_id: str, version: int, papers: Papers) -> Future[FootageDetail]:
        """Enter the legal document that came, with its scan.

        Raises:
            Refusal: no right, or the scan cannot be used.
        """

        def work() -> FootageDetail:
            self._desk.require(Right.FOOTAGE)
            self._registering.papers_came(Step(request_id, version), papers)
            return self._detail(request_id)

        return self._desk.ask(work)

    def erase_people(self, request_id: str, reason: str) -> Future[FootageDetail]:
        """Remove who asked, for good; the chain and the rest of the record stay as they are.

        The scan of the document and packages that were made keep what they hold.

        Raises:
            Refusal: no right, no reason, or the request is not closed.
        """

        def work() -> FootageDetail:
            self._desk.require(Right.FOOTAGE_PERSONAL)
            why = rules.refuse_empty(reason, tr("删除原因"))
            row = self.must_be(request_id)
            if row.is_erased:
                raise Refusal(tr("调取人的个人信息已经删除。"))
            step = Step(request_id, row.version, reason=why)
            return self._do("footage.people_erased", step, {})

        return self._desk.ask(work)

    def export_register(
        self, path: Path, wish: FootageWish = _ALL, reason: str = ""
    ) -> Future[int]:
        """Write the register as a workbook; returns how many requests it has.

        Without a reason who asked is masked; with one it takes the right to see it, and both
        are on record before the file is written.

        Raises:
            Refusal: no right, or the file cannot be written.
        """

        def prepare() -> tuple[TablePage, int]:
            self._desk.require(Right.EXPORT)
            is_masked, why = not reason.strip(), ""
            if not is_masked:
                self._desk.require(Right.FOOTAGE_PERSONAL)
                why = rules.refuse_empty(reason, tr("导出个人信息的原因"))
            page, count = self._desk.read(lambda it: self._page(it, wish, is_masked=is_masked))
            facts: dict[str, Any] = {"n": count, "is_masked": is_masked}
            facts |= {"from_at": wish.from_at, "to_at": wish.to_at}
            self._desk.record(self._exported(facts, why))
            return page, count

        def work(made: tuple[TablePage, int]) -> int:
            write_tables(path, [made[0]])
            return made[1]

        return beside(self._desk.ask(prepare), work)

    def _page(
        self, session: Session, wish: FootageWish, *, is_masked: bool
    ) -> tuple[TablePage, int]:
        found = self._wanted(session, wish)
        return register_page(self._desk, session, found, is_masked=is_masked), len(found)

    def _exported(self, facts: dict[str, Any], reason: str) -> Moment:
        return Moment(
            kind="footage_register.exported",
            subject=self._desk.store.seat,
            facts=facts,
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason,
        )
