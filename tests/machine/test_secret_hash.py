"""Hashes of secrets: salted, costly as kept, and wrong for anything else."""

from __future__ import annotations

from duty_desk.machine.secret_hash import SecretHash


def test_a_hash_knows_its_secret_and_nothing_else():
    """The same secret makes another hash each time; what is no hash fits nothing."""
    light = SecretHash(passes=1, memory_kib=8)
    first, second = light.make("雨夜703512"), light.make("雨夜703512")

    assert first != second
    assert light.is_same(first, "雨夜703512")
    assert not light.is_same(first, "雨夜703513")
    assert not light.is_same("", "雨夜703512")
    assert not light.is_same("not a hash", "雨夜703512")


def test_a_hash_made_at_another_cost_is_still_known():
    """The cost may be raised later without anybody losing his password."""
    kept = SecretHash(passes=1, memory_kib=8).make("703512")

    assert SecretHash(passes=2, memory_kib=16).is_same(kept, "703512")
    assert "$argon2id$" in kept
