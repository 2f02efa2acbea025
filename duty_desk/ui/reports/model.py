"""Reports as the page needs them: the list, the chosen one, its paper and its gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from duty_desk.desk.paperwork import beside
from duty_desk.desk.report_papers import paper_of, seal_of
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.report_content import Content
    from duty_desk.desk.report_views import Gap, ReportDetail, ReportRow
    from duty_desk.documents.report_paper import ReportPaper
    from duty_desk.ui.problems.form_model import DeskSide

_Shown = tuple["Content", "ReportPaper", Any]


class ReportsModel(QObject):
    """Asks the desk; answers of a report that is no longer chosen are dropped.

    Signals:
        listed(): the list is another.
        shown(): the chosen report, its paper or its gaps are others.
        said(str, str): a sentence, and its level.
    """

    listed = Signal()
    shown = Signal()
    said = Signal(str, str)

    def __init__(
        self,
        side: DeskSide,
        drawn: Callable[[ReportPaper], Any] = lambda _paper: (),
        parent: QObject | None = None,
    ) -> None:
        """`drawn` makes the pictures of a paper that the page shows, on a thread of its own."""
        super().__init__(parent)
        self.side, self._drawn = side, drawn
        self.pictures: Any = ()
        self.rows: tuple[ReportRow, ...] = ()
        self.subject = ""
        self.version = 0  # an earlier one that is looked at; 0 for the newest
        self.detail: ReportDetail | None = None
        self.content: Content | None = None
        self.paper: ReportPaper | None = None
        self.gaps: tuple[Gap, ...] = ()
        self.refusal = ""  # why there is no paper

    def read(self) -> None:
        """Read the list anew, and the chosen report with it."""
        future = self.side.desk.reports.listing()
        self.side.bridge.when_done(future, while_alive(self, self._on_rows), self._refuse)

    def row(self) -> ReportRow | None:
        """The chosen report's line."""
        return next((one for one in self.rows if one.id == self.subject), None)

    def choose(self, subject: str, version: int = 0) -> None:
        """Show this report, or an earlier version of it."""
        is_other = (subject, version) != (self.subject, self.version)
        self.subject, self.version = subject, version
        if is_other:
            self.detail, self.content, self.paper, self.gaps = None, None, None, ()
            self.refusal = ""
            self.shown.emit()
        self.refresh()

    def refresh(self) -> None:
        """Count the chosen report anew."""
        subject = self.subject
        if not subject:
            return
        desk, bridge = self.side.desk, self.side.bridge

        def detailed(detail: ReportDetail) -> None:
            if self.subject != subject:
                return
            self.detail = detail
            self.shown.emit()
            made = beside(self._asked(), lambda content: self._laid(content, detail))
            bridge.when_done(made, while_alive(self, papered), while_alive(self, refused))

        def papered(found: _Shown) -> None:
            if self.subject == subject:
                (self.content, self.paper, self.pictures), self.refusal = found, ""
                self.shown.emit()

        def refused(sentence: str) -> None:
            if self.subject == subject:
                self.content, self.paper, self.refusal = None, None, sentence
                self.shown.emit()

        def gapped(gaps: tuple[Gap, ...]) -> None:
            if self.subject == subject:
                self.gaps = gaps
                self.shown.emit()

        bridge.when_done(
            desk.reports.detail(subject), while_alive(self, detailed), while_alive(self, refused)
        )
        bridge.when_done(desk.reports.gaps(subject), while_alive(self, gapped), self._refuse)

    def act(self, future: Future[Any], done: Callable[[Any], str]) -> None:
        """Wait for a step; `done` says what is told of it."""

        def told(result: Any) -> None:
            sentence = done(result)
            if sentence:
                self.said.emit(sentence, "done")
            self.read()

        self.side.bridge.when_done(future, while_alive(self, told), self._refuse)

    def _asked(self) -> Future[Content]:
        reports = self.side.desk.reports
        if self.version:
            return reports.frozen(self.subject, self.version)
        return reports.content(self.subject)

    def _laid(self, content: Content, detail: ReportDetail) -> _Shown:
        """On a thread of its own: charts take a moment."""
        made = detail.versions[(self.version or len(detail.versions)) - 1]
        seal = None
        if made.frozen_at is not None:
            seal = seal_of(made.number, made.checkpoint_no or 0, made.seal, made.frozen_at)
        paper = paper_of(content, made.texts, self.side.desk.font, seal)
        return content, paper, self._drawn(paper)

    def _on_rows(self, rows: tuple[ReportRow, ...]) -> None:
        self.rows = rows
        self.listed.emit()
        if self.subject not in {one.id for one in rows}:
            self.choose(rows[0].id if rows else "")
        else:
            self.refresh()

    def _refuse(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")
