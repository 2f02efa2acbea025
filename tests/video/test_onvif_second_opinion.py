"""An independent ONVIF client and our stand-in understand the standard alike."""

from __future__ import annotations

import pytest
from onveef import OnvifClient, OnvifError, OnvifFaultError

from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.video.onvif_stand_in import Door, Lens, OnvifStandIn
from duty_desk.video.rtsp_login import Login

LENSES = [Lens("/c046", {"北路口": (0.5, 0.2, 0.3)}), Lens("/c017", is_movable=False)]
TOKEN = "profile-0"


@pytest.fixture(params=Door, ids=str)
def device(request):
    """A device with one lens that moves and one that does not; its clock is right."""
    login = Login("viewer", "secret")
    with OnvifStandIn(LENSES, login, SystemTimeSource(), request.param) as running:
        yield running


@pytest.fixture
def client(device):
    """The other client, logged in."""
    with OnvifClient("127.0.0.1", device.port, "viewer", "secret") as made:
        yield made


def test_the_other_client_finds_profiles_presets_and_abilities(client):
    """It reads from our answers what our own client reads."""
    moving, still = client.get_profiles()
    (node,) = client.ptz_get_nodes()

    assert (moving["token"], moving["ptz"]["node_token"]) == (TOKEN, "node-0")
    assert not still.get("ptz", {}).get("token")
    assert client.get_stream_uri(profile_token=TOKEN).endswith("/c046")
    assert client.ptz_get_presets(profile_token=TOKEN)[0]["name"] == "北路口"
    assert node["home_supported"] == "true"
    assert node["ranges"]["continuous_pan_tilt"]["x"] == {"min": -1.0, "max": 1.0}


def test_the_other_client_moves_the_head(client, device):
    """Its moves, stops, presets and way home do what they say."""
    client.ptz_continuous_move(profile_token=TOKEN, pan=0.5, tilt=0.0, zoom=0.0, timeout="PT5S")
    assert client.ptz_get_status(profile_token=TOKEN)["move_status"]["pan_tilt"] == "MOVING"
    client.ptz_stop(profile_token=TOKEN)
    assert client.ptz_get_status(profile_token=TOKEN)["move_status"]["pan_tilt"] == "IDLE"
    client.ptz_goto_preset(profile_token=TOKEN, preset_token="1")
    assert device.head().is_moving
    client.ptz_goto_home_position(profile_token=TOKEN)

    assert device.calls[-1] == "GotoHomePosition"


def test_the_other_client_understands_our_refusals(client, device):
    """An unknown preset is a fault; a wrong password gets in nowhere."""
    with pytest.raises(OnvifFaultError, match="preset token"):
        client.ptz_goto_preset(profile_token=TOKEN, preset_token="9")
    with (
        OnvifClient("127.0.0.1", device.port, "viewer", "wrong") as stranger,
        pytest.raises(OnvifError),
    ):
        stranger.get_device_information()
