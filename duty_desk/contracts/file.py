"""A whole contract file as a contract, with every mistake in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.contracts.amount import FEN
from duty_desk.contracts.choice_table import read_choices
from duty_desk.contracts.mistake import ContractMistakes, Mistake, meant
from duty_desk.contracts.rule_table import read_rule
from duty_desk.contracts.table import Table
from duty_desk.contracts.time_table import check_days
from duty_desk.domain.consequence import Base
from duty_desk.domain.contract import Contract
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duty_desk.domain.contract import Rule

FORMAT = 1
_LARGEST_BYTES = 4_000_000


@dataclass(frozen=True)
class Installed:
    """The contract files of a folder.

    Attributes:
        contracts: Those that can be used, by id.
        refused: Those that cannot, each with its mistakes.
    """

    contracts: tuple[Contract, ...]
    refused: tuple[ContractMistakes, ...]


def load(path: Path) -> Contract:
    """The contract in the TOML file `path`.

    Raises:
        ContractMistakes: the file cannot be read, or something in it is wrong.
    """
    mistakes: list[Mistake] = []
    contract = _contract(_document(path), path.name, mistakes)
    if mistakes or contract is None:
        raise ContractMistakes(mistakes)
    return contract


def check(path: Path) -> tuple[Mistake, ...]:
    """Every mistake in the contract file `path`; none when it can be used."""
    try:
        load(path)
    except ContractMistakes as refusal:
        return refusal.mistakes
    return ()


def survey(folder: Path) -> Installed:
    """The contracts in `folder`; a faulty file keeps none of the others out."""
    contracts: dict[str, Contract] = {}
    refused: list[ContractMistakes] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            contract = load(path)
        except ContractMistakes as refusal:
            refused.append(refusal)
            continue
        if contract.id in contracts:
            text = tr("另一个文件已经有编号“{it}”的合同。", it=contract.id)
            refused.append(ContractMistakes([Mistake(path.name, "", "contract.id", text)]))
        contracts.setdefault(contract.id, contract)
    return Installed(tuple(contracts[one] for one in sorted(contracts)), tuple(refused))


def installed(folder: Path) -> list[Contract]:
    """The usable contracts in `folder`, by id."""
    return list(survey(folder).contracts)


def _document(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST_BYTES else None
    except OSError:
        raise _unreadable(path, "", tr("文件打不开。请检查文件是否存在、是否有权读取。")) from None
    if data is None:
        raise _unreadable(path, "", tr("文件太大，不像合同文件。"))
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as mistake:
        line = tr("第 {line} 行", line=data.count(b"\n", 0, mistake.start) + 1)
        raise _unreadable(path, line, tr("不是 UTF-8 编码。请另存为 UTF-8 后再试。")) from None
    except (tomllib.TOMLDecodeError, RecursionError) as mistake:
        raise _unreadable(path, _line(data, str(mistake)), _broken()) from None


def _broken() -> str:
    return tr("TOML 写法有误，读到这里读不下去：多半是引号或括号没有配对，或同一项写了两次。")


def _unreadable(path: Path, field: str, text: str) -> ContractMistakes:
    return ContractMistakes([Mistake(path.name, "", field, text)])


def _line(data: bytes, message: str) -> str:
    found = re.search(r"at line (\d+), column (\d+)", message)
    if not found:
        return tr("第 {line} 行", line=data.count(b"\n") + 1)
    return tr("第 {line} 行第 {column} 列", line=found[1], column=found[2])


def _contract(document: dict[str, Any], file: str, mistakes: list[Mistake]) -> Contract | None:
    whole = Table(document, mistakes, file=file)
    if whole.number("format") != FORMAT:
        whole.wrong("format", tr("要写 format = {number}，本程序只认这一种格式。", number=FORMAT))
    raw, rules = _rules(whole)
    _check_rules(rules, whole)
    choices = read_choices(whole, raw)
    head = whole.table("contract")
    whole.close()
    if head is None:
        whole.wrong("contract", tr("缺少这一项，必须写明。"))
        return None
    contract = Contract(
        id=head.ident("id"),
        title=head.text("title", is_needed=True),
        title_en=head.text("title_en", is_needed=True),
        from_on=head.day("from_on", is_needed=True),
        to_on=head.day("to_on", is_needed=True),
        version=head.number("version", smallest=1) or 1,
        sums_fen=_sums(head),
        platforms=head.texts("platforms"),
        maintainers=head.texts("maintainers"),
        rules=rules,
        choices=choices,
    )
    head.close()
    check_days(head, contract.from_on, contract.to_on)
    return contract


def _sums(head: Table) -> dict[str, int]:
    table = head.table("sums")
    if table is None:
        return {}
    found = {base.value: table.amount(base.value, FEN) for base in Base}
    table.close()
    return {name: fen for name, fen in found.items() if fen is not None}


def _rules(whole: Table) -> tuple[dict[str, Mapping[str, Any]], tuple[Rule, ...]]:
    """The rules of a file, as written by id and as read."""
    raw: dict[str, Mapping[str, Any]] = {}
    rules = []
    for number, table in enumerate(whole.tables("rule"), 1):
        name = table.data.get("id")
        table.rule = name if isinstance(name, str) and name else tr("第 {number} 条", number=number)
        table.path = ""
        rule = read_rule(table)
        if rule is not None:
            rules.append(rule)
            raw.setdefault(rule.id, table.data)
    if not rules:
        whole.wrong("rule", tr("文件里没有一条可用的规则。"))
    return raw, tuple(rules)


def _check_rules(rules: tuple[Rule, ...], whole: Table) -> None:
    """Note ids used twice, and names of rules that do not exist."""
    ids = [rule.id for rule in rules]
    for name in sorted({one for one in ids if ids.count(one) > 1}):
        text = tr("这个编号用了不止一次。")
        whole.mistakes.append(Mistake(whole.file, name, "id", text))
    sheets = [rule.id for rule in rules if rule.sheet and not rule.sheet.item_of]
    for rule in rules:
        named = [("breaches", one, ids) for count in rule.counts for one in count.breaches]
        if rule.sheet and rule.sheet.item_of:
            named.append(("sheet.item_of", rule.sheet.item_of, sheets))
        for field, name, known in named:
            if name not in known:
                text = tr("没有规则“{it}”。", it=name) + meant(name, known)
                whole.mistakes.append(Mistake(whole.file, rule.id, field, text))
