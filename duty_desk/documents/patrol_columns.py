"""The sheets and columns of a plan workbook, for the writer and the reader alike."""

from __future__ import annotations

from dataclasses import dataclass

from duty_desk.language import mark, tr


@dataclass(frozen=True)
class PlanColumn:
    """A column: its key, its heading, its width in characters, how it is filled in."""

    key: str
    heading: str
    width: int
    about: str

    def is_called(self, text: str) -> bool:
        """Whether `text` is its heading, in either language, or its key."""
        return text.casefold() in (self.key, self.heading.casefold(), tr(self.heading).casefold())


@dataclass(frozen=True)
class PlanSheet:
    """A sheet: its key, its name, its columns."""

    key: str
    name: str
    columns: tuple[PlanColumn, ...]

    def is_called(self, text: str) -> bool:
        """Whether `text` is its name, in either language, or its key."""
        return text.casefold() in (self.key, self.name.casefold(), tr(self.name).casefold())


_PERIOD = PlanColumn(
    "period",
    mark("特殊时期"),
    16,
    mark("只在这个特殊时期有效；空着表示每天。名称要和“特殊时期”表一致"),
)
WHOLE = PlanSheet(
    "plan",
    mark("计划"),
    (
        PlanColumn("from_on", mark("生效日期"), 14, mark("从哪一天起执行，如 2026-12-01")),
        PlanColumn(
            "is_shuffled", mark("打乱顺序"), 10, mark("是或否：每轮随机排列，重点点位仍在前")
        ),
        PlanColumn("leg_min", mark("每段分钟"), 10, mark("连续看多久提醒休息，1 到 20 分钟")),
    ),
)
SLOTS = PlanSheet(
    "rounds",
    mark("轮次"),
    (
        PlanColumn("no", mark("轮次号"), 8, mark("每一轮一个号，从 1 起")),
        PlanColumn("name", mark("名称"), 16, mark("空着显示为“第几轮”")),
        PlanColumn("from", mark("开始"), 8, mark("如 00:30")),
        PlanColumn("to", mark("结束"), 8, mark("如 01:30；不晚于开始表示到第二天")),
        _PERIOD,
    ),
)
POINTS = PlanSheet(
    "checkpoints",
    mark("巡查点位"),
    (
        PlanColumn("camera", mark("点位编号"), 12, mark("点位目录里的编号")),
        PlanColumn("label", mark("点位名称"), 20, mark("只供查看，导入时不读")),
        PlanColumn("preset", mark("预置位"), 8, mark("预置位号；空着表示不转动")),
        PlanColumn("look_for", mark("看什么"), 30, mark("要留意的情况")),
        PlanColumn("categories", mark("易发类别"), 20, mark("问题类别代码，用顿号隔开")),
        PlanColumn("dwell", mark("最少停留秒"), 10, mark("空着为 3 秒")),
        PlanColumn("is_hard", mark("重点"), 6, mark("是或空着：重点点位排在前面")),
        PlanColumn("is_night", mark("夜间"), 6, mark("是或空着")),
        PlanColumn("slots", mark("哪几轮"), 12, mark("轮次号，用顿号隔开；空着表示每一轮")),
        _PERIOD,
    ),
)
PERIODS = PlanSheet(
    "periods",
    mark("特殊时期"),
    (
        PlanColumn("name", mark("名称"), 20, mark("如 国庆保障")),
        PlanColumn("from_on", mark("开始日期"), 14, mark("如 2026-10-01")),
        PlanColumn("to_on", mark("结束日期"), 14, mark("当天包括在内")),
    ),
)
SHEETS = (WHOLE, SLOTS, POINTS, PERIODS)
