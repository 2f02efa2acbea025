"""The statement to sign: every maintainer's faults on a page of its own, words as typed."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.documents.word_page import filled
from duty_desk.domain.fault import Span
from tests.fakes.desk import camera

MINUTE_MS = 60_000
NAME = "<实创> & 分公司"


def has_writer() -> bool:
    """Whether LibreOffice is here with the part that opens letters."""
    found = shutil.which("soffice")
    return found is not None and Path(found).resolve().with_name("libswlo.so").exists()


@pytest.fixture
def span(desk) -> Span:
    """Ten hours; a fault of each of two maintainers in it, one of them told and repaired."""
    desk.cameras.add(
        [
            camera("C017", name="中关村东路-北口", maintainer="中科大脑"),
            camera("C018", maintainer=NAME),
        ]
    ).result(5)
    now = desk.time.now_ms()
    ids = {row.code: row.id for row in desk.snapshot.cameras}
    told = desk.faults.find(
        FoundFault(camera_id=ids["C017"], found_at=now, kind="blur", note="起雾\x0b看不清")
    ).result(5)
    desk.faults.find(FoundFault(camera_id=ids["C018"], found_at=now, kind="signal")).result(5)
    desk.time.advance(2 * MINUTE_MS)
    whom = Told(maintainer="中科大脑", reached="值班席", ticket="T-7")
    desk.faults.report([told.row.id], whom).result(5)
    desk.time.advance(60 * MINUTE_MS)
    desk.faults.repair(told.row.id, "清洁镜头").result(5)
    return Span(now, now + 600 * MINUTE_MS)


def made(desk, span, whose: str = "") -> bytes:
    """The letter's bytes."""
    letter = desk.faults.letter(span, whose).result(5)
    return filled(letter.template, letter.values)


def rows_of(table) -> list[list[str]]:
    """The texts of a table's cells."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_letter_names_what_whom_how_and_how_long(desk, span):
    """One maintainer's letter has its fault, its call, its repair and its figures."""
    document = docx.Document(io.BytesIO(made(desk, span, "中科大脑")))
    figures, faults, _signed = document.tables
    texts = rows_of(faults)[1]

    assert len(faults.rows) == 2
    assert texts[2] == "C017\n中关村东路-北口\n白塔庵社区"
    assert texts[3] == "模糊\n起雾 看不清"
    assert "用时 2:00 按时" in texts[5]
    assert texts[6] == "电话\n值班席\nT-7"
    assert texts[9] == "清洁镜头"
    assert rows_of(figures)[1][3:5] == ["1", "1 / 1"]


def test_all_maintainers_have_a_page_each(desk, span):
    """Three maintainers, three titles that begin a page; names are words and not markup."""
    document = docx.Document(io.BytesIO(made(desk, span)))
    titles = [
        one.text for one in document.paragraphs if one.paragraph_format.page_break_before is True
    ]

    assert sorted(titles) == sorted(
        f"设备故障报修对账单（{name}）" for name in ("中科大脑", "实创", NAME)
    )
    assert "本时段没有报修。" in [one.text for one in document.paragraphs]


def test_every_face_of_the_letter_is_chinese(desk, span):
    """No run is left to a face the reader's computer chooses."""
    document = docx.Document(io.BytesIO(made(desk, span)))
    faces = {fonts.get(qn("w:eastAsia")) for fonts in document.element.body.iter(qn("w:rFonts"))}

    assert faces == {"仿宋", "黑体"}


@pytest.mark.skipif(not has_writer(), reason="needs LibreOffice Writer")
def test_an_office_program_opens_it(desk, span, tmp_path: Path):
    """LibreOffice makes pages of it, one for each maintainer and none empty."""
    file = tmp_path / "letter.docx"
    file.write_bytes(made(desk, span))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    done = subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "letter.pdf").read_bytes().count(b"/Type/Page/") == 3
