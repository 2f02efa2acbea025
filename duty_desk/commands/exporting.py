"""`export`: a ledger of some days as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.commands.call import DONE, Call, reading
from duty_desk.desk.ledger_parts import LedgerSide
from duty_desk.desk.ledgers import LedgerShelf, names
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.period import free
from duty_desk.domain.period import month as month_of
from duty_desk.domain.problem import day_of
from duty_desk.language import Refusal, tr
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store.evidence import EvidenceFolder

if TYPE_CHECKING:
    from duty_desk.commands.call import Reading
    from duty_desk.domain.period import Period


def export_ledger(call: Call) -> int:
    """`export LEDGER --from D --to D --out F [--where KEY=VALUE] [--pictures]`."""
    words = call.words
    if words.ledger is None:
        return _list_ledgers(call)
    if not words.out:
        raise Refusal(tr("请用 --out 写明文件名，如 --out 问题台账.xlsx。"))
    return _write(call, _wish(call), Path(words.out), with_pictures=words.pictures)


def export_visits(call: Call) -> int:
    """`rounds export FILE --from D --to D`: the ledger of looks, as `export visit`."""
    period = _period(call)
    wish = LedgerWish("visit", period.from_at, period.to_at)
    return _write(call, wish, Path(call.words.file))


def export_log(call: Call) -> int:
    """`log export FILE [--month]`: the duty log of a month, as `export duty_log`."""
    month = call.words.month or day_of(SystemTimeSource().now_ms())[:7]
    period = month_of(*map(int, month.split("-")))
    wish = LedgerWish("duty_log", period.from_at, period.to_at)
    return _write(call, wish, Path(call.words.file))


def _write(call: Call, wish: LedgerWish, path: Path, *, with_pictures: bool = False) -> int:
    with reading(call) as look:
        shelf = LedgerShelf(ledger_side(look))
        made = shelf.write(look.session, wish, path, with_pictures=with_pictures)
    call.line(tr("台账已写到“{name}”，共 {count} 行。", name=path.name, count=made.rows))
    call.document({"file": path.name, **vars(made)})
    return DONE


def _list_ledgers(call: Call) -> int:
    for name, title in names():
        call.line(f"{name:<12} {title}")
    call.document([{"name": name, "title": title} for name, title in names()])
    return DONE


def _period(call: Call) -> Period:
    words = call.words
    today = day_of(SystemTimeSource().now_ms())
    first = date.fromisoformat(words.from_on or words.to_on or today)
    last = date.fromisoformat(words.to_on or today)
    if first > last:
        raise Refusal(tr("起始日期在结束日期之后，没有导出。"))
    return free(first, last)


def _wish(call: Call) -> LedgerWish:
    words, period = call.words, _period(call)
    where = []
    for pair in words.where:
        key, is_pair, value = pair.partition("=")
        if not is_pair:
            raise Refusal(tr("筛选条件写成 camera=C017 这样，没有导出。"))
        where.append((key, value))
    return LedgerWish(words.ledger, period.from_at, period.to_at, tuple(where))


def ledger_side(look: Reading) -> LedgerSide:
    """What ledgers know of a store that a command reads."""
    house = look.house
    return LedgerSide(
        seat=house.settings.seat,
        time=SystemTimeSource(),
        rules=lambda: look.rules,
        categories={one.code: one for one in house.categories()},
        kinds=house.fault_kinds(),
        emergencies=house.emergencies().kinds,
        evidence=EvidenceFolder(house.place.data / "evidence"),
    )
