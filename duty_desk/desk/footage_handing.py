"""Recordings, package and papers of a footage request: added, sealed, written, handed over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk import footage_rules as rules
from duty_desk.desk.chained import then
from duty_desk.desk.footage_evidence import found_own, own_evidence, taken_from_desk
from duty_desk.desk.footage_files import FileStatus
from duty_desk.desk.footage_keeping import added_file, file_facts
from duty_desk.desk.footage_rows import lacking
from duty_desk.desk.footage_sealing import medium_job, paper_job, seal_job
from duty_desk.desk.footage_step import Step, Steps
from duty_desk.desk.footage_words import field_words
from duty_desk.desk.paperwork import beside
from duty_desk.domain.footage import missing_to_hand_over
from duty_desk.domain.plain import facts_of
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import footage as rows
from duty_desk.store.footage_tables import FootageFileTable

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.footage_keeping import AddedFile
    from duty_desk.desk.footage_rules import Handing
    from duty_desk.desk.footage_sealing import MediumJob, PaperJob, SealJob
    from duty_desk.desk.footage_views import FootageDetail, OwnEvidence
    from duty_desk.machine.file_copy import Watch


class FootageHanding(Steps):
    """From the first recording to the receipt."""

    def own_evidence(
        self, camera_id: str, from_at: int, to_at: int
    ) -> Future[tuple[OwnEvidence, ...]]:
        """Stills and clips of problems and faults that fall into a span, by time."""
        return self._desk.ask(
            lambda: self._desk.read(
                lambda it: own_evidence(self._desk, it, camera_id, from_at, to_at)
            )
        )

    def add_file(
        self, request_id: str, version: int, span_no: int, file: FileStatus | str
    ) -> Future[FootageDetail]:
        """Add a recording to a span (from 1): a file worked off, or our own evidence by hash.

        Raises:
            Refusal: it is not worked off yet, is in it already, or is no evidence of ours.
        """
        step = Step(request_id, version)
        if isinstance(file, FileStatus):
            return self._desk.ask(lambda: self._add(step, span_no, added_file(file)))

        def find() -> tuple[OwnEvidence, str]:
            self._desk.require(Right.FOOTAGE)
            return self._desk.read(lambda it: found_own(self._desk, it, file))

        tried = beside(self._desk.ask(find), taken_from_desk)
        return then(self._desk, tried, lambda added: self._add(step, span_no, added))

    def _add(self, step: Step, span_no: int, file: AddedFile) -> FootageDetail:
        self._desk.require(Right.FOOTAGE)
        row = self.must_be(step.request_id)
        there = self._desk.read(lambda it: rows.files(it, [row.id])[row.id])
        rules.refuse_file(rows.request_of(row), there, span_no, file.sha256)
        facts, kept = file_facts(self._desk, file, span_no)
        told = Step(step.request_id, step.version, kept=kept)
        return self._do("footage.file_added", told, {"file": facts, **kept.facts})

    def remove_file(
        self, request_id: str, version: int, file_id: str, reason: str
    ) -> Future[FootageDetail]:
        """Take a recording out again; the file itself stays where it is.

        Raises:
            Refusal: no reason, or it is not in it.
        """

        def work() -> FootageDetail:
            why = rules.refuse_empty(reason, tr("取消这个文件的原因"))
            row = self._desk.read(lambda it: it.get(FootageFileTable, file_id))
            if row is None or row.request_id != request_id or row.removed_at is not None:
                raise Refusal(tr("这个文件不在本次调取里，没有改动。"))
            step = Step(request_id, version, reason=why)
            return self._do("footage.file_removed", step, {"file": file_id})

        return self._desk.ask(work)

    def note_exported(self, request_id: str, version: int, tool: str = "") -> Future[FootageDetail]:
        """All recordings are here; `tool` is what they were exported with.

        Raises:
            Refusal: there is none.
        """

        def work() -> FootageDetail:
            row = self.must_be(request_id)
            files = self._desk.read(lambda it: rows.files(it, [request_id])[request_id])
            rules.refuse_lacking(lacking(row, rows.request_of(row), len(files)))
            facts = {"note": rules.fit_note(tool), "count": len(files)}
            return self._do("footage.exported", Step(request_id, version), facts)

        return self._desk.ask(work)

    # -- the package ---------------------------------------------------------------------------

    def seal(
        self, request_id: str, version: int, folder: Path, watch: Watch | None = None
    ) -> Future[FootageDetail]:
        """Make the package in a folder below `folder`, read back whole, and put its seal on record.

        Raises:
            Refusal: no room, a recording changed since it was added, or the disk gave up.
            Stopped: asked to by `watch`; the same call goes on.
        """

        def prepare() -> SealJob:
            self._desk.require(Right.FOOTAGE)
            row = self.may_begin("footage.verified", Step(request_id, version))
            return self._desk.read(lambda it: seal_job(self._desk, it, row, folder))

        def work(job: SealJob) -> FootageDetail:
            sealed = job.run(watch)
            try:
                step, facts = Step(request_id, version), {"package": job.facts(sealed)}
                return self._desk.ask(lambda: self._do("footage.verified", step, facts)).result()
            except BaseException:
                job.undo()
                raise

        return beside(self._desk.ask(prepare), work)

    def put_on_medium(
        self, request_id: str, version: int, medium: Path, watch: Watch | None = None
    ) -> Future[FootageDetail]:
        """Write the sealed package onto a medium, read it back, and say so on record.

        Raises:
            Refusal: no room, pulled out, or it gives back other bytes.
            Stopped: asked to by `watch`; the same call goes on.
        """

        def prepare() -> MediumJob:
            self._desk.require(Right.FOOTAGE)
            row = self.may_begin("footage.written", Step(request_id, version))
            return medium_job(self._desk, row, medium)

        def work(job: MediumJob) -> FootageDetail:
            facts = job.run(watch)
            step = Step(request_id, version)
            return self._desk.ask(lambda: self._do("footage.written", step, facts)).result()

        return beside(self._desk.ask(prepare), work)

    def write_paper(self, request_id: str, which: str, path: Path) -> Future[Path]:
        """Write a form to be signed: register, receipt or clock, as .docx or .pdf.

        Certificates' numbers stand in it in full; that it was written is on record.

        Raises:
            Refusal: no right, nothing to print yet, or the file cannot be written.
        """

        def prepare() -> PaperJob:
            self._desk.require(Right.FOOTAGE)
            row = self.must_be(request_id)
            return self._desk.read(lambda it: paper_job(self._desk, it, row, which, path))

        def printed() -> Path:
            self.note("footage.printed", request_id, {"paper": which, "file": path.name})
            return path

        written = beside(self._desk.ask(prepare), lambda job: job.run())
        return then(self._desk, written, lambda _path: printed())

    def hand_over(self, request_id: str, version: int, handing: Handing) -> Future[FootageDetail]:
        """Hand the package over, or what was asked for, against its receipt.

        Raises:
            Refusal: papers, medium or files are missing.
        """

        def work() -> FootageDetail:
            row = self.must_be(request_id)
            now = self._desk.time.now_ms()
            rules.refuse_ahead(field_words("left_at"), handing.left_at, now)
            left = replace(handing, left_at=handing.left_at or now)
            asked = rules.handed(rows.request_of(row), left)
            files = self._desk.read(lambda it: rows.files(it, [request_id])[request_id])
            rules.refuse_lacking(missing_to_hand_over(asked, len(files)))
            facts = {"request": facts_of(asked), "return_until_at": handing.return_until_at}
            return self._do("footage.handed_over", Step(request_id, version), facts)

        return self._desk.ask(work)
