"""The columns of the ledgers are those of the hall's own forms (domain.md 5.3), in their order."""

from __future__ import annotations

import pytest

from duty_desk.desk.ledgers import LEDGERS, ledger_named

# As the forms have them; a ledger may have more between them and none under another name.
FORMS = {
    "visit": (
        "序号 日期 轮次 计划时段 点位编号 点位名称 社区 查看时间 结果 问题编号 问题类型 描述 "
        "严重程度 发现时间 推送时间 用时(分:秒) 推送方式 推送群 处置单位 处置时限 整改时间 "
        "整改前照片 整改后照片 核查人 状态 值班员 备注"
    ),
    "fault": (
        "报修编号 点位编号 国标编码 故障类型 发现时间 发现人 维护单位 联系时间 用时(分:秒) "
        "联系方式 对方接报人(岗位) 到场时间 修复时间 停用时长(小时) 原因 更换部件 天气 "
        "复核人 复核画面 状态"
    ),
    "duty_log": "时间 类型 内容 处理 值班员",
    "attendance": "人员 班次 应打卡 实打卡 结果 说明 报备",
    "handover": "班次 日期 交班人 接班人 交接时间 本班概况 未完成事项 注意事项",
}
ALL = {
    *("patrol", "visit", "problem", "push", "fault", "footage"),
    *("attendance", "handover", "duty_log", "presence", "journal"),
}


@pytest.mark.parametrize("name", FORMS)
def test_columns_stand_as_on_the_form(name: str) -> None:
    """Every column of the form, under its name and in its place."""
    columns = [column.heading for column in ledger_named(name).columns]
    wanted = FORMS[name].split()
    assert [one for one in columns if one in wanted] == wanted
    assert len(set(columns)) == len(columns)


def test_every_register_of_the_desk_can_be_exported() -> None:
    """Patrol, visits, problems, pushes, faults, footage, people, log, presence and journal."""
    assert {ledger.name for ledger in LEDGERS} == ALL
