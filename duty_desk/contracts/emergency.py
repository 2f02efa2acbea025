"""Reads the kinds of emergencies and the list of whom to tell from their TOML file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duty_desk.domain.emergency import EmergencyBook, EmergencyKind, PlanStep
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from pathlib import Path


class _Kind(BaseModel):
    """One `[[kind]]` as it stands in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: str = Field(pattern=r"^[a-z_]+$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    key: int = Field(ge=0, le=9)


class _Step(BaseModel):
    """One `[[step]]` as it stands in the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    role: str = Field(min_length=1)
    number: str = ""
    kinds: list[str] = []
    note: str = ""
    is_client: bool = False
    role_en: str = Field(min_length=1)
    note_en: str = ""

    def step(self, *, is_english: bool) -> PlanStep:
        """The step in one of both languages."""
        return PlanStep(
            role=self.role_en if is_english else self.role,
            number=self.number,
            kinds=tuple(self.kinds),
            note=self.note_en if is_english else self.note,
            is_client=self.is_client,
        )


class _File(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: list[_Kind] = Field(min_length=1)
    step: list[_Step] = Field(min_length=1)


def load_emergencies(path: Path) -> EmergencyBook:
    """The kinds and the plan of the file at `path`.

    Raises:
        Refusal: the file cannot be read, or an entry is wrong; says where.
    """
    try:
        said = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(tr("突发事件文件 {file} 读不出来，请检查文件。", file=path.name)) from error
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise _wrong(path, place) from error
    kinds = tuple(EmergencyKind(**one.model_dump()) for one in said.kind)
    codes = [one.code for one in kinds]
    if len(set(codes)) < len(codes) or len({one.key for one in kinds}) < len(kinds):
        raise _wrong(path, "kind")
    if any(code not in codes for one in said.step for code in one.kinds):
        raise _wrong(path, "step.kinds")
    chinese = tuple(one.step(is_english=False) for one in said.step)
    english = tuple(one.step(is_english=True) for one in said.step)
    return EmergencyBook(kinds, chinese, english)


def _wrong(path: Path, place: str) -> Refusal:
    return Refusal(
        tr(
            "突发事件文件 {file} 的 {place} 不对或重复，请改正后再启动。",
            file=path.name,
            place=place,
        )
    )
