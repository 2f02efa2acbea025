"""Commands about the program and its rules: check, contracts, simulate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.bootstrap import FONT, lock, tell_history
from duty_desk.commands.call import DONE, NO, Call, reading
from duty_desk.contracts.file import check, load, survey
from duty_desk.contracts.listing import contract_listing, contracts_listing, mistakes_listing
from duty_desk.desk.simulate import Simulation
from duty_desk.language import Refusal, tr
from duty_desk.machine.check import CheckItem, machine_items
from duty_desk.machine.time_source import SystemTimeSource
from duty_desk.store.store import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.bootstrap import House
    from duty_desk.desk.simulate import Told
    from duty_desk.domain.contract import Contract

_MARKS = {"ok": "✔", "warn": "!", "failed": "✘"}


def check_computer(call: Call) -> int:
    """`check`: what this computer offers; exit 1 when something needed is missing."""
    house = call.house()
    fonts = [house.files.resources / FONT]
    items = [
        *machine_items(house.data, fonts, SystemTimeSource()),
        _qt(),
        _opencv(),
        _codecs(),
        _rules(house),
        _store(call, house),
    ]
    for item in items:
        call.line(f"{_MARKS[item.state]} {item.name:<10} {item.detail}")
    is_ok = all(item.state != "failed" for item in items)
    call.document({"ok": is_ok, "items": [vars(item) for item in items]})
    return DONE if is_ok else NO


def _qt() -> CheckItem:
    try:
        from duty_desk.ui.platform import platform_words
    except ImportError:
        return CheckItem("qt", "failed", tr("图形界面库装不上或缺系统库；命令行仍可用。"))
    return CheckItem("qt", "ok", platform_words())


def _opencv() -> CheckItem:
    from duty_desk.vision.cv import cv2, installed_wheels

    wheels = installed_wheels()
    if len(wheels) > 1:
        words = tr(
            "装了不止一个 OpenCV（{names}），后装的盖住了先装的。请只留 opencv-python-headless。",
            names=tr("、").join(wheels),
        )
        return CheckItem("opencv", "warn", words)
    return CheckItem("opencv", "ok", f"OpenCV {cv2.__version__}")


def _codecs() -> CheckItem:
    from duty_desk.video.codecs import codec_names

    found = codec_names()
    if "h264" not in found:
        return CheckItem("codecs", "failed", tr("不能解码 H.264，摄像头画面放不出来。请重装程序。"))
    return CheckItem("codecs", "ok", tr("可解码：{names}。", names=tr("、").join(found)))


def _rules(house: House) -> CheckItem:
    try:
        contract = house.contract()
    except Refusal as refusal:
        return CheckItem("contract", "failed", str(refusal))
    return CheckItem("contract", "ok", contract.title)


def _store(call: Call, house: House) -> CheckItem:
    if not house.store_url and not (house.data / DATABASE).exists():
        return CheckItem("store", "ok", tr("还没有记录库，第一次启动时建立。"))
    try:
        with reading(call) as look:
            look.viewer.clock_cards(look.session)
    except Refusal as refusal:
        return CheckItem("store", "failed", str(refusal))
    return CheckItem("store", "ok", tr("记录库可以读取。"))


def list_contracts(call: Call) -> int:
    """`contracts list`: the profiles that came with the program."""
    found = survey(call.house().files.resources / "contracts")
    for item in contracts_listing(found.contracts):
        call.line(f"{item['id']}  {item['title']}  {item['from_on']}–{item['to_on']}")
    for refused in found.refused:
        call.line(f"✘ {refused}")
    call.document(contracts_listing(found.contracts))
    return DONE


def show_contract(call: Call) -> int:
    """`contracts show ID`: a profile with every rule."""
    contract = _contract(call)
    call.line(contract.title)
    for rule in contract.rules:
        call.line(f"{rule.id:<24} {rule.clause}  {rule.name}")
    call.document(contract_listing(contract))
    return DONE


def _contract(call: Call) -> Contract:
    file = call.house().files.resources / "contracts" / f"{call.words.id}.toml"
    if not file.exists():
        raise Refusal(tr("没有名为“{name}”的合同规则文件。", name=call.words.id))
    return load(file)


def check_contract(call: Call) -> int:
    """`contracts check FILE`: every mistake in a contract file; exit 1 when there is one."""
    call.house()
    mistakes = check(Path(call.words.file))
    for mistake in mistakes:
        call.line(f"✘ {mistake}")
    if not mistakes:
        call.line(tr("规则文件没有错误。"))
    call.document(mistakes_listing(mistakes))
    return NO if mistakes else DONE


def simulate_history(call: Call) -> int:
    """`simulate`: fill an empty store with believable history."""
    house = call.house()
    words = call.words
    held = lock(house)
    try:
        if not house.store_url and (house.data / DATABASE).exists():
            raise Refusal(tr("这个数据文件夹已有记录，模拟只写进空的文件夹；没有改动。"))
        plan = Simulation(days=words.days, cameras=words.cameras, seed=words.seed)
        counts = tell_history(house, plan, progress_line(call))
    finally:
        held.release()
    is_whole = counts.days == words.days
    if not is_whole:
        call.line(tr("已停止：只写入了前 {days} 天，这些天是完整的。", days=counts.days))
    call.line(
        tr(
            "已写入 {days} 天历史：{visits} 次查看，{problems} 个问题，{moments} 条日志。",
            days=counts.days,
            visits=counts.visits,
            problems=counts.problems,
            moments=counts.moments,
        )
    )
    call.document(vars(counts))
    return DONE if is_whole else NO


def progress_line(call: Call) -> Callable[[Told], None]:
    """One line on the terminal that says how far the story is; silent where nobody looks."""
    if call.is_json or not sys.stderr.isatty():
        return lambda _told: None

    def show(told: Told) -> None:
        words = tr("第 {n} 天，共 {days} 天（{day}）", n=told.days, days=told.of_days, day=told.day)
        sys.stderr.write(f"\r{words}" + ("\n" if told.days == told.of_days else ""))
        sys.stderr.flush()

    return show
