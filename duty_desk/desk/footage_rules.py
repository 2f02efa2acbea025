"""What is refused at a footage request, each in one finished sentence."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from duty_desk.desk.footage_words import (
    FAULTS,
    field_words,
    lacking_words,
    number_of,
    state_words,
)
from duty_desk.domain.footage import (
    BEFORE_APPROVAL,
    DAY_MS,
    HOUR_MS,
    REASON_CHARS,
    FootageRequest,
    FootageState,
    Officer,
    missing,
    missing_papers,
    span_faults,
)
from duty_desk.domain.problem import beijing
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store.footage import officers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from duty_desk.domain.footage import ClockCheck
    from duty_desk.store.footage_tables import FootageFileTable, FootageTable

RIGHTS = {
    "footage.approved": Right.FOOTAGE_APPROVE,
    "footage.refused": Right.FOOTAGE_APPROVE,
    "footage.people_erased": Right.FOOTAGE_PERSONAL,
}
SCAN_MAX_BYTES = 20 << 20
SCAN_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".pdf"})
_LONG, _SHORT = frozenset({"reason", "content", "note", "legal_basis"}), 80
_MOST_SPANS = 60
_CLOCK_MOST_MS = 366 * DAY_MS
# What a leader approves; to ask for more is another request.
_APPROVED = ("kind", "unit", "reason", "content", "is_police")
# What may still be told once the package is sealed: it stands on the receipt, outside.
_AFTER_SEAL = frozenset({"medium", "medium_no", "escort", "note", "is_copy_kept", "copy_until_at"})
_HASHES = ("paper_scan", "signed_scan")


@dataclass(frozen=True, kw_only=True)
class Papers:
    """A legal document that came: kind, number, issuing office and day, its scan or photo."""

    kind: str
    no: str
    issuer: str = ""
    issued_at: int = 0
    scan: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Handing:
    """What is said when the package is handed over; instants are UTC ms, 0 for none."""

    medium: str = ""
    medium_no: str = ""
    medium_state: str = ""
    escort: str = ""
    is_copy_kept: bool = False
    copy_place: str = ""
    copy_until_at: int = 0
    return_until_at: int = 0
    left_at: int = 0


def fit_text(text: str) -> str:
    """`text` on one line, without what no paper can show; rare characters and emoji stay."""
    kept = (" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join("".join(one for one in kept if not "\ud800" <= one <= "\udfff").split())


def fit_request(request: FootageRequest) -> FootageRequest:
    """The request with its texts made fit.

    Raises:
        Refusal: one is too long.
    """
    texts = {}
    for part in fields(request):
        held = getattr(request, part.name)
        if isinstance(held, str) and part.name not in ("kind", *_HASHES):
            texts[part.name] = fit_text(held)
            _refuse_long(part.name, texts[part.name])
    return replace(request, **texts)  # type: ignore[arg-type]


def fit_officers(officers: Iterable[Officer]) -> tuple[Officer, ...]:
    """The people with their texts made fit; lines left empty are none.

    Raises:
        Refusal: a text is too long, or one person stands there twice.
    """
    found = []
    for one in officers:
        name, number, phone = fit_text(one.name), fit_text(one.number), fit_text(one.phone)
        for field, text in (("name", name), ("number", number), ("phone", phone)):
            _refuse_long(field, text)
        if name or number or phone:
            found.append(replace(one, name=name, number=number, phone=phone))
    numbers = [one.number for one in found if one.number]
    if len(set(numbers)) < len(numbers):
        raise Refusal(tr("两名调取人的证件号相同，没有保存；请核对证件。"))
    return tuple(found)


def _refuse_long(name: str, text: str) -> None:
    most = REASON_CHARS if name in _LONG else _SHORT
    if len(text) > most:
        raise Refusal(
            tr(
                "“{field}”有 {n} 个字，最多 {most} 个字，没有保存；请精简。",
                field=field_words(name),
                n=len(text),
                most=most,
            )
        )


def refuse_incomplete(request: FootageRequest, officers: tuple[Officer, ...]) -> None:
    """Refuse what the law wants and the form lacks."""
    lacking = missing(request, officers)
    if lacking:
        raise Refusal(tr("登记还缺：{fields}；没有保存。", fields=lacking_words(lacking)))


def refuse_spans(request: FootageRequest, now: int, known: frozenset[str]) -> None:
    """Refuse spans that cannot be asked for, the first fault in a sentence."""
    if len(request.spans) > _MOST_SPANS:
        raise Refusal(tr("一次登记最多 {n} 个时段，没有保存；请分开登记。", n=_MOST_SPANS))
    for no, span in enumerate(request.spans, 1):
        for fault in span_faults(span, now, known):
            code = span.code or tr("第 {no} 行", no=no)
            raise Refusal(tr(FAULTS[fault], code=code))


def refuse_due(due_at: int, now: int, hours: int) -> None:
    """Refuse papers that may not follow here, or not so late.

    Args:
        due_at: Until when they shall follow, 0 for not at all.
        now: The registration.
        hours: How long they may take, 0 where it is switched off.
    """
    if not due_at:
        return
    if not hours:
        raise Refusal(tr("本席没有开启“先查看后补手续”，没有保存；请先出示法律文书。"))
    if not now < due_at <= now + hours * HOUR_MS:
        raise Refusal(tr("手续最迟要在 {hours} 小时内补齐，没有保存；请改时间。", hours=hours))


def refuse_old(row: FootageTable, version: int) -> None:
    """Refuse a step on a request that somebody changed meanwhile."""
    if row.version == version:
        return
    raise Refusal(
        tr(
            "调取 {number} 由{who}在 {at} 改过，没有保存；已重新读入，请再核对。",
            number=number_of(row),
            who=row.changed_by,
            at=f"{beijing(row.changed_at):%H:%M}",
        )
    )


def refused_move(row: FootageTable) -> Refusal:
    """The refusal of a step that the state does not allow."""
    return Refusal(
        tr(
            "调取 {number} 现在是“{state}”，这一步不能做；记录没有改动。",
            number=number_of(row),
            state=state_words(row.state),
        )
    )


def refuse_lacking(lacking: tuple[str, ...]) -> None:
    """Refuse a step that lacks something."""
    if lacking:
        raise Refusal(tr("还缺：{fields}；记录没有改动。", fields=lacking_words(lacking)))


def refuse_empty(words: str, what: str) -> str:
    """The words made fit; refuse where none are left or they are too long."""
    fit = fit_text(words)
    if not fit:
        raise Refusal(tr("请写明{what}；记录没有改动。", what=what))
    if len(fit) > REASON_CHARS:
        raise Refusal(tr("{what}最多 {n} 个字；记录没有改动。", what=what, n=REASON_CHARS))
    return fit


def refuse_amending(
    row: FootageTable,
    before: FootageRequest,
    after: FootageRequest,
    people: tuple[Officer, ...] | None,
    files: int,
) -> None:
    """Refuse changes that come too late: after the approval, with files in it, or sealed.

    `people` are those who take the place of who asked, None where they stay. The sealed form
    names who asked; a leader approved those whose certificates were seen.
    """
    changed = {
        part.name
        for part in fields(before)
        if getattr(before, part.name) != getattr(after, part.name)
    }
    spans = [(one.camera_id, one.from_at, one.to_at) for one in before.spans]
    if spans == [(one.camera_id, one.from_at, one.to_at) for one in after.spans]:
        changed.discard("spans")
    if people is not None:
        changed.add("officers")
    if row.state == FootageState.VERIFIED and changed - _AFTER_SEAL:
        raise Refusal(tr("取证包已封存，登记内容不能再改；介质、陪同和留存仍可填写。"))
    is_approved = FootageState(row.state) not in BEFORE_APPROVAL
    if is_approved and changed & {*_APPROVED, "spans"}:
        raise Refusal(
            tr("领导已批准，单位、事由、内容、点位和时段不能再改；要调取别的请另行登记。")
        )
    if is_approved and not all(one.is_seen for one in people or ()):
        refuse_lacking(("certificates",))
    if "spans" in changed and files:
        raise Refusal(tr("已加入录像文件，点位和时段不能再改；没有保存。"))


def fit_note(words: str) -> str:
    """A note made fit; refuse what is too long."""
    fit = fit_text(words)
    _refuse_long("note", fit)
    return fit


def refuse_ahead(words: str, at: int, now: int) -> None:
    """Refuse that something happened later than now; 0 is never."""
    if at > now:
        raise Refusal(tr("{what}在现在之后，没有保存；请核对时间。", what=words))


def refuse_papers(request: FootageRequest, officers: Sequence[Mapping[str, Any]]) -> None:
    """Refuse the check of papers while one of them, or a certificate, is missing."""
    seen = tuple(Officer(name="", number="", is_seen=bool(one["is_seen"])) for one in officers)
    refuse_lacking(missing_papers(request, seen))


def refuse_owed(request: FootageRequest) -> None:
    """Refuse to close while papers that were to follow have not come."""
    if request.papers_due_at and not (request.paper_no and request.paper_scan):
        raise Refusal(tr("手续还没有补齐，不能归档；请先补交法律文书。"))


def stand_ins(row: FootageTable) -> tuple[Officer, ...]:
    """As many people as the record has, for a check of everything else."""
    return tuple(Officer(name="-", number=str(place)) for place, _ in enumerate(officers_of(row)))


def with_clocks(request: FootageRequest, checks: Mapping[str, ClockCheck]) -> FootageRequest:
    """The request with what is known of its cameras' clocks."""
    spans = (
        replace(one, clock_ahead_ms=checks[one.camera_id].ahead_ms)
        if one.camera_id in checks
        else one
        for one in request.spans
    )
    return replace(request, spans=tuple(spans))


