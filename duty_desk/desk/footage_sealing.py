"""The work on a request that takes long: sealing its package, writing it to a medium, its papers.

On the desk thread what is known is gathered, and no disk but its own is asked, because a network
share may not answer; a thread beside it does the work; the desk thread puts on record what came
of it. A package whose record fails goes back to being unfinished, so
that the same call goes on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.desk import footage_package
from duty_desk.desk.footage_package import Recording, Sealed, unfinished
from duty_desk.desk.footage_papers import (
    Exported,
    HandedFile,
    Told,
    clock_sheet,
    package_papers,
    receipt,
    register_form,
)
from duty_desk.desk.footage_rows import look_of, officers_in, places
from duty_desk.desk.footage_words import number_of, paper_words
from duty_desk.documents.bag import BagInfo
from duty_desk.documents.file_put import put
from duty_desk.documents.footage_forms import clock_pdf, clock_word, form_pdf, form_word
from duty_desk.domain.footage import FootageState, Officer
from duty_desk.domain.problem import day_of
from duty_desk.language import Refusal, chinese, speaking, tr
from duty_desk.machine.disk import free_bytes
from duty_desk.machine.file_copy import unwritable
from duty_desk.store import footage as rows
from duty_desk.store import journal

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.domain.footage import ClockCheck
    from duty_desk.machine.file_copy import Watch
    from duty_desk.store.footage_tables import FootageTable
    from duty_desk.store.transaction import Session

_LEFT_BYTES = 512 << 20  # the desk goes on writing while a package lies beside it
SHELF = "footage"  # the folder of packages in the data folder
_FOUND = chinese("有，完整")


@dataclass(frozen=True, kw_only=True)
class SealJob:
    """Everything a package is made of."""

    told: Told
    checks: tuple[ClockCheck, ...]
    recordings: tuple[Recording, ...]
    file_ids: tuple[str, ...]
    info: BagInfo
    folder: Path
    resources: Path
    head: str
    data: Path

    def run(self, watch: Watch | None) -> Sealed:
        """Make the package; beside the desk thread.

        Raises:
            Refusal: no such folder, no room, a file changed, or the disk gave up.
            Stopped: asked to; the same call goes on.
        """
        self._refuse_place()
        papers = package_papers(self.told, self.checks, self.resources)
        footage_package.take_up(self.folder, self.recordings)  # no record names it yet
        return footage_package.seal(self.folder, self.info, self.recordings, papers, watch)

    def undo(self) -> None:
        """Let the package be unfinished again: nothing on record names it."""
        self.folder.rename(unfinished(self.folder))

    def _refuse_place(self) -> None:
        place = self.folder.parent
        if place == self.data / SHELF:
            make_folder(place)
        if not place.is_dir():
            raise Refusal(tr("文件夹“{folder}”不存在，没有封存；请另选。", folder=place.name))
        _refuse_filling(self.data, self.folder, sum(one.size_bytes for one in self.recordings))

    def facts(self, sealed: Sealed) -> dict[str, Any]:
        """How the journal tells of the package."""
        folder, data = sealed.folder.resolve(), self.data.resolve()
        is_own = folder.is_relative_to(data)
        inside = (one.path for one in sealed.recordings)
        return {
            "folder": folder.relative_to(data).as_posix() if is_own else str(folder),
            "seal": sealed.seal,
            "head": self.head,
            "files": len(sealed.recordings),
            "size_bytes": sum(one.size_bytes for one in sealed.recordings),
            "names": dict(zip(self.file_ids, inside, strict=True)),
        }


def seal_job(desk: Desk, session: Session, row: FootageTable, folder: Path) -> SealJob:
    """Gather what a package is made of; `folder` is where its own folder shall stand.

    Raises:
        Refusal: there are no recordings.
    """
    files = rows.files(session, [row.id])[row.id]
    if not files:
        raise Refusal(tr("还没有加入录像文件，不能封存。"))
    target = folder / chinese("调取{number}", number=number_of(row))
    told, newest = told_of(desk, session, row), journal.newest(session, desk.store.seat)
    head = f"{newest.hash}@{newest.seat}#{newest.seq}" if newest else ""
    info = BagInfo(
        number=told.number,
        unit=told.hall,
        made_on=day_of(desk.time.now_ms()),
        description=chinese("监控录像取证包"),
        more=(("Journal-Head", head),),
    )
    return SealJob(
        told=told,
        checks=tuple(rows.checks_of(row).values()),
        recordings=tuple(
            Recording(
                source=Path(one.path),
                name=one.name,
                sha256=one.sha256,
                size_bytes=one.size_bytes,
            )
            for one in files
        ),
        file_ids=tuple(one.id for one in files),
        info=info,
        folder=target,
        resources=desk.font.parent.parent,
        head=head,
        data=desk.store.place.data,
    )


def _refuse_filling(data: Path, target: Path, needed: int) -> None:
    """Refuse a package that leaves the desk's own disk no room for its records."""
    if target.parent.stat().st_dev != data.stat().st_dev:
        return  # another medium: whether it has room is asked before the first byte
    growing = unfinished(target)
    there = sum(one.stat().st_size for one in growing.rglob("*") if one.is_file())
    left = free_bytes(target.parent) + there - needed
    if left < _LEFT_BYTES:
        raise Refusal(
            tr(
                "封存后值守台所在磁盘只剩 {left} MB，会影响值班记录，没有封存。"
                "请另选磁盘或移动硬盘，或先腾出空间。",
                left=max(0, left) >> 20,
            )
        )


