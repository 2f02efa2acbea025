"""The problem form without its widgets, on a real desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_desk.push.stand_in import Turn
from duty_desk.ui.problems.form_model import ProblemFormModel
from duty_desk.vision.marks import Box, as_facts
from tests.ui import problem_desk
from tests.ui.problem_desk import WAIT_MS

make_joined, joined, sending = (
    problem_desk.make_joined,
    problem_desk.joined,
    problem_desk.sending,
)
BOX = Box(540, 460, 730, 680)


def opened(joined, qtbot) -> ProblemFormModel:
    """The form of a problem found now, with its first preview."""
    model = ProblemFormModel(joined.side, joined.find(), joined.side.bridge)
    joined.side.bridge.happened.connect(model.on_happened)
    qtbot.waitUntil(lambda: model.preview is not None, timeout=WAIT_MS)
    return model


def until(qtbot, check) -> None:
    """Wait for a condition, bounded."""
    qtbot.waitUntil(check, timeout=WAIT_MS)


def test_what_is_typed_reaches_the_store_without_any_action(joined, qtbot):
    """Kind, words, unit and marks are saved by themselves: a crash costs a second of typing."""
    model = opened(joined, qtbot)
    model.choose_digit(2)
    model.enter(description="袋装垃圾落地约 6 袋")
    model.enter(unit="城管科")
    model.add_mark(BOX)
    assert model.draft.is_unsaved

    def is_stored() -> bool:
        row = joined.detail(model.problem_id)
        marked = row.shots[0].marks == (as_facts(BOX),)
        entered = (row.row.category, row.row.description, row.row.unit)
        return marked and entered == ("E2101", "袋装垃圾落地约 6 袋", "城管科")

    until(qtbot, is_stored)
    assert not model.draft.is_unsaved


def test_the_unit_is_automatic_until_somebody_changes_it(joined, qtbot):
    """The camera's own unit stands there from the start."""
    model = opened(joined, qtbot)
    assert model.draft.entered.unit == "白塔庵社区"
    assert model.is_unit_automatic()

    model.enter(unit="城管科")

    assert not model.is_unit_automatic()


def test_the_preview_follows_the_draft(joined, qtbot):
    """Every entry stands in the text a moment later; nothing has to be saved for it."""
    model = opened(joined, qtbot)
    model.choose_digit(2)
    model.enter(description="约 6 袋")

    until(qtbot, lambda: "约 6 袋" in model.preview.text and "垃圾桶满冒" in model.preview.text)


def test_parking_saves_closes_at_once_and_lets_the_clock_run(joined, qtbot):
    """Esc: back to the wall, the problem waits with everything that was typed."""
    model = opened(joined, qtbot)
    model.choose_digit(1)
    model.enter(description="两袋")
    with qtbot.waitSignal(model.closed, timeout=WAIT_MS) as closed:
        model.park()

    assert closed.args == [model.problem_id]
    until(qtbot, lambda: joined.detail(model.problem_id).row.is_parked)
    detail = joined.detail(model.problem_id)
    assert (detail.row.description, detail.row.category) == ("两袋", "E0102")
    assert detail.clock is not None


def test_a_push_without_a_kind_is_refused_in_words(joined, qtbot):
    """Nothing is queued; the sentence names the keys."""
    model = opened(joined, qtbot)
    with qtbot.waitSignal(model.refused, timeout=WAIT_MS) as refused:
        model.push()

    assert "1–9" in refused.args[0]
    assert joined.detail(model.problem_id).pushes == ()


def test_the_group_reads_exactly_what_the_preview_showed(sending, qtbot):
    """One composition for both: the text received equals the text shown, and the clock stops."""
    model = opened(sending, qtbot)
    model.choose_digit(2)
    model.enter(description="袋装垃圾落地约 6 袋")
    until(qtbot, lambda: "约 6 袋" in model.preview.text)
    shown = model.preview.text
    with qtbot.waitSignal(model.closed, timeout=WAIT_MS):
        model.push()

    texts = [message.text for message in sending.robot.received if message.kind == "text"]
    assert texts == [shown]
    assert model.phase == "done"
    assert sending.detail(model.problem_id).row.verdict == "met"


def test_typing_and_pushing_at_once_sends_what_was_typed(sending, qtbot):
    """Ctrl+Enter right after the last key does not wait for the save timer."""
    model = opened(sending, qtbot)
    model.choose_digit(4)
    model.enter(description="约 30 辆占压盲道")
    model.push()
    until(qtbot, lambda: model.phase == "done")

    texts = [message.text for message in sending.robot.received if message.kind == "text"]
    assert "约 30 辆占压盲道" in texts[0]


