"""Shifts and handovers in words: lines of the journal, states, what a shift is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.handover import HandoverState, Override
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr
from duty_desk.store.checkpoint import code_of
from duty_desk.store.shift_tables import HandoverItemTable, HandoverTable, ShiftTable

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry
    from duty_desk.domain.shift import Shift
    from duty_desk.store.transaction import Session

SHIFT_NOUNS = frozenset({"shift", "handover", "store"})
_STATES = {
    HandoverState.FROZEN: mark("待签认"),
    HandoverState.SIGNED: mark("交班人已签"),
    HandoverState.NO_RELIEF: mark("无人接班"),
    HandoverState.ACCEPTED: mark("已完成"),
    HandoverState.OVERRIDDEN: mark("带班人员终止"),
    HandoverState.REOPENED: mark("已重新开始"),
}
_OVERRIDES = {
    Override.STAY: mark("原班留守"),
    Override.RELEASE: mark("准予离岗，席位待接"),
}


def state_words(state: HandoverState) -> str:
    """A handover's state in words."""
    return tr(_STATES[state])


def override_words(how: Override) -> str:
    """How a leader lets it go on."""
    return tr(_OVERRIDES[how])


def span_words(shift: Shift) -> str:
    """`夜班 11-20 20:00 → 11-21 08:30`, as planned; only the beginning where nothing was."""
    title = tr(shift.title) if shift.title else tr("值班")
    if shift.planned_from_at is None or shift.planned_to_at is None:
        return f"{title} {beijing(shift.started_at):%m-%d %H:%M} →"
    since, until = beijing(shift.planned_from_at), beijing(shift.planned_to_at)
    return f"{title} {since:%m-%d %H:%M} → {until:%m-%d %H:%M}"


def shift_values(session: Session, entry: Entry) -> dict[str, str]:
    """What the journal's line of a shift, a handover or a checkpoint names."""
    facts = entry.facts
    values = {"name": str(facts.get("name", "")), "about": "", "how": ""}
    if entry.kind.startswith("shift."):
        row = session.get(ShiftTable, entry.subject)
        values["about"] = tr(row.title) if row is not None and row.title else tr("值班")
        values["name"] = values["name"] or (row.name if row is not None else "")
    elif entry.kind == "handover.item_confirmed":
        item = session.get(HandoverItemTable, (entry.subject, facts["no"]))
        values["about"] = item.title if item is not None else str(facts["no"])
    elif entry.kind == "handover.item_added":
        values["about"] = str(facts["item"]["title"])
    elif entry.kind == "handover.cut":
        values["about"] = str(len(facts["items"]))
    elif entry.kind == "handover.accepted":
        row_of = session.get(HandoverTable, entry.subject)
        values["name"] = row_of.incoming_name if row_of is not None else ""
    elif entry.kind == "handover.overridden":
        values["how"] = override_words(Override(facts["how"]))
    elif entry.kind == "store.checkpoint":
        values |= {"about": str(facts["no"]), "name": code_of(facts["head"], facts["seq"])}
    return values
