"""Word documents: faces, tables, templates, bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn

from duty_desk.documents.word_page import (
    BODY,
    Face,
    Paper,
    add_row,
    as_bytes,
    filled,
    page,
    paragraph,
    table,
)

WIDTHS = (40.0, 130.0)


def letter(words: str = "海淀南路-南") -> bytes:
    """A page with a title and a table of one row."""
    document = page(Paper())
    paragraph(document, "故障 & <对账>", Face(pt=16, is_bold=True))
    made = table(document, ("点位", "说明"), WIDTHS, Face(pt=9))
    add_row(made, ("C063", words), WIDTHS, Face(pt=9))
    return as_bytes(document)


def test_chinese_has_its_own_face() -> None:
    """Every style and run names the East Asian face, so that no reader's computer chooses one."""
    document = docx.Document(BytesIO(letter()))
    faces = document.styles["Normal"].element.rPr.rFonts

    assert faces.get(qn("w:eastAsia")) == BODY
    assert faces.get(qn("w:eastAsiaTheme")) is None


def test_the_same_document_gives_the_same_bytes() -> None:
    """A document made twice has one hash: it can be sealed and compared."""
    assert letter() == letter()


def test_headings_stand_on_every_page_and_no_row_is_torn() -> None:
    """The first row repeats; rows stay whole."""
    with ZipFile(BytesIO(letter())) as parts:
        body = parts.read("word/document.xml").decode()

    assert body.count("<w:tblHeader/>") == 1
    assert body.count("<w:cantSplit/>") == 2


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    """A pasted control sign costs itself and nothing else."""
    document = docx.Document(BytesIO(letter("信号\x0b中断\x00")))

    assert document.tables[0].rows[1].cells[1].text == "信号 中断 "


def test_a_template_takes_words_as_words(tmp_path) -> None:
    """What a person typed is neither markup nor a command of the template."""
    document = page(Paper())
    paragraph(document, "{{ name }}")
    template = tmp_path / "letter.docx"
    template.write_bytes(as_bytes(document))
    typed = "<b>A & B</b> {{ 7 * 7 }} \x01"

    made = filled(template, {"name": typed})

    words = docx.Document(BytesIO(made)).paragraphs[0].text
    assert words == "<b>A & B</b> {{ 7 * 7 }}  "
    assert made == filled(template, {"name": typed})
