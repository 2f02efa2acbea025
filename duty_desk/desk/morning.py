"""The morning page (值班晨报): what a supervisor asks at half past eight, on one A4, red first.

It answers for the day before and for the day so far. Cases and money join with their records, by
`desk.morning.register`. Each line names the records it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from duty_desk.desk import morning_answers as answers
from duty_desk.desk.morning_answers import Asking
from duty_desk.desk.morning_views import MorningPage
from duty_desk.documents.file_put import put
from duty_desk.documents.morning_page import morning_pdf
from duty_desk.domain import period as periods
from duty_desk.domain.problem import beijing
from duty_desk.domain.rights import Right
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal, tr
from duty_desk.store import chain_span

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.morning_views import MorningPart
    from duty_desk.desk.sections import Sections
    from duty_desk.desk.snapshot import Viewer
    from duty_desk.domain.open_item import OpenItem
    from duty_desk.store.transaction import Session

    Answer = Callable[[Asking], MorningPart]

ANSWERS: tuple[Answer, ...] = (
    answers.rounds,
    answers.findings,
    answers.serious,
    answers.cameras,
    answers.due,
    answers.handover,
    answers.police,
    answers.first,
)


@dataclass(frozen=True)
class MorningSide:
    """What the page is made from; of a running desk, or of a command beside it."""

    sections: Sections
    viewer: Viewer
    open_items: Callable[[Session, int], tuple[OpenItem, ...]]
    place: str
    answers: list[Answer] = field(default_factory=lambda: list(ANSWERS))


def page_of(session: Session, side: MorningSide, on: date) -> MorningPage:
    """The page of the morning of `on`.

    Raises:
        Refusal: that day has not begun.
    """
    now = side.sections.side.time.now_ms()
    if on > day_of(now):
        raise Refusal(tr("{day} 还没有到，没有晨报。", day=on.isoformat()))
    yesterday, today = periods.day(on - timedelta(days=1)), periods.day(on)
    asking = Asking(
        session=session,
        viewer=side.viewer,
        side=side.sections.side,
        yesterday=yesterday,
        today=today.until(now),
        sections=side.sections.all(session, yesterday),
        sections_today=side.sections.all(session, today),
        items=side.open_items(session, now) if now < today.to_at else (),
        now=min(now, today.to_at),
        is_today=now < today.to_at,
    )
    parts = tuple(answer(asking) for answer in side.answers)
    chain = chain_span.check(session, (yesterday.from_at, asking.today.to_at))
    return MorningPage(
        title=tr("值班晨报"),
        subtitle=tr(
            "{place} · {from_on} 全天和 {day} {at} 以前",
            place=side.place,
            day=on.isoformat(),
            from_on=yesterday.words,
            at=f"{beijing(asking.today.to_at - 1):%H:%M}",
        ),
        red=tuple(line for part in parts for line in part.lines if line.level == "bad"),
        parts=parts,
        foot=answers.foot(asking, chain),
    )


class Morning:
    """Makes morning pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._answers = list(ANSWERS)

    def register(self, answer: Answer) -> None:
        """Let `answer(asking)` stand on the page as the last but one: the last says what to do."""
        self._answers.insert(len(self._answers) - 1, answer)

    def page(self, on: date) -> Future[MorningPage]:
        """The page of the morning of `on`.

        Raises:
            Refusal: whoever sits here may not see it; that day has not begun.
        """
        self._desk.require(Right.REVIEW)
        side = self._side()
        return self._desk.reading.ask("morning", lambda session: page_of(session, side, on))

    def write(self, page: MorningPage, file: Path) -> Path:
        """Write a page as PDF; on any thread but the desk's.

        Raises:
            Refusal: without the right, or the file cannot be written.
        """
        self._desk.require(Right.EXPORT)
        refuse_suffix(file)
        put(file, morning_pdf(page, self._desk.font.parent))
        return file

    def _side(self) -> MorningSide:
        desk = self._desk
        return MorningSide(
            sections=desk.sections,
            viewer=desk.viewer(),
            open_items=desk.open_items.all,
            place=f"{desk.hall} · {desk.seat}",
            answers=self._answers,
        )


def refuse_suffix(file: Path) -> None:
    """Refuse what is no PDF.

    Raises:
        Refusal: it is none.
    """
    if file.suffix.lower() != ".pdf":
        raise Refusal(tr("晨报存成 .pdf；没有保存。"))
