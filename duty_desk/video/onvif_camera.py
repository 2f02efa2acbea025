"""One camera's pan, tilt and zoom by ONVIF: find the right picture on the device, then move it.

Shapes of requests and answers: ONVIF core, media (ver10) and PTZ (ver20) service specifications.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from duty_desk.video.onvif_line import OnvifLine
from duty_desk.video.onvif_trouble import OnvifFault, OnvifTrouble
from duty_desk.video.onvif_xml import Element, all_of, element, number_of, text_of
from duty_desk.video.rtsp_login import Login

if TYPE_CHECKING:
    from duty_desk.domain.time_source import TimeSource

DEVICE_PATH = "/onvif/device_service"
DEFAULT_PORT, TLS_PORT = 80, 443
MOVE_TIMEOUT_S = 5
"""A device stops by itself after so long: a hung desk must not turn a camera for ever."""

_MOST_PRESETS = 300
_NOT_OFFERED = (OnvifFault.REFUSED, OnvifFault.NO_SERVICE)
_TURN_SPACES = "tt:SupportedPTZSpaces/tt:ContinuousPanTiltVelocitySpace"
_ZOOM_SPACES = "tt:SupportedPTZSpaces/tt:ContinuousZoomVelocitySpace"


@dataclass(frozen=True)
class Preset:
    """A view the camera knows by name."""

    token: str
    name: str


@dataclass(frozen=True)
class Drive:
    """How fast to turn and zoom, each from -1 to 1: right, up and closer are positive."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0


STILL = Drive()


@dataclass(frozen=True)
class PtzPosition:
    """Where the device says it looks, in its own generic units; None where it does not say."""

    pan: float | None = None
    tilt: float | None = None
    zoom: float | None = None
    is_moving: bool | None = None


@dataclass(frozen=True)
class PtzAbilities:
    """What a camera can do, as it says itself."""

    presets: tuple[Preset, ...]
    can_turn: bool
    can_zoom: bool
    has_home: bool
    position: PtzPosition


@dataclass(frozen=True)
class OnvifAddress:
    """Where a camera's ONVIF service answers, and which of its pictures is meant."""

    origin: str  # http://host:port
    login: Login | None
    streams: frozenset[str] = field(repr=False)  # their paths and queries, without the login


def onvif_address(main: str, port: int | None, sub: str = "") -> OnvifAddress:
    """The service beside the stream: same host and login, `port` or the usual one.

    Args:
        main: The address of the stream, with its login.
        port: Where the service answers.
        sub: The address of a smaller stream of the same picture, when there is one.

    Raises:
        OnvifTrouble: the stream comes from no network host.
    """
    try:
        parts = urlsplit(main)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme.lower() == "file":
        raise OnvifTrouble(OnvifFault.NO_ADDRESS)
    shown_host = f"[{host}]" if ":" in host else host
    scheme = "https" if port == TLS_PORT else "http"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return OnvifAddress(
        origin=f"{scheme}://{shown_host}:{port or DEFAULT_PORT}",
        login=Login(user, password) if user else None,
        streams=frozenset(_stream_key(one) for one in (main, sub) if one),
    )


