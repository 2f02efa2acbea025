"""The program finds its own files, and the reader of README finds the two commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from duty_desk import paths
from duty_desk.language import Refusal
from tests.house.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_checkout_uses_the_folders_beside_the_package() -> None:
    """From sources, resources and migrations are those of the clone."""
    assert paths.bundled() == paths.Bundled(ROOT / "resources", ROOT / "db")


def test_installation_without_its_files_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A broken installation says so before anything is opened."""
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "duty_desk" / "paths.py"))

    with pytest.raises(Refusal, match="请重新安装程序"):
        paths.bundled()


def test_data_folder_is_the_users_own() -> None:
    """Without `--data` the desk's data lies in a folder of its own name, outside the program."""
    folder = paths.user_data_folder()

    assert folder.name == "duty-desk"
    assert not folder.is_relative_to(ROOT)


def test_readme_has_exactly_the_two_commands_in_both_halves() -> None:
    """Chinese first, English second, and in each the same two lines that set up and go."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    halves = text.split('<a id="english"></a>')
    commands = [re.findall(r"^    (python3 .*)$", half, re.MULTILINE) for half in halves]

    assert commands == [["python3 -m duty_desk demo", "python3 -m duty_desk test"]] * 2
