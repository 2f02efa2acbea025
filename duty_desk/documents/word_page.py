"""Word documents: the page, its Chinese faces and tables, a template filled; the same bytes again.

Templates of `resources/templates` are built with `page`, `paragraph` and `table` and filled by
`filled`; what has no template is built directly and closed by `as_bytes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from duty_desk.documents.file_put import put
from duty_desk.language import chinese

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from docx.document import Document
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

BODY, HEADING, LATIN = chinese("仿宋"), chinese("黑体"), "Times New Roman"
A4_MM = (210, 297)
# XML knows no control signs; a pasted one must not cost the whole document.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MADE = (2026, 1, 1, 0, 0, 0)  # a fixed date of making: the same words give the same file


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An A4 page: which way it lies, its margin, and the size of its plain text in points."""

    is_landscape: bool = False
    margin_mm: int = 20
    text_pt: float = 12

    @property
    def width_mm(self) -> int:
        """The room between the margins."""
        return (A4_MM[1] if self.is_landscape else A4_MM[0]) - 2 * self.margin_mm


@dataclass(frozen=True, kw_only=True)
class Face:
    """How words look: size in points (None: the page's own), Chinese face, weight."""

    pt: float | None = None
    family: str = BODY
    is_bold: bool = False


def page(paper: Paper) -> Document:
    """An empty document on this paper, with pages numbered at the foot."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    width, height = A4_MM[::-1] if paper.is_landscape else A4_MM
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(paper.margin_mm))
    section.footer_distance = Mm(paper.margin_mm // 2)
    normal = document.styles["Normal"]
    normal.font.size = Pt(paper.text_pt)
    normal.paragraph_format.space_after = Pt(0)
    _use_faces(normal.element.get_or_add_rPr(), BODY)
    _number_pages(section.footer.paragraphs[0])
    return document


def paragraph(
    document: Document | _Cell,
    words: str,
    face: Face | None = None,
    align: WD_PARAGRAPH_ALIGNMENT | None = None,
) -> Paragraph:
    """A paragraph added at the end of the document, or of a table's cell."""
    added = document.add_paragraph()
    added.alignment = align
    written(added, words, face)
    return added


def written(place: Paragraph, words: str, face: Face | None = None) -> Run:
    """Words added to a paragraph."""
    from docx.shared import Pt

    run = place.add_run(plain(words))
    if face is not None:
        run.bold = face.is_bold
        _use_faces(run._element.get_or_add_rPr(), face.family)  # noqa: SLF001 - no other way
        if face.pt is not None:
            run.font.size = Pt(face.pt)
    return run


def table(
    document: Document, headings: Sequence[str], widths_mm: Sequence[float], face: Face
) -> Table:
    """A ruled table with one row of headings, which stands again on every page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    made: Table = document.add_table(rows=1, cols=len(headings))
    made.style = document.styles["Table Grid"]
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    for cell, words in zip(made.rows[0].cells, headings, strict=True):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        written(cell.paragraphs[0], words, face)
        _shade(cell)
    _flag_row(made, 0, "w:tblHeader")
    _flag_row(made, 0, "w:cantSplit")
    _set_widths(made, widths_mm)
    return made


def add_row(made: Table, cells: Sequence[str], widths_mm: Sequence[float], face: Face) -> None:
    """A row at the end of the table; it is never torn between two pages."""
    row = made.add_row()  # type: ignore[no-untyped-call]
    for cell, words in zip(row.cells, cells, strict=True):
        written(cell.paragraphs[0], words, face)
    _flag_row(made, len(made.rows) - 1, "w:cantSplit")
    _set_widths(made, widths_mm)


def named_rows(
    document: Document, rows: Sequence[Sequence[str]], widths_mm: Sequence[float], face: Face
) -> Table:
    """A ruled table without headings, whose first, third … column names what stands beside it."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    made: Table = document.add_table(rows=0, cols=len(widths_mm))
    made.style = document.styles["Table Grid"]
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    for cells in rows:
        row = made.add_row()  # type: ignore[no-untyped-call]
        for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            written(cell.paragraphs[0], words, face)
            if place % 2 == 0:
                _shade(cell)
        _flag_row(made, len(made.rows) - 1, "w:cantSplit")
        _set_widths(made, widths_mm)
    return made


def bare_table(
    document: Document, cells: Sequence[str], widths_mm: Sequence[float], face: Face
) -> Table:
    """One row side by side without rules, as for lines to sign; never torn between pages."""
    made: Table = document.add_table(rows=1, cols=len(cells))
    made.autofit = False
    for cell, words in zip(made.rows[0].cells, cells, strict=True):
        written(cell.paragraphs[0], words, face)
    _flag_row(made, 0, "w:cantSplit")
    _set_widths(made, widths_mm)
    return made


def filled(template: Path, values: Mapping[str, Any]) -> bytes:
    """The template with its places filled; words are words, never markup.

    Args:
        template: A .docx of `resources/templates`.
        values: Texts, numbers, lists and mappings of them, by the template's names.
    """
    from docxtpl import DocxTemplate

    document = DocxTemplate(template)
    document.render(_plain_values(dict(values)), autoescape=True)
    return as_bytes(document)


def write_filled(path: Path, template: Path, values: Mapping[str, Any]) -> None:
    """Write the filled template as one .docx.

    Raises:
        Refusal: the file cannot be written.
    """
    put(path, filled(template, values))


def as_bytes(document: Any) -> bytes:
    """The document as the bytes of a .docx: the same document gives the same bytes."""
    first, again = BytesIO(), BytesIO()
    document.save(first)
    with ZipFile(first) as parts, ZipFile(again, "w") as out:
        for name in parts.namelist():
            info = ZipInfo(name, _MADE)
            info.compress_type = ZIP_DEFLATED
            out.writestr(info, parts.read(name))
    return again.getvalue()


def plain(words: str) -> str:
    """The words without signs that no document can hold."""
    return _NO_XML.sub(" ", words)


def _plain_values(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _plain_values(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_values(one) for one in value]
    return value


def _use_faces(properties: Any, family: str) -> None:
    """Set the faces; without `w:eastAsia` Chinese falls to whatever the reader's computer has."""
    from docx.oxml.ns import qn

    faces = properties.get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        faces.attrib.pop(qn(kind), None)
    faces.set(qn("w:ascii"), LATIN)
    faces.set(qn("w:hAnsi"), LATIN)
    faces.set(qn("w:eastAsia"), family)


def _number_pages(foot: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    small = Face(pt=9)
    written(foot, chinese("第 "), small)
    _field(foot, "PAGE", small)
    written(foot, chinese(" 页 / 共 "), small)
    _field(foot, "NUMPAGES", small)
    written(foot, chinese(" 页"), small)


def _field(place: Paragraph, code: str, face: Face) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = written(place, "", face)._element  # noqa: SLF001 - python-docx has no fields
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = code
        run.append(part)


def _flag_row(made: Table, number: int, flag: str) -> None:
    from docx.oxml import OxmlElement

    made.rows[number]._tr.get_or_add_trPr().append(OxmlElement(flag))  # noqa: SLF001


def _shade(cell: _Cell) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "E8EEF7")
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading


def _set_widths(made: Table, widths_mm: Sequence[float]) -> None:
    """Set columns and every cell: Word reads the cells, LibreOffice the columns."""
    from docx.shared import Mm

    for column, width in zip(made.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for cell, width in zip(made.rows[-1].cells, widths_mm, strict=True):
        cell.width = Mm(width)
