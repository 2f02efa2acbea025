"""An emergency (突发事件): its states, and whom to tell in which order.

The contract asks that it be reported in time; who is to be told is the client's plan, as data.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class EmergencyState(StrEnum):
    """Where an emergency stands."""

    OPEN = "open"
    CLOSED = "closed"
    VOIDED = "voided"


_OPEN = frozenset({EmergencyState.OPEN})
# moment -> (states it may come in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[frozenset[EmergencyState], EmergencyState | None]] = {
    "emergency.described": (_OPEN, None),
    "emergency.told": (_OPEN, None),
    "emergency.tried": (_OPEN, None),
    "emergency.closed": (_OPEN, EmergencyState.CLOSED),
    "emergency.voided": (_OPEN, EmergencyState.VOIDED),
}


class ForbiddenEmergencyMove(ValueError):
    """A moment that cannot happen to an emergency in its present state."""


def next_state(state: EmergencyState, kind: str) -> EmergencyState:
    """The state after moment `kind`.

    Raises:
        ForbiddenEmergencyMove: the moment cannot happen in `state`.
    """
    allowed, target = MOVES[kind]
    if state not in allowed:
        raise ForbiddenEmergencyMove(f"{kind} in {state}")
    return target or state


@dataclass(frozen=True)
class EmergencyKind:
    """One kind of emergency; the list is data. `key` is the digit that chooses it."""

    code: str
    zh: str
    en: str
    key: int

    def name_in(self, language: str) -> str:
        """The name people read, in `language` (`zh_CN` or `en`)."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, kw_only=True)
class PlanStep:
    """One line of the plan: who is told, at which number, about which kinds.

    Attributes:
        role: Who, as a role; the desk may add a name to it.
        number: Telephone; entered by the desk, "" until then.
        kinds: Codes of the kinds it holds for; empty for all.
        note: What to say or do, one sentence.
        is_client: Whether it is the client, whom the contract wants to be told.
    """

    role: str
    number: str = ""
    kinds: tuple[str, ...] = ()
    note: str = ""
    is_client: bool = False

    def as_facts(self) -> dict[str, Any]:
        """The step as facts of a moment."""
        return {**asdict(self), "kinds": list(self.kinds)}


def step_from(facts: Mapping[str, Any]) -> PlanStep:
    """The step that `facts` hold."""
    return PlanStep(
        role=facts["role"],
        number=facts["number"],
        kinds=tuple(facts["kinds"]),
        note=facts["note"],
        is_client=facts["is_client"],
    )


@dataclass(frozen=True)
class EmergencyBook:
    """What the program brings about emergencies: the kinds, and a plan without numbers."""

    kinds: tuple[EmergencyKind, ...] = ()
    plan: tuple[PlanStep, ...] = ()
    plan_en: tuple[PlanStep, ...] = ()

    def spoken(self, step: PlanStep, language: str) -> PlanStep:
        """A step of the brought plan as it is shown in `language`; the desk's own stay."""
        roles = [one.role for one in self.plan]
        if language != "en" or step.role not in roles:
            return step
        said = self.plan_en[roles.index(step.role)]
        return replace(step, role=said.role, note=said.note)


def steps_for(plan: tuple[PlanStep, ...], kind: str) -> tuple[PlanStep, ...]:
    """The steps that hold for `kind`, in order; while it is undecided, those for every kind."""
    return tuple(step for step in plan if not step.kinds or kind in step.kinds)
