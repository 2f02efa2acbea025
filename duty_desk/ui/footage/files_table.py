"""The files of a request by camera, those that are being hashed too; a model without widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.footage_files import FileStage
from duty_desk.desk.footage_papers import size_words
from duty_desk.domain.footage import OPEN, FootageState, Holding
from duty_desk.language import mark, tr
from duty_desk.ui.footage.words import held_words, stretch
from duty_desk.ui.record_table import RecordTable
from duty_desk.video.file_look import Playing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from duty_desk.desk.footage_files import FileStatus
    from duty_desk.desk.footage_views import FileRow, FootageDetail, SpanRow

CAMERA, STRETCH, FILE, SIZE, HASH, LEFT, STANDING = range(7)
_PLAYS = {
    Playing.PLAYABLE: (mark("已校验"), "done"),
    Playing.SHORT: (mark("不完整"), "attention"),
    Playing.DAMAGED: (mark("画面有损坏"), "attention"),
    Playing.NOT_VIDEO: (mark("非通用视频"), "attention"),
    Playing.UNCHECKED: (mark("未试播"), "attention"),
}
_STAGES = {
    FileStage.WAITING: (mark("排队中"), ""),
    FileStage.HASHING: (mark("正在计算"), "accent"),
    FileStage.LOOKING: (mark("正在试播"), "accent"),
    FileStage.DONE: (mark("正在登记"), "accent"),
    FileStage.STOPPED: (mark("已停止"), "attention"),
    FileStage.REFUSED: (mark("没有采用"), "urgent"),
}


@dataclass(frozen=True)
class FileLine:
    """One line: a span, with a file of it, or one on its way, or none yet."""

    span: SpanRow
    file: FileRow | None = None
    work: FileStatus | None = None
    is_first: bool = True


class FilesTable(RecordTable[FileLine]):
    """The lines of the request that is shown."""

    heads = (
        mark("点位"),
        mark("起止时间"),
        mark("文件"),
        mark("大小"),
        "SHA-256",
        mark("覆盖倒计时"),
        "",
    )

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = 0
        self.may_add = self._is_wanted = False

    def show_detail(
        self, detail: FootageDetail | None, works: Sequence[tuple[int, FileStatus]], now: int
    ) -> None:
        """Show the spans with their files and what is being worked on, by number of span."""
        self._now = now
        self.may_add = detail is not None and "footage.file_added" in detail.may
        self._is_wanted = detail is not None and FootageState(detail.row.state) in OPEN
        lines = [] if detail is None else lines_of(detail, works)
        self.show_rows(lines, is_same_order=_keys(lines) == _keys(self._rows))

    def tick(self, now: int) -> None:
        """Let the countdowns go on."""
        self._now = now
        self.tell()

    def words(self, record: FileLine, column: int) -> str:
        return self._words(record, column)[0]

    def level(self, record: FileLine, column: int) -> str:
        return self._words(record, column)[1]

    def tip(self, record: FileLine, column: int) -> str:
        return _tip(record, column)

    def _words(self, line: FileLine, column: int) -> tuple[str, str]:
        """The words of a cell and their level."""
        if column in (CAMERA, STRETCH, LEFT):
            return self._span_words(line, column)
        if column == STANDING:
            return self._standing(line)
        if line.work is not None:
            return _work_words(line.work, column)
        if line.file is None:
            return "—", "soft"
        words = {
            FILE: line.file.name,
            SIZE: size_words(line.file.size_bytes),
            HASH: short_hash(line.file.sha256),
        }
        return words[column], "soft" if column == HASH else ""

    def _span_words(self, line: FileLine, column: int) -> tuple[str, str]:
        if not line.is_first:
            return "", ""
        span = line.span
        if column == CAMERA:
            return span.span.code, ""
        if column == STRETCH:
            return stretch(span.span.from_at, span.span.to_at), ""
        if not self._is_wanted:
            return "—", "soft"  # what the recorder still has does not matter any more
        words, level = held_words(Holding(span.holding), span.overwritten_at - self._now)
        return words, "soft" if span.files else level

    def _standing(self, line: FileLine) -> tuple[str, str]:
        if line.work is not None:
            words, level = _STAGES[line.work.stage]
            return tr(words), level
        if line.file is not None:
            words, level = _PLAYS[Playing(line.file.plays)]
            return tr(words), level
        return (tr("添加文件"), "press") if self.may_add else (tr("没有文件"), "")


def lines_of(detail: FootageDetail, works: Sequence[tuple[int, FileStatus]]) -> list[FileLine]:
    """The lines of a request: every span at least once."""
    lines: list[FileLine] = []
    for span in detail.spans:
        found = [FileLine(span, file=file) for file in span.files]
        found += [FileLine(span, work=work) for no, work in works if no == span.no]
        found = found or [FileLine(span)]
        first, *more = found
        lines += [
            first,
            *(FileLine(one.span, one.file, one.work, is_first=False) for one in more),
        ]
    return lines


def short_hash(sha256: str) -> str:
    """`9f2c…e41a`."""
    return f"{sha256[:4]}…{sha256[-4:]}" if sha256 else "—"


def _work_words(work: FileStatus, column: int) -> tuple[str, str]:
    if column == FILE:
        return work.path.name, ""
    if column == SIZE:
        return size_words(work.size_bytes), ""
    if work.sha256:
        return short_hash(work.sha256), "soft"
    if work.stage is FileStage.STOPPED:
        return tr("已计算 {percent}%", percent=work.percent), "soft"
    if work.stage is FileStage.HASHING:
        return tr("正在计算 {percent}%", percent=work.percent), "accent"
    return "—", "soft"


def _tip(line: FileLine, column: int) -> str:
    if column == CAMERA:
        return f"{line.span.span.code} {line.span.camera_name}"
    if line.work is not None:
        return line.work.refusal or str(line.work.path)
    if line.file is None:
        return ""
    return line.file.sha256 if column == HASH else line.file.held_at


def _keys(lines: Sequence[FileLine]) -> list[tuple[int, str, int]]:
    return [
        (
            line.span.no,
            line.file.id if line.file else "",
            line.work.no if line.work else 0,
        )
        for line in lines
    ]
