"""Whether the chain agrees with what is printed on paper: the verdict `anchors` of verify.

Without a head from paper nothing says that the whole chain was not replaced: never `ok` then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from duty_desk.language import tr
from duty_desk.store.checkpoint import first_wrong, head_from, seats_at
from duty_desk.store.shift_tables import CheckpointTable
from duty_desk.store.tables import JournalRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Anchored:
    """The verdict's state, sentence and place."""

    state: str
    detail: str
    where: str = ""


def check_anchors(session: Session, codes: Sequence[str]) -> Anchored:
    """Compare the checkpoints with the chain, and the chain with the codes typed from paper."""
    wrong = first_wrong(session)
    if wrong is not None:
        return Anchored("failed", tr("封存时的链头与现在的链不符，以前的日志被换过。"), wrong)
    if codes:
        return _compared(session, codes)
    made = session.scalar(select(func.count()).select_from(CheckpointTable)) or 0
    if not made:
        return Anchored("unanchored", tr("还没有打印并签字的检查点；整链被替换时，这里看不出来。"))
    words = tr(
        "已封存 {n} 次，没有输入纸面上的封存码，未与纸面核对；请用 --head 输入交接单上的封存码。",
        n=made,
    )
    return Anchored("unanchored", words)


def _compared(session: Session, codes: Sequence[str]) -> Anchored:
    reached: dict[str, int] = {}
    for code in codes:
        head = head_from(code)
        if head is None:
            words = tr("认不出这个封存码；写法如 9f2c41e0-b3d877aa@18402，照交接单页脚抄写。")
            return Anchored("failed", words, code[:40])
        seats = seats_at(session, head)
        if not seats:
            words = tr("纸面上的封存码不在这条链里：日志被换过，或不是这个席位的交接单。")
            return Anchored("failed", words, f"#{head.seq}")
        for seat in seats:
            reached[seat] = max(head.seq, reached.get(seat, 0))
    told = tr("、").join(_reached(session, seat, seq) for seat, seq in sorted(reached.items()))
    return Anchored("ok", tr("与纸面相符：{told}。", told=told))


def _reached(session: Session, seat: str, seq: int) -> str:
    last = session.scalar(select(func.max(JournalRow.seq)).where(JournalRow.seat == seat)) or 0
    return tr(
        "{seat} 号席到第 {seq} 条为止已有纸面为证，之后 {left} 条还没有",
        seat=seat,
        seq=seq,
        left=last - seq,
    )
