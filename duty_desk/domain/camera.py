"""A camera of the catalogue: what is known of it, and whether one row of a list describes one.

Where the list comes from (workbook, text file) and what its columns are called is no matter here:
a row arrives as texts by field name, with the words of closed lists already in our English ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from duty_desk.domain.plain import facts_of, record_from
from duty_desk.domain.stream_address import NO_STREAM, AddressFaultKind, address_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

DIRECTIONS = (
    "east", "west", "south", "north", "southeast", "northeast", "southwest", "northwest",
)  # fmt: skip
"""Where the lens looks to (its optical axis, not the corner it stands at): GB/T 28181, 1 to 8."""

PTZ_TYPES = (
    "speed_dome", "half_dome", "fixed", "remote", "remote_half_dome", "panoramic", "split",
)  # fmt: skip
"""Kinds of cameras in the order of GB/T 28181, 1 to 7."""

FIXED_TYPES = ("half_dome", "fixed")
"""Of these, cameras that nobody can turn from the desk; of the others, the device itself tells."""

STATUSES = ("in_use", "suspended", "removed")
TRANSPORTS = ("tcp", "udp")
ADDRESS_FIELDS = ("url_main", "url_sub")
"""What is sealed by the desk and never stands among the facts."""

LEAST_RETENTION_DAYS = 30  # State Council decree 799, article 17
_LONGEST = {"code": 32, "name": 80}
_LONGEST_OTHER = 1000
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_CATEGORY = re.compile(r"[EC]\d{4}")
_DAYS = re.compile(r"[0-9]{1,4}")
_PORT = re.compile(r"[0-9]{1,5}")
_SESSIONS = re.compile(r"[0-9]{1,3}")
_DEGREES = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?)\s*°?\s*[EN]?")
_MICRO = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True)
class CameraRecord:
    """A camera as the catalogue knows it; a text nobody gave is empty.

    `code` is ours and unique. `unit` handles problems seen here; when empty, the community does.
    `url_main` and `url_sub` are stream addresses with their passwords, `NO_STREAM` when the
    camera has none, empty when the list did not say. `lng_e6` and `lat_e6` are WGS-84 degrees in
    millionths. `prone` are codes of problem categories often seen here. `transport` is how to
    fetch the stream: one of `TRANSPORTS`, empty for what works. `onvif_port` is where its control
    service answers, on the host of its stream; None for the usual one. `session_limit` is how many
    streams the device may be asked for at a time, all its cameras together; None when not said.
    """

    code: str
    name: str
    alias: str = ""
    community: str = ""
    grid: str = ""
    address: str = ""
    unit: str = ""
    maintainer: str = ""
    url_main: str = field(default="", repr=False)
    url_sub: str = field(default="", repr=False)
    gb_id: str = ""
    lng_e6: int | None = None
    lat_e6: int | None = None
    direction: str = ""
    ptz_type: str = ""
    vendor: str = ""
    model: str = ""
    owner_unit: str = ""
    retain_days: int | None = None
    filing_no: str = ""
    prone: tuple[str, ...] = ()
    rounds: str = ""
    status: str = ""
    note: str = ""
    transport: str = ""
    onvif_port: int | None = None
    session_limit: int | None = None

    def as_facts(self) -> dict[str, Any]:
        """What the journal may keep of it: everything but the stream addresses."""
        facts = facts_of(self)
        return {name: fact for name, fact in facts.items() if name not in ADDRESS_FIELDS}


def camera_from_facts(
    facts: Mapping[str, Any], *, url_main: str = "", url_sub: str = ""
) -> CameraRecord:
    """The camera whose `as_facts` are among `facts`, with its addresses from where they lie."""
    known = {one.name for one in fields(CameraRecord)} - set(ADDRESS_FIELDS)
    kept = {name: fact for name, fact in facts.items() if name in known}
    return record_from(CameraRecord, {**kept, "url_main": url_main, "url_sub": url_sub})


def addresses_kept(camera: CameraRecord, *, url_main: str = "", url_sub: str = "") -> CameraRecord:
    """`camera` as it will be known when its addresses were `url_main` and `url_sub` until now.

    An address that the list did not give stays; `NO_STREAM` leaves the camera without one.
    """
    main, sub = camera.url_main or url_main, camera.url_sub or url_sub
    return replace(
        camera,
        url_main="" if main == NO_STREAM else main,
        url_sub="" if sub == NO_STREAM else sub,
    )


class FlawKind(StrEnum):
    """What can be wrong with one field of a row."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    HAS_BLANK = "has_blank"
    SCIENTIFIC = "scientific"
    GB_LENGTH = "gb_length"
    GB_TYPE = "gb_type"
    GB_ROUNDED = "gb_rounded"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    SWAPPED = "swapped"
    HALF_PLACE = "half_place"
    SHORT_RETENTION = "short_retention"
    UNKNOWN_WORD = "unknown_word"
    NO_ADDRESS = "no_address"
    ADDRESS_MASKED = "address_masked"
    ADDRESS_FULL_WIDTH = "address_full_width"
    ADDRESS_BLANK = "address_blank"
    ADDRESS_SCHEME = "address_scheme"
    ADDRESS_UNESCAPED = "address_unescaped"
    ADDRESS_HOST = "address_host"
    ADDRESS_PORT = "address_port"
    PORT = "port"
    SESSIONS = "sessions"


