"""Addresses: what they name, and what of them may be shown."""

from __future__ import annotations

import pytest

from duty_desk.video.address import SourceKind, redacted, source_kind, usb_index
from duty_desk.video.engine import StreamSpec

SECRET = "Geheim7"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://10.1.2.3:554/ch1", "rtsp://10.1.2.3:554/ch1"),
        (f"rtsp://desk:{SECRET}@10.1.2.3:554/ch1", "rtsp://***@10.1.2.3:554/ch1"),
        (f"rtsp://desk:{SECRET}/a@b@10.1.2.3/ch1", "rtsp://***@10.1.2.3/ch1"),
        (f"rtsp://desk:{SECRET}?x@10.1.2.3/ch1", "rtsp://***@10.1.2.3/ch1"),
        (f"rtsp://desk:{SECRET}#x@10.1.2.3/ch1", "rtsp://***@10.1.2.3/ch1"),
        (f"http://10.1.2.3/live?token={SECRET}", "http://10.1.2.3/live?***"),
        (f"http://10.1.2.3/live#{SECRET}", "http://10.1.2.3/live"),
        (
            f"rtsp://10.1.2.3/user=desk&password={SECRET}&channel=1",
            "rtsp://10.1.2.3/user=***&password=***&channel=1",
        ),
        (
            f"rtsp://10.1.2.3/user=desk_password={SECRET}_channel=1",
            "rtsp://10.1.2.3/user=***_password=***_channel=1",
        ),
        (f"desk:{SECRET}@10.1.2.3/ch1", "***@10.1.2.3/ch1"),
        ("clips/gate.mp4", "clips/gate.mp4"),
        ("usb:0", "usb:0"),
        ("", ""),
    ],
)
def test_shown_address_keeps_the_place_and_hides_the_login(address: str, shown: str):
    """A person can tell which device it is, and nobody can use it to log in."""
    assert redacted(address) == shown
    assert SECRET not in redacted(address)


def test_spec_does_not_show_its_address():
    """A spec that slips into a log line carries no password."""
    assert SECRET not in repr(StreamSpec("C017", f"rtsp://desk:{SECRET}@10.1.2.3/ch1"))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("rtsp://10.1.2.3/ch1", SourceKind.NETWORK),
        ("RTSP://desk:p%40ss%3A%2F%23@10.1.2.3:554/ch1", SourceKind.NETWORK),
        ("rtsp://[fe80::1]:554/ch1", SourceKind.NETWORK),
        ("http://10.1.2.3/mjpeg", SourceKind.NETWORK),
        ("clips/gate.mp4", SourceKind.FILE),
        (r"D:\clips\gate.mp4", SourceKind.FILE),
        ("file:///clips/gate.mp4", SourceKind.FILE),
        ("usb:2", SourceKind.USB),
        ("rtsp://", None),
        ("rtsp://10.1.2.3:0/ch1", None),
        ("rtsp://10.1.2.3:70000/ch1", None),
        ("rtsp://10.1.2.3:five/ch1", None),
        ("gopher://10.1.2.3/ch1", None),
        ("", None),
    ],
)
def test_address_tells_the_kind_of_source(address: str, kind: SourceKind | None):
    """Network, file and device are told apart by the address alone; nonsense is none of them."""
    assert source_kind(address) is kind


def test_device_number_is_read():
    """`usb:2` is the third device."""
    assert usb_index("usb:2") == 2
