"""One `[[rule]]` of a contract file as a rule of the trade, with its own mistakes noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.contracts.count_table import read_counts, read_sheet
from duty_desk.contracts.time_table import (
    read_cadence,
    read_targets,
    read_term,
    read_warnings,
    read_windows,
)
from duty_desk.domain.contract import Rule, RuleKind
from duty_desk.domain.demand import Span
from duty_desk.language import tr

if TYPE_CHECKING:
    from duty_desk.contracts.table import Table

_NEEDED = {
    RuleKind.CLOCK: ("start", "stop"),
    RuleKind.QUOTA: ("targets", "stop"),
    RuleKind.CADENCE: ("cadence", "stop"),
    RuleKind.STRIKE: ("counts",),
    RuleKind.DEDUCTION: ("counts",),
    RuleKind.SCORE: ("sheet",),
    RuleKind.TERM: ("term",),
}


def read_rule(table: Table) -> Rule | None:
    """The rule that `table` writes, or None when it does not even say its kind."""
    kind = table.word("kind", RuleKind)
    if not table.has("kind"):
        table.wrong("kind", tr("缺少这一项，必须写明。"))
    limit = table.limit("limit")
    rule = Rule(
        id=table.ident("id"),
        kind=kind or RuleKind.DUTY,
        sources=table.texts("sources"),
        clause=table.text("clause", is_needed=True),
        quote=table.text("quote", is_needed=True),
        quotes=table.facts("quotes"),
        name=table.text("name", is_needed=True),
        name_en=table.text("name_en", is_needed=True),
        record=table.ident("record"),
        start=table.moments("start"),
        stop=table.moments("stop"),
        void=table.moments("void"),
        when=table.facts("when"),
        stop_when=table.facts("stop_when"),
        limit=limit,
        due_fact=table.text("due_fact"),
        includes_limit=table.flag("includes_limit", default=True),
        warnings=read_warnings(table, limit),
        targets=read_targets(table),
        windows=read_windows(table),
        cadence=read_cadence(table),
        counts=read_counts(table),
        period=table.word("period", Span),
        is_once_a_period=table.flag("once_a_period"),
        sheet=read_sheet(table),
        term=read_term(table),
        is_ordered=table.flag("ordered"),
        is_minimum=table.flag("minimum"),
        exempt=table.texts("exempt"),
        assumed=table.text("assumed"),
    )
    table.close()
    _check(table, rule)
    return rule if kind else None


def _check(table: Table, rule: Rule) -> None:
    for key in _NEEDED.get(rule.kind, ()):
        if not table.has(key):
            table.wrong(key, tr("{kind} 类规则必须写明这一项。", kind=rule.kind.value))
    if rule.kind is RuleKind.CLOCK and table.has("limit") == table.has("due_fact"):
        table.wrong("limit", tr("limit 和 due_fact 要写其中一个，只写一个。"))
    if table.has("limit") and table.has("due_fact") and rule.kind is not RuleKind.CLOCK:
        table.wrong("due_fact", tr("limit 和 due_fact 不能同时写。"))
    if rule.is_minimum and (rule.kind is RuleKind.CLOCK or rule.limit is None):
        table.wrong("minimum", tr("只能写在有 limit 的规则上，且不能是 clock。"))
    if rule.is_once_a_period and rule.period is None:
        table.wrong("period", tr("写了 once_a_period，就要写明 period。"))
    keys = [(warning.anchor, warning.ms) for warning in rule.warnings]
    if len(set(keys)) < len(keys):
        table.wrong("warn", tr("有两个预警在同一时刻。"))
