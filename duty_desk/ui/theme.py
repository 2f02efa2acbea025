"""Colours, sizes and fonts of the window: tokens in, palette and style sheet out.

Widgets ask for a role (`role`, `level` as dynamic properties); whoever paints asks `colour(name)`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = "Noto Sans SC"
NAMES = ("dark", "light", "night")
BODY_PX, SECOND_PX, HEAD_PX, TITLE_PX, CLOCK_PX = 14, 12, 13, 20, 28
TILE_RADIUS, CONTROL_RADIUS, CARD_RADIUS = 5, 7, 10

_PALETTE = {
    QPalette.ColorRole.Window: "bg0",
    QPalette.ColorRole.WindowText: "text1",
    QPalette.ColorRole.Base: "bg1",
    QPalette.ColorRole.AlternateBase: "bg2",
    QPalette.ColorRole.Text: "text1",
    QPalette.ColorRole.Button: "bg3",
    QPalette.ColorRole.ButtonText: "text1",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.ToolTipBase: "bg3",
    QPalette.ColorRole.ToolTipText: "text1",
    QPalette.ColorRole.PlaceholderText: "text2",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text1",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Light: "line",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "bg0",
}


@dataclass(frozen=True)
class Tokens:
    """One set of colours, `#rrggbb` each; what each is for stands in tokens.toml."""

    bg0: str
    bg1: str
    bg2: str
    bg3: str
    line: str
    text1: str
    text2: str
    text3: str
    accent: str
    accent_tint: str
    accent_text: str
    accent_badge: str
    on_accent: str
    on_badge: str
    selection: str
    ok: str
    ok_tint: str
    ok_text: str
    warn: str
    warn_tint: str
    warn_text: str
    bad: str
    bad_tint: str
    bad_text: str
    bad_card: str
    key_ground: str
    key_line: str
    tile_ground: str
    tile_text: str
    tile_dim: str
    tile_lost: str
    tile_lost_text: str
    tile_accent: str
    tile_ok: str
    tile_warn: str
    tile_bad: str
    tile_band: str
    tile_band_text: str
    mark_good: str
    mark_plain: str
    mark_warn: str
    mark_down: str
    mark_bad: str


class _Look:
    """The look in use; one per process, as there is one QApplication."""

    def __init__(self) -> None:
        self.tokens: Tokens | None = None
        self.scale = 1.0


_look = _Look()


def read_tokens(styles: Path) -> dict[str, Tokens]:
    """The colour sets of `styles/tokens.toml` by name.

    Raises:
        TypeError: a set lacks a colour or has one too many.
    """
    sets = tomllib.loads((styles / "tokens.toml").read_text(encoding="utf-8"))
    return {name: Tokens(**colours) for name, colours in sets.items()}


def dress(resources: Path, name: str = "dark", scale: float = 1.0) -> None:
    """Give the application the look `name`; `scale` is the text-size setting (1.0 is 14 px)."""
    app = application()
    _look.tokens = read_tokens(resources / "styles")[name]
    _look.scale = scale
    app.setStyleSheet("")  # else every widget is polished anew by each of the next steps
    app.setStyle("Fusion")
    _load_fonts(resources / "fonts")
    app.setFont(font())
    app.setPalette(_palette(_look.tokens))
    sheet = (resources / "styles" / "desk.qss").read_text(encoding="utf-8")
    sheet = sheet.replace("$icons", (resources / "icons").as_posix())
    app.setStyleSheet(style_sheet(sheet, _look.tokens, scale))


def application() -> QApplication:
    """The one QApplication.

    Raises:
        RuntimeError: there is none yet.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    raise RuntimeError("there is no QApplication yet")


def tokens() -> Tokens:
    """The colours in use.

    Raises:
        RuntimeError: `dress` was not called.
    """
    if _look.tokens is None:
        raise RuntimeError("the window is not dressed yet")
    return _look.tokens


def colour(name: str, alpha: int = 255) -> QColor:
    """The colour of token `name`, `alpha` 0–255."""
    found = QColor(getattr(tokens(), name))
    found.setAlpha(alpha)
    return found


def px(size: int) -> int:
    """`size` logical pixels, grown by the text-size setting."""
    return round(size * _look.scale)


def font(size: int = BODY_PX, *, is_bold: bool = False) -> QFont:
    """The program's font at `size` px. Its figures all have one width, so clocks stand still."""
    made = QFont(FAMILY)
    made.setPixelSize(px(size))
    made.setBold(is_bold)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def give_role(widget: QWidget, role: str, level: str = "") -> None:
    """Set the roles that the style sheet looks at, and have the widget drawn anew."""
    if (widget.property("role"), widget.property("level")) == (role, level):
        return  # polishing costs, and its neighbours are laid out anew
    widget.setProperty("role", role)
    widget.setProperty("level", level)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def style_sheet(template: str, colours: Tokens, scale: float = 1.0) -> str:
    """The style sheet: colours put in, every `px` above a hairline grown by `scale`."""
    filled = Template(template).substitute(
        {field.name: getattr(colours, field.name) for field in fields(Tokens)}
    )
    return re.sub(r"\b(\d+)px", lambda size: f"{_grown(int(size[1]), scale)}px", filled)


def _grown(size: int, scale: float) -> int:
    return size if size <= 2 else round(size * scale)


def _load_fonts(folder: Path) -> None:
    if FAMILY in QFontDatabase.families():
        return
    for path in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def _palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    for role, name in _PALETTE.items():
        palette.setColor(role, QColor(getattr(colours, name)))
    disabled = QColor(colours.text3)
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return palette
