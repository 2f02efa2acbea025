"""The demo's street: its data agrees with its files, and its faults come and go by the script."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest

from duty_desk.language import Refusal, use_language
from duty_desk.video.annexb import load_footage
from duty_desk.video.demo_cameras import DemoStreet, load_script
from duty_desk.video.onvif_camera import OnvifCamera, onvif_address
from duty_desk.video.rtsp_server import StreamFault
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
MOST_CLIP_BYTES = 350 * 1024
MOST_BYTES = 6_200_000


def until(condition: Callable[[], bool]) -> bool:
    """Whether the condition came true within 10 s."""
    end = time.monotonic() + 10
    while not condition():
        if time.monotonic() > end:
            return False
    return True


def pixel_spread(url: str) -> int:
    """Brightest minus darkest grey value of the first picture; 0 for a black one."""
    options = {"rtsp_transport": "tcp", "analyzeduration": "0", "probesize": "32"}
    with av.open(url, options=options, timeout=5) as container:
        gray = next(container.decode(video=0)).to_ndarray(format="gray")
    return int(gray.max()) - int(gray.min())


@pytest.fixture
def clock() -> FakeTimeSource:
    return FakeTimeSource()


@pytest.fixture
def street(clock: FakeTimeSource) -> Iterator[DemoStreet]:
    with DemoStreet(DEMO, clock) as street:
        yield street


def test_sixteen_cameras_of_differing_kind():
    """Sixteen codes, several sizes and rates, every clip small and starting with a key picture."""
    cameras = load_script(DEMO).cameras
    clips = [load_footage(DEMO / one.clip) for one in cameras]
    subs = [load_footage(one.served(DEMO)[1].file) for one in cameras]
    sizes = [file.stat().st_size for file in DEMO.glob("*.h264")]

    assert len({one.record.code for one in cameras}) == 16
    assert {(c.width_px, c.height_px) for c in clips} == {
        (640, 360), (704, 576), (768, 432), (1280, 720),
    }  # fmt: skip
    assert {(c.width_px, c.height_px) for c in subs} == {(480, 270), (352, 288)}
    assert len({one.fps for one in cameras}) >= 5
    assert all(clip.pictures[0].is_key for clip in clips)
    assert max(sizes) <= MOST_CLIP_BYTES
    assert sum(sizes) <= MOST_BYTES


def test_every_loop_lasts_as_long_as_promised():
    """Each loop is 12 to 20 s long with a key picture at least every 2 s."""
    for one in (clip for camera in load_script(DEMO).cameras for clip in camera.served(DEMO)):
        pictures = load_footage(one.file).pictures
        keys = [number for number, picture in enumerate(pictures) if picture.is_key]

        assert 12 <= len(pictures) / one.fps <= 20, one.file
        assert max(b - a for a, b in zip(keys, [*keys[1:], len(pictures)], strict=True)) <= (
            2 * one.fps
        ), one.file


def test_a_view_in_trouble_has_the_size_of_its_camera():
    """Covered and turned cameras go on in the same size, so that nothing but the view changes."""
    others = [(one.clip, name) for one in load_script(DEMO).cameras
              for name in (one.covered, one.turned) if name]  # fmt: skip
    sizes = [
        [(clip.width_px, clip.height_px) for clip in (load_footage(DEMO / name) for name in pair)]
        for pair in others
    ]

    assert len(others) == 2
    assert all(own == other for own, other in sizes)


def test_faults_name_cameras_and_fit_the_loop():
    """Every fault belongs to a camera that can show it, and leaves the loop's ends calm."""
    script = load_script(DEMO)
    cameras = {one.record.code: one for one in script.cameras}

    assert {one.camera for one in script.faults} <= cameras.keys()
    for one in script.faults:
        if one.fault in (StreamFault.COVERED, StreamFault.TURNED, StreamFault.LITTERED):
            assert getattr(cameras[one.camera], one.fault.value)
    assert all(0 < one.from_s < one.to_s < script.loop_s for one in script.faults)


def test_a_fault_lasts_from_its_first_moment_to_before_its_last():
    """Limits of a fault: on at `from_s`, off at `to_s`, and on again one loop later."""
    script = load_script(DEMO)
    fault = replace(script.faults[0], camera="C017", from_s=10, to_s=20)
    script = replace(script, faults=(fault,), loop_s=60)

    assert script.faults_at(9.999) == {}
    assert script.faults_at(10) == {"C017": fault.fault}
    assert script.faults_at(19.999) == {"C017": fault.fault}
    assert script.faults_at(20) == {}
    assert script.faults_at(70) == {"C017": fault.fault}


def test_cameras_go_to_the_catalogue_with_their_address(street: DemoStreet):
    """Records carry a login in their address, play from it, and hide it in print."""
    records = street.records()

    assert [one.code for one in records][:2] == ["C017", "C018"]
    assert all(one.url_main.startswith("rtsp://demo:") for one in records)
    assert all(one.url_sub.endswith("/sub") for one in records)
    assert "rtsp://" not in repr(records)
    assert pixel_spread(records[0].url_main) > 50


def test_two_cameras_of_the_street_can_be_turned(street: DemoStreet, clock: FakeTimeSource):
    """Those with presets answer as ONVIF devices, each its own; the others are said to be fixed."""
    turning = [one for one in street.records() if one.onvif_port]
    assert [one.code for one in turning] == ["C017", "C041"]
    for record in turning:
        place = onvif_address(record.url_main, record.onvif_port, record.url_sub)
        camera = OnvifCamera(place, clock)
        names = [preset.name for preset in camera.connect().presets]
        camera.close()
        assert names == list(street._camera(record.code).presets)
    assert {one.ptz_type for one in street.records() if not one.onvif_port} == {"fixed"}


def test_names_follow_the_language(street: DemoStreet):
    """The same camera has its Chinese name, and an English one when English is spoken."""
    use_language("en")
    try:
        english = street.records()[2].name
    finally:
        use_language("zh_CN")

    assert english == "Keyu, rubbish station"
    assert street.records()[2].name == "科育社区-垃圾站"


def test_the_script_plays_on_the_given_clock(street: DemoStreet, clock: FakeTimeSource):
    """When the clock reaches a fault its camera is black, and well again when it is over."""
    black = next(one for one in street.script.faults if one.fault is StreamFault.BLACK)
    assert pixel_spread(street.url(black.camera)) > 50

    clock.advance(int(black.from_s * 1000))
    assert until(lambda: pixel_spread(street.url(black.camera)) == 0)

    clock.advance(int((black.to_s - black.from_s) * 1000))
    assert until(lambda: pixel_spread(street.url(black.camera)) > 50)


@pytest.mark.parametrize("text", ["", "loop_s = 'x'\n[[camera]]\n", "not toml ="])
def test_a_damaged_catalogue_is_refused(tmp_path: Path, text: str):
    """A missing or damaged catalogue ends in a sentence that names it."""
    if text:
        (tmp_path / "cameras.toml").write_text(text)

    with pytest.raises(Refusal, match=r"cameras\.toml"):
        load_script(tmp_path)
