"""Webhook addresses as people paste them: the whole address, or only its key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, urlsplit

import httpx

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from duty_desk.push.channel import ChannelConfig

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")


@dataclass(frozen=True)
class Webhook:
    """How one vendor's addresses look.

    `prefix` + key is the whole address. `marker` is a piece of the path that only this vendor
    has; `parameter` names the query parameter that holds the key, empty when the key is the
    last part of the path.
    """

    kind: str
    prefix: str
    marker: str
    parameter: str = ""


WECOM = Webhook(
    "wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "/webhook/send", "key"
)
DINGTALK = Webhook(
    "dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=", "/robot/send", "access_token"
)
FEISHU = Webhook("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/", "/bot/v2/hook/")


@dataclass(frozen=True)
class Endpoint:
    """A checked address. Never shown, never logged."""

    url: str = field(repr=False)


def endpoint_of(config: ChannelConfig, webhook: Webhook) -> Endpoint:
    """The address to post to, from what was pasted into the settings.

    Raises:
        Refusal: it is no address of this kind of robot; says what is expected.
    """
    pasted = config.address.strip()
    if not pasted:
        raise Refusal(tr("通道“{name}”还没有填机器人地址。", name=config.name))
    if _KEY.fullmatch(pasted):
        return Endpoint(webhook.prefix + pasted)
    parts = _split(pasted, config)
    _refuse_other_vendor(parts, config, webhook)
    _refuse_open_line(parts, config)
    if not _has_key(parts, webhook):
        raise Refusal(
            tr(
                "通道“{name}”的机器人地址不完整：请在群机器人设置里复制整条地址再粘贴。",
                name=config.name,
            )
        )
    return Endpoint(parts.geturl())


def _split(pasted: str, config: ChannelConfig) -> SplitResult:
    try:
        parts = urlsplit(pasted)._replace(fragment="")
        # The sender's own reading too: what it cannot use must be refused here, not at night.
        usable = parts.scheme in {"http", "https"} and bool(httpx.URL(pasted).host)
    except (ValueError, httpx.InvalidURL):
        usable = False
    if not usable or re.search(r"\s", pasted):
        raise Refusal(
            tr(
                "通道“{name}”填的不是机器人地址：应以 https:// 开头，或者只填地址里的密钥。",
                name=config.name,
            )
        )
    return parts


def _refuse_other_vendor(parts: SplitResult, config: ChannelConfig, webhook: Webhook) -> None:
    for other in (WECOM, DINGTALK, FEISHU):
        if other.kind != webhook.kind and other.marker in parts.path:
            raise Refusal(
                tr(
                    "通道“{name}”填的是{other}的地址，请改选通道类型，或换成{own}的地址。",
                    name=config.name,
                    other=vendor_name(other.kind),
                    own=vendor_name(webhook.kind),
                )
            )


def _refuse_open_line(parts: SplitResult, config: ChannelConfig) -> None:
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise Refusal(
            tr(
                "通道“{name}”的地址以 http:// 开头，密钥会在网络上明文传送；请使用 https:// 地址。",
                name=config.name,
            )
        )


def _has_key(parts: SplitResult, webhook: Webhook) -> bool:
    if webhook.marker not in parts.path:
        return False
    if webhook.parameter:
        key = parse_qs(parts.query).get(webhook.parameter, [""])[0]
    else:
        key = parts.path.rpartition("/")[2]
    return bool(_KEY.fullmatch(key))


def vendor_name(kind: str) -> str:
    """What people call this kind of channel."""
    names = {
        "wecom": tr("企业微信"),
        "dingtalk": tr("钉钉"),
        "feishu": tr("飞书"),
        "clipboard": tr("剪贴板"),
    }
    return names.get(kind, kind)


def masked_address(config: ChannelConfig) -> str:
    """The address fit to be shown: host and last four characters of the key."""
    if not config.address:
        return ""
    pasted = config.address.strip()
    tail = pasted[-4:] if len(pasted) >= 16 else ""
    try:
        host = urlsplit(pasted).hostname or ""
    except ValueError:
        host = ""
    return f"{host} ····{tail}".strip()
