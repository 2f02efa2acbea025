"""A hung worker is told from one that a busy computer does not let run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from duty_desk.video.worker_silence import HUNG_AFTER_MS, LONGEST_MS, Silence, waited_ms
from tests.video.wall import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how long it waited")

BEAT = 5_000_000
SPIN = "import os\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
LET_OTHERS_RUN = "os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\n"


@pytest.fixture
def starved() -> Iterator[int]:
    """A process that is ready to run beside one that always runs, on one core."""
    codes = (f"{SPIN}while True: pass", f"{SPIN}{LET_OTHERS_RUN}while True: pass")
    processes = [subprocess.Popen([sys.executable, "-c", code]) for code in codes]
    yield processes[1].pid
    for process in processes:
        process.kill()
        process.wait()


def test_worker_that_is_not_let_run_is_given_more_time(starved: int):
    """A busy computer does not cost all tiles of a worker; after ten seconds it does."""
    silence = Silence()
    wait_for(lambda: bool(waited_ms(starved)))
    assert not silence.is_too_long(starved, BEAT, BEAT + 500)
    before = max(waited_ms(starved).values())
    wait_for(lambda: max(waited_ms(starved).values()) > before + 400)
    assert not silence.is_too_long(starved, BEAT, BEAT + HUNG_AFTER_MS + 200)
    assert silence.is_too_long(starved, BEAT, BEAT + LONGEST_MS + 1)


def test_worker_that_could_run_and_says_nothing_hangs(starved: int):
    """A stopped process waits for no core: its silence counts in full."""
    silence = Silence()
    os.kill(starved, signal.SIGSTOP)
    assert not silence.is_too_long(starved, BEAT, BEAT + 500)
    assert not silence.is_too_long(starved, BEAT, BEAT + HUNG_AFTER_MS)
    assert silence.is_too_long(starved, BEAT, BEAT + HUNG_AFTER_MS + 1)


def test_a_sign_of_life_starts_the_wait_over(starved: int):
    """Only the silence since the last sign of life counts."""
    silence = Silence()
    os.kill(starved, signal.SIGSTOP)
    assert not silence.is_too_long(starved, BEAT, BEAT + HUNG_AFTER_MS)
    assert not silence.is_too_long(starved, BEAT + 1_000, BEAT + 1_900)
    assert silence.is_too_long(starved, BEAT + 1_000, BEAT + 1_000 + HUNG_AFTER_MS + 1)
