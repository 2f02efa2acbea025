"""The list of fault kinds: ours is whole, a wrong one is refused by entry."""

from __future__ import annotations

import pytest

from duty_desk.contracts.fault_kinds import load_fault_kinds
from duty_desk.domain.fault import SIGNAL_LOST
from duty_desk.language import Refusal
from tests.fakes.desk import RESOURCES

ENTRY = '[[kind]]\ncode = "{code}"\nzh = "甲"\nen = "A"\n'


def test_the_program_has_ten_kinds_by_digit():
    """0 to 9 choose one each; the lost signal is among them."""
    kinds = load_fault_kinds(RESOURCES / "fault_kinds.toml")

    assert sorted(kind.key for kind in kinds if kind.key is not None) == list(range(10))
    assert SIGNAL_LOST in [kind.code for kind in kinds]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY.format(code="a") + ENTRY.format(code="a"), "第 2 条"),
        (ENTRY.format(code="a") + "key = 3\n" + ENTRY.format(code="b") + "key = 3\n", "第 2 条"),
        (ENTRY.format(code="A-"), "第 1 条"),
        ('[[kind]]\ncode = "a"\n', "第 1 条"),
        ("", "没有"),
        ("[[kind]", "读不出来"),
    ],
)
def test_a_wrong_file_is_refused_with_its_entry(tmp_path, text, said):
    """The sentence names the file and where to look."""
    path = tmp_path / "kinds.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refusal, match=said) as refused:
        load_fault_kinds(path)
    assert "kinds.toml" in str(refused.value)
