"""What a contract leaves open, as a contract file writes it: questions, options, what they change.

An option writes only the fields that differ; it is kept with the whole rules as they then stand,
so that an answer can be applied, and taken back, without the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.contracts.mistake import Mistake, meant
from duty_desk.contracts.rule_table import read_rule
from duty_desk.contracts.table import Table
from duty_desk.domain.contract import Choice, Option
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.domain.contract import Rule

    Raw = Mapping[str, Mapping[str, Any]]


def read_choices(whole: Table, raw: Raw) -> tuple[Choice, ...]:
    """The choices of a file whose rules are `raw`, by id."""
    choices = tuple(_choice(table, raw) for table in whole.tables("choice"))
    changed = [rule_id for choice in choices for rule_id in _changed(choice)]
    for rule_id in sorted({one for one in changed if changed.count(one) > 1}):
        text = tr("有两个 choice 都改这条规则，一条规则只能由一个 choice 改。")
        whole.mistakes.append(Mistake(whole.file, rule_id, "choice", text))
    ids = [choice.id for choice in choices]
    for name in sorted({one for one in ids if ids.count(one) > 1}):
        whole.mistakes.append(Mistake(whole.file, name, "id", tr("这个编号用了不止一次。")))
    return choices


def _choice(table: Table, raw: Raw) -> Choice:
    name = table.data.get("id")
    table.rule = name if isinstance(name, str) and name else table.path.rstrip(".")
    table.path = ""
    tables = table.tables("options")
    sets = [_changes(option, raw) for option in tables]
    touched = sorted({rule_id for one in sets for rule_id in one})
    choice = Choice(
        id=table.ident("id"),
        question=table.text("question", is_needed=True),
        question_en=table.text("question_en", is_needed=True),
        default=table.text("default", is_needed=True),
        sources=table.texts("sources"),
        options=tuple(
            _option(option, tuple(_ruled(option, raw[one], one, changes) for one in touched))
            for option, changes in zip(tables, sets, strict=True)
        ),
    )
    table.close()
    _check(table, choice)
    return choice


def _changes(option: Table, raw: Raw) -> dict[str, Mapping[str, Any]]:
    """What an option changes: rule id to the fields that differ."""
    table = option.table("set")
    if table is None:
        return {}
    changes: dict[str, Mapping[str, Any]] = {}
    for rule_id, fields in table.data.items():
        if rule_id not in raw:
            table.wrong(rule_id, tr("没有这条规则。") + meant(rule_id, raw))
        elif not isinstance(fields, dict) or "id" in fields or "kind" in fields:
            table.wrong(rule_id, tr("要写成一张表，列出要改的项；id 和 kind 不能改。"))
        else:
            changes[rule_id] = fields
    return changes


def _ruled(option: Table, raw: Mapping[str, Any], rule_id: str, changes: Raw) -> Rule | None:
    """The rule as it stands under `option`; faults of the unchanged rule are noted elsewhere."""
    known: list[Mistake] = []
    read_rule(Table(raw, known, file=option.file, rule=rule_id))
    found: list[Mistake] = []
    merged = {**raw, **changes.get(rule_id, {})}
    rule = read_rule(Table(merged, found, file=option.file, rule=rule_id))
    for mistake in found:
        if mistake not in known:
            option.wrong(f"set.{rule_id}.{mistake.field}", mistake.text)
    return rule


def _option(table: Table, rules: tuple[Rule | None, ...]) -> Option:
    option = Option(
        value=table.text("value", is_needed=True),
        label=table.text("label", is_needed=True),
        label_en=table.text("label_en", is_needed=True),
        rules=tuple(rule for rule in rules if rule is not None),
    )
    table.close()
    return option


def _check(table: Table, choice: Choice) -> None:
    values = [option.value for option in choice.options]
    if len(values) < 2 or len(set(values)) < len(values):
        table.wrong("options", tr("至少要有两个不同的选项。"))
    elif choice.default and choice.default not in values:
        table.wrong("default", tr("不是任何一个选项。") + meant(choice.default, values))


def _changed(choice: Choice) -> tuple[str, ...]:
    return tuple(rule.id for rule in choice.options[0].rules) if choice.options else ()
