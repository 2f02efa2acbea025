"""Verification: separate verdicts on the journal, the records, the files. Reads only.

A verdict is `ok`, `failed`, `unanchored` or `skipped`; a missing anchor is never `ok`.
"""

from __future__ import annotations

import heapq
import json
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from duty_desk.domain.hashchain import GENESIS, NotCanonical, digest, entry_hash
from duty_desk.language import tr
from duty_desk.store import guards, journal, rebuild
from duty_desk.store.anchors import check_anchors
from duty_desk.store.evidence import EvidenceFolder, hash_file
from duty_desk.store.spool import Spool, is_sealed
from duty_desk.store.tables import EvidenceTable, JournalRow
from duty_desk.store.thumbnail_check import check_thumbnails

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry
    from duty_desk.store.store import StorePlace


@dataclass(frozen=True)
class Verdict:
    """What one test of the record found. `where` names the place: an entry, a row, a file."""

    name: str
    state: str
    detail: str
    where: str = ""


class _Spooled(NamedTuple):
    """What is held of a line of the spool: a year of rounds is 300 000 of them."""

    seat: str
    seq: int
    hash: str | None
    is_sealed: bool

    @classmethod
    def of(cls, line: dict[str, Any]) -> _Spooled:
        return cls(line["seat"], line["seq"], line.get("hash"), is_sealed(line))


def verify(
    session: Session,
    place: StorePlace,
    progress: Callable[[str], None] = lambda _name: None,
    heads: Sequence[str] = (),
) -> tuple[Verdict, ...]:
    """Test everything; one verdict per test, the first fault of each named by its place.

    `heads` are codes typed from signed sheets, see `store.checkpoint`.
    """
    # First the spool, then a fresh view of the store: an entry is in the store before it is in
    # the spool, so a desk that goes on writing meanwhile is never taken for a loss.
    spooled = tuple(map(_Spooled.of, Spool(place.data / "spool").entries()))
    session.rollback()
    tests: tuple[tuple[str, Callable[[], Verdict]], ...] = (
        ("structure", lambda: _structure(session, place)),
        ("chain", lambda: _chain(session)),
        ("sequence", lambda: _sequence(session)),
        ("completeness", lambda: _completeness(session, spooled)),
        ("rebuild", lambda: _rebuild(session, place)),
        ("attachments", lambda: _attachments(session, place, {line.seat for line in spooled})),
        ("thumbnails", lambda: _thumbnails(session, place, {line.seat for line in spooled})),
        ("anchors", lambda: _anchors(session, heads)),
        ("clock", lambda: _clock(session)),
    )
    verdicts = []
    for name, test in tests:
        progress(name)
        try:
            verdict = test()
        except SQLAlchemyError as error:
            session.rollback()
            verdict = _failed(tr("记录库文件读不通，可能已损坏。"), _complaint(error))
        verdicts.append(verdict)
    return tuple(
        replace(verdict, name=name) for (name, _), verdict in zip(tests, verdicts, strict=True)
    )


def _ok(detail: str) -> Verdict:
    return Verdict("", "ok", detail)


def _failed(detail: str, where: str) -> Verdict:
    return Verdict("", "failed", detail, where)


def _complaint(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]


def _structure(session: Session, place: StorePlace) -> Verdict:
    is_file = session.get_bind().dialect.name == "sqlite"
    if is_file:
        complaint = session.execute(text("PRAGMA integrity_check(1)")).scalar()
        if complaint != "ok":
            return _failed(tr("数据库文件结构损坏。"), str(complaint).partition("\n")[0])
        orphan = session.execute(text("PRAGMA foreign_key_check")).first()
        if orphan is not None:
            return _failed(tr("有记录指向不存在的记录。"), f"{orphan[0]} rowid {orphan[1]}")
    guard = guards.first_difference(session, place.migrations)
    if guard is not None:
        return _failed(tr("日志的防改触发器被移除或改动。"), guard)
    if is_file:
        return _ok(tr("文件结构完好，触发器齐全。"))
    return _ok(tr("触发器齐全；存储结构由服务器自行检查。"))


def _where(row: JournalRow) -> str:
    return f"journal {row.seat} #{row.seq}"


def _entries(session: Session) -> Iterator[tuple[JournalRow, Entry | None]]:
    for row in journal.rows(session):
        try:
            yield row, journal.entry_of(row)
        except (ValueError, KeyError, TypeError, RecursionError):
            yield row, None


def _chain(session: Session) -> Verdict:
    heads: dict[str, str] = {}
    count = 0
    for row, entry in _entries(session):
        try:
            is_whole = (
                entry is not None
                and digest(row.body) == row.body_hash
                and entry_hash(entry) == row.hash
            )
        except (NotCanonical, TypeError, ValueError, AttributeError):
            is_whole = False
        if not is_whole:
            return _failed(tr("这条日志的内容与它的校验值不符，已被改动。"), _where(row))
        if row.prev_hash != heads.get(row.seat, GENESIS):
            return _failed(tr("这条日志与前一条接不上。"), _where(row))
        heads[row.seat] = row.hash
        count += 1
    return _ok(tr("链完整，共 {count} 条。", count=count))


def _sequence(session: Session) -> Verdict:
    expected: dict[str, int] = {}
    rows = session.execute(
        select(JournalRow.seat, JournalRow.seq).order_by(JournalRow.seat, JournalRow.seq)
    )
    for seat, seq in rows:
        if seq != expected.get(seat, 0) + 1:
            where = f"journal {seat} #{expected.get(seat, 0) + 1}"
            return _failed(tr("日志编号不连续。"), where)
        expected[seat] = seq
    return _ok(tr("编号连续。"))


