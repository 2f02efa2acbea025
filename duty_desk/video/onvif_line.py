"""The line to one device's ONVIF services: a SOAP call out, an answer or a trouble back.

Used by one thread; `abort` alone may be called from another one.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from duty_desk.video.onvif_trouble import OnvifFault, OnvifTrouble
from duty_desk.video.onvif_xml import (
    Element,
    NotOnvif,
    all_of,
    body_of,
    envelope,
    is_named,
    parsed,
    text_of,
    username_token,
)

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.video.rtsp_login import Login

CONNECT_S, ANSWER_S = 2.5, 4.0
_MAX_ANSWER_BYTES = 1024 * 1024
_HEADERS = {
    "Content-Type": "application/soap+xml; charset=utf-8",
    "Accept-Encoding": "identity",
}
# Fault codes of the ONVIF core and PTZ specifications, as far as an operator should know more
# than "refused".
_FAULTS = {
    "NotAuthorized": OnvifFault.LOGIN,
    "FailedAuthentication": OnvifFault.LOGIN,
    "InvalidSecurity": OnvifFault.LOGIN,
    "ActionNotSupported": OnvifFault.NO_SERVICE,
    "PTZNotSupported": OnvifFault.NO_SERVICE,
    "NoPTZProfile": OnvifFault.NO_SERVICE,
    "NoHomePosition": OnvifFault.NO_HOME,
    "NoToken": OnvifFault.NO_PRESET,
    "OutofMemory": OnvifFault.BUSY,
    "TooManySessions": OnvifFault.BUSY,
    "MovingPTZ": OnvifFault.BUSY,
}


class OnvifLine:
    """Calls to the services of one device, all at `origin` whatever host the device names itself.

    A device behind a router names an address of its inner network; and the password's digest
    belongs to nobody but the host that the catalogue names.
    """

    def __init__(self, origin: str, login: Login | None, clock: TimeSource) -> None:
        self._origin = origin
        self._login = login
        self._clock = clock
        self._device_ahead_ms = 0
        self._socket: socket.socket | None = None
        self._is_aborted = False
        self._client = httpx.Client(
            timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
            trust_env=False,
            follow_redirects=False,
            # Cameras sign their certificates themselves; the login travels as a digest only.
            verify=False,  # noqa: S501
            auth=httpx.DigestAuth(login.user, login.password) if login else None,
        )

    def set_device_clock(self, device_at: int) -> None:
        """Sign from now on by the device's own clock, which says `device_at` (UTC ms) now."""
        self._device_ahead_ms = device_at - self._clock.now_ms()

    def call(self, path: str, request: Element, answer: str, *, is_signed: bool = True) -> Element:
        """Ask the service at `path`; the element `answer` of its reply.

        Raises:
            OnvifTrouble: nothing came, or something else.
        """
        if self._is_aborted:
            raise OnvifTrouble(OnvifFault.CLOSED)
        headers = self._security() if is_signed else ()
        status, content = self._send(path, envelope(*headers, body=request))
        if status == httpx.codes.UNAUTHORIZED:
            raise OnvifTrouble(OnvifFault.LOGIN)
        if status == httpx.codes.SERVICE_UNAVAILABLE:
            raise OnvifTrouble(OnvifFault.BUSY)
        try:
            body = body_of(parsed(content))
        except NotOnvif:
            raise OnvifTrouble(OnvifFault.NOT_ONVIF) from None
        if is_named(body, "s:Fault"):
            raise _trouble_of(body)
        if not is_named(body, answer):
            raise OnvifTrouble(OnvifFault.NOT_ONVIF)
        return body

    def abort(self) -> None:
        """Break off what is under way and refuse all that comes; from any thread."""
        self._is_aborted = True
        self._hang_up()

    def close(self) -> None:
        """Let go of the connection."""
        self._is_aborted = True
        self._client.close()

    def _security(self) -> tuple[Element, ...]:
        if self._login is None:
            return ()
        at = self._clock.now_ms() + self._device_ahead_ms
        created = f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3]
        nonce = secrets.token_bytes(16)
        return (username_token(self._login.user, self._login.password, nonce, f"{created}Z"),)

    def _send(self, path: str, content: bytes) -> tuple[int, bytes]:
        # A timeout of the library counts between two bytes; a device may drip them for ever.
        watchdog = threading.Timer(CONNECT_S + ANSWER_S, self._hang_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            with self._client.stream(
                "POST",
                self._origin + path,
                content=content,
                headers=_HEADERS,
                extensions={"trace": self._on_trace},
            ) as response:
                return response.status_code, _limited(response)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise OnvifTrouble(OnvifFault.NO_DEVICE) from None
        except httpx.ProtocolError as error:
            is_cut_off = "disconnected" in str(error) or "incomplete" in str(error)
            fault = OnvifFault.NO_ANSWER if is_cut_off else OnvifFault.NOT_ONVIF
            raise OnvifTrouble(fault) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
            raise OnvifTrouble(OnvifFault.NO_ANSWER) from None
        finally:
            watchdog.cancel()

    def _on_trace(self, event: str, facts: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = facts["return_value"].get_extra_info("socket")

    def _hang_up(self) -> None:
        # Shut down, never closed: another thread may be reading, and a closed number is reused.
        held = self._socket
        if held is not None:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)


def _limited(response: httpx.Response) -> bytes:
    """The body; nothing when it is longer than any answer of a camera or drips in."""
    until = time.monotonic() + ANSWER_S
    content = b""
    for piece in response.iter_raw():
        content += piece
        if len(content) > _MAX_ANSWER_BYTES or time.monotonic() > until:
            return b""
    return content


def _trouble_of(fault: Element) -> OnvifTrouble:
    codes = [
        text_of(code).rpartition(":")[2]
        for code in (
            *all_of(fault, "s:Code/s:Value"),
            *all_of(fault, "s:Code/s:Subcode/s:Value"),
            *all_of(fault, "s:Code/s:Subcode/s:Subcode/s:Value"),
        )
    ]
    for code in reversed(codes):
        if code in _FAULTS:
            return OnvifTrouble(_FAULTS[code])
    last = codes[-1] if codes else ""
    return OnvifTrouble(OnvifFault.REFUSED, last if last.isalnum() else "Fault")
