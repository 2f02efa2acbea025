"""What follows under a contract when something is counted: money, points, warnings, talks.

Whole numbers only: money in fen, shares in millionths, points in tenths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Act(StrEnum):
    """A consequence that is neither money nor points."""

    WARN = "warn"
    TALK = "talk"
    RECTIFY = "rectify"
    HOLD_PAYMENT = "hold_payment"
    TERMINATE = "terminate"
    NO_RENEWAL = "no_renewal"
    ZERO_MONTH = "zero_month"
    COMPENSATE = "compensate"
    RENEGOTIATE = "renegotiate"


class Base(StrEnum):
    """The sum that a share is taken of."""

    CONTRACT_SUM = "contract_sum"
    MONTH_FEE = "month_fee"
    AMOUNT_DUE = "amount_due"
    LATE_PART = "late_part"
    ADVANCED_SUM = "advanced_sum"


class Party(StrEnum):
    """Who bears a consequence."""

    CONTRACTOR = "contractor"
    CLIENT = "client"


class Rounding(StrEnum):
    """What a begun but unfinished stretch of time counts as: one, or nothing yet."""

    BEGUN = "begun"
    FULL = "full"


@dataclass(frozen=True, kw_only=True)
class Penalty:
    """What one occurrence costs; several parts may stand together.

    Attributes:
        fen: A fixed sum in fen.
        share_ppm: A share in millionths (1 % is 10 000) of `share_of`.
        tenths: Points lost, in tenths of a point.
        tenths_to: Upper end where the contract gives a range; a person sets the value.
        fact: The name of a figure from outside that sets the amount (`lpr_per_day`).
        acts: Consequences without a number.
        cap_ppm: In all at most this share of the contract sum.
        is_discretionary: The client sets the amount.
        is_judged: It holds only when a supervisor confirms it.
        party: Who bears it.
    """

    fen: int | None = None
    share_ppm: int | None = None
    share_of: Base | None = None
    tenths: int | None = None
    tenths_to: int | None = None
    fact: str = ""
    acts: tuple[Act, ...] = ()
    cap_ppm: int | None = None
    is_discretionary: bool = False
    is_judged: bool = False
    party: Party = Party.CONTRACTOR


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where in a count a penalty strikes: at `first`, then at every `every`-th up to `last`.

    Attributes:
        first: The count at which it strikes first (1 is the first occurrence).
        every: Further occurrences between strikes; 0 strikes only once.
        last: The last count at which it strikes; 0 has no end.
        penalty: What it costs.
    """

    first: int
    penalty: Penalty
    every: int = 0
    last: int = 0

    def strikes_at(self, count: int) -> bool:
        """Whether this step strikes when the count reaches `count`."""
        if count < self.first or (self.last and count > self.last):
            return False
        return count == self.first or bool(self.every and (count - self.first) % self.every == 0)


@dataclass(frozen=True, kw_only=True)
class Count:
    """What is counted, and what follows at which number.

    Attributes:
        moments: Kinds of moments that count one each.
        breaches: Ids of rules whose breach counts one.
        when: Facts that a counted moment must carry.
        measure: A figure of the period instead (`attendance_rate`), counted when it is
            below `below_ppm` or above `above_ppm` (millionths).
        each_ms: Count a breach once for every such stretch of its lateness, not once in all.
        rounding: What a begun but unfinished stretch counts as.
        is_in_a_row: Only unbroken rows of periods count.
        is_at_once: Only those of one occasion count together.
        steps: The consequences.
    """

    moments: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    when: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    below_ppm: int | None = None
    above_ppm: int | None = None
    each_ms: int | None = None
    rounding: Rounding = Rounding.BEGUN
    is_in_a_row: bool = False
    is_at_once: bool = False
    steps: tuple[Step, ...] = ()
    name: str = ""
    name_en: str = ""

    def occurrences(self, late_ms: int) -> int:
        """How many occurrences a breach that was `late_ms` late counts as."""
        if self.each_ms is None:
            return 1
        full, rest = divmod(late_ms, self.each_ms)
        return full + (1 if rest and self.rounding is Rounding.BEGUN else 0)

    def penalties_at(self, count: int) -> tuple[Penalty, ...]:
        """What the occurrence that makes the count `count` brings."""
        return tuple(step.penalty for step in self.steps if step.strikes_at(count))


@dataclass(frozen=True, kw_only=True)
class Grade:
    """A band of a score sheet, in tenths of a point.

    Attributes:
        from_tenths: The lowest score in the band, included.
        below_tenths: The lowest score above the band, excluded; None for the top band.
        aliases: Other names that the same contract gives the band.
        acts: What the band brings.
    """

    name: str
    name_en: str
    from_tenths: int
    below_tenths: int | None = None
    aliases: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()

    def holds(self, tenths: int) -> bool:
        """Whether a score of `tenths` lies in this band."""
        return self.from_tenths <= tenths and (
            self.below_tenths is None or tenths < self.below_tenths
        )
