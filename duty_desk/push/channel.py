"""The roles of a push: the message, the channel that carries it, and the channel's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol


class Outcome(StrEnum):
    """What became of one message."""

    ACCEPTED = "accepted"
    """The channel took it. Says nothing about people having read it."""
    DELAYED = "delayed"
    """Not taken; the same message may be tried again after `Answer.wait_ms`."""
    REFUSED = "refused"
    """Not taken, and trying again cannot help: offer the clipboard at once."""
    UNKNOWN = "unknown"
    """Sent, but the answer was lost: it may have arrived, and a second try may double it."""


@dataclass(frozen=True)
class PushMessage:
    """One message as one channel carries it: a text, or a picture (JPEG or PNG bytes)."""

    kind: Literal["text", "image"]
    text: str = ""
    image: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Answer:
    """What a channel said to one message.

    `code` is an error number, `HTTP 500` or a short word; `receipt` is what was accepted and
    when by the other side's clock; `words` is a finished sentence. None of them ever holds an
    address or a key.
    """

    outcome: Outcome
    wait_ms: int = 0
    code: str = ""
    receipt: str = ""
    words: str = ""


@dataclass(frozen=True)
class ChannelConfig:
    """A channel as the settings know it.

    `kind` is `wecom`, `dingtalk`, `feishu` or `clipboard`. `address` is the whole webhook
    address or only its key; `secret` the signing secret, empty when the robot has none.
    """

    kind: str
    name: str
    address: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


class PushChannel(Protocol):
    """A way to a group of people. Calls block for at most the channel's own time limits."""

    @property
    def name(self) -> str:
        """The group's name as people know it."""
        ...

    @property
    def kind(self) -> str:
        """The technology: `wecom`, `dingtalk`, `feishu` or `clipboard`."""
        ...

    @property
    def carries_images(self) -> bool:
        """Whether `messages` keeps the picture."""
        ...

    def messages(self, text: str, image: bytes = b"") -> list[PushMessage]:
        """`text` and `image` as this channel can carry them, in the order of sending."""
        ...

    def send(self, message: PushMessage) -> Answer:
        """Try once to hand `message` over."""
        ...
