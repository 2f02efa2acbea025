"""Register form, receipt and clock sheet: opened, printed, or saved where somebody wants them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu

from duty_desk.desk.footage_words import paper_words
from duty_desk.language import chinese, tr
from duty_desk.ui.printing import open_page, print_page
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from PySide6.QtWidgets import QPushButton

    from duty_desk.ui.footage.footage_model import FootageModel

REGISTER, RECEIPT, CLOCK = "register", "receipt", "clock"
NOTICE, SIGNED = "notice", "signed"
_NAMES = {
    REGISTER: chinese("登记表"),
    RECEIPT: chinese("回执"),
    CLOCK: chinese("时钟校对单"),
    NOTICE: chinese("文书扫描件"),
    SIGNED: chinese("签字回执扫描件"),
}


class PapersMenu(QObject):
    """Asks which form is wanted how, writes it beside the window, then does that.

    Signals:
        said(str, str): a sentence, and its level.
    """

    said = Signal(str, str)

    def __init__(self, model: FootageModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def offer(self, button: QPushButton, papers: tuple[str, ...]) -> None:
        """Open the menu below a button; of the forms those that can be written now."""
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, which in enumerate(papers):
            if number:
                menu.addSeparator()
            name = paper_words(which)
            for words, call in (
                (tr("{paper}：打开 PDF", paper=name), partial(self.open, which, ".pdf")),
                (tr("{paper}：用 Word 打开", paper=name), partial(self.open, which, ".docx")),
                (tr("{paper}：打印", paper=name), partial(self.print, which)),
                (tr("{paper}：另存为…", paper=name), partial(self.save_as, which)),
            ):
                menu.addAction(words).triggered.connect(lambda _on=False, call=call: call())
        for which in self._scans(NOTICE if REGISTER in papers else SIGNED):
            menu.addSeparator()
            words = tr("{paper}：打开（记入查看记录）", paper=paper_words(which))
            menu.addAction(words).triggered.connect(
                lambda _on=False, one=which: self.show_scan(one)
            )
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def papers(self) -> tuple[str, ...]:
        """The forms that have something to tell."""
        detail = self._model.detail
        if detail is None:
            return ()
        has_clock = any(span.check is not None for span in detail.spans)
        return (REGISTER, CLOCK) if has_clock else (REGISTER,)

    def has_receipt(self) -> bool:
        """Whether there is something to receive."""
        return self._model.detail is not None and self._model.detail.package is not None

    def _scans(self, which: str) -> tuple[str, ...]:
        """The scan of that kind, if there is one and whoever is signed in may look at it."""
        detail = self._model.detail
        if detail is None or not detail.may_see_people:
            return ()
        there = {NOTICE: detail.papers_scan, SIGNED: detail.signed_scan}
        return (which,) if there[which] is not None else ()

    def show_scan(self, which: str) -> None:
        """Open a copy of a scan; it names people, so the look is on record."""
        path = self._place(which, "")
        future = self._model.desk.footage.write_scan(self._model.request_id, which, path)
        self._when_written(future, lambda file: open_page(file, self.said.emit))

    def open(self, which: str, suffix: str) -> None:
        """Write a form and open it with the computer's own program."""
        self.write(which, self._place(which, suffix), lambda file: open_page(file, self.said.emit))

    def print(self, which: str) -> None:
        """Write a form and give it to the printer."""
        name = paper_words(which)
        self.write(
            which,
            self._place(which, ".pdf"),
            lambda file: print_page(file, name, self.said.emit, self),
        )

    def save_as(self, which: str) -> None:
        """Write a form where somebody wants it."""
        start = str(Path.home() / self._place(which, ".pdf").name)
        path, _ = QFileDialog.getSaveFileName(
            None, tr("另存{paper}", paper=paper_words(which)), start, "PDF (*.pdf);;Word (*.docx)"
        )
        if path:
            told = tr("已保存：{file}", file=Path(path).name)
            self.write(which, Path(path), lambda _file: self.said.emit(told, "done"))

    def write(self, which: str, path: Path, then: Callable[[Path], object]) -> None:
        """Write a form beside the window; that it was written is on record."""
        future = self._model.desk.footage.write_paper(self._model.request_id, which, path)
        self._when_written(future, then)

    def _when_written(self, future: Future[Path], then: Callable[[Path], object]) -> None:
        def written(file: Path) -> None:
            then(file)
            self._model.refresh()

        def refused(sentence: str) -> None:
            self.said.emit(sentence, "urgent")

        bridge = self._model.bridge
        bridge.when_done(future, while_alive(self, written), while_alive(self, refused))

    def _place(self, which: str, suffix: str) -> Path:
        detail = self._model.detail
        number = detail.row.number if detail is not None else ""
        folder = self._model.desk.store.place.data / "sheets"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{chinese('调取{number}', number=number)}-{_NAMES[which]}{suffix}"
