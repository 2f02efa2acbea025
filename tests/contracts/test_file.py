"""Contract files that are right, and every mistake that a person can make in one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from duty_desk.contracts.file import check, installed, load, survey
from duty_desk.contracts.mistake import ContractMistakes
from duty_desk.domain.consequence import Count
from duty_desk.domain.demand import Level, Span
from tests.contracts.contract_text import RIGHT, broken, written

if TYPE_CHECKING:
    from pathlib import Path


def test_a_right_file_is_read_whole(tmp_path: Path) -> None:
    """Limits become milliseconds, sums fen, warnings get their level from the last fifth."""
    contract = load(written(tmp_path, RIGHT))
    push = contract.rule("problem.push")

    assert push.limit_ms == 300_000
    assert [(one.ms, one.level) for one in push.warnings] == [
        (180_000, Level.ATTENTION),
        (240_000, Level.URGENT),
    ]
    assert contract.sums_fen == {"contract_sum": 100_000}
    assert contract.from_on == "2026-06-01"
    assert contract.rule("deduct").counts[0].steps[0].penalty.fen == 200_000


def test_an_option_carries_the_whole_changed_rule(tmp_path: Path) -> None:
    """The year option holds the strike rule with the year, and the month option the old one."""
    contract = load(written(tmp_path, RIGHT))
    year = contract.decided("pool", "year", by="主管 C", at=1)

    assert year.rule("deduct").period is Span.YEAR
    assert year.rule("deduct").counts == contract.rule("deduct").counts
    assert year.decided("pool", "month", by="主管 C", at=2).rules == contract.rules


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "words"),
    [
        ('limit = "5 min"', 'limti = "5 min"', "problem.push", "limti", "limit"),
        ('limit = "5 min"', 'limit = "-5 min"', "problem.push", "limit", "负数"),
        ('limit = "5 min"', 'limit = "0 min"', "problem.push", "limit", "大于零"),
        ('limit = "5 min"', 'limit = "99999 days"', "problem.push", "limit", "十年"),
        ('limit = "5 min"', 'limit = "5 minutes"', "problem.push", "limit", "“5 min”"),
        ('limit = "5 min"', "limit = 5", "problem.push", "limit", "带引号"),
        ('limit = "5 min"', 'limit = ""', "problem.push", "limit", "看不懂"),
        ('limit = "5 min"\n', "", "problem.push", "limit", "due_fact"),
        ('"problem.pushed"', '"problem.pusshed"', "problem.push", "stop", "“problem.pushed”"),
        ('"problem.found"', '"xyz.abc"', "problem.push", "start", "没有“xyz.abc”这种时刻"),
        ('start = ["problem.found"]\n', "", "problem.push", "start", "clock"),
        ('clause = "附件 第六条"\n', "", "problem.push", "clause", "缺少"),
        ('clause = "附件 第六条"', 'clause = " "', "problem.push", "clause", "空的"),
        ('quote = "5分钟内"\n', "", "problem.push", "quote", "缺少"),
        ('kind = "clock"', 'kind = "clok"', "problem.push", "kind", "“clock”"),
        ('kind = "clock"\n', "", "problem.push", "kind", "缺少"),
        ('"4 min"', '"6 min"', "problem.push", "warn[2].after", "期限"),
        ('"4 min"', '"5 min"', "problem.push", "warn[2].after", "期限"),
        ('"4 min"', '"3 min"', "problem.push", "warn", "同一时刻"),
        ('"4 min"', '"same day"', "problem.push", "warn[2].after", "固定的时长"),
        ('"4 min"', '"-4 min"', "problem.push", "warn[2].after", "负数"),
        ('after = "4 min"', 'late = "4 min"', "problem.push", "warn[2].late", "没有这一项"),
        ('after = "4 min"', 'after = "4 min", level = "breach"', "problem.push",
         "warn[2].level", "attention"),
        ('id = "deduct"', 'id = "problem.push"', "problem.push", "id", "不止一次"),
        ('id = "deduct"', 'id = "扣款"', "扣款", "id", "小写字母"),
        ('["problem.push"]', '["problem.psh"]', "deduct", "breaches", "“problem.push”"),
        ("first = 3, every = 3", "first = 0", "deduct", "counts[1].steps[1].first", "之间"),
        ("first = 3, every = 3", "first = 3, last = 2", "deduct",
         "counts[1].steps[1].last", "小于"),
        ('fine = "2000 yuan"', 'fine = "2000"', "deduct", "counts[1].steps[1].fine", "yuan"),
        ('fine = "2000 yuan"', 'fine = "0.001 yuan"', "deduct", "counts[1].steps[1].fine", "yuan"),
        (', fine = "2000 yuan"', "", "deduct", "counts[1].steps[1].fine", "后果"),
        ('fine = "2000 yuan"', 'share = "1 %"', "deduct", "counts[1].steps[1].of", "一起"),
        ('period = "month"', 'period = "moon"', "deduct", "period", "month"),
        ('period = "month"', "period = true", "deduct", "period", "带引号"),
        ('record = "deduction"\n', "", "deduct", "record", "缺少"),
        ("to_on = 2027-05-31", "to_on = 2026-05-31", "", "contract.to_on", "早于"),
        ("from_on = 2026-06-01", 'from_on = "1 June"', "", "contract.from_on", "2026-06-01"),
        ("from_on = 2026-06-01", 'from_on = "2026-02-30"', "", "contract.from_on", "2026-06-01"),
        ('id = "demo-2026"\n', "", "", "contract.id", "缺少"),
        ("format = 1", "format = 2", "", "format", "format = 1"),
        ("format = 1", "format = 1\nfrmat = 2", "", "frmat", "“format”"),
        ("[[choice]]", "[[choise]]", "", "choise", "“choice”"),
        ('default = "month"', 'default = "mnth"', "pool", "default", "“month”"),
        ("{ deduct = {", "{ deducd = {", "pool", "options[2].set.deducd", "“deduct”"),
        ('{ period = "year" }', '{ perid = "year" }', "pool", "options[2].set.deduct.perid",
         "“period”"),
        ('{ period = "year" }', '{ kind = "duty" }', "pool", "options[2].set.deduct", "不能改"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_rule_and_field(
    tmp_path: Path, old: str, new: str, rule: str, field: str, words: str
) -> None:
    """Each slip of the pen is found where it is, and the sentence says what to write."""
    mistakes = [(one.file, one.rule, one.field) for one in broken(tmp_path, old, new)]

    assert ("demo.toml", rule, field) in mistakes
    assert len(mistakes) <= 2
    assert any(words in one.text for one in broken(tmp_path, old, new) if one.field == field)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Three slips are three mistakes, and the refusal tells them all in plain words."""
    text = (
        RIGHT.replace('limit = "5 min"', 'limit = "-5 min"')
        .replace('quote = "3次"\n', "")
        .replace("problem.pushed", "problem.pusht")
    )

    with pytest.raises(ContractMistakes) as refusal:
        load(written(tmp_path, text))

    assert len(refusal.value.mistakes) == 3
    assert "3 处错误" in str(refusal.value)
    assert "demo.toml problem.push limit：" in str(refusal.value)
    assert str(tmp_path) not in str(refusal.value)


