"""What every test has around it: no screen, Chinese, and silence unless it says otherwise."""

from __future__ import annotations

import logging
import os
import re
from typing import TYPE_CHECKING

import pytest

from duty_desk import language

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


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
