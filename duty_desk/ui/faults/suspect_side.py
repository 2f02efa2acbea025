"""The part of the faults page that deals with suspicions: keys, the third picture, the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage

from duty_desk.language import Refusal, tr
from duty_desk.ui.faults.suspect_model import SuspectModel
from duty_desk.ui.faults.suspect_panel import DIFFERENCE, NOW, THEN, SuspectPanel
from duty_desk.ui.problems.draft_keeper import while_alive
from duty_desk.vision.difference import difference
from duty_desk.vision.jpeg import decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duty_desk.ui.faults.suspects import Suspect
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf


class SuspectSide(QObject):
    """Joins a suspicion's model to its card."""

    def __init__(self, side: DeskSide, shelf: PictureShelf, parent: QObject) -> None:
        super().__init__(parent)
        self._side, self._shelf = side, shelf
        self.model = SuspectModel(side, self)
        self.panel = SuspectPanel(self.model, shelf)
        self.view = NOW
        self._shown: tuple[str, int] = ("", NOW)
        panel = self.panel
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Return: self._confirm,
            Qt.Key.Key_Enter: self._confirm,
            Qt.Key.Key_N: self._ask_dismiss,
            Qt.Key.Key_B: self._ask_renew,
            Qt.Key.Key_V: self._next_view,
        }
        self.model.changed.connect(self._show)
        panel.confirm.clicked.connect(self._confirm)
        panel.dismiss.clicked.connect(self._ask_dismiss)
        panel.renew.clicked.connect(self._ask_renew)
        panel.view_chosen.connect(self.use_view)

    @property
    def is_shown(self) -> bool:
        """Whether a suspicion is looked at."""
        return self.model.suspect is not None

    def choose(self, suspect: Suspect | None) -> None:
        """Look at this suspicion; at none."""
        if suspect is None or suspect.id != self.model.id:
            self.use_view(NOW)
        self.model.show(suspect)

    def press(self, key: Qt.Key) -> bool:
        """Do what a key says; whether it said anything here."""
        if key in self._keys:
            self._keys[key]()
        return key in self._keys

    def use_view(self, view: int) -> None:
        """Let the third picture show the live camera, what was judged, or the difference."""
        self.view = view
        self.panel.views.choose(view)
        self._show_third()

    def show_now(self, head: str, image: QImage) -> None:
        """The camera's live picture has come."""
        if self.view == NOW:
            self.panel.show_now(head, image)

    def show_absent(self, head: str, words: str) -> None:
        """There is no live picture."""
        if self.view == NOW:
            self.panel.now.show_words(head, words)

    # --- inside --------------------------------------------------------------------------

    def _show(self) -> None:
        self.panel.show_suspect()
        self._show_third()

    def _next_view(self) -> None:
        self.use_view((self.view + 1) % 3)

    def _show_third(self) -> None:
        detail = self.model.detail
        wanted = (detail.row.id if detail else "", self.view)
        if self.view == NOW or wanted == self._shown:
            self._shown = wanted
            return
        self._shown = wanted
        if detail is None or detail.now is None:
            self.panel.now.show_words(self.panel.then_head(), tr("判断时没有留下画面"))
        elif self.view == THEN:
            self.panel.now.show_file(self.panel.then_head(), detail.now)
        elif detail.reference is None:
            self.panel.now.show_words(tr("与基准的差异"), tr("没有基准画面，比不出差异。"))
        else:
            self._compare(detail.reference.picture, detail.now)

    def _compare(self, reference: Path, now: Path) -> None:
        head = tr("与基准的差异 · 橙色处基准里有、现在没有")
        self.panel.now.show_words(head, tr("正在比较…"))
        wanted = self._shown

        def made(image: object) -> None:
            if isinstance(image, QImage) and self._shown == wanted and self.view == DIFFERENCE:
                self.panel.show_now(head, image)

        def failed(sentence: str) -> None:
            if self._shown == wanted:
                self.panel.now.show_words(head, sentence)

        future = self._shelf.run(lambda: _difference_image(reference, now))
        self._side.bridge.when_done(future, while_alive(self, made), while_alive(self, failed))

    def _confirm(self) -> None:
        self.model.confirm()

    def _ask_dismiss(self) -> None:
        self.panel.ask(tr("误报原因（必填，记录会保留）"), self.model.dismiss)

    def _ask_renew(self) -> None:
        self.panel.ask(tr("为什么要更新基准（必填，旧基准会保留）"), self.model.renew)


def _difference_image(reference: Path, now: Path) -> QImage:
    """Read both pictures and draw what is missing.

    Raises:
        Refusal: one cannot be read or is too small.
    """
    try:
        drawn = difference(decode(reference.read_bytes()), decode(now.read_bytes()))
    except (OSError, ValueError):
        drawn = None
    if drawn is None:
        raise Refusal(tr("两幅画面有一幅读不出来，比不出差异。原始记录不受影响。"))
    whole = np.ascontiguousarray(drawn)
    height, width = whole.shape[:2]
    return QImage(whole.data, width, height, 3 * width, QImage.Format.Format_BGR888).copy()
