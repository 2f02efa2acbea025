"""The ledgers (台账): counted, paged through, written as files; off the desk thread.

A new kind of record joins by one line in `LEDGERS`. Conditions of a wish (`LedgerWish.where`) are
the keys of `Ledger.conditions`; one that a ledger does not know is refused, never passed over.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from duty_desk.desk.ledger_conditions import condition_words
from duty_desk.desk.ledger_duty import DutyLogLedger, PresenceLedger
from duty_desk.desk.ledger_fault import FaultLedger
from duty_desk.desk.ledger_footage import FootageLedger
from duty_desk.desk.ledger_journal import JournalLedger
from duty_desk.desk.ledger_parts import LedgerReader, LedgerRow, LedgerSide
from duty_desk.desk.ledger_patrol import PatrolLedger
from duty_desk.desk.ledger_people import AttendanceLedger, HandoverLedger
from duty_desk.desk.ledger_problem import PicturedProblemLedger, ProblemLedger
from duty_desk.desk.ledger_push import PushLedger
from duty_desk.desk.ledger_visit import VisitLedger
from duty_desk.desk.reading import Reading
from duty_desk.documents.ledger_cells import LedgerForm
from duty_desk.documents.ledger_file import go_on, write_ledger
from duty_desk.domain.problem import beijing
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, language, tr
from duty_desk.store import checkpoint, journal
from duty_desk.store.ledger_source import Slice, UnknownCondition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.ledger_parts import Ledger
    from duty_desk.documents.ledger_cells import Column, Written
    from duty_desk.documents.ledger_file import Watch
    from duty_desk.domain.figure import LedgerWish
    from duty_desk.store.transaction import Session

LEDGERS: tuple[Ledger, ...] = (
    PatrolLedger(),
    VisitLedger(),
    ProblemLedger(),
    PushLedger(),
    FaultLedger(),
    FootageLedger(),
    AttendanceLedger(),
    HandoverLedger(),
    DutyLogLedger(),
    PresenceLedger(),
    JournalLedger(),
)
_BY_NAME = {one.name: one for one in LEDGERS}
MOST_PICTURED = 5000  # a workbook with more pictures opens nowhere
PAGE = 200
_STOP_S = 2.0


@dataclass(frozen=True)
class LedgerPage:
    """Some lines of a ledger: its title and columns, how many lines there are in all."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[LedgerRow, ...]
    after: int
    total: int


def ledger_named(name: str) -> Ledger:
    """The ledger of that name.

    Raises:
        Refusal: there is none.
    """
    if name not in _BY_NAME:
        known = " ".join(_BY_NAME)
        raise Refusal(tr("没有“{name}”这种台账。可以导出的有：{known}。", name=name, known=known))
    return _BY_NAME[name]


def names() -> tuple[tuple[str, str], ...]:
    """The name and title of every ledger, in the language in use."""
    return tuple((one.name, tr(one.title)) for one in LEDGERS)


class LedgerShelf:
    """Reads ledgers in a session that somebody else has open."""

    def __init__(self, side: LedgerSide) -> None:
        self._side = side

    def count(self, session: Session, wish: LedgerWish) -> int:
        """How many lines a wish finds.

        Raises:
            Refusal: no such ledger, or a condition that it does not know.
        """
        with _refusing(ledger := ledger_named(wish.ledger)):
            return ledger.count(LedgerReader(session, self._side), wish)

    def page(self, session: Session, wish: LedgerWish, part: Slice) -> LedgerPage:
        """Some lines of what a wish finds, oldest first.

        Raises:
            Refusal: no such ledger, or a condition that it does not know.
        """
        ledger, reader = ledger_named(wish.ledger), LedgerReader(session, self._side)
        with _refusing(ledger):
            rows = tuple(ledger.rows(reader, wish, part))
            total = ledger.count(reader, wish)
        return LedgerPage(tr(ledger.title), ledger.columns, rows, part.after, total)

    def write(
        self,
        session: Session,
        wish: LedgerWish,
        path: Path,
        watch: Watch = go_on,
        *,
        with_pictures: bool = False,
    ) -> Written:
        """Write what a wish finds to `path` (.xlsx or .csv), all of it or nothing.

        Raises:
            Refusal: no such ledger, too many pictures, or the file cannot be written.
            Stopped: `watch` said so.
        """
        ledger = ledger_named(wish.ledger)
        reader = LedgerReader(session, self._side)
        if with_pictures and path.suffix.lower() == ".xlsx":
            ledger, reader = self._pictured(ledger, wish, reader)
        form = LedgerForm(tr(ledger.title), ledger.columns, self._foot(session, wish))
        with _refusing(ledger):
            rows = (row.cells for row in ledger.rows(reader, wish))
            return write_ledger(path, form, rows, watch)

    def _pictured(
        self, ledger: Ledger, wish: LedgerWish, reader: LedgerReader
    ) -> tuple[Ledger, LedgerReader]:
        if not isinstance(ledger, ProblemLedger):
            raise Refusal(tr("只有问题台账可以带照片，没有导出。"))
        rows = ledger.count(reader, wish)
        if rows > MOST_PICTURED:
            raise Refusal(
                tr(
                    "带照片一次最多导出 {most} 个问题，这次有 {count} 个，没有导出。"
                    "请缩短时段，或不带照片。",
                    most=MOST_PICTURED,
                    count=rows,
                )
            )
        return PicturedProblemLedger(), LedgerReader(reader.session, self._side, with_pictures=True)

    def _foot(self, session: Session, wish: LedgerWish) -> Callable[[int, int], tuple[str, ...]]:
        seat, now = self._side.seat, self._side.time.now_ms()
        sealed, (seq, head) = checkpoint.newest(session, seat), journal.head(session, seat)
        place = tr("{seat} 号席日志第 {seq} 条", seat=seat, seq=seq)
        code = checkpoint.code_of(head, seq) if seq else ""
        seal = tr("最近封存：无")
        if sealed is not None:
            number = checkpoint.code_of(sealed.head, sealed.seq)
            seal = tr("最近封存：第 {no} 次 {code}", no=sealed.no, code=number)

        def lines(rows: int, mended: int) -> tuple[str, ...]:
            told = [
                tr(
                    "时区 Asia/Shanghai (UTC+08:00)；时段 {span}；共 {n} 行",
                    span=_span(wish),
                    n=rows,
                ),
                tr(
                    "导出时间 {at}；{place} {code}；{seal}",
                    at=f"{beijing(now):%Y-%m-%d %H:%M:%S}",
                    place=place,
                    code=code,
                    seal=seal,
                ),
            ]
            if mended:
                told.append(
                    tr(
                        "有 {n} 处文字含看不见的控制符、方向符或公式开头，已处理成普通文字。",
                        n=mended,
                    )
                )
            return tuple(told)

        return lines


