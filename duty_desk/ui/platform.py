"""What Qt finds on this computer, for the check of a computer."""

from __future__ import annotations

from PySide6.QtCore import qVersion

from duty_desk.language import tr


def platform_words() -> str:
    """Qt's version, in a sentence. Importing this module proves that Qt's libraries load."""
    from PySide6 import QtWidgets

    return tr("Qt {version} 可用（{part}）。", version=qVersion(), part=QtWidgets.__name__)
