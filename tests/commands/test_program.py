"""Commands about the program and its rules: contracts, check, simulate, another store."""

from __future__ import annotations

import pytest

from tests.fakes import postgres
from tests.fakes.desk import CONTRACT


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL server."""
    yield from postgres.server()


def test_contracts_are_listed(run):
    """Id, title, dates and the number of rules of each."""
    listed = run("contracts", "list", "--json").document

    assert {"id", "title", "from_on", "to_on", "rules"} <= set(listed[0])
    assert "zhongguancun-2026" in [item["id"] for item in listed]
    assert all(item["rules"] > 0 for item in listed)


def test_a_contract_is_shown_with_every_rule(run):
    """Clause, kind, what starts and stops it, its limit in milliseconds."""
    shown = run("contracts", "show", "zhongguancun-2026", "--json").document
    rules = {rule["id"]: rule for rule in shown["rules"]}

    assert {"id", "clause", "kind", "record", "start", "stop", "limit_ms", "warn_ms"} <= set(
        rules["problem.push"]
    )
    assert rules["problem.push"]["limit_ms"] == 300_000
    assert rules["problem.push"]["warn_ms"] == [180_000, 240_000]


def test_an_unknown_contract_is_refused(run):
    """By name, in one sentence."""
    said = run("contracts", "show", "nowhere-1999")

    assert (said.code, "nowhere-1999" in said.err) == (3, True)


def test_a_good_contract_file_has_no_mistakes(run):
    """Exit 0 and an empty list."""
    said = run("contracts", "check", CONTRACT, "--json")

    assert said.code == 0
    assert said.document == {"ok": True, "mistakes": []}


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"5 min"', '"-5 min"', "problem.push"),
        ('"problem.found"', '"problem.fonud"', "problem.fonud"),
        ("[[rule]]", "[[ruel]]", "ruel"),
        ("", "= broken\n", ""),
    ],
    ids=["negative limit", "unknown moment", "typo", "no TOML"],
)
def test_a_broken_contract_file_is_named_by_rule_and_field(run, tmp_path, old, new, word):
    """Exit 1; every mistake in plain words."""
    file = tmp_path / "broken.toml"
    file.write_text(CONTRACT.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    said = run("contracts", "check", file)

    assert said.code == 1
    assert word in said.out
    assert "Traceback" not in said.out + said.err


def test_check_tells_what_the_computer_offers(run, tmp_path):
    """One verdict an item; on this computer all that is needed is there."""
    document = run("--data", tmp_path / "not" / "yet", "check", "--json").document

    assert list(tmp_path.iterdir()) == []
    assert document["ok"] is True
    assert {"name", "state", "detail"} == set(document["items"][0])
    assert {"qt", "codecs", "contract", "store"} <= {item["name"] for item in document["items"]}


def test_simulate_fills_an_empty_store_once(run, tmp_path):
    """Believable history that verifies; a second time it is refused."""
    data = ("--data", tmp_path / "data")
    counts = run(*data, "simulate", "--days", 1, "--cameras", 4, "--json").document

    assert set(counts) == {"days", "cameras", "visits", "problems", "moments"}
    assert (counts["days"], counts["cameras"]) == (1, 4)
    assert counts["problems"] > 0
    assert run(*data, "verify").code == 0
    again = run(*data, "simulate")
    assert (again.code, "空的文件夹" in again.err) == (3, True)


def test_another_store_is_used_when_it_is_named(run, tmp_path, server, photo):
    """The same commands over PostgreSQL; its password is nowhere."""
    store = ("--data", tmp_path / "data", "--store", server.new_database())
    book = tmp_path / "cameras.csv"
    book.write_text("code,name\nC001,路口\n", encoding="utf-8")
    said = [
        run(*store, "cameras", "import", book),
        run("record", "problem", "--camera", "C001", "--image", photo, *store, "--json"),
        run(*store, "clocks"),
        run(*store, "journal", "--json"),
        run(*store, "verify"),
    ]

    assert [(it.code, it.err) for it in said] == [(0, "")] * 5
    assert not (tmp_path / "data" / "desk.sqlite3").exists()
    assert not any(postgres.PASSWORD in it.out for it in said)


@pytest.mark.parametrize(
    "store",
    [
        f"postgresql://duty:{postgres.PASSWORD}@127.0.0.1:1/desk",
        f"mysql://duty:{postgres.PASSWORD}@127.0.0.1/desk",
        f"nonsense {postgres.PASSWORD}",
    ],
)
@pytest.mark.parametrize("command", [("clocks",), ("simulate",)])
def test_a_store_out_of_reach_is_one_sentence(run, tmp_path, store, command):
    """For reading and for writing; the address is not repeated."""
    said = run("--data", tmp_path, "--store", store, *command)

    assert said.code == 3
    assert len(said.err.splitlines()) == 1
    assert postgres.PASSWORD not in said.out + said.err
