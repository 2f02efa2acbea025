"""Switching the language while the window is open: our own words and Qt's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from duty_desk.language import use_language

if TYPE_CHECKING:
    from pathlib import Path

# Qt's own catalogue, and what it leaves out.
_QT_NAMES = {"zh_CN": ("qtbase_zh_CN", "more_zh_CN"), "en": ()}


class Speech:
    """The language of the application; every widget hears `LanguageChange` and says it anew."""

    def __init__(self, app: QApplication, resources: Path) -> None:
        self._app = app
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._folders = (qt, str(resources / "translations" / "qt"))
        self._translators: list[QTranslator] = []

    def use(self, language: str) -> None:
        """Speak `language` from now on, Qt's own buttons included."""
        use_language(language)
        QLocale.setDefault(QLocale(language))
        while self._translators:
            self._app.removeTranslator(self._translators.pop())
        for name, folder in zip(_QT_NAMES[language], self._folders, strict=False):
            translator = QTranslator(self._app)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._translators.append(translator)
        for window in self._app.topLevelWidgets():
            QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
