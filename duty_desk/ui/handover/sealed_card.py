"""The sheets of ended handovers: looked at, opened, printed."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from duty_desk.desk.handover_words import state_words
from duty_desk.domain.handover import HandoverState
from duty_desk.language import Refusal, tr
from duty_desk.ui import icons, theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.chip import Chip
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.printing import open_page, print_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duty_desk.desk.handover_views import Sealed
    from duty_desk.ui.problems.form_model import DeskSide

SHOWN = 4


class SealedCard(QFrame):
    """The newest sheets, one line each.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        look_wanted(str): a handover whose sheet is to be looked at in the window.
    """

    said = Signal(str, str)
    look_wanted = Signal(str)

    def __init__(self, side: DeskSide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._side = side
        self._sealed: tuple[Sealed, ...] = ()
        self._head = QLabel()
        theme.give_role(self._head, "head")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(8)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addLayout(self._rows)

    def show_sealed(self, sealed: tuple[Sealed, ...]) -> None:
        """Show the newest of them."""
        self.setVisible(bool(sealed))
        if sealed[:SHOWN] == self._sealed:
            return
        self._sealed = sealed[:SHOWN]
        self.retranslate()

    def newest(self) -> str:
        """The id of the newest; empty for none."""
        return self._sealed[0].id if self._sealed else ""

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(tr("交接单"))
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, one in enumerate(self._sealed):
            self._add_row(number, one)

    def open(self, handover_id: str, suffix: str) -> None:
        """Make the sheet and open it with the computer's own program."""
        self._make(handover_id, suffix, lambda file: open_page(file, self.said.emit))

    def print(self, handover_id: str) -> None:
        """Make the sheet and give it to the printer."""
        name = tr("交接单")
        self._make(handover_id, ".pdf", lambda file: print_page(file, name, self.said.emit, self))

    def _add_row(self, number: int, one: Sealed) -> None:
        words = f"{times.date_and_time(one.ended_at)[5:16]}  {one.outgoing} → {one.incoming or '—'}"
        told = ElidedLabel(words)
        self._rows.addWidget(told, number, 0)
        if one.state is HandoverState.OVERRIDDEN:
            self._rows.addWidget(Chip(state_words(one.state), "attention"), number, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        held = QWidget()
        held.setLayout(buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        for name, words, press in (
            ("eye", tr("看交接单"), partial(self.look_wanted.emit, one.id)),
            ("file-text", tr("用 Word 打开"), partial(self.open, one.id, ".docx")),
            ("send", tr("打印"), partial(self.print, one.id)),
        ):
            button = KeyButton("flat")
            button.setIcon(icons.icon(name, "text2", 16))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _on=False, press=press: press())
            buttons.addWidget(button)
        self._rows.addWidget(held, number, 2)

    def _make(self, handover_id: str, suffix: str, then: Callable[[Path], object]) -> None:
        desk = self._side.desk
        made: Future[Path] = Future()
        folder = desk.store.place.data / "sheets"

        def work() -> None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                file = folder / f"{handover_id}{suffix}"
                made.set_result(desk.handover_sheets.write(handover_id, file))
            except Refusal as refusal:
                made.set_exception(refusal)
            except OSError:
                words = tr("交接单写不进数据文件夹。请检查磁盘空间和权限，再试一次。")
                made.set_exception(Refusal(words))

        threading.Thread(target=work, name="sheet", daemon=True).start()
        self._side.bridge.when_done(made, then, lambda words: self.said.emit(words, "urgent"))
