"""The wall as a widget: what it paints, what it watches, which keys it takes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt

from duty_desk.ui import theme
from duty_desk.ui.watch.carousel import READY_MS
from duty_desk.ui.watch.wall import DENSE_PAINT_MS, PAINT_MS, Wall
from duty_desk.video.stream_state import StreamState
from duty_desk.video.tier import Tier
from tests.fakes.window_parts import cameras


@pytest.fixture
def wall(dressed, watch, qtbot):
    """A shown wall of sixteen tiles whose timers the test stands in for."""
    widget = Wall(watch)
    qtbot.addWidget(widget)
    widget.resize(1280, 720)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def colour_at(wall: Wall, place: int) -> str:
    """The colour in the middle of a tile's left half, below the head."""
    area = wall.area_of(place)
    return wall.grab().toImage().pixelColor(area.left() + 60, area.center().y() + 20).name()


def test_a_fetched_picture_is_painted_at_its_place(wall, watch, engine):
    """Tile 6 shows what came for camera 6; its number counts as painted."""
    engine.sizes["cam-6"] = (wall.area_of(6).width() // 2 * 2, wall.area_of(6).height() // 2 * 2)
    engine.show("cam-6", 9, shade=0x40)
    wall._fetch()

    assert colour_at(wall, 6) == "#404040"
    assert watch.newer_picture("cam-6") is None


def test_f8_would_not_save_a_picture_that_was_fetched_but_not_painted(wall, watch, engine):
    """Fetched is not seen: before the paint the picture still counts as new."""
    engine.show("cam-0", 3)
    wall._fetch()

    assert watch.newer_picture("cam-0") is not None


def test_a_hidden_wall_fetches_nothing(wall, watch, engine):
    """On another page no picture is copied for nobody."""
    asked = []
    engine.picture = lambda camera_id, after=0: asked.append(camera_id)
    wall.hide()
    wall._fetch()

    assert asked == []


def test_a_stale_picture_is_veiled(wall, watch, engine, time):
    """After the stall limit the same picture is darker than when it was live."""
    engine.sizes["cam-1"] = (318, 176)
    engine.show("cam-1", 1, shade=0xC0)
    wall._fetch()
    live = colour_at(wall, 1)
    time.advance(6_000)
    wall._age()

    assert live == "#c0c0c0"
    assert int(colour_at(wall, 1)[1:3], 16) < 0x60


def test_a_picture_of_another_size_keeps_its_shape(wall, engine):
    """A 4:3 picture stands between dark margins, not stretched."""
    engine.sizes["cam-2"] = (240, 180)
    engine.show("cam-2", 1, shade=0xC0)
    wall._fetch()
    area = wall.area_of(2)
    edge = wall.grab().toImage().pixelColor(area.left() + 12, area.center().y())

    assert edge.name() == theme.colour("tile_ground").name()


def test_tiles_are_asked_for_at_their_size_in_device_pixels(wall, engine, qtbot):
    """The engine scales, the wall only blits: even sides, no larger than the tile."""
    qtbot.waitUntil(lambda: len(engine.sizes) == 16)
    width, height = engine.sizes["cam-0"]

    assert QSize(width, height) == QSize(
        wall.area_of(0).width() // 2 * 2, wall.area_of(0).height() // 2 * 2
    )


def test_a_resize_is_followed_when_it_has_settled(wall, engine, qtbot):
    """Dragging the window asks for new sizes once, at the end."""
    qtbot.waitUntil(lambda: len(engine.sizes) == 16)
    before = dict(engine.sizes)
    for width in range(1280, 1100, -30):
        wall.resize(width, 640)

    assert engine.sizes == before

    qtbot.waitUntil(lambda: engine.sizes["cam-0"][0] < before["cam-0"][0])


def test_a_full_picture_keeps_the_others_ready_for_a_while(wall, engine, qtbot):
    """Enter: one stream grows, the others stay open so that Esc shows them at once."""
    qtbot.waitUntil(lambda: len(engine.sizes) == 16)
    qtbot.keyClick(wall, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: engine.sizes["cam-0"] == (1280, 720))

    assert len(engine.sizes) == 16


def test_a_full_picture_that_stays_is_watched_alone(wall, engine, qtbot):
    """After a while nobody decodes what nobody sees; back, the others are opened again."""
    qtbot.waitUntil(lambda: len(engine.sizes) == 16)
    qtbot.keyClick(wall, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: engine.sizes["cam-0"] == (1280, 720))
    wall._linger_timer.timeout.emit()

    assert set(engine.sizes) == {"cam-0"}

    qtbot.keyClick(wall, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(engine.sizes) == 16)


def test_a_turn_closes_the_screen_before_and_readies_the_next(dressed, watch, engine, time, qtbot):
    """Page Down: sixteen tiles are opened, the next sixteen made ready, and later left alone."""
    watch.wall.show_cameras(cameras(48))
    wall = Wall(watch)
    qtbot.addWidget(wall)
    wall.resize(1280, 720)
    wall.show()
    qtbot.waitUntil(lambda: len(engine.sizes) == 16)
    watch.wall.turn(1)
    qtbot.waitUntil(lambda: set(engine.sizes) == {f"cam-{n}" for n in range(16, 48)})

    assert engine.tiers["cam-17"] is Tier.VISIBLE
    assert engine.tiers["cam-32"] is Tier.NEXT

    time.advance(READY_MS)
    wall._age()
    qtbot.waitUntil(lambda: set(engine.sizes) == {f"cam-{n}" for n in range(16, 32)})


def test_a_click_selects_and_a_double_click_opens(wall, watch, qtbot):
    """The mouse does what arrows and Enter do."""
    centre = wall.area_of(5).center()
    qtbot.mouseClick(wall, Qt.MouseButton.LeftButton, pos=centre)

    assert watch.wall.selected_id() == "cam-5"

    qtbot.mouseDClick(wall, Qt.MouseButton.LeftButton, pos=centre)

    assert watch.wall.is_full()


def test_arrow_keys_move_the_blue_frame(wall, watch, qtbot):
    """The frame of the selected tile is drawn in the accent colour."""
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    area = wall.area_of(1)
    edge = wall.grab().toImage().pixelColor(QPoint(area.left() + 1, area.center().y()))

    assert watch.wall.selected_id() == "cam-1"
    assert edge.name() == theme.tokens().tile_accent


def test_many_tiles_are_painted_at_half_the_pace(wall, watch):
    """Up to nine tiles every 40 ms, sixteen every 80 ms."""
    assert wall._paint_timer.interval() == DENSE_PAINT_MS

    watch.wall.use_layout(9)

    assert wall._paint_timer.interval() == PAINT_MS


def test_only_changed_tiles_are_painted_again(wall, engine, qtbot):
    """One new picture repaints one tile, not the wall."""
    qtbot.waitUntil(lambda: len(engine.sizes) == 16)
    regions = []
    original = wall.paintEvent
    wall.paintEvent = lambda event: (regions.append(event.region()), original(event))
    engine.show("cam-3", 1)
    wall._fetch()
    qtbot.waitUntil(lambda: bool(regions))

    assert regions[0].boundingRect() == wall.area_of(3)


def test_an_empty_wall_says_how_it_is_filled(dressed, watch, desk, qtbot):
    """No cameras: the wall teaches instead of staying black."""
    watch.wall.show_cameras(())
    empty = Wall(watch)
    qtbot.addWidget(empty)
    empty.resize(800, 450)
    picture = empty.grab().toImage()
    inks = {picture.pixelColor(x, 225).name() for x in range(800)}
    inks |= {picture.pixelColor(x, 232).name() for x in range(800)}

    assert len(inks) > 2


def test_a_gentle_turn_never_shows_an_old_picture_under_another_name(wall, watch, engine):
    """The tile changes as a whole: picture and head of one camera, then those of the next."""
    watch.wall.show_cameras(cameras(32))
    engine.sizes["cam-2"] = engine.sizes["cam-18"] = (318, 176)
    engine.show("cam-2", 1, shade=0x40)
    wall._fetch()
    watch.wall.turn_gently()

    assert (watch.wall.visible()[2].id, colour_at(wall, 2)) == ("cam-2", "#404040")

    engine.show("cam-18", 1, shade=0xB0)
    wall._fetch()

    assert (watch.wall.visible()[2].id, colour_at(wall, 2)) == ("cam-18", "#b0b0b0")


def test_what_comes_next_is_open_before_it_is_shown(wall, watch, engine, qtbot):
    """A running carousel has the next screen ready, at the size of its tiles."""
    watch.wall.show_cameras(cameras(32))
    watch.carousel.toggle()
    wall._age()
    qtbot.waitUntil(lambda: engine.tiers.get("cam-16") is Tier.NEXT)

    assert engine.sizes["cam-16"] == engine.sizes["cam-0"]


def test_the_large_tile_is_looked_at_closely(wall, watch, engine, qtbot):
    """1+5: the large tile gets the main stream, the small ones what their size is worth."""
    watch.wall.select("cam-3")
    watch.wall.use_layout(6)
    qtbot.waitUntil(lambda: engine.tiers.get("cam-0") is Tier.FOCUSED)

    assert engine.tiers["cam-1"] is Tier.VISIBLE
    assert engine.sizes["cam-0"][0] > 2 * engine.sizes["cam-1"][0]


def test_a_tile_is_dragged_to_another_place(wall, watch, qtbot):
    """Press on the first, let go over the sixth: the two have changed places."""
    start, end = wall.area_of(0).center(), wall.area_of(5).center()
    qtbot.mousePress(wall, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(wall, end)
    wall.grab()
    qtbot.mouseRelease(wall, Qt.MouseButton.LeftButton, pos=end)

    shown = [camera.id for camera in watch.wall.visible()]
    assert (shown[0], shown[5]) == ("cam-5", "cam-0")


def test_a_hole_keeps_the_name_of_its_camera(wall, watch):
    """A camera taken out of use: its place says who had it."""
    watch.wall.show_cameras(cameras(16)[1:])
    picture, area = wall.grab().toImage(), wall.area_of(0)
    inks = {
        picture.pixelColor(x, area.center().y() - 10).name() for x in range(40, area.right() - 40)
    }

    assert watch.wall.hole_words(0) == ("C017 中关村东路-北口-东", "已停用")
    assert len(inks) > 3


def test_the_tip_of_a_tile_says_all_that_is_known(wall, watch, engine, time):
    """What has no room on a small tile stands in its tip."""
    engine.show("cam-0", 1)
    wall._fetch()
    wall.grab()
    live = watch.tip_of(watch.wall.camera("cam-0"))
    engine.stand("cam-1", StreamState.NO_LOGIN, 1, "login_refused")
    refused = watch.tip_of(watch.wall.camera("cam-1"))

    assert live.splitlines() == [
        "C017 中关村东路-北口-东",
        "实时 · 主码流 · 每秒 25 帧",
        "画面检查正常",
    ]
    assert "登录被拒" in refused
    assert "不再自动重试" in refused
