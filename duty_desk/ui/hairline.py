"""A line between two areas of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from duty_desk.ui import theme


def hairline(*, is_upright: bool) -> QFrame:
    """A line one pixel wide."""
    line = QFrame()
    theme.give_role(line, "line")
    if is_upright:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