def make_folder(folder: Path) -> None:
    """Make the shelf of packages.

    Raises:
        Refusal: the data folder cannot be written.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


@dataclass(frozen=True)
class MediumJob:
    """A sealed package about to be written onto a medium."""

    package: Path
    seal: str
    medium: Path

    def run(self, watch: Watch | None) -> dict[str, Any]:
        """Write it and read it back; how the journal tells of it.

        A package that stands there whole, written before the program could put it on record, is
        read back once more and taken as it is.

        Raises:
            Refusal: the package is gone; no room, pulled out, or it gives back other bytes.
            Stopped: asked to; the same call goes on.
        """
        if not self.package.is_dir():
            words = tr(
                "取证包“{folder}”不在原来的位置，没有写入介质；请把它放回原处。",
                folder=self.package.name,
            )
            raise Refusal(words)
        target = self.medium / self.package.name
        if not self._is_there(target, watch):
            footage_package.put_on_medium(self.package, self.medium, watch)
        return {"folder": str(target), "seal": self.seal}

    def _is_there(self, target: Path, watch: Watch | None) -> bool:
        if not target.is_dir() or target == self.package:
            return False
        try:
            found = footage_package.check(target, watch)
        except Refusal:
            return False  # another folder of this name: the writing says so
        return found.is_whole and found.seal == self.seal


def medium_job(desk: Desk, row: FootageTable, medium: Path) -> MediumJob:
    """Gather what is written onto a medium."""
    facts = json.loads(row.package)
    return MediumJob(desk.store.place.data / facts["folder"], facts["seal"], medium)


def told_of(desk: Desk, session: Session, row: FootageTable) -> Told:
    """What the papers of a request tell; certificates' numbers stand in full."""
    asked = rows.request_of(row)
    where = places(session, {span.camera_id for span in asked.spans})
    results = json.loads(row.results)
    package = json.loads(row.package)
    found = {span.camera_id: results.get(span.camera_id, _FOUND) for span in asked.spans}
    with speaking("zh_CN"):
        hall = f"{desk.hall} · {desk.seat}"
    return Told(
        number=number_of(row),
        hall=hall,
        request=asked,
        officers=_officers(desk, session, row),
        registered_at=row.registered_at,
        registered_by=row.registered_by,
        cameras=where.names,
        results=found if results else {},
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        files=tuple(
            HandedFile(
                name=one.name,
                size_bytes=one.size_bytes,
                sha256=one.sha256,
                look=look_of(desk, json.loads(one.look)),
            )
            for one in rows.files(session, [row.id])[row.id]
        ),
        exported=_exported(session, row),
        seal=package.get("seal", ""),
        handed_by=row.handed_by,
        handed_at=row.handed_at,
        return_until_at=row.return_until_at,
    )


def _exported(session: Session, row: FootageTable) -> Exported | None:
    """From the search on the recorder until all recordings were here, as the journal has it."""
    told = {entry.kind: entry for entry in journal.entries_of(session, row.id)}
    done, begun = told.get("footage.exported"), told.get("footage.located")
    if done is None or begun is None:
        return None
    tool = str(done.facts.get("note", ""))
    return Exported(by=done.actor, from_at=begun.event_at, at=done.event_at, tool=tool)


def _officers(desk: Desk, session: Session, row: FootageTable) -> tuple[Officer, ...]:
    gone = chinese("（已按规定删除）")
    return tuple(one or Officer(name=gone, number=gone) for one in officers_in(desk, session, row))


# -- papers ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PaperJob:
    """A form about to be written for people to sign."""

    told: Told
    checks: tuple[ClockCheck, ...]
    which: str
    path: Path
    fonts: Path

    def run(self) -> Path:
        """Write it.

        Raises:
            Refusal: it cannot be written there.
        """
        put(self.path, self._clock() if self.which == "clock" else self._form())
        return self.path

    def _form(self) -> bytes:
        form = receipt(self.told) if self.which == "receipt" else register_form(self.told)
        return form_pdf(form, self.fonts) if self._is_pdf else form_word(form)

    def _clock(self) -> bytes:
        sheet = clock_sheet(self.told, self.checks)
        return clock_pdf(sheet, self.fonts) if self._is_pdf else clock_word(sheet)

    @property
    def _is_pdf(self) -> bool:
        return self.path.suffix.lower() == ".pdf"


def paper_job(desk: Desk, session: Session, row: FootageTable, which: str, path: Path) -> PaperJob:
    """Gather what a form tells.

    Raises:
        Refusal: the kind of file is none of ours, or there is nothing to receive yet.
    """
    if path.suffix.lower() not in (".pdf", ".docx"):
        raise Refusal(tr("{paper}只能存成 .docx 或 .pdf；没有导出。", paper=paper_words(which)))
    told, checks = told_of(desk, session, row), tuple(rows.checks_of(row).values())
    if which == "receipt" and not told.seal:
        raise Refusal(tr("取证包还没有封存，没有回执可打印。"))
    if which == "clock" and not checks:
        raise Refusal(tr("还没有校对过时钟，没有校对单可打印。"))
    if which == "receipt" and row.state == FootageState.VERIFIED:
        told = replace(told, handed_by=desk.actor, handed_at=desk.time.now_ms())
    return PaperJob(told, checks, which, path, desk.font.parent)
