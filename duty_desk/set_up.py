"""Makes a fresh clone run: system parts, `.venv`, the locked packages, one printed line a step.

Standard library only. Steps go to stderr, so that `--json` commands keep stdout to themselves.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from hashlib import sha256
from importlib import util
from pathlib import Path

from duty_desk import paths, system_parts
from duty_desk.language import LANGUAGES, Refusal, load_english, tr, use_language

COULD_NOT = 3
OLDEST_GLIBC = (2, 34)
MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
_TESTS_NEED_BYTES = 6 << 30
_OPTIONS_WITH_VALUE = ("--data", "--store", "--lang")
_PROOF_OF_PACKAGES = ("PySide6", "av", "cv2", "sqlalchemy", "alembic", "httpx", "pydantic")


@dataclass(frozen=True)
class Call:
    """What a command line asks for, as far as set-up cares: the command and the language."""

    command: str
    rest: tuple[str, ...]
    language: str


def read_call(arguments: list[str]) -> Call:
    """Read command and language out of `arguments`; everything else stays in `rest`.

    The program's options may stand before or after the command. `rest` holds what follows the
    command without `--lang`: for `test` that goes to pytest.
    """
    command, rest, language = "", [], LANGUAGES[0]
    waiting = iter(arguments)
    for argument in waiting:
        name, _, value = argument.partition("=")
        if name == "--lang":
            language = value or next(waiting, "")
        elif command:
            rest.append(argument)
        elif name in _OPTIONS_WITH_VALUE:
            _ = value or next(waiting, "")
        elif not argument.startswith("-"):
            command = argument
    return Call(command, tuple(rest), language if language in LANGUAGES else LANGUAGES[0])


def checkout() -> Path | None:
    """The folder of the clone this program runs from; None in a wheel or the frozen program."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "requirements.lock").is_file() else None


def run(root: Path, arguments: list[str]) -> int | None:
    """Stand everything up for `arguments`; None when the caller may go on in this process.

    Otherwise the exit code of what ran in another process: the tests, or this program again in
    the environment made for it.
    """
    call = read_call(arguments)
    try:
        load_english(paths.bundled().resources / "translations" / "en")
        use_language(call.language)
        python = environment_for(root)
        if python is not None:
            return _become([str(python), "-m", "duty_desk", *arguments])
        return run_tests(root, call.rest) if call.command == "test" else None
    except Refusal as refusal:
        say(str(refusal))
    except KeyboardInterrupt:
        say(tr("已停止。已完成的步骤保留，再运行同一条命令会从断处继续。"))
        raise
    return COULD_NOT


def say(line: str) -> None:
    """Print one line of progress for a person."""
    # A Windows console of another code page must not turn progress into an error.
    encoding = sys.stderr.encoding or "utf-8"
    plain = line.encode(encoding, errors="replace").decode(encoding)
    print(plain, file=sys.stderr, flush=True)  # noqa: T201 - set-up speaks to a person


def environment_for(root: Path) -> Path | None:
    """Stand the environment of `root` up; None when this process already runs in a complete one.

    A virtual environment that somebody made and filled by hand is taken as it is.
    """
    home = root / ".venv"
    is_ours = Path(sys.prefix).resolve() == home.resolve()
    if not is_ours and sys.prefix != sys.base_prefix and _has_packages():
        return None
    wanted = stamp(root / "requirements.lock")
    written = home / "stamp"
    is_current = (
        venv_python(home).exists()
        and written.is_file()
        and written.read_text(encoding="utf-8") == wanted
    )
    if is_ours and (is_current or (not written.exists() and _has_packages())):
        return None
    if not is_current:
        _stand_up(root, wanted)
    return None if is_ours else venv_python(home)


def stamp(lock: Path) -> str:
    """What an environment must be built from: this Python and the exact content of `lock`."""
    return f"python {_python_version()}\nlock {sha256(lock.read_bytes()).hexdigest()}\n"


def venv_python(home: Path) -> Path:
    """The interpreter of the virtual environment at `home`."""
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run_tests(root: Path, arguments: tuple[str, ...]) -> int:
    """Run the suite with this interpreter; pytest's closing line is the last one printed."""
    packages = system_parts.missing_for_tests()
    if packages:
        say(tr("测试：安装所需的系统组件 {packages}", packages=" ".join(packages)))
        try:
            system_parts.install(packages)
        except Refusal as refusal:
            say(str(refusal))
            say(tr("测试：缺少以上组件的测试将跳过。"))
    os.chdir(root)
    if has_room(MEMORY_FOLDER):
        # Databases wait for the disk at every commit; what is killed is killed all the same.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_FOLDER))
    return _become([sys.executable, "-m", "pytest", *sharing(arguments), *arguments])


