"""The foot of the problem form: a note, and the buttons that the present phase offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from duty_desk.language import tr
from duty_desk.ui import icons, theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel

if TYPE_CHECKING:
    from duty_desk.desk.views import ChannelRow
    from duty_desk.ui.problems.form_actions import Action


class FormFoot(QFrame):
    """Buttons are made anew only when what is offered changed, so that the focus stays.

    Signals:
        wanted(action name): a button was pressed.
        channel_chosen(channel id): another group shall get the pushes.
    """

    wanted = Signal(str)
    channel_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Action, ...] = ()
        self._buttons: dict[str, KeyButton] = {}
        self._note = ElidedLabel(parent=self)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.give_role(self._note, "soft")
        self._channels = KeyButton("quiet", parent=self)
        self._channels.setIcon(icons.icon("chevron-up"))
        self._menu = QMenu(self._channels)
        self._channels.clicked.connect(self._open_channels)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(22, 16, 22, 16)
        self._row.setSpacing(10)
        self._row.addWidget(self._note, 1)
        self._row.addWidget(self._channels)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._note.setText(tr("断网自动排队，恢复后补发；时限以实际送达为准"))
        self._channels.setToolTip(tr("换一个群"))
        self._channels.setAccessibleName(tr("换一个群"))

    def offer(self, actions: tuple[Action, ...], *, is_busy: bool) -> None:
        """Show these buttons."""
        if actions != self._shown:
            self._shown = actions
            for button in self._buttons.values():
                self._row.removeWidget(button)
                button.deleteLater()
            self._buttons = {action.name: self._button(action) for action in actions}
        for name, button in self._buttons.items():
            button.setEnabled(not is_busy or name == "park")

    def offer_channels(self, channels: tuple[ChannelRow, ...], chosen_id: str) -> None:
        """Let the group be chosen when there are several."""
        self._channels.setVisible(len(channels) > 1 and "push" in self._buttons)
        self._menu.clear()
        for channel in channels:
            choice = self._menu.addAction(channel.name)
            choice.setCheckable(True)
            choice.setChecked(channel.id == chosen_id)
            choice.triggered.connect(lambda _=False, id_=channel.id: self.channel_chosen.emit(id_))

    def buttons(self) -> tuple[KeyButton, ...]:
        """The buttons from left to right."""
        return tuple(self._buttons.values())

    def button(self, name: str) -> KeyButton | None:
        """The button of this action, when it is offered."""
        return self._buttons.get(name)

    def _button(self, action: Action) -> KeyButton:
        button = KeyButton(action.role, action.key, self)
        button.setText(action.word)
        button.clicked.connect(lambda: self.wanted.emit(action.name))
        self._row.addWidget(button)
        button.show()
        return button

    def _open_channels(self) -> None:
        corner = self._channels.mapToGlobal(self._channels.rect().topLeft())
        corner.setY(corner.y() - self._menu.sizeHint().height())
        self._menu.popup(corner)
