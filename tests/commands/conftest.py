"""Running commands as a person does, in this process, with what they printed."""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from duty_desk import cli, logs
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.push.stand_in import RobotStandIn
from tests.documents.catalogues import HEADINGS, good_row, workbook
from tests.fakes.desk import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Said:
    """What a command printed and returned."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document."""
        return json.loads(self.out)


@pytest.fixture
def _own_log():
    """Give each command its own log and take it away again."""
    root = logging.getLogger()
    level, handlers, hook = root.level, root.handlers[:], threading.excepthook
    yield
    logs.stop_logging()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    threading.excepthook = hook


@pytest.fixture
def run(capsys, _own_log) -> Callable[..., Said]:
    """Run one command line."""

    def run(*words: object) -> Said:
        capsys.readouterr()
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        found = capsys.readouterr()
        return Said(code, found.out, found.err)

    return run


@dataclass(frozen=True)
class Place:
    """A data folder with three cameras, and a way to work in it."""

    data: Path
    run: Callable[..., Said]

    def __call__(self, *words: object) -> Said:
        return self.run("--data", self.data, *words)

    def json(self, *words: object) -> Any:
        """The document of a command that must succeed."""
        said = self(*words, "--json")
        assert said.code == 0, said.err
        return said.document


@pytest.fixture
def place(tmp_path, run) -> Place:
    """A data folder into which a small workbook was imported."""
    found = Place(tmp_path / "data", run)
    book = workbook(tmp_path / "cameras.xlsx", [HEADINGS, *(good_row(n) for n in (1, 2, 3))])
    counts = found.json("cameras", "import", book)
    assert (counts["added"], counts["changed"], counts["mistakes"]) == (3, 0, [])
    return found


@pytest.fixture
def photo(tmp_path):
    """A picture file."""
    file = tmp_path / "street.jpg"
    file.write_bytes(picture())
    return file


@pytest.fixture
def robot():
    """A running robot stand-in."""
    with RobotStandIn(SystemTimeSource()) as running:
        yield running