@contextmanager
def _refusing(ledger: Ledger) -> Iterator[None]:
    """Says in a sentence which condition the ledger does not know."""
    try:
        yield
    except UnknownCondition as unknown:
        raise ledger.refusal(unknown) from None


def _span(wish: LedgerWish) -> str:
    begin, end = beijing(wish.from_at), beijing(wish.to_at)
    return tr("{begin} 至 {end}", begin=f"{begin:%Y-%m-%d %H:%M}", end=f"{end:%Y-%m-%d %H:%M}")


class Ledgers:
    """The ledgers of a running desk, read beside it: neither the window nor a key press waits."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._writing = Reading(desk.store.place)
        self._numbers = count(1)

    def stop(self) -> None:
        """Give up what is under way; a workbook that is being packed is not waited for."""
        ending = threading.Thread(target=self._writing.stop, name="ledgers end", daemon=True)
        ending.start()
        ending.join(_STOP_S)

    def names(self) -> tuple[tuple[str, str], ...]:
        """The name and title of every ledger, in the language in use."""
        return names()

    def words(self, wish: LedgerWish) -> str:
        """The conditions of a wish in words; "" when it has none."""
        desk = self._desk
        names = {one.id: one.code for one in desk.snapshot.cameras}
        names |= {one.code: one.name_in(language()) for one in desk.categories}
        names |= {one.code: one.name_in(language()) for one in desk.fault_kinds}
        return condition_words(ledger_named(wish.ledger), wish, names)

    def shelf(self) -> LedgerShelf:
        """What reads ledgers in a session that somebody has open."""
        desk = self._desk
        return LedgerShelf(
            LedgerSide(
                seat=desk.store.seat,
                time=desk.time,
                rules=lambda: desk.store.rules,
                categories={one.code: one for one in desk.categories},
                kinds=desk.fault_kinds,
                emergencies=desk.emergency.kinds,
                evidence=desk.store.evidence,
            )
        )

    def count(self, wish: LedgerWish) -> Future[int]:
        """How many lines a wish finds."""
        slot = f"ledger.count {next(self._numbers)}"
        return self._desk.reading.ask(slot, lambda session: self.shelf().count(session, wish))

    def page(self, wish: LedgerWish, after: int = 0, limit: int = PAGE) -> Future[LedgerPage]:
        """Lines of what a wish finds, from `after` on; a newer question cancels the one before."""
        part = Slice(after, limit)
        return self._desk.reading.ask(
            "ledger.page", lambda session: self.shelf().page(session, wish, part)
        )

    def write(
        self, wish: LedgerWish, path: Path, watch: Watch = go_on, *, with_pictures: bool = False
    ) -> Future[Written]:
        """Write what a wish finds as a file, one after the other.

        `watch` is called on the writing thread. The future raises `Refusal` where there is no
        right, or the file cannot be written.
        """

        def work(session: Session) -> Written:
            self._desk.require(Right.EXPORT)
            return self.shelf().write(session, wish, path, watch, with_pictures=with_pictures)

        return self._writing.ask(f"ledger.write {next(self._numbers)}", work)


__all__ = ["LEDGERS", "LedgerPage", "LedgerRow", "LedgerShelf", "LedgerSide", "Ledgers", "names"]
