"""Presence checks: when whoever is on duty is asked for a sign of life, and by which stages.

The numbers follow a bridge watch alarm (IMO MSC.128(75) 4.1.2): a dormant time, then eyes, ears,
somebody else. The dormant time is drawn anew each time, so that nobody can wait for it, and work
resets it. What nobody answers is *unconfirmed*: a person judges it, never the program.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from duty_desk.domain.problem import beijing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
REFLEX_MS = 3_000  # an answer faster than this is given without looking up
MOST_AN_HOUR = 2  # prompts to somebody who works
AT_WORK_MS = 30 * MINUTE_MS  # who did something within this time is at work
LONGEST_PAUSE_MS = 24 * HOUR_MS


class Stage(StrEnum):
    """How a presence check stands."""

    SHOWN = "shown"  # on the screen, without a sound
    SOUNDED = "sounded"  # with the sound
    ESCALATED = "escalated"  # another seat or the leader is told
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"  # nobody answered; a supervisor judges it
    LAPSED = "lapsed"  # the program was off: nobody could answer
    EXCUSED = "excused"
    BREACH = "breach"


ASKING = (Stage.SHOWN, Stage.SOUNDED, Stage.ESCALATED)
JUDGED = (Stage.EXCUSED, Stage.BREACH)
# moment -> (states it may come in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[tuple[Stage, ...], Stage | None]] = {
    "presence.sounded": ((Stage.SHOWN,), Stage.SOUNDED),
    "presence.escalated": ((Stage.SHOWN, Stage.SOUNDED), Stage.ESCALATED),
    "presence.told": (tuple(Stage), None),
    "presence.confirmed": (ASKING, Stage.CONFIRMED),
    "presence.unconfirmed": (ASKING, Stage.UNCONFIRMED),
    "presence.lapsed": (ASKING, Stage.LAPSED),
}


class ForbiddenPresenceMove(ValueError):
    """A moment that cannot happen to a presence check in its present state."""


def next_stage(stage: Stage, kind: str, verdict: str = "") -> Stage:
    """The stage after moment `kind`; `verdict` is the supervisor's, of `presence.judged`.

    Raises:
        ForbiddenPresenceMove: the moment cannot happen in `stage`.
    """
    if kind == "presence.judged":
        if stage is not Stage.UNCONFIRMED or verdict not in JUDGED:
            raise ForbiddenPresenceMove(f"{kind} {verdict} in {stage}")
        return Stage(verdict)
    allowed, target = MOVES[kind]
    if stage not in allowed:
        raise ForbiddenPresenceMove(f"{kind} in {stage}")
    return target or stage


@dataclass(frozen=True, kw_only=True)
class PresenceRule:
    """How presence is asked for. Minutes of the day are Beijing's; `night_to` is excluded."""

    day_least_min: int = 15
    day_most_min: int = 35
    night_least_min: int = 12
    night_most_min: int = 25
    night_from: int = 20 * 60
    night_to: int = 8 * 60 + 30
    shown_s: int = 60
    sounded_s: int = 60
    escalated_s: int = 120

    def as_facts(self) -> dict[str, int]:
        """The rule as the facts of its moment."""
        return asdict(self)

    @property
    def asked_ms(self) -> int:
        """How long a prompt waits for an answer, all stages together."""
        return (self.shown_s + self.sounded_s + self.escalated_s) * 1000


LIMITS: dict[str, tuple[int, int]] = {
    "day_least_min": (5, 40),
    "day_most_min": (5, 40),
    "night_least_min": (5, 40),
    "night_most_min": (5, 40),
    "night_from": (0, 1439),
    "night_to": (0, 1439),
    "shown_s": (15, 300),
    "sounded_s": (15, 300),
    "escalated_s": (30, 600),
}


def rule_from(facts: Mapping[str, Any]) -> PresenceRule:
    """The rule that `facts` hold; what they do not name is the default."""
    names = {one.name for one in fields(PresenceRule)}
    return PresenceRule(**{name: int(facts[name]) for name in names if name in facts})


def mistakes(rule: PresenceRule) -> tuple[str, ...]:
    """The names of what is out of its bounds; a range whose ends are crossed names its upper."""
    found = [
        name for name, (least, most) in LIMITS.items() if not least <= getattr(rule, name) <= most
    ]
    if rule.day_least_min > rule.day_most_min:
        found.append("day_most_min")
    if rule.night_least_min > rule.night_most_min:
        found.append("night_most_min")
    return tuple(dict.fromkeys(found))


def is_night(rule: PresenceRule, at: int) -> bool:
    """Whether the Beijing time of `at` (UTC ms) lies in the night of `rule`."""
    now = beijing(at)
    minute = now.hour * 60 + now.minute
    if rule.night_from <= rule.night_to:
        return rule.night_from <= minute < rule.night_to
    return minute >= rule.night_from or minute < rule.night_to


def drawn_ms(rule: PresenceRule, at: int, draw: Callable[[int, int], int]) -> int:
    """A dormant time for somebody last heard of at `at`, to the second.

    `draw` gives a whole number between both its ends, and must not be foreseeable.
    """
    least, most = (
        (rule.night_least_min, rule.night_most_min)
        if is_night(rule, at)
        else (rule.day_least_min, rule.day_most_min)
    )
    return draw(least * 60, most * 60) * 1000


def is_due(quiet_ms: int, drawn: int, worked_ms: int | None, prompted_ms: Sequence[int]) -> bool:
    """Whether to ask now.

    Args:
        quiet_ms: How long ago the last sign of life was, of work or of an answer.
        drawn: The dormant time drawn at that sign.
        worked_ms: How long ago the last work was; None when there was none.
        prompted_ms: How long ago each recent prompt was.
    """
    if quiet_ms < drawn:
        return False
    is_at_work = worked_ms is not None and worked_ms < AT_WORK_MS
    recent = sum(ago < HOUR_MS for ago in prompted_ms)
    return not (is_at_work and recent >= MOST_AN_HOUR)


def stage_at(rule: PresenceRule, asked_ms: int) -> Stage:
    """The stage of a prompt that was shown `asked_ms` ago and is not answered."""
    if asked_ms < rule.shown_s * 1000:
        return Stage.SHOWN
    if asked_ms < (rule.shown_s + rule.sounded_s) * 1000:
        return Stage.SOUNDED
    return Stage.ESCALATED if asked_ms < rule.asked_ms else Stage.UNCONFIRMED


def asked_before(rule: PresenceRule, stage: Stage) -> int:
    """How long a prompt has been shown at least, ms, when it stands at `stage`."""
    return {
        Stage.SHOWN: 0,
        Stage.SOUNDED: rule.shown_s * 1000,
        Stage.ESCALATED: (rule.shown_s + rule.sounded_s) * 1000,
    }.get(stage, rule.asked_ms)
