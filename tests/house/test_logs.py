"""The log never holds a secret, however it arrives."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from duty_desk import logs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOGGER = logging.getLogger("duty_desk.tests")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A started log; its file's path."""
    yield logs.start_logging(tmp_path / "logs")
    logs.stop_logging()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("rtsp://admin:hunter2@10.0.0.9:554/1", "rtsp://***@10.0.0.9:554/1"),
        ("rtsp://admin:h/u@n?t'2@10.0.0.9/1", "rtsp://***@10.0.0.9/1"),
        ("postgresql+psycopg://desk:hunter2@db/desk", "postgresql+psycopg://***@db/desk"),
        (
            "rtsp://10.0.0.9/user=a_password=hunter2_channel=1",
            "rtsp://10.0.0.9/user=a_password=***",
        ),
        ("https://h/send?key=hunter2&debug=1", "https://h/send?key=***&debug=1"),
        ("https://h/robot/send?access_token=hunter2", "https://h/robot/send?access_token=***"),
        ("https://h/bot/v2/hook/hunter2 said no", "https://h/bot/v2/hook/*** said no"),
        ("{'password': 'hunter2', 'x': 1}", "{'password': ***, 'x': 1}"),
        ('{"secret":"hunter2"}', '{"secret":***}'),
        ("send?timestamp=1&sign=hunter2%3D", "send?timestamp=1&sign=***"),
        ('Authorization: Digest username="a", response="hunter2"', "Authorization: ***"),
        ("signed with SEC0123456789abcdef0123", "signed with ***"),
    ],
)
def test_secrets_are_blotted_out_and_the_rest_stays(text: str, clean: str) -> None:
    """Passwords, robot keys, tokens and signatures go; host, path and words remain."""
    assert logs.redacted(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "C017 没有画面：连接超时",
        "rtsp://10.0.0.9:554/1 refused",
        "KeyError: 'code'",
        "30/30 passed: ok",
    ],
)
def test_plain_sentences_stay_as_they_are(text: str) -> None:
    """A line without a secret is not touched."""
    assert logs.redacted(text) == text


@pytest.mark.expected_log("could not")
def test_message_arguments_and_exception_are_clean_in_the_file(log: Path) -> None:
    """An address with a password reaches the file by no road: message, argument or traceback."""
    address = "rtsp://admin:hunter2@127.0.0.1/1"
    try:
        raise OSError(f"no answer from {address}")
    except OSError:
        LOGGER.exception("could not open %s or {address}".replace("{address}", address), address)

    written = log.read_text(encoding="utf-8")
    assert "hunter2" not in written
    assert written.count("rtsp://***@127.0.0.1/1") >= 3
    assert "Traceback" in written


@pytest.mark.expected_log("could not")
def test_failing_robot_address_is_clean_in_the_file(log: Path) -> None:
    """A robot's key stays out when the request to it fails with the address in the error."""
    address = "http://127.0.0.1:1/cgi-bin/webhook/send?key=hunter2"
    try:
        httpx.get(address, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        LOGGER.exception("could not push to %s: %s", address, error.request.url)

    written = log.read_text(encoding="utf-8")
    assert "hunter2" not in written
    assert "webhook/send?key=***" in written


@pytest.mark.expected_log("uncaught")
def test_exceptions_nobody_caught_reach_the_log(log: Path) -> None:
    """A thread that dies of an exception leaves its name and a clean traceback in the log."""

    def die() -> None:
        raise ValueError("rtsp://admin:hunter2@127.0.0.1/")

    hook = threading.excepthook
    worker = threading.Thread(target=die, name="desk")
    # pytest puts its own hook in place for the time of a test.
    threading.excepthook = logs._log_uncaught_in_thread
    worker.start()
    worker.join(10)
    threading.excepthook = hook

    written = log.read_text(encoding="utf-8")
    assert "uncaught in thread desk" in written
    assert "hunter2" not in written


def test_log_rotates_and_keeps_chinese(
    log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Old files are kept beside the new one and all are UTF-8."""
    monkeypatch.setattr(logs, "FILE_BYTES", 400)
    log = logs.start_logging(tmp_path / "small")
    for number in range(12):
        LOGGER.info("C017 没有画面 %d", number)

    kept = sorted(log.parent.iterdir())
    assert len(kept) > 1
    assert "没有画面 11" in log.read_text(encoding="utf-8")


def test_desk_without_a_writable_folder_still_logs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the log folder cannot be made the lines go to stderr."""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    logs.start_logging(blocked / "logs")
    LOGGER.info("still here")
    logs.stop_logging()

    assert "still here" in capsys.readouterr().err
    assert sys.excepthook is sys.__excepthook__
