"""The wheel carries the program's own files and finds them where it is installed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import ROOT, files, relative

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this tree, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("duty_desk-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_wheel_carries_every_resource_and_migration(unpacked: Path) -> None:
    """Fonts, contracts, translations and migrations lie in duty_desk/_bundled, all of them."""
    ours = {relative(path) for path in files()}
    expected = {name for name in ours if name.startswith(("resources/", "db/"))}
    bundle = unpacked / "duty_desk" / "_bundled"
    carried = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}

    assert expected - carried == set()
    assert any(name.startswith("resources/fonts/") for name in carried)


def test_program_finds_its_files_where_it_is_installed(unpacked: Path, tmp_path: Path) -> None:
    """Away from the sources, the installed package finds resources and migrations inside itself."""
    program = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "from duty_desk import paths, set_up\n"
        "found = paths.bundled()\n"
        "print(found.resources); print(found.db); print(set_up.checkout())\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    bundle = unpacked / "duty_desk" / "_bundled"
    assert done.stdout.split() == [str(bundle / "resources"), str(bundle / "db"), "None"]