def fit_check(request: FootageRequest, check: ClockCheck, actor: str) -> ClockCheck:
    """A comparison with the catalogue's code and its texts made fit.

    Raises:
        Refusal: the camera is not asked for, or the times are too far apart to be the same instant.
    """
    codes = {span.camera_id: span.code for span in request.spans}
    if check.camera_id not in codes:
        raise Refusal(tr("这个点位不在本次调取里，没有保存。"))
    if abs(check.ahead_ms) > _CLOCK_MOST_MS:
        raise Refusal(tr("画面时间与标准时间相差超过一年，没有保存；请核对填写的时间。"))
    return replace(
        check,
        code=codes[check.camera_id],
        checker=actor,
        source=fit_note(check.source),
        method=fit_note(check.method),
    )


def refuse_file(
    request: FootageRequest, there: Sequence[FootageFileTable], span_no: int, sha256: str
) -> None:
    """Refuse a recording of no span, or one that is in it already."""
    if not 1 <= span_no <= len(request.spans):
        raise Refusal(tr("请选择文件属于哪个时段，没有加入。"))
    twice = [one for one in there if one.sha256 == sha256]
    if twice:
        raise Refusal(
            tr("同样内容的文件“{file}”已经在本次调取里，没有重复加入。", file=twice[0].name)
        )


def handed(request: FootageRequest, handing: Handing) -> FootageRequest:
    """The request with what was said when it was handed over.

    Raises:
        Refusal: a text is too long.
    """
    told = replace(
        request,
        medium=handing.medium or request.medium,
        medium_no=handing.medium_no or request.medium_no,
        medium_state=handing.medium_state,
        escort=handing.escort or request.escort,
        is_copy_kept=handing.is_copy_kept,
        copy_place=handing.copy_place if handing.is_copy_kept else "",
        left_at=handing.left_at,
        copy_until_at=handing.copy_until_at if handing.is_copy_kept else 0,
    )
    return fit_request(told)
