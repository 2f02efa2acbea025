"""The linter, the formatter and the type checker find nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python tool over the project and keep what it says."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_linter_finds_nothing() -> None:
    """Ruff is content with the whole project under the rules of pyproject.toml."""
    done = run("ruff", "check", "--no-cache", "--output-format=concise", ".")

    assert done.returncode == 0, done.stdout


def test_formatter_finds_nothing() -> None:
    """Every file stands as `ruff format` would write it."""
    done = run("ruff", "format", "--no-cache", "--check", ".")

    assert done.returncode == 0, done.stdout


def test_type_checker_finds_nothing(tmp_path: Path) -> None:
    """Mypy, strict, is content with every module of the program; none is excused."""
    done = run("mypy", "--cache-dir", str(tmp_path / "mypy"), "--no-error-summary")

    assert done.returncode == 0, done.stdout
