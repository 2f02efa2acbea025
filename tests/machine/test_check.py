"""What this computer offers, as `duty-desk check` tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_desk.machine.check import clock_item, fonts_item, machine_items, place_item
from duty_desk.machine.sleep import SleepInhibitor
from tests.fakes.time_source import FakeTimeSource

FONT = Path(__file__).parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"


def test_a_sound_computer_has_no_failed_item(tmp_path):
    """Each item has a name, a state and a sentence."""
    items = machine_items(tmp_path / "data", [FONT], FakeTimeSource())

    assert [item.name for item in items] == [
        "python",
        "platform",
        "clock",
        "data",
        "disk",
        "sqlite",
        "fonts",
    ]
    assert all(item.state in {"ok", "warn"} for item in items)
    assert all(item.detail for item in items)


@pytest.mark.parametrize("now_ms", [0, 1_767_225_599_999, 4_102_444_800_000])
def test_an_impossible_time_fails(now_ms):
    """An empty clock battery shows 1970 or worse, and every record would carry it."""
    assert clock_item(FakeTimeSource(now_ms)).state == "failed"


def test_a_missing_font_is_named():
    """A broken installation is found before the first picture is captioned."""
    item = fonts_item([FONT, FONT.with_name("Gone.ttf")])

    assert (item.state, "Gone.ttf" in item.detail) == ("failed", True)


def test_an_unfit_data_folder_fails_with_its_sentence(tmp_path):
    """The check says what the start would say."""
    assert place_item(tmp_path / "Dropbox").state == "failed"
    assert not (tmp_path / "Dropbox").exists()


def test_staying_awake_fails_softly():
    """Where the system gives no promise the desk works on, and stopping is always safe."""
    inhibitor = SleepInhibitor()

    granted = inhibitor.start()

    assert inhibitor.is_on is granted
    inhibitor.stop()
    inhibitor.stop()
    assert not inhibitor.is_on
