"""Each outside library has one door, and each package its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, imports, is_within, modules, relative

# Library or module of ours -> the only places (below duty_desk/) that may import it.
DOORS = {
    "PySide6": ("ui/",),
    "shiboken6": ("ui/",),
    "pyqtgraph": ("ui/",),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "psycopg": ("store/",),
    "cv2": ("vision/cv.py",),
    "av": ("video/",),
    "httpx": ("push/", "video/onvif"),
    "openpyxl": ("documents/",),
    "xlsxwriter": ("documents/",),
    "docx": ("documents/",),
    "docxtpl": ("documents/",),
    "reportlab": ("documents/",),
    "jinja2": ("documents/",),
    "PIL": ("documents/",),
    "cryptography": ("machine/",),
    "argon2": ("machine/",),
    "platformdirs": ("paths.py",),
    "duty_desk.vision.cv": ("vision/", "video/", "cli", "commands/"),
    "duty_desk.paths": ("cli", "commands/", "bootstrap", "__main__.py", "set_up.py"),
    "duty_desk.logs": ("cli", "commands/", "bootstrap", "__main__.py"),
    "duty_desk.settings": ("cli", "commands/", "bootstrap", "__main__.py"),
}
FREE_OF_QT = ("domain", "contracts", "store", "desk", "push", "documents")


@pytest.mark.parametrize("library", DOORS)
def test_library_is_imported_only_at_its_door(library: str) -> None:
    """Qt stays in the screens, SQL in the store, OpenCV behind cv.py, and so on."""
    strangers = [
        f"{relative(path)}:{line}"
        for path in modules()
        if not path.relative_to(PACKAGE).as_posix().startswith(DOORS[library])
        for line, name in imports(path)
        if is_within(name, library)
    ]

    assert strangers == []


def test_rules_of_the_trade_import_the_standard_library_only() -> None:
    """The domain knows nothing of the other packages and nothing from outside."""
    strangers = [
        f"{relative(path)}:{line} {name}"
        for path in modules("duty_desk/domain")
        for line, name in imports(path)
        if not is_within(name, "duty_desk.domain")
        and name.partition(".")[0] not in sys.stdlib_module_names
    ]

    assert strangers == []


def test_page_models_use_the_core_of_qt_only() -> None:
    """A page's model runs without a screen: of Qt it imports QtCore alone."""
    strangers = [
        f"{relative(path)}:{line} {name}"
        for path in modules("duty_desk/ui")
        if path.stem == "model" or path.stem.endswith("_model")
        for line, name in imports(path)
        if is_within(name, "PySide6") and not is_within(name, "PySide6.QtCore")
    ]

    assert strangers == []


def test_plots_come_from_one_module() -> None:
    """pyqtgraph is imported by one module of the screens at most."""
    users = {
        relative(path)
        for path in modules("duty_desk/ui")
        if any(is_within(name, "pyqtgraph") for _, name in imports(path))
    }

    assert len(users) <= 1, users


@pytest.mark.parametrize("package", FREE_OF_QT)
def test_tests_of_the_core_need_no_qt(package: str) -> None:
    """The tests of packages below the screens also run where PySide6 is not installed."""
    strangers = [
        f"{relative(path)}:{line} {name}"
        for path in modules(f"tests/{package}")
        for line, name in imports(path)
        if is_within(name, "PySide6") or is_within(name, "duty_desk.ui")
    ]

    assert strangers == []


def test_core_packages_load_without_qt() -> None:
    """Every module of the packages below the screens imports while PySide6 is unavailable."""
    names = [
        relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for package in FREE_OF_QT
        for path in modules(f"duty_desk/{package}")
    ]
    program = (
        "import importlib, sys\n"
        "sys.modules['PySide6'] = None\n"
        "[importlib.import_module(name) for name in sys.argv[1:]]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_program_loads_without_pyav() -> None:
    """The folder built without PyAV's GPL libraries starts: OpenCV is engine enough."""
    program = (
        "import importlib, sys\n"
        "sys.modules['av'] = None\n"
        "[importlib.import_module(name) for name in sys.argv[1:]]\n"
    )
    commands = [f"duty_desk.commands.{path.stem}" for path in modules("duty_desk/commands")]
    names = [name for name in commands if not name.endswith("__init__")]
    done = subprocess.run(
        [sys.executable, "-c", program, *names, "duty_desk.video.engine", "duty_desk.video.worker"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_imports_go_one_way() -> None:
    """The layers of pyproject.toml hold: screens see the desk, the desk the store, never back."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-3000:]
