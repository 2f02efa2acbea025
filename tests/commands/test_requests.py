"""Commands about footage requests."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from duty_desk.domain.problem import beijing
from duty_desk.machine.time_source import SystemTimeSource

PEOPLE = "民警甲 010012 000-0001\n民警乙 010037\n"


@pytest.fixture
def asked(place, monkeypatch):
    """Register a request from a script; more words narrow or widen it."""

    def ask(*more: object, people: str = PEOPLE):
        monkeypatch.setattr("sys.stdin", io.StringIO(people))
        until = beijing(SystemTimeSource().now_ms()) - timedelta(hours=3)
        begin = until - timedelta(hours=2)
        span = ("--span", "C001", f"{begin:%Y-%m-%dT%H:%M}", f"{until:%Y-%m-%dT%H:%M}")
        words = ("--unit", "某某派出所", "--reason", "盗窃", "--content", "骑车人", *span)
        return place("record", "footage", *words, *more, "--json")

    return ask


def test_a_request_from_a_script_stands_in_the_register(place, asked, tmp_path):
    """It is listed, shown with its custody, exported masked, and verified; it names nobody."""
    number = asked("--paper-no", "0137").document["number"]

    (row,) = place.json("footage", "list")
    assert (row["number"], row["state"], row["cameras"]) == (number, "registered", 1)
    shown = place("footage", "show", number)
    assert "登记调取" in shown.out
    assert "010012" not in shown.out
    kinds = [one["kind"] for one in place.json("footage", "show", number)["custody"]]
    assert kinds == ["footage.requested", "footage.registered"]
    out = tmp_path / "register.xlsx"
    assert place.json("footage", "export", out)["requests"] == 1
    texts = "".join(str(cell) for row in openpyxl.load_workbook(out).active.values for cell in row)
    assert "●●●●012" in texts
    assert "010012" not in texts
    verdicts = {one["name"]: one["state"] for one in place.json("verify")["verdicts"]}
    assert verdicts["footage"] == verdicts["rebuild"] == "ok"


def test_what_cannot_be_registered_is_said_in_a_sentence(place, asked, tmp_path):
    """One officer, a strange camera, a strange time, another file kind: nothing is kept."""
    begin, end = "2026-11-19T21:00", "2026-11-19T23:00"
    wrong = (
        (asked(people="民警甲 010012\n"), "公安须两人"),
        (asked("--span", "C999", begin, end), "目录里没有点位 C999"),
        (asked("--span", "C001", "gestern", end), "时间写成"),
        (place("footage", "show", "2026-999"), "没有编号为"),
        (place("footage", "export", tmp_path / "a.csv"), ".xlsx"),
        (place("footage", "export", tmp_path / "a.xlsx", "--reason", "x"), "没有权限"),
    )
    for said, sentence in wrong:
        assert said.code == 3
        assert sentence in said.err
    assert place.json("footage", "list") == []