def has_room(folder: Path) -> bool:
    """Whether the tests' files fit into a folder in memory, and programs may run from it."""
    if sys.platform != "linux" or not os.access(folder, os.W_OK):
        return False
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize >= _TESTS_NEED_BYTES and not found.f_flag & os.ST_NOEXEC


def sharing(arguments: tuple[str, ...]) -> list[str]:
    """What lets pytest share the whole suite out over the cores; nothing when parts are named.

    A part is quicker without other processes to start, and a debugger needs the test beside it.
    """
    cores = min(len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1, 8)
    is_whole = all(argument.startswith("-") for argument in arguments)
    if not is_whole or cores < 2 or "--pdb" in arguments or util.find_spec("xdist") is None:
        return []
    return [f"-n{cores}", "--dist=worksteal"]


def _stand_up(root: Path, wanted: str) -> None:
    started = time.monotonic()  # only a duration for the closing line
    _refuse_old_system()
    packages = system_parts.missing_for_desk()
    if packages:
        say(tr("[1/3] 系统组件：安装 {packages}", packages=" ".join(packages)))
        system_parts.install(packages)
    else:
        say(tr("[1/3] 系统组件：齐全"))
    home = root / ".venv"
    try:
        _make_venv(home)
        _install_packages(home, root / "requirements.lock")
        (home / "stamp").write_text(wanted, encoding="utf-8")
    except OSError as error:
        raise Refusal(
            tr(
                "无法写入 {folder}：{reason}。没有启动程序，数据没有改动。请检查磁盘空间和"
                "文件夹权限后再运行同一条命令。",
                folder=home,
                reason=error.strerror,
            )
        ) from error
    say(tr("准备完毕，用时 {seconds} 秒", seconds=round(time.monotonic() - started)))


def _refuse_old_system() -> None:
    name, version = platform.libc_ver()
    if name != "glibc":
        return
    found = tuple(int(part) for part in version.split(".")[:2])
    if found < OLDEST_GLIBC:
        raise Refusal(
            tr(
                "这个系统（glibc {version}）太旧，图形组件要求 2.34 以上；没有改动任何东西。"
                "请使用打包好的值守台程序文件夹。",
                version=version,
            )
        )


def _make_venv(home: Path) -> None:
    (home / "stamp").unlink(missing_ok=True)
    if venv_python(home).exists() and _answers(home):
        say(tr("[2/3] 运行环境：已有 {folder}", folder=home.name))
        return
    say(tr("[2/3] 运行环境：建立 {folder}", folder=home.name))
    # The base interpreter: ours may be the very environment that is being replaced.
    base = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run(
        [base, "-m", "venv", "--clear", str(home)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        last = (made.stderr or made.stdout).strip().splitlines()[-1:]
        raise Refusal(tr("建立运行环境没有成功：{reason}", reason="".join(last)))


def _answers(home: Path) -> bool:
    """Whether the environment has pip and the Python version that runs now."""
    question = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run(
        [str(venv_python(home)), "-c", question], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() == _python_version()


def _install_packages(home: Path, lock: Path) -> None:
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line)
    say(tr("[3/3] 程序组件：下载并安装约 {count} 个（第一次需要几分钟）", count=count))
    command = [str(venv_python(home)), "-m", "pip", "install", "--require-hashes", "--no-input"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "-r", str(lock)]
    said: list[str] = []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        for line in pip.stdout or ():
            said.append(line.strip())
            _show_progress(said, count)
    if pip.returncode:
        reasons = [line for line in said if line.startswith("ERROR")] or said[-1:]
        raise Refusal(
            tr(
                "下载或安装程序组件没有成功：{reason}\n数据没有改动。请检查网络后再运行同一条"
                "命令，已下载的部分不会重来。",
                reason="".join(reasons[:1]),
            )
        )


def _show_progress(said: list[str], count: int) -> None:
    """Count packages in one line that overwrites itself; a log file gets none of it."""
    if not sys.stderr.isatty() or not said[-1].startswith(("Collecting", "Installing")):
        return
    done = sum(1 for line in said if line.startswith("Collecting"))
    end = "\r" if said[-1].startswith("Collecting") else "\n"
    print(f"      {min(done, count)}/{count}", end=end, file=sys.stderr, flush=True)  # noqa: T201


def _python_version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _has_packages() -> bool:
    return all(util.find_spec(name) is not None for name in _PROOF_OF_PACKAGES)


def _become(command: list[str]) -> int:
    """Go on as `command`: in its place where the system can, else waiting for its exit code."""
    sys.stderr.flush()
    if os.name != "nt":  # exec on Windows returns to the shell at once
        os.execv(command[0], command)  # noqa: S606 - our own interpreter
    return subprocess.run(command, check=False).returncode
