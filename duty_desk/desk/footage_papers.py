"""A footage request in words for its papers: register form, receipt, clock sheet.

All of it is Chinese, whatever the window speaks: these papers go to police and into files. Here
certificates' numbers stand in full, as the law wants them registered; lists show them masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.documents.bag import HOW_TO_CHECK, how_to_check
from duty_desk.documents.footage_forms import (
    ClockSheet,
    ClockWords,
    FileWords,
    Form,
    SpanWords,
    clock_pdf,
    form_pdf,
)
from duty_desk.domain.footage import ClockCheck, FootageKind, FootageRequest, Officer, Span
from duty_desk.domain.problem import beijing
from duty_desk.language import chinese
from duty_desk.video.file_look import FileLook, Playing
from duty_desk.vision.contact_sheet import SheetRow, contact_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NONE = "—"
_ASKERS = (chinese("调取人（一）"), chinese("调取人（二）"))
_TAKERS = (chinese("接收人（一）"), chinese("接收人（二）"))
_KINDS = {
    FootageKind.VIEW: chinese("查看"),
    FootageKind.STILL: chinese("截图"),
    FootageKind.COPY: chinese("拷贝"),
}
_PLAYING = {
    Playing.PLAYABLE: chinese("能播放"),
    Playing.SHORT: chinese("不完整"),
    Playing.DAMAGED: chinese("画面有损坏"),
    Playing.NOT_VIDEO: chinese("非通用视频"),
    Playing.UNCHECKED: chinese("未检查"),
}


@dataclass(frozen=True, kw_only=True)
class HandedFile:
    """A file as handed over."""

    name: str
    size_bytes: int
    sha256: str
    look: FileLook = FileLook(Playing.UNCHECKED)  # noqa: RUF009 - it is frozen


@dataclass(frozen=True, kw_only=True)
class Exported:
    """Who got the recordings out of the recorder, from when till when, and with what."""

    by: str
    from_at: int
    at: int
    tool: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of a request when its papers are printed; 0 and "" where it did not happen.

    Attributes:
        hall: Who registers.
        cameras: Names of cameras by id.
        results: By camera id what was found, in words.
        seal: The hash of the package's tag manifest.
    """

    number: str
    hall: str
    request: FootageRequest
    officers: tuple[Officer, ...]
    registered_at: int
    registered_by: str
    cameras: Mapping[str, str]
    results: Mapping[str, str]
    approved_by: str = ""
    approved_at: int = 0
    files: tuple[HandedFile, ...] = ()
    exported: Exported | None = None
    seal: str = ""
    handed_by: str = ""
    handed_at: int = 0
    return_until_at: int = 0


def register_form(told: Told) -> Form:
    """监控录像调取登记表: what Decree 799 art. 16 wants on record, and what evidence needs."""
    asked = told.request
    return Form(
        title=chinese("监控录像调取登记表"),
        subtitle=_subtitle(told),
        facts=_facts(told),
        wide=(
            (chinese("事由 / 案由"), asked.reason),
            (chinese("调取内容"), asked.content),
            *_noted(asked),
        ),
        spans=tuple(_span(told, span) for span in asked.spans),
        files=tuple(_file(one) for one in told.files),
        notes=(
            chinese("误差为画面时间减标准时间，正数表示画面时间偏快；“未校对”表示误差不明。"),
            chinese("调取人对所获录像负有保密义务，仅用于上述事由，不得超出范围使用或传播。"),
        ),
        signers=(
            chinese("调取人（一）："),
            chinese("调取人（二）："),
            chinese("批准人："),
            chinese("经办值班员："),
            chinese("陪同人："),
            *(() if asked.left_at else (chinese("离开时间："),)),
        ),
    )


