"""What happened to a problem, line by line; an amended text stands struck beside the new one.

What was typed before the first push was a draft: its steps are one line. After it every change
is an amendment. No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.domain.moment import LATE_AFTER_MS
from duty_desk.language import mark, tr
from duty_desk.ui.problems.kinds import kind_name
from duty_desk.ui.problems.words import STOPPED, push_chip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_desk.desk.views import ProblemDetail, PushRow
    from duty_desk.domain.category import Category
    from duty_desk.domain.moment import Entry

_FIELDS = (
    ("category", mark("类别")),
    ("description", mark("描述")),
    ("unit", mark("处置单位")),
)
_SYSTEM = mark("系统")
_WORDS = {
    "problem.found": mark("发现，截图存证"),
    "problem.shot_added": mark("补拍 1 张"),
    "problem.clip_added": mark("现场片段已存证"),
    "problem.parked": mark("先挂起，时限继续"),
    "problem.reopened": mark("继续处理"),
    "problem.pushed": mark("已推送"),
    "problem.rectified": mark("收到整改后照片"),
    "problem.verified": mark("整改核查合格"),
    "problem.returned": mark("整改不合格，退回"),
    "problem.voided": mark("作废"),
}


@dataclass(frozen=True)
class HistoryLine:
    """One line: when, what, by whom; `struck` is the text it replaces."""

    at: int
    text: str
    actor: str = ""
    struck: str = ""
    late_minutes: int = 0
    kind: str = ""


def history_of(detail: ProblemDetail, categories: Sequence[Category]) -> tuple[HistoryLine, ...]:
    """The lines of a problem, oldest first."""
    lines = _told(detail.entries, categories)
    for push in detail.pushes:
        lines.extend(_push_lines(push))
    return tuple(sorted(lines, key=lambda line: line.at))


def _told(entries: Sequence[Entry], categories: Sequence[Category]) -> list[HistoryLine]:
    lines: list[HistoryLine] = []
    said: dict[str, str] = {}
    is_draft = True
    for entry in entries:
        if entry.kind == "problem.found":
            said["unit"] = str(entry.facts.get("unit", ""))
        is_draft = is_draft and entry.kind != "problem.pushed"
        if entry.kind == "problem.described":
            _add_described(lines, _said(entry, categories), said, is_draft=is_draft, entry=entry)
        elif entry.kind in _WORDS:
            lines.append(_line(entry, _text(entry)))
    return lines


def _said(entry: Entry, categories: Sequence[Category]) -> dict[str, str]:
    told = {field: str(entry.facts[field]) for field, _ in _FIELDS if field in entry.facts}
    if "category" in told:
        told["category"] = kind_name(categories, told["category"])
    return told


def _add_described(
    lines: list[HistoryLine],
    told: dict[str, str],
    said: dict[str, str],
    *,
    is_draft: bool,
    entry: Entry,
) -> None:
    old = {field: said[field] for field in told if said.get(field)}
    said.update(told)
    is_next_step = is_draft and bool(lines) and lines[-1].kind == entry.kind
    if is_next_step:
        lines[-1] = replace(_line(entry, _all(said)), struck="")
        return
    struck = "" if is_draft else _all(old)
    lines.append(replace(_line(entry, _all(said if is_draft else told)), struck=struck))


def _all(told: dict[str, str]) -> str:
    words = [
        tr("{field}：{what}", field=tr(name), what=told[field])
        for field, name in _FIELDS
        if told.get(field)
    ]
    return "  ".join(words) or tr("清空了填写的内容")


def _text(entry: Entry) -> str:
    text = tr(_WORDS[entry.kind])
    why = entry.reason or str(entry.facts.get("note", ""))
    return tr("{what}：{why}", what=text, why=why) if why else text


def _line(entry: Entry, text: str) -> HistoryLine:
    late = entry.late_ms // 60_000 if entry.late_ms > LATE_AFTER_MS else 0
    actor = tr(entry.actor or _SYSTEM)
    return HistoryLine(entry.event_at, text, actor, late_minutes=late, kind=entry.kind)


def _push_lines(push: PushRow) -> list[HistoryLine]:
    first = tr("复制图文") if push.channel_kind == "clipboard" else tr("交给推送")
    channel = tr("“{channel}”", channel=push.channel_name)
    lines = [HistoryLine(push.queued_at, f"{first} {channel}")]
    if push.ended_at is not None:
        told = push_chip(push.state).text
        words = "" if push.state in STOPPED else push.words
        lines.append(HistoryLine(push.ended_at, f"{channel} {told} {words}".strip()))
    return lines
