"""Edges of lost and restored cameras."""

from __future__ import annotations

from duty_desk.ui.watch.lost_cameras import SETTLED_AFTER_MS, LostCameras


def test_a_flicker_is_told_to_nobody():
    """A camera back within ten seconds was never lost."""
    lost = LostCameras()

    assert lost.look("cam-1", "信号中断", 0, 0) is None
    assert lost.look("cam-1", "信号中断", SETTLED_AFTER_MS - 1, 0) is None
    assert lost.look("cam-1", None, SETTLED_AFTER_MS, 0) is None
    assert lost.look("cam-1", "信号中断", SETTLED_AFTER_MS + 1, 0) is None


def test_a_lost_camera_is_told_once_with_its_beginning():
    """After ten seconds the desk hears of it, once, with when it began."""
    lost = LostCameras()
    lost.look("cam-1", "信号中断", 0, 5_000)

    edge = lost.look("cam-1", "信号中断", SETTLED_AFTER_MS, 5_000)

    assert edge is not None
    assert (edge.is_lost, edge.since_at, edge.words) == (True, 5_000, "信号中断")
    assert lost.look("cam-1", "信号中断", SETTLED_AFTER_MS * 3, 5_000) is None


def test_a_restored_camera_is_told_after_ten_good_seconds():
    """A picture must last before the camera counts as back."""
    lost = LostCameras()
    lost.look("cam-1", "信号中断", 0, 0)
    lost.look("cam-1", "信号中断", SETTLED_AFTER_MS, 0)

    assert lost.look("cam-1", None, 20_000, 0) is None

    edge = lost.look("cam-1", None, 30_000, 0)

    assert edge is not None
    assert not edge.is_lost
    assert lost.count() == 0


def test_a_camera_out_of_sight_starts_its_ten_seconds_anew():
    """Nobody looked meanwhile, so the seconds before do not count."""
    lost = LostCameras()
    lost.look("cam-1", "信号中断", 0, 0)
    lost.out_of_sight("cam-1")

    assert lost.look("cam-1", "信号中断", SETTLED_AFTER_MS, 0) is None
