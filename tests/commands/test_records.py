"""Commands about what is on record: their documents, their exit codes, their sentences."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from duty_desk.domain.problem import BEIJING
from duty_desk.machine.data_lock import DataLock
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.push.stand_in import SIGNING_SECRET, WECOM_KEY, Turn
from duty_desk.vision.jpeg import decode
from tests.fakes import postgres
from tests.vision.test_jpeg import TURN_RIGHT, tagged

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ("geheim", "viewer:", WECOM_KEY, postgres.PASSWORD, "Traceback")


def record(place, photo, *words) -> dict:
    """Record a problem at C001."""
    return place.json("record", "problem", "--camera", "C001", "--image", photo, *words)


def is_clean(said) -> bool:
    """Nothing of what must stay secret was printed."""
    return not any(secret in said.out + said.err for secret in SECRETS)


def is_one_sentence(said) -> bool:
    """One line on stderr, nothing on stdout."""
    return said.out == "" and len(said.err.splitlines()) == 1


def test_cameras_are_listed_without_their_secrets(place):
    """The address is masked, in JSON and in plain text."""
    listed = place.json("cameras", "list")

    assert all({"code", "name", "community", "state", "stream"} <= set(item) for item in listed)
    assert listed[0]["code"] == "C001"
    assert "192.0.2.1" in listed[0]["stream"]
    for said in (place("cameras", "list"), place("cameras", "list", "--json")):
        assert is_clean(said)


def test_a_recorded_problem_stands_in_journal_clocks_and_verify(place, photo):
    """What is printed after the commit is found again by every reading command."""
    made = record(place, photo, "--description", "垃圾桶满冒")
    assert set(made) == {"id", "number", "seat", "seq", "hash", "verdict"}

    lines = [json.loads(line) for line in place("journal", "--json").out.splitlines()]
    mine = next(line for line in lines if line["hash"] == made["hash"])
    wanted = {"seat", "seq", "kind", "subject", "event_at", "recorded_at", "actor", "facts"}
    assert wanted | {"prev_hash", "hash"} <= set(mine)
    assert (mine["seq"], mine["kind"], mine["subject"]) == (
        made["seq"],
        "problem.found",
        made["id"],
    )
    assert datetime.fromisoformat(mine["event_at"]).utcoffset() == timedelta(hours=8)

    clocks = place.json("clocks")
    assert [set(clock) for clock in clocks] == [
        {"id", "rule", "clause", "subject", "started_at", "due_at", "stopped_at", "verdict",
         "left_ms"}
    ]  # fmt: skip
    assert (clocks[0]["subject"], clocks[0]["verdict"]) == (made["id"], "running")
    assert 0 < clocks[0]["left_ms"] <= 300_000

    found = place.json("verify")
    assert found["ok"] is True
    assert {"name", "state", "detail", "where"} == set(found["verdicts"][0])
    assert {item["state"] for item in found["verdicts"]} <= {"ok", "unanchored", "skipped"}


def test_a_harmed_record_is_not_verified(place, photo):
    """The answer is no: exit 1, the place named."""
    record(place, photo)
    picture = min((place.data / "evidence").glob("*/*.jpg"))
    picture.write_bytes(picture.read_bytes()[:-1])
    said = place("verify", "--json")
    broken = [item for item in said.document["verdicts"] if item["state"] == "failed"]

    assert (said.code, said.document["ok"]) == (1, False)
    assert [(item["name"], item["where"]) for item in broken] == [
        ("attachments", f"evidence/{picture.parent.name}/{picture.name}")
    ]


def test_a_damaged_database_is_refused_in_one_sentence(place):
    """No verdict can be given on a file that is none."""
    (place.data / "desk.sqlite3").write_bytes(b"rubbish " * 1000)
    for words in (("verify",), ("journal",), ("clocks",), ("cameras", "list")):
        said = place(*words)

        assert said.code == 3
        assert "损坏" in said.err
        assert is_one_sentence(said)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--camera", "C999"), "C999"),
        (("--camera", "C001", "--category", "不存在"), "没有保存"),
        (("--camera", "C001", "--found-at", "2100-01-01T00:00"), "将来"),
        (("--camera", "C001", "--found-at", "2026-01-01T00:00"), "--reason"),
    ],
)
def test_a_problem_that_cannot_be_recorded_leaves_nothing(place, photo, words, sentence):
    """One sentence says why; the journal has no problem."""
    said = place("record", "problem", "--image", photo, *words)

    assert (said.code, sentence in said.err) == (3, True)
    assert is_one_sentence(said)
    assert '"kind": "problem.found"' not in place("journal", "--json").out
    assert list((place.data / "evidence").glob("*/*")) == []


def test_a_picture_that_is_none_is_refused(place, tmp_path):
    """A text file, and one that is not there."""
    text = tmp_path / "note.jpg"
    text.write_text("no picture", encoding="ascii")
    for file in (text, tmp_path / "nothing.jpg"):
        said = place("record", "problem", "--camera", "C001", "--image", file)

        assert said.code == 3
        assert is_one_sentence(said)


def test_a_late_entry_keeps_both_times_and_its_reason(place, photo):
    """When it was seen and when it was written are two things."""
    earlier = SystemTimeSource().now_ms() // 1000 - 3600
    when = datetime.fromtimestamp(earlier, BEIJING).isoformat()
    made = record(place, photo, "--found-at", when, "--reason", "停电")
    lines = [json.loads(line) for line in place("journal", "--json").out.splitlines()]
    mine = next(line for line in lines if line["hash"] == made["hash"])

    assert datetime.fromisoformat(mine["event_at"]) == datetime.fromisoformat(when)
    assert (mine["source"], mine["reason"]) == ("self", "停电")
    assert "补记 迟 60 分" in place("journal").out
    (clock,) = place.json("clocks")
    assert (made["verdict"], clock["verdict"], clock["left_ms"] < 0) == (
        "breached",
        "breached",
        True,
    )


def test_a_problem_is_pushed_to_a_robot(place, photo, robot):
    """Id, state and receipt; the clock stands; neither key nor address is printed."""
    added = place("channels", "add", "网格问题群", "--address", robot.wecom_address)
    made = record(place, photo)
    said = place("push", made["number"], "--json")

    assert said.code == 0, said.err
    assert set(said.document) == {"id", "state", "receipt"}
    assert said.document["state"] == "accepted"
    assert [it.kind for it in robot.received] == ["text", "image"]
    assert place.json("clocks") == []
    assert [it["verdict"] for it in place.json("clocks", "--all")] == ["met"]
    for it in (added, said, place("channels", "list"), place("journal", "--json")):
        assert is_clean(it)


def test_a_refused_push_is_a_no(place, photo, robot):
    """Exit 1, the robot's reason in words, the clock running on."""
    place("channels", "add", "网格问题群", "--address", robot.wecom_address)
    robot.script([Turn.BAD_KEY])
    made = record(place, photo)
    said = place("push", made["number"])

    assert said.code == 1
    assert "拒收" in said.out
    assert is_clean(said)
    assert [it["verdict"] for it in place.json("clocks")] == ["running"]


