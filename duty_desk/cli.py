"""The command line: which words there are, and what each of them starts.

Every command but `run` works without a screen. Exit: 0 done, 1 the answer is no, 2 wrong call,
3 could not (the reason on stderr, one sentence).
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from duty_desk import cli_words
from duty_desk.domain.rights import Role
from duty_desk.language import LANGUAGES, Refusal, load_english, tr, use_language
from duty_desk.logs import redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    # argparse has no public name for what add_subparsers returns.
    _Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001

DONE = 0
COULD_NOT = 3
INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """Refuses a wrong call in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        # What was typed may hold a password; it must not stand in a log of the shell's output.
        self.exit(2, tr("命令写法不对：{what}", what=redacted(message)) + "\n")


def _global_words() -> _Parser:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data", type=Path, metavar="DIR", help=tr("数据文件夹"))
    parser.add_argument("--store", default="", metavar="URL", help=tr("另一个记录库的地址"))
    parser.add_argument("--lang", choices=LANGUAGES, default="", help=tr("语言"))
    parser.add_argument("--json", action="store_true", help=tr("输出 JSON"))
    acts = tr("以这个人员的名义和权限记录")
    parser.add_argument("--as", dest="as_name", default="", metavar="NAME", help=acts)
    return parser


def _parser() -> _Parser:
    parser = _Parser(prog="duty-desk", parents=[_global_words()], allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", metavar=tr("命令"))
    run = _add(commands, "run", "window:run", tr("打开值守台"))
    run.add_argument("--demo", action="store_true", help=tr("用演示摄像头"))
    demo = _add(commands, "demo", "window:run", tr("打开演示"))
    demo.set_defaults(demo=True)
    past = tr("演示先写入前 N 个整月和本月到现在的历史，0 到 36，缺省 0（只写一天）")
    for opens in (run, demo):
        opens.add_argument("--months", type=cli_words.months, default=0, metavar="N", help=past)
    _add(commands, "check", "program:check_computer", tr("检查这台电脑"))
    _add_cameras(commands)
    _add_channels(commands)
    _add_people(commands)
    _add_records(commands)
    _add_ledgers(commands)
    _add_rounds(commands)
    _add_roster(commands)
    _add_contracts(commands)
    _add_diagnose(commands)
    simulate = _add(commands, "simulate", "program:simulate_history", tr("向空库写入模拟历史"))
    simulate.add_argument("--days", type=int, default=1)
    simulate.add_argument("--cameras", type=int, default=16)
    simulate.add_argument("--seed", type=int, default=1)
    return parser


def _add(
    commands: _Commands,
    name: str,
    handler: str,
    what: str,
) -> _Parser:
    parser = commands.add_parser(name, help=what, description=what, allow_abbrev=False)
    parser.set_defaults(handler=handler)
    return parser


def _group(commands: _Commands, name: str, what: str) -> _Commands:
    parser = commands.add_parser(name, help=what, description=what, allow_abbrev=False)
    return parser.add_subparsers(dest="what", required=True, metavar=tr("命令"))


def _add_cameras(commands: _Commands) -> None:
    cameras = _group(commands, "cameras", tr("点位目录"))
    imports = _add(cameras, "import", "catalogue:import_cameras", tr("导入点位表"))
    imports.add_argument("file")
    imports.add_argument("--good-rows", action="store_true", help=tr("只导入没有错误的行"))
    exports = _add(cameras, "export", "catalogue:export_cameras", tr("导出点位表，不含码流地址"))
    exports.add_argument("file")
    exports.add_argument("--template", action="store_true", help=tr("导出空模板"))
    _add(cameras, "list", "catalogue:list_cameras", tr("列出点位"))
    probe = _add(cameras, "probe", "sweeping:probe_cameras", tr("逐个试看摄像头"))
    probe.add_argument("codes", nargs="*", metavar="CODE")
    discover = _add(cameras, "discover", "devices:discover_devices", tr("查找网上的摄像头"))
    discover.add_argument("--interface", default="", metavar="IP", help=tr("从哪个网口地址查"))
    discover.add_argument("--wait", type=float, default=3.0, help=tr("最多等几秒"))
    _add(cameras, "sweep", "sweeping:sweep_cameras", tr("把全部点位看一遍并保存结果"))


def _add_channels(commands: _Commands) -> None:
    channels = _group(commands, "channels", tr("推送通道"))
    _add(channels, "list", "pushing:list_channels", tr("列出推送通道"))
    add = _add(channels, "add", "pushing:add_channel", tr("添加群机器人"))
    add.add_argument("name")
    add.add_argument("--kind", choices=("wecom", "dingtalk", "feishu"), default="wecom")
    unseen = tr("；写 - 从标准输入读一行，不出现在进程列表里")
    add.add_argument("--address", required=True, help=tr("群机器人的地址") + unseen)
    add.add_argument("--secret", default="", help=tr("加签密钥") + unseen)
    whose = tr("leader：带班领导的群，只发在岗确认无人应答；maintainer：维护单位的群，只发报修")
    purposes = ("leader", "maintainer")
    add.add_argument("--for", dest="purpose", choices=purposes, default="", help=whose)
    remove = _add(channels, "remove", "pushing:remove_channel", tr("停用推送通道"))
    remove.add_argument("name")


def _add_people(commands: _Commands) -> None:
    people = _group(commands, "people", tr("人员"))
    listed = _add(people, "list", "people:list_people", tr("列出人员"))
    listed.add_argument("--all", action="store_true", help=tr("包括停用的"))
    add = _add(people, "add", "people:add_person", tr("录入人员，口令从标准输入读一行"))
    add.add_argument("name")
    add.add_argument("--role", choices=[str(role) for role in Role], default=str(Role.OPERATOR))
    signed = tr("保密承诺的签署日期")
    add.add_argument("--confidentiality", type=cli_words.day, metavar="DATE", help=signed)
    password = _add(people, "password", "people:set_password", tr("重设口令，从标准输入读一行"))
    off = _add(people, "deactivate", "people:deactivate_person", tr("停用人员"))
    on = _add(people, "reactivate", "people:reactivate_person", tr("重新启用人员"))
    for parser in (password, off, on):
        parser.add_argument("name")


def _add_records(commands: _Commands) -> None:
    clocks = _add(commands, "clocks", "records:show_clocks", tr("列出时限"))
    clocks.add_argument("--all", action="store_true", help=tr("包括已结束的"))
    journal = _add(commands, "journal", "records:show_journal", tr("列出日志"))
    journal.add_argument("--limit", type=int, help=tr("只列最新的几条"))
    record = _group(commands, "record", tr("从脚本记录"))
    problem = _add(record, "problem", "records:record_problem", tr("记录一个问题"))
    problem.add_argument("--camera", required=True, metavar="CODE")
    problem.add_argument("--image", required=True, metavar="FILE")
    problem.add_argument("--category", default="")
    problem.add_argument("--description", default="")
    problem.add_argument("--unit", default="")
    problem.add_argument("--found-at", type=cli_words.instant, metavar="TIME")
    problem.add_argument("--reason", default="", help=tr("补记原因"))
    _add_faults(commands, record)
    _add_footage(commands, record)
    _add_duty(commands, record)
    _add_report(commands)
    push = _add(commands, "push", "pushing:push_problem", tr("推送一个问题"))
    push.add_argument("problem", metavar="NUMBER")
    push.add_argument("--channel", default="")
    push.add_argument("--confirm", action="store_true", help=tr("已手工发到微信群"))
    push.add_argument("--wait", type=float, default=30.0, help=tr("最多等几秒"))
    checking = _add(commands, "verify", "records:verify_store", tr("核对记录"))
    checking.add_argument(
        "--head", action="append", default=[], metavar="CODE", help=tr("交接单页脚的封存码，可多次")
    )
    package = _add(commands, "package", "footage:check_package", tr("核验一个录像取证包"))
    package.add_argument("folder")
    package.add_argument("--seal", default="", metavar="CODE", help=tr("回执上的封存码"))


def _add_ledgers(commands: _Commands) -> None:
    export = _add(commands, "export", "exporting:export_ledger", tr("把台账导出为 .xlsx 或 .csv"))
    export.add_argument("ledger", nargs="?", metavar="LEDGER", help=tr("不写时列出有哪些台账"))
    export.add_argument("--from", dest="from_on", type=cli_words.day, metavar="DATE")
    export.add_argument("--to", dest="to_on", type=cli_words.day, metavar="DATE")
    export.add_argument("--out", default="", metavar="FILE.xlsx|.csv")
    wish = tr("筛选，如 camera=C017，可多次")
    export.add_argument("--where", action="append", default=[], metavar="KEY=VALUE", help=wish)
    export.add_argument("--pictures", action="store_true", help=tr("问题台账带照片"))


def _add_rounds(commands: _Commands) -> None:
    rounds = _group(commands, "rounds", tr("视频巡查"))
    spans = (("today", tr("今天的轮次")), ("month", tr("本月")), ("year", tr("合同年度")))
    for span, what in spans:
        _add(rounds, span, "rounds:show_rounds", what).set_defaults(span=span)
    ledger = _add(rounds, "export", "exporting:export_visits", tr("把巡查台账导出为 .xlsx 或 .csv"))
    ledger.add_argument("file")
    ledger.add_argument("--from", dest="from_on", type=cli_words.day, metavar="DATE")
    ledger.add_argument("--to", dest="to_on", type=cli_words.day, metavar="DATE")
    plan = _group(rounds, "plan", tr("巡查计划"))
    show = _add(plan, "show", "rounds:show_plan", tr("显示计划"))
    exports = _add(plan, "export", "rounds:export_plan", tr("把计划导出为工作簿"))
    exports.add_argument("file")
    for parser in (show, exports):
        parser.add_argument("--date", type=cli_words.day, help=tr("哪一天的计划，如 2026-12-01"))
    imports = _add(plan, "import", "rounds:import_plan", tr("从工作簿导入计划"))
    imports.add_argument("file")
    imports.add_argument("--check", action="store_true", help=tr("只检查，不启用"))
    imports.add_argument("--note", default="", help=tr("这次调整的说明"))


def _add_roster(commands: _Commands) -> None:
    roster = _group(commands, "roster", tr("排班"))
    month = "YYYY-MM"
    listed = _add(roster, "list", "rosters:show_roster", tr("列出一个月的排班"))
    listed.add_argument("--month", type=cli_words.month, metavar=month)
    imports = _add(roster, "import", "rosters:import_roster", tr("从工作簿导入值班表"))
    exports = _add(roster, "export", "rosters:export_roster", tr("把值班表导出为工作簿"))
    prints = _add(roster, "print", "rosters:export_roster", tr("打印值班表（.docx 或 .pdf）"))
    for parser in (exports, prints):
        parser.add_argument("file")
        parser.add_argument("--from", dest="from_on", type=cli_words.day, metavar="DATE")
        parser.add_argument("--to", dest="to_on", type=cli_words.day, metavar="DATE")
        parser.add_argument("--holiday", action="store_true", help=tr("下一个节假日"))
    free = _add(roster, "holidays", "rosters:import_holidays", tr("导入一年的节假日和调休"))
    free.add_argument("file")
    attendance = _group(commands, "attendance", tr("考勤"))
    punches = _add(attendance, "list", "rosters:show_attendance", tr("列出一个月的打卡"))
    sheet = _add(attendance, "export", "rosters:export_attendance", tr("导出一个月的考勤表"))
    sheet.add_argument("file")
    for parser in (punches, sheet):
        parser.add_argument("--month", type=cli_words.month, metavar=month)
    theirs = _add(attendance, "import", "rosters:import_punches", tr("导入街道的打卡记录并比对"))
    for parser in (imports, theirs):
        parser.add_argument("file")
        parser.add_argument("--check", action="store_true", help=tr("只检查，不导入"))


def _add_duty(commands: _Commands, record: _Commands) -> None:
    line = _add(record, "log", "duty:record_log", tr("记一条值班日志"))
    line.add_argument("--kind", default="other", help=tr("日志类型"))
    line.add_argument("--text", required=True)
    line.add_argument("--handling", default="", help=tr("怎样处理的"))
    line.add_argument("--leader", default="", help=tr("交办的领导，写职务"))
    emergency = _add(record, "emergency", "duty:record_emergency", tr("记录突发事件"))
    emergency.add_argument("--kind", default="", help=tr("突发事件类型"))
    emergency.add_argument("--camera", default="", metavar="CODE")
    emergency.add_argument("--place", default="")
    emergency.add_argument("--text", default="")
    for parser in (line, emergency):
        parser.add_argument("--found-at", type=cli_words.instant, metavar="TIME")
        parser.add_argument("--reason", default="", help=tr("补记原因"))
    log = _group(commands, "log", tr("值班日志"))
    shown = _add(log, "list", "duty:list_log", tr("列出值班日志"))
    exported = _add(log, "export", "exporting:export_log", tr("把值班日志导出为 .xlsx 或 .csv"))
    exported.add_argument("file", metavar="FILE.xlsx")
    for parser in (shown, exported):
        parser.add_argument("--month", default="", metavar="YYYY-MM", help=tr("缺省是本月"))


def _add_report(commands: _Commands) -> None:
    report = _add(commands, "report", "reporting:write_report", tr("把报告写成文件"))
    report.add_argument("kind", choices=("daily", "weekly", "monthly", "period", "morning"))
    of = tr("时段里的一天，缺省是今天；period 是第一天")
    report.add_argument("--date", type=cli_words.day, help=of)
    report.add_argument("--to", type=cli_words.day, help=tr("period 的最后一天"))
    report.add_argument("--out", required=True, metavar="F.docx|.pdf")
    report.add_argument("--title", default="", help=tr("专项报告的标题"))
    report.add_argument("--category", default="", help=tr("只统计这个问题类别"))
    report.add_argument("--community", default="", help=tr("只统计这个社区"))
    report.add_argument("--camera", default="", metavar="CODE", help=tr("只统计这个点位"))


def _add_footage(commands: _Commands, record: _Commands) -> None:
    what = tr("登记一次录像调取；调取人从标准输入读，一行一人：姓名 证件号 电话")
    asked = _add(record, "footage", "requests:record_request", what)
    asked.add_argument("--unit", required=True, help=tr("调取单位"))
    asked.add_argument("--reason", required=True, help=tr("事由"))
    asked.add_argument("--content", required=True, help=tr("调取内容"))
    span = ("CODE", "FROM", "TO")
    asked.add_argument("--span", nargs=3, action="append", required=True, metavar=span)
    asked.add_argument("--kind", choices=("view", "still", "copy"), default="copy")
    asked.add_argument("--not-police", action="store_true", help=tr("不是公安，一人即可"))
    asked.add_argument("--paper-kind", default="", help=tr("法律文书名称"))
    asked.add_argument("--paper-no", default="", help=tr("法律文书编号"))
    asked.add_argument("--scan", default="", metavar="FILE", help=tr("法律文书扫描件或照片"))
    footage = _group(commands, "footage", tr("录像调取"))
    listed = _add(footage, "list", "requests:list_requests", tr("列出没有归档的调取登记"))
    listed.add_argument("--all", action="store_true", help=tr("包括已归档的"))
    shown = _add(footage, "show", "requests:show_request", tr("显示一次调取和它的经手记录"))
    shown.add_argument("number", metavar="NUMBER")
    exported = _add(footage, "export", "requests:export_requests", tr("把调取登记簿导出为工作簿"))
    exported.add_argument("file", metavar="FILE.xlsx")
    exported.add_argument("--reason", default="", help=tr("写明原因才含个人信息"))
    for parser in (listed, exported):
        parser.add_argument("--month", type=cli_words.month, metavar="YYYY-MM")


def _add_faults(commands: _Commands, record: _Commands) -> None:
    fault = _add(record, "fault", "faults:record_fault", tr("记录一个故障"))
    fault.add_argument("--camera", required=True, metavar="CODE")
    fault.add_argument("--kind", default="", help=tr("故障类型"))
    fault.add_argument("--note", default="")
    fault.add_argument("--image", default="", metavar="FILE")
    fault.add_argument("--found-at", type=cli_words.instant, metavar="TIME")
    fault.add_argument("--reason", default="", help=tr("补记原因"))
    faults = _group(commands, "faults", tr("摄像头故障"))
    listed = _add(faults, "list", "faults:list_faults", tr("列出没有办结的故障"))
    listed.add_argument("--all", action="store_true", help=tr("包括已结束的"))
    maintainer = _add(faults, "maintainer", "faults:set_maintainer", tr("维护单位的联系方式"))
    maintainer.add_argument("name")
    maintainer.add_argument("--phone")
    maintainer.add_argument("--group", help=tr("接报修的工作群"))
    statement = _add(faults, "statement", "faults:write_statement", tr("导出故障对账单"))
    statement.add_argument("--month", default="", metavar="YYYY-MM", help=tr("缺省是本月"))
    statement.add_argument("--out", required=True, metavar="FILE.docx|.xlsx")
    statement.add_argument("--maintainer", default="", help=tr("只要这一家"))


def _add_contracts(commands: _Commands) -> None:
    contracts = _group(commands, "contracts", tr("合同规则"))
    _add(contracts, "list", "program:list_contracts", tr("列出合同规则"))
    show = _add(contracts, "show", "program:show_contract", tr("显示一份合同的规则"))
    show.add_argument("id")
    check = _add(contracts, "check", "program:check_contract", tr("检查一个规则文件"))
    check.add_argument("file")


def _add_diagnose(commands: _Commands) -> None:
    what = tr("诊断一段视频或一路码流的画面")
    diagnose = _add(commands, "diagnose", "diagnosing:diagnose_clip", what)
    diagnose.add_argument("clip", metavar="CLIP", help=tr("视频文件或码流地址"))
    stretch = tr("画面正常的一段，单位秒，缺省 0-10")
    diagnose.add_argument(
        "--reference", type=cli_words.stretch, default=(0, 10_000), metavar="0-10", help=stretch
    )
    most = tr("最多看多少秒，缺省 86400")
    diagnose.add_argument(
        "--seconds", type=cli_words.seconds, default=86_400.0, metavar="N", help=most
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    # Before a log file is open, what is logged must not end up before a person's eyes.
    logging.getLogger().addHandler(logging.NullHandler())
    arguments = list(sys.argv[1:] if argv is None else argv)
    first, rest = _global_words().parse_known_args(arguments)
    _speak(first.lang)
    words = _parser().parse_args(rest or ["run"])
    if words.command is None:
        words = _parser().parse_args([*rest, "run"])
    try:
        return _start(words, first)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (`| head`); nothing more can be printed anywhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:
        logging.getLogger(__name__).exception("command failed")
        print(tr("程序出了意外，这一步没有做完；已保存的记录不受影响。"), file=sys.stderr)
    return COULD_NOT


def _speak(spoken: str) -> None:
    from duty_desk.paths import bundled

    load_english(bundled().resources / "translations" / "en")
    if spoken:
        use_language(spoken)


def _start(words: argparse.Namespace, first: argparse.Namespace) -> int:
    from duty_desk.commands.call import Call

    call = Call(
        words=words,
        is_json=first.json,
        data=first.data,
        store_url=first.store,
        spoken=first.lang,
        as_name=first.as_name,
    )
    module, _, name = words.handler.partition(":")
    handler: Callable[[Call], int] = getattr(import_module(f"duty_desk.commands.{module}"), name)
    return handler(call)
