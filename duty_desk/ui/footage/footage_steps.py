"""What the operator does with the chosen request, by key or button: one method a step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from duty_desk.desk.footage_package import remove_unfinished
from duty_desk.language import chinese, tr
from duty_desk.ui.footage.hand_bar import is_offered
from duty_desk.ui.footage.name_doubt import doubt_question
from duty_desk.ui.footage.package_card import Writing
from duty_desk.ui.footage.questions import Questions, unchecked_words
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.desk.footage_views import FootageDetail, OwnEvidence
    from duty_desk.ui.footage.cards import Cards
    from duty_desk.ui.footage.footage_model import FootageModel
    from duty_desk.ui.footage.panel import FootagePanel

_PAPERS = ("paper_kind", "paper_no", "paper_scan")


class FootageSteps(QObject):
    """The steps of one request; what may not happen now is not done.

    Signals:
        said(str, str): a sentence for the operator, and its level.
    """

    said = Signal(str, str)

    def __init__(self, model: FootageModel, panel: FootagePanel, cards: Cards) -> None:
        super().__init__(panel)
        self._model, self._panel, self._cards = model, panel, cards
        self._questions = Questions(model)
        self._folder = Path.home()
        model.doubted.connect(self._ask_doubt)

    def key_table(self) -> dict[tuple[Qt.Key, bool], Callable[[], None]]:
        """Which key does what; the second part is whether Shift is held."""
        key = Qt.Key
        plain = {
            key.Key_Return: self.next,
            key.Key_Enter: self.next,
            key.Key_E: self.amend,
            key.Key_K: self.check_clock,
            key.Key_F: self.add_files,
            key.Key_O: self.add_own,
            key.Key_T: self.turn_file,
            key.Key_Delete: self.remove_file,
            key.Key_L: self._model.reveal,
            key.Key_R: lambda: self.do("footage.refused"),
            key.Key_M: lambda: self.do("footage.papers_came"),
            key.Key_V: lambda: self.do("footage.viewed"),
            key.Key_X: lambda: self.do("footage.not_held"),
            key.Key_U: lambda: self.do("footage.written"),
            key.Key_B: lambda: self.do("footage.returned"),
            key.Key_D: lambda: self.do("footage.destroyed"),
        }
        shifted = {(key.Key_D, True): lambda: self.do("footage.people_erased")}
        return {(one, False): call for one, call in plain.items()} | shifted

    def next(self) -> None:
        """The step that comes next."""
        detail, kind = self._model.detail, self._model.next_kind()
        if detail is None or not kind:
            return
        if not self._model.may(kind):
            words = tr("这一步要有相应权限的人登录后做；按 Ctrl+Shift+L 换人。")
            self.said.emit(words, "attention")
            return
        is_owed = any(name in detail.missing for name in _PAPERS)
        if kind == "footage.checked" and is_owed:
            kind = "footage.papers_came"
        self.do(kind)

    def press(self, kind: str) -> None:
        """A button of the bar: the primary one is the next step."""
        if kind == self._model.next_kind():
            self.next()
        else:
            self.do(kind)

    def do(self, kind: str) -> None:
        """Ask what a step needs, and do it."""
        detail = self._model.detail
        if detail is None or not is_offered(kind, detail):
            return
        if kind == "footage.verified":
            self._cards.package.ask(self._sealing(detail))
        elif kind == "footage.written":
            self._cards.package.ask(self._writing(detail))
        else:
            question = self._questions.of(kind, detail)
            if question is not None:
                self._cards.ask.ask(question)

    def amend(self) -> None:
        """Change what is registered."""
        if self._model.detail is not None and self._model.may("footage.amended"):
            self._cards.form.amend(self._model.detail)

    def check_clock(self) -> None:
        """Compare the clock of the chosen span's camera."""
        span = self._panel.span()
        if self._model.detail and span is not None and self._model.may("footage.clock_checked"):
            self._cards.clock.begin(self._model.detail, span)

    def add_files(self) -> None:
        """Choose recordings for the chosen span."""
        span = self._panel.span()
        if span is None or not self._model.may("footage.file_added"):
            return
        title = tr("添加 {code} 的录像文件", code=span.span.code)
        dialog = QFileDialog(self._panel.window(), title, str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number = span.no
        dialog.filesSelected.connect(lambda found: self._take(number, found))
        dialog.open()

    def _take(self, span_no: int, found: list[str]) -> None:
        paths = [Path(one) for one in found]
        self._folder = paths[0].parent  # the next camera's export mostly lies beside it
        self._model.add_paths(span_no, paths)

    def _ask_doubt(self, words: str, take: Callable[[], None]) -> None:
        if self._cards.ask.isVisible():  # what is typed there is not thrown away
            self.said.emit(tr("请先答完正在问的，再加入录像文件。"), "attention")
            return
        self._cards.ask.ask(doubt_question(words, take))

    def press_at(self, row: int) -> None:
        """The last column of a line was pressed: what its chip offers."""
        line = self._panel.files_table.row_at(row)
        if line is None:
            return
        if line.work is not None:
            self.turn_file()
        elif line.file is None:
            self.add_files()

    def add_own(self) -> None:
        """Offer stills and clips of our own desk for the chosen span."""
        span = self._panel.span()
        if span is None or not self._model.may("footage.file_added"):
            return

        def found(offered: tuple[OwnEvidence, ...]) -> None:
            self._cards.evidence.offer(span, offered)

        asked = span.span
        future = self._model.desk.footage.own_evidence(asked.camera_id, asked.from_at, asked.to_at)
        self._model.bridge.when_done(
            future, while_alive(self, found), while_alive(self, self._model.refused.emit)
        )

    def turn_file(self) -> None:
        """Stop hashing the chosen file, or go on."""
        line = self._panel.line()
        if line is not None and line.work is not None:
            self._model.hashing.turn(line.work)

    def remove_file(self) -> None:
        """Take the chosen file out: at once while it is not recorded, with a reason afterwards."""
        line, detail = self._panel.line(), self._model.detail
        if line is None or detail is None:
            return
        if line.work is not None:
            self._model.hashing.remove(line.work.no)
        elif line.file is not None and self._model.may("footage.file_removed"):
            self._cards.ask.ask(self._questions.removing(detail, line.file))

    # --- writing -------------------------------------------------------------------------

    def _sealing(self, detail: FootageDetail) -> Writing:
        footage, row = self._model.desk.footage, detail.row
        name = chinese("调取{number}", number=row.number)
        files = [file for span in detail.spans for file in span.files]
        return Writing(
            title=tr("封存取证包 {number}", number=row.number),
            words=tr(
                "{n} 个录像文件原样拷贝，附登记表、校对单、画面小样和核验说明；"
                "写完逐字节读回核对，得到封存码。",
                n=len(files),
            )
            + unchecked_words(detail),
            agree=tr("封存"),
            folder=str(footage.shelf),
            size_bytes=sum(file.size_bytes for file in files),
            act=lambda folder, watch: footage.seal(row.id, row.version, folder, watch),
            undo=lambda folder: self._cards.aside(lambda: remove_unfinished(folder / name)),
            done=self._model.done(tr("取证包已封存，按 U 写入 U 盘，按 H 打印回执。")),
        )

    def _writing(self, detail: FootageDetail) -> Writing:
        footage, row, package = self._model.desk.footage, detail.row, detail.package
        name = package.folder.name if package is not None else ""
        return Writing(
            title=tr("写入 U 盘 {number}", number=row.number),
            words=tr("写完从介质读回核对；中途拔出或停止，重新插好后按 Enter 继续。"),
            agree=tr("写入"),
            folder="",
            size_bytes=package.size_bytes if package is not None else 0,
            act=lambda folder, watch: footage.put_on_medium(row.id, row.version, folder, watch),
            undo=lambda folder: self._cards.aside(lambda: remove_unfinished(folder / name)),
            done=self._model.done(tr("已写入并读回核对，与封存的取证包一致。")),
        )
