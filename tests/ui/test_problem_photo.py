"""Photos of the rectification: what is taken, what is refused before it is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from duty_desk.language import Refusal
from duty_desk.ui.problems.after_picture import MOST_BYTES, checked, read_photo
from duty_desk.ui.problems.clipboard import picture_in
from tests.fakes.desk import picture


def test_a_photo_comes_back_byte_for_byte(tmp_path):
    """What is kept is what was sent, not a copy made by us."""
    path = tmp_path / "after.jpg"
    path.write_bytes(picture())

    assert read_photo(path) == picture()


def test_a_photo_of_four_gigabytes_is_refused_before_it_is_read(tmp_path):
    """A sparse file of 4 GB: the sentence comes at once and names size and limit."""
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(4 << 30)

    with pytest.raises(Refusal, match=r"4096 MB.*20 MB.*没有读取"):
        read_photo(path)


@pytest.mark.qt_log_ignore("Unsupported marker", extend=True)
@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a" + b"\0" * 50, b"%PDF-1.7", b"\xff\xd8\xff" + b"junk" * 20, b"MZ" + b"\0" * 99],
    ids=["empty", "gif", "pdf", "broken jpeg", "program"],
)
def test_what_is_no_photo_is_refused_by_its_content(tmp_path, content):
    """The name says .jpg; the bytes decide."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)

    with pytest.raises(Refusal, match=r"photo\.jpg"):
        read_photo(path)


def test_a_folder_and_a_missing_file_are_refused_in_words(tmp_path):
    """Dropping a folder, or a file that is gone meanwhile."""
    with pytest.raises(Refusal, match="不是文件"):
        read_photo(tmp_path)
    with pytest.raises(Refusal, match="不是文件"):
        read_photo(tmp_path / "gone.jpg")


def test_a_picture_bomb_is_refused_by_its_head(tmp_path):
    """A tiny PNG that claims 30,000 by 30,000 pixels is never decoded."""
    bomb = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (30000).to_bytes(4) * 2
    bomb += b"\x08\x02\0\0\0" + b"\0" * 64

    with pytest.raises(Refusal):
        checked(bomb, "bomb.png")


def test_bytes_over_the_limit_are_refused(tmp_path):
    """The clipboard can hold anything."""
    with pytest.raises(Refusal, match="20 MB"):
        checked(b"\xff\xd8\xff" + b"\0" * MOST_BYTES)


def test_a_pasted_picture_becomes_a_png_without_loss(qapp):
    """A picture copied in WeChat has no file; it is kept without loss."""
    data = QMimeData()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    data.setImageData(image)

    pasted = picture_in(data)

    assert pasted.startswith(b"\x89PNG")
    assert QImage.fromData(pasted).pixelColor(5, 5).name() == "#336699"


def test_a_dropped_file_is_taken_before_its_thumbnail(qapp, tmp_path):
    """File managers offer both; the file is the original."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg")), QUrl.fromLocalFile("/x/b.jpg")])
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))

    assert picture_in(data) == tmp_path / "a.jpg"


def test_text_alone_is_no_picture(qapp):
    """Nothing to attach, and no error either."""
    data = QMimeData()
    data.setText("hello")

    assert picture_in(data) is None
