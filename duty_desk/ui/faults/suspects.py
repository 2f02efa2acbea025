"""Suspicions as the list shows them: those of one event are one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.language import mark, tr
from duty_desk.ui import times
from duty_desk.ui.problems.words import Chip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.diagnosis_views import ReferenceView, SuspicionRow

_OCCASIONS = {
    "watching": mark("看墙时"),
    "round": mark("巡查时"),
    "sweep": mark("全部点位检查时"),
}


@dataclass(frozen=True)
class Suspect:
    """One line: a suspicion, or all open ones of one event; `head` is the first of them."""

    id: str  # stays while members of the event end one by one
    members: tuple[SuspicionRow, ...]

    @property
    def head(self) -> SuspicionRow:
        """The one that stands for all."""
        return self.members[0]

    @property
    def is_group(self) -> bool:
        """Whether it is an event of several cameras."""
        return len(self.members) > 1

    @property
    def title(self) -> str:
        """The camera, or how many."""
        if not self.is_group:
            return self.head.camera_title
        return tr("{code} 等 {n} 个点位", code=self.head.camera_code, n=len(self.members))

    @property
    def lower(self) -> str:
        """The second line: who suspects what."""
        parts = [tr("系统提示"), self.head.title]
        if self.is_group:
            parts.append(tr("可能是同一原因"))
        return " · ".join(parts)


def suspects_of(rows: Iterable[SuspicionRow]) -> tuple[Suspect, ...]:
    """The lines of open suspicions, in the order of the first of each."""
    groups: dict[str, list[SuspicionRow]] = {}
    for row in rows:
        groups.setdefault(row.group_id or row.id, []).append(row)
    return tuple(
        Suspect(key, tuple(sorted(members, key=lambda row: row.raised_at)))
        for key, members in groups.items()
    )


def suspect_chip(row: SuspicionRow) -> Chip:
    """The word on the line and on the card: amber for a suspicion, calm for hints and questions."""
    if row.is_question:
        return Chip(tr("请先确认基准"))
    return Chip(tr("提示") if row.is_hint else tr("疑似"), "" if row.is_hint else "attention")


def since_words(row: SuspicionRow) -> str:
    """Since when and on what occasion it was seen."""
    since = times.date_and_time(row.since_at)
    return tr("{since} 起，{occasion}发现", since=since, occasion=tr(_OCCASIONS[row.occasion]))


def tile_words(row: SuspicionRow) -> str:
    """What the camera's tile says of it."""
    return tr("疑似{title}", title=row.title)


def reference_head(view: ReferenceView) -> str:
    """The line above a reference view: by which light, and who said that it is right."""
    light = tr("红外") if view.light == "infrared" else tr("彩色")
    parts = [tr("基准画面"), light, *([view.preset] if view.preset else [])]
    if view.state == "proposed":
        parts.append(tr("还没有人确认"))
    elif view.decided_at is not None:
        when = times.date_and_time(view.decided_at)
        parts.append(tr("{when} {who}确认", when=when, who=tr(view.decided_by)))
    return " · ".join(parts)
