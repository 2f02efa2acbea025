"""What a contract file says about time: warnings, windows, targets, cadences, dates, payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.contracts.amount import FEN, PPM
from duty_desk.domain.demand import (
    Anchor,
    Cadence,
    Level,
    Payment,
    Span,
    Target,
    Term,
    Warning_,
    Window,
)
from duty_desk.language import tr

if TYPE_CHECKING:
    from duty_desk.contracts.table import Table
    from duty_desk.domain.limit import Limit

_ANCHORS = ("after", "before", "under")


def read_warnings(rule: Table, limit: Limit | None) -> tuple[Warning_, ...]:
    """The warnings of a rule whose limit is `limit`."""
    found = (_warning(table, limit) for table in rule.tables("warn"))
    return tuple(warning for warning in found if warning is not None)


def read_windows(rule: Table) -> tuple[Window, ...]:
    """The parts of the day that a rule names."""
    return tuple(_window(table) for table in rule.tables("windows"))


def read_targets(rule: Table) -> tuple[Target, ...]:
    """How many a quota asks for."""
    return tuple(_target(table) for table in rule.tables("targets"))


def read_cadence(rule: Table) -> Cadence | None:
    """When a rule comes round."""
    table = rule.table("cadence")
    if table is None:
        return None
    every = table.word("every", Span)
    if every is None and not table.has("every"):
        table.wrong("every", tr("缺少这一项，必须写明。"))
    cadence = Cadence(
        every=every or Span.DAY,
        until=table.moments("until"),
        remind_minutes=table.minutes("remind"),
    )
    table.close()
    return cadence


def read_term(rule: Table) -> Term | None:
    """The contract's own dates in a rule."""
    table = rule.table("term")
    if table is None:
        return None
    term = Term(
        from_on=table.day("from_on"),
        to_on=table.day("to_on"),
        renewals=table.number("renewals"),
        years=table.number("years", smallest=1),
        increase_ppm=table.amount("increase", PPM),
        notice_before=table.limit("notice_before"),
        remind_days=table.numbers("remind_days"),
        payments=tuple(_payment(one) for one in table.tables("payments")),
    )
    table.close()
    check_days(table, term.from_on, term.to_on)
    return term


def check_days(table: Table, from_on: str, to_on: str) -> None:
    """Note it when the last day lies before the first."""
    if from_on and to_on and to_on < from_on:
        table.wrong("to_on", tr("不能早于 from_on。"))


def _warning(table: Table, limit: Limit | None) -> Warning_ | None:
    written = [key for key in _ANCHORS if table.has(key)]
    if len(written) != 1:
        table.wrong("", tr("after、before、under 要写其中一个，只写一个。"))
    key = written[0] if written else "after"
    ms = table.elapsed_ms(key, is_zero_right=key == "after")
    level = table.word("level", Level)
    moment = table.moment("moment")
    table.close()
    if level is Level.BREACH:
        table.wrong("level", tr("预警只能是 attention 或 urgent。"))
    if ms is None:
        return None
    if limit is not None and limit.ms is not None and ms >= limit.ms:
        table.wrong(key, tr("预警不早于期限（{limit}）：到时已经超时。", limit=limit.text))
    # "Under 12 h" begins one millisecond after exactly 12 h are left: 不足 leaves the limit out.
    reach_ms = ms - 1 if key == "under" else ms
    anchor = Anchor.START if key == "after" else Anchor.DUE
    level = level or _level(anchor, reach_ms, limit)
    return Warning_(anchor=anchor, ms=reach_ms, level=level, moment=moment)


def _level(anchor: Anchor, ms: int, limit: Limit | None) -> Level:
    """Urgent from the last fifth of the limit, where its length is known."""
    if limit is None or limit.ms is None:
        return Level.ATTENTION
    used_ms = ms if anchor is Anchor.START else limit.ms - ms
    return Level.URGENT if used_ms * 5 >= limit.ms * 4 else Level.ATTENTION


def _window(table: Table) -> Window:
    window = Window(
        name=table.text("name", is_needed=True),
        name_en=table.text("name_en"),
        from_minute=table.minute("from"),
        to_minute=table.minute("to"),
        includes_from=table.flag("includes_from", default=True),
        includes_to=table.flag("includes_to", default=True),
    )
    table.close()
    if not table.has("from") and not table.has("to"):
        table.wrong("from", tr("from 和 to 至少要写一个。"))
    return window


def _target(table: Table) -> Target:
    target = Target(
        per=table.word("per", Span),
        days=table.number("days", smallest=1),
        at_least=table.number("at_least", smallest=1),
        at_most=table.number("at_most"),
        share_ppm=table.amount("share", PPM),
        fact=table.text("fact"),
        distinct=table.text("distinct"),
    )
    table.close()
    if sum(table.has(key) for key in ("at_least", "at_most", "share", "fact")) != 1:
        table.wrong("at_least", tr("at_least、at_most、share、fact 要写其中一个，只写一个。"))
    if table.has("per") == table.has("days"):
        table.wrong("per", tr("per 和 days 要写其中一个，只写一个。"))
    return target


def _payment(table: Table) -> Payment:
    payment = Payment(
        name=table.text("name", is_needed=True),
        name_en=table.text("name_en"),
        share_ppm=table.amount("share", PPM),
        fen=table.amount("sum", FEN),
        after=table.moment("after"),
        after_months=table.number("after_months") or 0,
        every_months=table.number("every_months") or 0,
        within=table.limit("within"),
        needs=table.texts("needs"),
    )
    table.close()
    return payment
