"""Footage requests joined to the window: the page, its cards, the countdown on every page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from duty_desk.desk.footage_views import FootageWish
from duty_desk.domain.problem import beijing, month_starts_at
from duty_desk.language import Refusal, tr
from duty_desk.ui.footage.ask_card import Ask, AskCard, Question
from duty_desk.ui.footage.cards import Cards
from duty_desk.ui.footage.clock_form import ClockForm
from duty_desk.ui.footage.evidence_card import EvidenceCard
from duty_desk.ui.footage.footage_model import FootageModel
from duty_desk.ui.footage.footage_steps import FootageSteps
from duty_desk.ui.footage.package_card import PackageCard
from duty_desk.ui.footage.page import FootagePage
from duty_desk.ui.footage.papers_menu import RECEIPT, PapersMenu
from duty_desk.ui.footage.register_form import RegisterForm
from duty_desk.ui.footage.said_instant import said_day
from duty_desk.ui.footage.warning_chip import WarningChip
from duty_desk.ui.pages import FOOTAGE
from duty_desk.ui.problems.draft_keeper import while_alive

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.desk import Happened
    from duty_desk.desk.footage_views import FootageRow
    from duty_desk.desk.views import CameraRow, Snapshot
    from duty_desk.ui.alarm import Alarms
    from duty_desk.ui.main_window import MainWindow
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf
    from duty_desk.ui.rail import RailButton
    from duty_desk.ui.top_bar import TopBar
    from duty_desk.ui.watch.finder_model import FinderModel
    from duty_desk.ui.watch.model import WatchModel
    from duty_desk.video.engine import VideoEngine


class FootageFeature(QObject):
    """Everything of footage requests in one window.

    Signals:
        page_wanted(): the page is to be shown.
        said(str, str): a sentence for the operator, and its level.
    """

    page_wanted = Signal()
    said = Signal(str, str)

    def __init__(
        self,
        side: DeskSide,
        look: tuple[WatchModel, VideoEngine, PictureShelf],
        finder: FinderModel,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._side, self._finder = side, finder
        self._known: tuple[str, bool] | None = None
        self._levels: dict[tuple[str, str], str] | None = None
        self.model = FootageModel(side, self)
        self.page = FootagePage(side, self.model)
        self.cards = self._cards(look, window)
        self.steps = FootageSteps(self.model, self.page.panel, self.cards)
        self.papers = PapersMenu(self.model, self)
        self.chip = WarningChip(side.time)
        self.chip.hide()
        self._connect()

    @classmethod
    def joined(
        cls, window: MainWindow, side: DeskSide, look: tuple[WatchModel, VideoEngine, PictureShelf]
    ) -> FootageFeature:
        """Make it and put the countdown into the top bar, on the rail, and among the sounds."""
        feature = cls(side, look, window.catalogue.finder, window)
        feature.join(window.top_bar, window.alarms, window.rail.button(FOOTAGE.id))
        feature.page_wanted.connect(partial(window.show_page, FOOTAGE.id))
        side.bridge.happened.connect(while_alive(feature, feature.on_happened))
        return feature

    def join(self, bar: TopBar, alarms: Alarms, button: RailButton) -> None:
        """Put the countdown into the top bar and on the rail."""
        self._alarms, self._button = alarms, button
        bar.add_chip(self.chip)
        self.show_snapshot(self._side.desk.snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the desk as it stands."""
        self.chip.show_day(snapshot.footage)
        level = "attention"
        if any(one.level != "attention" for one in snapshot.footage.warnings):
            level = "urgent"
        self._button.show_badge(len(snapshot.footage.warnings), level)
        self._sound(snapshot)
        person = snapshot.person.id if snapshot.person is not None else ""
        known = (person, snapshot.is_locked)
        if known != self._known:
            self._known = known
            self.model.conceal()

    def on_happened(self, happened: Happened) -> None:
        """Show the desk as it stands; read the register anew when a request is concerned."""
        self.show_snapshot(happened.snapshot)
        if any(entry.kind.startswith("footage.") for entry in happened.entries):
            self.page.read_soon()

    def show_request(self, request_id: str) -> None:
        """Show the page with this request."""
        self.page_wanted.emit()
        self.page.choose(request_id)

    def find(self, text: str) -> tuple[CameraRow, ...]:
        """The cameras that fit, best first."""
        hits = self._finder.hits(text)
        return tuple(found.camera for found in hits.first(8)) if hits is not None else ()

    def stop(self) -> None:
        """Stop what is being hashed."""
        self.model.hashing.close()

    # --- inside --------------------------------------------------------------------------

    def _sound(self, snapshot: Snapshot) -> None:
        """A countdown that reached another level is heard once; those of the start are not."""
        levels = {one.key: one.level for one in snapshot.footage.warnings}
        before, self._levels = self._levels, levels
        if before is None or not snapshot.footage.is_made:
            self._levels = levels if snapshot.footage.is_made else None
            return
        risen = {level for key, level in levels.items() if before.get(key) != level}
        if risen:
            self._alarms.sounded.emit("attention" if risen == {"attention"} else "urgent")

    def _export(self) -> None:
        """Ask for the month and the file; a reason shows who asked."""
        now = self.model.now()
        month = f"{beijing(now):%Y-%m}"
        file = Path.home() / tr("调取登记簿-{month}.xlsx", month=month)
        question = Question(
            title=tr("导出登记簿"),
            words=tr("承办人和案件编号默认遮盖；要带出时写明原因，有权限才能导出，并会记录。"),
            agree=tr("导出"),
            asks=(
                Ask("month", tr("月份"), month),
                Ask("file", tr("保存到"), str(file), pick="save"),
                Ask("why", tr("不遮盖的原因"), hint=tr("不写就遮盖")),
            ),
            act=self._exported,
            done=lambda n: self.said.emit(tr("已导出 {n} 份登记", n=n), "done"),
        )
        self.cards.ask.ask(question)

    def _exported(self, said: dict[str, str]) -> Future[int]:
        day = said_day(f"{said['month']}-01", self.model.now())
        if day is None:
            raise Refusal(tr("看不懂月份“{text}”，没有导出。请写成 2026-11。", text=said["month"]))
        wish = FootageWish(from_at=day, to_at=month_starts_at(day, 1))
        return self._side.desk.footage.export_register(Path(said["file"]), wish, said["why"])

    def _on_saved(self, row: FootageRow) -> None:
        self.page.choose(row.id)
        self.page.read()

    def _offer_register(self) -> None:
        papers = self.papers.papers()
        if papers:
            self.papers.offer(self.page.panel.register, papers)

    def _offer_receipt(self) -> None:
        if self.papers.has_receipt():
            self.papers.offer(self.page.panel.receipt, (RECEIPT,))

    def _cards(self, look: tuple[WatchModel, VideoEngine, PictureShelf], window: QWidget) -> Cards:
        _watch, _engine, shelf = look
        return Cards(
            form=RegisterForm(self.model, self.find, window),
            clock=ClockForm(self._side, self.model, look, window),
            ask=AskCard(self._side.bridge, window),
            package=PackageCard(self._side.bridge, window),
            evidence=EvidenceCard(self.model, shelf, window),
            aside=shelf.run,
        )

    def _connect(self) -> None:
        page, panel, cards = self.page, self.page.panel, self.cards
        keys: dict[tuple[Qt.Key, bool], Callable[[], None]] = self.steps.key_table()
        page.keys.update(keys)
        page.keys.update(self._paper_keys())
        page.new_wanted.connect(cards.form.begin)
        page.export_wanted.connect(self._export)
        panel.request.amend.clicked.connect(self.steps.amend)
        panel.request.reveal.clicked.connect(self.model.reveal)
        panel.clocks.check.clicked.connect(self.steps.check_clock)
        panel.add.clicked.connect(self.steps.add_files)
        panel.own.clicked.connect(self.steps.add_own)
        panel.files.pressed_at.connect(self.steps.press_at)
        panel.dropped.connect(self.model.add_paths)
        panel.register.clicked.connect(self._offer_register)
        panel.receipt.clicked.connect(self._offer_receipt)
        panel.bar.asked.connect(self.steps.press)
        cards.form.saved.connect(self._on_saved)
        self.chip.pressed.connect(self.show_request)
        for part in (page, self.steps, self.papers, cards.form, cards.clock):
            part.said.connect(self.said)

    def _paper_keys(self) -> dict[tuple[Qt.Key, bool], Callable[[], None]]:
        return {
            (Qt.Key.Key_P, False): self._offer_register,
            (Qt.Key.Key_H, False): self._offer_receipt,
        }
