"""The words by which records are found, and the line in which a found one is shown.

Nothing that only few may see goes into the words: of a request for recordings its number and the
unit alone, of emergencies and maintainers no telephone. Words stand as they were entered, whatever
language the window speaks.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from duty_desk.desk.duty_words import kind_words
from duty_desk.desk.fault_rows import kind_name
from duty_desk.desk.ledger_fault import STATES as FAULT_STATES
from duty_desk.desk.ledger_people import HANDOVER_STATES
from duty_desk.desk.ledger_problem import STATES as PROBLEM_STATES
from duty_desk.desk.ledger_push import PUSH_STATES
from duty_desk.desk.patrol_words import outcome_words, reason_words, round_name, state_words
from duty_desk.desk.search_names import Told, joined
from duty_desk.desk.search_people import TELLERS
from duty_desk.domain import footage
from duty_desk.domain.fault import FaultState
from duty_desk.domain.handover import HandoverState
from duty_desk.domain.patrol import RoundKind
from duty_desk.domain.problem import day_of, shown_number
from duty_desk.language import language, mark, speaking, tr
from duty_desk.store.search_file import Doc
from duty_desk.store.search_rows import id_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.search_names import Names

NOUNS = {
    "camera": mark("点位"),
    "community": mark("社区"),
    "person": mark("人员"),
    "problem": mark("问题"),
    "fault": mark("设备故障"),
    "log": mark("值班日志"),
    "instruction": mark("领导交办"),
    "emergency": mark("突发事件记录"),
    "round": mark("巡查轮次"),
    "handover": mark("交接班记录"),
    "footage": mark("录像调取"),
    "push": mark("推送记录"),
    "visit": mark("巡查查看"),
    "site_visit": mark("现场巡查"),
    "sample": mark("抽查记录"),
    "shift": mark("当班记录"),
    "punch": mark("打卡记录"),
    "leave": mark("请假单"),
    "swap": mark("换班申请"),
    "presence": mark("在岗确认记录"),
    "absence": mark("临时离岗记录"),
    "report": mark("报告和报表"),
    "review": mark("主管批注"),
    "maintainer": mark("维修单位"),
    "entry": mark("操作日志"),
}


def doc_of(noun: str, row: Any, names: Names) -> Doc:
    """A record as the search file keeps it."""
    with speaking("zh_CN"):
        told = told_of(noun, row, names)
    words = " ".join(word for word in told.words if word)
    return Doc(noun, id_of(noun, row), told.at, spelt_alike(words), told.whose)


def spelt_alike(text: str) -> str:
    """Small half-width letters: how words are kept and looked for."""
    return unicodedata.normalize("NFKC", text).lower()


def told_of(noun: str, row: Any, names: Names) -> Told:
    """A record in words, in the language in use."""
    return _TELLERS[noun](row, names)


def _problem(row: Any, names: Names) -> Told:
    category = names.categories.get(row.category)
    called = category.name_in(language()) if category else tr("未分类")
    number = shown_number(row.found_on, row.no)
    both = (category.zh, category.en) if category else ()
    place = names.place_words(row.camera_id)
    said = (row.description, row.unit, row.found_by, row.void_reason)
    return Told(
        row.found_at,
        f"{number} {names.place(row.camera_id)} · {called}",
        joined(tr(PROBLEM_STATES[row.state]), row.description, row.unit),
        (number, row.found_on, *place, *both, *said),
    )


def _fault(row: Any, names: Names) -> Told:
    number = shown_number(row.found_on, row.no)
    kind = next((one for one in names.kinds if one.code == row.kind), None)
    both = (kind.zh, kind.en) if kind else ()
    said = (row.note, row.cause, row.reason, row.ticket, row.maintainer, row.reached, row.found_by)
    return Told(
        row.found_at,
        f"{number} {names.place(row.camera_id)} · {kind_name(names.kinds, row.kind)}",
        joined(tr(FAULT_STATES[FaultState(row.state)]), row.maintainer, row.note or row.cause),
        (number, row.found_on, *names.place_words(row.camera_id), *both, *said),
    )


def _log(row: Any, _names: Names) -> Told:
    number = shown_number(row.logged_on, row.no)
    words = (number, row.logged_on, row.text, row.handling, row.reason, row.actor)
    title = f"{number} {kind_words(row.kind)} · {row.text}"
    return Told(row.at, title, joined(row.handling, row.actor), words)


def _instruction(row: Any, _names: Names) -> Told:
    number = shown_number(row.given_on, row.no)
    title = f"{number} " + tr("{leader}交办：{text}", leader=row.leader, text=row.text)
    words = (number, row.given_on, row.leader, row.text, row.actor)
    return Told(row.given_at, title, tr("已阅") if row.read_at else tr("未阅"), words)


def _emergency(row: Any, names: Names) -> Told:
    number = shown_number(row.found_on, row.no)
    kind = next((one for one in names.emergencies if one.code == row.kind), None)
    called = kind.name_in(language()) if kind else tr("突发事件")
    both = (kind.zh, kind.en) if kind else ()
    said = (row.place, row.text, row.closing, row.found_by)
    place = row.place or names.place(row.camera_id)
    return Told(
        row.found_at,
        joined(f"{number} {called}", place),
        joined(row.text, row.closing),
        (
            *(number, row.found_on, *names.place_words(row.camera_id), *both, *said),
            *names.beside.get(row.id, ()),
        ),
    )


def _round(row: Any, _names: Names) -> Told:
    name = round_name(row.slot, row.name, RoundKind(row.kind))
    words = (row.day, row.name, row.reason, row.started_by)
    detail = joined(state_words(row.state), reason_words(row.reason))
    return Told(row.window_from_at, f"{row.day} {name}", detail, words)


def _handover(row: Any, names: Names) -> Told:
    shift = names.shifts.get(row.shift_id)
    outgoing, title = (shift.name, tr(shift.title)) if shift else ("", "")
    said = (outgoing, row.incoming_name, row.remark, row.reason)
    who = f"{outgoing} → {row.incoming_name}" if row.incoming_name else outgoing
    state = tr(HANDOVER_STATES[HandoverState(row.state)])
    words = (day_of(row.cut_at), title, *said, *names.beside.get(row.id, ()))
    return Told(row.cut_at, joined(title, who), joined(state, row.remark), words)


def _footage(row: Any, _names: Names) -> Told:
    number = footage.shown_number(row.year, row.no)
    return Told(row.registered_at, f"{number} {row.unit}", "", (number, row.unit))


def _push(row: Any, names: Names) -> Told:
    group = names.channels.get(row.channel_id, "")
    state = tr(PUSH_STATES.get(row.state, row.state))
    words = (row.text, group, state, row.words, row.receipt, day_of(row.queued_at))
    title = joined(*row.text.splitlines()[:2])
    opens = ("problem", row.problem_id) if row.problem_id else ("call", row.call_id)
    return Told(row.queued_at, title, joined(state, group, row.words), words, opens)


def _visit(row: Any, names: Names) -> Told:
    result, why = outcome_words(row.outcome), reason_words(row.reason)
    words = (day_of(row.done_at), *names.place_words(row.camera_id), result, why, row.done_by)
    title = joined(names.place(row.camera_id), result)
    return Told(row.done_at, title, joined(why, row.done_by), words)


def _site_visit(row: Any, _names: Names) -> Told:
    words = (row.visited_on, row.community, row.note, row.visited_by)
    return Told(row.visited_at, joined(row.community, row.note), row.visited_by, words)


_TELLERS: dict[str, Callable[[Any, Names], Told]] = {
    "problem": _problem,
    "fault": _fault,
    "log": _log,
    "instruction": _instruction,
    "emergency": _emergency,
    "round": _round,
    "handover": _handover,
    "footage": _footage,
    "push": _push,
    "visit": _visit,
    "site_visit": _site_visit,
    **TELLERS,
}
