"""Group robots that take texts only; their vendors differ in signature and error numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.language import tr
from duty_desk.push import wire
from duty_desk.push.address import endpoint_of
from duty_desk.push.channel import Answer, ChannelConfig, PushMessage
from duty_desk.push.lengths import cut_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.domain.time_source import TimeSource
    from duty_desk.push.address import Webhook
    from duty_desk.push.wire import Patience, Reply, Request

MAX_TEXT_BYTES = 18_000


@dataclass(frozen=True)
class Vendor:
    """What is a vendor's own.

    `request` makes what goes out of address, secret ("" for none), text and time (UTC ms).
    """

    webhook: Webhook
    request: Callable[[str, str, str, int], Request]
    judge: Callable[[Reply], Answer]


class TextPushChannel:
    """A group without pictures: they need a public address or an app of their own there."""

    carries_images = False

    def __init__(
        self, vendor: Vendor, config: ChannelConfig, time: TimeSource, patience: Patience
    ) -> None:
        self.kind = vendor.webhook.kind
        self.name = config.name
        self._vendor = vendor
        self._endpoint = endpoint_of(config, vendor.webhook)
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
        request = self._vendor.request(
            self._endpoint.url, self._secret, content, self._time.now_ms()
        )
        reply = wire.post(request, self._patience)
        return reply if isinstance(reply, Answer) else self._vendor.judge(reply)
