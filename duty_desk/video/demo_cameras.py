"""The demo's street: sixteen cameras as data, served on loopback, with faults that come and go."""

from __future__ import annotations

import secrets
import threading
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from duty_desk.domain.camera import CameraRecord
from duty_desk.language import Refusal, language, tr
from duty_desk.video.onvif_stand_in import Lens, OnvifStandIn
from duty_desk.video.rtsp_child import RtspServerProcess
from duty_desk.video.rtsp_login import Login
from duty_desk.video.rtsp_server import ServedClip, StreamFault

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.domain.time_source import TimeSource

_CATALOGUE = "cameras.toml"
_VIEWS = ("covered", "turned", "littered")
_OF_DEMO = ("name_en", "clip", "fps", *_VIEWS, "clock_ahead_ms", "presets", "ground")
SUB_FPS = 15
_LOOK_EVERY_S = 0.25
_JOIN_S = 10.0


@dataclass(frozen=True)
class DemoCamera:
    """A camera of the demo: what the catalogue says of it, and the loop it shows.

    `ground` is what is watched for dumped things: corners (x, y) in thousandths of the picture.
    """

    record: CameraRecord
    name_en: str
    clip: str
    fps: float
    covered: str = ""
    turned: str = ""
    littered: str = ""
    clock_ahead_ms: int = 0
    presets: tuple[str, ...] = ()
    ground: tuple[tuple[int, int], ...] = ()

    @property
    def lens(self) -> Lens:
        """What the stand-in for its motors is given: views by name, spread over its range."""
        views = {
            name: (0.6 - 0.4 * number, 0.1 * number, 0.2 * number)
            for number, name in enumerate(self.presets)
        }
        return Lens(f"/{self.path}", views)

    @property
    def path(self) -> str:
        """Where the server serves its main stream: its code in small letters."""
        return f"{self.record.code.lower()}/main"

    @property
    def sub_path(self) -> str:
        """Where the server serves its sub-stream."""
        return f"{self.record.code.lower()}/sub"

    def served(self, folder: Path) -> tuple[ServedClip, ServedClip]:
        """What the server is given, main and sub, the files lying in `folder`."""
        main = ServedClip(
            self.path,
            folder / self.clip,
            self.fps,
            covered=folder / self.covered if self.covered else None,
            turned=folder / self.turned if self.turned else None,
            littered=folder / self.littered if self.littered else None,
            clock_ahead_ms=self.clock_ahead_ms,
        )
        sub = replace(
            main,
            path=self.sub_path,
            file=_sub_of(main.file),
            fps=min(self.fps, SUB_FPS),
            covered=_sub_of(main.covered) if main.covered else None,
            turned=_sub_of(main.turned) if main.turned else None,
            littered=_sub_of(main.littered) if main.littered else None,
        )
        return main, sub


def _sub_of(clip: Path) -> Path:
    return clip.with_stem(f"{clip.stem}-sub")


@dataclass(frozen=True)
class DemoFault:
    """A fault of one camera, from and to in seconds of the script's loop."""

    camera: str
    fault: StreamFault
    from_s: float
    to_s: float


@dataclass(frozen=True)
class DemoScript:
    """Cameras and faults; the faults repeat every `loop_s` seconds."""

    cameras: tuple[DemoCamera, ...]
    faults: tuple[DemoFault, ...]
    loop_s: float

    def faults_at(self, elapsed_s: float) -> dict[str, StreamFault]:
        """The faults that are on, by camera code, `elapsed_s` seconds after the start."""
        moment_s = elapsed_s % self.loop_s
        return {one.camera: one.fault for one in self.faults if one.from_s <= moment_s < one.to_s}


