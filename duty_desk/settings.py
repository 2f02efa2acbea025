"""The settings of one data folder: a small TOML file that a person may edit."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duty_desk.domain.report import ReportKind
from duty_desk.domain.rights import Role
from duty_desk.domain.suspicion import Patience
from duty_desk.language import Refusal, mark, tr

if TYPE_CHECKING:
    from pathlib import Path

FILE = "settings.toml"
_HOUR = r"^(([01]\d|2[0-3]):[0-5]\d)?$"


EQUIPMENT = (
    mark("大屏"),
    mark("录像平台"),
    mark("网络"),
    mark("电话"),
    mark("对讲机"),
    mark("门禁钥匙"),
    mark("卫生"),
)


class Settings(BaseModel):
    """What a desk is told about itself. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hall: str = Field(default=mark("街道指挥大厅"), min_length=1, max_length=40)
    seat: str = Field(default="1", min_length=1, max_length=20)
    operator: str = Field(default=mark("值班员"), min_length=1, max_length=40)
    role: Role = Role.OPERATOR
    contract: str = "zhongguancun-2026"
    language: Literal["zh_CN", "en"] = "zh_CN"
    engine: Literal["pyav", "opencv"] = "pyav"
    transport: Literal["tcp", "udp"] = "tcp"
    ptz_return_s: int = Field(default=30, ge=5, le=600)
    fault_reminder_hour: int = Field(default=8, ge=0, le=23)
    equipment: tuple[Annotated[str, Field(min_length=1, max_length=20)], ...] = Field(
        default=EQUIPMENT, max_length=30
    )
    lock_minutes: int = Field(default=30, ge=0, le=240)
    thumbnail_days: int = Field(default=90, ge=7, le=3660)
    # When the program makes drafts of reports by itself; "" for never.
    draft_daily_at: str = Field(default="07:50", pattern=_HOUR)
    draft_weekly_at: str = Field(default="08:00", pattern=_HOUR)
    draft_monthly_at: str = Field(default="08:00", pattern=_HOUR)
    shadow_days: int = Field(default=14, ge=0, le=366)
    quiet_hours: int = Field(default=24, ge=1, le=24 * 90)
    clock_off_s: int = Field(default=60, ge=5, le=86_400)
    papers_may_follow_h: int = Field(default=0, ge=0, le=72)
    signal_fault_s: int = Field(default=60, ge=5, le=3_600)

    def report_hours(self) -> dict[ReportKind, int]:
        """By kind of report the minute of the day at which a draft is made."""
        said = {
            ReportKind.DAILY: self.draft_daily_at,
            ReportKind.WEEKLY: self.draft_weekly_at,
            ReportKind.MONTHLY: self.draft_monthly_at,
        }
        return {kind: int(at[:2]) * 60 + int(at[3:]) for kind, at in said.items() if at}

    def patience(self) -> Patience:
        """How the diagnosis is set."""
        return Patience(
            shadow_days=self.shadow_days,
            quiet_hours=self.quiet_hours,
            clock_off_s=self.clock_off_s,
            signal_fault_s=self.signal_fault_s,
        )


def load(folder: Path) -> Settings:
    """The settings of `folder`; the defaults where the file or a key is missing.

    Raises:
        Refusal: the file cannot be read or says something wrong; it is left as it is.
    """
    path = folder / FILE
    if not path.exists():
        return Settings()
    try:
        return Settings(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(
            tr("设置文件 {file} 格式有误（{what}）。请改正或移走它再启动。", file=FILE, what=error)
        ) from None
    except OSError:
        raise Refusal(tr("设置文件 {file} 读不出来。请检查权限。", file=FILE)) from None
    except ValidationError as error:
        names = tr("、").join(".".join(map(str, item["loc"])) for item in error.errors())
        raise Refusal(
            tr("设置文件 {file} 里这些项不对：{names}。请改正后再启动。", file=FILE, names=names)
        ) from None
