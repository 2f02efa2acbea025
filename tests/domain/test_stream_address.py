"""Stream addresses: which texts can be one, and what of them may be shown."""

from __future__ import annotations

import pytest

from duty_desk.domain.stream_address import AddressFaultKind, address_fault, masked

GOOD = [
    "rtsp://10.8.0.3/live",
    "rtsp://10.8.0.3:554/Streaming/Channels/101",
    "rtsp://user:pass@10.8.0.3:554/cam/realmonitor?channel=1&subtype=0",
    "rtsp://user:p%40ss%2F1@10.8.0.3/live",
    "RTSP://camera-17.example/live",
    "rtsps://camera_17.example:322/live",
    "rtsp://[fd00::17]:554/live",
    "rtsp://10.8.0.3:554/live@2",
    "https://video.example/live/17.m3u8",
    "file:///clips/street.mp4",
    "file://C:/clips/street.mp4",
]


@pytest.mark.parametrize("address", GOOD)
def test_an_address_that_cameras_have_is_taken(address: str) -> None:
    """What Hikvision, Dahua, platforms and our own clips are reached by has no fault."""
    assert address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "kind", "character"),
    [
        ("rtmp://10.8.0.3/live", AddressFaultKind.SCHEME, ""),
        ("10.8.0.3:554/live", AddressFaultKind.SCHEME, ""),
        ("C:\\clips\\street.mp4", AddressFaultKind.SCHEME, ""),
        ("rtsp:/10.8.0.3/live", AddressFaultKind.SCHEME, ""),
        ("rtsp://10.8.0.3/li ve", AddressFaultKind.BLANK, ""),
        ("rtsp://10.8.0.3/li\nve", AddressFaultKind.BLANK, ""),
        ("rtsp\uff1a//10.8.0.3/live", AddressFaultKind.FULL_WIDTH, ""),
        ("rtsp://10\u30028.0.3/live", AddressFaultKind.FULL_WIDTH, ""),
        ("rtsp:///live", AddressFaultKind.HOST, ""),
        ("rtsp://user:pass@/live", AddressFaultKind.HOST, ""),
        ("rtsp://10.8.0.256/live", AddressFaultKind.HOST, ""),
        ("rtsp://10.8.0/live", AddressFaultKind.HOST, ""),
        ("rtsp://[fd00::17/live", AddressFaultKind.HOST, ""),
        ("rtsp://<ip>/live", AddressFaultKind.HOST, ""),
        ("file:///", AddressFaultKind.HOST, ""),
        ("rtsp://10.8.0.3:99999/live", AddressFaultKind.PORT, ""),
        ("rtsp://10.8.0.3:0/live", AddressFaultKind.PORT, ""),
        ("rtsp://10.8.0.3:abc/live", AddressFaultKind.PORT, ""),
        ("rtsp://user:p@ss@10.8.0.3/live", AddressFaultKind.UNESCAPED, "@"),
        ("rtsp://user:p#ss@10.8.0.3/live", AddressFaultKind.UNESCAPED, "#"),
        ("rtsp://user:p/ss@10.8.0.3/live", AddressFaultKind.UNESCAPED, "/"),
        ("rtsp://user:p?ss@10.8.0.3/live", AddressFaultKind.UNESCAPED, "?"),
        ("rtsp://user:p%ss@10.8.0.3/live", AddressFaultKind.UNESCAPED, "%"),
        ("rtsp://user:a@b/c@10.8.0.3/live", AddressFaultKind.UNESCAPED, "/"),
        ("rtsp://***@10.8.0.3/live", AddressFaultKind.MASKED, ""),
    ],
)
def test_a_wrong_address_is_named_by_its_fault(
    address: str, kind: AddressFaultKind, character: str
) -> None:
    """A typing mistake is told from a missing host, and the character to be escaped is named."""
    fault = address_fault(address)

    assert fault is not None
    assert (kind, character) == (fault.kind, fault.character)


def test_the_character_to_escape_comes_with_its_escape() -> None:
    """The person need not know that @ is written %40."""
    fault = address_fault("rtsp://user:p@ss@10.8.0.3/live")

    assert fault is not None
    assert fault.escaped == "%40"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("", ""),
        ("none", "none"),
        (
            "rtsp://10.8.0.3:554/Streaming/Channels/101",
            "rtsp://10.8.0.3:554/Streaming/Channels/101",
        ),
        ("rtsp://user:geheim@10.8.0.3:554/live", "rtsp://***@10.8.0.3:554/live"),
        (
            "rtsp://user:geheim@10.8.0.3/cam/realmonitor?channel=1&subtype=0",
            "rtsp://***@10.8.0.3/cam/realmonitor?channel=1&subtype=0",
        ),
        ("rtsp://10.8.0.3/user=a_password=geheim_channel=1.sdp", "rtsp://10.8.0.3/user=***"),
        (
            "http://v.example/live?channel=1&token=geheim",
            "http://v.example/live?channel=1&token=***",
        ),
        (
            "http://v.example/live/0123456789abcdefgeheim789abcdef.flv",
            "http://v.example/live/***.flv",
        ),
        ("rtsp://user:ge@heim@10.8.0.3/live", "***"),
        ("geheim", "***"),
        ("file:///home-of-someone/street.mp4", "file://***/street.mp4"),
    ],
)
def test_a_shown_address_has_no_secret(address: str, shown: str) -> None:
    """User, password, tickets and keys are blotted out; of a broken address nothing is shown."""
    assert shown == masked(address)
    assert "geheim" not in masked(address)
