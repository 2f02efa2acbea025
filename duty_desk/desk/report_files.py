"""Reports as files: which template is filled, and drafts laid out as Word or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.report_papers import paper_of
from duty_desk.documents.file_put import put
from duty_desk.documents.report_pdf import report_pdf
from duty_desk.documents.report_word import report_word
from duty_desk.domain.report import ReportKind
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.report_content import Content

SUFFIXES = (".docx", ".pdf")
OWN_TEMPLATES = "templates"
_TEMPLATES = {
    ReportKind.DAILY: "report_daily.docx",
    ReportKind.WEEKLY: "report_weekly.docx",
    ReportKind.MONTHLY: "report_monthly.docx",
    ReportKind.WORK: "report_work.docx",
    ReportKind.SPECIAL: "report_special.docx",
}


@dataclass(frozen=True)
class TemplateFolders:
    """Where templates lie: the data folder, whose own ones come first, and the program's."""

    own: Path
    bundled: Path

    def of(self, kind: ReportKind) -> Path:
        """The template of this kind of report."""
        own = self.own / OWN_TEMPLATES / _TEMPLATES[kind]
        return own if own.exists() else self.bundled / _TEMPLATES[kind]


def folders_of(desk: Desk) -> TemplateFolders:
    """Where a desk's templates lie."""
    return TemplateFolders(own=desk.store.place.data, bundled=desk.templates)


def refuse_suffix(file: Path) -> str:
    """The file's suffix, one of `SUFFIXES`.

    Raises:
        Refusal: it is another.
    """
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refusal(tr("报告可以存成 .docx 或 .pdf；没有保存。"))
    return suffix


def lay_out(
    folders: TemplateFolders, font: Path, content: Content, texts: Mapping[str, str], file: Path
) -> None:
    """Write a draft of `content` to `file`, .docx or .pdf.

    Raises:
        Refusal: another kind of file is asked for, the template is broken, or it cannot be
            written.
    """
    suffix = refuse_suffix(file)
    paper = paper_of(content, texts, font)
    if suffix == ".pdf":
        put(file, report_pdf(paper, font.parent))
        return
    put(file, report_word(paper, folders.of(ReportKind(content.facts["kind"]))))
