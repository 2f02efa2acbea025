"""Stream addresses: what kind of source one names, and how it may be shown without its secrets."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import urlsplit

_NETWORK_SCHEMES = frozenset({"rtsp", "rtsps", "http", "https", "rtmp", "rtmps", "udp", "rtp"})
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]+)://")
_USB = re.compile(r"^usb:(\d{1,3})$")
# Some recorders carry the login in the path: /user=admin&password=secret&channel=1
_SECRET_IN_PATH = re.compile(
    r"((?:user(?:name)?|pass(?:word|wd)?|pwd|auth|token|key|secret|sign)[=_:])[^&/;?_]*",
    re.IGNORECASE,
)


class SourceKind(StrEnum):
    """Where an address leads."""

    NETWORK = "network"
    FILE = "file"
    USB = "usb"


def source_kind(address: str) -> SourceKind | None:
    """The kind of source `address` names; None when it cannot be an address at all."""
    if _USB.match(address):
        return SourceKind.USB
    scheme = _SCHEME.match(address)
    if scheme is None:
        return SourceKind.FILE if address.strip() and "\0" not in address else None
    if scheme[1].lower() == "file":
        return SourceKind.FILE
    if scheme[1].lower() not in _NETWORK_SCHEMES or not _has_host_and_port(address):
        return None
    return SourceKind.NETWORK


def usb_index(address: str) -> int:
    """The device number of `usb:N`."""
    match = _USB.match(address)
    if match is None:
        raise ValueError(redacted(address))
    return int(match[1])


def file_path(address: str) -> str:
    """The path of a file address, without `file://`."""
    return address.removeprefix("file://")


def redacted(address: str) -> str:
    """`address` fit for screens, logs and exports: no login, no query, no secret in the path.

    Hides rather too much than too little: everything up to the last `@` counts as login, because
    passwords are pasted with `/` and `@` left bare.
    """
    scheme = _SCHEME.match(address)
    start = scheme[0] if scheme else ""
    login, _at, place = address[len(start) :].rpartition("@")
    if not start:
        return f"***@{place}" if login else address
    place, question, _query = place.partition("?")
    host, slash, path = place.partition("#")[0].partition("/")
    path = _SECRET_IN_PATH.sub(r"\1***", path)
    return f"{start}{'***@' if login else ''}{host}{slash}{path}{'?***' if question else ''}"


def _has_host_and_port(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
