"""One HTTP request to a robot: sent once, and every way it can go wrong named plainly."""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import logging
import ssl
from dataclasses import dataclass, field
from typing import Any

import httpx

from duty_desk.language import tr
from duty_desk.push.channel import Answer, Outcome

RETRY_MS = 5_000
RATE_LIMIT_MS = 60_000

_HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "Accept-Encoding": "identity",
}
_MAX_ANSWER_BYTES = 64 * 1024
_MAX_PIECES = 16

# httpx logs every request with its full address, and the address is the robot's key.
logging.getLogger("httpx").addFilter(lambda _record: False)


@dataclass(frozen=True)
class Patience:
    """How long one request may take."""

    connect_s: float = 5.0
    read_s: float = 8.0


@dataclass(frozen=True)
class Reply:
    """A readable answer of a robot: a JSON object, when it was given, and to what."""

    body: dict[str, Any]
    status: int
    given_on: str
    digest: str

    def receipt(self, code: int) -> str:
        """What proves the acceptance later: the code, the server's own time, the content."""
        return f"errcode={code}; date={self.given_on or '-'}; sha256={self.digest}"


@dataclass(frozen=True)
class Request:
    """What goes out: a JSON document to an address that must not be shown."""

    address: str = field(repr=False)
    document: dict[str, Any] = field(repr=False)


def post(request: Request, patience: Patience) -> Reply | Answer:
    """Send `request` once: a `Reply` to judge by its error number, or the `Answer` itself.

    Every request has its own connection: on one kept alive nobody could say whether a
    connection that broke had carried the message or not.
    """
    content = json.dumps(request.document, ensure_ascii=False).encode(errors="replace")
    try:
        with (
            _client(patience) as client,
            client.stream("POST", request.address, content=content, headers=_HEADERS) as response,
        ):
            body = _json_object(_limited(response))
            return _read(response, body, hashlib.sha256(content).hexdigest()[:16])
    except httpx.HTTPError as error:
        return _unanswered(error)


def _client(patience: Patience) -> httpx.Client:
    timeout = httpx.Timeout(patience.read_s, connect=patience.connect_s)
    return httpx.Client(
        timeout=timeout, trust_env=False, follow_redirects=False, verify=_trusted_authorities()
    )


@functools.cache
def _trusted_authorities() -> ssl.SSLContext:
    """The usual authorities and those of this computer: many halls have a firewall's own."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _unanswered(error: httpx.HTTPError) -> Answer:
    """The outcome when no answer came: sent or surely not sent is what matters."""
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError | httpx.UnsupportedProtocol):
        return Answer(Outcome.DELAYED, RETRY_MS, _connect_code(error), words=_connect_words(error))
    if isinstance(error, httpx.WriteTimeout):
        words = tr("网络太慢，消息没有发完，群里不会收到；程序会再试。")
        return Answer(Outcome.DELAYED, RETRY_MS, "write-timeout", words=words)
    code = "no-answer" if isinstance(error, httpx.ReadTimeout) else "answer-lost"
    return Answer(Outcome.UNKNOWN, code=code, words=_unknown_words())


def _connect_code(error: httpx.HTTPError) -> str:
    if isinstance(error.__cause__, ssl.SSLError) or "SSL" in str(error):
        return "tls"
    return "connect-timeout" if isinstance(error, httpx.ConnectTimeout) else "no-connection"


def _connect_words(error: httpx.HTTPError) -> str:
    if _connect_code(error) == "tls":
        return tr(
            "与机器人服务器的安全连接没有建立，消息没有发出；请核对本机时间和网络，程序会再试。"
        )
    return tr("连不上机器人服务器，消息没有发出；请检查网络，程序会再试。")


def _unknown_words() -> str:
    return tr("消息已发出，但没有等到回执，可能已送达；请到群里看一眼，再决定是否重发。")


def _limited(response: httpx.Response) -> bytes:
    """The body, empty when it is too long or drips in: a robot's answer is one short line."""
    pieces = list(itertools.islice(response.iter_bytes(), _MAX_PIECES + 1))
    body = b"".join(pieces)
    return b"" if len(pieces) > _MAX_PIECES or len(body) > _MAX_ANSWER_BYTES else body


def _read(response: httpx.Response, body: dict[str, Any] | None, digest: str) -> Reply | Answer:
    if body is None or response.is_server_error:
        return _judge_status(response.status_code)
    return Reply(body, response.status_code, response.headers.get("date", ""), digest)


def _json_object(content: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _judge_status(status: int) -> Answer:
    """The outcome when the HTTP status is all there is to judge by."""
    code = f"HTTP {status}"
    # A gateway that waited in vain has handed the request on: it may have been accepted.
    if status == 504 or 200 <= status < 300:
        words = tr(
            "消息已发出，但回执看不懂（{code}），可能已送达；请到群里看一眼，再决定是否重发。",
            code=code,
        )
        return Answer(Outcome.UNKNOWN, code=code, words=words)
    if status == 429:
        return too_fast(RATE_LIMIT_MS, code)
    if 400 <= status < 500:
        return refused(code)
    if status >= 500:
        words = tr("机器人服务器暂时出错（{code}），消息没有被接收；程序会再试。", code=code)
        return Answer(Outcome.DELAYED, RETRY_MS, code, words=words)
    words = tr("网络把请求转到了别处（{code}），消息没有被接收；请检查上网认证。", code=code)
    return Answer(Outcome.DELAYED, RETRY_MS, code, words=words)


def judged_by_nothing(reply: Reply) -> Answer:
    """The outcome of a JSON answer without an error number."""
    return _judge_status(reply.status)


def accepted(reply: Reply) -> Answer:
    """The channel took the message."""
    return Answer(
        Outcome.ACCEPTED, code="0", receipt=reply.receipt(0), words=tr("群机器人已接收。")
    )


def too_fast(wait_ms: int, code: str) -> Answer:
    """The robot asks for a pause."""
    words = tr(
        "发送太快，机器人要求等待 {seconds} 秒（{code}）；时限临近时请改用复制。",
        seconds=wait_ms // 1000,
        code=code,
    )
    return Answer(Outcome.DELAYED, wait_ms, code, words=words)


def busy(code: str) -> Answer:
    """The vendor's system is busy; soon it may not be."""
    words = tr("机器人服务器忙（{code}），消息没有被接收；程序会再试。", code=code)
    return Answer(Outcome.DELAYED, RETRY_MS, code, words=words)


def refused(code: str, why: str = "") -> Answer:
    """The robot said no; `why` is a translated half-sentence."""
    if why:
        words = tr("机器人拒收：{why}（{code}）；请改用“复制图文”发到群里。", why=why, code=code)
    else:
        words = tr("机器人拒收（{code}）；请改用“复制图文”发到群里，并核对机器人设置。", code=code)
    return Answer(Outcome.REFUSED, code=code, words=words)
