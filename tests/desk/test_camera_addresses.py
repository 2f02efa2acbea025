"""Importing the catalogue again: what becomes of addresses that are not given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fakes.desk import camera

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk


def test_a_list_without_addresses_leaves_the_streams_alone(desk: Desk, camera_id: str):
    """A new name is taken over; the sealed address is still the one from before."""
    given = replace(camera(name="白塔庵-西门"), url_main="")

    counts = desk.cameras.add([given]).result(5)

    assert (counts.added, counts.changed) == (0, 1)
    assert desk.cameras.address_of(camera_id).result(5) == (camera().url_main, "")
    assert desk.snapshot.cameras[0].name == "白塔庵-西门"


def test_the_same_list_without_addresses_changes_nothing(desk: Desk, camera_id: str):
    """An exported catalogue that comes back unchanged writes nothing into the journal."""
    counts = desk.cameras.add([replace(camera(), url_main="")]).result(5)

    assert (counts.added, counts.changed, counts.unchanged) == (0, 0, 1)
    assert desk.cameras.address_of(camera_id).result(5) == (camera().url_main, "")


def test_a_camera_has_a_main_and_a_sub_stream(desk: Desk, camera_id: str):
    """Both addresses are told; with a sub-stream alone it is the only and so the main one."""
    sub = "rtsp://192.0.2.1/sub"
    desk.cameras.add([replace(camera(), url_sub=sub)]).result(5)
    assert desk.cameras.address_of(camera_id).result(5) == (camera().url_main, sub)

    desk.cameras.add([replace(camera(), url_main="none", url_sub=sub)]).result(5)
    assert desk.cameras.address_of(camera_id).result(5) == (sub, "")


def test_what_a_device_gives_at_a_time_reaches_the_wall(desk: Desk, camera_id: str):
    """The list's limit is on the row that streams are opened by; an empty cell sets none."""
    assert desk.snapshot.cameras[0].session_limit == 0

    desk.cameras.add([replace(camera(), session_limit=16)]).result(5)

    assert desk.snapshot.cameras[0].session_limit == 16


def test_a_camera_said_to_have_no_stream_loses_its_address(desk: Desk, camera_id: str):
    """“无” in the list is an answer: the desk no longer dials the old address."""
    desk.cameras.add([replace(camera(), url_main="none")]).result(5)

    assert desk.cameras.address_of(camera_id).result(5) == ("", "")
