"""How records of people's work are found and shown: punches, wishes, presence, reports, samples."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from duty_desk.desk import attendance_words, report_words, roster_words
from duty_desk.desk.duty_words import VERDICTS
from duty_desk.desk.search_names import Told, joined
from duty_desk.domain.presence import Stage
from duty_desk.domain.problem import beijing, day_of
from duty_desk.domain.report import ReportKind, ReportState
from duty_desk.domain.workdays import instant
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.search_names import Names

_ABOUT_NOTES = {
    "breach": mark("超时批注"),
    "correction": mark("更正批注"),
    "late": mark("补记批注"),
}


def _shift(row: Any, _names: Names) -> Told:
    opens = ("handover", row.handover_id) if row.handover_id else None
    span = f"{beijing(row.started_at):%H:%M}–" + (
        f"{beijing(row.ended_at):%H:%M}" if row.ended_at else ""
    )
    words = (day_of(row.started_at), row.title, row.name, row.leader)
    title = joined(f"{day_of(row.started_at)} {tr(row.title)}".strip(), row.name)
    return Told(row.started_at, title, span, words, opens)


def _punch(row: Any, names: Names) -> Told:
    is_planned = row.planned_at is not None
    state = attendance_words.state_words(row)[0] if is_planned else tr("不在排班内")
    at = row.made_at or row.planned_at or instant(date.fromisoformat(row.day))
    said = names.beside.get(row.id, ())
    words = (row.name, row.day, row.explanation, row.judged_words, row.judged_by, state)
    about = f"{row.day[:5]}{attendance_words.about(row)}"
    detail = joined(state, attendance_words.note_of(row) or " ".join(filter(None, said)))
    return Told(at, f"{row.name} {about}", detail, (*words, about, *said))


def _leave(row: Any, names: Names) -> Told:
    span = f"{roster_words.minute_words(row.from_at)}–{roster_words.minute_words(row.to_at)}"
    substitute = names.people.get(row.substitute_id, "")
    state = roster_words.leave_state(row.state)
    words = (row.name, day_of(row.from_at), row.reason, substitute, row.words, row.decided_by)
    title = tr("{name} {span} 请假", name=row.name, span=span)
    detail = joined(state, row.reason, row.words)
    return Told(row.from_at, title, detail, (*words, state))


def _swap(row: Any, names: Names) -> Told:
    who, other = (names.people.get(one, "") for one in (row.person_id, row.other_id))
    at = roster_words.minute_words(row.starts_at)
    title = tr("{who} {at} 的班，{other} 替班", who=who, at=at, other=other)
    if row.other_shift_id:
        title = tr("{who} {at} 的班，与 {other} 换班", who=who, at=at, other=other)
    state = roster_words.swap_state(row.state)
    said = (state, row.reason, row.words, row.asked_by, row.agreed_by, row.decided_by)
    words = (who, other, row.shift_id[:10], row.other_shift_id[:10], *said)
    detail = joined(state, row.reason, row.words)
    return Told(row.starts_at, title, detail, words)


def _presence(row: Any, _names: Names) -> Told:
    state = tr(VERDICTS[row.state]) if row.state in VERDICTS else _presence_state(row.state)
    words = (row.person, day_of(row.prompted_at), row.reason, row.judged_by, state)
    title = tr("{name} 在岗确认 · {state}", name=row.person, state=state)
    return Told(row.prompted_at, title, joined(row.judged_by, row.reason), words, None, row.person)


def _presence_state(state: str) -> str:
    if state == Stage.CONFIRMED:
        return tr("提示音响后才应答")
    if state == Stage.LAPSED:
        return tr("程序停止，作废")
    return tr("没有应答，待认定") if state == Stage.UNCONFIRMED else tr("等待应答")


def _absence(row: Any, _names: Names) -> Told:
    words = (row.person, day_of(row.began_at), row.reliever, row.why)
    title = tr(
        "{who} 临时离岗（{why}），{name} 顶岗", who=row.person, why=row.why, name=row.reliever
    )
    back = tr("{at} 回岗", at=f"{beijing(row.ended_at):%H:%M}") if row.ended_at else tr("尚未回岗")
    return Told(row.began_at, title, back, words)


def _sample(row: Any, names: Names) -> Told:
    said = names.beside.get(row.id, ())
    words = (row.drawn_by, row.from_on, row.to_on, day_of(row.drawn_at), *said)
    title = tr("抽查 {begin} 至 {end}", begin=row.from_on, end=row.to_on)
    notes = dict.fromkeys((row.drawn_by, *said))
    return Told(row.drawn_at, title, joined(*notes), words)


def _report(row: Any, names: Names) -> Told:
    kind, said = ReportKind(row.kind), names.beside.get(row.id, ())
    period = report_words.period_words(kind, row.from_at, row.to_at)
    state, called = report_words.state_words(ReportState(row.state)), report_words.title_of(row)
    days = (day_of(row.from_at), day_of(row.to_at - 1))
    words = (
        report_words.kind_words(kind),
        called,
        period,
        state,
        *days,
        *(row.prepared_by, row.approved_by),
        *said,
    )
    title = called if kind is ReportKind.SPECIAL else joined(called, period)
    return Told(row.to_at, title, joined(state, *dict.fromkeys(filter(None, said))), words)


def _review(row: Any, _names: Names) -> Told:
    about = tr(_ABOUT_NOTES.get(row.noun, _ABOUT_NOTES["late"]))
    words = (row.words, row.noted_by, day_of(row.noted_at))
    opens = ("clock" if row.noun == "breach" else "log", row.record)
    return Told(row.noted_at, f"{about} · {row.words}", row.noted_by, words, opens)


TELLERS: dict[str, Callable[[Any, Names], Told]] = {
    "shift": _shift,
    "punch": _punch,
    "leave": _leave,
    "swap": _swap,
    "presence": _presence,
    "absence": _absence,
    "sample": _sample,
    "report": _report,
    "review": _review,
}
