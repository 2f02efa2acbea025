"""What lies beside a work report (S3: six attachments): ledgers of its period, frozen with it.

What this program does not record is named and left to be added by hand; nothing is made up.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.report import ReportKind
from duty_desk.language import chinese, mark, speaking, tr

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.ledgers import LedgerShelf
    from duty_desk.domain.period import Period
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.transaction import Session

SUFFIX = ".xlsx"
_numbers = count(1)


@dataclass(frozen=True)
class Attachment:
    """One attachment: its title as the contract names it, and the ledger that holds it.

    Attributes:
        ledger: "" where the program keeps no such record.
        holds: What of it the program records, where that is only part of what is asked.
    """

    title: str
    ledger: str = ""
    holds: str = ""
    where: tuple[tuple[str, str], ...] = ()


ATTACHMENTS = {
    ReportKind.WORK: (
        Attachment(mark("考勤表"), "attendance"),
        Attachment(
            mark("案件上报报告"), "problem", mark("视频巡查发现并上报的问题"), (("voided", "0"),)
        ),
        Attachment(mark("巡检记录表"), "visit", mark("视频巡查")),
        Attachment(mark("故障排除记录表"), "fault", mark("摄像头故障")),
        Attachment(mark("数据备份记录表")),
        Attachment(mark("信息安全巡检记录表")),
    )
}


def named(kind: ReportKind) -> tuple[str, ...]:
    """The lines of a report that name its attachments; none for most kinds."""
    with speaking("zh_CN"):
        return tuple(_line(no, one) for no, one in enumerate(ATTACHMENTS.get(kind, ()), 1))


def _line(no: int, one: Attachment) -> str:
    title = tr(one.title)
    if not one.ledger:
        return chinese("附件 {no}  {title}：值守台没有这项记录，须手工补入", no=no, title=title)
    if not one.holds:
        return chinese("附件 {no}  {title}（随本报告冻结）", no=no, title=title)
    holds = tr(one.holds)
    return chinese("附件 {no}  {title}：{holds}（随本报告冻结）", no=no, title=title, holds=holds)


def file_name(no: int, title: str) -> str:
    """What the file of an attachment is called."""
    return chinese("附件{no} {title}", no=no, title=title) + SUFFIX


def keep(desk: Desk, kind: ReportKind, period: Period) -> tuple[list[EvidenceFile], list[Any]]:
    """Write the ledgers of a period as evidence; beside the desk thread.

    Returns:
        The files, and for each attachment its facts: number, title, hash ("" for by hand), lines.

    Raises:
        OSError: the disk would not take them; nothing of it is left.
    """
    kept: list[EvidenceFile] = []
    facts: list[Any] = []
    shelf = desk.ledgers.shelf()
    try:
        for no, one in enumerate(ATTACHMENTS.get(kind, ()), 1):
            title, sha256, rows = chinese(one.title), "", 0
            if one.ledger:
                wish = LedgerWish(one.ledger, period.from_at, period.to_at, one.where)
                data, rows = _written(desk, shelf, wish)
                kept.append(desk.store.evidence.put(data, SUFFIX))
                sha256 = kept[-1].sha256
            facts.append({"no": no, "title": title, "sha256": sha256, "rows": rows})
    except BaseException:
        desk.store.evidence.discard(kept)
        raise
    return kept, facts


def _written(desk: Desk, shelf: LedgerShelf, wish: LedgerWish) -> tuple[bytes, int]:
    def work(session: Session) -> tuple[bytes, int]:
        with tempfile.TemporaryDirectory() as folder, speaking("zh_CN"):
            file = Path(folder) / f"a{SUFFIX}"
            rows = shelf.write(session, wish, file).rows
            return file.read_bytes(), rows

    return desk.checking.ask(f"report.attachment {next(_numbers)}", work).result()
