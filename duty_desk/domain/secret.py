"""Passwords and PINs: which are too weak, and how long to wait after wrong tries."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

SHORTEST, LONGEST = 6, 128
FREE_TRIES = 3  # a tired hand mistypes; from the next wrong try on there is a wait
# Short enough that a storm of tries keeps nobody from his post for long, and long enough that
# a PIN of six digits would take years: at most twelve tries an hour.
_WAITS_S = (30, 60, 120, 300)

_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_COLUMNS = ("147258369", "147258", "258369", "159357", "357159", "741852", "963852", "789456")
_COMMON_LINES = (
    "password passw0rd p@ssw0rd admin123 abc123 123abc a123456 123456a aa123456 q123456 qwe123",
    "1q2w3e 1qaz2wsx zaq12wsx iloveyou 5201314 1314520 520520 521521 110120 112233 123321",
    "112358 password1 woaini welcome letmein zhibantai dutydesk",
)
_COMMON = frozenset(word for line in _COMMON_LINES for word in line.split())


class Weakness(StrEnum):
    """Why a password or PIN is not taken."""

    SHORT = "short"
    LONG = "long"
    UNTYPEABLE = "untypeable"  # control characters, which no other keyboard gives
    REPEATED = "repeated"  # 888888, 121212
    ROW = "row"  # 123456, qwerty, 147258
    COMMON = "common"
    NAME = "name"  # holds the name of its owner


def fit(secret: str) -> str:
    """A secret as it is compared: full-width digits and letters are those typed plain."""
    return unicodedata.normalize("NFKC", secret)


def weakness(secret: str, name: str) -> Weakness | None:
    """Why `secret`, made fit, is too weak for whoever is called `name`; None when it is not."""
    plain, letters = secret.casefold(), "".join(name.casefold().split())
    if len(secret.strip()) < SHORTEST:
        return Weakness.SHORT
    if len(secret) > LONGEST:
        return Weakness.LONG
    if not secret.isprintable():
        return Weakness.UNTYPEABLE
    if _is_repeated(plain):
        return Weakness.REPEATED
    if _is_row(plain):
        return Weakness.ROW
    if plain in _COMMON:
        return Weakness.COMMON
    if letters and letters in "".join(plain.split()):
        return Weakness.NAME
    return None


def _is_repeated(text: str) -> bool:
    """Whether it is one, two or three characters over and over."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in (1, 2, 3))


def _is_row(text: str) -> bool:
    rows = (*_ROWS, *_COLUMNS)
    return any(text in line or text in line[::-1] for line in rows)


def wait_ms(tries: int) -> int:
    """How long nobody may try again after the `tries`th wrong one in a row, milliseconds."""
    over = tries - FREE_TRIES
    return 0 if over < 0 else _WAITS_S[min(over, len(_WAITS_S) - 1)] * 1000


def left_ms(tries: int, since_failed_ms: int) -> int:
    """What is left of the wait when the last wrong try lies `since_failed_ms` back.

    A time that ran backwards (the clock was set meanwhile) starts the wait anew and never makes
    it longer.
    """
    whole = wait_ms(tries)
    return min(whole, max(0, whole - since_failed_ms))