def test_a_push_by_hand_is_confirmed(place, photo):
    """The operator's word is its own kind of receipt."""
    made = record(place, photo)
    document = place.json("push", made["id"], "--confirm")

    assert (document["state"], bool(document["receipt"])) == ("confirmed", True)


def test_a_push_needs_a_problem_and_a_channel(place, photo):
    """Neither is guessed."""
    assert "1121-999" in place("push", "1121-999").err
    made = record(place, photo)
    said = place("push", made["number"])
    assert (said.code, "--channel" in said.err) == (3, True)


def test_a_wrong_robot_address_is_refused_and_not_repeated(place):
    """Another vendor's address, and one without a key."""
    for address in (
        f"https://oapi.dingtalk.com/robot/send?access_token={WECOM_KEY}",
        f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM_KEY}",
    ):
        said = place("channels", "add", "群", "--address", address)

        assert said.code == 3
        assert is_one_sentence(said)
        assert is_clean(said)


@pytest.mark.parametrize("typed", ["", "\n"], ids=["nothing", "an empty line"])
def test_an_address_is_read_from_standard_input(place, robot, monkeypatch, typed):
    """`-` keeps address and secret out of the list of processes; without a line it is a no."""
    words = (
        "channels",
        "add",
        "网格问题群",
        "--kind",
        "dingtalk",
        "--address",
        "-",
        "--secret",
        "-",
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{robot.dingtalk_address}\n{SIGNING_SECRET}\n"))
    said = place(*words)
    assert said.code == 0, said.err
    assert place.json("channels", "list")[0]["address"].startswith("127.0.0.1")
    assert SIGNING_SECRET not in said.out + place("journal", "--json").out

    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    refused = place(*words)
    assert (refused.code, "没有读到" in refused.err) == (3, True)
    assert is_one_sentence(refused)


def test_a_photo_from_a_phone_is_shown_upright(place, photo):
    """It lies on its side with a tag that says so: what goes out stands upright."""
    photo.write_bytes(tagged(photo.read_bytes(), TURN_RIGHT))
    record(place, photo)
    shapes = {
        decode(file.read_bytes()).shape[:2] for file in (place.data / "evidence").glob("*/*.jpg")
    }

    assert shapes == {(180, 320), (320, 180)}


def test_a_second_writer_is_refused_while_a_desk_holds_the_folder(place, photo):
    """Commands that write say so in one sentence; commands that read work on."""
    with DataLock(place.data, SystemTimeSource()):
        for words in (
            ("record", "problem", "--camera", "C001", "--image", photo),
            ("push", "1121-001"),
            ("cameras", "import", photo.parent / "cameras.xlsx"),
            ("channels", "add", "群", "--address", "x" * 40),
            ("simulate",),
        ):
            said = place(*words)
            assert (said.code, "另一个值守台" in said.err) == (3, True)
            assert is_one_sentence(said)
        for words in (("cameras", "list"), ("clocks",), ("journal",), ("verify",)):
            assert place(*words).code == 0


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_the_global_words_stand_before_or_after_the_command(place, run, before):
    """`--data`, `--json` and `--lang` are found wherever they stand."""
    words = ["--data", place.data, "--json", "--lang", "en"]
    command = ["clocks"]
    said = run(*(words + command if before else command + words))

    assert (said.code, said.document) == (0, [])


def test_english_is_spoken_when_asked(place, run):
    """The sentence of an error too."""
    said = run("push", "1", "--data", place.data, "--lang", "en")
    assert said.err.strip() == "Neither today's problems nor the open ones have 1."


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("record", "problem"),
        ("clocks", "--lang", "de"),
        ("clocks", "--stor", f"postgresql://u:{postgres.PASSWORD}@h/b"),
        ("record", "problem", "--camera", "1", "--image", "2", "--found-at", "yesterday"),
        ("simulate", "--days", "many"),
    ],
)
def test_a_wrong_call_is_exit_2(run, words):
    """Usage and one sentence; a password that was typed is not repeated."""
    said = run(*words)

    assert said.code == 2
    assert "命令写法不对" in said.err
    assert is_clean(said)


def test_there_is_nothing_to_read_before_the_first_start(run, tmp_path):
    """One sentence, and no folder is made by looking."""
    said = run("--data", tmp_path / "none", "journal")

    assert (said.code, is_one_sentence(said)) == (3, True)
    assert not (tmp_path / "none").exists()


def test_a_settings_file_with_a_mistake_is_named(place):
    """Which file and which entry."""
    (place.data / "settings.toml").write_text("operator = 7\nseatt = 'x'\n", encoding="utf-8")
    said = place("clocks")

    assert (said.code, "settings.toml" in said.err, "seatt" in said.err) == (3, True, True)
    assert is_one_sentence(said)


def test_the_program_itself_returns_these_codes(place):
    """As a process: 0, 2 and 3; sentences on stderr, no traceback."""
    python = [sys.executable, "-m", "duty_desk", "--data", str(place.data)]
    ends = {}
    environment = {**os.environ, "DUTY_DESK_SET_UP": "done"}
    for name, words in {"clocks": [], "push": ["1121-999"], "contracts": ["none"]}.items():
        done = subprocess.run(
            [*python, name, *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        ends[name] = (done.returncode, "Traceback" in done.stderr)

    assert ends == {"clocks": (0, False), "push": (3, False), "contracts": (2, False)}