def test_pressing_push_twice_sends_once(sending, qtbot):
    """A nervous second Ctrl+Enter while the first is under way changes nothing."""
    model = opened(sending, qtbot)
    model.choose_digit(2)
    model.push()
    model.push()
    until(qtbot, lambda: model.phase == "done")

    assert len(sending.detail(model.problem_id).pushes) == 1


def test_a_refused_push_offers_the_clipboard_and_may_be_pushed_again(sending, qtbot):
    """93000: the form stays, the words may change, a second push says the new words."""
    sending.robot.script([Turn.BAD_KEY])
    model = opened(sending, qtbot)
    model.choose_digit(2)
    model.push()
    until(qtbot, lambda: model.phase == "refused")
    assert model.can_edit
    assert model.detail.row.push_words

    model.enter(description="改过的话")
    model.push()
    until(qtbot, lambda: model.phase == "done")

    assert "改过的话" in sending.robot.received[0].text


def test_an_unknown_outcome_locks_the_words_and_takes_the_operators(sending, qtbot):
    """The robot never answered: nobody may change what perhaps stands in the group."""
    sending.robot.script([Turn.DROPPED])
    model = opened(sending, qtbot)
    model.choose_digit(2)
    model.push()
    until(qtbot, lambda: model.phase == "unknown")
    model.enter(description="不该进来")
    assert model.draft.entered.description == ""

    model.confirm()
    until(qtbot, lambda: model.phase == "done")

    assert sending.detail(model.problem_id).row.push_state == "confirmed"


def test_the_clipboard_path_stops_the_clock_only_at_the_operators_word(joined, qtbot):
    """Copying alone changes nothing; the confirmation is a receipt of its own kind."""
    model = opened(joined, qtbot)
    model.choose_digit(1)
    with qtbot.waitSignal(model.copy_ready, timeout=WAIT_MS) as ready:
        model.copy()
    preview, has_picture = ready.args
    assert has_picture
    assert preview.card.startswith(b"\xff\xd8")
    until(qtbot, lambda: model.phase == "copied")
    assert model.detail.clock is not None

    model.confirm()
    until(qtbot, lambda: model.phase == "done")

    assert joined.detail(model.problem_id).row.push_state == "confirmed"


def test_an_unconfirmed_copy_warns_after_two_minutes(joined, qtbot, time):
    """Not at 1:59.999, from 2:00.000 on."""
    model = opened(joined, qtbot)
    model.choose_digit(1)
    model.copy()
    until(qtbot, lambda: model.phase == "copied")

    time.advance(119_999)
    assert not model.is_overdue_for_confirmation()
    time.advance(1)
    assert model.is_overdue_for_confirmation()


def test_what_was_copied_must_be_what_the_form_says_when_it_is_confirmed(joined, qtbot):
    """After a change the confirmation is gone until it is copied again."""
    model = opened(joined, qtbot)
    model.choose_digit(1)
    model.copy()
    until(qtbot, lambda: model.phase == "copied" and model.can_confirm)

    model.enter(description="复制之后补的话")

    until(qtbot, lambda: not model.can_confirm)
    model.copy()
    until(qtbot, lambda: model.can_confirm)


def test_one_more_shot_is_shown_and_counted(joined, qtbot):
    """F8 in the form: the new picture is the large one, and the message carries both."""
    model = opened(joined, qtbot)
    model.add_shot(joined.picked())

    until(qtbot, lambda: model.shot_no == 2 and model.preview.pictures == 2)
    assert len(model.shots) == 2


def test_the_group_used_last_is_used_again(joined, qtbot, tmp_path):
    """The choice is kept beyond the program's end."""
    from PySide6.QtCore import QSettings

    from duty_desk.push.channel import ChannelConfig

    config = ChannelConfig("wecom", "应急群", joined.robot.wecom_address)
    second = joined.desk.channels.add(config).result(10)
    file = str(tmp_path / "window.ini")
    memory = QSettings(file, QSettings.Format.IniFormat)
    side = replace(joined.side, memory=memory)
    model = ProblemFormModel(side, joined.find(), side.bridge)
    assert model.channel().name == "网格问题群"

    model.choose_channel(second)
    memory.sync()

    again = replace(joined.side, memory=QSettings(file, QSettings.Format.IniFormat))
    reopened = ProblemFormModel(again, joined.detail(model.problem_id), side.bridge)
    assert reopened.channel().name == "应急群"


@pytest.mark.parametrize("words", ["{oops}", "<b>粗体</b>", "=1+1", "😀 两袋"])
def test_odd_words_are_sent_as_they_were_typed(joined, qtbot, words):
    """Braces, tags, formulas and emoji are just text."""
    model = opened(joined, qtbot)
    model.choose_digit(1)
    model.enter(description=words)

    until(qtbot, lambda: words in model.preview.text)
