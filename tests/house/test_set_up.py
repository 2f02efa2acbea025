"""A fresh clone stands itself up, and says in one sentence why when it cannot."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from duty_desk import set_up, system_parts
from duty_desk.language import Refusal
from tests.house.tree import PACKAGE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

NO_SUCH_LOCK = "no-such-package-of-ours==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the code that runs before the environment exists, and a one-line lock."""
    root = tmp_path / "值守 clone"
    for name in ("resources/translations", "db"):
        (root / name).mkdir(parents=True)
    shutil.copytree(
        ROOT / "resources" / "translations", root / "resources" / "translations", dirs_exist_ok=True
    )
    shutil.copytree(PACKAGE, root / "duty_desk", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "requirements.lock").write_text("# nothing yet\n", encoding="utf-8")
    return root


def python(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `duty_desk` of the clone as a person would, with the Python below every environment."""
    base = getattr(sys, "_base_executable", sys.executable)
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [base, "-m", "duty_desk", *arguments],
        cwd=clone,
        env=kept | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "command", "rest", "language"),
    [
        (["demo"], "demo", (), "zh_CN"),
        (["--lang", "en", "test", "-k", "push"], "test", ("-k", "push"), "en"),
        (["test", "-x", "--lang=en", "tests/push"], "test", ("-x", "tests/push"), "en"),
        (["--data", "test", "check", "--json"], "check", ("--json",), "zh_CN"),
        (["--data=x", "--lang", "fr", "verify"], "verify", (), "zh_CN"),
        ([], "", (), "zh_CN"),
    ],
)
def test_command_and_language_are_read_wherever_options_stand(
    arguments: list[str], command: str, rest: tuple[str, ...], language: str
) -> None:
    """Options with a value never pass for the command; pytest gets all that follows `test`."""
    assert set_up.read_call(arguments) == set_up.Call(command, rest, language)


@pytest.mark.skipif(sys.platform != "linux", reason="cores are counted by affinity")
@pytest.mark.parametrize(
    ("arguments", "cores", "options"),
    [
        ((), 2, ["-n2", "--dist=worksteal"]),
        (("-x", "--durations=9"), 64, ["-n8", "--dist=worksteal"]),
        ((), 1, []),
        (("tests/push",), 4, []),
        (("-k", "push"), 4, []),
        (("--pdb",), 4, []),
    ],
)
def test_the_whole_suite_is_shared_out_over_the_cores(
    arguments: tuple[str, ...], cores: int, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One core, a part of the suite or a debugger: pytest runs as it always does."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(cores)))

    assert set_up.sharing(arguments) == options


@pytest.mark.skipif(sys.platform != "linux", reason="folders in memory of Linux")
@pytest.mark.parametrize(
    ("free_bytes", "flags", "is_used"),
    [(8 << 30, 0, True), (64 << 20, 0, False), (8 << 30, getattr(os, "ST_NOEXEC", 8), False)],
)
def test_files_of_tests_lie_in_memory_where_they_fit(
    free_bytes: int, flags: int, is_used: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container's 64 MB are too few, and the frozen program must be able to run from there."""
    told = SimpleNamespace(f_bavail=free_bytes // 4096, f_frsize=4096, f_flag=flags)
    monkeypatch.setattr(os, "statvfs", lambda _folder: told)

    assert set_up.has_room(tmp_path) is is_used
    assert not set_up.has_room(tmp_path / "none")


def test_parts_that_run_before_the_environment_need_nothing_installed() -> None:
    """The way in imports the standard library and the two modules beside it only."""
    early = ("__main__", "set_up", "system_parts", "paths", "language")
    program = "import sys; import " + ", ".join(f"duty_desk.{name}" for name in early)
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); {program}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""


def test_an_old_python_gets_as_far_as_the_sentence_for_it() -> None:
    """The module that refuses an old Python can be read by one."""
    for name in ("__init__.py", "__main__.py"):
        ast.parse((PACKAGE / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_environment_is_made_once_and_again_when_the_lock_changes(clone: Path) -> None:
    """The stamp of an environment tells whether it fits; a changed lock replaces nothing else."""
    (clone / "duty_desk" / "cli.py").write_text(
        "import sys\n\n\ndef main(argv):\n    print(sys.prefix, *argv)\n    return 7\n",
        encoding="utf-8",
    )
    first = python(clone, "check", "--json")
    again = python(clone, "check", "--json")
    (clone / "requirements.lock").write_text("# changed\n", encoding="utf-8")
    changed = python(clone, "--lang", "en", "check")

    assert [done.returncode for done in (first, again, changed)] == [7, 7, 7], first.stderr
    assert first.stdout == f"{clone / '.venv'} check --json\n"
    assert "准备完毕" in first.stderr
    assert again.stderr == ""
    assert "environment: .venv is there" in changed.stderr


def test_a_failing_download_is_one_sentence_and_no_stamp(clone: Path) -> None:
    """Without a network the person reads what to do; the next try starts over."""
    (clone / "requirements.lock").write_text(NO_SUCH_LOCK, encoding="utf-8")
    done = python(clone, "demo", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0")

    assert done.returncode == set_up.COULD_NOT
    assert "下载或安装程序组件没有成功" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone / ".venv" / "stamp").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal")
def test_interrupted_set_up_says_that_it_goes_on_from_there(clone: Path) -> None:
    """Ctrl-C while packages are fetched ends with a plain line, not with a traceback."""
    base = getattr(sys, "_base_executable", sys.executable)
    with subprocess.Popen(
        [base, "-m", "duty_desk", "--lang", "en", "demo"],
        cwd=clone,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A suite started in the background ignores Ctrl-C, and its children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as desk:
        assert desk.stderr is not None
        said = desk.stderr.readline() + desk.stderr.readline()
        os.killpg(desk.pid, signal.SIGINT)
        said += desk.stderr.read()

    assert desk.returncode == 130
    assert "goes on from there" in said
    assert "Traceback (most recent call last)" not in said


def test_missing_parts_are_named_in_one_line_where_we_may_not_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither root nor sudo: the person reads the very line to run."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: "apt-get" if name == "apt-get" else None)

    with pytest.raises(Refusal, match="sudo apt-get install -y libegl1 xvfb"):
        system_parts.install(["libegl1", "xvfb"])


def test_a_system_without_apt_is_told_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other Linux families get the list for their own package manager."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(Refusal, match="libegl1"):
        system_parts.install(["libegl1"])


@pytest.mark.skipif(sys.platform != "linux", reason="Linux libraries")
def test_parts_are_probed_by_loading_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that loads is there, whatever its package is called; another is missing."""
    known = {"libc.so.6": "libc6", "libno-such-thing.so.1": "libno-such-thing1"}
    monkeypatch.setattr(system_parts, "LIBRARIES", known)

    assert "libc6" not in system_parts.missing_for_desk()
    assert "libno-such-thing1" in system_parts.missing_for_desk()


def test_too_old_a_system_is_refused_before_anything_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On an old C library the graphics packages have no build; the frozen folder is offered."""
    monkeypatch.setattr(set_up.platform, "libc_ver", lambda: ("glibc", "2.28"))

    with pytest.raises(Refusal, match=r"glibc 2\.28"):
        set_up._refuse_old_system()


@pytest.mark.skipif(sys.platform != "linux", reason="screens of Linux")
def test_a_window_without_a_screen_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """Over a bare terminal the demo says what is missing, before it opens anything."""
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "-m", "duty_desk", "demo", "--data", str(tmp_path / "data")],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if key not in screens},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == set_up.COULD_NOT
    assert "这里没有屏幕可用" in done.stderr
    assert not (tmp_path / "data").exists()
