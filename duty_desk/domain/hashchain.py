"""The chain that makes the journal tamper-evident: canonical bytes and SHA-256 over them.

Every entry's hash covers all its fields and the hash of the entry before it, so a change
anywhere breaks every later link. Anyone can compute it again with a JSON library and SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duty_desk.domain.moment import Entry

GENESIS = "0" * 64
_LEAF = b"\x00"  # sets a leaf apart from any other hashed thing (RFC 6962, 2.1)


class NotCanonical(ValueError):
    """A fact that has no single spelling, such as a float."""


_PLAIN = (str, int, bool, type(None))


def _check(value: Any) -> None:
    if type(value) in _PLAIN or isinstance(value, _PLAIN):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(repr(key))
            _check(item)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for item in value:
            _check(item)
    else:
        raise NotCanonical(type(value).__name__)


def canonical(value: Any) -> str:
    """The one JSON spelling of `value`: keys sorted, no spaces, UTF-8 letters, no floats.

    Raises:
        NotCanonical: it holds something else than text, integers, booleans, None, lists, maps.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def body_of(entry: Entry) -> str:
    """The canonical body of an entry: its facts, the source of its time, its reason."""
    return canonical(
        {"facts": dict(entry.facts), "reason": entry.reason, "source": str(entry.source)}
    )


def entry_hash(entry: Entry, body_hash: str = "") -> str:
    """The hash of an entry over all its fields except the hash itself.

    `body_hash` is the digest of its body, where the caller has it already.
    """
    fields = [
        entry.seat,
        entry.seq,
        entry.kind,
        entry.subject,
        body_hash or digest(body_of(entry)),
        entry.event_at,
        entry.recorded_at,
        entry.zone,
        entry.mono_ms,
        entry.boot_id,
        entry.clock_state,
        entry.actor,
        entry.shift,
        entry.app_version,
        entry.prev_hash,
    ]
    return hashlib.sha256(_LEAF + canonical(fields).encode("utf-8")).hexdigest()
