"""The command that writes a report as a file."""

from __future__ import annotations

import docx


def test_a_daily_report_is_written_as_word_and_as_pdf(place, photo, tmp_path):
    """What the document says is what the printed facts say; it calls itself a draft."""
    place.json("record", "problem", "--camera", "C001", "--image", photo)
    word, pdf = tmp_path / "day.docx", tmp_path / "day.pdf"
    made = place.json("report", "daily", "--out", word)
    assert place("report", "daily", "--out", pdf).code == 0

    figures = {one["key"]: one for part in made["content"]["sections"] for one in part["figures"]}
    assert figures["problems.found"]["value"] == 1
    document = docx.Document(str(word))
    words = [one.text for one in document.paragraphs]
    assert "（草稿，数据未冻结）" in words
    assert any("发现问题 1 件" in one for one in words)
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_filter_that_does_not_exist_and_a_wrong_file_are_refused(place, tmp_path):
    """A sentence each, and no file."""
    wrong = (
        (("daily", "--out", tmp_path / "a.txt"), "只能|可以存成"),
        (("daily", "--out", tmp_path / "gone" / "a.docx"), "写不进去"),
        (("period", "--category", "妖怪", "--out", tmp_path / "a.docx"), "没有“妖怪”"),
    )
    for words, sentence in wrong:
        said = place("report", *words)
        assert said.code == 3
        assert any(part in said.err for part in sentence.split("|"))
    assert list(tmp_path.glob("a.*")) == []
    assert place("report", "hourly", "--out", tmp_path / "a.docx").code == 2
