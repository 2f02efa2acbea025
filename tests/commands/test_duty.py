"""Commands about the duty log and emergencies."""

from __future__ import annotations

import openpyxl


def test_a_line_and_an_emergency_from_a_script_stand_in_the_log(place, tmp_path):
    """What is printed after the commit is found by list, clocks, export and verify."""
    made = place.json("record", "log", "--kind", "电话", "--text", "C001 路灯不亮，已转物业")
    raised = place.json("record", "emergency", "--kind", "fire", "--camera", "C001")

    assert set(made) == set(raised) == {"id", "seat", "seq", "hash"}
    lines = place.json("log", "list")
    assert [(line["noun"], line["kind"]) for line in lines] == [
        ("log", "phone"), ("emergency", "incident"),
    ]  # fmt: skip
    assert [link["noun"] for link in lines[0]["links"]] == ["camera"]
    (clock,) = place.json("clocks")
    assert (clock["rule"], clock["subject"]) == ("emergency.report", raised["id"])
    out = tmp_path / "log.xlsx"
    assert place.json("log", "export", out)["rows"] == 2
    texts = {cell for row in openpyxl.load_workbook(out).active.values for cell in row}
    assert "C001 路灯不亮，已转物业" in texts
    assert place.json("verify")["ok"] is True


def test_a_wrong_kind_or_a_late_line_without_reason_is_refused(place):
    """Nothing is written, and the sentence says what is wrong."""
    wrong = (
        (("log", "--kind", "妖怪", "--text", "x"), "日志类型"),
        (("log", "--text", " "), "是空的"),
        (("log", "--text", "x", "--found-at", "2026-01-01T08:00"), "--reason"),
        (("emergency", "--kind", "妖怪"), "突发事件类型"),
        (("emergency", "--camera", "C999"), "没有点位"),
    )
    for words, sentence in wrong:
        said = place("record", *words)
        assert said.code == 3
        assert sentence in said.err
    assert "没有值班日志" in place("log", "list").out


def test_the_leaders_channel_is_listed_but_takes_no_problems(place):
    """It is added by --for leader."""
    place.json(
        "channels", "add", "带班领导", "--for", "leader", "--address",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-0000-0000-000000000000",
    )  # fmt: skip

    assert [row["name"] for row in place.json("channels", "list")] == ["带班领导"]
