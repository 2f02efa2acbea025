"""Switching the language while the window is open: our own words and Qt's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from duty_desk.language import use_language

_QT_NAMES = {"zh_CN": "qtbase_zh_CN", "en": ""}


class Speech:
    """The language of the application; every widget hears `LanguageChange` and says it anew."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator: QTranslator | None = None

    def use(self, language: str) -> None:
        """Speak `language` from now on, Qt's own buttons included."""
        use_language(language)
        QLocale.setDefault(QLocale(language))
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if _QT_NAMES[language]:
            self._translator = QTranslator(self._app)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load(_QT_NAMES[language], folder):
                self._app.installTranslator(self._translator)
        for window in self._app.topLevelWidgets():
            QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