class OnvifCamera:
    """A camera that was found on its device. Calls block; one thread uses it, `abort` any."""

    def __init__(self, address: OnvifAddress, clock: TimeSource) -> None:
        self._streams = address.streams
        self._line = OnvifLine(address.origin, address.login, clock)
        self._media = self._ptz = DEVICE_PATH
        self._profile = ""
        self._can_turn = self._can_zoom = True

    def connect(self) -> PtzAbilities:
        """Find the services, the profile of our picture, and what it can do.

        Raises:
            OnvifTrouble: it cannot be controlled; says why.
        """
        try:
            return self._found()
        except OnvifTrouble as trouble:
            if trouble.fault is OnvifFault.NO_ANSWER:
                raise OnvifTrouble(OnvifFault.SILENT) from None
            raise

    def presets(self) -> tuple[Preset, ...]:
        """The views it knows, in the device's order; none when it has no such list."""
        try:
            answer = self._ask_ptz("GetPresets")
        except OnvifTrouble as trouble:
            if trouble.fault in _NOT_OFFERED:
                return ()
            raise
        found = [
            Preset(token, text_of(one, "tt:Name")[:60] or token)
            for one in all_of(answer, "tptz:Preset")
            if (token := one.get("token", ""))
        ]
        return tuple(found[:_MOST_PRESETS])

    def position(self) -> PtzPosition:
        """Where it looks now; empty when the device does not tell."""
        try:
            answer = self._ask_ptz("GetStatus")
        except OnvifTrouble as trouble:
            if trouble.fault in _NOT_OFFERED:
                return PtzPosition()
            raise
        place = "tptz:PTZStatus/tt:Position"
        told = {
            text_of(one)
            for name in ("tt:PanTilt", "tt:Zoom")
            for one in all_of(answer, f"tptz:PTZStatus/tt:MoveStatus/{name}")
        }
        return PtzPosition(
            pan=number_of(answer, f"{place}/tt:PanTilt", "x"),
            tilt=number_of(answer, f"{place}/tt:PanTilt", "y"),
            zoom=number_of(answer, f"{place}/tt:Zoom", "x"),
            is_moving="MOVING" in told if told & {"IDLE", "MOVING"} else None,
        )

    def drive(self, drive: Drive) -> None:
        """Turn and zoom until told otherwise, `MOVE_TIMEOUT_S` at most."""
        parts = []
        if self._can_turn:
            parts.append(element("tt:PanTilt", x=_speed(drive.pan), y=_speed(drive.tilt)))
        if self._can_zoom:
            parts.append(element("tt:Zoom", x=_speed(drive.zoom)))
        self._ask_ptz(
            "ContinuousMove",
            element("tptz:Velocity", *parts),
            element("tptz:Timeout", text=f"PT{MOVE_TIMEOUT_S}S"),
        )

    def stop(self) -> None:
        """Stand still. Asked twice when no answer came: it does no harm to stop twice."""
        parts = (element("tptz:PanTilt", text="true"), element("tptz:Zoom", text="true"))
        try:
            self._ask_ptz("Stop", *parts)
        except OnvifTrouble as trouble:
            if trouble.fault is not OnvifFault.NO_ANSWER:
                raise
            self._ask_ptz("Stop", *parts)

    def recall(self, preset: Preset) -> None:
        """Go to a view."""
        self._ask_ptz("GotoPreset", element("tptz:PresetToken", text=preset.token))

    def home(self) -> None:
        """Go to the home view."""
        try:
            self._ask_ptz("GotoHomePosition")
        except OnvifTrouble as trouble:
            if trouble.fault is OnvifFault.NO_SERVICE:
                raise OnvifTrouble(OnvifFault.NO_HOME) from None
            raise

    def abort(self) -> None:
        """Break off whatever waits for the device; from any thread."""
        self._line.abort()

    def close(self) -> None:
        """Let go of the device."""
        self._line.close()

    # -- finding it ----------------------------------------------------------------------------

    def _found(self) -> PtzAbilities:
        self._learn_clock()
        self._learn_services()
        has_home = self._learn_node(self._find_profile())
        return PtzAbilities(
            presets=self.presets(),
            can_turn=self._can_turn,
            can_zoom=self._can_zoom,
            has_home=has_home,
            position=self.position(),
        )

    def _learn_clock(self) -> None:
        """A login signed by another clock than the device's is refused: ask for its time first."""
        request = element("tds:GetSystemDateAndTime")
        try:
            answer = self._line.call(
                DEVICE_PATH, request, "tds:GetSystemDateAndTimeResponse", is_signed=False
            )
        except OnvifTrouble as trouble:
            if trouble.fault in (OnvifFault.LOGIN, *_NOT_OFFERED):
                return  # its clock stays unknown, the login may fit all the same
            raise
        told = _instant(answer)
        if told is not None:
            self._line.set_device_clock(told)

    def _learn_services(self) -> None:
        answer = self._line.call(
            DEVICE_PATH,
            element("tds:GetCapabilities", element("tds:Category", text="All")),
            "tds:GetCapabilitiesResponse",
        )
        media = text_of(answer, "tds:Capabilities/tt:Media/tt:XAddr")
        ptz = text_of(answer, "tds:Capabilities/tt:PTZ/tt:XAddr")
        if not ptz:
            raise OnvifTrouble(OnvifFault.NO_SERVICE)
        self._media, self._ptz = _path(media), _path(ptz)

    def _find_profile(self) -> str:
        """Choose the profile of our picture; the token of its PTZ node."""
        answer = self._line.call(self._media, element("trt:GetProfiles"), "trt:GetProfilesResponse")
        profiles = all_of(answer, "trt:Profiles")
        movable = [one for one in profiles if all_of(one, "tt:PTZConfiguration")]
        if not movable:
            raise OnvifTrouble(OnvifFault.NO_SERVICE)
        chosen = self._matching(profiles, movable)
        self._profile = chosen.get("token", "")
        return text_of(chosen, "tt:PTZConfiguration/tt:NodeToken")

    def _matching(self, profiles: list[Element], movable: list[Element]) -> Element:
        """The movable profile of our stream's picture.

        With one lens on the device there is nothing to mistake. A recorder has many: then the
        stream's own address must say which.
        """
        if len({_lens(one) for one in profiles}) == 1:
            return movable[0]
        for one in profiles:
            if self._stream_of(one) in self._streams:
                same = [other for other in movable if _lens(other) == _lens(one)]
                if same:
                    return same[0]
                raise OnvifTrouble(OnvifFault.NO_SERVICE)
        raise OnvifTrouble(OnvifFault.UNMATCHED)

    def _stream_of(self, profile: Element) -> str:
        request = element(
            "trt:GetStreamUri",
            element(
                "trt:StreamSetup",
                element("tt:Stream", text="RTP-Unicast"),
                element("tt:Transport", element("tt:Protocol", text="RTSP")),
            ),
            element("trt:ProfileToken", text=profile.get("token", "")),
        )
        try:
            answer = self._line.call(self._media, request, "trt:GetStreamUriResponse")
        except OnvifTrouble as trouble:
            if trouble.fault is OnvifFault.REFUSED:
                return ""
            raise
        return _stream_key(text_of(answer, "trt:MediaUri/tt:Uri"))

    def _learn_node(self, token: str) -> bool:
        """What the lens can do; whether it knows a home view. Older devices do not say: all."""
        request = element("tptz:GetNode", element("tptz:NodeToken", text=token))
        try:
            answer = self._line.call(self._ptz, request, "tptz:GetNodeResponse")
        except OnvifTrouble as trouble:
            if trouble.fault in _NOT_OFFERED:
                return True
            raise
        node = "tptz:PTZNode"
        self._can_turn = bool(all_of(answer, f"{node}/{_TURN_SPACES}"))
        self._can_zoom = bool(all_of(answer, f"{node}/{_ZOOM_SPACES}"))
        return text_of(answer, f"{node}/tt:HomeSupported").lower() in ("true", "1")

    def _ask_ptz(self, name: str, *children: Element) -> Element:
        profile = element("tptz:ProfileToken", text=self._profile)
        request = element(f"tptz:{name}", profile, *children)
        return self._line.call(self._ptz, request, f"tptz:{name}Response")


def _speed(value: float) -> str:
    return f"{max(-1.0, min(1.0, value)):.2f}"


def _lens(profile: Element) -> str:
    return text_of(profile, "tt:VideoSourceConfiguration/tt:SourceToken")


def _path(address: str) -> str:
    """Where a service lies on its host; the device's one address when it does not say."""
    path = "" if not address else _stream_key(address)
    return path if path.startswith("/") else DEVICE_PATH


def _stream_key(address: str) -> str:
    """Path and query of an address: what is left when host and login are taken away."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _instant(answer: Element) -> int | None:
    """The device's own UTC time, in milliseconds."""
    utc = "tds:SystemDateAndTime/tt:UTCDateTime"
    names = (
        "tt:Date/tt:Year", "tt:Date/tt:Month", "tt:Date/tt:Day",
        "tt:Time/tt:Hour", "tt:Time/tt:Minute", "tt:Time/tt:Second",
    )  # fmt: skip
    with contextlib.suppress(ValueError, OverflowError):
        told = [int(text_of(answer, f"{utc}/{name}")) for name in names]
        year, month, day, hour, minute, second = told
        at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return int(at.timestamp() * 1000)
    return None
