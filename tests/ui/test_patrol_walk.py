"""A walk on the page, on a real desk: what counts as looked at, and whose name stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from duty_desk.ui.patrol.dwell import Dwell
from duty_desk.ui.patrol.stage_tile import HELD_MS
from duty_desk.video.onvif_camera import Preset
from duty_desk.video.stream_state import StreamState
from duty_desk.video.tier import Tier
from tests.ui.suspected import learned

if TYPE_CHECKING:
    from tests.ui.patrol_walker import Walker


def test_only_fresh_pictures_count_and_a_stale_one_ends_the_count():
    """Two live seconds, a late one that halts, a stale one that undoes."""
    dwell = Dwell()
    dwell.see(1_000, 1_000)
    dwell.see(2_900, 3_000)
    assert dwell.fresh_ms == 2_001

    dwell.see(2_900, 6_000)
    assert dwell.fresh_ms == 2_001
    dwell.see(2_900, 8_000)
    assert dwell.fresh_ms == 0
    dwell.see(None, 9_000)
    assert dwell.fresh_ms == 0


def test_space_goes_on_at_once_and_the_next_are_made_ready(walker: Walker):
    """One key a normal checkpoint; the three after it are connected beforehand."""
    walker.start()
    first = walker.ids()[0]
    coming = [point.camera_id for point in walker.model.coming()]
    walker.until(lambda: walker.engine.tiers.keys() >= {first, *coming})
    tiers = [walker.engine.tiers[camera_id] for camera_id in coming]
    assert walker.engine.tiers[first] is Tier.FOCUSED
    assert tiers == [Tier.NEXT] * 3
    walker.look()

    walker.page.walk_view.do("normal")

    assert walker.model.nos == (2,)
    assert walker.model.points()[0].outcome == "normal"
    walker.until(lambda: walker.model.walk.round.normal == 1)


def test_without_a_fresh_picture_nothing_is_normal(walker: Walker):
    """Space says so and stays; N with a reason goes on."""
    walker.start()

    walker.page.walk_view.do("normal")

    assert "没有新画面" in walker.page.walk_view.foot.told()
    assert walker.model.nos == (1,)
    walker.model.not_viewable("黑屏")
    walker.until(lambda: walker.model.walk.round.not_viewable == 1)
    assert walker.model.nos == (2,)


def test_the_confirmed_view_stands_beside_the_live_picture(walker: Walker, monkeypatch):
    """With who confirmed it; the figure is the diagnosis' own where that has looked, and kept."""
    view = walker.desk.references.propose(learned(walker.desk, 0)).result(5)
    walker.desk.references.confirm(view.id, by="管理员 E").result(5)
    beside = walker.page.walk_view.beside
    walker.start()
    walker.look()
    walker.until(lambda: not beside.reference.is_empty())
    assert "管理员 E" in beside.reference.words()
    assert beside.last.is_empty()

    monkeypatch.setattr(walker.desk.diagnosing, "likeness", lambda _camera_id: (934, view.id))
    walker.stage.aged.emit()
    assert beside.reference.words().endswith("与基准一致 93%")
    walker.page.walk_view.do("normal")
    walker.until(lambda: walker.model.walk.round.normal == 1)

    assert beside.reference.is_empty()
    row = walker.desk.patrol.walk(walker.model.walk.round.id).result(5)
    assert row.points[0].similarity_ppm == 934_000


def test_t_at_a_camera_that_does_not_turn_offers_the_report(walker: Walker, qtbot):
    """No device to turn: the sentence says why, and digit 1 reports the wrong direction."""
    walker.start()
    view, wanted = walker.page.walk_view, []
    view.fault_wanted.connect(lambda point, kind: wanted.append((point.no, kind)))

    view.do("preset")
    walker.until(view.reasons.isVisible)
    assert not view.reasons.words.isVisible()
    qtbot.keyClick(view.reasons, Qt.Key.Key_2)
    assert wanted == []
    qtbot.keyClick(view.reasons, Qt.Key.Key_1)

    assert wanted == [(1, "aim")]
    assert not view.reasons.isVisible()


def test_t_lists_the_presets_of_a_camera_that_turns(walker: Walker, qtbot):
    """A digit calls the preset of that place; Esc calls none."""
    walker.start()
    view, called = walker.page.walk_view, []
    view.presets.recall = lambda point, preset: called.append((point.no, preset.token))
    presets = (Preset("7", "垃圾站"), Preset("9", "路口"))
    view.presets.offered.emit(walker.model.selected(), presets)
    qtbot.keyClick(view.reasons, Qt.Key.Key_Escape)
    assert called == []

    view.presets.offered.emit(walker.model.selected(), presets)
    qtbot.keyClick(view.reasons, Qt.Key.Key_2)

    assert called == [(1, "9")]


