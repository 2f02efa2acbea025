"""The conditions of a wish in words, for whoever looks at what was filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duty_desk.desk.ledger_parts import Ledger
    from duty_desk.domain.figure import LedgerWish

# What is so, and what is not so.
_FLAGS = {
    "voided": (mark("已作废"), mark("不含作废")),
    "pushed": (mark("已推送"), mark("未推送")),
    "rectified": (mark("已整改"), mark("未整改")),
    "no_after": (mark("没有整改后照片"), mark("有整改后照片")),
    "over_limit": (mark("超过时限"), mark("没有超过时限")),
    "in_time": (mark("在时限内"), mark("不在时限内")),
    "timed": (mark("有用时"), mark("没有用时")),
    "failed": (mark("没有送达"), mark("已送达")),
    "real": (mark("不含误报"), mark("误报")),
    "no_repair": (mark("没有修复时间"), mark("有修复时间")),
    "repaired": (mark("时段内修复"),) * 2,
    "open_at_end": (mark("期末在修"),) * 2,
    "long_at_end": (mark("期末超过 72 小时未修复"),) * 2,
    "stood": (mark("时段内存在"),) * 2,
    "counted": (mark("计入合同"), mark("不计入合同")),
    "unseen": (mark("有没看到的点位"), mark("全部看到")),
    "rushed": (mark("过快"), mark("不过快")),
    "unexplained": (mark("没有说明"), mark("有说明")),
    "seen": (mark("看到画面"), mark("没有看到")),
    "quick": (mark("停留不足"), mark("停留足够")),
    "over": (mark("轮次已结束"), mark("轮次进行中")),
    "planned": (mark("在排班内"), mark("不在排班内")),
    "made": (mark("已打卡"), mark("没有打卡")),
    "waiting": (mark("待认定"), mark("无需认定")),
    "uncovered": (mark("有无人在岗的时间"), mark("一直有人在岗")),
    "unanswered": (mark("没有应答"), mark("已应答")),
    "late": (mark("补记"), mark("当时所记")),
    "corrected": (mark("已更正或作废"), mark("没有更正")),
    "handed": (mark("已移交"), mark("没有移交")),
}


def condition_words(ledger: Ledger, wish: LedgerWish, names: Mapping[str, str]) -> str:
    """`超过时限、社区 东里南社区`; "" for a wish without conditions.

    `names` tells how ids and codes are called: of cameras, categories, kinds of faults.
    """
    return tr("、").join(_words(ledger, wish.where, names))


def _words(
    ledger: Ledger, where: Iterable[tuple[str, str]], names: Mapping[str, str]
) -> Iterable[str]:
    headings = {column.key: column.heading for column in ledger.columns}
    for key, value in where:
        if key == "id":
            yield tr("所选的记录")
        elif key in _FLAGS:
            yield tr(_FLAGS[key][value == "0"])
        else:
            called = tr("、").join(names.get(one, one) for one in value.split(","))
            yield f"{tr(headings[key]) if key in headings else key} {called}"