def load_script(folder: Path) -> DemoScript:
    """Read `cameras.toml` of the demo's folder.

    Raises:
        Refusal: the file is missing or damaged.
    """
    try:
        told = tomllib.loads((folder / _CATALOGUE).read_text(encoding="utf-8"))
        cameras = tuple(_camera(one) for one in told["camera"])
        faults = tuple(
            DemoFault(one["camera"], StreamFault(one["fault"]), one["from_s"], one["to_s"])
            for one in told["fault"]
        )
        return DemoScript(cameras, faults, told["loop_s"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = tr(
            "演示用的 {name} 缺失或损坏，演示画面无法播放。值守数据不受影响，请重新安装程序。",
            name=_CATALOGUE,
        )
        raise Refusal(text) from error


def _camera(told: dict[str, Any]) -> DemoCamera:
    rest = dict(told)
    of_demo = {name: rest.pop(name) for name in _OF_DEMO if name in rest}
    rest["prone"] = tuple(rest["prone"])
    of_demo["presets"] = tuple(of_demo.get("presets", ()))
    of_demo["ground"] = tuple((x, y) for x, y in of_demo.get("ground", ()))
    return DemoCamera(CameraRecord(**rest), **of_demo)


class DemoStreet:
    """The sixteen cameras on air: a server process, and a thread that plays the fault script.

    Each start has a new password, so an address of an earlier demo opens nothing.
    """

    def __init__(self, folder: Path, clock: TimeSource) -> None:
        self.script = load_script(folder)
        self._clock = clock
        self._login = Login("demo", secrets.token_urlsafe(9))
        clips = [clip for one in self.script.cameras for clip in one.served(folder)]
        zero_at = clock.now_ms() - clock.mono_ms()
        self._server = RtspServerProcess(clips, login=self._login, zero_at=zero_at)
        turning = [one.lens for one in self.script.cameras if one.presets]
        self._motors = OnvifStandIn(turning, self._login, clock)
        self._on: dict[str, StreamFault] = {}
        self._started_mono_ms = 0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Go on air, all cameras well.

        Raises:
            Refusal: a clip is missing, or the server does not come up.
        """
        self._server.start()
        self._motors.start()
        self._started_mono_ms = self._clock.mono_ms()
        self._over.clear()
        self._thread = threading.Thread(target=self._run, name="demo-faults", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go off air, within 20 s."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            self._thread = None
        self._motors.stop()
        self._server.stop()
        self._on = {}

    def url(self, code: str) -> str:
        """The address of a camera's main stream, with name and password."""
        return self._server.url(self._camera(code).path)

    def sub_url(self, code: str) -> str:
        """The address of a camera's sub-stream, with name and password."""
        return self._server.url(self._camera(code).sub_path)

    def sessions(self, code: str) -> int:
        """How many clients play a camera now, main and sub."""
        camera = self._camera(code)
        return self._server.sessions(camera.path) + self._server.sessions(camera.sub_path)

    def _camera(self, code: str) -> DemoCamera:
        return next(one for one in self.script.cameras if one.record.code == code)

    def records(self) -> list[CameraRecord]:
        """The cameras as the catalogue takes them, named in the language in use."""
        return [self._record(one) for one in self.script.cameras]

    def _record(self, camera: DemoCamera) -> CameraRecord:
        name = camera.name_en if language() == "en" else camera.record.name
        code = camera.record.code
        return replace(
            camera.record,
            name=name,
            url_main=self.url(code),
            url_sub=self.sub_url(code),
            onvif_port=self._motors.port if camera.presets else None,
        )

    def _run(self) -> None:
        while not self._over.wait(_LOOK_EVERY_S):
            try:
                self._follow_script()
            except Refusal:
                # The server ended: the wall shows every camera as lost, which is the truth.
                return

    def _follow_script(self) -> None:
        elapsed_s = (self._clock.mono_ms() - self._started_mono_ms) / 1000
        wanted = self.script.faults_at(elapsed_s)
        for code in sorted(wanted.keys() | self._on.keys()):
            if wanted.get(code) is not self._on.get(code):
                camera = self._camera(code)
                for path in (camera.path, camera.sub_path):
                    self._server.switch(path, wanted.get(code))
        self._on = wanted
