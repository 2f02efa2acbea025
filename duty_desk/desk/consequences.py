"""What follows from what: moments that bring another moment with them, on one page.

Both stand in the same transaction. What moments do to rows is in `store.records`, to clocks in
the contract's rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.moment import Moment
from duty_desk.store.tables import ProblemTable, PushTable

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry
    from duty_desk.store.store import Unit


def _problem_is_pushed(unit: Unit, entry: Entry) -> Moment | None:
    """The channel's acceptance, or the operator's word, is the push of the problem."""
    push = unit.session.get_one(PushTable, entry.subject)
    problem = unit.session.get_one(ProblemTable, push.problem_id)
    if problem.pushed_at is not None or problem.state == "voided":
        return None
    return Moment(
        kind="problem.pushed",
        subject=push.problem_id,
        facts={
            "push": push.id,
            "channel": push.channel_id,
            "via": "robot" if entry.kind == "push.accepted" else "operator",
        },
        event_at=entry.event_at,
        source=entry.source,
        actor=entry.actor,
    )


FOLLOWS = {
    "push.accepted": _problem_is_pushed,
    "push.confirmed": _problem_is_pushed,
}


def record(unit: Unit, *moments: Moment) -> tuple[Entry, ...]:
    """Write moments and what follows from them, in order."""
    entries = []
    waiting = list(moments)
    while waiting:
        entry = unit.append(waiting.pop(0))
        entries.append(entry)
        follows = FOLLOWS.get(entry.kind)
        next_moment = follows(unit, entry) if follows else None
        if next_moment is not None:
            waiting.insert(0, next_moment)
    return tuple(entries)
