"""The command that writes the morning page."""

from __future__ import annotations


def test_the_morning_page_is_one_pdf_page_and_what_it_says_is_printed_too(place, photo, tmp_path):
    """Today's problem that nobody pushed is what the day shift does first."""
    place.json("record", "problem", "--camera", "C001", "--image", photo)
    file = tmp_path / "morning.pdf"
    made = place.json("report", "morning", "--out", file)
    assert len(made["parts"]) == 8
    assert any("C001" in line for line in made["parts"][-1]["lines"])
    assert file.read_bytes().count(b"/Type /Page\n") == 1


def test_another_kind_of_file_and_a_day_to_come_are_refused(place, tmp_path):
    """A sentence each, and no file."""
    for words, sentence in (
        (("--out", tmp_path / "a.docx"), ".pdf"),
        (("--date", "2999-01-01", "--out", tmp_path / "a.pdf"), "2999-01-01"),
    ):
        said = place("report", "morning", *words)
        assert (said.code, sentence in said.err) == (3, True)
    assert list(tmp_path.glob("a.*")) == []
