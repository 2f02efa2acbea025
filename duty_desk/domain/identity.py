"""Ids of records: UUID version 7 (RFC 9562, 5.7), so that they sort by the time they were made."""

from __future__ import annotations

import secrets
from uuid import UUID


def new_id(now_ms: int) -> str:
    """A fresh UUIDv7 for a record made at `now_ms` (UTC ms)."""
    random = secrets.randbits(74)
    value = (now_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (random >> 62) << 64
    return str(UUID(int=value | 0b10 << 62 | random & (1 << 62) - 1))
