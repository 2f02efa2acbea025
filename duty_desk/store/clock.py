"""Clocks as rows: started, warned and stopped by the moments that the adopted rules name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from duty_desk.domain import clock as clocks
from duty_desk.domain.contract import Contract, contract_from_facts
from duty_desk.domain.hashchain import canonical, digest
from duty_desk.store.tables import ClockStageTable, ClockTable, RulesRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry

# In place of the entry's hash, for a problem whose clock ran before the store took its entry.
ASIDE = "aside"
_STAGES = ("clock.warned", "clock.breached", "clock.stage_missed")


def rules_hash(contract: Contract) -> str:
    """The name under which a set of rules is adopted: SHA-256 of its canonical form."""
    return digest(canonical(contract.as_facts()))


def clock_id(rule_id: str, subject: str, key: str) -> str:
    """The id of the clock that a rule starts on a subject at the entry known by `key`."""
    return digest(f"{rule_id}|{subject}|{key}")[:32]


class AdoptedRules:
    """The rule sets this store has adopted, newest in force. Read once, kept in memory."""

    def __init__(self) -> None:
        self._sets: dict[str, Contract] = {}
        self._enders: dict[str, bool] = {}  # by kind of moment; asked of every entry
        self._starters: dict[str, bool] = {}
        self.in_force = ""

    def copy(self) -> AdoptedRules:
        """The same sets, to be changed apart: a unit that fails leaves the original."""
        other = AdoptedRules()
        other._sets, other.in_force = dict(self._sets), self.in_force
        other._enders, other._starters = self._enders, self._starters
        return other

    def load(self, session: Session) -> None:
        """Read the adopted sets."""
        found = session.scalars(
            select(RulesRow).order_by(RulesRow.adopted_at, RulesRow.adopted_seq)
        )
        for row in found:
            self._sets[row.rules_hash] = contract_from_facts(json.loads(row.body))
            self.in_force = row.rules_hash
        self._enders, self._starters = {}, {}

    def adopt(self, session: Session, entry: Entry) -> None:
        """Put the rules of a `contract.adopted` entry in force."""
        contract = contract_from_facts(entry.facts["contract"])
        name = rules_hash(contract)
        row = session.get(RulesRow, name)
        if row is None:
            row = RulesRow(
                rules_hash=name,
                contract_id=contract.id,
                body=canonical(contract.as_facts()),
                adopted_at=entry.recorded_at,
                adopted_seq=entry.seq,
            )
            session.add(row)
        row.adopted_at, row.adopted_seq = entry.recorded_at, entry.seq
        session.flush()
        self._sets[name] = contract
        self.in_force = name
        self._enders, self._starters = {}, {}

    @property
    def contract(self) -> Contract | None:
        """The contract in force; None before one is adopted."""
        return self._sets.get(self.in_force)

    def may_end_by(self, kind: str) -> bool:
        """Whether some adopted rule is fulfilled, or no longer holds, by moments of `kind`."""
        if kind not in self._enders:
            rules = (rule for contract in self._sets.values() for rule in contract.rules)
            self._enders[kind] = any(kind in rule.stop or rule.is_voided_by(kind) for rule in rules)
        return self._enders[kind]

    def may_start_by(self, kind: str) -> bool:
        """Whether some rule in force starts a clock by moments of `kind`."""
        if kind not in self._starters:
            rules = self.contract.rules if self.contract else ()
            self._starters[kind] = any(kind in rule.start for rule in rules)
        return self._starters[kind]

    def of(self, clock: clocks.Clock) -> Contract:
        """The rules under which a clock was started."""
        return self._sets[clock.rules_hash]


def clock_of(row: ClockTable) -> clocks.Clock:
    """The clock a row holds."""
    return clocks.Clock(
        id=row.id,
        rule_id=row.rule_id,
        rules_hash=row.rules_hash,
        clause=row.clause,
        subject=row.subject,
        started_at=row.started_at,
        started_mono_ms=row.started_mono_ms,
        boot_id=row.boot_id,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
        verdict=clocks.Verdict(row.verdict),
        is_jumped=row.is_jumped,
        reason=row.reason,
        approver=row.approver,
    )


def _keep(row: ClockTable, clock: clocks.Clock) -> None:
    row.stopped_at = clock.stopped_at
    row.verdict = clock.verdict
    row.is_jumped = clock.is_jumped
    row.reason = clock.reason
    row.approver = clock.approver


def apply(session: Session, entry: Entry, rules: AdoptedRules) -> None:
    """Start, warn, void and stop the clocks that `entry` concerns."""
    if entry.kind in _STAGES:
        _stage(session, entry)
    elif entry.kind == "time.jumped":
        session.execute(
            update(ClockTable)
            .where(ClockTable.seat == entry.seat, ClockTable.stopped_at.is_(None))
            .values(is_jumped=True)
        )
        session.expire_all()
    elif rules.contract is not None:
        if rules.may_end_by(entry.kind):
            _end(session, entry, rules)
        if rules.may_start_by(entry.kind):
            _begin(session, entry, rules)


def _stage(session: Session, entry: Entry) -> None:
    facts = entry.facts
    session.add(
        ClockStageTable(
            clock_id=entry.subject,
            key=facts["stage"],
            at=facts["at"],
            recorded_at=entry.recorded_at,
            is_shown=entry.kind != "clock.stage_missed",
        )
    )
    row = session.get_one(ClockTable, entry.subject)
    if facts["level"] == "breach":
        _keep(row, clocks.breach(clock_of(row)))


def _begin(session: Session, entry: Entry, rules: AdoptedRules) -> None:
    contract = rules.contract
    if contract is None:
        return
    key = ASIDE if entry.facts.get("was_aside") else entry.hash
    for rule in contract.clock_rules_started_by(entry.kind, entry.facts):
        clock = clocks.start(
            rule,
            clock_id=clock_id(rule.id, entry.subject, key),
            subject=entry.subject,
            at=entry.event_at,
            mono_ms=clocks.mono_at(entry),
            boot_id=entry.boot_id,
            facts=entry.facts,
            rules_hash=rules.in_force,
        )
        session.add(
            ClockTable(
                id=clock.id,
                rule_id=clock.rule_id,
                rules_hash=clock.rules_hash,
                clause=clock.clause,
                subject=clock.subject,
                seat=entry.seat,
                started_at=clock.started_at,
                started_mono_ms=clock.started_mono_ms,
                boot_id=clock.boot_id,
                due_at=clock.due_at,
                stopped_at=None,
                verdict=clock.verdict,
                is_jumped=False,
                reason="",
                approver="",
            )
        )
    session.flush()


def _end(session: Session, entry: Entry, rules: AdoptedRules) -> None:
    found = session.scalars(
        select(ClockTable).where(
            ClockTable.subject == entry.subject, ClockTable.stopped_at.is_(None)
        )
    )
    for row in found:
        clock = clock_of(row)
        if clocks.is_over(clock):
            continue
        rule = rules.of(clock).rule(clock.rule_id)
        if rule.is_stopped_by(entry.kind, entry.facts):
            stopped = clocks.stop(
                clock,
                rule,
                at=entry.event_at,
                mono_ms=clocks.mono_at(entry),
                boot_id=entry.boot_id,
            )
            _keep(row, stopped)
        elif entry.kind in rule.void:
            _keep(row, clocks.void(clock, reason=entry.reason, approver=entry.actor))


def running(session: Session) -> tuple[ClockTable, ...]:
    """The clocks that run, breached ones included, least time left first."""
    found = session.scalars(
        select(ClockTable)
        .where(
            ClockTable.stopped_at.is_(None),
            or_(
                ClockTable.verdict == clocks.Verdict.RUNNING,
                ClockTable.verdict == clocks.Verdict.BREACHED,
            ),
        )
        .order_by(ClockTable.due_at)
    )
    return tuple(found)


def every(session: Session) -> tuple[ClockTable, ...]:
    """All clocks, oldest first."""
    return tuple(session.scalars(select(ClockTable).order_by(ClockTable.started_at)))


def by_subject(session: Session, rule_id: str, subjects: list[str]) -> dict[str, ClockTable]:
    """The newest clock of a rule on each of the subjects that has one."""
    found = session.scalars(
        select(ClockTable)
        .where(ClockTable.rule_id == rule_id, ClockTable.subject.in_(subjects))
        .order_by(ClockTable.started_at)
    )
    return {row.subject: row for row in found}


def verdicts(session: Session, rule_id: str, subjects: list[str]) -> dict[str, str]:
    """How the newest clock of a rule stands on each of the subjects that has one."""
    found = session.execute(
        select(ClockTable.subject, ClockTable.verdict)
        .where(ClockTable.rule_id == rule_id, ClockTable.subject.in_(subjects))
        .order_by(ClockTable.started_at)
    )
    return {row[0]: row[1] for row in found}


def of_subjects(session: Session, subjects: list[str]) -> dict[str, ClockTable]:
    """The newest clock, of whatever rule, on each of the subjects that has one."""
    found = session.scalars(
        select(ClockTable)
        .where(ClockTable.subject.in_(subjects))
        .order_by(ClockTable.started_at, ClockTable.id)
    )
    return {row.subject: row for row in found}


def stage_keys(session: Session, clock_ids: list[str]) -> dict[str, set[str]]:
    """The stages already recorded of each clock."""
    keys: dict[str, set[str]] = {}
    found = session.execute(
        select(ClockStageTable.clock_id, ClockStageTable.key).where(
            ClockStageTable.clock_id.in_(clock_ids)
        )
    )
    for clock_id, key in found:
        keys.setdefault(clock_id, set()).add(key)
    return keys
