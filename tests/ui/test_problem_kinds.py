"""Which kinds are offered, in what order, and which key means what."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from duty_desk.contracts.categories import load_categories
from duty_desk.ui.problems import kinds
from duty_desk.ui.problems.form_actions import Offer, action_of, offered
from tests.fakes.desk import RESOURCES

NOON, NIGHT = 1_795_233_600_000, 1_795_201_200_000  # 12:00 and 03:00 in Shanghai
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def categories():
    """The kinds as the program ships them."""
    return load_categories(RESOURCES / "categories.toml")


def test_digits_one_to_nine_are_taken_by_the_commonest(categories):
    """Each digit once, in order."""
    assert [kind.key for kind in kinds.quick_kinds(categories)] == list(range(1, 10))


def test_at_night_what_matters_at_night_comes_first_and_emergency_above_all(categories):
    """By day only the emergency is lifted out of the list's order."""
    night = kinds.in_helpful_order(categories, NIGHT)
    day = kinds.in_helpful_order(categories, NOON)

    assert night[0].is_emergency
    assert day[0].is_emergency
    lit = [kind.is_night_priority for kind in night]
    assert lit == sorted(lit, reverse=True)
    assert [k for k in day[1:] if not k.is_emergency] == [
        k for k in categories if not k.is_emergency
    ]
    assert len(night) == len(categories) == 30


@pytest.mark.parametrize("typed", ["垃圾桶满", "overflow BIN", "e2101"])
def test_a_kind_is_found_by_chinese_english_and_code(categories, typed):
    """Whatever the operator remembers of it."""
    assert "E2101" in [kind.code for kind in kinds.found_by(categories, typed)]


@pytest.mark.parametrize(
    ("key", "modifiers", "is_typing", "name"),
    [
        (Qt.Key.Key_2, NONE, False, "kind-2"),
        (Qt.Key.Key_2, KEYPAD, False, "kind-2"),
        (Qt.Key.Key_2, NONE, True, ""),
        (Qt.Key.Key_2, ALT, True, "kind-2"),
        (Qt.Key.Key_2, CTRL, False, ""),
        (Qt.Key.Key_0, NONE, False, "more-kinds"),
        (Qt.Key.Key_Return, CTRL, True, "send"),
        (Qt.Key.Key_Enter, CTRL | KEYPAD, False, "send"),
        (Qt.Key.Key_Return, CTRL | SHIFT, True, "confirm"),
        (Qt.Key.Key_Return, NONE, True, ""),
        (Qt.Key.Key_C, CTRL | SHIFT, True, "copy"),
        (Qt.Key.Key_C, CTRL, True, ""),
        (Qt.Key.Key_Z, CTRL, False, "undo"),
        (Qt.Key.Key_Z, CTRL, True, ""),
        (Qt.Key.Key_Escape, NONE, True, "park"),
        (Qt.Key.Key_F8, NONE, True, "more-shot"),
        (Qt.Key.Key_B, NONE, False, "tool-box"),
        (Qt.Key.Key_B, NONE, True, ""),
        (Qt.Key.Key_E, NONE, False, "emergency"),
    ],
)
def test_plain_keys_are_text_in_a_text_field_and_commands_elsewhere(
    key, modifiers, is_typing, name
):
    """Alt with a digit always means the kind; Esc, F8 and Ctrl+Enter work everywhere."""
    assert action_of(key, modifiers, is_typing=is_typing) == name


@pytest.mark.parametrize(
    ("offer", "names", "main"),
    [
        (Offer("editing", "群"), ["park", "copy-text", "copy", "push"], "push"),
        (Offer("editing", ""), ["park", "copy-text", "copy"], "copy"),
        (Offer("refused", "群"), ["park", "copy-text", "push", "copy"], "copy"),
        (Offer("unknown", "群"), ["park", "resend", "confirm"], "confirm"),
        (Offer("waiting", "群"), ["park"], ""),
        (Offer("waiting", "群", can_copy_instead=True), ["copy", "park"], ""),
        (Offer("done", "群"), ["park"], ""),
        (
            Offer("copied", "群", can_confirm=True),
            ["park", "push", "copy-text", "copy", "confirm"],
            "confirm",
        ),
        (Offer("copied", "群"), ["park", "push", "copy-text", "copy"], "copy"),
    ],
)
def test_each_phase_offers_what_helps_now(offer, names, main):
    """A refusal puts the clipboard path first; an unknown outcome offers exactly two ways out."""
    actions = offered(offer)

    assert [action.name for action in actions] == names
    assert [action.name for action in actions if action.role == "primary"] == [main] * bool(main)