def receipt(told: Told) -> Form:
    """回执: what was handed over to whom, on which medium, and what becomes of copies."""
    asked = told.request
    size = sum(one.size_bytes for one in told.files)
    number = chinese("{count} 个文件，共 {size}", count=len(told.files), size=size_words(size))
    facts = (
        (chinese("接收单位"), asked.unit, chinese("法律文书"), _paper(asked)),
        (*_officer_cells(told, 0, _TAKERS), *_officer_cells(told, 1, _TAKERS)),
        (chinese("介质及编号"), _medium(asked), chinese("移交内容"), number),
        (
            chinese("介质状态"),
            asked.medium_state or _NONE,
            chinese("离开时间"),
            _time(asked.left_at) or _NONE,
        ),
        (chinese("移交人"), told.handed_by, chinese("移交时间"), _time(told.handed_at)),
        (chinese("本单位留存"), _kept(asked), chinese("介质归还期限"), _day(told.return_until_at)),
    )
    return Form(
        title=chinese("监控录像移交回执"),
        subtitle=chinese(
            "{hall} · 回执编号与登记编号相同：调取 {number}", hall=told.hall, number=told.number
        ),
        facts=facts,
        wide=((chinese("封存码"), _grouped(told.seal)), *_noted(asked)),
        spans=tuple(_span(told, span) for span in asked.spans),
        files=tuple(_file(one) for one in told.files),
        notes=(
            chinese(
                "封存码是取证包内 tagmanifest-sha256.txt 的 SHA-256；核验方法见包内“如何核验.txt”。"
            ),
            chinese("接收人已当面核对文件数量、封存码并试播，确认介质内容与上表一致。"),
            chinese("本回执一式两份，双方各执一份。"),
        ),
        signers=(
            chinese("接收人（一）："),
            chinese("接收人（二）："),
            chinese("移交人："),
            chinese("接收时间："),
        ),
    )


def clock_sheet(told: Told, checks: tuple[ClockCheck, ...]) -> ClockSheet:
    """时钟校对单: each camera's picture beside the true time."""
    return ClockSheet(
        title=chinese("监控画面时钟校对单"),
        subtitle=_subtitle(told),
        checks=tuple(_clock(told, one) for one in checks),
        notes=(
            chinese("标准时间 = 画面时间 − 误差。误差是校对当时的值，录像当时的误差可能略有不同。"),
            chinese("截图校验值为校对截图 SHA-256 的前 16 位；截图原件由本单位保存。"),
        ),
        signers=(chinese("校对人："), chinese("复核人：")),
    )


def package_papers(told: Told, checks: tuple[ClockCheck, ...], resources: Path) -> dict[str, bytes]:
    """What lies beside the recordings in the package, by name.

    The receipt is not among them: it names the seal, which covers them all.
    """
    fonts = resources / "fonts"
    papers = {
        chinese("登记表.pdf"): form_pdf(register_form(told), fonts),
        chinese("时钟校对单.pdf"): clock_pdf(clock_sheet(told, checks), fonts),
        HOW_TO_CHECK: how_to_check(told.number, len(told.files)),
    }
    title = chinese("画面小样 · 调取 {number}", number=told.number)
    rows = [_sheet_row(one) for one in told.files]
    pages = contact_sheets(title, rows, fonts / "NotoSansSC-Regular.ttf")
    for number, page in enumerate(pages, 1):
        papers[chinese("画面小样-{number}.jpg", number=number)] = page
    return papers


def _sheet_row(one: HandedFile) -> SheetRow:
    look = one.look
    size = f"{look.width}x{look.height} {look.codec}" if look.width else ""
    known = (_PLAYING[look.playing], size, size_words(one.size_bytes))
    places = (chinese("首"), chinese("中"), chinese("末"))
    pictures = [
        (seen.jpeg, f"{place} {_since(seen.at_ms)}".strip())
        for place, seen in zip(places, look.pictures, strict=False)
    ]
    return SheetRow(one.name, " · ".join(part for part in known if part), pictures)


