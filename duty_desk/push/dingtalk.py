"""The group robot of DingTalk: texts only, signed in the address."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from duty_desk.language import tr
from duty_desk.push import wire
from duty_desk.push.address import DINGTALK
from duty_desk.push.text_robot import Vendor

if TYPE_CHECKING:
    from duty_desk.push.channel import Answer
    from duty_desk.push.wire import Reply

# Above its limit this robot is closed for ten minutes.
_CLOSED_MS = 600_000
_TOO_FAST = frozenset({130101, 410100})


def _request(url: str, secret: str, content: str, now: int) -> wire.Request:
    document = {"msgtype": "text", "text": {"content": content}}
    if secret:
        url += f"&timestamp={now}&sign={quote_plus(sign(str(now), secret))}"
    return wire.Request(url, document)


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


DINGTALK_ROBOT = Vendor(DINGTALK, _request, _judge)
