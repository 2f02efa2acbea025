"""The frozen folder runs by itself: no Python, no sources, no environment."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOW = "值守台|Duty Desk"
CAN_FREEZE = sys.platform == "win32" or (
    shutil.which("objdump") and sysconfig.get_config_var("LDLIBRARY")
)
pytestmark = pytest.mark.skipif(not CAN_FREEZE, reason="freezing needs objdump (binutils)")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen program, built from this tree and moved away from where it was built."""
    folder = tmp_path_factory.mktemp("frozen")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(folder / "dist"), "--workpath", str(folder / "work")]
    done = subprocess.run(
        [*command, "build.spec"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    moved = shutil.move(folder / "dist" / "duty-desk", folder / "值守台")
    shutil.rmtree(folder / "work")
    return Path(moved) / ("duty-desk.exe" if os.name == "nt" else "duty-desk")


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment that knows nothing of this one: a home and little more."""
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP") if key in os.environ}
    return kept | {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@pytest.fixture
def screen() -> Iterator[str]:
    """A virtual screen of the desk's size; its display name."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        pytest.skip("needs Xvfb and xdotool")
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
        server.terminate()


def last_words(desk: subprocess.Popen[str]) -> str:
    """What `desk` said until it and the last worker that inherited its stderr ended."""
    try:
        return desk.communicate(timeout=60)[1]
    except subprocess.TimeoutExpired:
        os.killpg(desk.pid, signal.SIGKILL)
        raise


def test_frozen_program_checks_its_computer(
    program: Path, bare: dict[str, str], tmp_path: Path
) -> None:
    """`check --json` answers from the folder alone, with fonts, codecs and store at hand."""
    done = subprocess.run(
        [program, "check", "--json", "--data", str(tmp_path / "data")],
        cwd=tmp_path,
        env=bare | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )

    answer = json.loads(done.stdout)
    assert (done.returncode, answer["ok"]) == (0, True), done.stdout + done.stderr


def test_frozen_demo_opens_its_window(
    program: Path, bare: dict[str, str], screen: str, tmp_path: Path
) -> None:
    """The demo runs on a bare screen: the window appears; told to end, every process does."""
    with subprocess.Popen(
        [program, "demo"],
        cwd=tmp_path,
        env=bare | {"DISPLAY": screen},
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    ) as desk:
        try:
            seen = subprocess.run(
                ["xdotool", "search", "--sync", "--onlyvisible", "--name", WINDOW],
                env=bare | {"DISPLAY": screen},
                capture_output=True,
                check=False,
                timeout=120,
            )
        finally:
            desk.terminate()
            said = last_words(desk)

    assert seen.stdout.split(), said
    assert desk.returncode == 0, said
