"""The use cases of reports: drafts, texts, approval, freezing, delivery, later versions."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_desk.desk import report_attachments as attachments
from duty_desk.desk.paperwork import beside
from duty_desk.desk.report_clerk import ReportClerk, prepared
from duty_desk.desk.report_content import Asked, Content, content_of
from duty_desk.desk.report_files import SUFFIXES, folders_of, lay_out, refuse_suffix
from duty_desk.desk.report_freeze import freeze
from duty_desk.desk.report_gaps import gaps_of
from duty_desk.desk.report_rows import (
    asked_of,
    content_in,
    detail_of,
    hall_of,
    held,
    listed,
    open_reports,
    texts_of,
)
from duty_desk.documents.file_put import not_written, put
from duty_desk.domain import report as reports
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.report import ReportKind, ReportState, may_follow, report_id
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, mark, tr
from duty_desk.store import report as rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.report_views import Gap, ReportDetail, ReportGlance, ReportRow
    from duty_desk.domain.moment import Entry
    from duty_desk.store.evidence import EvidenceFolder
    from duty_desk.store.report_tables import ReportTable
    from duty_desk.store.transaction import Session

_MOST_LETTERS = 4000


class Reports:
    """Reports of the desk. What takes long is done beside the desk thread."""

    def __init__(self, desk: Desk, hours: Mapping[ReportKind, int]) -> None:
        self._desk = desk
        self._clerk = ReportClerk(desk, hours)
        desk.open_items.register("report", open_reports)

    # -- looking -------------------------------------------------------------------------------

    def listing(self) -> Future[tuple[ReportRow, ...]]:
        """The reports, those that must be delivered first."""
        return self._desk.ask(lambda: self._desk.read(listed))

    def detail(self, subject: str) -> Future[ReportDetail]:
        """One report with its texts and versions.

        Raises:
            Refusal: there is none.
        """

        def read(session: Session) -> ReportDetail:
            return detail_of(session, held(session, subject))

        return self._desk.ask(lambda: self._desk.read(read))

    def content(self, subject: str) -> Future[Content]:
        """What the report says: as approved, or as the records stand now."""

        def read(session: Session) -> Content:
            row = held(session, subject)
            approved = content_in(rows.version_of(session, row))
            return approved or self._live(session, asked_of(row, hall_of(self._desk)))

        return self._desk.reading.ask("report.content", read)

    def frozen(self, subject: str, version: int) -> Future[Content]:
        """What a version said when it was frozen.

        Raises:
            Refusal: that version was not frozen.
        """

        def read(session: Session) -> Content:
            found = content_in(rows.version_of(session, held(session, subject), version))
            if found is None:
                raise Refusal(tr("这一版没有冻结，没有当时的数字。"))
            return found

        return self._desk.reading.ask("report.frozen", read)

    def gaps(self, subject: str) -> Future[tuple[Gap, ...]]:
        """What the report lacks, to be filled first."""
        desk = self._desk

        def read(session: Session) -> tuple[Gap, ...]:
            row = held(session, subject)
            asked, texts = asked_of(row, ""), texts_of(rows.version_of(session, row))
            return gaps_of(session, desk.store.seat, asked, texts)

        return desk.reading.ask("report.gaps", read)

    def of(self, asked: Asked) -> Future[Content]:
        """What a report would say that is on no record."""
        return self._desk.reading.ask("report.of", lambda session: self._live(session, asked))

    def shown(self, session: Session, entries: tuple[Entry, ...], now: int) -> ReportGlance:
        """What every page must know; on the desk thread, after each commit."""
        return self._clerk.glance(session, entries, now)

    def begin(self) -> None:
        """From now on drafts are made at their hours; said by the window, not by commands."""
        self._desk.ask(self._clerk.begin)

    def tick(self) -> None:
        """Tell ended periods and have drafts made at their hours; on the desk thread."""
        self._clerk.tick()

    def _live(self, session: Session, asked: Asked) -> Content:
        return content_of(session, self._desk.sections, asked)

    # -- writing -------------------------------------------------------------------------------

    def prepare(self, asked: Asked) -> Future[str]:
        """Put a report on record as a draft; returns its id. One that exists stays as it is.

        Raises:
            Refusal: the period has no day, or a special report has no title.
        """

        def work() -> str:
            self._desk.require(Right.REPORTS)
            subject = self._new_id(asked)
            row = self._desk.read(lambda session: rows.found(session, subject))
            if row is None or row.state == ReportState.DUE:
                self._desk.record(prepared(subject, asked, self._desk.actor))
            return subject

        return self._desk.ask(work)

    def _new_id(self, asked: Asked) -> str:
        if asked.period.from_at >= asked.period.to_at:
            raise Refusal(tr("报告的时段是空的；没有建立。请选择至少一天。"))
        if asked.kind is not ReportKind.SPECIAL:
            return report_id(asked.kind, asked.period.from_at)
        if not asked.title.strip():
            raise Refusal(tr("请给专项报告起个标题；没有建立。"))
        return self._desk.new_id()

    def write(self, subject: str, texts: Mapping[str, str]) -> Future[None]:
        """Keep what a person wrote; an approval ends by it.

        Raises:
            Refusal: the report is frozen, or a text is too long.
        """

        def work() -> None:
            row = self._allowed(subject, Right.REPORTS, "report.written")
            known = reports.TEXTS[ReportKind(row.kind)]
            kept = {key: words.strip() for key, words in texts.items() if key in known}
            if any(len(words) > _MOST_LETTERS for words in kept.values()):
                raise Refusal(tr("一段文字最多 {n} 字；没有保存。", n=_MOST_LETTERS))
            self._desk.record(self._moment("report.written", subject, {"texts": kept}))

        return self._desk.ask(work)

    def approve(self, subject: str) -> Future[None]:
        """Approve the report as its figures stand now; they are what will be frozen.

        Raises:
            Refusal: who is here may not approve, or the report is frozen.
        """
        desk = self._desk

        def check() -> tuple[Asked, str]:
            row = self._allowed(subject, Right.REPORTS_APPROVE, "report.approved")
            return asked_of(row, hall_of(desk)), desk.actor

        def work(found: tuple[Asked, str]) -> None:
            asked, actor = found
            content = desk.reading.ask(
                f"report.approve.{subject}", lambda it: self._live(it, asked)
            )
            facts = {"content": content.result().hash, "figures": dict(content.result().facts)}
            desk.ask(lambda: self._approve(subject, facts, actor)).result()

        return beside(desk.ask(check), work)

    def _approve(self, subject: str, facts: Mapping[str, object], actor: str) -> None:
        """In the name of who asked for it: counting takes long, the seat may have changed."""
        self._allowed(subject, Right.REPORTS_APPROVE, "report.approved")
        moment = self._moment("report.approved", subject, facts)
        self._desk.record(replace(moment, actor=actor))

    def freeze(self, subject: str) -> Future[str]:
        """Freeze an approved report and make its files; returns the number of the freeze.

        Raises:
            Refusal: it is not approved, or its template is broken; nothing was frozen.
        """

        def check() -> str:
            self._allowed(subject, Right.REPORTS, "report.frozen")
            return self._desk.actor

        return beside(self._desk.ask(check), lambda actor: freeze(self._desk, subject, actor))

    def deliver(self, subject: str, receiver: str, at: int | None = None) -> Future[None]:
        """Note that the frozen report was handed over, now or at a stated time.

        Raises:
            Refusal: it is not frozen, nobody is named, or the time cannot be.
        """

        def work() -> None:
            row = self._allowed(subject, Right.REPORTS, "report.delivered")
            made = self._desk.read(lambda session: rows.version_of(session, row))
            if not receiver.strip():
                raise Refusal(tr("请填写交给了谁（单位或岗位）；没有保存。"))
            if at is not None and not (made.frozen_at or 0) <= at <= self._desk.time.now_ms():
                raise Refusal(tr("送达时间要在冻结之后、现在之前；没有保存。"))
            facts = {"kind": row.kind, "version": row.version, "receiver": receiver.strip()}
            facts["docx_sha256"] = made.docx_sha256
            self._desk.record(
                self._moment("report.delivered", subject, facts, at=at, is_key=at is None)
            )

        return self._desk.ask(work)

    def reopen(self, subject: str, reason: str) -> Future[None]:
        """Begin the next version of a frozen report; the frozen one stays as it is.

        Raises:
            Refusal: it is not frozen, or no reason is given.
        """

        def work() -> None:
            row = self._allowed(subject, Right.REPORTS, "report.reopened")
            if not reason.strip():
                raise Refusal(tr("请写明为什么要出新的一版；没有执行。"))
            facts = {"kind": row.kind, "version": row.version + 1}
            self._desk.record(self._moment("report.reopened", subject, facts, reason.strip()))

        return self._desk.ask(work)

    def _allowed(self, subject: str, right: Right, kind: str) -> ReportTable:
        """The report's row, for who may do it in a state in which it can be done."""
        self._desk.require(right)
        row = self._desk.read(lambda session: held(session, subject))
        if not may_follow(ReportState(row.state), kind):
            raise Refusal(tr(_NOT_NOW[kind]))
        return row

    def _moment(
        self,
        kind: str,
        subject: str,
        facts: Mapping[str, object],
        reason: str = "",
        *,
        at: int | None = None,
        is_key: bool = True,
    ) -> Moment:
        return Moment(
            kind=kind,
            subject=subject,
            facts=dict(facts),
            event_at=at,
            source=Source.KEY if is_key else Source.SELF,
            actor=self._desk.actor,
            reason=reason,
        )

    # -- files ---------------------------------------------------------------------------------

    def save(self, subject: str, file: Path, version: int = 0) -> Path:
        """Save the report as .docx or .pdf: the frozen file, or a draft that says so.

        On any thread but the desk's.

        Raises:
            Refusal: another kind of file is asked for, the frozen one is not as it was frozen, or
                it cannot be written.
        """
        desk = self._desk
        suffix = refuse_suffix(file)
        desk.ask(lambda: desk.require(Right.EXPORT)).result()
        detail = self.detail(subject).result()
        made = detail.versions[(version or len(detail.versions)) - 1]
        if made.frozen_at is not None:
            found = desk.ask(
                lambda: desk.read(lambda it: _hash_of(it, subject, made.version, suffix))
            )
            put(file, _frozen_bytes(desk.store.evidence, found.result(), suffix))
            return file
        content = self.content(subject).result()
        lay_out(folders_of(desk), desk.font, content, detail.texts, file)
        return file

    def save_all(self, subject: str, folder: Path, version: int = 0) -> Path:
        """Save a frozen version with its attachments in a folder of its own within `folder`.

        On any thread but the desk's.

        Raises:
            Refusal: as `save`; or the version is not frozen.
        """
        desk = self._desk
        desk.ask(lambda: desk.require(Right.EXPORT)).result()
        detail = self.detail(subject).result()
        made = detail.versions[(version or len(detail.versions)) - 1]
        if made.frozen_at is None:
            raise Refusal(tr("这份报告还没有冻结，附件和报告一起冻结；没有保存。"))
        name = f"{detail.row.title} {made.number}"
        place = folder / name
        try:
            place.mkdir(exist_ok=True)
        except OSError as error:
            raise not_written(place) from error
        for suffix in SUFFIXES:
            self.save(subject, place / f"{name}{suffix}", made.version)
        for one in made.attachments:
            if one["sha256"]:
                data = _frozen_bytes(desk.store.evidence, one["sha256"], attachments.SUFFIX)
                put(place / attachments.file_name(one["no"], one["title"]), data)
        return place


_NOT_NOW = {
    "report.written": mark("这份报告已经冻结，不能再改文字；没有保存。请先出新的一版。"),
    "report.approved": mark("这份报告已经冻结；没有执行。"),
    "report.frozen": mark("这份报告还没有批准，或已经冻结；没有冻结。请先预览并批准。"),
    "report.delivered": mark("这份报告还没有冻结，或已经送达；没有保存。请先冻结并生成文件。"),
    "report.reopened": mark("这份报告还没有冻结，可以直接修改；没有执行。"),
}


def _frozen_bytes(evidence: EvidenceFolder, sha256: str, suffix: str) -> bytes:
    try:
        data = evidence.path(sha256, suffix).read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refusal(
            tr(
                "冻结的报告文件丢失或内容已被改动，没有保存。"
                "请先运行核验，从备份找回这个文件，或出新的一版。"
            )
        )
    return data


def _hash_of(session: Session, subject: str, version: int, suffix: str) -> str:
    made = rows.version_of(session, held(session, subject), version)
    return made.pdf_sha256 if suffix == ".pdf" else made.docx_sha256
