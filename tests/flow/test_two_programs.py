"""One data folder belongs to one program at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.flow.desk_window import LONGEST_S, ROOT, shared_memory_of, stored, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COULD_NOT = 3
IS_LINUX = sys.platform == "linux"
TILES = 16
COMMAND = [sys.executable, "-m", "duty_desk", "demo", "--data"]
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def starts(data: Path) -> int:
    """How often a desk was started on a folder."""
    return len(stored(data, "SELECT seq FROM journal WHERE kind = 'desk.started'"))


@contextmanager
def running(data: Path) -> Iterator[None]:
    """The demo without a screen, at work on `data`; told to end, it ends well."""
    before = starts(data)
    with subprocess.Popen(
        [*COMMAND, str(data)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        try:
            # The first start tells a history too, which is a desk of its own.
            expected = before + (1 if before else 2)
            assert wait_for(lambda: starts(data) == expected), "the desk did not start"
            assert not IS_LINUX or wait_for(lambda: len(shared_memory_of(program.pid)) > TILES)
            yield
        finally:
            program.terminate()
            said = program.communicate(timeout=LONGEST_S)[1]
    assert not IS_LINUX or program.returncode == 0, said


def test_a_second_program_is_refused_in_one_sentence_until_the_first_has_ended(tmp_path: Path):
    """Exit 3 and a sentence that says what to do; afterwards the folder opens as ever."""
    data = tmp_path / "data"
    with running(data):
        second = subprocess.run(
            [*COMMAND, str(data)],
            cwd=ROOT,
            env=ENVIRONMENT,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=LONGEST_S,
        )
        started = starts(data)

    assert second.returncode == COULD_NOT
    (sentence,) = second.stderr.splitlines()
    assert "另一个值守台程序" in sentence
    assert starts(data) == started
    with running(data):
        assert starts(data) == started + 1
