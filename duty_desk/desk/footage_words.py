"""Footage requests in words: states, what is lacking, lines of the journal and of custody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.footage_papers import size_words
from duty_desk.domain.footage import FootageKind, FootageState, SpanFault, shown_number
from duty_desk.domain.problem import beijing
from duty_desk.language import mark, tr
from duty_desk.store.footage_tables import FootageFileTable, FootageTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.desk.footage_views import FootageWarning
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

FOOTAGE_NOUNS = frozenset({"footage", "footage_register"})
_STATES = {
    FootageState.REGISTERED: mark("待核验"),
    FootageState.CHECKED: mark("待批准"),
    FootageState.APPROVED: mark("待查找"),
    FootageState.LOCATED: mark("导出中"),
    FootageState.EXPORTED: mark("待封存"),
    FootageState.VERIFIED: mark("待移交"),
    FootageState.HANDED_OVER: mark("已签收"),
    FootageState.VIEW_ONLY: mark("已查看"),
    FootageState.NOT_HELD: mark("已无录像"),
    FootageState.REFUSED: mark("未批准"),
    FootageState.CLOSED: mark("已归档"),
}
_KINDS = {
    FootageKind.VIEW: mark("查看"),
    FootageKind.STILL: mark("截图"),
    FootageKind.COPY: mark("拷贝"),
}
_FIELDS = {
    "unit": mark("调取单位"),
    "officers": mark("调取人姓名和证件号（公安须两人）"),
    "reason": mark("事由"),
    "content": mark("调取内容"),
    "spans": mark("点位和时段"),
    "paper_kind": mark("法律文书名称"),
    "paper_no": mark("法律文书编号"),
    "paper_scan": mark("法律文书扫描件或照片"),
    "certificates": mark("逐人核对证件"),
    "files": mark("录像文件"),
    "medium": mark("介质"),
    "medium_no": mark("介质编号"),
    "medium_state": mark("介质状态"),
    "escort": mark("陪同人"),
    "copy_place": mark("留存地点"),
    "copy_until_at": mark("本单位留存到哪天"),
    "came_at": mark("来件时间"),
    "paper_at": mark("文书日期"),
    "oldest_held_at": mark("录像机最早录像"),
    "left_at": mark("离开时间"),
    "note": mark("备注"),
    "case_no": mark("案件编号"),
    "legal_basis": mark("法律依据"),
    "paper_issuer": mark("签发机关"),
    "channel": mark("来件方式"),
    "name": mark("姓名"),
    "number": mark("证件号"),
    "phone": mark("电话"),
}
FAULTS = {
    SpanFault.UNKNOWN_CAMERA: mark("点位“{code}”不在目录里，没有保存；请从目录中选择。"),
    SpanFault.ENDS_FIRST: mark("{code} 的结束时间不晚于开始时间，没有保存；请核对。"),
    SpanFault.IN_FUTURE: mark("{code} 的时段还没有到，没有保存；请核对日期和时间。"),
}
_WARNED = {
    "retention": mark("{codes} 的录像 {due} 起会被覆盖"),
    "papers": mark("手续 {due} 前要补齐"),
    "medium": mark("介质应在 {due} 前归还"),
    "copy": mark("留存的录像到 {due}，应销毁"),
}
_PAPERS = {
    "register": mark("登记表"),
    "receipt": mark("回执"),
    "clock": mark("时钟校对单"),
    "notice": mark("法律文书扫描件"),
    "signed": mark("签字回执扫描件"),
}


def state_words(state: str) -> str:
    """A request's state, in the language in use."""
    return tr(_STATES[FootageState(state)])


def kind_words(kind: str) -> str:
    """What is asked for."""
    return tr(_KINDS[FootageKind(kind)])


def paper_words(paper: str) -> str:
    """What a printed form is called."""
    return tr(_PAPERS[paper])


def field_words(name: str) -> str:
    """What a field of the form is called."""
    return tr(_FIELDS[name])


