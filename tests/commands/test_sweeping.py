"""The commands that look at cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from duty_desk.video.rtsp_login import Login
from duty_desk.video.rtsp_server import RtspServer, ServedClip
from tests.documents.catalogues import HEADINGS, good_row, workbook
from tests.fakes.desk import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "geheim-7"


@pytest.fixture
def street(place) -> Iterator[None]:
    """C001 gives a picture, C002 refuses the password, C003 is an unknown path."""
    clip = RESOURCES / "demo" / "c017.h264"
    served = [ServedClip(f"c{n}", clip, 15, Login("desk", PASSWORD)) for n in (1, 2)]
    with RtspServer(served) as server:
        good = server.url("c1")
        addresses = (
            good,
            server.url("c2").replace("desk:", "clerk:"),
            good[:-1] + "9",
        )
        rows = [[*good_row(n)[:3], addresses[n - 1], ""] for n in (1, 2, 3)]
        place.json("cameras", "import", workbook(place.data / "street.xlsx", [HEADINGS, *rows]))
        yield


@pytest.mark.usefixtures("street")
def test_a_sweep_is_kept_and_listed(place):
    """Every camera has its state, and the one that was seen its size, codec and delay."""
    swept = place("cameras", "sweep", "--json")
    assert (swept.code, swept.document["cameras"], swept.document["seen"]) == (1, 3, 1)

    listed = {item["code"]: item for item in place.json("cameras", "list")}
    assert {code: item["state"] for code, item in listed.items()} == {
        "C001": "live",
        "C002": "no_login",
        "C003": "not_found",
    }
    assert (listed["C001"]["codec"], listed["C001"]["width"]) == ("h264", 768)
    assert listed["C001"]["delay_ms"] > 0
    assert listed["C001"]["seen_at"].endswith("+08:00")
    assert listed["C002"]["seen_at"] is None
    assert place("verify").code == 0


@pytest.mark.usefixtures("street")
def test_a_probe_keeps_nothing_and_tells_each_camera(place):
    """It only reads, and says in words why there is no picture; never with a password."""
    said = place("cameras", "probe", "C001", "C003")

    assert said.code == 1
    assert "[2/2]" in said.out
    assert "有画面 768×" in said.out
    assert "设备上没有这个通道" in said.out
    assert PASSWORD not in said.out + said.err
    assert {item["state"] for item in place.json("cameras", "list")} == {"unknown"}


def test_a_probe_of_an_unknown_camera_is_refused(place):
    """The code that is not in the catalogue is named."""
    said = place("cameras", "probe", "C999")

    assert (said.code, "C999" in said.err) == (3, True)
