"""What a handover refuses, each refusal one clear sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.handover import LEAST_READ_BACK, RUNNING, HandoverState
from duty_desk.domain.problem import beijing
from duty_desk.domain.rights import Right, may
from duty_desk.language import Refusal, mark, tr

if TYPE_CHECKING:
    from duty_desk.desk.handover_views import Packet, PacketItem
    from duty_desk.domain.person import Person
    from duty_desk.domain.shift import Shift

LEAST_REASON = 4
_ENDED = {
    HandoverState.ACCEPTED: mark("这次交接已经完成，没有改动。"),
    HandoverState.OVERRIDDEN: mark("这次交接已由带班人员终止，没有改动。"),
    HandoverState.REOPENED: mark("这次交接已重新开始，请看新的一份。"),
}


def refuse_ended(state: HandoverState) -> None:
    """Let only a running handover be worked on."""
    if state not in RUNNING:
        raise Refusal(tr(_ENDED[state]))


def refuse_no_shift() -> Refusal:
    """Nobody holds the seat."""
    return Refusal(tr("现在没有人当班，没有可交接的班次。请先登录打卡接班。"))


def refuse_signed(packet: Packet) -> None:
    """What is signed stands: to add something one begins anew."""
    if packet.signed_at is not None:
        raise Refusal(tr("交班人已签认，内容已定。要补充请按“重新开始”，原来的一份会保留。"))


def refuse_stranger(shift: Shift, person: Person | None) -> None:
    """Only who is responsible hands over; a leader may for him."""
    if person is None or person.id == shift.person_id:
        return
    if not may(person.role, Right.OVERRIDE_HANDOVER):
        raise Refusal(
            tr(
                "本班由“{name}”负责，现在登录的是“{other}”。请由交班人登录后办理，或请带班人员终止交接。",
                name=shift.name,
                other=person.name,
            )
        )


def refuse_same(shift: Shift, person: Person) -> None:
    """Nobody relieves himself; a leader may order somebody to stay on."""
    if person.id == shift.person_id:
        raise Refusal(
            tr(
                "接班人和交班人都是“{name}”，没有办理。连班须由带班人员用“无人接班”终止交接。",
                name=person.name,
            )
        )


def refuse_unarrived(packet: Packet) -> None:
    """Only somebody who said who he is confirms."""
    if packet.arrived_at is None:
        raise Refusal(tr("接班人还没有到岗登记。请接班人先选姓名、输入口令。"))


def refuse_thin_read_back(line: PacketItem, said: str) -> None:
    """An urgent item is said back, in own words or by the sentence that is right."""
    if not line.item.is_urgent:
        return
    if said in line.choices and said != line.item.state:
        raise Refusal(tr("第 {no} 项的复述与现状不符，没有确认。请再看一遍。", no=line.no))
    if len(said) < LEAST_READ_BACK:
        raise Refusal(
            tr("第 {no} 项紧急，请复述现状和下一步，至少 {n} 个字。", no=line.no, n=LEAST_READ_BACK)
        )


def refuse_unchecked(packet: Packet) -> None:
    """Every line of the equipment check is answered before the outgoing signs."""
    if packet.unchecked:
        raise Refusal(tr("设备与场所还有 {n} 项没有检查，没有签认。", n=packet.unchecked))


def refuse_unconfirmed(packet: Packet) -> None:
    """Silence is not accepted."""
    if packet.signed_at is None:
        raise Refusal(tr("交班人还没有签认。先由交班人签，再由接班人签。"))
    if packet.unconfirmed:
        raise Refusal(tr("还有 {n} 项没有逐条确认，没有完成交接。", n=packet.unconfirmed))


def refuse_other_signer(wanted: str, person: Person) -> None:
    """The one who is named signs."""
    if person.id != wanted:
        raise Refusal(tr("“{name}”不是这一栏的签认人，没有签认。", name=person.name))


def refuse_too_early(shift: Shift, now: int) -> None:
    """Nobody is missing before it is time."""
    if shift.planned_to_at is not None and now < shift.planned_to_at:
        raise Refusal(
            tr(
                "还没到交班时间 {at}，不能记为无人接班。",
                at=f"{beijing(shift.planned_to_at):%H:%M}",
            )
        )


def refuse_powerless(person: Person) -> None:
    """Only leaders end a handover."""
    if not may(person.role, Right.OVERRIDE_HANDOVER):
        raise Refusal(
            tr("“{name}”没有终止交接的权限，没有执行。请值班长或管理员办理。", name=person.name)
        )


def refuse_no_reason(reason: str) -> None:
    """Whoever breaks the order says why."""
    if len(reason.strip()) < LEAST_REASON:
        raise Refusal(tr("请写明原因，至少 {n} 个字；没有执行。", n=LEAST_REASON))


def refuse_locked() -> Refusal:
    """Nothing is confirmed at a locked screen."""
    return Refusal(tr("屏幕已锁定，没有执行。请先解锁。"))
