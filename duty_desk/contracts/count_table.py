"""What a contract file says is counted, and what follows: counts, steps, penalties, sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.contracts.amount import FEN, PPM, TENTHS
from duty_desk.domain.consequence import (
    Act,
    Base,
    Count,
    Grade,
    Party,
    Penalty,
    Rounding,
    Step,
)
from duty_desk.domain.demand import Sheet
from duty_desk.language import tr

if TYPE_CHECKING:
    from duty_desk.contracts.table import Table

_AMOUNTS = ("fine", "share", "points", "fact", "acts", "discretionary")


def read_counts(rule: Table) -> tuple[Count, ...]:
    """The counts of a rule."""
    return tuple(_count(table) for table in rule.tables("counts"))


def read_sheet(rule: Table) -> Sheet | None:
    """The score sheet, or the item of one, that a rule is."""
    table = rule.table("sheet")
    if table is None:
        return None
    sheet = Sheet(
        item_of=table.text("item_of"),
        full_tenths=table.amount("full", TENTHS),
        pass_tenths=table.amount("pass", TENTHS),
        grades=tuple(_grade(one) for one in table.tables("grades")),
    )
    table.close()
    return sheet


def _count(table: Table) -> Count:
    count = Count(
        moments=table.moments("moments"),
        breaches=table.texts("breaches"),
        when=table.facts("when"),
        measure=table.text("measure"),
        below_ppm=table.amount("below", PPM),
        above_ppm=table.amount("above", PPM),
        each_ms=table.elapsed_ms("each"),
        rounding=table.word("rounding", Rounding) or Rounding.BEGUN,
        is_in_a_row=table.flag("in_a_row"),
        is_at_once=table.flag("at_once"),
        steps=tuple(_step(one) for one in table.tables("steps")),
        name=table.text("name"),
        name_en=table.text("name_en"),
    )
    table.close()
    if not (count.moments or count.breaches or count.measure):
        table.wrong("moments", tr("没有写数什么：请写 moments、breaches 或 measure。"))
    if table.has("each") and not count.breaches:
        table.wrong("each", tr("写了 each，就要写明按哪条规则（breaches）的超时来数。"))
    if table.has("measure") and table.has("below") == table.has("above"):
        table.wrong("measure", tr("写了 measure，below 和 above 要写其中一个，只写一个。"))
    if not count.steps:
        table.wrong("steps", tr("没有写数到几次有什么后果。"))
    return count


def _step(table: Table) -> Step:
    first = table.number("first", smallest=1) or 1
    last = table.number("last") or 0
    if last and last < first:
        table.wrong("last", tr("不能小于 first。"))
    step = Step(first=first, every=table.number("every") or 0, last=last, penalty=_penalty(table))
    table.close()
    return step


def _penalty(table: Table) -> Penalty:
    penalty = Penalty(
        fen=table.amount("fine", FEN),
        share_ppm=table.amount("share", PPM),
        share_of=table.word("of", Base),
        tenths=table.amount("points", TENTHS),
        tenths_to=table.amount("points_to", TENTHS),
        fact=table.text("fact"),
        acts=table.words("acts", Act),
        cap_ppm=table.amount("cap", PPM),
        is_discretionary=table.flag("discretionary"),
        is_judged=table.flag("judged"),
        party=table.word("party", Party) or Party.CONTRACTOR,
    )
    if (penalty.share_ppm is None) != (penalty.share_of is None):
        table.wrong("of", tr("share 和 of 要一起写：多少，以及按什么计算。"))
    if not any(table.has(key) for key in _AMOUNTS):
        table.wrong("fine", tr("没有写后果：请写 {keys} 之一。", keys=tr("、").join(_AMOUNTS)))
    return penalty


def _grade(table: Table) -> Grade:
    grade = Grade(
        name=table.text("name", is_needed=True),
        name_en=table.text("name_en"),
        from_tenths=table.amount("from", TENTHS) or 0,
        below_tenths=table.amount("below", TENTHS),
        aliases=table.texts("aliases"),
        acts=table.words("acts", Act),
    )
    table.close()
    return grade
