"""What the window remembers from one start to the next, in one small file of the data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from duty_desk.language import LANGUAGES
from duty_desk.ui import theme
from duty_desk.ui.watch.carousel import USUAL_S
from duty_desk.ui.watch.scope import ALL, Scope
from duty_desk.ui.watch.wall_model import LAYOUTS

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

TEXT_SIZES = (1.0, 1.15, 1.3)


class Remembered:
    """Window geometry, page, layout, screen, language and look. A damaged value counts as none."""

    def __init__(self, folder: Path) -> None:
        self.settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self._wall: tuple[Scope, int, int, int] | None = None

    def language(self) -> str:
        """The language used last, `zh_CN` at first."""
        found = self._word("language")
        return found if found in LANGUAGES else LANGUAGES[0]

    def look(self) -> str:
        """The name of the colour set used last."""
        found = self._word("look")
        return found if found in theme.NAMES else theme.NAMES[0]

    def text_size(self) -> float:
        """The text-size setting, 1.0 is standard."""
        found = self._number("text_percent", 100) / 100
        return found if found in TEXT_SIZES else 1.0

    def layout(self) -> int:
        """Tiles a screen."""
        found = self._number("watch/layout", 16)
        return found if found in LAYOUTS else 16

    def screen(self) -> int:
        """The screen of the wall, from 0."""
        return max(0, self._number("watch/screen", 0))

    def dwell_s(self) -> int:
        """Seconds the carousel stays on a screen."""
        return self._number("watch/dwell_s", USUAL_S)

    def scope(self) -> Scope:
        """Which cameras the wall goes through."""
        return Scope(self._word("watch/scope") or ALL, self._word("watch/scope_name"))

    def second_screen(self) -> str:
        """The monitor that holds the wall alone, "" when the wall is on its page."""
        return self._word("watch/second_screen")

    def page(self) -> str:
        """The page shown last, "" for none."""
        return self._word("page")

    def keep(self, **values: str | int) -> None:
        """Remember values by name; `__` stands for the slash of a group."""
        for name, value in values.items():
            self.settings.setValue(name.replace("__", "/"), value)
        self.settings.sync()

    def keep_wall(self, scope: Scope, layout: int, screen: int, dwell_s: int) -> None:
        """Remember how the wall stands; nothing is written when it stood so already."""
        now = (scope, layout, screen, dwell_s)
        if now != self._wall:
            self._wall = now
            self.keep(
                watch__scope=scope.kind,
                watch__scope_name=scope.name,
                watch__layout=layout,
                watch__screen=screen,
                watch__dwell_s=dwell_s,
            )

    def keep_geometry(self, window: QWidget) -> None:
        """Remember where the window lies, on whichever screen."""
        self.settings.setValue("geometry", window.saveGeometry())
        self.settings.sync()

    def restore_geometry(self, window: QWidget) -> bool:
        """Put the window where it was; False when nothing usable is remembered."""
        found = self.settings.value("geometry")
        return isinstance(found, QByteArray) and bool(window.restoreGeometry(found))

    def _word(self, name: str) -> str:
        found = self.settings.value(name, "")
        return found if isinstance(found, str) else ""

    def _number(self, name: str, default: int) -> int:
        try:
            return int(str(self.settings.value(name, default)))
        except ValueError:
            return default
