"""What every test has around it: no screen, Chinese, and silence unless it says otherwise."""

from __future__ import annotations

import gc
import logging
import os
import re
from typing import TYPE_CHECKING

import pytest

from duty_desk import language

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure() -> None:
    """Collect nothing in whatever thread happens to allocate."""
    gc.disable()


@pytest.fixture(autouse=True)
def _collect_in_the_main_thread() -> Iterator[None]:
    """Cycles may hold widgets that a test left: freed by a desk's thread they would abort Qt."""
    yield
    gc.disable()  # a window that went has given the work back to Python
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [age for age in range(3) if counts[age] > limits[age]]
    if due:
        gc.collect(max(due))


class _Listener(logging.Handler):
    """Keeps every record at WARNING and above, from whatever thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _fail_on_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs at WARNING or above what no `expected_log(pattern)` mark names."""
    expected = [mark.args[0] for mark in request.node.iter_markers("expected_log")]
    listener = _Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    yield
    root.removeHandler(listener)
    surprises = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in listener.records
        if not any(re.search(pattern, record.getMessage()) for pattern in expected)
    ]
    if surprises:
        pytest.fail("unexpected log records:\n" + "\n".join(surprises), pytrace=False)


@pytest.fixture(autouse=True)
def _speak_chinese() -> Iterator[None]:
    """Give each test the default language, whatever the one before it spoke."""
    yield
    language.use_language(language.LANGUAGES[0])
