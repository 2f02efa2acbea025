"""Finding devices on the network, when somebody asks."""

from __future__ import annotations

import pytest

from duty_desk.language import Refusal
from duty_desk.video.onvif_discovery import FoundDevice, discover
from tests.fakes.onvif_device import AnnouncedDevices

LOOPBACK, WAIT_S = "127.0.0.1", 0.4
SCOPES = "onvif://www.onvif.org/name/%E5%8C%97%E8%B7%AF%E5%8F%A3 onvif://www.onvif.org/hardware/X1"


def test_devices_are_found_with_place_and_name():
    """Each device once, sorted by address; its own host is preferred over its inner one."""
    with AnnouncedDevices(
        ("http://192.0.2.20:8000/onvif/device_service", ""),
        ("http://192.0.2.3/x http://127.0.0.1:8080/onvif/device_service", SCOPES),
        ("https://192.0.2.3/onvif/device_service", ""),
        ("http://192.0.2.20:8000/onvif/device_service", ""),
    ) as network:
        found = discover(LOOPBACK, WAIT_S, network.port)

    assert found == [
        FoundDevice("127.0.0.1", 8080, "北路口", "X1"),
        FoundDevice("192.0.2.3", 443, "", ""),
        FoundDevice("192.0.2.20", 8000, "", ""),
    ]
    assert network.probes == ["dn:NetworkVideoTransmitter"]


def test_nonsense_on_the_network_is_passed_over():
    """Anybody may send anything to the port: no XML, a document type, an address that is none."""
    with AnnouncedDevices(
        b"\x00\xff not xml",
        b"<!DOCTYPE x><x/>",
        ("gopher://192.0.2.1 http://[bad http://192.0.2.2:99999/ http://a\x7fb/", SCOPES),
        ("http://192.0.2.9/", "onvif://www.onvif.org/name/a%0a%1b[2Jb"),
    ) as network:
        found = discover(LOOPBACK, WAIT_S, network.port)

    assert found == [FoundDevice("192.0.2.9", 80, "a[2Jb", "")]


def test_silence_is_an_empty_answer():
    """Nobody there: an empty list, after the time that was set."""
    with AnnouncedDevices() as network:
        assert discover(LOOPBACK, WAIT_S, network.port) == []


@pytest.mark.parametrize("interface", ["203.0.113.7", "no address"])
def test_an_interface_this_computer_has_not_is_refused(interface):
    """Said in a sentence, before anything is sent."""
    with pytest.raises(Refusal, match=interface):
        discover(interface, WAIT_S)
