"""Contracts and their mistakes as plain data, for the commands `contracts list|show|check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.domain.demand import Anchor
from duty_desk.domain.plain import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.contracts.mistake import Mistake
    from duty_desk.domain.contract import Choice, Contract, Rule


def contracts_listing(contracts: Iterable[Contract]) -> list[dict[str, Any]]:
    """`contracts list`: one map a contract, `rules` being their number."""
    return [
        {
            "id": contract.id,
            "title": contract.title,
            "title_en": contract.title_en,
            "from_on": contract.from_on,
            "to_on": contract.to_on,
            "rules": len(contract.rules),
        }
        for contract in contracts
    ]


def contract_listing(contract: Contract) -> dict[str, Any]:
    """`contracts show`: the contract with every rule, as it stands under the choices made."""
    return {
        "id": contract.id,
        "title": contract.title,
        "title_en": contract.title_en,
        "from_on": contract.from_on,
        "to_on": contract.to_on,
        "version": contract.version,
        "sums_fen": dict(contract.sums_fen),
        "platforms": list(contract.platforms),
        "maintainers": list(contract.maintainers),
        "rules": [rule_listing(rule) for rule in contract.rules],
        "choices": [_choice_listing(choice) for choice in contract.choices],
    }


def rule_listing(rule: Rule) -> dict[str, Any]:
    """One rule: the keys everybody reads first, then whatever else the rule holds."""
    listed = {
        "id": rule.id,
        "sources": list(rule.sources),
        "clause": rule.clause,
        "quote": rule.quote,
        "name": rule.name,
        "name_en": rule.name_en,
        "kind": rule.kind.value,
        "record": rule.record,
        "start": list(rule.start),
        "stop": list(rule.stop),
        "void": list(rule.void),
        "limit": rule.limit.text if rule.limit else "",
        "limit_ms": rule.limit_ms,
        "includes_limit": rule.includes_limit,
        "due_fact": rule.due_fact,
        "warn_ms": _warn_ms(rule),
        "warn_before_ms": [one.ms for one in rule.warnings if one.anchor is Anchor.DUE],
        "assumed": rule.assumed,
    }
    rest = facts_of(rule)
    return listed | {key: rest[key] for key in rest if key not in listed}


def mistakes_listing(mistakes: Iterable[Mistake]) -> dict[str, Any]:
    """`contracts check`: whether the file can be used, and every mistake."""
    listed = [
        {"file": one.file, "rule": one.rule, "field": one.field, "text": one.text}
        for one in mistakes
    ]
    return {"ok": not listed, "mistakes": listed}


def _warn_ms(rule: Rule) -> list[int]:
    """Warnings from the start, those written back from a limit of known length included."""
    from_start = [one.ms for one in rule.warnings if one.anchor is Anchor.START]
    if rule.limit_ms is not None:
        to_due = (one.ms for one in rule.warnings if one.anchor is Anchor.DUE)
        from_start += [rule.limit_ms - ms for ms in to_due]
    return sorted(from_start)


def _choice_listing(choice: Choice) -> dict[str, Any]:
    return {
        "id": choice.id,
        "sources": list(choice.sources),
        "question": choice.question,
        "question_en": choice.question_en,
        "default": choice.default,
        "value": choice.value,
        "decided_by": choice.decided_by,
        "decided_at": choice.decided_at,
        "options": [
            {"value": one.value, "label": one.label, "label_en": one.label_en}
            for one in choice.options
        ],
    }
