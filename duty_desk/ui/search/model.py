"""Search without widgets: what is asked, the lines that are shown, and which is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from duty_desk.desk.search import FoundAll, FoundGroup, FoundLine
    from duty_desk.ui.problems.form_model import DeskSide

WAIT_MS = 120  # after the last key; a fast typist asks once a word
AGAIN_MS = 1500  # while the past is still being read


@dataclass(frozen=True)
class Row:
    """A line of the list: a heading, a record, or what opens more of a kind."""

    noun: str
    line: FoundLine | None = None
    is_more: bool = False
    has_more: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it only names the kind of what follows."""
        return self.line is None and not self.is_more


class SearchModel(QObject):
    """Asks the desk a moment after the last key.

    Signals:
        changed(): other lines are shown.
        told(): the same lines are shown, what is said of them may be new.
        opened(str, str): noun and id of the record that was chosen.
    """

    changed = Signal()
    told = Signal()
    opened = Signal(str, str)

    def __init__(self, side: DeskSide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._text = self._answered = self._words = ""
        self._groups: tuple[FoundGroup, ...] = ()
        self._is_whole = True
        self._since_at: int | None = None
        self.rows: tuple[Row, ...] = ()
        self.is_again = False  # the lines are of the words that were shown before
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    @property
    def text(self) -> str:
        """What was typed."""
        return self._text

    @property
    def is_asking(self) -> bool:
        """Whether the lines shown are of an earlier text."""
        return self._text.strip() != self._answered.strip()

    @property
    def is_whole(self) -> bool:
        """Whether everything written could be found."""
        return self._is_whole

    @property
    def since_at(self) -> int | None:
        """While the past is still being read: from when on all is found (UTC ms)."""
        return self._since_at

    @property
    def trouble(self) -> str:
        """Why nothing could be found, in a sentence; "" when all is well."""
        return self._words

    def type(self, text: str) -> None:
        """Take over what is in the field."""
        self._text = text
        if not text.strip():
            self._timer.stop()
            self._answered = text
            self._show(())
            return
        self._timer.start(WAIT_MS)

    def open(self, row: int) -> None:
        """Open the record of a line, or more of its kind."""
        if not 0 <= row < len(self.rows):
            return
        chosen = self.rows[row]
        if chosen.line is not None:
            self.opened.emit(*(chosen.line.opens or (chosen.line.noun, chosen.line.id)))
        elif chosen.is_more:
            self._ask_more(chosen.noun)

    def row_of(self, line: FoundLine | None, before: int) -> int:
        """Where to go on: at the record that was chosen, else where that was; first for new words.

        `line` is None for a line that offered more, in whose place the first of these stands.
        """
        if not self.is_again:
            return self.next_row(-1, 1)
        rows = (no for no, one in enumerate(self.rows) if line and one.line == line)
        return next(rows, self.next_row(min(before, len(self.rows)) - 1, 1))

    def next_row(self, row: int, step: int) -> int:
        """The next line that can be chosen; the same where there is none."""
        at = row + step
        while 0 <= at < len(self.rows):
            if not self.rows[at].is_heading:
                return at
            at += step
        return row

    def next_group(self, row: int, step: int) -> int:
        """The first line of the next kind, or of the one before."""
        firsts = [at + 1 for at, one in enumerate(self.rows) if one.is_heading]
        if step > 0:
            return next((at for at in firsts if at > row), row)
        return next((at for at in reversed(firsts) if at < row), row)

    def _ask(self) -> None:
        text = self._text
        self._side.bridge.when_done(
            self._side.desk.search.find(text),
            while_alive(self, self._take),
            while_alive(self, lambda words: self._refuse(text, words)),
        )

    def _take(self, found: FoundAll) -> None:
        if found.query != self._text:
            return
        self.is_again = found.query == self._answered
        self._answered, self._words = found.query, ""
        self._is_whole, self._since_at = found.is_whole, found.since_at
        self._show(found.groups)
        if not found.is_whole:
            self._timer.start(AGAIN_MS)

    def _refuse(self, text: str, words: str) -> None:
        self._answered, self._words = text, words
        self._show(())

    def _ask_more(self, noun: str) -> None:
        text = self._text

        def take(group: FoundGroup) -> None:
            if text != self._text:
                return  # other words were typed since, and wait to be asked for
            self._timer.stop()
            self.is_again = True
            groups = tuple(group if one.noun == noun else one for one in self._groups)
            self._show(groups, opened=noun)

        future = self._side.desk.search.more(text, noun)
        self._side.bridge.when_done(future, while_alive(self, take))

    def _show(self, groups: tuple[FoundGroup, ...], opened: str = "") -> None:
        if groups == self._groups and not opened:
            self.told.emit()
            return
        self._groups = groups
        rows: list[Row] = []
        for group in groups:
            rows.append(Row(group.noun, has_more=group.has_more))
            rows += [Row(group.noun, line) for line in group.lines]
            if group.has_more and group.noun != opened:
                rows.append(Row(group.noun, is_more=True))
        self.rows = tuple(rows)
        self.changed.emit()
