"""Footage requests: moves, required fields, spans, and the days a recorder keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_desk.domain.footage import (
    DAY_MS,
    HOUR_MS,
    MOVES,
    OPEN,
    FootageKind,
    FootageRequest,
    FootageState,
    ForbiddenFootageMove,
    Holding,
    Officer,
    Span,
    SpanFault,
    holding,
    masked,
    missing,
    missing_papers,
    missing_to_hand_over,
    moves_from,
    next_state,
    overwritten_at,
    shown_number,
    span_faults,
)
from duty_desk.domain.plain import facts_of, record_from

NOW = 1_795_000_000_000
SPAN = Span(
    camera_id="1",
    code="C017",
    from_at=NOW - 2 * HOUR_MS,
    to_at=NOW - HOUR_MS,
    clock_ahead_ms=29_000,
)
ASKED = FootageRequest(
    kind=FootageKind.COPY, unit="派出所", reason="盗窃", content="骑车人", spans=(SPAN,)
)
ONE = Officer(name="民警甲", number="010012", is_seen=True)
TWO = Officer(name="民警镕", number="010037", is_seen=True)


def test_a_copy_goes_from_registration_to_the_shelf() -> None:
    """Every step of a copy follows the one before it, to the closed register."""
    state = FootageState.REGISTERED
    steps = ("checked", "approved", "located", "exported", "verified", "handed_over", "closed")
    for step in steps:
        state = next_state(state, f"footage.{step}")

    assert state is FootageState.CLOSED


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (FootageState.REGISTERED, "footage.approved"),
        (FootageState.CHECKED, "footage.located"),
        (FootageState.EXPORTED, "footage.handed_over"),
        (FootageState.APPROVED, "footage.refused"),
        (FootageState.CLOSED, "footage.amended"),
        (FootageState.VERIFIED, "footage.file_added"),
    ],
)
def test_no_step_is_left_out(state: FootageState, kind: str) -> None:
    """Nothing is approved unchecked, handed over unverified or changed once sealed."""
    with pytest.raises(ForbiddenFootageMove):
        next_state(state, kind)


def test_every_open_state_leads_on() -> None:
    """No request can be stuck: each open state has a move that changes it."""
    for state in OPEN:
        assert any(MOVES[kind][1] not in (None, state) for kind in moves_from(state))


def test_footage_only_looked_at_is_closed_without_files() -> None:
    """A view ends as looked at, and then closed."""
    seen = next_state(FootageState.APPROVED, "footage.viewed")

    assert next_state(seen, "footage.closed") is FootageState.CLOSED


def test_police_come_in_twos() -> None:
    """One officer is not enough for police, and one person is enough for others."""
    assert missing(ASKED, (ONE,)) == ("officers",)
    assert missing(ASKED, (ONE, TWO)) == ()
    assert missing(replace(ASKED, is_police=False), (ONE,)) == ()


def test_the_law_wants_reason_content_unit_and_name() -> None:
    """What Decree 799 art. 16 wants is named when it is missing, blanks included."""
    bare = FootageRequest(kind=FootageKind.VIEW, unit=" ", reason="", content="")

    assert missing(bare, ()) == ("unit", "officers", "reason", "content", "spans")


def test_papers_may_follow_but_certificates_may_not() -> None:
    """With papers to follow only the certificates are wanted at the check."""
    unseen = replace(TWO, is_seen=False)

    assert missing_papers(ASKED, (ONE, unseen)) == (
        "paper_kind",
        "paper_no",
        "paper_scan",
        "certificates",
    )
    assert missing_papers(replace(ASKED, papers_due_at=NOW + DAY_MS), (ONE, TWO)) == ()


def test_nothing_is_handed_over_before_papers_files_and_medium_are_there() -> None:
    """A copy wants a document, a sealed file and a numbered medium; a view wants an escort."""
    view = replace(ASKED, kind=FootageKind.VIEW)
    whole = replace(ASKED, paper_no="1", paper_scan="00", medium="U 盘", medium_no="7")

    assert missing_to_hand_over(ASKED, 0) == (
        "paper_no",
        "paper_scan",
        "files",
        "medium",
        "medium_no",
    )
    assert missing_to_hand_over(view, 0) == ("paper_no", "paper_scan", "escort")
    assert missing_to_hand_over(whole, 3) == ()
    assert missing_to_hand_over(replace(whole, is_copy_kept=True), 3) == ("copy_until_at",)


def test_impossible_spans_are_named() -> None:
    """A span that ends first, lies ahead or is of no known camera says so."""
    known = frozenset({"1"})
    turned = replace(SPAN, from_at=SPAN.to_at, to_at=SPAN.from_at)

    assert span_faults(SPAN, NOW, known) == ()
    assert span_faults(turned, NOW, known) == (SpanFault.ENDS_FIRST,)
    assert span_faults(replace(SPAN, to_at=NOW + 1), NOW, known) == (SpanFault.IN_FUTURE,)
    assert span_faults(SPAN, NOW, frozenset()) == (SpanFault.UNKNOWN_CAMERA,)


def test_the_picture_tells_another_time() -> None:
    """The camera's own span is the true one moved by its clock's error, unknown while unchecked."""
    assert SPAN.shown_from_at == SPAN.from_at + 29_000
    assert replace(SPAN, clock_ahead_ms=None).shown_to_at is None


@pytest.mark.parametrize(
    ("left_ms", "expected"),
    [
        (4 * DAY_MS, Holding.HELD),
        (3 * DAY_MS, Holding.ENDING),
        (DAY_MS, Holding.LAST_DAY),
        (0, Holding.PARTLY),
        (-HOUR_MS, Holding.GONE),
    ],
)
def test_a_span_ages_towards_its_overwriting(left_ms: int, expected: Holding) -> None:
    """Three days and one day before the first picture goes the state changes; then it is gone."""
    assert holding(SPAN, overwritten_at(SPAN) - left_ms) is expected


@pytest.mark.parametrize(
    ("number", "shown"),
    [("010037", "●●●●037"), ("110108199001011234", "●●●●1234"), ("12", "●●●●2"), ("", "")],
)
def test_lists_show_the_end_of_a_number_only(number: str, shown: str) -> None:
    """At most four signs are shown, and never more than half of a number."""
    assert masked(number) == shown


def test_numbers_count_within_a_year() -> None:
    """The number is year and count, and goes on past 999."""
    assert shown_number(2026, 37) == "2026-037"
    assert shown_number(2026, 1204) == "2026-1204"


def test_a_request_stands_in_the_journal_whole() -> None:
    """A request comes back from its facts, and the facts name no officer."""
    facts = facts_of(ASKED)

    assert record_from(FootageRequest, facts) == ASKED
    assert "officers" not in facts
