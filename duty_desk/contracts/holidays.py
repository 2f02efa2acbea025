"""Reads the tables of holidays (节假日和调休), a TOML file a year."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from pathlib import Path


class _Entry(BaseModel):
    """One `[[holiday]]` as it stands in the file."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    free: list[date] = []
    worked: list[date] = []


def load_holidays(folder: Path) -> dict[str, tuple[str, bool]]:
    """All days of the files in `folder`: by ISO date the name, and whether it is worked.

    Raises:
        Refusal: a file cannot be read or says something wrong; it is named.
    """
    days: dict[str, tuple[str, bool]] = {}
    for path in sorted(folder.glob("*.toml")):
        for raw in _entries(path):
            try:
                entry = _Entry.model_validate(raw)
            except ValidationError:
                raise _wrong(path) from None
            days |= {day.isoformat(): (entry.name, False) for day in entry.free}
            days |= {day.isoformat(): (entry.name, True) for day in entry.worked}
    return days


def _entries(path: Path) -> list[Any]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("holiday")
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise _wrong(path) from None
    if not isinstance(entries, list):
        raise _wrong(path)
    return entries


def _wrong(path: Path) -> Refusal:
    return Refusal(tr("节假日文件 {file} 读不出来，请检查文件。", file=path.name))
