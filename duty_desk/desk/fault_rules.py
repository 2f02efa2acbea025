"""Rules of faults at the desk: one open fault of a kind, nothing told without kind and maintainer.

Each refuses in a sentence; nothing was changed then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duty_desk.domain.fault import CHANNEL_WAY, SIGNAL_LOST, WAYS, FaultState
from duty_desk.domain.moment import Source
from duty_desk.domain.problem import shown_number
from duty_desk.language import Refusal, mark, tr
from duty_desk.store import fault as rows
from duty_desk.store.tables import CameraTable, FaultTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from duty_desk.desk.evidence import Picked
    from duty_desk.domain.fault import FaultKind
    from duty_desk.store.transaction import Session


@dataclass(frozen=True, kw_only=True)
class FoundFault:
    """What is known at the instant a fault is found.

    Attributes:
        camera_id: Whose.
        found_at: The press of the key, UTC ms; the contract's clock starts here.
        kind: Code of the kind where it is known already (a lost signal), else "".
        note: What is seen, in words.
        picked: The picture shown then; None when there was none.
        down_from_at: Since when the camera is of no use, where that is known.
        is_another: The operator means another fault than the one that is open already.
        origin: operator | round | system.
        evidence: What the system measured; JSON-ready, without floats.
    """

    camera_id: str
    found_at: int
    kind: str = ""
    note: str = ""
    picked: Picked | None = None
    down_from_at: int | None = None
    is_another: bool = False
    origin: str = "operator"
    evidence: Mapping[str, Any] = field(default_factory=dict)
    source: Source = Source.KEY
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a maintainer was told: which one, by which way, whom (a role, never a name).

    `channel_id` names the robot where the way is `channel`: the text goes out by the outbox.
    """

    maintainer: str
    way: str = "phone"
    reached: str = ""
    ticket: str = ""
    channel_id: str = ""


def known_as(session: Session, found: FoundFault) -> str:
    """The open fault that `found` is again, "" when it is a new one."""
    standing = rows.open_of(session, found.camera_id)
    same = [row for row in standing if row.kind == found.kind]
    if not same and not found.is_another:
        # What nobody has named yet may be this one; what is not named now may be any.
        same = [row for row in standing if not row.kind or not found.kind]
    return same[0].id if same else ""


def fault_of(session: Session, fault_id: str) -> FaultTable:
    """The fault's row."""
    fault = session.get(FaultTable, fault_id)
    if fault is None:
        raise Refusal(tr("没有这个故障的记录。"))
    return fault


def down_from(camera: CameraTable, kind: str, found_at: int) -> int:
    """Since when the camera is of no use: a lost signal since it was lost."""
    if kind == SIGNAL_LOST and camera.lost_at is not None:
        return min(camera.lost_at, found_at)
    return found_at


def refuse_unknown_kind(kinds: Iterable[FaultKind], code: str) -> None:
    """Refuse a kind that is not on the list; an undecided one is none."""
    if code and code not in [kind.code for kind in kinds]:
        raise Refusal(tr("没有“{name}”这个故障类型，没有保存。", name=code))


def refuse_double(session: Session, fault: FaultTable, kind: str) -> None:
    """Refuse a second open fault of a kind at one camera."""
    for row in rows.open_of(session, fault.camera_id):
        if row.id != fault.id and kind and row.kind == kind:
            raise Refusal(
                tr(
                    "这个点位已有同类故障 {no}（{state}），没有重复登记。请处理那一条。",
                    no=shown_number(row.found_on, row.no),
                    state=state_words(row.state),
                )
            )


def refuse_undecided(fault: FaultTable) -> None:
    """Refuse to tell a fault whose kind nobody has chosen."""
    if not fault.kind:
        raise Refusal(
            tr(
                "故障 {no} 还没有选类型，没有记为已报修。请先按数字键选类型。",
                no=shown_number(fault.found_on, fault.no),
            )
        )


def refuse_other_maintainers(
    session: Session, faults: Sequence[FaultTable], maintainer: str
) -> None:
    """Refuse a common call about a camera that another company maintains.

    One fault alone may be told to anybody: the operator may know better than the catalogue.
    """
    for fault in faults if len(faults) > 1 else ():
        camera = session.get_one(CameraTable, fault.camera_id)
        if camera.maintainer and camera.maintainer != maintainer.strip():
            raise Refusal(
                tr(
                    "{code} 由{whose}维护，不能一并报给{whom}；都没有记为已报修。"
                    "请去掉勾选，分开联系。",
                    code=camera.code,
                    whose=camera.maintainer,
                    whom=maintainer,
                )
            )


def told_facts(told: Told, call_id: str) -> dict[str, Any]:
    """The facts of a report; refuses one without maintainer or way."""
    if not told.maintainer.strip():
        raise Refusal(tr("还没有选维护单位，没有记为已报修。"))
    if told.way == CHANNEL_WAY and not told.channel_id:
        raise Refusal(tr("还没有选发给维护单位的消息通道，没有记为已报修。"))
    if told.way not in (*WAYS, CHANNEL_WAY):
        raise Refusal(tr("联系方式只能是电话、工作群或工单；没有记为已报修。"))
    return {
        "maintainer": told.maintainer.strip(),
        "way": told.way,
        "reached": told.reached.strip(),
        "ticket": told.ticket.strip(),
        "call_id": call_id,
    }


_STATE_WORDS = {
    FaultState.FOUND: mark("待联系"),
    FaultState.ADJUSTED: mark("已调好"),
    FaultState.REPORTED: mark("已报修"),
    FaultState.ACCEPTED: mark("已接报"),
    FaultState.ON_SITE: mark("已到场"),
    FaultState.REPAIRED: mark("已修复待核"),
    FaultState.VERIFIED: mark("已核实"),
    FaultState.REOPENED: mark("待再次联系"),
    FaultState.DISMISSED: mark("误报"),
}


def state_words(state: str) -> str:
    """A fault's state in words."""
    return tr(_STATE_WORDS[FaultState(state)])


_MESSAGES = {
    "queued": mark("等待发送"),
    "sending": mark("正在发送"),
    "delayed": mark("暂未送出，会再试；请考虑改用电话"),
    "accepted": mark("机器人已接收；这不等于维护单位已看到，请等对方回应"),
    "refused": mark("被拒收，维护单位没有收到，请马上改用电话"),
    "unknown": mark("结果未知，请到群里看一眼，或改用电话"),
}


def message_words(state: str) -> str:
    """What the state of a message to a maintainer means; "" where none was sent."""
    return tr(_MESSAGES[state]) if state in _MESSAGES else ""


def likeness_words(permille: int) -> str:
    """How much of its confirmed view a camera shows; a fact for whoever verifies a repair."""
    return tr("与基准一致 {share}", share=f"{permille / 1000:.2f}")
