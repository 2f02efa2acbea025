"""What a maintainer is told about faults: the sentence to read out on the phone or to paste.

Always Chinese, whatever the window speaks: the maintainer reads Chinese.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.domain.problem import beijing
from duty_desk.language import chinese

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class FaultWords:
    """What is known about a fault when it is told. `since_at` is UTC ms; `kind` its name."""

    camera_code: str
    camera_name: str
    community: str
    kind: str
    since_at: int
    number: str
    note: str = ""


def fault_text(faults: Sequence[FaultWords]) -> str:
    """The report of one or several faults in one call."""
    if len(faults) == 1:
        return chinese(
            "报修：{what}，请尽快处理。编号 {no}。", what=_said(faults[0]), no=faults[0].number
        )
    lines = [
        chinese("{n}. {what}。编号 {no}。", n=place, what=_said(fault), no=fault.number)
        for place, fault in enumerate(faults, 1)
    ]
    return "\n".join([chinese("报修 {n} 个点位，请尽快处理：", n=len(faults)), *lines])


def _said(fault: FaultWords) -> str:
    place = f"{fault.camera_code} {fault.camera_name}".strip()
    if fault.community.strip():
        place = chinese("{place}（{community}）", place=place, community=fault.community.strip())
    said = chinese(
        "{place}，{since} 起{kind}",
        place=place,
        since=f"{beijing(fault.since_at):%m-%d %H:%M}",
        kind=fault.kind or chinese("异常"),
    )
    note = " ".join(fault.note.split())
    return chinese("{said}，{note}", said=said, note=note) if note else said
