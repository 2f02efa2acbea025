"""What the vendors document about their robots, as the stand-in applies it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource

WECOM_KEY = "0a1b2c3d-demo-4e5f-8a9b-local0robot0"
DINGTALK_TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - the local stand-in's own
FEISHU_HOOK = "1b2c3d4e-demo-4f5a-9b8c-local0robot0"
SIGNING_SECRET = "SEC-local-stand-in"  # noqa: S105 - the local stand-in's own

_WECOM_PATH = "/cgi-bin/webhook/send"
_DINGTALK_PATH = "/robot/send"
_FEISHU_PATH = "/open-apis/bot/v2/hook/"
_HOUR_MS = 3_600_000
_MINUTE_MS = 60_000

# What each vendor says to a scripted turn: (WeCom, DingTalk, Feishu).
_SCRIPTED = {
    "TOO_FAST": (45009, 130101, 11232),
    "BAD_KEY": (93000, 300005, 19001),
    "BUSY": (-1, -1, 9499),
}


@dataclass(frozen=True)
class Received:
    """One message that reached the group."""

    vendor: str
    kind: str
    text: str = ""
    image: bytes = field(default=b"", repr=False)
    received_at: int = 0


@dataclass(frozen=True)
class Verdict:
    """What the robot says, and the message when it took one."""

    answer: bytes
    received: Received | None = None


class _Complaint(Exception):
    """The robot's error number and its words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Rules:
    """The checks of the three robots, with one rate window for each."""

    def __init__(self, time: TimeSource, per_minute: int, *, requires_signature: bool) -> None:
        self._time = time
        self._per_minute = per_minute
        self._requires_signature = requires_signature
        self._times: dict[str, deque[int]] = {}

    def judge(self, path: str, query: dict[str, list[str]], body: bytes) -> Verdict:
        """Treat one request as the vendor of `path` would."""
        vendor = _vendor(path)
        try:
            document = _document(body)
            kind, text, image = self._checked(vendor, path, query, document)
            self._check_pace(vendor)
        except _Complaint as complaint:
            return Verdict(_answer(vendor, complaint.code, complaint.words))
        received = Received(vendor, kind, text, image, self._time.now_ms())
        return Verdict(_answer(vendor, 0, "ok"), received)

    def said(self, path: str, turn: str) -> Verdict:
        """The answer of a scripted turn; no message is taken."""
        if turn not in _SCRIPTED:
            return Verdict(b"{}")
        vendor = _vendor(path)
        codes = dict(zip(("wecom", "dingtalk", "feishu"), _SCRIPTED[turn], strict=True))
        return Verdict(_answer(vendor, codes.get(vendor, -1), turn.lower()))

    def _checked(
        self, vendor: str, path: str, query: dict[str, list[str]], document: dict[str, Any]
    ) -> tuple[str, str, bytes]:
        if vendor == "wecom":
            return _check_wecom(query, document)
        if vendor == "dingtalk":
            return self._check_dingtalk(query, document)
        return self._check_feishu(path, document)

    def _check_dingtalk(
        self, query: dict[str, list[str]], document: dict[str, Any]
    ) -> tuple[str, str, bytes]:
        if _first(query, "access_token") != DINGTALK_TOKEN:
            raise _Complaint(300005, "token is not exist")
        if self._requires_signature:
            timestamp = _first(query, "timestamp")
            message = f"{timestamp}\n{SIGNING_SECRET}"
            expected = _signature(SIGNING_SECRET, message)
            if not self._is_fresh(timestamp, 1) or _first(query, "sign") != expected:
                raise _Complaint(310000, "sign not match")
        if document.get("msgtype") != "text":
            raise _Complaint(400105, "unsupported msgtype")
        return "text", _text(document.get("text"), "content", 40035), b""

    def _check_feishu(self, path: str, document: dict[str, Any]) -> tuple[str, str, bytes]:
        if path.removeprefix(_FEISHU_PATH) != FEISHU_HOOK:
            raise _Complaint(19001, "param invalid: incoming webhook access token invalid")
        if self._requires_signature:
            timestamp = str(document.get("timestamp", ""))
            expected = _signature(f"{timestamp}\n{SIGNING_SECRET}", "")
            if not self._is_fresh(timestamp, 1000) or document.get("sign") != expected:
                raise _Complaint(19021, "sign match fail or timestamp is not within one hour")
        if document.get("msg_type") != "text":
            raise _Complaint(9499, "Bad Request")
        return "text", _text(document.get("content"), "text", 9499), b""

    def _is_fresh(self, timestamp: str, unit_ms: int) -> bool:
        if not timestamp.isdigit():
            return False
        return abs(int(timestamp) * unit_ms - self._time.now_ms()) <= _HOUR_MS

    def _check_pace(self, vendor: str) -> None:
        """Messages that went too fast count too: hammering keeps the robot closed."""
        times = self._times.setdefault(vendor, deque())
        now = self._time.mono_ms()
        while times and times[0] <= now - _MINUTE_MS:
            times.popleft()
        times.append(now)
        if len(times) > self._per_minute:
            code = {"wecom": 45009, "dingtalk": 130101}.get(vendor, 11232)
            raise _Complaint(code, "api freq out of limit")


def _vendor(path: str) -> str:
    if path == _WECOM_PATH:
        return "wecom"
    return "dingtalk" if path == _DINGTALK_PATH else "feishu"


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        raise _Complaint(47001, "data format error") from None
    if not isinstance(document, dict):
        raise _Complaint(47001, "data format error")
    return document


def _check_wecom(query: dict[str, list[str]], document: dict[str, Any]) -> tuple[str, str, bytes]:
    if _first(query, "key") != WECOM_KEY:
        raise _Complaint(93000, "invalid webhook url")
    if document.get("msgtype") == "text":
        text = _text(document.get("text"), "content", 40058)
        if len(text.encode()) > 2048:
            raise _Complaint(40058, "text.content exceed max length 2048")
        return "text", text, b""
    if document.get("msgtype") == "image":
        return "image", "", _picture(document.get("image"))
    raise _Complaint(40008, "invalid message type")


def _picture(part: object) -> bytes:
    if not isinstance(part, dict):
        raise _Complaint(40058, "image missing")
    try:
        raw = base64.b64decode(str(part.get("base64", "")), validate=True)
    except binascii.Error:
        raise _Complaint(301019, "image base64 invalid") from None
    if len(raw) > 2 * 1024 * 1024:
        raise _Complaint(40009, "invalid image size")
    if not raw.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise _Complaint(301019, "image format invalid")
    if hashlib.md5(raw, usedforsecurity=False).hexdigest() != part.get("md5"):
        raise _Complaint(301019, "image md5 not match")
    return raw


def _text(part: object, key: str, complaint: int) -> str:
    text = part.get(key) if isinstance(part, dict) else None
    if not isinstance(text, str) or not text:
        raise _Complaint(complaint, f"{key} missing")
    return text


def _first(query: dict[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]


def _signature(key: str, message: str) -> str:
    digest = hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode("ascii")


def _answer(vendor: str, code: int, words: str) -> bytes:
    if vendor == "feishu":
        return json.dumps({"code": code, "msg": words, "data": {}}).encode()
    return json.dumps({"errcode": code, "errmsg": words}).encode()
