"""A contract as rules: what it demands of the desk, by when, and what follows when it is missed.

The rules are data. The engine of clocks reads `start`, `stop`, `limit`, `warnings`. The parts of
a rule lie in `domain.demand`, what counts money and points in `domain.consequence`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from duty_desk.domain.consequence import Base, Count
from duty_desk.domain.demand import Cadence, Sheet, Span, Target, Term, Warning_, Window
from duty_desk.domain.limit import Limit
from duty_desk.domain.plain import facts_of, record_from

PERIOD_ENDED, DELIVERED = "period.ended", "report.delivered"


class RuleKind(StrEnum):
    """How a rule is kept."""

    CLOCK = "clock"  # starts at a moment, must be stopped within a limit
    QUOTA = "quota"  # so many in a period
    CADENCE = "cadence"  # due at fixed times
    DUTY = "duty"  # to be done, without a number
    STRIKE = "strike"  # counted; a consequence after some
    SCORE = "score"  # points on a sheet
    DEDUCTION = "deduction"  # money
    TERM = "term"  # the contract's own dates, notices and payments


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One demand of a contract, with the words it rests on.

    Attributes:
        id: Unique in the contract (`problem.push`).
        sources: Rows of the requirements table that it carries (`S0-03`), the main one first.
        clause: Where the contract says it.
        quote: The contract's own words.
        quotes: Its words for each further source (`S0-16`), where they are others.
        record: The noun it is kept about (`problem`).
        start: Moment kinds that start it.
        stop: Moment kinds that fulfil it.
        void: Moment kinds after which it no longer holds for the subject.
        when: Facts that the starting moment must carry.
        stop_when: Facts that the fulfilling moment must carry.
        limit: The limit; None when the due instant comes from `due_fact`, or none is written.
        due_fact: The fact of the starting moment that holds the due instant (UTC ms).
        includes_limit: 以内 and 以上 include the limit itself, 不足 and 超过 do not.
        period: The period that counts run over.
        is_once_a_period: A count costs at most once in its period.
        is_ordered: It is in force only while a key period, ordered by the client, lasts.
        is_minimum: The limit is the shortest time allowed between start and stop.
        exempt: Reasons that the contract itself accepts for a breach; each needs a record.
        assumed: What is ours because the contract is silent; empty when all is written.
    """

    id: str
    kind: RuleKind
    clause: str
    quote: str
    name: str
    name_en: str
    record: str
    sources: tuple[str, ...]
    quotes: Mapping[str, str] = field(default_factory=dict)
    start: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    when: Mapping[str, str] = field(default_factory=dict)
    stop_when: Mapping[str, str] = field(default_factory=dict)
    limit: Limit | None = None
    due_fact: str = ""
    includes_limit: bool = True
    warnings: tuple[Warning_, ...] = ()
    targets: tuple[Target, ...] = ()
    windows: tuple[Window, ...] = ()
    cadence: Cadence | None = None
    counts: tuple[Count, ...] = ()
    period: Span | None = None
    is_once_a_period: bool = False
    sheet: Sheet | None = None
    term: Term | None = None
    is_ordered: bool = False
    is_minimum: bool = False
    exempt: tuple[str, ...] = ()
    assumed: str = ""

    @property
    def source(self) -> str:
        """The main row of the requirements table (`S0-03`)."""
        return self.sources[0] if self.sources else ""

    @property
    def limit_ms(self) -> int | None:
        """Milliseconds from start to due; None when a fact or the calendar decides."""
        return self.limit.ms if self.limit else None

    @property
    def is_timed(self) -> bool:
        """Whether a clock runs for it: by its kind, or as a report that comes round."""
        is_due = self.kind is RuleKind.CADENCE and self.limit is not None
        return self.kind is RuleKind.CLOCK or (is_due and DELIVERED in self.stop)

    def is_started_by(self, kind: str, facts: Mapping[str, Any]) -> bool:
        """Whether a moment of `kind` with `facts` starts this rule.

        Of the reports over one period each is due for itself: its clock starts by the moment that
        names the report which will stop it.
        """
        if kind not in self.start or (self.due_fact and self.due_of(facts) is None):
            return False
        if kind == PERIOD_ENDED and not _carries(facts, self.stop_when):
            return False
        return _carries(facts, self.when)

    def is_stopped_by(self, kind: str, facts: Mapping[str, Any]) -> bool:
        """Whether a moment of `kind` with `facts` fulfils this rule."""
        return kind in self.stop and _carries(facts, self.stop_when)

    def is_voided_by(self, kind: str) -> bool:
        """Whether this rule no longer holds for a subject to which `kind` happened."""
        return kind in self.void

    def due_of(self, facts: Mapping[str, Any]) -> int | None:
        """The due instant (UTC ms) that `facts` carry for this rule, or None."""
        due = facts.get(self.due_fact)
        return due if isinstance(due, int) and not isinstance(due, bool) else None


