"""Reads the list of problem categories from its TOML file, naming every mistake in it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duty_desk.domain.category import Category, Visibility
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class _Entry(BaseModel):
    """One `[[category]]` as it stands in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: str = Field(pattern=r"^[EC]\d{4}$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    key: int | None = Field(default=None, ge=1, le=9)
    visibility: str = Field(default="", pattern=r"^(A|B|C|A/C|)$")
    night: bool = False
    emergency: bool = False
    legacy_codes: list[str] = Field(default_factory=list)

    def category(self) -> Category:
        """The entry as the rules of the trade know it."""
        return Category(
            code=self.code,
            zh=self.zh,
            en=self.en,
            key=self.key,
            visibility=Visibility(self.visibility),
            is_night_priority=self.night,
            is_emergency=self.emergency,
            legacy_codes=tuple(self.legacy_codes),
        )


def load_categories(path: Path) -> tuple[Category, ...]:
    """The categories of the file at `path`, in its order.

    Raises:
        Refusal: the file cannot be read, or an entry is wrong; says which entry and field.
    """
    categories = tuple(
        _entry(path, number, raw).category() for number, raw in enumerate(_raw_entries(path), 1)
    )
    _refuse_doubles(path, tr("编码"), [category.code for category in categories])
    _refuse_doubles(path, tr("数字键"), [c.key for c in categories if c.key is not None])
    return categories


def _raw_entries(path: Path) -> list[Any]:
    try:
        with path.open("rb") as file:
            entries = tomllib.load(file).get("category")
    except OSError as error:
        raise Refusal(
            tr("类别文件 {file} 读不出来，请检查文件是否存在。", file=path.name)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(
            tr("类别文件 {file} 的写法有误：{why}", file=path.name, why=str(error))
        ) from error
    if not isinstance(entries, list) or not entries:
        raise Refusal(tr("类别文件 {file} 里没有 [[category]] 条目。", file=path.name))
    return entries


def _entry(path: Path, number: int, raw: Any) -> _Entry:
    try:
        return _Entry.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "[[category]]"
        name = raw.get("code", number) if isinstance(raw, dict) else number
        raise Refusal(
            tr(
                "类别文件 {file} 第 {number} 条（{name}）的“{field}”不对，请改正后再启动。",
                file=path.name,
                number=number,
                name=name,
                field=field,
            )
        ) from error


def _refuse_doubles(path: Path, what: str, values: Sequence[object]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise Refusal(
                tr(
                    "类别文件 {file} 里{what} {value} 出现了两次，请改正后再启动。",
                    file=path.name,
                    what=what,
                    value=value,
                )
            )