WARNINGS = frozenset(
    {
        FlawKind.GB_TYPE,
        FlawKind.GB_ROUNDED,
        FlawKind.HALF_PLACE,
        FlawKind.SHORT_RETENTION,
        FlawKind.UNKNOWN_WORD,
        FlawKind.NO_ADDRESS,
        FlawKind.ADDRESS_MASKED,
    }
)
"""Flaws that a person should know of and that keep no camera out: old systems are dirty."""


@dataclass(frozen=True)
class Flaw:
    """Something wrong with one field of a row.

    `value` is the text that stood there, never one of an address; for an address, the character
    to be escaped.
    """

    field: str
    kind: FlawKind
    value: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether the row is good all the same."""
        return self.kind in WARNINGS


def examine(row: Mapping[str, str]) -> tuple[CameraRecord | None, tuple[Flaw, ...]]:
    """The camera that `row` (trimmed texts by field name) describes, and what is wrong with it.

    Returns:
        The camera, None when a flaw is more than a warning; and all flaws. What a warning is
        about is left out of the camera, except a GB/T 28181 id, which is kept as it stands.
    """
    flaws: list[Flaw] = []
    texts = {one.name: row.get(one.name, "") for one in fields(CameraRecord)}
    flaws += _flaws_of_texts(texts)
    flaws += _flaws_of_gb_id(texts["gb_id"])
    flaws += [flaw for name in ADDRESS_FIELDS for flaw in _flaws_of_address(name, texts[name])]
    if not texts["url_main"]:
        flaws.append(Flaw("url_main", FlawKind.NO_ADDRESS))
    values = dict[str, Any](texts)
    for name in ADDRESS_FIELDS:
        values[name] = _address(texts[name])
    values |= _place(row, flaws) | _words(texts, flaws)
    values["retain_days"] = _days(texts["retain_days"], flaws)
    values["onvif_port"] = _port(texts["onvif_port"], flaws)
    values["session_limit"] = _sessions(texts["session_limit"], flaws)
    values["prone"] = _prone(texts["prone"], flaws)
    if all(flaw.is_warning for flaw in flaws):
        return CameraRecord(**values), tuple(flaws)
    return None, tuple(flaws)


def _flaws_of_texts(texts: Mapping[str, str]) -> list[Flaw]:
    flaws = [Flaw(name, FlawKind.MISSING) for name in ("code", "name") if not texts[name]]
    flaws += [
        Flaw(name, FlawKind.TOO_LONG, str(_LONGEST.get(name, _LONGEST_OTHER)))
        for name, text in texts.items()
        if len(text) > _LONGEST.get(name, _LONGEST_OTHER)
    ]
    code = texts["code"]
    if _SCIENTIFIC.fullmatch(code) and "." in code:  # "1E5" may be a code, "1.1E+19" never is
        flaws.append(Flaw("code", FlawKind.SCIENTIFIC, code))
    elif any(one.isspace() for one in code):
        flaws.append(Flaw("code", FlawKind.HAS_BLANK, code))
    return flaws


def _flaws_of_gb_id(gb_id: str) -> list[Flaw]:
    """GB/T 28181: 20 digits, of which 11 to 13 say what it is (131, 132: a camera)."""
    if not gb_id:
        return []
    if _SCIENTIFIC.fullmatch(gb_id):
        return [Flaw("gb_id", FlawKind.SCIENTIFIC, gb_id)]
    if not (gb_id.isascii() and gb_id.isdigit() and len(gb_id) == 20):
        return [Flaw("gb_id", FlawKind.GB_LENGTH, gb_id)]
    flaws = []
    if gb_id[10:13] not in {"131", "132"}:
        flaws.append(Flaw("gb_id", FlawKind.GB_TYPE, gb_id[10:13]))
    if gb_id.endswith("00000"):  # a number keeps 15 of its 20 digits in Excel
        flaws.append(Flaw("gb_id", FlawKind.GB_ROUNDED))
    return flaws


def _flaws_of_address(name: str, address: str) -> list[Flaw]:
    fault = address_fault(address) if address and address != NO_STREAM else None
    if fault is None:
        return []
    return [Flaw(name, FlawKind(f"address_{fault.kind}"), fault.character)]


def _address(text: str) -> str:
    fault = address_fault(text) if text else None
    is_masked = fault is not None and fault.kind is AddressFaultKind.MASKED
    return "" if is_masked else text


def _place(row: Mapping[str, str], flaws: list[Flaw]) -> dict[str, int | None]:
    """Longitude and latitude in millionths of a degree."""
    lng, lat = row.get("lng", ""), row.get("lat", "")
    lng_e6, lat_e6 = _degrees("lng", lng, flaws), _degrees("lat", lat, flaws)
    if bool(lng) != bool(lat):
        flaws.append(Flaw("lat" if lng else "lng", FlawKind.HALF_PLACE))
    if lat_e6 is not None and lng_e6 is not None:
        if abs(lat_e6) > 90_000_000 >= abs(lng_e6) and abs(lat_e6) <= 180_000_000:
            flaws.append(Flaw("lng", FlawKind.SWAPPED))
        elif abs(lat_e6) > 90_000_000 or abs(lng_e6) > 180_000_000:
            flaws.append(Flaw("lng", FlawKind.OUT_OF_RANGE))
    return {"lng_e6": lng_e6, "lat_e6": lat_e6}


def _degrees(name: str, text: str, flaws: list[Flaw]) -> int | None:
    if not text:
        return None
    degrees = _DEGREES.fullmatch(text)
    if degrees is None:
        flaws.append(Flaw(name, FlawKind.NOT_A_NUMBER, text))
        return None
    return int((Decimal(degrees[1]) * _MICRO).to_integral_value(ROUND_HALF_EVEN))


def _words(texts: Mapping[str, str], flaws: list[Flaw]) -> dict[str, str]:
    """The fields that take one word of a closed list; another word is left out with a warning."""
    closed = {
        "direction": DIRECTIONS,
        "ptz_type": PTZ_TYPES,
        "status": STATUSES,
        "transport": TRANSPORTS,
    }
    strange = {name for name, words in closed.items() if texts[name] not in ("", *words)}
    flaws += [Flaw(name, FlawKind.UNKNOWN_WORD, texts[name]) for name in closed if name in strange]
    return {name: "" if name in strange else texts[name] for name in closed}


def _days(text: str, flaws: list[Flaw]) -> int | None:
    if not text:
        return None
    if not _DAYS.fullmatch(text):
        flaws.append(Flaw("retain_days", FlawKind.NOT_A_NUMBER, text))
        return None
    if int(text) < LEAST_RETENTION_DAYS:
        flaws.append(Flaw("retain_days", FlawKind.SHORT_RETENTION, text))
    return int(text)


def _port(text: str, flaws: list[Flaw]) -> int | None:
    if not text:
        return None
    if _PORT.fullmatch(text) and 0 < int(text) <= 65_535:
        return int(text)
    flaws.append(Flaw("onvif_port", FlawKind.PORT))
    return None


def _sessions(text: str, flaws: list[Flaw]) -> int | None:
    if not text:
        return None
    if _SESSIONS.fullmatch(text) and int(text) > 0:
        return int(text)
    flaws.append(Flaw("session_limit", FlawKind.SESSIONS))
    return None


def _prone(text: str, flaws: list[Flaw]) -> tuple[str, ...]:
    codes = dict.fromkeys(text.split())
    flaws += [
        Flaw("prone", FlawKind.UNKNOWN_WORD, one) for one in codes if not _CATEGORY.fullmatch(one)
    ]
    return tuple(one for one in codes if _CATEGORY.fullmatch(one))
