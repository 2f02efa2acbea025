"""A channel from its settings; a wrong address is refused here, before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr
from duty_desk.push.clipboard import ClipboardPushChannel
from duty_desk.push.dingtalk import DINGTALK_ROBOT
from duty_desk.push.feishu import FEISHU_ROBOT
from duty_desk.push.text_robot import TextPushChannel
from duty_desk.push.wecom import WecomPushChannel
from duty_desk.push.wire import Patience

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.push.channel import ChannelConfig, PushChannel

KINDS = ("wecom", "dingtalk", "feishu", "clipboard")


def channel_from(
    config: ChannelConfig, time: TimeSource, patience: Patience | None = None
) -> PushChannel:
    """The channel that `config` describes.

    Args:
        config: what the settings say about it.
        time: for the signatures of DingTalk and Feishu.
        patience: the limits of one request; the usual ones when left out.

    Raises:
        Refusal: the kind is unknown or the address is no robot's of this kind.
    """
    limits = patience or Patience()
    match config.kind:
        case "wecom":
            return WecomPushChannel(config, limits)
        case "dingtalk":
            return TextPushChannel(DINGTALK_ROBOT, config, time, limits)
        case "feishu":
            return TextPushChannel(FEISHU_ROBOT, config, time, limits)
        case "clipboard":
            return ClipboardPushChannel(config)
        case _:
            raise Refusal(
                tr(
                    "通道“{name}”的类型“{kind}”不认识；可用：{kinds}。",
                    name=config.name,
                    kind=config.kind,
                    kinds=tr("、").join(KINDS),
                )
            )
