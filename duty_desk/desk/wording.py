"""Journal entries in words: one short line each, for the screen and for print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.desk.views import JournalLine
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.domain.moment import Entry


@dataclass(frozen=True)
class _Line:
    tag: str
    level: str
    text: str


_LINES: dict[str, _Line] = {
    "desk.started": _Line(mark("开机"), "calm", mark("值守台启动{gap}")),
    "desk.stopped": _Line(mark("关机"), "calm", mark("值守台正常退出")),
    "time.jumped": _Line(mark("校时"), "attention", mark("电脑时钟跳变 {jump} 秒，已记录")),
    "person.added": _Line(mark("人员"), "calm", mark("录入人员 {about}（{role}）")),
    "person.changed": _Line(mark("人员"), "calm", mark("更改人员 {about}（{role}）")),
    "person.deactivated": _Line(mark("人员"), "attention", mark("停用人员 {about}")),
    "person.reactivated": _Line(mark("人员"), "attention", mark("重新启用人员 {about}")),
    "person.secret_set": _Line(mark("人员"), "calm", mark("设置 {about} 的口令")),
    "person.signed_in": _Line(mark("登录"), "calm", mark("{about} 登录{instead}")),
    "person.signed_out": _Line(mark("登录"), "calm", mark("{about} 退出登录")),
    "person.locked": _Line(mark("锁屏"), "calm", mark("{about} 锁屏{why}")),
    "person.unlocked": _Line(mark("锁屏"), "calm", mark("{about} 解锁")),
    "person.refused": _Line(mark("登录"), "attention", mark("{about} 的口令输错，第 {n} 次")),
    "shift.started": _Line(mark("接班"), "done", mark("{about} {name} 接班，开始负责")),
    "shift.relieved": _Line(mark("交班"), "calm", mark("{about} {name} 交班，不再负责")),
    "shift.handover_accepted": _Line(mark("交接"), "done", mark("{name} 接班签认")),
    "handover.cut": _Line(mark("交接"), "attention", mark("开始交接，冻结移交事项 {about} 项")),
    "handover.item_added": _Line(mark("交接"), "calm", mark("补充移交事项：{about}")),
    "handover.item_confirmed": _Line(mark("交接"), "calm", mark("接班人确认：{about}")),
    "handover.checked": _Line(mark("交接"), "calm", mark("检查设备与场所")),
    "handover.remarked": _Line(mark("交接"), "calm", mark("填写交班说明")),
    "handover.incoming_arrived": _Line(mark("交接"), "calm", mark("{name} 到岗准备接班")),
    "handover.outgoing_signed": _Line(mark("交接"), "done", mark("{name} 交班签认")),
    "handover.nobody_came": _Line(mark("交接"), "urgent", mark("到时无人接班，原班继续负责")),
    "handover.accepted": _Line(mark("交接"), "done", mark("交接完成，{name} 开始负责")),
    "handover.overridden": _Line(
        mark("交接"), "urgent", mark("带班人员终止交接（{how}）：{reason}")
    ),
    "handover.reopened": _Line(mark("交接"), "attention", mark("重新开始交接：{reason}")),
    "store.checkpoint": _Line(mark("封存"), "calm", mark("记录链第 {about} 次封存 {name}")),
    "contract.adopted": _Line(mark("合同"), "calm", mark("启用合同规则：{title}")),
    "camera.lost": _Line(mark("断线"), "urgent", mark("{about} 信号中断")),
    "camera.restored": _Line(mark("恢复"), "done", mark("{about} 画面恢复")),
    "camera.added": _Line(mark("点位"), "calm", mark("{about} 录入目录")),
    "camera.changed": _Line(mark("点位"), "calm", mark("{about} 目录更新")),
    "camera.moved": _Line(mark("云台"), "calm", mark("{about} 手动转动镜头")),
    "camera.recalled": _Line(mark("云台"), "calm", mark("{about} 转到预置位“{preset}”")),
    "camera.homed": _Line(mark("云台"), "done", mark("{about} 返回看守位（{why}）")),
    "camera.kept": _Line(mark("云台"), "attention", mark("{about} 镜头留在当前位置")),
    "camera.stranded": _Line(mark("云台"), "urgent", mark("{about} 没有返回看守位：{words}")),
    "problem.found": _Line(mark("问题"), "attention", mark("{about} 截图报问题，推送时限开始")),
    "problem.shot_added": _Line(mark("问题"), "calm", mark("{about} 补拍 1 张")),
    "problem.clip_added": _Line(mark("问题"), "calm", mark("{about} 现场片段已存证")),
    "problem.described": _Line(mark("问题"), "calm", mark("{about} 已填写")),
    "problem.parked": _Line(mark("问题"), "attention", mark("{about} 先挂起，时限继续")),
    "problem.voided": _Line(mark("作废"), "calm", mark("{about} 作废：{reason}")),
    "problem.pushed": _Line(mark("推送"), "done", mark("{about} 已推送，用时 {used}（{via}）")),
    "problem.rectified": _Line(mark("整改"), "calm", mark("{about} 收到整改后照片")),
    "problem.verified": _Line(mark("核查"), "done", mark("{about} 整改核查合格")),
    "problem.returned": _Line(
        mark("核查"), "attention", mark("{about} 整改不合格，退回：{reason}")
    ),
    "push.queued": _Line(mark("推送"), "calm", mark("{about} 交给“{channel}”")),
    "push.delayed": _Line(mark("推送"), "attention", mark("{about} 暂未送出：{words}")),
    "push.refused": _Line(mark("推送"), "urgent", mark("{about} 被拒收：{words}")),
    "push.unknown": _Line(mark("推送"), "urgent", mark("{about} 结果未知：{words}")),
    "clock.warned": _Line(mark("时限"), "attention", mark("{about} {title}将到时限")),
    "clock.breached": _Line(mark("超时"), "urgent", mark("{about} {title}已超过时限")),
    "clock.stage_missed": _Line(
        mark("时限"),
        "urgent",
        mark("{about} {title}提醒未能显示：程序在 {off_from}–{off_to} 未运行"),
    ),
    "channel.added": _Line(mark("通道"), "calm", mark("添加推送通道“{channel}”")),
    "channel.changed": _Line(mark("通道"), "calm", mark("更新推送通道“{channel}”")),
    "patrol_plan.adopted": _Line(mark("巡查"), "calm", mark("巡查计划从 {from_on} 起更新")),
    "round.started": _Line(mark("巡查"), "calm", mark("{about} 开始，{expected} 个点位")),
    "round.paused": _Line(mark("巡查"), "attention", mark("{about} 暂停{why}")),
    "round.resumed": _Line(mark("巡查"), "calm", mark("{about} 继续")),
    "round.completed": _Line(mark("巡查"), "done", mark("{about} 完成：{counts}")),
    "round.closed_incomplete": _Line(
        mark("巡查"), "urgent", mark("{about} 未完成{why}，缺 {expired} 个：{counts}")
    ),
    "round.missed": _Line(mark("漏巡"), "urgent", mark("{about} 漏巡{why}")),
    "round.explained": _Line(mark("巡查"), "calm", mark("{about} 说明：{reason}")),
    "visit.done": _Line(mark("巡查"), "calm", mark("{about} {outcome}")),
    "watching.logged": _Line(mark("轮播"), "calm", mark("轮播观看 {pages} 页、{cameras} 个点位")),
    "thumbnail.expired": _Line(
        mark("清理"), "calm", mark("巡查缩略图按规定只留 {days} 天，{before_on} 以前的已删除")
    ),
    "site_plan.adopted": _Line(mark("社区"), "calm", mark("现场巡查名单更新，{count} 个社区")),
    "site_visit.done": _Line(mark("社区"), "done", mark("现场巡查 {community}")),
    "sample.drawn": _Line(mark("抽查"), "calm", mark("抽取 {count} 次查看供主管复核")),
    "sample.judged": _Line(mark("抽查"), "calm", mark("主管复核：{verdict}")),
    "review.noted": _Line(mark("批注"), "calm", mark("主管批注：{reason}")),
    "problem.reopened": _Line(mark("问题"), "calm", mark("{about} 继续处理")),
    "problem.marked": _Line(mark("问题"), "calm", mark("{about} 画了标注")),
    "push.attempted": _Line(mark("推送"), "calm", mark("{about} 发往“{channel}”")),
    "push.accepted": _Line(mark("推送"), "done", mark("{about} “{channel}”已接收")),
    "push.confirmed": _Line(mark("推送"), "done", mark("{about} 操作员确认已发到群")),
    "push.withdrawn": _Line(
        mark("推送"), "calm", mark("{about} 不再发往“{channel}”，改为复制发送")
    ),
    "camera.retired": _Line(mark("点位"), "calm", mark("{about} 停用")),
    "fault.found": _Line(mark("故障"), "urgent", mark("{about} 发现故障，报修时限开始")),
    "fault.described": _Line(mark("故障"), "calm", mark("{about} 已填写")),
    "fault.parked": _Line(mark("故障"), "attention", mark("{about} 先挂起，时限继续")),
    "fault.adjusted": _Line(mark("故障"), "done", mark("{about} 当场调好，用时 {used}")),
    "fault.reported": _Line(
        mark("报修"), "done", mark("{about} 已报修 {maintainer}（{way}），用时 {used}")
    ),
    "fault.accepted": _Line(mark("报修"), "calm", mark("{about} {maintainer}已接报")),
    "fault.arrived": _Line(mark("报修"), "calm", mark("{about} {maintainer}已到场")),
    "fault.repaired": _Line(mark("修复"), "calm", mark("{about} {maintainer}已修复，待核实")),
    "fault.verified": _Line(mark("修复"), "done", mark("{about} 修复核实合格，停用 {down}")),
    "fault.reopened": _Line(
        mark("故障"), "attention", mark("{about} 没有修好，重新报修：{reason}")
    ),
    "fault.dismissed": _Line(mark("误报"), "calm", mark("{about} 不是故障：{reason}")),
    "fault.reminded": _Line(
        mark("提醒"), "attention", mark("还有 {n} 个故障已报修未修复：{about}")
    ),
    "reference.proposed": _Line(mark("基准"), "calm", mark("{about} 学到{light}基准画面，待确认")),
    "reference.confirmed": _Line(mark("基准"), "done", mark("{about} {light}基准画面已确认")),
    "reference.refused": _Line(mark("基准"), "calm", mark("{about} {light}基准画面不采用")),
    "reference.replaced": _Line(
        mark("基准"), "calm", mark("{about} {light}基准画面已更换：{reason}")
    ),
    "suspicion.raised": _Line(mark("疑似"), "attention", mark("{about} 疑似{title}：{words}")),
    "suspicion.confirmed": _Line(mark("疑似"), "calm", mark("{about} {title}经确认是故障")),
    "suspicion.dismissed": _Line(mark("误报"), "calm", mark("{about} 不是{title}：{reason}")),
    "suspicion.ended": _Line(mark("疑似"), "done", mark("{about} {title}已自行恢复")),
    "suspicion.judged": _Line(mark("诊断"), "calm", mark("{about} 复核一条{title}提示")),
    "diagnosis.mode_set": _Line(
        mark("诊断"), "attention", mark("“{title}”提醒方式改为{mode}：{reason}")
    ),
    "ground.drawn": _Line(mark("静物"), "calm", mark("{about} 静物提示区域更新：{words}")),
    "dumped.hinted": _Line(
        mark("静物"), "attention", mark("{about} 疑似新增堆放物，{since} 首次出现")
    ),
    "dumped.confirmed": _Line(mark("静物"), "done", mark("{about} 堆放物已登记为问题")),
    "dumped.dismissed": _Line(mark("静物"), "calm", mark("{about} 不是堆放物 {reason}")),
    "maintainer.changed": _Line(mark("报修"), "calm", mark("更新维护单位联系方式：{maintainer}")),
    "roster.laid": _Line(mark("排班"), "calm", mark("{how}排班 {span}，{n} 个班")),
    "roster.changed": _Line(mark("排班"), "calm", mark("{about} 改由 {who} 值班（{how}）")),
    "roster.templates_adopted": _Line(mark("排班"), "calm", mark("班次从 {from_on} 起更新")),
    "roster.filed": _Line(mark("排班"), "done", mark("{span} 的值班表已报送")),
    "holiday.adopted": _Line(mark("排班"), "calm", mark("导入 {year} 年节假日，{n} 天")),
    "leave.filed": _Line(mark("请假"), "attention", mark("{who} 请假 {span}{late}：{reason}")),
    "leave.approved": _Line(mark("请假"), "calm", mark("{who} 请假 {span} 已批准{late}")),
    "leave.refused": _Line(mark("请假"), "calm", mark("{who} 请假 {span} 未批准：{reason}")),
    "leave.cancelled": _Line(mark("请假"), "calm", mark("{who} 撤回请假 {span}")),
    "swap.asked": _Line(mark("换班"), "attention", mark("申请换班：{about}")),
    "swap.agreed": _Line(mark("换班"), "calm", mark("对方同意换班：{about}")),
    "swap.approved": _Line(mark("换班"), "calm", mark("批准换班：{about}")),
    "swap.refused": _Line(mark("换班"), "calm", mark("未批准换班：{about} {reason}")),
    "swap.withdrawn": _Line(mark("换班"), "calm", mark("撤回换班：{about}")),
    "punch.made": _Line(mark("打卡"), "done", mark("{who} {what}打卡{late}")),
    "punch.late": _Line(mark("考勤"), "attention", mark("{who} 迟到 {span}")),
    "punch.left_early": _Line(mark("考勤"), "attention", mark("{who} 早退 {span}")),
    "punch.missing": _Line(mark("考勤"), "urgent", mark("{who} {day} {what}缺卡")),
    "punch.reported": _Line(mark("考勤"), "calm", mark("{who} 缺卡已报备：{reason}")),
    "punch.judged": _Line(mark("考勤"), "calm", mark("{who} {day} {what}{state}：{verdict}")),
    "punch.correction_asked": _Line(
        mark("补卡"), "attention", mark("{who} 申请补卡 {day} {what}：{reason}")
    ),
    "punch.correction_granted": _Line(mark("补卡"), "calm", mark("同意 {who} 补卡 {day} {what}")),
    "punch.correction_refused": _Line(
        mark("补卡"), "calm", mark("不同意 {who} 补卡 {day} {what}：{reason}")
    ),
    "punch.imported": _Line(mark("考勤"), "calm", mark("导入街道打卡记录 {n} 条")),
    "presence.prompted": _Line(mark("在岗"), "calm", mark("在岗确认：请 {person} 应答")),
    "presence.sounded": _Line(mark("在岗"), "attention", mark("在岗确认未应答，响铃提示")),
    "presence.escalated": _Line(mark("在岗"), "urgent", mark("在岗确认未应答，通知带班领导")),
    "presence.told": _Line(mark("在岗"), "calm", mark("{words}")),
    "presence.confirmed": _Line(mark("在岗"), "done", mark("在岗确认，{used}（{way}）")),
    "presence.unconfirmed": _Line(mark("在岗"), "urgent", mark("在岗未确认，待主管认定")),
    "presence.lapsed": _Line(mark("在岗"), "calm", mark("在岗确认因程序停止而作废")),
    "presence.judged": _Line(mark("在岗"), "calm", mark("在岗未确认认定为{verdict}：{reason}")),
    "presence.adopted": _Line(mark("在岗"), "calm", mark("调整在岗确认的间隔：{reason}")),
    "presence.paused": _Line(mark("在岗"), "attention", mark("在岗确认暂停到 {until}：{reason}")),
    "presence.resumed": _Line(mark("在岗"), "calm", mark("在岗确认恢复")),
    "conduct.breached": _Line(mark("在岗"), "urgent", mark("主管认定脱岗：{reason}")),
    "absence.began": _Line(mark("离岗"), "attention", mark("临时离岗（{why}），{reliever} 顶岗")),
    "absence.ended": _Line(mark("离岗"), "done", mark("回岗，离岗 {used}")),
    "log.written": _Line(mark("日志"), "calm", mark("{kind}：{text}")),
    "log.amended": _Line(mark("日志"), "attention", mark("更正日志：{text}（{reason}）")),
    "log.voided": _Line(mark("日志"), "attention", mark("作废日志：{text}（{reason}）")),
    "instruction.given": _Line(mark("交办"), "attention", mark("{leader}交办：{text}")),
    "instruction.read": _Line(mark("交办"), "done", mark("已阅交办：{text}")),
    "emergency.found": _Line(mark("突发"), "urgent", mark("突发事件，报告时限开始 {about}")),
    "emergency.described": _Line(mark("突发"), "calm", mark("突发事件 {about} 已填写")),
    "emergency.told": _Line(mark("突发"), "done", mark("{about} 已告知{role}，用时 {used}")),
    "emergency.tried": _Line(mark("突发"), "attention", mark("{about} 联系{role}未接通")),
    "emergency.closed": _Line(mark("突发"), "done", mark("{about} 结束：{closing}")),
    "emergency.voided": _Line(mark("突发"), "calm", mark("{about} 撤销：{reason}")),
    "emergency_plan.adopted": _Line(mark("突发"), "calm", mark("报告名单更新，{n} 行")),
    "footage.requested": _Line(mark("调取"), "calm", mark("{unit}提出调取录像")),
    "footage.registered": _Line(
        mark("调取"), "attention", mark("登记调取 {about}：{unit}{kind}，{n} 个时段")
    ),
    "footage.amended": _Line(mark("调取"), "calm", mark("调取 {about} 登记内容更正")),
    "footage.looked": _Line(mark("调取"), "calm", mark("调取 {about} 查看调取人完整信息")),
    "footage.clock_checked": _Line(
        mark("调取"), "calm", mark("调取 {about} 校对 {camera} 画面时间，误差 {offset}")
    ),
    "footage.papers_came": _Line(mark("调取"), "done", mark("调取 {about} 法律文书已补交")),
    "footage.checked": _Line(mark("调取"), "calm", mark("调取 {about} 手续已核验{left}")),
    "footage.approved": _Line(mark("调取"), "done", mark("调取 {about} 已批准{note}")),
    "footage.refused": _Line(mark("调取"), "attention", mark("调取 {about} 未批准{note}")),
    "footage.located": _Line(mark("调取"), "calm", mark("调取 {about} 已找到录像")),
    "footage.file_added": _Line(
        mark("调取"), "calm", mark("调取 {about} 加入 {file}（{size}，SHA-256 {sha256}…）")
    ),
    "footage.file_removed": _Line(
        mark("调取"), "attention", mark("调取 {about} 取消文件 {file}{note}")
    ),
    "footage.exported": _Line(mark("调取"), "calm", mark("调取 {about} 录像导出完毕{note}")),
    "footage.verified": _Line(
        mark("调取"), "done", mark("调取 {about} 取证包已封存，{n} 个文件，封存码 {seal}…")
    ),
    "footage.written": _Line(
        mark("调取"), "calm", mark("调取 {about} 取证包已写入介质并回读一致：{folder}")
    ),
    "footage.printed": _Line(mark("调取"), "calm", mark("调取 {about} 导出{paper}")),
    "footage.handed_over": _Line(mark("调取"), "done", mark("调取 {about} 已移交签收")),
    "footage.viewed": _Line(mark("调取"), "done", mark("调取 {about} 仅查看，没有带走录像{note}")),
    "footage.not_held": _Line(mark("调取"), "attention", mark("调取 {about} 已无录像{note}")),
    "footage.closed": _Line(mark("调取"), "calm", mark("调取 {about} 归档{note}")),
    "footage.returned": _Line(mark("调取"), "calm", mark("调取 {about} 介质已归还{note}")),
    "footage.destroyed": _Line(mark("调取"), "calm", mark("调取 {about} 留存的录像已销毁{note}")),
    "footage.warned": _Line(mark("调取"), "urgent", mark("调取 {about} {words}")),
    "footage.people_erased": _Line(
        mark("调取"), "attention", mark("调取 {about} 调取人个人信息已删除{note}")
    ),
    "footage_register.exported": _Line(
        mark("调取"), "calm", mark("导出调取登记簿 {n} 件，{masking}{note}")
    ),
    "period.ended": _Line(mark("报告"), "calm", mark("{about} 时段结束，开始计时")),
    "report.prepared": _Line(mark("报告"), "calm", mark("{about} 草稿已准备")),
    "report.failed": _Line(mark("报告"), "urgent", mark("{about} 草稿没有做成：{words}")),
    "report.written": _Line(mark("报告"), "calm", mark("{about} 文字已填写")),
    "report.approved": _Line(mark("报告"), "done", mark("{about} 已批准")),
    "report.frozen": _Line(mark("报告"), "done", mark("{about} 数据已冻结，{number}")),
    "report.delivered": _Line(mark("报告"), "done", mark("{about} 已送达{receiver}")),
    "report.reopened": _Line(mark("报告"), "attention", mark("{about} 出新的一版：{reason}")),
    "channel.removed": _Line(mark("通道"), "calm", mark("停用推送通道“{channel}”")),
}

_SYSTEM = mark("系统")
# A form is stored each second while somebody types: the lines beside it tell the whole.
_SILENT = frozenset(
    {
        "visit.done",
        "suspicion.judged",
        "watching.logged",
        "problem.clip_added",
        "footage.requested",
        "footage.looked",
        "footage.printed",
        "push.attempted",
        "push.accepted",
        "push.confirmed",
        "problem.marked",
        "problem.described",
        "fault.described",
        "presence.prompted",
        "presence.confirmed",
        "presence.told",
        "conduct.breached",
        "emergency.described",
    }
)


def has_line(entry: Entry) -> bool:
    """Whether an entry can be said in a line."""
    return entry.kind in _LINES


def is_shown(entry: Entry) -> bool:
    """Whether an entry has a line on the journal's list; the others are details of a neighbour."""
    is_noted = bool(entry.facts.get("is_shadow"))  # in shadow mode nothing is shown as an alarm
    return has_line(entry) and entry.kind not in _SILENT and not is_noted


def line_of(entry: Entry, values: Callable[[Entry], dict[str, str]]) -> JournalLine:
    """The line of an entry; `values` looks up what the text names."""
    line = _LINES[entry.kind]
    return JournalLine(
        seq=entry.seq,
        event_at=entry.event_at,
        late_ms=entry.late_ms,
        tag=tr(line.tag),
        level=line.level,
        text=tr(line.text, **{"reason": entry.reason, **values(entry)}),
        actor=tr(entry.actor or _SYSTEM),
        kind=entry.kind,
        subject=entry.subject,
    )


def duration_words(ms: int) -> str:
    """A span as people say it: `46 秒`, `4 分 05 秒`, `1 时 02 分`."""
    seconds = ms // 1000
    if seconds < 60:
        return tr("{s} 秒", s=seconds)
    if seconds < 3600:
        return tr("{m} 分 {s} 秒", m=seconds // 60, s=f"{seconds % 60:02d}")
    return tr("{h} 时 {m} 分", h=seconds // 3600, m=f"{seconds % 3600 // 60:02d}")
