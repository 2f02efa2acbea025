"""The list of problem categories."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_desk.contracts.categories import load_categories
from duty_desk.domain.category import Visibility
from duty_desk.language import Refusal

SHIPPED = Path(__file__).parents[2] / "resources" / "categories.toml"
GOOD = '[[category]]\ncode = "E0102"\nzh = "暴露垃圾"\nen = "Exposed rubbish"\nkey = 1\n'


def test_the_shipped_list_has_thirty_categories_and_nine_keys():
    """The nine commonest have a digit, each its own."""
    categories = load_categories(SHIPPED)

    assert len(categories) == 30
    assert sorted(c.key for c in categories if c.key) == list(range(1, 10))
    assert sum(c.is_night_priority for c in categories) == 10
    assert [c.code for c in categories if c.is_emergency] == ["E0499"]
    assert categories[-1].code == "E9900"


def test_a_category_keeps_all_that_is_known_of_it():
    """Names in both languages, visibility, and the numbers of the older list."""
    by_code = {c.code: c for c in load_categories(SHIPPED)}

    overflow = by_code["E2101"]
    assert (overflow.key, overflow.name_in("zh_CN")) == (2, "垃圾桶满冒")
    assert overflow.name_in("en") == "Overflowing bin"
    assert by_code["E2104"].visibility is Visibility.CLEAR_BY_DAY
    assert by_code["E2107"].legacy_codes == ("200312", "200313")
    assert by_code["E2102"].legacy_codes == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["没有 [[category]]"]),
        ("category = 3", ["没有 [[category]]"]),
        ("[[category", ["写法有误"]),
        (GOOD + GOOD.replace("E0102", "E0103"), ["数字键 1"]),
        (GOOD + GOOD.replace("key = 1", ""), ["编码 E0102"]),
        (GOOD + 'colour = "red"', ["第 1 条", "E0102", "colour"]),
        (GOOD.replace("E0102", "0102"), ["code"]),
        (GOOD.replace("key = 1", "key = 10"), ["key"]),
        (GOOD.replace("key = 1", 'visibility = "D"'), ["visibility"]),
        (GOOD.replace("zh =", "cn ="), ["第 1 条"]),
    ],
)
def test_every_mistake_names_file_entry_and_field(tmp_path, text, words):
    """Whoever edits the list is told where to look."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refusal) as refusal:
        load_categories(path)

    assert all(word in str(refusal.value) for word in ["mine.toml", *words])


def test_a_missing_file_is_refused(tmp_path):
    """The file's name is said, not its place on the disk."""
    with pytest.raises(Refusal, match=r"none\.toml") as refusal:
        load_categories(tmp_path / "none.toml")

    assert str(tmp_path) not in str(refusal.value)
