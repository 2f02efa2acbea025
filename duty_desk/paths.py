"""Where the program's own files and the user's data lie; handed in by whoever starts the program.

Standard library only until a user's folder is asked for, since set-up needs this module before
the environment stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duty_desk.language import Refusal, tr

PROGRAM = "duty-desk"


@dataclass(frozen=True)
class Bundled:
    """The folders the program brings: `resources` (contracts, fonts …) and `db` (migrations)."""

    resources: Path
    db: Path


def bundled() -> Bundled:
    """The folders the program brings, in a wheel, in the frozen program or in a checkout.

    Wheel and frozen program carry them inside the package, at `duty_desk/_bundled`; in a checkout
    they stand beside it.

    Raises:
        Refusal: the installation lacks them.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_bundled", package.parent):
        found = Bundled(resources=folder / "resources", db=folder / "db")
        if found.resources.is_dir() and found.db.is_dir():
            return found
    raise Refusal(
        tr(
            "程序自带的文件（resources、db）不见了，程序没有启动，已有数据没有改动。请重新安装程序。"
        )
    )


def user_data_folder() -> Path:
    """This user's data folder; it need not exist yet."""
    from platformdirs import user_data_path

    return user_data_path(PROGRAM, appauthor=False, roaming=False)
