"""Cutting a text to what a channel carries, visibly."""

from __future__ import annotations

from duty_desk.language import tr


def cut_text(text: str, max_bytes: int) -> str:
    """`text` in at most `max_bytes` of UTF-8; what was cut ends with a sign that says so."""
    raw = text.encode(errors="replace")
    if len(raw) <= max_bytes:
        return raw.decode()
    sign = tr("…（文字过长，已截断）")
    room = max_bytes - len(sign.encode())
    return raw[:room].decode(errors="ignore") + sign
