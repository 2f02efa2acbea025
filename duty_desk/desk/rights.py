"""Saying no to who may not: rights in words. The table itself is in `domain.rights`."""

from __future__ import annotations

from duty_desk.domain.rights import Right, Role, may
from duty_desk.language import Refusal, mark, tr

_ROLES = {
    Role.OPERATOR: mark("值班员"),
    Role.SUPERVISOR: mark("值班长"),
    Role.CLERK: mark("内勤"),
    Role.ADMINISTRATOR: mark("管理员"),
}
_RIGHTS = {
    Right.PTZ: mark("转动摄像头"),
    Right.PLAN: mark("更改巡查计划"),
    Right.SAMPLE: mark("抽查巡查记录"),
}


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
            role=tr(_ROLES[role]),
            what=tr(_RIGHTS[right]),
        )
    )
