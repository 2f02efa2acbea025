"""People from the command line: the folder's rights, secrets through standard input."""

from __future__ import annotations

import io

import pytest

PIN = "703512"


@pytest.fixture
def typed(monkeypatch):
    """Let a command read this line from its standard input."""

    def typed(line: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(line))

    return typed


@pytest.fixture
def staffed(place, typed):
    """A folder with an administrator and an operator."""
    for name, role in (("管理员 E", "administrator"), ("值班员 A", "operator")):
        typed(f"{PIN}\n")
        assert place("people", "add", name, "--role", role).code == 0
    return place


def test_people_are_listed_without_what_they_type(staffed):
    """Names, roles and dates; neither the password nor its hash."""
    said = staffed("people", "list")
    listed = staffed.json("people", "list")

    assert [person["name"] for person in listed] == ["管理员 E", "值班员 A"]
    assert listed[0]["has_password"] is True
    assert "保密承诺未签" in said.out
    assert PIN not in said.out + str(listed)
    assert "argon2" not in str(listed)


@pytest.mark.parametrize(
    ("line", "words"), [("", "没有读到口令"), ("123456\n", "连号"), ("70351\n", "至少 6 个字符")]
)
def test_a_missing_or_weak_password_enters_nobody(staffed, typed, line, words):
    """One sentence on stderr, exit 3, and the list is as it was."""
    typed(line)
    said = staffed("people", "add", "值班员 B")

    assert (said.code, words in said.err) == (3, True)
    assert len(staffed.json("people", "list")) == 2


def test_a_command_acts_as_whom_it_names(staffed, photo):
    """`--as`: the moment stands under his name; what his role may not do is refused."""
    found = staffed("--as", "值班员A", "record", "problem", "--camera", "C001", "--image", photo)
    refused = staffed("--as", "值班员 A", "people", "deactivate", "管理员 E")
    unknown = staffed("--as", "路人", "people", "deactivate", "值班员 A")

    assert found.code == 0, found.err
    assert "值班员 A" in staffed("journal", "--limit", 3).out
    assert (refused.code, "没有权限管理人员" in refused.err) == (3, True)
    assert (unknown.code, "没有叫“路人”" in unknown.err) == (3, True)


def test_deactivated_people_come_back_and_the_last_administrator_stays(staffed, typed):
    """The folder's rights end at the rules."""
    off = staffed("people", "deactivate", "值班员 A")
    listed, everybody = staffed.json("people", "list"), staffed.json("people", "list", "--all")
    on = staffed("people", "reactivate", "值班员 A")
    last = staffed("people", "deactivate", "管理员 E")
    typed("864209\n")
    password = staffed("people", "password", "值班员 A")

    assert (off.code, on.code, password.code) == (0, 0, 0)
    assert (len(listed), len(everybody)) == (1, 2)
    assert (last.code, "最后一位管理员" in last.err) == (3, True)
    assert staffed("verify").code == 0
