"""A sentence in a window of its own, for a start that was refused where no terminal shows it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMessageBox

from duty_desk.language import tr
from duty_desk.ui import theme

if TYPE_CHECKING:
    from pathlib import Path


def tell(sentence: str, resources: Path) -> None:
    """Show `sentence` until it is closed."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("duty-desk")
    theme.dress(resources)
    QMessageBox.warning(None, tr("值守台没有启动"), sentence)
