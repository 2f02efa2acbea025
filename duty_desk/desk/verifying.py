"""Verification of everything: the store's own tests, and the packages of footage handed over.

The store cannot read packages, nor open what is kept of people; the desk can. Reads only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.desk.footage_package import check
from duty_desk.desk.footage_people import agrees
from duty_desk.desk.footage_words import number_of
from duty_desk.domain.footage import FootageState
from duty_desk.language import Refusal, tr
from duty_desk.machine.vault import Vault
from duty_desk.store import footage as rows
from duty_desk.store.verify import Verdict, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_desk.store.footage_tables import FootageTable
    from duty_desk.store.store import StorePlace
    from duty_desk.store.transaction import Session

NAME = "footage"
_HANDED = frozenset({FootageState.HANDED_OVER, FootageState.CLOSED})


def verify_all(
    session: Session,
    place: StorePlace,
    progress: Callable[[str], None] = lambda _name: None,
    heads: Sequence[str] = (),
) -> tuple[Verdict, ...]:
    """The store's verdicts and that on footage requests."""
    verdicts = verify(session, place, progress, heads)
    progress(NAME)
    if any(one.name in ("structure", "rebuild") and one.state != "ok" for one in verdicts):
        told = tr("记录本身没有通过核对，取证包没有核对。")
        return (*verdicts, Verdict(NAME, "skipped", told))
    return (*verdicts, _footage(session, place))


@dataclass
class _Found:
    """What was met so far; `fault` ends the test."""

    whole: int = 0
    away: int = 0  # on another computer or medium
    gone: int = 0  # destroyed, or not kept
    people: int = 0
    unopened: int = 0
    fault: Verdict | None = field(default=None)


def _footage(session: Session, place: StorePlace) -> Verdict:
    found, vault = _Found(), Vault(place.data)
    for row in rows.every(session):
        _people(session, vault, row, found)
        if row.package != "{}" and found.fault is None:
            _package(place, row, found)
        if found.fault is not None:
            return found.fault
    return _told(found)


def _told(found: _Found) -> Verdict:
    words = tr("{n} 个取证包逐一核对无误，封存码相符。", n=found.whole)
    if found.gone:
        words += tr("{n} 个已按登记不留存。", n=found.gone)
    if found.unopened:
        words += tr("密钥文件不在，{n} 名调取人没有核对。", n=found.unopened)
    if found.away:
        words += tr("另有 {n} 个不在这台电脑上，这里没有核对。", n=found.away)
    is_all = not found.away and not found.unopened
    return Verdict(NAME, "ok" if is_all else "unanchored", words)


def _people(session: Session, vault: Vault, row: FootageTable, found: _Found) -> None:
    known, kept = rows.officers_of(row), rows.people(session, [row.id])[row.id]
    if row.is_erased:
        if kept:
            found.fault = _fault(tr("已删除的调取人信息又出现了。"), number_of(row))
        return
    if not vault.has_key:
        found.unopened += len(known)
        return
    for place, facts in enumerate(known):
        sealed = kept.get(place)
        if sealed is None or not agrees(vault, row.id, place, sealed, facts["hash"]):
            where = f"{number_of(row)} #{place + 1}"
            found.fault = _fault(tr("调取人信息与登记时的校验值不符，或已不见。"), where)
            return
        found.people += 1


def _package(place: StorePlace, row: FootageTable, found: _Found) -> None:
    facts = json.loads(row.package)
    folder = place.data / facts["folder"]
    if not folder.is_dir():
        _missing(place, row, found)
        return
    try:
        seen = check(folder)
    except Refusal as refusal:
        found.fault = _fault(str(refusal), folder.name)
        return
    wrong = (*seen.changed, *seen.missing, *seen.strange)
    if wrong:
        words = tr("取证包里的文件已被改动、丢失或多出。")
        found.fault = _fault(words, f"{folder.name}/{wrong[0]}")
    elif seen.seal != facts["seal"]:
        found.fault = _fault(tr("取证包的校验清单被换过，封存码与登记不符。"), folder.name)
    else:
        found.whole += 1


def _missing(place: StorePlace, row: FootageTable, found: _Found) -> None:
    """A package that is not where it was sealed: not kept, elsewhere, or lost."""
    folder = json.loads(row.package)["folder"]
    is_kept = rows.request_of(row).is_copy_kept
    is_destroyed = "destroyed_at" in json.loads(row.package)
    if is_destroyed or (FootageState(row.state) in _HANDED and not is_kept):
        found.gone += 1
    elif Path(folder).is_absolute() or place.url:
        found.away += 1
    else:
        found.fault = _fault(tr("取证包不见了，登记没有写明销毁。"), Path(folder).name)


def _fault(words: str, where: str) -> Verdict:
    return Verdict(NAME, "failed", words, where)
