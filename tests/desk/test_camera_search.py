"""Finding cameras while one types."""

from __future__ import annotations

import pytest

from duty_desk.desk.camera_search import CameraIndex, Span
from duty_desk.desk.pinyin import FILE, load_readings
from duty_desk.desk.views import CameraRow
from tests.fakes.desk import RESOURCES

STREET = (
    ("C017", "中关村东路-北口-东", "大槐树", "科馨社区", "中关村东路 18 号"),
    ("C046", "白塔庵-桶站", "", "白塔庵社区", "皂君庙路 5 号"),
    ("C055", "青云北区-东门", "小卖部", "青云社区", "知春路甲 48 号"),
    ("C170", "地铁口Ａ", "", "中关村社区", "成府路 C017 杆"),
    ("X-9", "绿地", "", "科馨社区", ""),
)


def row(number: int, code: str, name: str, *more: str) -> CameraRow:
    """A camera of the street."""
    alias, community, address = more
    return CameraRow(
        id=f"id-{code}",
        code=code,
        name=name,
        alias=alias,
        community=community,
        unit="",
        maintainer="",
        masked_address="",
        order=number,
        address=address,
    )


@pytest.fixture(scope="module")
def index() -> CameraIndex:
    """The street, ready to be searched."""
    rows = [row(number, *texts) for number, texts in enumerate(STREET)]
    return CameraIndex(rows, load_readings(RESOURCES / FILE))


def codes(index: CameraIndex, query: str) -> list[str]:
    """What a query finds, best first."""
    return [camera.code for camera in index.find(query).cameras()]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("c046", "C046"),
        ("白塔庵", "C046"),
        ("bta", "C046"),
        ("baitaan", "C046"),
        ("botaan", "C046"),
        ("baitaant", "C046"),
        ("白ta庵t", "C046"),
        ("大槐", "C017"),
        ("dahs", "C017"),
        ("zgcdl", "C017"),
        ("zhongguancundong", "C017"),
        ("zhonggcdl", "C017"),
        ("zhgcdl", "C017"),
        ("北口东", "C017"),
        ("皂君庙", "C046"),
        ("zaojm", "C046"),
        ("地铁口a", "C170"),
        ("ＤＴＫＡ", "C170"),
        ("x9", "X-9"),
        ("lvdi", "X-9"),
        ("lüdi", "X-9"),
        ("知春 小卖", "C055"),
    ],
)
def test_a_camera_is_found_by_whatever_it_is_called(index: CameraIndex, query: str, code: str):
    """Code, name, nickname, community, road; characters, syllables, initials, any reading."""
    assert codes(index, query)[0] == code


@pytest.mark.parametrize("query", ["bat", "白庵", "zgcdlx", "baitaa庵", "东门 白塔", "q1", "18白"])
def test_what_no_camera_is_called_finds_nothing(index: CameraIndex, query: str):
    """Neither skipped characters nor two texts in a row fit, and every word must."""
    assert codes(index, query) == []


def test_codes_come_before_names_and_names_before_roads(index: CameraIndex):
    """What begins with the query beats what has it further on, field by field."""
    assert codes(index, "c017") == ["C017", "C170"]
    assert codes(index, "c") == ["C017", "C046", "C055", "C170"]
    assert codes(index, "zgc") == ["C017", "C170"]
    assert codes(index, "k") == ["C017", "C170", "X-9"]


def test_a_rare_reading_counts_only_where_no_common_one_fits(index: CameraIndex):
    """塔 may be read da, but whoever types d means 东 and 地."""
    assert codes(index, "d") == ["C170", "C017", "C055", "X-9"]
    assert codes(index, "baidaan") == ["C046"]


def test_nothing_typed_finds_the_whole_catalogue_in_its_order(index: CameraIndex):
    """Blanks and separators are nothing typed."""
    for query in ("", "  ", " - ", "\0"):
        assert codes(index, query) == [texts[0] for texts in STREET]


def test_the_place_that_fits_is_told_for_each_word(index: CameraIndex):
    """Spans count the text's own characters, separators among them."""
    (found,) = index.find("bkd 18").first(9)

    assert found.spans == (Span("name", 6, 10), Span("address", 6, 8))
    assert index.find("bta").first(1)[0].spans == (Span("name", 0, 3),)


def test_only_the_best_are_made_when_few_are_asked_for(index: CameraIndex):
    """The count is of all, the rows are as many as a list shows."""
    hits = index.find("c")

    assert len(hits) == 4
    assert [found.camera.code for found in hits.first(2)] == ["C017", "C046"]


def test_an_empty_catalogue_has_nothing_to_find():
    """No camera, no hit, no failure."""
    index = CameraIndex((), load_readings(RESOURCES / FILE))

    assert (len(index.find("")), len(index.find("zgc"))) == (0, 0)
