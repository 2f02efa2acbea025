"""Commands that open the window: run and demo."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from duty_desk.bootstrap import (
    House,
    build_desk,
    lock,
    open_house,
    stop_together,
    tell_history,
)
from duty_desk.commands.program import progress_line
from duty_desk.demo import HASHING, PIN_HINT, Demo
from duty_desk.language import Refusal, tr
from duty_desk.paths import bundled
from duty_desk.store.store import DATABASE

if TYPE_CHECKING:
    from duty_desk.commands.call import Call
    from duty_desk.desk.simulate import Simulation, Told


def run(call: Call) -> int:
    """`run [--demo]`: the desk's window until it is closed."""
    _refuse_without_screen()
    if call.words.months and not call.words.demo:
        raise Refusal(tr("--months 只用于演示：它写入的是模拟的历史。请和 --demo 一起使用。"))
    signal.signal(signal.SIGTERM, _end_orderly)  # until the window takes it over
    try:
        with ExitStack() as stack:
            house = _house(call, stack)
            held = lock(house)
            stack.callback(held.release)
            return _run(house, call, stack)
    except Refusal as refusal:
        if _is_started_by_icon():
            from duty_desk.ui.notice import tell

            tell(str(refusal), bundled().resources)
        raise


def _end_orderly(_number: int, _frame: object) -> NoReturn:
    """Being told to end while still starting: what was started is stopped on the way out."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(0)


def _refuse_without_screen() -> None:
    # Qt itself would end the program with lines about plugins, after everything was opened.
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in wanted):
        raise Refusal(
            tr(
                "这里没有屏幕可用（DISPLAY 没有设置），窗口打不开；没有改动任何数据。请在图形桌面的"
                "终端里运行，或只用不需要屏幕的命令，例如 check、journal、verify。"
            )
        )


def _is_started_by_icon() -> bool:
    """Whether nobody reads the terminal: the frozen program, double-clicked."""
    has_terminal = sys.stderr is not None and sys.stderr.isatty()
    return bool(getattr(sys, "frozen", False)) and not has_terminal


def _house(call: Call, stack: ExitStack) -> House:
    data = call.data
    if call.words.demo and data is None:
        folder = tempfile.TemporaryDirectory(prefix="duty-desk-demo-", ignore_cleanup_errors=True)
        data = Path(stack.enter_context(folder))
    house = open_house(data, call.store_url, call.spoken)
    if not call.words.demo:
        return house
    # Whoever tries the demo has no two weeks: what is found rings at once.
    return replace(house, settings=house.settings.model_copy(update={"shadow_days": 0}))


def _tell(house: House, past: Simulation, call: Call) -> None:
    """Tell the demo's past; what takes longer than a blink says how far it is and can be ended."""
    if not call.words.months:
        tell_history(house, past)
        return
    from duty_desk.ui.telling import TellingWindow

    line, window = progress_line(call), TellingWindow(house.files.resources)

    def show(told: Told) -> None:
        line(told)
        window.show(told)

    try:
        counts = tell_history(house, past, show)
    finally:
        window.close()
    if counts.days < past.days:
        raise Refusal(
            tr(
                "已取消：演示的历史只写到第 {n} 天，窗口没有打开。请换一个空的数据文件夹再开始。",
                n=counts.days,
            )
            if call.data
            else tr("已取消，演示没有打开；写了一半的历史已经丢弃。")
        )


def _run(house: House, call: Call, stack: ExitStack) -> int:
    from duty_desk.machine.sleep import SleepInhibitor
    from duty_desk.machine.time_source import SystemTimeSource
    from duty_desk.ui.application import Parts, run_window
    from duty_desk.ui.parts import StreamChoice
    from duty_desk.video.engine import VideoEngine

    time = SystemTimeSource()
    demo = None
    if call.words.demo:
        demo = Demo(house.files.resources, time)
        stack.callback(demo.stop)
        demo.start()
        if house.store_url or (house.data / DATABASE).exists():
            if call.words.months:
                call.line(tr("这里已有记录，演示接着用；历史没有再写入。"))
        else:
            _tell(house, demo.past(call.words.months, time.now_ms()), call)
    desk = build_desk(house, hashing=HASHING if call.words.demo else None)
    running = [desk.stop]
    stack.callback(stop_together, running)
    desk.start()
    if demo is not None:
        demo.join(desk)
        demo.sit_down(desk)
    else:
        desk.people.attend().result()
    desk.presence.begin().result()
    stack.enter_context(SleepInhibitor())
    engine = VideoEngine(time)
    running.append(engine.stop)
    engine.start()
    stream = StreamChoice(house.settings.engine, house.settings.transport)
    desk.diagnosing.join(engine, stream.spec).result()
    desk.ground_watch.join(engine)
    parts = Parts(
        desk=desk,
        engine=engine,
        time=time,
        resources=house.files.resources,
        state_folder=house.data,
        language=call.spoken,
        is_demo=demo is not None,
        lock_minutes=0 if demo else house.settings.lock_minutes,
        sign_in_hint=PIN_HINT if demo else "",
        stream=stream,
    )
    return run_window(parts)
