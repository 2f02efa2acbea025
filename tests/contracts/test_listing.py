"""What the contract commands print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duty_desk.contracts.file import check, load
from duty_desk.contracts.listing import contract_listing, contracts_listing, mistakes_listing
from tests.contracts.contract_text import RIGHT, written

if TYPE_CHECKING:
    from pathlib import Path


def test_the_list_tells_each_contract_with_the_number_of_its_rules(tmp_path: Path) -> None:
    """One map a contract."""
    (listed,) = contracts_listing([load(written(tmp_path, RIGHT))])

    assert listed == {
        "id": "demo-2026",
        "title": "示例合同",
        "title_en": "Demo contract",
        "from_on": "2026-06-01",
        "to_on": "2027-05-31",
        "rules": 2,
    }


def test_a_shown_contract_tells_limits_and_warnings_in_milliseconds(tmp_path: Path) -> None:
    """The keys that scripts read stand on every rule, and all of it is JSON."""
    shown = contract_listing(load(written(tmp_path, RIGHT)))
    push, deduct = shown["rules"]

    assert json.loads(json.dumps(shown)) == shown
    assert push["id"] == "problem.push"
    assert push["clause"] == "附件 第六条"
    assert push["kind"] == "clock"
    assert push["record"] == "problem"
    assert (push["start"], push["stop"]) == (["problem.found"], ["problem.pushed"])
    assert (push["limit"], push["limit_ms"]) == ("5 min", 300_000)
    assert push["warn_ms"] == [180_000, 240_000]
    assert (deduct["limit_ms"], deduct["warn_ms"]) == (None, [])
    assert deduct["counts"][0]["steps"][0]["penalty"] == {"fen": 200_000}


def test_warnings_before_due_are_told_from_the_start_where_the_limit_is_known(
    tmp_path: Path,
) -> None:
    """One minute before five is four minutes after."""
    text = RIGHT.replace('{ after = "4 min" }', '{ before = "1 min" }')

    push = contract_listing(load(written(tmp_path, text)))["rules"][0]

    assert push["warn_ms"] == [180_000, 240_000]
    assert push["warn_before_ms"] == [60_000]


def test_checked_files_tell_ok_or_their_mistakes(tmp_path: Path) -> None:
    """A right file is ok, a wrong one lists what is wrong."""
    assert mistakes_listing(check(written(tmp_path, RIGHT))) == {"ok": True, "mistakes": []}

    told = mistakes_listing(check(written(tmp_path, RIGHT.replace("5 min", "-5 min"))))

    assert told["ok"] is False
    assert told["mistakes"] == [
        {
            "file": "demo.toml",
            "rule": "problem.push",
            "field": "limit",
            "text": "期限不能是负数。",
        }
    ]
