"""The lock is what `pyproject.toml` asks for, with a hash for everything and no address."""

from __future__ import annotations

import re
import sys
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, imports, modules, relative

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^ \\]+)(?: ; (.+?))? \\$", re.MULTILINE)

# Packages whose import has another name than their distribution.
DISTRIBUTION = {
    "PySide6": "pyside6-essentials",
    "shiboken6": "pyside6-essentials",
    "PIL": "pillow",
    "argon2": "argon2-cffi",
    "cv2": "opencv-python-headless",
    "docx": "python-docx",
    "pytestqt": "pytest-qt",
}


def declared() -> list[Requirement]:
    """What the project says it needs, tests included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return [Requirement(line) for line in lines]


def locked() -> dict[str, list[str]]:
    """The locked versions of each package; more than one where Pythons differ."""
    found: dict[str, list[str]] = {}
    for name, version, _ in ENTRY.findall(LOCK):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def test_lock_holds_every_declared_package_in_a_version_that_fits() -> None:
    """Nothing declared is missing in the lock or pinned to a version the project refuses."""
    versions = locked()
    wrong = [
        str(need)
        for need in declared()
        if not any(version in need.specifier for version in versions.get(need.name.lower(), []))
    ]

    assert wrong == []


def test_nothing_is_imported_that_is_not_declared() -> None:
    """A package that is there only because another one needs it may be gone tomorrow."""
    names = {canonicalize_name(need.name) for need in declared()}
    undeclared = [
        f"{relative(path)}:{line} {name}"
        for folder in ("duty_desk", "tests", "db")
        for path in modules(folder)
        for line, name in imports(path)
        if (top := name.partition(".")[0]) not in {*sys.stdlib_module_names, "duty_desk", "tests"}
        and canonicalize_name(DISTRIBUTION.get(top, top)) not in names
    ]

    assert undeclared == []


def test_every_locked_package_has_hashes() -> None:
    """An entry without a hash would make pip refuse the whole lock."""
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    bare = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]

    assert len(entries) == len(ENTRY.findall(LOCK))
    assert bare == []


def test_lock_names_no_host_and_no_folder() -> None:
    """The lock works with whatever registry the computer uses."""
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK
    assert not re.search(r"(^|\s)/\w", LOCK)