def test_a_mistake_in_a_rule_is_not_told_again_for_the_options_that_change_it(
    tmp_path: Path,
) -> None:
    """One slip is one mistake even where a choice builds on the rule."""
    assert len(broken(tmp_path, 'clause = "第九条"\n', "")) == 1


def test_two_choices_cannot_change_the_same_rule(tmp_path: Path) -> None:
    """Otherwise the order of answers would decide."""
    second = RIGHT[RIGHT.index("[[choice]]") :].replace('"pool"', '"pool.other"')

    mistakes = check(written(tmp_path, RIGHT + second))

    assert [(one.rule, one.field) for one in mistakes] == [("deduct", "choice")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('format = 1\n[contract]\nid = "demo\n', "第 3 行"),
        ("format = 1\nformat = 2\n", "第 2 行"),
        ("format = 1\n[contract", "行"),
        ("[" * 5000, "行"),
    ],
)
def test_broken_toml_is_named_by_its_line(tmp_path: Path, text: str, line: str) -> None:
    """A missing quote is found by line, without a word of English."""
    (mistake,) = check(written(tmp_path, text))

    assert line in mistake.field
    assert "TOML" in mistake.text


def test_a_file_in_another_encoding_is_named_by_its_line(tmp_path: Path) -> None:
    """A file saved as GBK is refused with the line and the remedy."""
    path = tmp_path / "demo.toml"
    path.write_bytes("format = 1\n# 合同\n".encode("gbk"))

    (mistake,) = check(path)

    assert mistake.field == "第 2 行"
    assert "UTF-8" in mistake.text


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows editors write one; the file is read all the same."""
    path = tmp_path / "demo.toml"
    path.write_text(RIGHT, encoding="utf-8-sig")

    assert check(path) == ()


def test_a_file_that_cannot_be_opened_is_a_plain_sentence(tmp_path: Path) -> None:
    """Missing file, folder in its place: one mistake each, no traceback."""
    for path in (tmp_path / "missing.toml", tmp_path):
        (mistake,) = check(path)
        assert "打不开" in mistake.text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a sparse file")
def test_a_file_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    """A video under the name of a contract is not read into memory."""
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(1 << 34)

    (mistake,) = check(path)

    assert "太大" in mistake.text


@pytest.mark.parametrize(
    "text",
    ["", "format = 1", "rule = 5", "rule = [1]", "[rule]\nid = 1", "contract = 3", "choice = [[]]"],
)
def test_a_file_of_quite_another_shape_is_refused_without_a_crash(
    tmp_path: Path, text: str
) -> None:
    """Whatever TOML is given, the answer is a list of mistakes."""
    assert check(written(tmp_path, text))


def test_wrong_types_anywhere_are_mistakes_and_no_crash(tmp_path: Path) -> None:
    """Every value of the right file in turn becomes a number, a list, a table and a date."""
    for line in [line for line in RIGHT.splitlines() if " = " in line and "{" not in line]:
        key = line.split(" = ")[0]
        for value in ("7", "[7]", "{ a = 7 }", "1979-05-27", "1.5", "true", "nan"):
            if (key, value) in (("from_on", "1979-05-27"), ("limit", "7")):
                continue
            assert broken(tmp_path, line, f"{key} = {value}"), (line, value)


def test_a_faulty_file_keeps_no_other_contract_out(tmp_path: Path) -> None:
    """The desk starts with the contracts that can be used, and names the others."""
    written(tmp_path, RIGHT, "a.toml")
    written(tmp_path, RIGHT.replace("5 min", "5 mni"), "b.toml")
    written(tmp_path, RIGHT, "c.toml")

    found = survey(tmp_path)

    assert [one.id for one in installed(tmp_path)] == ["demo-2026"]
    assert [one.mistakes[0].file for one in found.refused] == ["b.toml", "c.toml"]
    assert found.refused[1].mistakes[0].field == "contract.id"


def test_a_warning_of_less_than_twelve_hours_leaves_the_limit_out(tmp_path: Path) -> None:
    """`under` is 不足: one millisecond less than `before`."""
    text = RIGHT.replace('{ after = "3 min" }', '{ under = "2 min" }')

    (under, _) = load(written(tmp_path, text)).rule("problem.push").warnings

    assert under.ms == 119_999


def test_counts_are_plain_records(tmp_path: Path) -> None:
    """What the file counts is exactly what the domain counts with."""
    (count,) = load(written(tmp_path, RIGHT)).rule("deduct").counts

    assert isinstance(count, Count)
    assert [len(count.penalties_at(n)) for n in (2, 3, 6)] == [0, 1, 1]
