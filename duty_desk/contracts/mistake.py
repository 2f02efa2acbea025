"""Mistakes in a contract file, each named by file, rule and field, and all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    Attributes:
        file: Name of the file.
        rule: Id of the rule or choice; empty when it concerns the whole file.
        field: The field, or the line; empty when it concerns the whole rule.
        text: What is wrong and what to write instead, in one sentence.
    """

    file: str
    rule: str
    field: str
    text: str

    def __str__(self) -> str:
        where = " ".join(part for part in (self.file, self.rule, self.field) if part)
        return tr("{where}：{what}", where=where, what=self.text)


class ContractMistakes(Refusal):
    """A contract file that cannot be used, with every mistake found in it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        head = tr(
            "合同文件有 {count} 处错误，没有采用；正在使用的规则不受影响。请改正后再试：",
            count=len(self.mistakes),
        )
        super().__init__("\n".join([head, *map(str, self.mistakes)]))


def meant(written: str, known: Iterable[str]) -> str:
    """A sentence that offers the known word nearest to `written`, or nothing when none is near."""
    near = get_close_matches(written, list(known), n=1, cutoff=0.6)
    return tr("是不是“{word}”？", word=near[0]) if near else ""
