"""Colours that can be read, in every set."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import combinations
from math import dist

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget

from duty_desk.documents import chart_picture
from duty_desk.ui import icons, theme
from duty_desk.ui.chart_shapes import INKS
from duty_desk.ui.theme import NAMES, Tokens, read_tokens, style_sheet
from tests.ui.conftest import RESOURCES

SETS = read_tokens(RESOURCES / "styles")
GROUNDS = ("bg0", "bg1", "bg2", "bg3", "selection", "bad_card", "bad_tint")
PAIRS = [
    *(("text1", ground) for ground in GROUNDS),
    *(("text2", ground) for ground in ("bg0", "bg1", "bg2", "bg3", "bad_card", "key_ground")),
    *((f"{state}_text", f"{state}_tint") for state in ("ok", "warn", "bad", "accent")),
    *((state, "bg1") for state in ("ok", "warn", "bad", "accent")),
    ("bad", "bad_card"),
    ("bad_text", "bad_card"),
    ("on_accent", "accent"),
    ("on_badge", "accent_badge"),
    ("tile_text", "tile_ground"),
    ("tile_dim", "tile_ground"),
    ("tile_lost_text", "tile_lost"),
    ("tile_band_text", "tile_band"),
]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, WCAG 2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in QColor(colour).getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_can_be_read_on_its_ground(name):
    """4.5 to 1 at least, for every pair of text and ground that the window uses."""
    colours = SETS[name]
    weak = {
        (ink, ground): round(contrast(getattr(colours, ink), getattr(colours, ground)), 2)
        for ink, ground in PAIRS
        if contrast(getattr(colours, ink), getattr(colours, ground)) < 4.5
    }

    assert weak == {}


def test_contrast_is_that_of_wcag():
    """Black on white is 21 to 1; the measure itself is right."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_every_set_has_the_same_names():
    """Dark, light and night differ in values only."""
    assert set(SETS) == set(NAMES)


def test_the_style_sheet_uses_known_colours_and_grows_with_the_text_size():
    """Every $name is filled; a hairline stays, 14 px become 18."""
    sheet = style_sheet("a { color: $text1; border: 1px; font-size: 14px }", SETS["dark"], 1.3)

    assert sheet == f"a {{ color: {SETS['dark'].text1}; border: 1px; font-size: 18px }}"


def test_no_rule_takes_all_widgets_at_once():
    """A rule on QWidget alone would strip arrows and outlines of every control."""
    sheet = (RESOURCES / "styles" / "desk.qss").read_text(encoding="utf-8")

    assert not re.search(r"(^|})\s*QWidget\s*[{,]", sheet)


def test_no_colour_is_unused():
    """Each token is asked for somewhere: by the sheet, the palette or a painter."""
    composed = {"tile_warn", "tile_bad"}  # asked for by the state of a tile
    ui = RESOURCES.parent / "duty_desk" / "ui"
    sources = [RESOURCES / "styles" / "desk.qss", *ui.rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    names = {field.name for field in fields(Tokens)} - composed

    assert [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2] == []


def test_the_bundled_font_is_in_use_and_its_figures_have_one_width(dressed):
    """Chinese needs no font of the computer, and clocks stand still."""
    from PySide6.QtGui import QFontInfo, QFontMetrics

    font = theme.font(28, is_bold=True)
    widths = {QFontMetrics(font).horizontalAdvance(digit) for digit in "0123456789"}

    assert QFontInfo(font).family() == theme.FAMILY
    assert len(widths) == 1


def test_icons_change_with_the_colours(dressed):
    """A dark icon on a dark button could not be seen: buttons made earlier get new ones."""
    window = QWidget()
    button = QPushButton(window)
    button.setIcon(icons.icon("tool", "text1", 16))
    before = button.icon().pixmap(16, 16).toImage()
    theme.dress(RESOURCES, "light")
    icons.recolour(window)
    after = button.icon().pixmap(16, 16).toImage()
    theme.dress(RESOURCES, "dark")

    assert after != before


# Machado, Oliveira, Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", table of severity 1.0; on linear RGB. The last is sight as it is.
SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "sight": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
LEAST_APART, LEAST_GREY = 10, 10  # CIE 1976: of colours seen so, and of lightness alone


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of `#rrggbb` as eyes with `sight` see it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    def of(row: tuple[float, ...], parts: tuple[float, ...]) -> float:
        return sum(one * part for one, part in zip(row, parts, strict=True))

    def curve(part: float) -> float:
        return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116

    plain = tuple(map(linear, QColor(colour).getRgbF()[:3]))
    seen = tuple(min(1.0, max(0.0, of(row, plain))) for row in SIGHTS[sight])
    x, y, z = (
        curve(of(row, seen))
        for row in (
            (0.433953, 0.376219, 0.189828),
            (0.212673, 0.715152, 0.072175),
            (0.017758, 0.109477, 0.872766),
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", NAMES)
def test_levels_of_a_chart_differ_for_every_eye_and_in_grey(name, sight):
    """Without red, without green, without blue, and in lightness alone; from their ground too."""
    colours = [getattr(SETS[name], colour) for colour in (*INKS.values(), "bg2")]
    for one, other in combinations(colours, 2):
        seen, beside = lab(one, sight), lab(other, sight)
        assert dist(seen, beside) >= LEAST_APART, (one, other)
        assert abs(lab(one, "sight")[0] - lab(other, "sight")[0]) >= LEAST_GREY, (one, other)


def test_bars_on_paper_can_be_seen_in_grey():
    """The filled ones, and the lines of the hatched ones, stand out from the paper."""
    inks = (chart_picture._FILL, chart_picture._SOFT, chart_picture._PAPER)
    fill, soft, paper = (lab(one, "sight")[0] for one in inks)
    assert paper - fill >= 50
    assert paper - soft >= 50
