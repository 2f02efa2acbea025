"""Saying no to who may not: rights in words. The table itself is in `domain.rights`."""

from __future__ import annotations

from duty_desk.domain.rights import Right, Role, may
from duty_desk.language import Refusal, mark, tr

ROLES = {
    Role.OPERATOR: mark("值班员"),
    Role.SUPERVISOR: mark("值班长"),
    Role.CLERK: mark("内勤"),
    Role.ADMINISTRATOR: mark("管理员"),
}
_RIGHTS = {
    Right.PTZ: mark("转动摄像头"),
    Right.PLAN: mark("更改巡查计划"),
    Right.SAMPLE: mark("抽查巡查记录"),
    Right.OVERRIDE_HANDOVER: mark("无人接班时终止交接"),
    Right.PEOPLE: mark("管理人员"),
    Right.CAMERAS: mark("更改点位目录"),
    Right.CHANNELS: mark("更改推送通道"),
    Right.VOID: mark("作废他人或往班的记录"),
    Right.ROSTER: mark("排班"),
    Right.ATTEND: mark("审批请假、换班和补卡，认定考勤"),
    Right.EXPORT: mark("把台账和名单导出成文件"),
    Right.REVIEW: mark("查看复核"),
    Right.COMMENT: mark("批注超时、更正和补记"),
    Right.REPORTS: mark("编写、冻结和送出报告"),
    Right.REPORTS_APPROVE: mark("批准报告"),
    Right.DIAGNOSIS: mark("切换自动诊断的提醒方式"),
    Right.JUDGE_PRESENCE: mark("认定在岗情况、调整在岗确认"),
    Right.VOID_OLD_LOG: mark("复核以前班次的日志"),
    Right.EMERGENCY_PLAN: mark("更改突发事件报告名单"),
    Right.FOOTAGE: mark("登记和办理录像调取"),
    Right.FOOTAGE_APPROVE: mark("批准或不批准录像调取"),
    Right.FOOTAGE_PERSONAL: mark("查看或删除调取人的个人信息"),
}


def role_words(role: Role) -> str:
    """What a role is called, in the language in use."""
    return tr(ROLES[role])


def require(role: Role, right: Right) -> None:
    """Let pass who has `right`.

    Raises:
        Refusal: `role` has it not.
    """
    if may(role, right):
        return
    raise Refusal(
        tr(
            "当前身份“{role}”没有权限{what}，没有执行；请由有权限的人员操作。",
            role=role_words(role),
            what=tr(_RIGHTS[right]),
        )
    )
