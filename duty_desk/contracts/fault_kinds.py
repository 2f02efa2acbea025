"""Reads the kinds of camera faults from their TOML file, naming the entry that is wrong."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duty_desk.domain.fault import FaultKind
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from pathlib import Path


class _Entry(BaseModel):
    """One `[[kind]]` as it stands in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: str = Field(pattern=r"^[a-z_]+$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    key: int | None = Field(default=None, ge=0, le=9)


def load_fault_kinds(path: Path) -> tuple[FaultKind, ...]:
    """The kinds of the file at `path`, in its order.

    Raises:
        Refusal: the file cannot be read, or an entry is wrong; says which one.
    """
    kinds = tuple(_kind(path, number, raw) for number, raw in enumerate(_entries(path), 1))
    for number, kind in enumerate(kinds, 1):
        before = kinds[: number - 1]
        has_key = kind.key is not None and kind.key in [other.key for other in before]
        if has_key or kind.code in [other.code for other in before]:
            raise _wrong(path, number)
    return kinds


def _entries(path: Path) -> list[Any]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("kind")
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(tr("故障类型文件 {file} 读不出来，请检查文件。", file=path.name)) from error
    if not isinstance(entries, list) or not entries:
        raise Refusal(tr("故障类型文件 {file} 里没有 [[kind]] 条目。", file=path.name))
    return entries


def _kind(path: Path, number: int, raw: Any) -> FaultKind:
    try:
        return FaultKind(**_Entry.model_validate(raw).model_dump())
    except ValidationError as error:
        raise _wrong(path, number) from error


def _wrong(path: Path, number: int) -> Refusal:
    return Refusal(
        tr(
            "故障类型文件 {file} 第 {number} 条不对或重复，请改正后再启动。",
            file=path.name,
            number=number,
        )
    )
