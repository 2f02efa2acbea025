"""Commands about pushes: channels, and pushing a problem from a script."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from duty_desk.commands.call import DONE, NO, Call, reading, unseen_line, writing_desk
from duty_desk.desk.snapshot import channel_rows
from duty_desk.language import Refusal, tr
from duty_desk.push.channel import ChannelConfig

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import ProblemRow, PushRow

_UNDER_WAY = ("queued", "sending")


def list_channels(call: Call) -> int:
    """`channels list`: names and kinds; addresses are masked."""
    with reading(call) as look:
        found = channel_rows(look.session, None)
    for row in found:
        call.line(f"{row.name}  {row.kind}  {row.masked_address}  {row.words}".rstrip())
    if not found:
        call.line(tr("还没有推送通道。用 channels add 添加群机器人；复制发微信群不需要配置。"))
    call.document(
        [
            {"name": row.name, "kind": row.kind, "address": row.masked_address, "state": row.state}
            for row in found
        ]
    )
    return DONE


def add_channel(call: Call) -> int:
    """`channels add`: add or change a group robot; its address is sealed at once."""
    words = call.words
    address = _typed(words.address, tr("群机器人的地址"))
    secret = _typed(words.secret, tr("加签密钥"))
    config = ChannelConfig(kind=words.kind, name=words.name, address=address, secret=secret)
    with writing_desk(call) as desk:
        channel_id = desk.channels.add(config, words.purpose).result()
    call.line(tr("推送通道“{name}”已保存。", name=words.name))
    call.document({"id": channel_id, "name": words.name})
    return DONE


def _typed(said: str, what: str) -> str:
    """What stands in the call, or a line of standard input for `-`."""
    if said != "-":
        return said
    return unseen_line(what).strip()


def remove_channel(call: Call) -> int:
    """`channels remove NAME`: take a channel out of use."""
    with writing_desk(call) as desk:
        desk.channels.remove(call.words.name).result()
    call.line(tr("推送通道“{name}”已停用。", name=call.words.name))
    call.document({"name": call.words.name})
    return DONE


def push_problem(call: Call) -> int:
    """`push NUMBER`: send a problem and wait for the channel's answer, or confirm by hand."""
    words = call.words
    with writing_desk(call, is_sending=True) as desk:
        problem = _problem(desk, words.problem)
        if words.confirm:
            desk.problems.copy(problem.id).result()
            detail = desk.problems.confirm(problem.id).result()
        else:
            channel = _channel_id(desk, words.channel)
            settled = _settled(desk, problem)
            desk.problems.push(problem.id, channel).result()
            settled.wait(words.wait)
            detail = desk.problems.detail(problem.id).result()
        push = detail.pushes[-1]
    call.line(f"{_state_words(push)}  {push.words}".rstrip())
    call.document({"id": push.id, "state": push.state, "receipt": push.receipt})
    return DONE if push.state in ("accepted", "confirmed") else NO


def _settled(desk: Desk, problem: ProblemRow) -> threading.Event:
    """Set when a push of the problem that is newer than its last one has an answer."""
    settled = threading.Event()

    def look(_happened: object) -> None:
        for row in desk.snapshot.problems:
            is_newer = row.id == problem.id and row.push_id != problem.push_id
            if is_newer and row.push_state not in _UNDER_WAY:
                settled.set()

    desk.listen(look)
    return settled


def _problem(desk: Desk, wanted: str) -> ProblemRow:
    for row in desk.snapshot.problems:
        if wanted in (row.id, row.number):
            return row
    raise Refusal(tr("今天和未办结的问题里没有 {number}。", number=wanted))


def _channel_id(desk: Desk, name: str) -> str:
    robots = [row for row in desk.snapshot.channels if row.kind != "clipboard"]
    if not name and len(robots) == 1:
        return robots[0].id
    for row in robots:
        if row.name == name:
            return row.id
    raise Refusal(tr("请用 --channel 指明推送通道；用 channels list 查看有哪些。"))


def _state_words(push: PushRow) -> str:
    words = {
        "accepted": tr("机器人已接收（不等于已读）"),
        "confirmed": tr("操作员已确认发出"),
        "delayed": tr("暂未送出，会继续重试"),
        "refused": tr("被拒收"),
        "unknown": tr("结果未知"),
        "queued": tr("已排队"),
        "sending": tr("正在发送"),
    }
    return words.get(push.state, push.state)
