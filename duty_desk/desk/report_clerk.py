"""What the program does about reports by itself: ends of periods, drafts at their hours, failures.

Nobody need be signed in. A draft that could not be made is on record with its reason and shown on
every page until it is made; it is tried again at each start and once an hour.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from duty_desk.desk.report_content import Asked, content_of
from duty_desk.desk.report_due import drafts_wanted, ended, upcoming
from duty_desk.desk.report_files import folders_of, lay_out
from duty_desk.desk.report_rows import hall_of
from duty_desk.desk.report_views import ReportGlance
from duty_desk.desk.report_words import list_title, title_of
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import day_of
from duty_desk.domain.report import report_id
from duty_desk.language import Refusal, chinese, tr
from duty_desk.store import report as rows
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.report_content import Content
    from duty_desk.domain.moment import Entry
    from duty_desk.domain.period import Period
    from duty_desk.domain.report import ReportKind
    from duty_desk.store.transaction import Session

_log = logging.getLogger(__name__)
FOLDER = "reports"
_LOOK_MS, _AGAIN_MS = 20_000, 3_600_000
_KINDS = ("report.", "period.", "contract.")


def prepared(subject: str, asked: Asked, actor: str = "") -> Moment:
    """The moment that puts a report on record as a draft; an empty actor is the program."""
    return Moment(
        kind="report.prepared",
        subject=subject,
        facts=_facts(asked),
        source=Source.KEY if actor else Source.SYSTEM,
        actor=actor,
    )


def _facts(asked: Asked) -> dict[str, object]:
    return {
        "kind": str(asked.kind),
        "title": asked.title.strip(),
        "from_at": asked.period.from_at,
        "to_at": asked.period.to_at,
        "filter": asked.filter.as_facts(),
    }


class ReportClerk:
    """Used on the desk thread; drafts are made beside it."""

    def __init__(self, desk: Desk, hours: Mapping[ReportKind, int]) -> None:
        self._desk, self._hours = desk, hours
        self._is_drafting = False
        self._told_on = ""
        self._looked_mono_ms: int | None = None
        self._tried: dict[str, int] = {}  # when a draft was tried last, by its id
        self._glance: tuple[str, ReportGlance] | None = None

    def glance(self, session: Session, entries: tuple[Entry, ...], now: int) -> ReportGlance:
        """What every page must know; read anew when reports changed, or the day."""
        is_touched = not entries or any(entry.kind.startswith(_KINDS) for entry in entries)
        if self._glance is None or is_touched or self._glance[0] != day_of(now):
            failed = tuple(
                tr("{title}草稿没有做成：{words}", title=title_of(row), words=row.failed_words)
                for row in rows.failed(session)
            )
            self._glance = (
                day_of(now),
                ReportGlance(
                    waiting=rows.count_open(session),
                    failed=failed,
                    upcoming=upcoming(self._desk.store.contract, now),
                ),
            )
        return self._glance[1]

    def begin(self) -> None:
        """Make drafts from now on, the first ones at the next look."""
        self._is_drafting, self._looked_mono_ms = True, None

    def tick(self) -> None:
        """Tell what ended, begin what is due."""
        desk = self._desk
        now, mono_ms = desk.time.now_ms(), desk.time.mono_ms()
        is_new_day = self._told_on != day_of(now)
        is_waited = self._looked_mono_ms is None or mono_ms - self._looked_mono_ms >= _LOOK_MS
        if not (is_new_day or is_waited):
            return
        self._looked_mono_ms = mono_ms
        if is_new_day:
            moments = desk.read(lambda session: ended(session, desk.store.contract, now))
            if moments:
                desk.record(*moments)
            self._told_on = day_of(now)
        hours = self._hours if self._is_drafting else {}
        for kind, period in desk.read(lambda it: tuple(drafts_wanted(it, hours, now))):
            subject = report_id(kind, period.from_at)
            if now - self._tried.get(subject, -_AGAIN_MS) >= _AGAIN_MS:
                self._tried[subject] = now
                self._begin(kind, period, subject)

    def _begin(self, kind: ReportKind, period: Period, subject: str) -> None:
        desk = self._desk
        asked = Asked(kind=kind, period=period, hall=hall_of(desk))

        def work(session: Session) -> Content:
            content = content_of(session, desk.sections, asked)
            self._lay_down(asked, content)
            return content

        answer = desk.checking.ask(f"report.draft.{subject}", work)
        answer.add_done_callback(lambda done: self._end(done, asked, subject))

    def _lay_down(self, asked: Asked, content: Content) -> None:
        """The draft as a file, so that a broken template is found before the hour it is needed."""
        folder = self._desk.store.place.data / FOLDER
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise Refusal(
                tr("数据文件夹里建不了“{name}”文件夹，请检查权限和磁盘。", name=FOLDER)
            ) from None
        period = asked.period
        title = list_title(asked.kind, period.from_at, period.to_at)
        name = chinese("{year} {title} 草稿.docx", year=period.first.year, title=title)
        desk = self._desk
        lay_out(folders_of(desk), desk.font, content, {}, folder / name)

    def _end(self, done: Future[Content], asked: Asked, subject: str) -> None:
        """On the reading thread: have the outcome written."""
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            moment = prepared(subject, asked)
        else:
            if not isinstance(error, Refusal):
                _log.error("a draft failed", exc_info=error)
            said = (
                str(error) if isinstance(error, Refusal) else tr("程序出了意外，原因在运行日志里。")
            )
            facts = {**_facts(asked), "words": said}
            moment = Moment(kind="report.failed", subject=subject, facts=facts)
        self._desk.ask(lambda: self._write(moment))

    def _write(self, moment: Moment) -> None:
        """Unless a person was faster."""
        row = self._desk.read(lambda session: rows.found(session, moment.subject))
        if row is not None and (row.prepared_at is not None or row.state != "due"):
            return
        said = moment.facts.get("words")
        if row is not None and said is not None and row.failed_words == said:
            return  # the same again is no news
        try:
            self._desk.record(moment)
        except StoreTrouble:
            _log.warning("the outcome of a draft is not on record: the store is out of reach")