def _since(at_ms: int | None) -> str:
    """A place in a file, `0:00:00` from its beginning; nothing where the file tells no times."""
    if at_ms is None:
        return ""
    seconds = max(0, at_ms) // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def offset_words(ahead_ms: int | None) -> str:
    """A clock's error in seconds with its sign, cut to tenths; said where it is unknown."""
    if ahead_ms is None:
        return chinese("未校对")
    sign = "-" if ahead_ms < 0 else "+"
    whole, tenth = divmod(abs(ahead_ms) // 100, 10)
    return chinese("{seconds} 秒", seconds=f"{sign}{whole}" + (f".{tenth}" if tenth else ""))


def size_words(size_bytes: int) -> str:
    """A size as people say it, in steps of 1024; whole bytes where it is small."""
    size, units = float(size_bytes), ("B", "KB", "MB", "GB")
    for unit in units:
        if size < 1024 or unit == units[-1]:
            break
        size /= 1024
    return f"{size_bytes} B" if unit == "B" else f"{size:.2f} {unit}"


def _facts(told: Told) -> tuple[tuple[str, str, str, str], ...]:
    asked = told.request
    return (
        (chinese("调取单位"), asked.unit, chinese("调取方式"), _way(asked)),
        (*_officer_cells(told, 0, _ASKERS), *_officer_cells(told, 1, _ASKERS)),
        (chinese("法律文书"), _paper(asked), chinese("签发机关"), asked.paper_issuer or _NONE),
        (
            chinese("案件编号"),
            asked.case_no or _NONE,
            chinese("法律依据"),
            asked.legal_basis or _NONE,
        ),
        (
            chinese("登记时间"),
            f"{_time(told.registered_at)} {told.registered_by}".strip() + _came(asked),
            chinese("批准"),
            f"{told.approved_by} {_time(told.approved_at)}".strip(),
        ),
        (
            chinese("录像导出"),
            _exported(told.exported),
            chinese("机内最早录像"),
            _time(asked.oldest_held_at) or _NONE,
        ),
        (chinese("介质及编号"), _medium(asked), chinese("陪同人"), asked.escort or _NONE),
        (
            chinese("本单位留存"),
            _kept(asked),
            chinese("离开时间"),
            _time(asked.left_at) or _NONE,
        ),
    )


def _way(asked: FootageRequest) -> str:
    return " · ".join(part for part in (_KINDS[asked.kind], asked.channel) if part)


def _came(asked: FootageRequest) -> str:
    return chinese("（来件 {at}）", at=_time(asked.came_at)) if asked.came_at else ""


def _exported(one: Exported | None) -> str:
    if one is None:
        return _NONE
    told = chinese(
        "{name} {begin} 至 {end}", name=one.by, begin=_time(one.from_at), end=_time(one.at)
    )
    return " · ".join(part for part in (told, one.tool) if part)


def _subtitle(told: Told) -> str:
    return chinese("{hall} · 登记编号：调取 {number}", hall=told.hall, number=told.number)


def _officer_cells(told: Told, place: int, names: tuple[str, str]) -> tuple[str, str]:
    name = names[place]
    if place >= len(told.officers):
        return name, _NONE
    one = told.officers[place]
    seen = chinese("证件已核") if one.is_seen else chinese("证件未核")
    return name, chinese(
        "{name}，证件号 {number}（{seen}）", name=one.name, number=one.number, seen=seen
    )


def _paper(asked: FootageRequest) -> str:
    if not asked.paper_no:
        if not asked.papers_due_at:
            return _NONE
        return chinese("待补，{day} 前补齐", day=_time(asked.papers_due_at))
    named = chinese("{kind} {number}", kind=asked.paper_kind, number=asked.paper_no).strip()
    return named + (chinese("（{day}）", day=_day(asked.paper_at)) if asked.paper_at else "")


def _medium(asked: FootageRequest) -> str:
    return f"{asked.medium} {asked.medium_no}".strip() or _NONE


def _kept(asked: FootageRequest) -> str:
    if not asked.is_copy_kept:
        return chinese("不留存")
    until = chinese("留存至 {day}", day=_day(asked.copy_until_at))
    return " · ".join(part for part in (until, asked.copy_place) if part)


def _noted(asked: FootageRequest) -> tuple[tuple[str, str], ...]:
    return ((chinese("备注"), asked.note),) if asked.note else ()


def _span(told: Told, span: Span) -> SpanWords:
    return SpanWords(
        camera=f"{span.code} {told.cameras.get(span.camera_id, '')}".strip(),
        true_time=_stretch(span.from_at, span.to_at),
        shown_time=_stretch(span.shown_from_at, span.shown_to_at),
        offset=offset_words(span.clock_ahead_ms),
        result=told.results.get(span.camera_id, _NONE),
    )


def _file(one: HandedFile) -> FileWords:
    return FileWords(
        name=one.name,
        size=size_words(one.size_bytes),
        playing=_PLAYING[one.look.playing],
        sha256=one.sha256,
    )


def _clock(told: Told, one: ClockCheck) -> ClockWords:
    return ClockWords(
        camera=f"{one.code} {told.cameras.get(one.camera_id, '')}".strip(),
        shown=_time(one.shown_at),
        true=_time(one.true_at),
        offset=offset_words(one.ahead_ms),
        source=chinese("{source}；{method}", source=one.source, method=one.method),
        checker=one.checker,
        picture=one.picture[:16] or _NONE,
    )


def _stretch(from_at: int | None, to_at: int | None) -> str:
    if from_at is None or to_at is None:
        return _NONE
    return f"{_time(from_at)}\n{_time(to_at)}"


def _time(at: int) -> str:
    return f"{beijing(at):%Y-%m-%d %H:%M:%S}" if at else ""


def _day(at: int) -> str:
    return f"{beijing(at):%Y-%m-%d}" if at else _NONE


def _grouped(sha256: str) -> str:
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8)) or _NONE
