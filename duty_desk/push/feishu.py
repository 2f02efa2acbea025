"""The group robot of Feishu: texts only, signed in the body."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from duty_desk.language import tr
from duty_desk.push import wire
from duty_desk.push.address import FEISHU
from duty_desk.push.text_robot import Vendor

if TYPE_CHECKING:
    from duty_desk.push.channel import Answer
    from duty_desk.push.wire import Reply

_TOO_FAST = 11232


def _request(url: str, secret: str, content: str, now: int) -> wire.Request:
    document: dict[str, Any] = {"msg_type": "text", "content": {"text": content}}
    if secret:
        timestamp = str(now // 1000)
        document |= {"timestamp": timestamp, "sign": sign(timestamp, secret)}
    return wire.Request(url, document)


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


FEISHU_ROBOT = Vendor(FEISHU, _request, _judge)
