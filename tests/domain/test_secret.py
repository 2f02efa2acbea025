"""Passwords that are taken and those that are not; how waits grow; which names are the same."""

from __future__ import annotations

import pytest

from duty_desk.domain.person import Person, find, fit_name, is_fit_name
from duty_desk.domain.rights import Role
from duty_desk.domain.secret import Weakness, fit, left_ms, wait_ms, weakness


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        ("", Weakness.SHORT),
        ("70351", Weakness.SHORT),
        ("     703512"[:7], Weakness.SHORT),
        ("７０３５１", Weakness.SHORT),
        ("7" * 129, Weakness.LONG),
        ("7035\x0012", Weakness.UNTYPEABLE),
        ("888888", Weakness.REPEATED),
        ("121212", Weakness.REPEATED),
        ("123123", Weakness.REPEATED),
        ("１２３４５６", Weakness.ROW),
        ("654321", Weakness.ROW),
        ("567890", Weakness.ROW),
        ("QWERTY", Weakness.ROW),
        ("147258", Weakness.ROW),
        ("Password", Weakness.COMMON),
        ("112233", Weakness.COMMON),
        ("值班员A 1", Weakness.NAME),
        ("703512", None),
        ("７０３５１２", None),
        ("雨夜巡更七次", None),
        ("correct horse", None),
    ],
)
def test_what_anybody_would_try_first_is_no_secret(secret, why):
    """Short, repeated, rows of keys, common ones, one's own name; full width is no disguise."""
    assert weakness(fit(secret), "值班员 A") is why


def test_waits_grow_and_never_exceed_five_minutes():
    """Two mistakes are free; no storm keeps anybody from his post for longer."""
    waits = [wait_ms(tries) // 1000 for tries in (0, 1, 2, 3, 4, 5, 6, 7, 1000)]

    assert waits == [0, 0, 0, 30, 60, 120, 300, 300, 300]


@pytest.mark.parametrize(("since_ms", "left"), [(0, 30), (29_000, 1), (30_000, 0), (-(9**9), 30)])
def test_a_clock_that_runs_backwards_makes_no_wait_longer(since_ms, left):
    """What is left lies between nothing and the whole wait."""
    assert left_ms(3, since_ms) == left * 1000


def test_spaces_case_and_width_make_no_other_name():
    """What reads the same in a journal is the same person."""
    person = Person("1", "值班员 A", Role.OPERATOR)

    assert all(find([person], name) is person for name in ("值班员A", "　值班员　ａ", "值班员 A "))
    assert find([person], "值班员 B") is None
    assert fit_name("  值班员 　Ａ ") == "值班员 A"
    assert not any(is_fit_name(fit_name(name)) for name in ("", " 　", "长" * 300, "甲\x00乙"))
