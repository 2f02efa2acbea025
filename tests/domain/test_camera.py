"""Cameras of the catalogue: one row examined, and what the journal may keep."""

from __future__ import annotations

import json

import pytest

from duty_desk.domain.camera import (
    CameraRecord,
    FlawKind,
    addresses_kept,
    camera_from_facts,
    examine,
)

GB_ID = "11010800001320000017"
ADDRESS = "rtsp://user:geheim@10.8.0.3:554/live"


def row(**texts: str) -> dict[str, str]:
    """A good row, with `texts` in place of its own."""
    return {"code": "C017", "name": "Example corner", "url_main": ADDRESS, **texts}


def kinds(**texts: str) -> dict[str, list[FlawKind]]:
    """What is wrong with a row, by field."""
    found: dict[str, list[FlawKind]] = {}
    for flaw in examine(row(**texts))[1]:
        found.setdefault(flaw.field, []).append(flaw.kind)
    return found


def test_a_full_row_becomes_a_camera() -> None:
    """Texts, numbers, places and words of a row all arrive in the record."""
    camera, flaws = examine(
        row(
            alias="Market",
            community="Example community",
            gb_id=GB_ID,
            lng="116.3123456",
            lat="39.9°N",
            direction="southeast",
            ptz_type="fixed",
            retain_days="30",
            prone="E2101 E0506 E2101",
            status="in_use",
            transport="tcp",
        )
    )

    assert flaws == ()
    assert camera == CameraRecord(
        code="C017",
        name="Example corner",
        alias="Market",
        community="Example community",
        url_main=ADDRESS,
        gb_id=GB_ID,
        lng_e6=116_312_346,
        lat_e6=39_900_000,
        direction="southeast",
        ptz_type="fixed",
        retain_days=30,
        prone=("E2101", "E0506"),
        status="in_use",
        transport="tcp",
    )


@pytest.mark.parametrize(
    ("texts", "field", "kind"),
    [
        ({"code": ""}, "code", FlawKind.MISSING),
        ({"name": ""}, "name", FlawKind.MISSING),
        ({"code": "C" * 33}, "code", FlawKind.TOO_LONG),
        ({"note": "x" * 1001}, "note", FlawKind.TOO_LONG),
        ({"code": "C 017"}, "code", FlawKind.HAS_BLANK),
        ({"code": "1.10108E+19"}, "code", FlawKind.SCIENTIFIC),
        ({"gb_id": "1.10108E+19"}, "gb_id", FlawKind.SCIENTIFIC),
        ({"gb_id": "1.1E+19"}, "gb_id", FlawKind.SCIENTIFIC),
        ({"gb_id": "1E+19"}, "gb_id", FlawKind.SCIENTIFIC),
        ({"gb_id": GB_ID[:-1]}, "gb_id", FlawKind.GB_LENGTH),
        ({"gb_id": GB_ID[:-1] + "X"}, "gb_id", FlawKind.GB_LENGTH),
        ({"lng": "east", "lat": "39.9"}, "lng", FlawKind.NOT_A_NUMBER),
        ({"lng": "39.9", "lat": "116.3"}, "lng", FlawKind.SWAPPED),
        ({"lng": "181", "lat": "39.9"}, "lng", FlawKind.OUT_OF_RANGE),
        ({"lng": "180", "lat": "181"}, "lng", FlawKind.OUT_OF_RANGE),
        ({"retain_days": "a month"}, "retain_days", FlawKind.NOT_A_NUMBER),
        ({"url_main": "10.8.0.3"}, "url_main", FlawKind.ADDRESS_SCHEME),
        ({"url_sub": "rtsp:///live"}, "url_sub", FlawKind.ADDRESS_HOST),
    ],
)
def test_a_mistake_keeps_the_row_out_and_names_its_field(
    texts: dict[str, str], field: str, kind: FlawKind
) -> None:
    """What cannot be used is refused with the field it is in, and there is no camera."""
    camera, _ = examine(row(**texts))

    assert camera is None
    assert kinds(**texts)[field] == [kind]


@pytest.mark.parametrize(
    ("texts", "field", "kind"),
    [
        ({"gb_id": "11010800001180000017"}, "gb_id", FlawKind.GB_TYPE),
        ({"gb_id": "11010800001320000000"}, "gb_id", FlawKind.GB_ROUNDED),
        ({"lng": "116.3"}, "lat", FlawKind.HALF_PLACE),
        ({"retain_days": "29"}, "retain_days", FlawKind.SHORT_RETENTION),
        ({"direction": "up"}, "direction", FlawKind.UNKNOWN_WORD),
        ({"prone": "E2101 rubbish"}, "prone", FlawKind.UNKNOWN_WORD),
        ({"url_main": ""}, "url_main", FlawKind.NO_ADDRESS),
        ({"url_main": "rtsp://***@10.8.0.3/live"}, "url_main", FlawKind.ADDRESS_MASKED),
    ],
)
def test_a_doubt_is_told_and_keeps_no_camera_out(
    texts: dict[str, str], field: str, kind: FlawKind
) -> None:
    """Old systems are dirty: what can be done without is left out, with a warning."""
    camera, flaws = examine(row(**texts))

    assert camera is not None
    assert kinds(**texts) == {field: [kind]}
    assert flaws[0].is_warning


