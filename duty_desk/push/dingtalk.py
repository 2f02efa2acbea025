"""The group robot of DingTalk: texts only, signed in the address."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from duty_desk.language import tr
from duty_desk.push import wire
from duty_desk.push.address import DINGTALK, endpoint_of
from duty_desk.push.channel import Answer, ChannelConfig, PushMessage
from duty_desk.push.lengths import cut_text

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.push.wire import Patience, Reply

MAX_TEXT_BYTES = 18_000

# Above its limit this robot is closed for ten minutes.
_CLOSED_MS = 600_000
_TOO_FAST = frozenset({130101, 410100})


class DingtalkPushChannel:
    """A DingTalk group. Pictures need a public address there, so only the text goes."""

    kind = "dingtalk"
    carries_images = False

    def __init__(self, config: ChannelConfig, time: TimeSource, patience: Patience) -> None:
        self.name = config.name
        self._endpoint = endpoint_of(config, DINGTALK)
        self._secret = config.secret.strip()
        self._time = time
        self._patience = patience

    def messages(self, text: str, image: bytes = b"") -> list[PushMessage]:  # noqa: ARG002
        """The text; the picture stays at the desk."""
        return [PushMessage("text", text=cut_text(text, MAX_TEXT_BYTES))] if text else []

    def send(self, message: PushMessage) -> Answer:
        """Try once to hand `message` over."""
        if message.kind != "text":
            return wire.refused("text-only", tr("此通道只能发文字"))
        content = cut_text(message.text, MAX_TEXT_BYTES)
        document = {"msgtype": "text", "text": {"content": content}}
        reply = wire.post(wire.Request(self._signed_address(), document), self._patience)
        return reply if isinstance(reply, Answer) else _judge(reply)

    def _signed_address(self) -> str:
        if not self._secret:
            return self._endpoint.url
        timestamp = str(self._time.now_ms())
        signature = quote_plus(sign(timestamp, self._secret))
        return f"{self._endpoint.url}&timestamp={timestamp}&sign={signature}"


def sign(timestamp: str, secret: str) -> str:
    """DingTalk's signature: the secret is the key, time (ms) and secret are the message."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def _judge(reply: Reply) -> Answer:
    code = reply.body.get("errcode")
    if not isinstance(code, int) or isinstance(code, bool):
        return wire.judged_by_nothing(reply)
    if code == 0:
        return wire.accepted(reply)
    if code in _TOO_FAST:
        return wire.too_fast(_CLOSED_MS, str(code))
    if code == -1:
        return wire.busy(str(code))
    return wire.refused(str(code), _why(code))


def _why(code: int) -> str:
    reasons = {
        310000: tr("安全校验没有通过，请核对加签密钥、关键词和本机时间"),
        300001: tr("机器人地址或密钥无效"),
        300005: tr("机器人地址或密钥无效"),
        400013: tr("群已解散"),
        400101: tr("机器人地址或密钥无效"),
        400102: tr("机器人已停用"),
    }
    return reasons.get(code, "")
