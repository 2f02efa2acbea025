"""The check of a package from the command line."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.footage_package import Recording, Sealed, seal
from duty_desk.documents.bag import BagInfo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path) -> Sealed:
    """A sealed package of one recording."""
    source = tmp_path / "C046.mp4"
    source.write_bytes(b"recording")
    known = hashlib.sha256(b"recording").hexdigest()
    one = Recording(source=source, name="C046 镕.mp4", sha256=known, size_bytes=9)
    info = BagInfo(number="2026-037", unit="大厅", made_on="2026-11-21", description="调取")
    return seal(tmp_path / "调取2026-037", info, [one], {})


def test_a_whole_package_is_told_with_its_seal(run, package: Sealed) -> None:
    """The seal typed from paper, in groups and capitals, is compared."""
    typed = " ".join(package.seal.upper()[start : start + 8] for start in range(0, 64, 8))

    said = run("package", package.folder, "--seal", typed)

    assert said.code == 0
    assert package.seal in said.out
    assert "与回执一致" in said.out


def test_a_tampered_recording_is_named(run, package: Sealed) -> None:
    """A changed file is named, the exit says no, and the document says the same."""
    path = package.folder / "data" / "C046 镕.mp4"
    path.chmod(0o600)
    path.write_bytes(b"recordinG")

    said = run("package", package.folder)
    document = run("--json", "package", package.folder).document

    assert said.code == 1
    assert "已被改动：data/C046 镕.mp4" in said.out
    assert document["changed"] == ["data/C046 镕.mp4"]
    assert document["seal_matches"] is None


def test_another_seal_is_no(run, package: Sealed) -> None:
    """Files that agree with manifests that were replaced are not called whole."""
    said = run("package", package.folder, "--seal", "0" * 64)

    assert said.code == 1
    assert "校验清单被换过" in said.out


def test_a_folder_that_is_no_package_is_refused(run, tmp_path: Path) -> None:
    """A sentence, no traceback."""
    said = run("package", tmp_path)

    assert said.code not in (0, 1)
    assert "校验清单缺失" in said.out + said.err
