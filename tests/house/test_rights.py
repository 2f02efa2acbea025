"""Every use case of the desk asks for a right, or stands in a list of those that need none."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from duty_desk.domain.rights import FOLDER, Right, Role, may
from tests.house.tree import ROOT, modules, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

# What everybody who is signed in may do: it is written under his name, so that a locked screen,
# an empty seat or a deactivated person is refused by `desk.actor`.
OPEN = {
    "Absences": "begin end",
    "Aside": "copy confirm",
    "Attendance": "punch punch_now report ask_correction",
    "Diagnosing": "relearn",
    "Dumped": "draw dismiss confirm",
    "DutyLog": "write amend void read",
    "Emergencies": "find describe tell close void",
    "Faults": (
        "find describe park report set_maintainer remind adjust accept arrive repair verify "
        "reopen dismiss"
    ),
    "Handovers": (
        "cut cut_moment reopen add check remark sign nobody_came arrive confirm accept override"
    ),
    "Leaves": "file cancel",
    "Outbox": "queue copied confirm resend clipboard_channel keep",
    "Patrol": "start make_up visit pause close explain",
    "Presence": "confirm",
    "Problems": (
        "find add_shot mark describe park reopen push copy confirm confirm_aside resend rectify "
        "verify"
    ),
    "References": "propose confirm refuse",
    "SiteVisits": "done",
    "Suspicions": "confirm dismiss judge",
    "Swaps": "ask agree withdraw",
}
# What only shows, what the program does by itself, and signing in and out.
FREE = {
    "Aside": "take words forget join",
    "Attendance": "tick month reminder load take_over",
    "Cameras": "address_of addresses lost restored",
    "Channels": "opened",
    "Diagnosing": "join health last_health likeness tick exams note_glance stop",
    "Dumped": "plans hint hints",
    "DutyLog": "links_in is_older_than_shift unread lines",
    "Emergencies": "replay detail plan",
    "Faults": "replay text maintainers of_camera figures detail",
    "Footage": "list own_evidence shown tick shelf must_be may_begin note moment happen",
    "GroundWatch": "join stop look",
    "HandoverSheets": "words write",  # the paper both sign, of the shift that is ending
    "Handovers": "packet",
    "Ledgers": "stop names words shelf count page",
    "Looks": "load keep",
    "Morning": "register",
    "OpenItems": "register all",
    "Outbox": "start stop interrupted message wake",
    "Patrol": "walk rounds overview year found_in thumbnail last_thumbnail shown tick",
    "PatrolPlans": "on check versions load read save",
    "People": (
        "all signed_in actor role witness require must_be_active must_be_known writer look shown "
        "attend act_as stop tick note check sign_in change_to sign_out lock unlock"
    ),
    "Presence": "begin tick shown",
    "PresenceJudging": "within",
    "Problems": "replay preview detail listing",
    "Ptz": "close state tick leave_all stop",
    "Reading": "ask stop",
    "References": "of of_camera proposed picture",
    "Reports": "begin listing detail content frozen gaps of shown tick",
    "Roster": "shift_at next_after for_person holidays reading month propose check changed",
    "RosterPapers": "load next_holiday load_holidays",
    "Samples": "sample samples agreement",
    "Search": "begin stop wait find more line",
    "Shifts": "look page begin tick",
    "SiteVisits": "day photo",
    "Suspicions": "suspect end detail within classes",
    "Watching": "page_shown tick put_on_record",
}
BESIDE_NOUNS = ("PeopleCare",)


def nouns() -> Iterator[str]:
    """The classes of use cases that hang on the desk."""
    for node in ast.walk(tree(ROOT / "duty_desk/desk/nouns.py")):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            yield getattr(node.value.func, "id", "")
    yield from BESIDE_NOUNS


def classes() -> dict[str, ast.ClassDef]:
    """The classes of the desk by name."""
    return {
        node.name: node
        for path in modules("duty_desk/desk")
        for node in tree(path).body
        if isinstance(node, ast.ClassDef)
    }


def methods(noun: str, known: dict[str, ast.ClassDef]) -> dict[str, ast.FunctionDef]:
    """The methods of a class by name, with those of the desk's own classes it is built of."""
    found: dict[str, ast.FunctionDef] = {}
    for base in known[noun].bases:
        if getattr(base, "id", "") in known:
            found |= methods(getattr(base, "id", ""), known)
    return found | {one.name: one for one in known[noun].body if isinstance(one, ast.FunctionDef)}


def use_cases() -> dict[str, ast.FunctionDef]:
    """Every public method of a noun, as `Noun.method`."""
    known = classes()
    return {
        f"{noun}.{name}": method
        for noun in nouns()
        if noun in known
        for name, method in methods(noun, known).items()
        if not name.startswith("_")
    }


def requires(method: ast.FunctionDef, own: dict[str, ast.FunctionDef]) -> bool:
    """Whether the method, or a private one of its class that it calls, requires a right."""
    waiting, seen = [method], set()
    while waiting:
        for node in ast.walk(waiting.pop()):
            name = getattr(node, "attr", "")
            if name == "require":
                return True
            if name.startswith("_") and name in own and name not in seen:
                seen.add(name)
                waiting.append(own[name])
    return False


def listed(names: dict[str, str]) -> set[str]:
    """A list as `Noun.method`."""
    return {f"{noun}.{method}" for noun, methods in names.items() for method in methods.split()}


def test_every_use_case_asks_for_a_right_or_is_listed_as_needing_none() -> None:
    """A new one is decided here: `desk.require(Right.…)`, or a word in OPEN or FREE."""
    known = classes()
    undecided = [
        name
        for name, method in use_cases().items()
        if name not in listed(OPEN) | listed(FREE)
        and not requires(method, methods(name.partition(".")[0], known))
    ]

    assert undecided == []


def test_the_lists_name_nothing_that_is_gone() -> None:
    """Neither list has a use case that does not exist any more, and none stands in both."""
    assert sorted((listed(OPEN) | listed(FREE)) - use_cases().keys()) == []
    assert listed(OPEN) & listed(FREE) == set()


def test_the_table_of_roles_and_rights_is_printed_as_it_is() -> None:
    """ARCHITECTURE.md shows who may do what; a new right needs its line there."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    printed = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE))
    roles = (Role.OPERATOR, Role.SUPERVISOR, Role.CLERK, Role.ADMINISTRATOR)
    true = {
        str(right): " | ".join(
            "yes" if one else "–"
            for one in (*(may(role, right) for role in roles), right in FOLDER)
        )
        for right in Right
    }

    assert printed == true


@pytest.mark.parametrize("right", Right)
def test_every_right_has_its_words(right: Right) -> None:
    """Who is refused reads what he may not do, in his language."""
    from duty_desk.desk.rights import require
    from duty_desk.language import Refusal

    refused = next((role for role in Role if not may(role, right)), None)
    if refused is not None:
        with pytest.raises(Refusal, match="没有权限"):
            require(refused, right)
