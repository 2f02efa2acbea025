"""How far decoding is behind the camera."""

from __future__ import annotations

import pytest

from duty_desk.video.lag import BEHIND_MS, LagGauge


def test_steady_stream_is_not_behind():
    """Frames that come as fast as they were made, with a little jitter."""
    gauge = LagGauge()
    behind = [gauge.behind_ms(n * 40, 1_000_000 + n * 40 + n % 3) for n in range(2_000)]

    assert max(behind) < 5


def test_growing_delay_is_seen():
    """Each frame a tenth later than due: after four seconds that is 400 ms."""
    gauge = LagGauge()
    behind = [gauge.behind_ms(n * 40, n * 44) for n in range(110)]

    assert behind[-1] > BEHIND_MS
    assert behind[80] < BEHIND_MS


def test_first_burst_does_not_hide_a_delay():
    """A server that sends a second of old frames at once sets no false start."""
    gauge = LagGauge()
    for n in range(25):
        gauge.behind_ms(n * 40, 1)

    assert gauge.behind_ms(1_000, 1 + 40 + 500) == pytest.approx(500, abs=1)


def test_clocks_that_drift_apart_are_no_delay():
    """A camera clock 200 ppm slow makes 17 s a day; that is not lag."""
    gauge = LagGauge()
    behind = [gauge.behind_ms(n * 1_000, int(n * 1_000.2)) for n in range(20_000)]

    assert max(behind) < 5


def test_jump_of_stream_time_starts_over():
    """A camera that restarts its clock is neither ahead nor behind."""
    gauge = LagGauge()
    gauge.behind_ms(500_000, 1_000)

    assert gauge.behind_ms(0, 1_040) == 0
