"""What the ONVIF stand-in answers: elements in the order and with the parts the schemas ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from duty_desk.video.onvif_xml import Element, element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.video.onvif_stand_in_head import HeadState, Triple

_SPACES = "http://www.onvif.org/ver10/tptz"
_TURN_SPEED = f"{_SPACES}/PanTiltSpaces/VelocityGenericSpace"
_TURN_PLACE = f"{_SPACES}/PanTiltSpaces/PositionGenericSpace"
_ZOOM_SPEED = f"{_SPACES}/ZoomSpaces/VelocityGenericSpace"
_ZOOM_PLACE = f"{_SPACES}/ZoomSpaces/PositionGenericSpace"


@dataclass(frozen=True)
class Lens:
    """One picture of the stand-in: `path` of its stream; presets by name, none for a fixed one."""

    path: str
    presets: dict[str, Triple] = field(default_factory=dict)
    is_movable: bool = True
    can_zoom: bool = True
    has_home: bool = True
    is_home_set: bool = True


def device_time(now_ms: int) -> Element:
    """The device's own clock."""
    at = datetime.fromtimestamp(now_ms / 1000, UTC)
    return element(
        "tds:GetSystemDateAndTimeResponse",
        element(
            "tds:SystemDateAndTime",
            element("tt:DateTimeType", text="Manual"),
            element("tt:DaylightSavings", text="false"),
            element(
                "tt:UTCDateTime",
                _numbers("tt:Time", Hour=at.hour, Minute=at.minute, Second=at.second),
                _numbers("tt:Date", Year=at.year, Month=at.month, Day=at.day),
            ),
        ),
    )


def capabilities(origin: str) -> Element:
    """Where the services are."""
    return element(
        "tds:GetCapabilitiesResponse",
        element(
            "tds:Capabilities",
            element("tt:Device", _at("tt:XAddr", origin, "device")),
            element(
                "tt:Media", _at("tt:XAddr", origin, "media"), element("tt:StreamingCapabilities")
            ),
            element("tt:PTZ", _at("tt:XAddr", origin, "ptz")),
        ),
    )


def services(origin: str) -> Element:
    """The same, as newer clients ask."""
    spaces = {
        "device": "http://www.onvif.org/ver10/device/wsdl",
        "media": "http://www.onvif.org/ver10/media/wsdl",
        "ptz": "http://www.onvif.org/ver20/ptz/wsdl",
    }
    return element(
        "tds:GetServicesResponse",
        *(
            element(
                "tds:Service",
                element("tds:Namespace", text=space),
                _at("tds:XAddr", origin, name),
                element(
                    "tds:Version",
                    element("tt:Major", text="2"),
                    element("tt:Minor", text="60"),
                ),
            )
            for name, space in spaces.items()
        ),
    )


def information() -> Element:
    """Who it says it is."""
    told = {
        "Manufacturer": "Duty Desk",
        "Model": "ONVIF stand-in",
        "FirmwareVersion": "1.0",
        "SerialNumber": "0001",
        "HardwareId": "loopback",
    }
    return element(
        "tds:GetDeviceInformationResponse",
        *(element(f"tds:{name}", text=text) for name, text in told.items()),
    )


def profiles(lenses: Iterable[Lens]) -> Element:
    """A profile for each lens."""
    return element(
        "trt:GetProfilesResponse",
        *(_profile(number, lens) for number, lens in enumerate(lenses)),
    )


def stream_uri(address: str) -> Element:
    """Where a profile's stream is."""
    return element(
        "trt:GetStreamUriResponse",
        element(
            "trt:MediaUri",
            element("tt:Uri", text=address),
            element("tt:InvalidAfterConnect", text="false"),
            element("tt:InvalidAfterReboot", text="false"),
            element("tt:Timeout", text="PT60S"),
        ),
    )


