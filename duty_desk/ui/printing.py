"""A written page opened with the computer's own program, or given to its printer.

What is said is what the print system answered: a printer that is not there, or that refused, is
never called done, and the page is opened instead so that it can be printed from there.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QObject

_PAPER = ("-o", "media=A4", "-o", "fit-to-page")  # the queue's own paper may be Letter


def open_page(file: Path, said: Callable[[str, str], object]) -> bool:
    """Open a page of the data folder's `sheets`; `said` gets the sentence if nothing can."""
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
        return True
    said(tr("这台电脑没有能打开它的程序。文件在数据文件夹的 sheets 里。"), "attention")
    return False


def print_page(file: Path, name: str, said: Callable[[str, str], object], owner: QObject) -> None:
    """Give a PDF to the default printer, without waiting for it.

    Args:
        file: The page.
        name: What it is called, as 登记表.
        said: Gets the sentence about what came of it, and its level, while `owner` lives.
        owner: Who asked.
    """
    program = shutil.which("lp") or shutil.which("lpr")
    if program is None:
        if open_page(file, said):
            said(tr("请在打开的{paper}里打印。", paper=name), "attention")
        return
    process = QProcess(owner)

    def refused() -> None:
        if open_page(file, said):
            words = tr(
                "打印机没有接收{paper}。请在打开的文件里打印，或检查默认打印机。", paper=name
            )
            said(words, "attention")

    def ended(code: int, how: QProcess.ExitStatus) -> None:
        process.deleteLater()
        if how is QProcess.ExitStatus.NormalExit and code == 0:
            said(tr("{paper}已交给打印机。", paper=name), "done")
        else:
            refused()

    def failed(error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # all others end it, too
            process.deleteLater()
            refused()

    process.finished.connect(ended)
    process.errorOccurred.connect(failed)
    process.start(program, [*_PAPER, str(file)])
