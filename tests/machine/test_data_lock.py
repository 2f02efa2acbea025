"""One writer for a data folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from duty_desk.language import Refusal
from duty_desk.machine.data_lock import LOCK_FILE, DataLock
from tests.fakes.time_source import FakeTimeSource

ROOT = Path(__file__).parents[2]

# A second program that takes the lock, says so, and keeps it until it is killed.
HOLDER = """
import sys
from pathlib import Path
from duty_desk.machine.data_lock import DataLock
from duty_desk.machine.time_source import SystemTimeSource
lock = DataLock(Path(sys.argv[1]), SystemTimeSource())
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def time() -> FakeTimeSource:
    return FakeTimeSource()


def test_a_second_program_is_told_who_holds_the_folder_until_it_dies(tmp_path, time):
    """The lock ends with the program, even when it is killed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(Refusal) as refusal:
            DataLock(tmp_path, time).acquire()
        assert f"进程 {holder.pid}" in str(refusal.value)
    finally:
        holder.kill()
        holder.communicate(timeout=10)

    with DataLock(tmp_path, time) as lock:
        assert lock.is_held


def test_the_lock_passes_on_when_it_is_released(tmp_path, time):
    """After release the next one takes it; the first may take it again later."""
    first, second = DataLock(tmp_path, time), DataLock(tmp_path, time)
    first.acquire()
    first.acquire()
    with pytest.raises(Refusal, match="11-21 08:00 起"):
        second.acquire()

    first.release()
    second.acquire()

    assert (first.is_held, second.is_held) == (False, True)
    second.release()


def test_a_lock_file_with_nonsense_in_it_is_no_obstacle(tmp_path, time):
    """What counts is the system's lock, not what is written in the file."""
    (tmp_path / LOCK_FILE).write_bytes(b"\xff not json")
    with DataLock(tmp_path, time):
        (tmp_path / LOCK_FILE).write_bytes(b"\xff not json")

        with pytest.raises(Refusal, match="先把它关闭"):
            DataLock(tmp_path, time).acquire()


def test_a_folder_that_is_not_there_is_refused(tmp_path, time):
    """No folder is made in passing."""
    with pytest.raises(Refusal, match="写不进去"):
        DataLock(tmp_path / "missing", time).acquire()