def _completeness(session: Session, spooled: Sequence[_Spooled]) -> Verdict:
    kept = {
        (seat, seq): found
        for seat, seq, found in session.execute(
            select(JournalRow.seat, JournalRow.seq, JournalRow.hash)
        )
    }
    first: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for seat, seq, sealed, is_whole in spooled:
        found = kept.get((seat, seq))
        if found is None:
            return _failed(tr("备用文件里有的日志，记录库里没有。"), f"journal {seat} #{seq}")
        if found != sealed:
            return _failed(tr("记录库里的日志与备用文件不同。"), f"journal {seat} #{seq}")
        if not is_whole:
            return _failed(tr("备用文件里的这条日志已被改动。"), f"spool {seat} #{seq}")
        first[seat] = min(seq, first.get(seat, seq))
        seen.add((seat, seq))
    for seat, seq in sorted(kept.keys() - seen):
        if seq > first.get(seat, seq):
            detail = tr("这条日志没有写进备用文件，无从对照。")
            return Verdict("", "unanchored", detail, f"journal {seat} #{seq}")
    if kept and not seen:
        return Verdict("", "unanchored", tr("没有备用文件，末尾少了日志这里看不出来。"))
    detail = tr(
        "记录库 {count} 条，备用文件 {spooled} 条，相符。", count=len(kept), spooled=len(seen)
    )
    return _ok(detail)


class _Torn(ValueError):
    """An entry that cannot be read; the argument names it."""


def _rebuild(session: Session, place: StorePlace) -> Verdict:
    try:
        with closing(_as_it_happened(session)) as entries:
            difference = rebuild.first_difference(session, entries, place.migrations)
    except _Torn as torn:
        return Verdict("", "skipped", tr("日志本身已坏，无法重建各表。"), str(torn))
    if difference is not None:
        return _failed(tr("数据表与日志推算的结果不同。"), difference)
    return _ok(tr("各表与日志推算的结果一致。"))


def _as_it_happened(session: Session) -> Generator[Entry]:
    """The chains of all seats as one; a seat whose clock was set back keeps its own order."""
    with ExitStack() as open_ones:
        seats = journal.seats(session)
        chains = [open_ones.enter_context(closing(_chain_of(session, seat))) for seat in seats]
        for _, _, entry in heapq.merge(*chains, key=lambda one: one[:2]):
            yield entry


def _chain_of(session: Session, seat: str) -> Generator[tuple[int, str, Entry]]:
    reached = 0
    with closing(journal.rows(session, seat)) as found:
        for row in found:
            try:
                entry = journal.entry_of(row)
            except (ValueError, KeyError, TypeError, RecursionError):
                raise _Torn(_where(row)) from None
            reached = max(reached, entry.recorded_at)
            yield reached, seat, entry


def _attachments(session: Session, place: StorePlace, seats: set[str]) -> Verdict:
    folder = EvidenceFolder(place.data / "evidence")
    count = elsewhere = 0
    for row in session.scalars(select(EvidenceTable).order_by(EvidenceTable.sha256)):
        path = folder.path(row.sha256, row.suffix)
        where = f"evidence/{path.parent.name}/{path.name}"
        try:
            if path.stat().st_size != row.size_bytes or hash_file(path) != row.sha256:
                return _failed(tr("证据文件的内容已被改动。"), where)
        except FileNotFoundError:
            if not place.url or row.seat in seats:
                return _failed(tr("证据文件不见了。"), where)
            elsewhere += 1
            continue
        except OSError:
            return _failed(tr("证据文件读不出来。"), where)
        count += 1
    if elsewhere:
        words = tr(
            "{count} 个证据文件逐一核对无误；另有 {other} 个在别的席位的电脑上，这里没有核对。",
            count=count,
            other=elsewhere,
        )
        return Verdict("", "unanchored", words)
    return _ok(tr("{count} 个证据文件逐一核对无误。", count=count))


def _thumbnails(session: Session, place: StorePlace, seats: set[str]) -> Verdict:
    found = check_thumbnails(session, place.data, seats if place.url else None)
    if found.wrong:
        return _failed(tr("巡查缩略图的内容已被改动。"), found.wrong)
    if found.missing and not found.is_here:
        return Verdict("", "skipped", tr("这里没有巡查缩略图的文件夹，没有核对缩略图。"))
    if found.missing:
        return _failed(tr("巡查缩略图不见了，也没有到期删除的记录。"), found.missing)
    words = tr(
        "{kept} 张缩略图逐一核对无误，{expired} 张已按规定到期删除。",
        kept=found.kept,
        expired=found.expired,
    )
    if found.elsewhere:
        more = tr("另有 {other} 张在别的席位的电脑上，这里没有核对。", other=found.elsewhere)
        return Verdict("", "unanchored", words + more)
    return _ok(words)


def _anchors(session: Session, heads: Sequence[str]) -> Verdict:
    found = check_anchors(session, heads)
    return Verdict("", found.state, found.detail, found.where)


def _clock(session: Session) -> Verdict:
    jumps = session.scalars(
        select(JournalRow).where(JournalRow.kind == "time.jumped").order_by(JournalRow.seq)
    ).all()
    if not jumps:
        return _ok(tr("运行期间电脑时钟没有跳变。"))
    try:
        worst = max(abs(int(json.loads(row.body)["facts"]["delta_ms"])) for row in jumps)
    except (ValueError, KeyError):
        worst = 0
    return Verdict(
        "",
        "ok",
        tr(
            "电脑时钟跳变 {count} 次，最大 {seconds} 秒，都已记录。",
            count=len(jumps),
            seconds=worst // 1000,
        ),
        _where(jumps[0]),
    )
