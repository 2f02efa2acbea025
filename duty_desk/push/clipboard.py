"""The way to personal WeChat groups: the desk copies, a person pastes and confirms."""

from __future__ import annotations

from duty_desk.language import tr
from duty_desk.push.channel import Answer, ChannelConfig, Outcome, PushMessage


class ClipboardPushChannel:
    """A group without a robot. Never accepts by itself: only the operator's word does."""

    kind = "clipboard"
    carries_images = True

    def __init__(self, config: ChannelConfig) -> None:
        self.name = config.name

    def messages(self, text: str, image: bytes = b"") -> list[PushMessage]:
        """The card picture first: it carries the words too, one paste is one message."""
        found = [PushMessage("image", image=image)] if image else []
        return [*found, PushMessage("text", text=text)] if text else found

    def send(self, message: PushMessage) -> Answer:  # noqa: ARG002
        """Always the same answer: a person has to do it."""
        words = tr("这个群没有机器人：请复制图文，粘贴到群里，再按“我已发到群里”。")
        return Answer(Outcome.REFUSED, code="clipboard", words=words)
