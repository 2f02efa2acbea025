"""What the keys of the page do: the next step of a report, files, new ones, later versions."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from duty_desk.desk.report_content import Asked
from duty_desk.desk.report_due import period_of
from duty_desk.desk.report_filter import Filter
from duty_desk.domain import period as periods
from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.report import ReportKind, ReportState
from duty_desk.domain.rights import Right
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal, mark, tr
from duty_desk.ui import times
from duty_desk.ui.footage.ask_card import Ask, AskCard, Question
from duty_desk.ui.permission import is_permitted
from duty_desk.ui.reports.texts_card import TextsCard

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PySide6.QtWidgets import QWidget

    from duty_desk.desk.report_views import VersionRow
    from duty_desk.ui.problems.form_model import DeskSide
    from duty_desk.ui.problems.pictures import PictureShelf
    from duty_desk.ui.reports.page import ReportsPage

_FILTERS = ((mark("Word 文档"), ".docx"), (mark("PDF 文件"), ".pdf"))


class ReportSteps(QObject):
    """Asks in cards over the window, then has the desk do it.

    Signals:
        said(str, str): a sentence, and its level.
    """

    said = Signal(str, str)

    def __init__(
        self, side: DeskSide, page: ReportsPage, shelf: PictureShelf, window: QWidget
    ) -> None:
        super().__init__(page)
        self._side, self._page, self._shelf, self._window = side, page, shelf, window
        self.ask, self.texts = AskCard(side.bridge, window), TextsCard(side, window)
        self.texts.written.connect(page.model.read)
        page.next_wanted.connect(self.go_on)
        page.texts_wanted.connect(self.write)
        page.new_wanted.connect(self.begin)
        page.save_wanted.connect(self.save)
        page.export_wanted.connect(self.export)
        page.reopen_wanted.connect(self.reopen)
        page.gaps.differences_wanted.connect(self.show_differences)

    def go_on(self) -> None:
        """The next step of the chosen report."""
        detail = self._page.model.detail
        if detail is None:
            return
        if detail.row.state in (ReportState.DUE, ReportState.DRAFT):
            self._approve()
        elif detail.row.state is ReportState.APPROVED:
            self._freeze()
        elif detail.row.state is ReportState.FROZEN:
            self._deliver()
        else:
            self.reopen()

    def write(self, key: str = "") -> None:
        """Write the texts."""
        detail = self._page.model.detail
        if detail is None or not self._may(Right.REPORTS):
            return
        if detail.row.state in (ReportState.FROZEN, ReportState.DELIVERED):
            self.said.emit(tr("这份报告已经冻结；要改请先出新的一版。"), "attention")
            return
        self.texts.show_texts(detail, key)

    def _approve(self) -> None:
        model = self._page.model
        if not self._may(Right.REPORTS_APPROVE):
            return
        missing = [gap for gap in model.gaps if gap.level == "fill"]
        words = tr("批准后按现在的数字冻结；文字再改动要重新批准。")
        if missing:
            words += "\n" + tr("还有 {n} 处缺口，照实写进报告：", n=len(missing))
            words += tr("；").join(gap.words for gap in missing)
        self.ask.ask(
            Question(
                title=tr("批准 {title}", title=self._title()),
                words=words,
                agree=tr("批准"),
                act=lambda _said: self._side.desk.reports.approve(model.subject),
                done=lambda _none: self._told(tr("已批准，可以冻结并生成文件。")),
            )
        )

    def _freeze(self) -> None:
        if not self._may(Right.REPORTS):
            return
        model = self._page.model
        self.said.emit(tr("正在冻结并生成文件…"), "done")
        model.act(
            self._side.desk.reports.freeze(model.subject),
            lambda number: tr("已冻结 {number}，文件已生成，按 S 保存。", number=number),
        )

    def _deliver(self) -> None:
        if not self._may(Right.REPORTS):
            return
        model, now = self._page.model, self._side.time.now_ms()

        def act(said: dict[str, str]) -> Future[None]:
            at = _instant(said["at"])
            is_now = said["at"] == times.date_and_time(now)[:16]
            return self._side.desk.reports.deliver(
                model.subject, said["receiver"], None if is_now else at
            )

        self.ask.ask(
            Question(
                title=tr("{title} 送达", title=self._title()),
                words=tr("送达时刻会记录，时限停在这一刻。只能在真正送出之后记。"),
                agree=tr("记为已送达"),
                asks=(
                    Ask("receiver", tr("交给"), hint=tr("单位或岗位，如 街道城管办")),
                    Ask("at", tr("送达时间"), times.date_and_time(now)[:16]),
                ),
                act=act,
                done=lambda _none: self._told(tr("已记录送达。")),
            )
        )

    def reopen(self) -> None:
        """Begin a later version."""
        detail = self._page.model.detail
        is_closed = detail is not None and detail.row.state in (
            ReportState.FROZEN,
            ReportState.DELIVERED,
        )
        if not is_closed or not self._may(Right.REPORTS):
            return
        subject = self._page.model.subject
        self.ask.ask(
            Question(
                title=tr("{title} 出新的一版", title=self._title()),
                words=tr("已冻结的一版和文件保持原样；新的一版会列出与它不同的地方。"),
                agree=tr("出新的一版"),
                asks=(Ask("why", tr("原因")),),
                act=lambda said: self._side.desk.reports.reopen(subject, said["why"]),
                done=lambda _none: self._told(tr("已开始新的一版。")),
            )
        )

    def begin_over(self, from_at: int, to_at: int) -> None:
        """The regular report over these days, or the card for a special one."""
        kind = regular_kind(from_at, to_at)
        if kind is None:
            self.begin(from_at, to_at - 1)
        elif self._may(Right.REPORTS):
            asked = Asked(kind=kind, period=period_of(kind, from_at))
            future = self._side.desk.reports.prepare(asked)
            self._side.bridge.when_done(future, self._page.choose, self._refuse)

    def begin(self, first: int | None = None, last: int | None = None) -> None:
        """Ask for a report over any days (instants within them, UTC ms)."""
        if not self._may(Right.REPORTS):
            return
        now = self._side.time.now_ms()
        yesterday = times.date(now - 86_400_000)
        from_on = times.date(first) if first is not None else yesterday
        to_on = times.date(last) if last is not None else yesterday
        self.ask.ask(
            Question(
                title=tr("新建报告"),
                words=tr(
                    "标题不填：整日、整周、整月出日报、周报、月报。"
                    "填了标题是专项报告，可以只看一个社区、类别或点位的问题。"
                ),
                agree=tr("建立"),
                asks=(
                    Ask("title", tr("标题"), hint=tr("如 夜间乱倒专项")),
                    Ask("work", tr("工作报告：整月，附考勤、巡检、故障等附件"), is_tick=True),
                    Ask("from", tr("从"), from_on),
                    Ask("to", tr("到"), to_on),
                    Ask("community", tr("只看社区"), hint=tr("不填就是全部")),
                    Ask("category", tr("只看类别"), hint=tr("不填就是全部")),
                    Ask("camera", tr("只看点位"), hint=tr("点位编号，不填就是全部")),
                ),
                act=self._begun,
                done=self._page.choose,
            )
        )

    def _begun(self, said: dict[str, str]) -> Future[str]:
        span = periods.free(day_of(_date(said["from"])), day_of(_date(said["to"])))
        desk = self._side.desk
        wanted = Filter(
            category=_category(desk.categories, said["category"]),
            community=said["community"],
            camera=said["camera"].upper(),
        )
        kind = regular_kind(span.from_at, span.to_at)
        if said["work"]:
            if wanted.where:
                raise Refusal(tr("工作报告写整月的全部；没有建立。请清空社区、类别和点位。"))
            if kind is not ReportKind.MONTHLY:
                raise Refusal(tr("工作报告按整月出；没有建立。请从 1 日选到月末。"))
            kind, said["title"] = ReportKind.WORK, ""
        if kind is not None and not said["title"] and not wanted.where:
            return desk.reports.prepare(Asked(kind=kind, period=period_of(kind, span.from_at)))
        asked = Asked(
            kind=ReportKind.SPECIAL,
            period=span,
            title=said["title"],
            filter=wanted,
        )
        return desk.reports.prepare(asked)

    def save(self) -> None:
        """Ask for a file and write the chosen version."""
        model = self._page.model
        if model.detail is None or not self._may(Right.EXPORT):
            return
        made = model.detail.versions[(model.version or len(model.detail.versions)) - 1]
        if made.attachments:
            self._save_all()
            return
        dialog = QFileDialog(self._window, tr("保存报告"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr(words) + f" (*{suffix})" for words, suffix in _FILTERS])
        dialog.setDefaultSuffix(".docx")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(".docx" if "*.docx" in chosen else ".pdf")
        )
        dialog.selectFile(file_name(made, self._title()))
        dialog.fileSelected.connect(lambda path: self.save_as(Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save_as(self, file: Path) -> None:
        """Write the chosen report to `file`, away from the window."""
        model, reports = self._page.model, self._side.desk.reports
        subject, version = model.subject, model.version
        future = self._shelf.run(lambda: reports.save(subject, file, version))
        model.act(future, lambda path: tr("报告已保存：{file}", file=path.name))

    def _save_all(self) -> None:
        dialog = QFileDialog(self._window, tr("报告和附件保存到哪个文件夹"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.save_all_in(Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save_all_in(self, folder: Path) -> None:
        """Write the chosen report with its attachments into `folder`, away from the window."""
        model, reports = self._page.model, self._side.desk.reports
        subject, version = model.subject, model.version
        future = self._shelf.run(lambda: reports.save_all(subject, folder, version))
        model.act(future, lambda path: tr("报告和附件已保存到“{folder}”。", folder=path.name))

    def export(self) -> None:
        """Write the problems that the report is about as a workbook."""
        detail = self._page.model.detail
        if detail is None or not self._may(Right.EXPORT):
            return
        row = detail.row
        wish = LedgerWish("problem", row.from_at, row.to_at, (("voided", "0"), *detail.where))
        name = tr("{title} 问题台账.xlsx", title=row.title)
        dialog = QFileDialog(self._window, tr("导出台账"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(".xlsx")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self._export_to(wish, Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _export_to(self, wish: LedgerWish, file: Path) -> None:
        future = self._side.desk.ledgers.write(wish, file)
        self._page.model.act(future, lambda _: tr("台账已导出：{file}", file=file.name))

    def show_differences(self, version: VersionRow) -> None:
        """Tell what a version says differently."""
        lines = [
            tr("{title}：{before} → {after}", title=one.title, before=one.before, after=one.after)
            for one in version.differences
        ]
        self.ask.ask(
            Question(
                title=tr("{number} 与上一版不同的地方", number=version.number),
                words="\n".join(lines),
                agree=tr("知道了"),
                act=lambda _said: self._side.desk.ask(lambda: None),
                done=lambda _none: None,
            )
        )

    def _title(self) -> str:
        detail = self._page.model.detail
        return detail.row.title if detail is not None else ""

    def _told(self, sentence: str) -> None:
        self.said.emit(sentence, "done")
        self._page.model.read()

    def _refuse(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")

    def _may(self, right: Right) -> bool:
        return is_permitted(self._side.desk, right, self._refuse)


def regular_kind(from_at: int, to_at: int) -> ReportKind | None:
    """The kind of report that covers exactly these days, if one does."""
    for kind in (ReportKind.DAILY, ReportKind.WEEKLY, ReportKind.MONTHLY):
        period = period_of(kind, from_at)
        if (period.from_at, period.to_at) == (from_at, to_at):
            return kind
    return None


def file_name(version: VersionRow, title: str) -> str:
    """What a report's file is called: its title, and its number once frozen."""
    return f"{title} {version.number}".strip()


def _instant(text: str) -> int:
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=times.ZONE)
    except ValueError:
        raise Refusal(tr("时间写成 2026-12-01 09:53 这样；没有保存。")) from None
    return int(found.timestamp()) * 1000


def _date(text: str) -> int:
    try:
        found = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=times.ZONE)
    except ValueError:
        raise Refusal(tr("日期写成 2026-12-01 这样；没有建立。")) from None
    return int((found + timedelta(hours=12)).timestamp()) * 1000


def _category(known: Any, wanted: str) -> str:
    for item in known:
        if wanted in (item.code, item.zh, item.en):
            return str(item.code)
    if wanted:
        raise Refusal(tr("没有“{name}”这个问题类别；没有建立。", name=wanted))
    return ""
