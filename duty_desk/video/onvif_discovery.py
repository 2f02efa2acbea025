"""Looking for ONVIF devices on the local network, only when a person asks (WS-Discovery)."""

from __future__ import annotations

import contextlib
import re
import socket
import time
import uuid
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from duty_desk.language import Refusal, tr
from duty_desk.video.onvif_xml import NotOnvif, all_of, element, envelope, parsed, text_of

GROUP, PORT = "239.255.255.250", 3702
_TO = "urn:schemas-xmlsoap-org:ws:2005:04:discovery"
_PROBE = "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe"
_NETWORK = "http://www.onvif.org/ver10/network/wsdl"
_SCOPE = "onvif://www.onvif.org/"
_HOPS = 1  # the local network alone
_MOST_DEVICES = 2000
_LONGEST_S = 60.0
_HOST = re.compile(r"[a-z0-9._:-]+")
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class FoundDevice:
    """A device that answered: where its service is, and what it calls itself."""

    host: str
    port: int
    name: str
    hardware: str


def discover(interface: str = "", seconds: float = 3.0, port: int = PORT) -> list[FoundDevice]:
    """Ask the network of `interface` (its IPv4 address; "" for the usual one) who is there.

    Returns when `seconds` are over; sorted by address, each device once.

    Raises:
        Refusal: the interface is none of this computer's, or it reaches no network.
    """
    found: dict[tuple[str, int], FoundDevice] = {}
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        try:
            if interface:
                own = socket.inet_aton(interface)
                line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, own)
            line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, _HOPS)
            line.bind((interface, 0))
            line.sendto(_question(), (GROUP, port))
        except OSError:
            raise Refusal(_no_network(interface)) from None
        until = time.monotonic() + min(seconds, _LONGEST_S)
        while (left_s := until - time.monotonic()) > 0 and len(found) < _MOST_DEVICES:
            line.settimeout(left_s)
            try:
                message, (sender, _port) = line.recvfrom(_MOST_BYTES)
            except TimeoutError:
                break
            except OSError:
                continue  # a port somewhere refused the question; others may answer
            for device in _devices(message, sender):
                found.setdefault((device.host, device.port), device)
    return sorted(found.values(), key=lambda one: (_order(one.host), one.port))


def usual_interface() -> str:
    """The address this computer would ask from; "" when it has no network."""
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as line:
        try:
            line.connect((GROUP, PORT))
        except OSError:
            return ""
        return str(line.getsockname()[0])


def _question() -> bytes:
    headers = (
        element("wsa:MessageID", text=f"urn:uuid:{uuid.uuid4()}"),
        element("wsa:To", text=_TO),
        element("wsa:Action", text=_PROBE),
    )
    types = element("wsd:Types", text="dn:NetworkVideoTransmitter", **{"xmlns:dn": _NETWORK})
    return envelope(*headers, body=element("wsd:Probe", types))


def _devices(message: bytes, sender: str) -> list[FoundDevice]:
    """The devices of one answer. What a stranger sends may be anything."""
    try:
        answer = parsed(message)
    except NotOnvif:
        return []
    devices = []
    for match in all_of(answer, "s:Body/wsd:ProbeMatches/wsd:ProbeMatch"):
        scopes = text_of(match, "wsd:Scopes").split()
        place = _place(text_of(match, "wsd:XAddrs").split(), sender)
        if place is not None:
            devices.append(
                FoundDevice(*place, name=_said(scopes, "name"), hardware=_said(scopes, "hardware"))
            )
    return devices


def _place(addresses: list[str], sender: str) -> tuple[str, int] | None:
    """Host and port: of the address whose host answered, or else of the first usable one."""
    places = []
    for address in addresses:
        try:
            parts = urlsplit(address)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or ""):
            places.append((parts.hostname or "", port))
    own = [place for place in places if place[0] == sender]
    return next(iter(own or places), None)


def _said(scopes: list[str], kind: str) -> str:
    """A word of the device about itself: printable, short, on one line."""
    for scope in scopes:
        if scope.startswith(f"{_SCOPE}{kind}/"):
            words = unquote(scope.rpartition("/")[2])
            return "".join(one for one in words if one.isprintable())[:40]
    return ""


def _order(host: str) -> tuple[int, ...]:
    parts = host.split(".")
    return tuple(int(part) for part in parts) if all(it.isdigit() for it in parts) else (256,)


def _no_network(interface: str) -> str:
    if interface:
        return tr(
            "本机没有地址为 {interface} 的网口，或它没有接上网络；没有查找。请核对网口地址。",
            interface=interface[:40],
        )
    return tr("这台电脑没有可用的网络，没有查找。请接好网线，或用 --interface 指定网口地址。")
