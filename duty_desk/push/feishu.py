"""The group robot of Feishu: texts only, signed in the body."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from duty_desk.language import tr
from duty_desk.push import wire
from duty_desk.push.address import FEISHU, endpoint_of
from duty_desk.push.channel import Answer, ChannelConfig, PushMessage
from duty_desk.push.lengths import cut_text

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.push.wire import Patience, Reply

MAX_TEXT_BYTES = 18_000

_TOO_FAST = 11232


class FeishuPushChannel:
    """A Feishu group. Pictures need an app of their own there, so only the text goes."""

    kind = "feishu"
    carries_images = False

    def __init__(self, config: ChannelConfig, time: TimeSource, patience: Patience) -> None:
        self.name = config.name
        self._endpoint = endpoint_of(config, FEISHU)
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
        reply = wire.post(wire.Request(self._endpoint.url, self._document(message)), self._patience)
        return reply if isinstance(reply, Answer) else _judge(reply)

    def _document(self, message: PushMessage) -> dict[str, Any]:
        content = cut_text(message.text, MAX_TEXT_BYTES)
        document: dict[str, Any] = {"msg_type": "text", "content": {"text": content}}
        if self._secret:
            timestamp = str(self._time.now_ms() // 1000)
            document |= {"timestamp": timestamp, "sign": sign(timestamp, self._secret)}
        return document


def sign(timestamp: str, secret: str) -> str:
    """Feishu's signature: time (seconds) and secret are the key, the message is empty."""
    digest = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def _judge(reply: Reply) -> Answer:
    code = reply.body.get("code", reply.body.get("StatusCode"))
    if not isinstance(code, int) or isinstance(code, bool):
        return wire.judged_by_nothing(reply)
    if code == 0:
        return wire.accepted(reply)
    if code == _TOO_FAST:
        return wire.too_fast(wire.RATE_LIMIT_MS, str(code))
    return wire.refused(str(code), _why(code))


def _why(code: int) -> str:
    reasons = {
        9499: tr("消息参数不符合要求"),
        19001: tr("机器人地址或密钥无效"),
        19021: tr("签名没有通过，请核对签名密钥和本机时间"),
        19022: tr("本机网络地址不在机器人的白名单里"),
        19024: tr("文字里没有机器人要求的关键词"),
    }
    return reasons.get(code, "")
