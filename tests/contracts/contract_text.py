"""A small contract file that is right, for tests that break it in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.contracts.file import check

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.contracts.mistake import Mistake

RIGHT = """\
format = 1

[contract]
id = "demo-2026"
title = "示例合同"
title_en = "Demo contract"
from_on = 2026-06-01
to_on = 2027-05-31

[contract.sums]
contract_sum = "1000 yuan"

[[rule]]
id = "problem.push"
kind = "clock"
sources = ["S0-03"]
clause = "附件 第六条"
quote = "5分钟内"
name = "推送"
name_en = "Push"
record = "problem"
start = ["problem.found"]
stop = ["problem.pushed"]
limit = "5 min"
warn = [{ after = "3 min" }, { after = "4 min" }]

[[rule]]
id = "deduct"
kind = "strike"
clause = "第九条"
quote = "3次"
name = "扣款"
name_en = "Deduction"
record = "deduction"
period = "month"
counts = [{ breaches = ["problem.push"], steps = [{ first = 3, every = 3, fine = "2000 yuan" }] }]

[[choice]]
id = "pool"
question = "按月还是按年"
question_en = "Month or year"
default = "month"
options = [
    { value = "month", label = "月", label_en = "Month" },
    { value = "year", label = "年", label_en = "Year", set = { deduct = { period = "year" } } },
]
"""


def written(folder: Path, text: str, name: str = "demo.toml") -> Path:
    """A file of `text` in `folder`."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def broken(folder: Path, old: str, new: str) -> tuple[Mistake, ...]:
    """The mistakes of the right file after `old` became `new`, once."""
    assert old in RIGHT
    return check(written(folder, RIGHT.replace(old, new, 1)))