def _carries(facts: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(str(facts.get(name)) == value for name, value in wanted.items())


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way to read what the contract leaves open.

    Attributes:
        value: Its key (`natural`).
        rules: The rules as they stand under this reading; they replace those of the same id.
    """

    value: str
    label: str
    label_en: str
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A question that the contract leaves open, and the dated answer of a named person.

    Attributes:
        sources: Where the question was found: rows of the requirements table or numbers of the
            list of open questions.
        default: The option that holds until somebody decides.
        value: The decided option; empty while undecided.
        decided_by: Who decided.
        decided_at: When, UTC milliseconds.
    """

    id: str
    question: str
    question_en: str
    default: str
    options: tuple[Option, ...]
    sources: tuple[str, ...] = ()
    value: str = ""
    decided_by: str = ""
    decided_at: int | None = None

    @property
    def option(self) -> Option:
        """The option in force."""
        wanted = self.value or self.default
        return next(option for option in self.options if option.value == wanted)


class UnknownOption(ValueError):
    """An answer that is none of the choice's options."""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One contract: its rules as they stand under the choices made so far.

    Attributes:
        from_on: First day, ISO date.
        to_on: Last day, ISO date.
        version: Grows when the file of the same contract is corrected.
        sums_fen: What shares are taken of, in fen.
        platforms: City platforms whose cases arrive.
        maintainers: Companies that repair cameras.
    """

    id: str
    title: str
    title_en: str
    from_on: str
    to_on: str
    rules: tuple[Rule, ...]
    version: int = 1
    choices: tuple[Choice, ...] = ()
    sums_fen: Mapping[str, int] = field(default_factory=dict)
    platforms: tuple[str, ...] = ()
    maintainers: tuple[str, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """The rule `rule_id`, as it stands.

        Raises:
            KeyError: the contract has no such rule.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def choice(self, choice_id: str) -> Choice:
        """The open question `choice_id` with its answer, if there is one.

        Raises:
            KeyError: the contract leaves no such question open.
        """
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)

    def clock_rules_started_by(self, kind: str, facts: Mapping[str, Any]) -> tuple[Rule, ...]:
        """The clocks that a moment of `kind` with `facts` starts, in the order of the file."""
        return tuple(
            rule for rule in self.rules if rule.is_timed and rule.is_started_by(kind, facts)
        )

    def dues(self) -> tuple[Rule, ...]:
        """The rules by which a report falls due when a period has ended."""
        return tuple(
            rule
            for rule in self.rules
            if rule.is_timed and PERIOD_ENDED in rule.start and DELIVERED in rule.stop
        )

    def counting(self, rule_id: str) -> tuple[Rule, ...]:
        """The rules that count a breach of `rule_id`."""
        return tuple(
            rule for rule in self.rules if any(rule_id in count.breaches for count in rule.counts)
        )

    def sum_fen(self, of: Base) -> int | None:
        """The sum that a share of `of` is taken of, or None when the contract does not give it."""
        return self.sums_fen.get(of.value)

    def decided(self, choice_id: str, value: str, *, by: str, at: int) -> Self:
        """The contract after `by` answered `choice_id` with `value` at `at` (UTC ms).

        Raises:
            KeyError: the contract leaves no such question open.
            UnknownOption: `value` is none of its options.
        """
        choice = self.choice(choice_id)
        if value not in [option.value for option in choice.options]:
            raise UnknownOption(value)
        answered = replace(choice, value=value, decided_by=by, decided_at=at)
        changed = {rule.id: rule for rule in answered.option.rules}
        return replace(
            self,
            rules=tuple(changed.get(rule.id, rule) for rule in self.rules),
            choices=tuple(answered if one.id == choice_id else one for one in self.choices),
        )

    def as_facts(self) -> dict[str, Any]:
        """The whole contract as plain facts: maps, lists, texts and whole numbers."""
        return facts_of(self)


def contract_from_facts(facts: Mapping[str, Any]) -> Contract:
    """The contract whose `as_facts` are `facts`; the journal keeps adopted rules so."""
    return record_from(Contract, facts)
