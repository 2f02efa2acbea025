"""The language the program speaks: every sentence a person reads passes through `tr`.

Chinese is the source text and the first language; the English catalogue lies in
`resources/translations/en/*.json`. Free of Qt, so that commands and exports use it too.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = ("zh_CN", "en")


class Refusal(Exception):
    """A clear no to a person: what happened, what is safe, what to do, in one or two sentences."""


class _Speech:
    """The language in use and its catalogue; one per process."""

    def __init__(self) -> None:
        self.language = "zh_CN"
        self.english: dict[str, str] = {}


_speech = _Speech()
_borrowed: ContextVar[str] = ContextVar("borrowed", default="")


def load_english(folder: Path) -> None:
    """Read every `*.json` of `folder` (Chinese text to English text) into the catalogue."""
    for path in sorted(folder.glob("*.json")):
        _speech.english.update(json.loads(path.read_text(encoding="utf-8")))


def use_language(language: str) -> None:
    """Speak `language` from now on.

    Raises:
        ValueError: the language is none of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _speech.language = language


def language() -> str:
    """The language in use: `zh_CN` or `en`."""
    return _borrowed.get() or _speech.language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside, on this thread alone: for what is sealed or printed."""
    token = _borrowed.set(language)
    try:
        yield
    finally:
        _borrowed.reset(token)


def mark(text: str) -> str:
    """Mark `text` in a table for the catalogue; `tr` translates it where it is shown."""
    return text


def chinese(text: str, /, **values: object) -> str:
    """`text` as it stands: for what goes out to groups, who read Chinese whatever `tr` speaks."""
    return text.format(**values) if values else text


def tr(text: str, /, **values: object) -> str:
    """`text` in the language in use, with `{name}` places filled from `values`."""
    spoken = _speech.english.get(text, text) if language() == "en" else text
    return spoken.format(**values) if values else spoken
