"""The parts of a rule: warnings, windows, targets, cadences, score sheets, dates and payments."""

from dataclasses import dataclass
from enum import StrEnum

from duty_desk.domain.consequence import Grade
from duty_desk.domain.limit import Limit


class Anchor(StrEnum):
    """What a warning is measured from."""

    START = "start"
    DUE = "due"


class Level(StrEnum):
    """How loud a stage of a clock is."""

    ATTENTION = "attention"
    URGENT = "urgent"
    BREACH = "breach"


class Span(StrEnum):
    """The period that counts, quotas and cadences run over."""

    SHIFT = "shift"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"  # the contract year, from its first day
    CONTRACT = "contract"


@dataclass(frozen=True, kw_only=True)
class Warning_:  # noqa: N801 - "Warning" is Python's own word
    """A stage before the limit.

    Attributes:
        anchor: Measured from the start, or back from the due instant.
        ms: How far, in milliseconds.
        level: `attention` or `urgent`.
        moment: A moment to record when the stage passes (`case.near_due`); empty for none.
    """

    anchor: Anchor
    ms: int
    level: Level
    moment: str = ""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A part of the day, in minutes after midnight in Beijing; it may reach past midnight.

    Attributes:
        from_minute: Its beginning; None when only the end matters.
        to_minute: Its end; None when only the beginning matters.
        includes_from: Whether an event exactly at the beginning counts.
        includes_to: Whether an event exactly at the end counts.
    """

    name: str
    name_en: str
    from_minute: int | None = None
    to_minute: int | None = None
    includes_from: bool = True
    includes_to: bool = True


@dataclass(frozen=True, kw_only=True)
class Target:
    """How many a quota asks for; exactly one of the amounts is given.

    Attributes:
        per: The period; `days` instead for a run of so many days.
        at_least: The smallest number that fulfils it.
        at_most: The largest number allowed.
        share_ppm: The smallest share, in millionths, of the rule's `start` moments.
        fact: The name of a target figure that comes from outside the contract.
        distinct: Only different ones of this fact count (`community`).
    """

    per: Span | None = None
    days: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    share_ppm: int | None = None
    fact: str = ""
    distinct: str = ""


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """What comes round in time.

    Attributes:
        every: The period after which it is due again.
        until: Kinds of moments that end it for a subject.
        remind_minutes: Reminders on the day, minutes after midnight.
    """

    every: Span
    until: tuple[str, ...] = ()
    remind_minutes: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A score sheet, or one item of a sheet.

    Attributes:
        item_of: The rule id of the sheet this item stands on; empty for the sheet itself.
        full_tenths: Points at the beginning; of an item, the most it can lose.
        pass_tenths: The lowest passing score of a sheet.
        grades: The bands of a sheet, best first.
    """

    item_of: str = ""
    full_tenths: int | None = None
    pass_tenths: int | None = None
    grades: tuple[Grade, ...] = ()

    def grade_of(self, tenths: int) -> Grade | None:
        """The band that a score of `tenths` lies in, or None when no band holds it."""
        return next((grade for grade in self.grades if grade.holds(tenths)), None)


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One payment of the contract.

    Attributes:
        after: The moment kind it follows; empty when it comes round (`every_months`).
        after_months: Months between that moment and the beginning of the limit.
        within: The limit for paying; None when none is written.
        needs: What must be handed in before.
    """

    name: str
    name_en: str
    share_ppm: int | None = None
    fen: int | None = None
    after: str = ""
    after_months: int = 0
    every_months: int = 0
    within: Limit | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Term:
    """The contract's own dates.

    Attributes:
        from_on: First day, ISO date.
        to_on: Last day, ISO date.
        renewals: How often it may be renewed.
        years: How many years it may last in all.
        increase_ppm: The largest increase at renewal, in millionths.
        notice_before: How long before the end, or before the wished day, word must be given.
        remind_days: Reminders so many days before the end.
        payments: What is paid, in order.
    """

    from_on: str = ""
    to_on: str = ""
    renewals: int | None = None
    years: int | None = None
    increase_ppm: int | None = None
    notice_before: Limit | None = None
    remind_days: tuple[int, ...] = ()
    payments: tuple[Payment, ...] = ()
