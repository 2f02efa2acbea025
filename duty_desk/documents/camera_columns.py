"""What the columns of a camera catalogue are called, and the words of its closed lists.

The table itself is data (`camera_columns.toml`), so that a hall's own headings are one more line
there.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from duty_desk.domain.category import Category

_NOT_SAID = re.compile(r"[\s:*\"'`_]+")
_REMARK = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class ColumnKind:
    """One column of the catalogue; `headings` begin with ours, the rest are synonyms."""

    key: str
    headings: tuple[str, ...]
    width: int
    about: str
    example: str
    is_required: bool = False


@dataclass(frozen=True)
class CameraColumns:
    """All columns, in the template's order, and how the words in them are understood.

    `words` are by field: what a hall may write, folded, and the word of ours it stands for.
    `shown` are by field: our word, and how a catalogue of ours writes it.
    `categories` are names of problem categories and the codes they stand for, longest first.
    """

    kinds: tuple[ColumnKind, ...]
    headings: Mapping[str, tuple[str, int]]
    passed_over: frozenset[str]
    words: Mapping[str, Mapping[str, str]]
    shown: Mapping[str, Mapping[str, str]]
    categories: tuple[tuple[str, str], ...] = ()

    def key_of(self, heading: str) -> tuple[str, int] | None:
        """The column that `heading` stands over and how general a word it is (0: ours)."""
        text = folded(heading)
        return self.headings.get(text) or self.headings.get(_REMARK.sub("", text))

    def is_passed_over(self, heading: str) -> bool:
        """Whether `heading` says nothing of a camera and nobody needs to hear of it."""
        return folded(heading) in self.passed_over

    def word(self, field: str, text: str) -> str:
        """Our word for `text` in `field`; `text` itself when there is none."""
        return self.words.get(field, {}).get(folded(text), text)

    def word_shown(self, field: str, word: str) -> str:
        """How a catalogue of ours writes `word` in `field`."""
        return self.shown.get(field, {}).get(word, word)

    def codes_in(self, text: str) -> str:
        """`text` that lists problem categories, with names and older codes put as our codes."""
        text = unicodedata.normalize("NFKC", text)
        for name, code in self.categories:
            text = text.replace(name, f" {code} ")
        return " ".join(re.split(r"[\s,;/|\u3001]+", text.upper())).strip()

    @property
    def required(self) -> tuple[ColumnKind, ...]:
        """The columns without which there is no catalogue."""
        return tuple(kind for kind in self.kinds if kind.is_required)

    def kind(self, key: str) -> ColumnKind:
        """The column called `key`."""
        return next(kind for kind in self.kinds if kind.key == key)


def load_camera_columns(path: Path, categories: Iterable[Category] = ()) -> CameraColumns:
    """The columns as `path` states them; `categories` are those a camera may be prone to."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds = tuple(_kind(raw) for raw in table["column"])
    words = table["words"]
    return CameraColumns(
        kinds=kinds,
        headings={
            folded(heading): (kind.key, rank)
            for kind in kinds
            for rank, heading in enumerate((*kind.headings, kind.key))
        },
        passed_over=frozenset(folded(one) for one in table["passed_over"]),
        words={field: _meanings(lists) for field, lists in words.items()},
        shown={
            field: {word: says[0] for word, says in lists.items()} for field, lists in words.items()
        },
        categories=_category_names(categories),
    )


def folded(text: str) -> str:
    """`text` as headings and words are compared: half-width, small, without blanks and colons."""
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _kind(raw: dict[str, Any]) -> ColumnKind:
    return ColumnKind(**{**raw, "headings": tuple(raw["headings"])})


def _meanings(lists: Mapping[str, list[str]]) -> dict[str, str]:
    return {folded(one): word for word, says in lists.items() for one in (word, *says)}


def _category_names(categories: Iterable[Category]) -> tuple[tuple[str, str], ...]:
    names: dict[str, str] = {}
    for category in categories:
        full = unicodedata.normalize("NFKC", category.zh)
        names |= dict.fromkeys((full, _REMARK.sub("", full), category.en), category.code)
    return tuple(sorted(names.items(), key=lambda one: -len(one[0])))
