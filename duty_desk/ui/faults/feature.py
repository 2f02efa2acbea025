"""F9, its form and its page, joined to the watch page and the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from duty_desk.language import mark, tr
from duty_desk.ui.faults.dumped_view import DumpedView
from duty_desk.ui.faults.finder import FaultFinder
from duty_desk.ui.faults.form import FaultForm
from duty_desk.ui.faults.page import FaultsPage
from duty_desk.ui.faults.reference_view import ReferencesView
from duty_desk.ui.faults.suspects import suspects_of
from duty_desk.ui.faults.tabs import FaultTabs
from duty_desk.ui.faults.trial_view import TrialView
from duty_desk.ui.problems import clipboard

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.desk import Happened
    from duty_desk.desk.fault_views import FaultDetail
    from duty_desk.desk.views import Snapshot
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.ui.watch.page import WatchPage
    from duty_desk.video.engine import VideoEngine

NOUN = "fault"


class FaultFeature(QObject):
    """Everything of faults in one window.

    Signals:
        said(str, str): a sentence for the operator, and its level.
        opening(): the form is about to open; other forms give way.
    """

    said = Signal(str, str)
    opening = Signal()

    def __init__(
        self, side: DeskSide, watch: WatchModel, engine: VideoEngine, window: QWidget
    ) -> None:
        super().__init__(window)
        self._side, self._watch, self._engine = side, watch, engine
        self.finder = FaultFinder(side, watch, engine, self)

    def build(self, shelf: PictureShelf, window: QWidget) -> FaultTabs:
        """Make the form over `window`, and the page with its views; returns the page."""
        self.form = FaultForm(self._side, window, shelf)
        self.page = FaultsPage(self._side, shelf, self._watch, self._engine)
        finder, form, watch = self.finder, self.form, self._watch
        finder.found.connect(self._open)
        finder.awaited.connect(form.expect)
        form.another_wanted.connect(lambda: finder.find(is_another=True))
        watch.record_wanted.connect(self._on_wanted)
        watch.record_declined.connect(self._on_declined)
        for said in (finder.said, form.said, self.page.said):
            said.connect(self.said)
        for model in (form.model, self.page.model):
            model.copy_ready.connect(_copy)
        self.tabs = FaultTabs()
        self.references, self.trial = (
            ReferencesView(self._side, shelf),
            TrialView(self._side, shelf),
        )
        self.tabs.add(lambda: tr("报修"), self.page)
        self.tabs.add(lambda: tr("基准画面"), self.references)
        self.tabs.add(lambda: tr("试运行"), self.trial)
        self.dumped = DumpedView(self._side, shelf, watch, self._engine)
        self.tabs.add(lambda: tr("夜间倾倒"), self.dumped)
        for view in (self.references, self.trial, self.dumped):
            view.said.connect(self.said)
        return self.tabs

    def join(self, page: WatchPage) -> None:
        """Put F9 on the wall."""
        page.keys.add("F9", self.finder.find)
        button = page.toolbar.add_tool("tool", mark("报故障"), "F9")
        button.clicked.connect(self._on_clicked)
        page.ptz.offer_report(is_offered=True)
        self._watch.ptz.fault_wanted.connect(self._on_kind_wanted)

    def _on_kind_wanted(self, kind: str) -> None:
        self.finder.find(kind=kind)

    def _on_clicked(self) -> None:
        self.finder.find()

    def show_snapshot(self, snapshot: Snapshot) -> int:
        """Show the desk as it stands; returns how many faults wait for the operator."""
        self.page.show_snapshot(snapshot)
        self.references.show_snapshot(snapshot)
        self.dumped.show_snapshot(snapshot)
        self.tabs.show_count(1, snapshot.views_proposed)
        self.tabs.show_count(3, snapshot.dumped_open)
        row = next((row for row in snapshot.faults if row.id == self.form.model.fault_id), None)
        detail = self.form.model.detail
        if self.form.is_open and detail is not None and row is not None and row != detail.row:
            self.form.model.refresh()
        waiting = {"found", "reopened", "repaired"}
        told = sum(one.state in waiting for one in snapshot.faults)
        return told + len(suspects_of(row for row in snapshot.suspicions if not row.is_hint))

    def on_happened(self, happened: Happened) -> None:
        """Tell of the daily reminder."""
        for entry in happened.entries:
            if entry.kind == "fault.reminded":
                count = len(entry.facts["faults"])
                sentence = tr("还有 {n} 个故障已报修未修复，请催修（报修页 Ctrl+4）。", n=count)
                self.said.emit(sentence, "attention")

    def leave(self) -> None:
        """Park an open form: another is opening."""
        if self.form.is_open:
            self.form.do("park")

    def _open(self, detail: FaultDetail) -> None:
        self.opening.emit()
        self.form.open(detail)

    def _on_wanted(self, noun: str, subject: str) -> None:
        if noun == NOUN:
            future = self._side.desk.faults.detail(subject)
            self._side.bridge.when_done(future, self._open, self._on_refused)

    def _on_declined(self, noun: str, subject: str) -> None:
        def decline(detail: FaultDetail) -> None:
            self.opening.emit()
            self.form.decline(detail)

        if noun == NOUN:
            future = self._side.desk.faults.detail(subject)
            self._side.bridge.when_done(future, decline, self._on_refused)

    def _on_refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")


def _copy(text: str, picture: Path | None) -> None:
    clipboard.put(text, picture.read_bytes() if picture is not None else b"")
