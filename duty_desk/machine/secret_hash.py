"""Passwords and PINs as argon2id hashes. Slow by design: never on the desk or GUI thread."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class SecretHash:
    """Makes and compares hashes of secrets.

    The cost is RFC 9106's for little memory (64 MiB, three passes) on one core, so that the wall
    keeps the others: about 0.3 s. Each hash carries its own cost, so it may change later.
    """

    def __init__(self, *, passes: int = 3, memory_kib: int = 65_536) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)

    def make(self, secret: str) -> str:
        """The hash to keep."""
        return self._hasher.hash(secret)

    def is_same(self, kept: str, secret: str) -> bool:
        """Whether `kept` was made of `secret`; what is no hash was made of nothing."""
        try:
            return self._hasher.verify(kept, secret)
        except (VerificationError, InvalidHashError):
            return False