def lacking_words(names: Iterable[str]) -> str:
    """The fields that are lacking, one after the other."""
    return tr("、").join(field_words(name) for name in names)


def ahead_words(ahead_ms: int | None) -> str:
    """A clock's error on screen: `+29 秒`; said where it is unknown."""
    if ahead_ms is None:
        return tr("未校对")
    sign = "-" if ahead_ms < 0 else "+" if ahead_ms else "±"
    whole, tenth = divmod(abs(ahead_ms) // 100, 10)
    return tr("{seconds} 秒", seconds=f"{sign}{whole}" + (f".{tenth}" if tenth else ""))


def warning_words(warning: FootageWarning) -> str:
    """A countdown as one sentence."""
    due = f"{beijing(warning.due_at):%m-%d %H:%M}"
    if warning.what == "papers":
        words = tr("调取 {number} 的手续要在 {due} 前补齐。", number=warning.number, due=due)
        if warning.level == "breach":
            words = tr("调取 {number} 的手续过了 {due} 还没有补。", number=warning.number, due=due)
        return words
    if warning.what == "medium":
        return tr("调取 {number} 的介质应在 {due} 前归还。", number=warning.number, due=due)
    if warning.what == "copy":
        return tr("调取 {number} 留存的录像到 {due}，应销毁。", number=warning.number, due=due)
    codes = tr("、").join(warning.cameras)
    if warning.level == "breach":
        return tr(
            "调取 {number}：{codes} 的录像从 {due} 起正在被覆盖，请立即导出。",
            number=warning.number,
            codes=codes,
            due=due,
        )
    return tr(
        "调取 {number}：{codes} 的录像 {due} 起会被覆盖，请尽快导出。",
        number=warning.number,
        codes=codes,
        due=due,
    )


def number_of(row: FootageTable) -> str:
    """The number people read."""
    return shown_number(row.year, row.no)


def footage_values(session: Session, entry: Entry) -> dict[str, str]:
    """What the line of an entry names."""
    facts = entry.facts
    if entry.kind == "footage_register.exported":
        masking = tr("个人信息已遮盖") if facts["is_masked"] else tr("含个人信息")
        return {
            "n": str(facts["n"]),
            "masking": masking,
            "note": _after_colon(entry.reason),
        }
    row = session.get(FootageTable, entry.subject)
    values = {"about": number_of(row) if row else "", "unit": row.unit if row else ""}
    happened = entry.kind.partition(".")[2]
    if happened == "registered":
        asked = facts["request"]
        values |= {"kind": kind_words(asked["kind"]), "n": str(len(asked["spans"]))}
    elif happened == "clock_checked":
        check = facts["check"]
        ahead = ahead_words(check["shown_at"] - check["true_at"])
        values |= {"camera": check["code"], "offset": ahead}
    elif happened in ("file_added", "file_removed"):
        values |= _file(session, entry)
    elif happened == "verified":
        package = facts["package"]
        values |= {"n": str(package["files"]), "seal": package["seal"][:16]}
    elif happened == "written":
        values["folder"] = facts["folder"]
    elif happened == "printed":
        values["paper"] = paper_words(facts["paper"])
    elif happened == "checked":
        values["left"] = tr("，手续待补") if facts.get("papers_due_at") else ""
    elif happened == "warned":
        due = f"{beijing(facts['due_at']):%m-%d %H:%M}"
        codes = tr("、").join(facts["cameras"])
        values["words"] = tr(_WARNED[facts["what"]], due=due, codes=codes)
    values["note"] = _after_colon(str(facts.get("note", "")) or entry.reason)
    return values


def _after_colon(words: str) -> str:
    return tr("：{words}", words=words) if words else ""


def _file(session: Session, entry: Entry) -> dict[str, str]:
    told = entry.facts["file"]
    if isinstance(told, str):
        row = session.get(FootageFileTable, told)
        return {"file": row.name if row else ""}
    size = size_words(told["size_bytes"])
    return {"file": told["name"], "size": size, "sha256": told["sha256"][:16]}
