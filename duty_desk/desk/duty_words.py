"""What the journal's lines about presence, duty log and emergencies name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.wording import duration_words
from duty_desk.domain.duty_log import LogKind
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr
from duty_desk.store.duty_tables import (
    AbsenceTable,
    DutyLogTable,
    EmergencyTable,
    InstructionTable,
)
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

DUTY_NOUNS = frozenset(
    {"presence", "absence", "log", "instruction", "emergency", "emergency_plan", "conduct"}
)
LOG_KINDS = {
    LogKind.PATROL: mark("巡查"),
    LogKind.PHONE: mark("电话"),
    LogKind.VISITOR: mark("来人"),
    LogKind.INCIDENT: mark("突发"),
    LogKind.DISPATCH: mark("派发"),
    LogKind.URGE: mark("催办"),
    LogKind.EQUIPMENT: mark("设备"),
    LogKind.INSTRUCTION: mark("交办"),
    LogKind.OTHER: mark("其他"),
}
_WAYS = {"key": mark("按键"), "work": mark("有操作")}
VERDICTS = {"excused": mark("有正当原因"), "breach": mark("脱岗")}


def kind_words(kind: str) -> str:
    """A kind of a log line, in the language in use."""
    return tr(LOG_KINDS[LogKind(kind)])


def told_words(told: str, words: str) -> str:
    """What became of telling the leader, a finished sentence; "" while nothing is known.

    `words` are the name of the channel that took it, or the sentence of the one that did not.
    """
    if told == "channel":
        return tr("已通过“{channel}”通知带班领导。", channel=words)
    if told == "impossible":
        return tr("没有设置带班领导的推送通道，没能通知；请邻席或带班领导留意。")
    if told == "failed":
        return words or tr("通知带班领导没有成功，结果未知。")
    return ""


def duty_values(session: Session, entry: Entry) -> dict[str, str]:
    """The values of an entry's line."""
    noun, facts = entry.kind.partition(".")[0], entry.facts
    if noun == "presence":
        return _presence(entry)
    if noun == "absence":
        return _absence(session, entry)
    if noun == "emergency":
        return _emergency(session, entry)
    if noun == "emergency_plan":
        return {"n": str(len(facts["steps"]))}
    if noun == "log":
        row = None if "text" in facts else session.get(DutyLogTable, entry.subject)
        kind = facts.get("kind", row.kind if row else LogKind.OTHER)
        return {"kind": kind_words(kind), "text": facts.get("text", row.text if row else "")}
    if noun == "instruction":
        told = None if "text" in facts else session.get(InstructionTable, entry.subject)
        return {
            "text": facts.get("text", told.text if told else ""),
            "leader": facts.get("leader", told.leader if told else ""),
        }
    return {}


def _presence(entry: Entry) -> dict[str, str]:
    facts = entry.facts
    until = facts.get("until_at")
    told, words = str(facts.get("told", "")), str(facts.get("words", ""))
    return {
        "words": told_words(told, words),
        "person": str(facts.get("person") or tr("值班员")),
        "used": duration_words(int(facts.get("answer_ms", 0))),
        "way": tr(_WAYS.get(str(facts.get("way")), _WAYS["key"])),
        "verdict": tr(VERDICTS.get(str(facts.get("verdict")), VERDICTS["excused"])),
        "until": f"{beijing(until):%m-%d %H:%M}" if until else "",
    }


def _absence(session: Session, entry: Entry) -> dict[str, str]:
    row = session.get(AbsenceTable, entry.subject)
    began_at = row.began_at if row else entry.event_at
    return {
        "why": str(entry.facts.get("why", "")),
        "reliever": str(entry.facts.get("reliever", "")),
        "used": duration_words(max(0, entry.event_at - began_at)),
    }


def _emergency(session: Session, entry: Entry) -> dict[str, str]:
    row = session.get(EmergencyTable, entry.subject)
    found_at = row.found_at if row else entry.event_at
    return {
        "about": emergency_about(session, entry.subject),
        "role": str(entry.facts.get("role", "")),
        "used": duration_words(max(0, entry.event_at - found_at)),
        "closing": str(entry.facts.get("closing", "")),
    }


def emergency_about(session: Session, emergency_id: str) -> str:
    """Where an emergency is, in a few words; "" when there is none of this id."""
    row = session.get(EmergencyTable, emergency_id)
    if row is None:
        return ""
    camera = session.get(CameraTable, row.camera_id) if row.camera_id else None
    place = row.place or (f"{camera.code} {camera.name}" if camera else "")
    return place or row.text[:20] or tr("突发事件")
