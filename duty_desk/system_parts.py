"""The parts of a Linux system that Qt and the tests need, and getting them by apt.

Standard library only. Parts are probed by loading or finding them, never by package name: names
differ between releases (libglib2.0-0 is libglib2.0-0t64 on newer ones).
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from importlib import util
from pathlib import Path

from duty_desk.language import Refusal, tr

# Proved in a bare Debian 12: complete for a window on X and for Qt's offscreen platform.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}

TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "ffprobe": "ffmpeg",
    "objdump": "binutils",  # the freezer reads libraries with it
    "gs": "ghostscript",  # draws the sheets that we print
    "pdftotext": "poppler-utils",  # reads the words of the PDFs that we print
}

# LibreOffice opens what we write; each of its parts is a library beside the program.
OFFICE_PARTS = {
    "libswlo.so": "libreoffice-writer-nogui",
    "libsclo.so": "libreoffice-calc-nogui",
}


def missing_for_desk() -> list[str]:
    """The packages a desk needs and this computer lacks; empty where there is no such need."""
    if sys.platform != "linux":
        return []
    packages = [package for name, package in LIBRARIES.items() if not _loads(name)]
    if util.find_spec("ensurepip") is None:
        packages.append(f"python3.{sys.version_info.minor}-venv")
    return packages


def missing_for_tests() -> list[str]:
    """The packages the whole test suite needs besides; without them some tests are skipped."""
    if sys.platform != "linux":
        return []
    packages = [package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None]
    packages += [package for library, package in OFFICE_PARTS.items() if _lacks_office(library)]
    python = f"libpython3.{sys.version_info.minor}"
    if not any(_loads(f"{python}.so{version}") for version in (".1.0", ".1")):
        packages.append(python)
    return packages


def install_line(packages: list[str]) -> str:
    """The one line a person runs to get `packages`."""
    return " ".join(["sudo", "apt-get", "install", "-y", *packages])


def install(packages: list[str]) -> None:
    """Get `packages` by apt, as root or by sudo.

    Raises:
        Refusal: this computer has no apt, we may not use it, or it failed.
    """
    if shutil.which("apt-get") is None:
        raise Refusal(
            tr(
                "这台电脑缺少系统组件，而且没有 apt-get。请用系统自己的软件管理器安装（Debian "
                "中的名称）：{packages}，然后再运行同一条命令。",
                packages=" ".join(packages),
            )
        )
    prefix = _right_to_install(packages)
    apt = [*prefix, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    # The lists of a fresh system are empty and those of an old one name files long gone.
    _run_apt([*apt, "update"], packages, is_fatal=False)
    _run_apt([*apt, "install", "-y", "--no-install-recommends", *packages], packages)


def _lacks_office(library: str) -> bool:
    office = shutil.which("soffice")
    return office is None or not Path(office).resolve().with_name(library).exists()


def _right_to_install(packages: list[str]) -> list[str]:
    settings = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return settings
    if shutil.which("sudo") is not None:
        # With nobody to type a password, sudo must not wait for one.
        is_open = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if is_open.returncode == 0 or sys.stdin.isatty():
            return ["sudo", *settings]
    raise Refusal(
        tr(
            "这台电脑缺少系统组件，而当前用户无权安装；没有改动任何东西。请运行下面一行，"
            "然后再运行同一条命令：\n{line}",
            line=install_line(packages),
        )
    )


def _run_apt(command: list[str], packages: list[str], *, is_fatal: bool = True) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode and is_fatal:
        reason = [line for line in done.stderr.splitlines() if line.startswith("E:")]
        raise Refusal(
            tr(
                "安装系统组件没有成功：{reason}\n网络或软件源恢复后再运行同一条命令；也可以自己"
                "运行：\n{line}",
                reason=reason[0] if reason else done.returncode,
                line=install_line(packages),
            )
        )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