def test_under_the_least_dwell_another_key_must_confirm(walker: Walker):
    """Space twice does not do; Enter after the sentence does, and it is marked."""
    walker.start()
    walker.look(500)
    walker.page.walk_view.do("confirm")
    assert walker.model.nos == (1,)

    walker.page.walk_view.do("normal")
    walker.page.walk_view.do("normal")
    assert walker.model.nos == (1,)
    walker.page.walk_view.do("confirm")

    walker.until(lambda: walker.model.walk.round.quick == 1)
    assert walker.model.nos == (2,)


def test_the_old_picture_never_stands_under_the_new_name(walker: Walker):
    """Until a fresh picture comes the tile keeps camera and picture of the one before."""
    walker.start()
    walker.look()
    walker.page.walk_view.do("normal")
    (tile,) = walker.stage._tiles
    assert tile.point.camera_code == "C018"
    assert (tile.earlier.camera.code, tile.picture) == ("C017", None)

    walker.time.advance(HELD_MS)
    walker.stage._fetch()
    assert (tile.earlier, tile.picture) == (None, None)

    walker.engine.show(tile.camera.id, 7)
    walker.stage._fetch()
    assert tile.picture.seq == 7


def test_a_lost_camera_says_so_at_once(walker: Walker):
    """The stream is known to be gone: nobody waits under an old picture."""
    walker.start()
    walker.look()
    lost = walker.model.points()[1].camera_id
    walker.engine.stand(lost, StreamState.LOST, attempt=2)

    walker.page.walk_view.do("normal")
    walker.stage._fetch()

    assert walker.stage._tiles[0].earlier is None


def test_four_side_by_side_are_normal_together_or_not_at_all(walker: Walker):
    """One of four has no picture: nothing is recorded; skipped, the others follow by one key."""
    walker.start()
    walker.model.use_page_size(4)
    assert walker.model.nos == (1, 2, 3, 4)
    walker.until(lambda: len(walker.engine.watched()) == 5)
    walker.look()
    dark = walker.ids()[2]
    walker.engine.pictures.pop(dark)
    walker.time.advance(6_000)
    for camera_id in walker.ids():
        if camera_id != dark:
            walker.engine.show(camera_id, 90)
    walker.stage._fetch()

    walker.page.walk_view.do("normal")
    assert "没有新画面" in walker.page.walk_view.foot.told()
    assert walker.desk.patrol.walk(walker.model.walk.round.id).result(5).round.visited == 0


def test_looking_back_changes_nothing(walker: Walker):
    """Page Up shows the checkpoint before with what is recorded; Space goes on, not twice."""
    walker.start()
    walker.look()
    walker.page.walk_view.do("normal")
    walker.until(lambda: walker.model.walk.round.visited == 1)

    walker.model.step(-1)
    assert walker.model.nos == (1,)
    walker.page.walk_view.do("normal")

    assert walker.model.nos == (2,)
    assert walker.desk.patrol.walk(walker.model.walk.round.id).result(5).round.visited == 1


def test_leaving_the_page_closes_its_streams_and_ends_the_dwell(walker: Walker):
    """What nobody sees is neither decoded nor counted."""
    walker.start()
    walker.look()

    walker.page.hide()

    assert walker.engine.watched() == ()
    assert walker.model.dwell_ms(1) == 0


def test_a_round_closed_by_its_window_ends_on_the_page_in_words(walker: Walker):
    """The window ends in the middle: the page tells what is missing."""
    walker.start()
    walker.time.advance(24 * 3_600_000)
    walker.desk.ask(walker.desk.tick).result(5)
    walker.page.show_snapshot(walker.desk.snapshot)

    walker.until(lambda: not walker.model.is_walking)
    assert "没有完成" in walker.page.day_view.told()


def test_a_rest_is_proposed_once_a_leg_and_can_be_waved_away(walker: Walker):
    """After twenty minutes without a pause; dismissed, it is quiet for another leg."""
    walker.start()
    nudge = walker.page.walk_view.nudge
    nudge.show_walk(walker.model.walk)
    assert nudge.isHidden()

    walker.time.advance(20 * 60_000)
    nudge.show_walk(walker.model.walk)
    assert not nudge.isHidden()
    nudge.dismiss()
    nudge.show_walk(walker.model.walk)
    assert nudge.isHidden()
    walker.time.advance(20 * 60_000)
    nudge.show_walk(walker.model.walk)
    assert not nudge.isHidden()


def test_time_beneath_a_replay_does_not_count(walker: Walker):
    """What was seen before stays; what plays meanwhile under the replay is nobody's look."""
    walker.start()
    walker.look(1_000)
    before = walker.model.dwell_ms(1)
    assert before >= 1_000

    walker.stage.cover(is_covered=True)
    for _ in range(10):
        walker.time.advance(500)
        walker.engine.show(walker.ids()[0], walker.engine.pictures[walker.ids()[0]].seq + 1)
        walker.stage._fetch()
    assert walker.model.dwell_ms(1) == before

    walker.stage.cover(is_covered=False)
    walker.look(1_000)
    assert before < walker.model.dwell_ms(1) <= before + 1_000