def node(number: int, lens: Lens, *, is_list: bool = False) -> Element:
    """What a lens can do."""
    spaces = [
        _space("tt:AbsolutePanTiltPositionSpace", _TURN_PLACE, -1, is_plane=True),
        _space("tt:AbsoluteZoomPositionSpace", _ZOOM_PLACE, 0),
        _space("tt:ContinuousPanTiltVelocitySpace", _TURN_SPEED, -1, is_plane=True),
        _space("tt:ContinuousZoomVelocitySpace", _ZOOM_SPEED, -1),
    ]
    kept = [one for one in spaces if lens.can_zoom or "Zoom" not in one.tag]
    return element(
        "tptz:GetNodesResponse" if is_list else "tptz:GetNodeResponse",
        element(
            "tptz:PTZNode",
            element("tt:Name", text=f"Head {number}"),
            element("tt:SupportedPTZSpaces", *kept),
            element("tt:MaximumNumberOfPresets", text="32"),
            element("tt:HomeSupported", text="true" if lens.has_home else "false"),
            token=f"node-{number}",
        ),
    )


def presets(lens: Lens) -> Element:
    """The views a lens knows."""
    return element(
        "tptz:GetPresetsResponse",
        *(
            element(
                "tptz:Preset",
                element("tt:Name", text=name),
                _position("tt:PTZPosition", at),
                token=str(number),
            )
            for number, (name, at) in enumerate(lens.presets.items(), start=1)
        ),
    )


def status(state: HeadState, now_ms: int) -> Element:
    """Where a head looks, and whether it moves."""
    word = "MOVING" if state.is_moving else "IDLE"
    return element(
        "tptz:GetStatusResponse",
        element(
            "tptz:PTZStatus",
            _position("tt:Position", state.at),
            element(
                "tt:MoveStatus",
                element("tt:PanTilt", text=word),
                element("tt:Zoom", text=word),
            ),
            element(
                "tt:UtcTime",
                text=f"{datetime.fromtimestamp(now_ms / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}",
            ),
        ),
    )


def fault(code: str, reason: str, *, is_sender: bool = True) -> Element:
    """A SOAP 1.2 fault; `code` is one of ONVIF's (`NotAuthorized`)."""
    return element(
        "s:Fault",
        element(
            "s:Code",
            element("s:Value", text="s:Sender" if is_sender else "s:Receiver"),
            # The prefix stands in a text, where the writer of XML does not see that it is used.
            element(
                "s:Subcode",
                element("s:Value", text=f"ter:{code}", **{"xmlns:ter": _ERRORS}),
            ),
        ),
        element("s:Reason", element("s:Text", text=reason, **{"xml:lang": "en"})),
    )


_ERRORS = "http://www.onvif.org/ver10/error"


def _profile(number: int, lens: Lens) -> Element:
    parts = [
        element("tt:Name", text=lens.path.strip("/")),
        element(
            "tt:VideoSourceConfiguration",
            element("tt:Name", text=f"Lens {number}"),
            element("tt:UseCount", text="1"),
            element("tt:SourceToken", text=f"lens-{number}"),
            element("tt:Bounds", x="0", y="0", width="1280", height="720"),
            token=f"source-{number}",
        ),
    ]
    if lens.is_movable:
        parts.append(
            element(
                "tt:PTZConfiguration",
                element("tt:Name", text=f"Head {number}"),
                element("tt:UseCount", text="1"),
                element("tt:NodeToken", text=f"node-{number}"),
                token=f"ptz-{number}",
            )
        )
    return element("trt:Profiles", *parts, token=f"profile-{number}", fixed="true")


def _space(name: str, uri: str, low: int, *, is_plane: bool = False) -> Element:
    axes = ("tt:XRange", "tt:YRange") if is_plane else ("tt:XRange",)
    return element(
        name,
        element("tt:URI", text=uri),
        *(
            element(axis, element("tt:Min", text=str(low)), element("tt:Max", text="1"))
            for axis in axes
        ),
    )


def _position(name: str, at: Triple) -> Element:
    return element(
        name,
        element("tt:PanTilt", x=f"{at[0]:.4f}", y=f"{at[1]:.4f}", space=_TURN_PLACE),
        element("tt:Zoom", x=f"{at[2]:.4f}", space=_ZOOM_PLACE),
    )


def _numbers(name: str, **numbers: int) -> Element:
    return element(name, *(element(f"tt:{one}", text=str(it)) for one, it in numbers.items()))


def _at(name: str, origin: str, service: str) -> Element:
    return element(name, text=f"{origin}/onvif/{service}_service")
