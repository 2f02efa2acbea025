"""The address of a camera's stream: whether it can be one, and how it may be shown to people.

An address holds a password as a rule. What leaves this program shows it through `masked` only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address
from urllib.parse import SplitResult, quote, urlsplit

NO_STREAM = "none"
"""Said of a camera without a stream of its own (its picture comes from a vendor's client)."""

SCHEMES = ("rtsp", "rtsps", "http", "https", "file")
BLOT = "***"

_SECRET = re.compile(
    r"((?<![a-z])(?:pass(?:word|wd)?|pwd|psw|user(?:name)?|[a-z]*token|secret|[a-z]*key|auth[a-z]*"
    r"|sign(?:ature)?)=).*",
    re.IGNORECASE,
)
# A part this long is a ticket more likely than a channel's name.
_LONG_PART = re.compile(r"[A-Za-z0-9%+~_-]{24,}")
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IDEOGRAPHIC_FULL_STOP = chr(0x3002)


class AddressFaultKind(StrEnum):
    """Why a text cannot be a stream's address."""

    MASKED = "masked"
    FULL_WIDTH = "full_width"
    BLANK = "blank"
    SCHEME = "scheme"
    UNESCAPED = "unescaped"
    HOST = "host"
    PORT = "port"


@dataclass(frozen=True)
class AddressFault:
    """What is wrong with an address; never the address itself.

    `character` is the one that must be written as `escaped`, when that is the fault.
    """

    kind: AddressFaultKind
    character: str = ""

    @property
    def escaped(self) -> str:
        """`character` as it must be written inside a user name or password."""
        return quote(self.character, safe="")


def address_fault(address: str) -> AddressFault | None:
    """What keeps `address` from being a stream's address, or None."""
    if BLOT in address:
        return AddressFault(AddressFaultKind.MASKED)
    kind = _fault_of_writing(address)
    if kind is not None:
        return AddressFault(kind)
    scheme, _, rest = address.partition("://")
    if scheme.lower() == "file":
        return None if rest.strip("/") else AddressFault(AddressFaultKind.HOST)
    character = _unescaped(rest)
    if character:
        return AddressFault(AddressFaultKind.UNESCAPED, character)
    kind = _fault_of_place(address)
    return None if kind is None else AddressFault(kind)


def masked(address: str) -> str:
    """`address` fit to be shown: no user, password, ticket or key, and nothing of a broken one."""
    if address in {"", NO_STREAM}:
        return address
    if address_fault(address) is not None:
        return BLOT
    parts = urlsplit(address)
    if parts.scheme == "file":
        return f"file://{BLOT}/{address.rpartition('/')[2]}"
    user = f"{BLOT}@" if "@" in parts.netloc else ""
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{user}{host}{_blotted_tail(parts)}"


def _fault_of_writing(address: str) -> AddressFaultKind | None:
    if unicodedata.normalize("NFKC", address) != address or _IDEOGRAPHIC_FULL_STOP in address:
        return AddressFaultKind.FULL_WIDTH
    if any(one.isspace() or not one.isprintable() for one in address):
        return AddressFaultKind.BLANK
    scheme, mark, _ = address.partition("://")
    return None if mark and scheme.lower() in SCHEMES else AddressFaultKind.SCHEME


def _unescaped(rest: str) -> str:
    """The first character of a user name or password that ends it too early, or an empty text."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, at, host = authority.rpartition("@")
    if "@" in user:
        return "@"
    beyond = rest[len(authority) :]
    port = host.rpartition(":")[2] if ":" in host else ""
    cut_short = "@" in beyond and bool(port) and not port.isdigit() and not host.startswith("[")
    if cut_short or (at and "@" in beyond.partition("?")[0]):
        return beyond[0]
    return "%" if at and _LOOSE_PERCENT.search(user) else ""


def _fault_of_place(address: str) -> AddressFaultKind | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return AddressFaultKind.HOST
    if not _is_host(host):
        return AddressFaultKind.HOST
    try:
        port = parts.port
    except ValueError:
        return AddressFaultKind.PORT
    return AddressFaultKind.PORT if port == 0 else None


def _is_host(host: str) -> bool:
    if ":" in host:  # urlsplit has judged what stands in brackets
        return True
    if host.replace(".", "").isdigit():
        try:
            IPv4Address(host)
        except AddressValueError:
            return False
    return _HOST_NAME.fullmatch(host) is not None


def _blotted_tail(parts: SplitResult) -> str:
    tail = parts.path + (f"?{parts.query}" if parts.query else "")
    return _SECRET.sub(rf"\1{BLOT}", _LONG_PART.sub(BLOT, tail))
