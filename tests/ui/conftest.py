"""What tests of the window stand on: the look, the words, a clock moved by hand."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from duty_desk import language
from duty_desk.ui import icons, theme
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.problems.form_model import DeskSide
from duty_desk.ui.watch.model import WatchModel
from tests.fakes.time_source import FakeTimeSource
from tests.fakes.window_parts import FakeDesk, FakeEngine
from tests.ui.patrol_walker import walker  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module", autouse=True)
def _settled_memory():
    """Set aside what lives already: the collections of each test look at its own objects only."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_widget_left() -> Iterator[None]:
    """Let go of the widgets of a test: a change of look polishes everything that lives."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents()  # what a desk answered last finds its page alive
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def resources() -> Path:
    """The program's own files."""
    return RESOURCES


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in its dark look, with both languages at hand."""
    language.load_english(RESOURCES / "translations" / "en")
    icons.use_folder(RESOURCES / "icons")
    theme.dress(RESOURCES)
    yield qapp
    qapp.setStyleSheet("")


@pytest.fixture
def time() -> FakeTimeSource:
    """The desk's clocks, moved by the test."""
    return FakeTimeSource()


@pytest.fixture
def desk() -> FakeDesk:
    """A desk with sixteen cameras."""
    return FakeDesk()


@pytest.fixture
def engine(time: FakeTimeSource) -> FakeEngine:
    """An engine that shows what the test puts in."""
    return FakeEngine(time)


@pytest.fixture
def watch(qapp: QApplication, desk: FakeDesk, engine: FakeEngine, time: FakeTimeSource):
    """The watch page's model on that desk and engine."""
    model = WatchModel(DeskSide(desk, DeskBridge(), time), engine)
    model.show_snapshot(desk.snapshot)
    yield model
    gc.collect()  # another test's desk thread must never be the one that frees these objects
