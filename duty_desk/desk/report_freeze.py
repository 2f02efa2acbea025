"""Freezing a report: the figures as approved, the files made of them, and where the chain stood.

The files and the template lie in the evidence folder under their hashes before the moment names
them, like every other evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.report_attachments import keep
from duty_desk.desk.report_files import folders_of
from duty_desk.desk.report_papers import Seal, paper_of, seal_of
from duty_desk.desk.report_rows import asked_of, content_in, held, texts_of
from duty_desk.desk.report_words import TEXTS
from duty_desk.documents.report_pdf import report_pdf
from duty_desk.documents.report_word import report_word
from duty_desk.domain.moment import Moment
from duty_desk.domain.report import (
    ReportKind,
    ReportState,
    differences,
    freeze_number,
    may_follow,
)
from duty_desk.language import Refusal, chinese, tr
from duty_desk.store import checkpoint
from duty_desk.store import report as rows
from duty_desk.store.trouble import StoreTrouble, explain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.report_content import Content
    from duty_desk.domain.period import Period
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """An approved report, read in one go."""

    kind: ReportKind
    version: int
    number: str
    period: Period
    content: Content
    texts: Mapping[str, str]
    differences: tuple[dict[str, str], ...]


def freeze(desk: Desk, report_id: str, actor: str) -> str:
    """Freeze an approved report for `actor`; returns its number. On any thread but the desk's.

    Raises:
        Refusal: it is not approved, or its template is broken; nothing was frozen.
        StoreTrouble: disk or store would not take it.
    """
    ready = desk.ask(lambda: desk.read(lambda session: _ready(session, report_id))).result()
    template = folders_of(desk).of(ready.kind)
    # Tried before the chain is sealed for it: a broken template leaves nothing behind.
    report_word(paper_of(ready.content, ready.texts, desk.font), template)
    sealed_at, facts = desk.ask(lambda: _seal_chain(desk, report_id)).result()
    code = checkpoint.code_of(facts["head"], facts["seq"])
    seal = seal_of(ready.number, facts["no"], code, sealed_at)
    (word, pdf, model, *more), attached = _files(desk, ready, template, seal)
    kept = (word, pdf, model, *more)
    moment = Moment(
        kind="report.frozen",
        subject=report_id,
        facts={
            "kind": str(ready.kind),
            "version": ready.version,
            "number": ready.number,
            "content": ready.content.hash,
            "template": template.name,
            "template_sha256": model.sha256,
            "docx_sha256": word.sha256,
            "pdf_sha256": pdf.sha256,
            "checkpoint_no": facts["no"],
            "seal": code,
            "differences": list(ready.differences),
            "attachments": attached,
            "files": [one.as_facts() for one in kept],
        },
        actor=actor,
    )
    try:
        desk.ask(lambda: _write(desk, moment, ready)).result()
    except BaseException:
        desk.store.evidence.discard(kept)
        raise
    return ready.number


def _ready(session: Session, report_id: str) -> _Ready:
    row = held(session, report_id)
    made = rows.version_of(session, row)
    content = content_in(made)
    if not may_follow(ReportState(row.state), "report.frozen") or content is None:
        raise Refusal(tr("这份报告还没有批准，或已经冻结；没有冻结。请先预览并批准。"))
    texts = texts_of(made)
    kind = ReportKind(row.kind)
    return _Ready(
        kind=kind,
        version=row.version,
        number=freeze_number(kind, row.from_at, row.version, rows.nth(session, row)),
        period=asked_of(row, "").period,
        content=content,
        texts=texts,
        differences=tuple(_differences(session, report_id, content, texts)),
    )


def _differences(
    session: Session, report_id: str, content: Content, texts: Mapping[str, str]
) -> list[dict[str, str]]:
    """What stands differently than in the version frozen last; nothing for the first."""
    frozen = [one for one in rows.versions(session, report_id) if one.frozen_at is not None]
    before = content_in(frozen[-1]) if frozen else None
    if before is None:
        return []
    was = [*before.lines(), *_text_lines(texts_of(frozen[-1]))]
    now = [*content.lines(), *_text_lines(texts)]
    return [one.as_facts() for one in differences(was, now)]


def _text_lines(texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"key": f"text.{key}", "title": chinese(TEXTS[key]), "said": words}
        for key, words in texts.items()
    ]


def _seal_chain(desk: Desk, report_id: str) -> tuple[int, dict[str, Any]]:
    """Seal the chain for a report; returns when, and the checkpoint's facts."""
    seat = desk.store.seat

    def write(unit: Unit) -> tuple[int, dict[str, Any]]:
        facts = checkpoint.facts_now(unit.session, seat, occasion="report")
        moment = Moment(kind="store.checkpoint", subject=seat, facts={**facts, "of": report_id})
        return unit.append(moment).recorded_at, facts

    return desk.write(write)


def _files(
    desk: Desk, ready: _Ready, template: Path, seal: Seal
) -> tuple[list[EvidenceFile], list[dict[str, Any]]]:
    """Word, PDF, template and attachments as evidence; and what is said of the attachments."""
    paper = paper_of(ready.content, ready.texts, desk.font, seal)
    made = (
        (report_word(paper, template), ".docx"),
        (report_pdf(paper, desk.font.parent), ".pdf"),
        (template.read_bytes(), ".docx"),
    )
    kept: list[EvidenceFile] = []
    try:
        kept.extend(desk.store.evidence.put(data, suffix) for data, suffix in made)
        more, attached = keep(desk, ready.kind, ready.period)
    except BaseException as error:
        desk.store.evidence.discard(kept)
        if isinstance(error, OSError):
            raise explain(error) or StoreTrouble(str(error)) from None
        raise
    return [*kept, *more], attached


def _write(desk: Desk, moment: Moment, ready: _Ready) -> None:
    def same(session: Session) -> bool:
        row = held(session, moment.subject)
        is_same = row.content == ready.content.hash
        is_same = is_same and texts_of(rows.version_of(session, row)) == ready.texts
        return is_same and may_follow(ReportState(row.state), moment.kind)

    if not desk.read(same):
        raise Refusal(tr("冻结时报告又被改动了；没有冻结，请重新预览并批准。"))
    desk.record(moment)
