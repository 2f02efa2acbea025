"""The problems page: every problem with its clock at the left, the chosen one at the right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from duty_desk.desk.problems import PAGE_ROWS
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.problems import after_picture, clipboard
from duty_desk.ui.problems.detail_panel import DetailPanel
from duty_desk.ui.problems.listing import ALL, EVER, GROUPS, OPEN_AND_TODAY, SPANS
from duty_desk.ui.problems.model import ProblemsModel
from duty_desk.ui.problems.picture_viewer import PictureViewer
from duty_desk.ui.problems.pictures import PictureShelf
from duty_desk.ui.problems.table_view import ProblemTableView
from duty_desk.ui.segments import Segments

if TYPE_CHECKING:
    from duty_desk.desk.views import Shot, Snapshot
    from duty_desk.ui.problems.form_model import DeskSide

TICK_MS = 500
KEYS = (
    ("↑ ↓", mark("选问题")),
    ("Enter", mark("继续处理")),
    ("Ctrl+V", mark("粘贴整改后照片")),
    ("Ctrl+F", mark("查找问题")),
)
_SPLIT, _COLUMNS = "problems/split", "problems/columns"


class ProblemsPage(QWidget):
    """The page of the rail's 问题.

    Signals:
        form_wanted(ProblemDetail): this problem goes on in the form.
        said(sentence, level): something to tell.
    """

    form_wanted = Signal(object)
    said = Signal(str, str)

    def __init__(
        self, side: DeskSide, shelf: PictureShelf | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._memory = side.memory
        self._shelf = shelf or PictureShelf(side.bridge)
        self.model = ProblemsModel(side, self)
        self._build()
        self._lay_out()
        self._connect()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self.setFocusProxy(self.view)
        self.retranslate()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.model.show_snapshot(snapshot)

    def show_problem(self, problem_id: str) -> None:
        """Choose a problem here, where pictures of afterwards are put to it; listed or not."""
        self.model.choose(problem_id)
        self.view.show_chosen(problem_id)
        self.view.setFocus()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("问题"))
        self.search.setPlaceholderText(tr("编号、点位、单位、描述…"))
        self.search.setAccessibleName(tr("查找问题"))
        self._span.show_words(tuple(tr(word) for _, word in SPANS))
        self.more.setText(tr("再列 {n} 个更早的", n=PAGE_ROWS))
        self.view.retranslate()
        self.panel.retranslate()
        self._show_listed()

    # --- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._title, self._summary = QLabel(self), QLabel(self)
        theme.give_role(self._title, "title")
        theme.give_role(self._summary, "soft")
        self.groups = Segments(tuple("" for _ in GROUPS), self)
        self.groups.choose(0)
        self._span = Segments(tuple("" for _ in SPANS), self)
        self._span.choose(0)
        self.more = QPushButton(self)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(theme.px(280))
        self.view = ProblemTableView(self.model.table, self)
        self.empty = QLabel(self)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.give_role(self.empty, "soft")
        self.panel = DetailPanel(self.model, self._shelf, self)
        self.viewer = PictureViewer(self._shelf, self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._title)
        head.addWidget(self._summary)
        head.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self.groups)
        tools.addWidget(self._span)
        tools.addWidget(self.more)
        tools.addWidget(self.search, 1)
        tools.addStretch(1)
        card = QFrame(self)
        theme.give_role(card, "card")
        self._stack = QStackedLayout(card)
        self._stack.setContentsMargins(1, 4, 1, 4)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self._split.addWidget(card)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([theme.px(1270), theme.px(520)])
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self._split, 1)
        self._restore()

    def _connect(self) -> None:
        self.groups.chosen.connect(self._on_group)
        self._span.chosen.connect(self._on_span)
        self.more.clicked.connect(self.model.read_more)
        self.search.textChanged.connect(self._on_searched)
        self.view.chosen.connect(self.model.choose)
        self.view.opened.connect(self._on_opened)
        self.model.listed_changed.connect(self._show_listed)
        self.model.form_wanted.connect(self.form_wanted)
        self.model.said.connect(self.said)
        self.panel.photo_wanted.connect(self._choose_photo)
        self.panel.photo_offered.connect(self.take_photo)
        self.panel.pair.opened.connect(self._show_large)
        self.destroyed.connect(self._shelf.close)
        self._split.splitterMoved.connect(self._keep_arrangement)
        self.view.horizontalHeader().sectionResized.connect(self._keep_arrangement)

    # --- showing -------------------------------------------------------------------------

    def _show_listed(self) -> None:
        counted = self.model.counts
        words = tuple(f"{tr(word)} {counted.get(group, 0)}" for group, word in GROUPS)
        self.groups.show_words(words)
        self._summary.setText(
            tr(
                "{found} 待推送 · {pushed} 待整改 · {rectified} 待核查",
                found=counted.get("found", 0),
                pushed=counted.get("pushed", 0),
                rectified=counted.get("rectified", 0),
            )
        )
        self.more.setVisible(self.model.has_more)
        is_empty = self.model.table.rowCount() == 0
        self._stack.setCurrentIndex(1 if is_empty else 0)
        self.empty.setText(self._empty_words())
        self.view.show_chosen(self.model.chosen)

    def _empty_words(self) -> str:
        if self.model.counts.get(ALL):
            return tr("这一类现在没有问题。点“全部”看其余的。")
        if self.model.filter.words:
            return tr("没有符合“{words}”的问题。", words=self.model.filter.words)
        return (
            self._nothing_words()
            + "\n"
            + tr(
                "在值守页选中一格画面按 F8：当前画面立即存证、开始计时，填好就推送；\n"
                "这里会列出每个问题的用时和整改。"
            )
        )

    def _nothing_words(self) -> str:
        """That there is nothing, of exactly the days that were asked for."""
        if self.model.filter.days == EVER:
            return tr("还没有问题。")
        if self.model.filter.days == OPEN_AND_TODAY:
            return tr("今天没有问题，也没有未结的。以前的请点“全部日期”。")
        return tr("这几天没有问题。更早的请点“全部日期”。")

    def _on_tick(self) -> None:
        self.model.tick()
        self.panel.tick()

    # --- slots ---------------------------------------------------------------------------

    def _on_group(self, number: int) -> None:
        self.model.ask_for(replace(self.model.filter, group=GROUPS[number][0]))

    def _on_span(self, number: int) -> None:
        self.model.ask_for(replace(self.model.filter, days=SPANS[number][0]))

    def _on_searched(self, words: str) -> None:
        self.model.ask_for(replace(self.model.filter, words=words))

    def _on_opened(self, problem_id: str) -> None:
        self.model.choose(problem_id)
        self.model.go_on()

    def _show_large(self, shots: tuple[Shot, ...], number: int) -> None:
        self.viewer.cover(self._split.geometry())  # the strip of clocks beside the title stays free
        self.viewer.open(shots, number)

    def _choose_photo(self) -> None:
        dialog = QFileDialog(self, tr("选择整改后照片"))
        dialog.setNameFilter(tr("照片") + " (*.jpg *.jpeg *.png)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_photo(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def take_photo(self, offered: Path | bytes) -> None:
        """Attach a photo that came as a file or as bytes; reading happens elsewhere."""

        def read() -> object:
            if isinstance(offered, Path):
                return after_picture.read_photo(offered)
            return after_picture.checked(offered)

        self.model.when_read(self._shelf.run(read), self.model.attach)

    def paste(self) -> None:
        """Attach the photo on the clipboard."""
        found = clipboard.picture_in(QGuiApplication.clipboard().mimeData())
        if not self.model.can_attach:
            return
        if found is None:
            self.said.emit(tr("剪贴板里没有照片。先在微信里复制照片，再回来粘贴。"), "attention")
        else:
            self.take_photo(found)

    def _restore(self) -> None:
        kept = self._memory.value(_SPLIT) if self._memory is not None else None
        if isinstance(kept, list) and all(str(size).isdigit() for size in kept):
            self._split.setSizes([int(size) for size in kept])
        columns = self._memory.value(_COLUMNS) if self._memory is not None else None
        if isinstance(columns, QByteArray):
            self.view.horizontalHeader().restoreState(columns)

    def _keep_arrangement(self) -> None:
        if self._memory is not None and self.isVisible():
            self._memory.setValue(_SPLIT, self._split.sizes())
            self._memory.setValue(_COLUMNS, self.view.horizontalHeader().saveState())

    # --- Qt ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.choose_first()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewer.cover(self._split.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
