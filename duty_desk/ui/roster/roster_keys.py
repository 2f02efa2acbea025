"""The keys of roster and attendance, as F1 tells them."""

from __future__ import annotations

from duty_desk.language import mark

KEYS = (
    ("Page Up / Page Down", mark("排班、考勤：上月、下月")),
    ("← ↑ ↓ →", mark("排班表里移动，选一天一人")),
    ("Ctrl+S", mark("排班：保存选中的班")),
    ("Alt+I / Alt+O", mark("考勤：上班打卡、下班打卡")),
)