@pytest.mark.parametrize("days", ["30", "31", "90"])
def test_thirty_days_of_recordings_are_enough(days: str) -> None:
    """The regulation says not less than 30 days; 30 is not less."""
    assert kinds(retain_days=days) == {}


@pytest.mark.parametrize("kind_of_device", ["131", "132"])
def test_both_kinds_of_camera_ids_are_taken_in_silence(kind_of_device: str) -> None:
    """GB/T 28181 numbers cameras 131 and network cameras 132."""
    assert kinds(gb_id=f"1101080000{kind_of_device}0000017") == {}


def test_words_left_out_are_not_in_the_record() -> None:
    """A word of no closed list does not reach the catalogue, its neighbours do."""
    camera, _ = examine(row(direction="up", prone="E2101 rubbish", status="in_use"))

    assert camera is not None
    assert (camera.direction, camera.prone, camera.status) == ("", ("E2101",), "in_use")


def test_a_masked_address_is_not_taken_for_one() -> None:
    """A catalogue that was exported can come back without overwriting the real addresses."""
    camera, _ = examine(row(url_main="rtsp://***@10.8.0.3/live"))

    assert camera is not None
    assert camera.url_main == ""


def test_flaws_never_carry_an_address() -> None:
    """What is said about a wrong address can be logged: the address is not in it."""
    _, flaws = examine(row(url_main="rtsp://user:ge@heim@10.8.0.3/live", url_sub="geheim"))

    assert len(flaws) == 2
    assert "heim" not in repr(flaws)


def test_facts_hold_everything_but_the_addresses() -> None:
    """The journal keeps what the catalogue says; passwords stay with the vault."""
    camera, _ = examine(row(lng="116.3", lat="39.9", prone="E2101", retain_days="30"))
    assert camera is not None

    facts = json.loads(json.dumps(camera.as_facts()))

    assert "geheim" not in json.dumps(facts)
    assert camera_from_facts(facts, url_main=ADDRESS) == camera


def test_facts_of_a_newer_catalogue_can_still_be_read() -> None:
    """A fact this version does not know is passed over."""
    camera = camera_from_facts({"code": "C017", "name": "Corner", "lens_mm": 4})

    assert camera == CameraRecord(code="C017", name="Corner")


def test_repr_shows_no_address() -> None:
    """A camera in a log or a message gives no password away."""
    camera = CameraRecord(code="C017", name="Corner", url_main=ADDRESS, url_sub=ADDRESS)

    assert "geheim" not in repr(camera)
    assert "10.8.0.3" not in repr(camera)


def test_an_address_nobody_gave_stays_as_it_was() -> None:
    """A list without addresses changes names and leaves the streams alone."""
    camera = CameraRecord(code="C017", name="Corner", url_sub="rtsp://10.8.0.4/sub")

    kept = addresses_kept(camera, url_main=ADDRESS, url_sub="rtsp://10.8.0.3/sub")

    assert (kept.url_main, kept.url_sub) == (ADDRESS, "rtsp://10.8.0.4/sub")


def test_a_camera_said_to_have_no_stream_loses_its_address() -> None:
    """`none` is an answer, unlike an empty cell."""
    camera = CameraRecord(code="C017", name="Corner", url_main="none")

    assert addresses_kept(camera, url_main=ADDRESS).url_main == ""


@pytest.mark.parametrize(("text", "port"), [("", None), ("80", 80), ("65535", 65_535)])
def test_control_port_is_a_number_or_the_usual_one(text: str, port: int | None) -> None:
    """A camera whose ONVIF service answers elsewhere says where."""
    camera, flaws = examine({"code": "C017", "name": "x", "url_main": "none", "onvif_port": text})

    assert camera is not None
    assert (camera.onvif_port, flaws) == (port, ())


@pytest.mark.parametrize(("text", "limit"), [("", None), ("1", 1), ("999", 999)])
def test_session_limit_is_a_number_or_not_said(text: str, limit: int | None) -> None:
    """How many streams the device gives at a time."""
    camera, flaws = examine({**row(), "session_limit": text})

    assert camera is not None
    assert (camera.session_limit, flaws) == (limit, ())


@pytest.mark.parametrize("text", ["0", "1000", "-1", "4路", "1.5", "many"])
def test_session_limit_that_is_none_is_a_mistake(text: str) -> None:
    """A wall that opens nothing because of a typo would be worse than a refused row."""
    camera, flaws = examine({**row(), "session_limit": text})

    assert camera is None
    assert [(flaw.field, flaw.kind) for flaw in flaws] == [("session_limit", FlawKind.SESSIONS)]


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "8 0", "http"])
def test_control_port_out_of_range_is_a_mistake(text: str) -> None:
    """The row is refused with the field it is about."""
    camera, flaws = examine({"code": "C017", "name": "x", "url_main": "none", "onvif_port": text})

    assert camera is None
    assert [(flaw.field, flaw.kind) for flaw in flaws] == [("onvif_port", FlawKind.PORT)]
