"""The group robot of WeCom: texts up to 2048 bytes, pictures up to 2 MB."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from duty_desk.language import tr
from duty_desk.push import wire
from duty_desk.push.address import WECOM, endpoint_of
from duty_desk.push.channel import Answer, ChannelConfig, PushMessage
from duty_desk.push.lengths import cut_text

if TYPE_CHECKING:
    from duty_desk.push.wire import Patience, Reply

MAX_TEXT_BYTES = 2048
MAX_IMAGE_BYTES = 2 * 1024 * 1024

_RATE_LIMIT = 45009
_BUSY = frozenset({-1, 45033})


class WecomPushChannel:
    """A group of the enterprise, reached by its robot. HTTP 200 alone is no acceptance."""

    kind = "wecom"
    carries_images = True

    def __init__(self, config: ChannelConfig, patience: Patience) -> None:
        self.name = config.name
        self._endpoint = endpoint_of(config, WECOM)
        self._patience = patience

    def messages(self, text: str, image: bytes = b"") -> list[PushMessage]:
        """The text first: it tells the group everything even when the picture is refused."""
        found = [PushMessage("text", text=cut_text(text, MAX_TEXT_BYTES))] if text else []
        return [*found, PushMessage("image", image=image)] if image else found

    def send(self, message: PushMessage) -> Answer:
        """Try once to hand `message` over; judged by errcode, not by the HTTP status."""
        if message.kind == "image" and (refusal := _unfit_picture(message.image)):
            return refusal
        reply = wire.post(wire.Request(self._endpoint.url, _document(message)), self._patience)
        return reply if isinstance(reply, Answer) else _judge(reply)


def _unfit_picture(image: bytes) -> Answer | None:
    if not image.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return wire.refused("not-a-picture", tr("图片不是 JPG 或 PNG"))
    if len(image) > MAX_IMAGE_BYTES:
        return wire.refused("too-large", tr("图片超过 2 MB"))
    return None


def _document(message: PushMessage) -> dict[str, Any]:
    if message.kind == "text":
        content = cut_text(message.text, MAX_TEXT_BYTES)
        return {"msgtype": "text", "text": {"content": content}}
    picture = {
        "base64": base64.b64encode(message.image).decode("ascii"),
        # The vendor's checksum of the raw bytes, no matter of secrecy.
        "md5": hashlib.md5(message.image, usedforsecurity=False).hexdigest(),
    }
    return {"msgtype": "image", "image": picture}


def _judge(reply: Reply) -> Answer:
    code = reply.body.get("errcode")
    if not isinstance(code, int) or isinstance(code, bool):
        return wire.judged_by_nothing(reply)
    if code == 0:
        return wire.accepted(reply)
    if code == _RATE_LIMIT:
        return wire.too_fast(wire.RATE_LIMIT_MS, str(code))
    if code in _BUSY:
        return wire.busy(str(code))
    return wire.refused(str(code), _why(code))


def _why(code: int) -> str:
    reasons = {
        93000: tr("机器人地址或密钥无效"),
        40009: tr("图片大小不符合要求"),
        40058: tr("消息参数不符合要求"),
        45002: tr("文字太长"),
    }
    return reasons.get(code, "")
