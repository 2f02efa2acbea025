"""The keyboard on a chart: every mark is reached, and a chart drawn anew takes none away."""

from __future__ import annotations

from duty_desk.ui.chart_keys import ChartWalk, Mark


class Sight:
    """All of the chart is in sight."""

    def seen(self) -> tuple[float, float]:
        """From where to where."""
        return 0.0, 100.0

    def see(self, low: float, high: float) -> None:
        """Nothing moves."""

    def show_all(self) -> None:
        """Nothing moves."""


def marks(*starts: float) -> list[Mark]:
    """Points of one row, as drawn now."""
    return [Mark("offline", 0, at, at, (at, "", "")) for at in starts]


def test_marks_that_look_alike_are_passed_one_by_one():
    """Two alike at one place do not hold the keyboard between them."""
    walk = ChartWalk(Sight())
    walk.show(marks(1, 1, 5))
    for _ in range(2):
        walk.step(1)
    assert walk.mark is not None
    assert walk.mark.from_x == 5


def test_a_chart_drawn_anew_keeps_where_the_keyboard_was():
    """What came meanwhile moves nobody; who is on a mark that is gone is on none."""
    walk = ChartWalk(Sight())
    walk.show(marks(1, 3, 5))
    walk.step(1)
    walk.show(marks(1, 2, 3, 5))
    assert walk.mark is not None
    assert walk.mark.from_x == 3
    walk.step(1)
    assert walk.mark.from_x == 5
    walk.show(marks(1))
    assert walk.mark is None
