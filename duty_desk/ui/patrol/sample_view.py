"""A supervisor's sample: visits drawn at random, their small pictures, agreed with or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from duty_desk.language import mark, tr
from duty_desk.ui import theme, times
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.patrol.words import about, outcome_chip, seconds
from duty_desk.ui.problems.reason_row import ReasonRow
from duty_desk.ui.watch.page_keys import PageKeys

if TYPE_CHECKING:
    from duty_desk.desk.patrol_views import SamplePick, SampleView
    from duty_desk.ui.problems.form_model import DeskSide

LIST_PX, PICTURE_PX, USUAL, MOST = 460, 640, 10, 200
_ISO = "yyyy-MM-dd"
_NO_PICTURE = {
    "none": mark("这次查看没有留下小图。"),
    "expired": mark("小图已过保存期，按规定删除。"),
    "missing": mark("小图文件不在了，或与记录不符。请运行核对。"),
}
_JUDGED = {"": "", "agrees": mark("同意"), "disagrees": mark("不同意")}


class SampleViewPanel(QWidget):
    """Draws samples and takes the judgement.

    Signals:
        said(str, str): a sentence for the supervisor, and its level.
    """

    said = Signal(str, str)

    def __init__(self, side: DeskSide) -> None:
        super().__init__()
        self._side = side
        self._samples: tuple[SampleView, ...] = ()
        self._sample: SampleView | None = None
        self._wanted = ""  # a sample to be shown when all are read
        self.from_on, self.to_on, self.count = QDateEdit(), QDateEdit(), QSpinBox()
        self.count.setRange(1, MOST)
        self.count.setValue(USUAL)
        for box in (self.from_on, self.to_on):
            box.setCalendarPopup(True)
            box.setDisplayFormat(_ISO)
        self.draw, self.earlier = KeyButton("primary"), QComboBox()
        self.earlier.setMinimumWidth(theme.px(240))
        self._title, self._rate = QLabel(), ElidedLabel()
        theme.give_role(self._title, "title")
        theme.give_role(self._rate, "soft")
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSpacing(3)
        self._picture, self._about = QLabel(), QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setMinimumSize(theme.px(PICTURE_PX), theme.px(PICTURE_PX) * 9 // 16)
        self._picture.setWordWrap(True)
        self._about.setWordWrap(True)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self.agree, self.disagree = KeyButton("primary", "A"), KeyButton("", "D")
        self.reason = ReasonRow()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._title.setText(tr("抽查"))
        self.draw.setText(tr("随机抽取"))
        self.count.setSuffix(tr(" 次查看"))
        self.agree.setText(tr("同意"))
        self.disagree.setText(tr("不同意，写明原因"))
        self.reason.retranslate()
        self._show_sample()

    def choose(self, sample_id: str) -> None:
        """Show this sample."""
        self._wanted = sample_id
        self.refresh()

    def refresh(self) -> None:
        """Fetch all samples."""
        self._side.bridge.when_done(self._side.desk.samples.samples(), self._show_samples)

    # --- building ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self._title, self.from_on, QLabel("–"), self.to_on, self.count, self.draw):
            head.addWidget(widget)
        head.addSpacing(20)
        head.addWidget(self.earlier)
        head.addWidget(self._rate, 1)
        left, right = QFrame(), QFrame()
        for card in (left, right):
            theme.give_role(card, "card")
        QVBoxLayout(left).addWidget(self.list)
        left.setFixedWidth(theme.px(LIST_PX))
        keys = QHBoxLayout()
        keys.addStretch(1)
        keys.addWidget(self.agree)
        keys.addWidget(self.disagree)
        keys.addStretch(1)
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self._picture, 1)
        column.addWidget(self._about)
        column.addWidget(self.reason)
        column.addLayout(keys)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(left)
        row.addWidget(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addLayout(row, 1)

    def _connect(self) -> None:
        self.draw.clicked.connect(self._on_draw)
        self.earlier.activated.connect(self._on_chosen)
        self.list.currentRowChanged.connect(lambda _row: self._show_pick())
        self.agree.clicked.connect(self._on_agree)
        self.disagree.clicked.connect(self._on_disagree)
        keys = PageKeys(self)
        keys.add("A", self._on_agree)
        keys.add("D", self._on_disagree)
        keys.serve(self.list)

    # --- showing -------------------------------------------------------------------------

    def _show_samples(self, samples: tuple[SampleView, ...]) -> None:
        self._samples = samples
        self.earlier.clear()
        for one in samples:
            when = times.date_and_time(one.drawn_at)[:16]
            self.earlier.addItem(tr("{when} 抽 {n} 次", when=when, n=len(one.picks)))
        self.earlier.setVisible(bool(samples))
        known = self._wanted or (self._sample.id if self._sample else "")
        self._wanted = ""
        self._sample = next((one for one in samples if one.id == known), None) or (
            samples[0] if samples else None
        )
        if self._sample is not None:
            self.earlier.setCurrentIndex(samples.index(self._sample))
        self._show_sample()

    def _show_sample(self) -> None:
        sample, at = self._sample, max(0, self.list.currentRow())
        self.list.clear()
        for pick in sample.picks if sample else ():
            word, _ = outcome_chip(pick.point)
            judged = tr(_JUDGED[pick.judged]) if pick.judged else tr("待看")
            self.list.addItem(f"{pick.day[5:]}  {pick.point.camera_code}  {word}  ·  {judged}")
        self._rate.setText(
            _rate_words(sample) if sample else tr("还没有抽查。选日期和次数，随机抽取。")
        )
        self.list.setCurrentRow(min(at, self.list.count() - 1))
        self._show_pick()

    def _show_pick(self) -> None:
        pick = self._pick()
        for button in (self.agree, self.disagree):
            button.setVisible(pick is not None)
        self._picture.clear()
        self._about.setText(_pick_words(pick) if pick else "")
        if pick is None:
            return
        if pick.thumbnail_state in _NO_PICTURE:
            self._picture.setText(tr(_NO_PICTURE[pick.thumbnail_state]))
            return
        future = self._side.desk.patrol.thumbnail(pick.round_id, pick.point.no)

        def came(jpeg: bytes) -> None:
            if self._pick() == pick:
                image = QImage.fromData(jpeg)
                self._picture.setPixmap(
                    QPixmap.fromImage(image).scaled(
                        self._picture.size(),
                        Qt.AspectRatioMode.KeepAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )

        self._side.bridge.when_done(future, came)

    def _pick(self) -> SamplePick | None:
        row = self.list.currentRow()
        picks = self._sample.picks if self._sample else ()
        return picks[row] if 0 <= row < len(picks) else None

    # --- acting --------------------------------------------------------------------------

    def _on_draw(self) -> None:
        begin, end = (box.date().toString(_ISO) for box in (self.from_on, self.to_on))
        future = self._side.desk.samples.draw(begin, end, self.count.value())

        def drawn(sample: SampleView) -> None:
            self._sample = sample
            self.refresh()
            self.list.setFocus()

        self._side.bridge.when_done(future, drawn, self._on_refused)

    def _on_chosen(self, number: int) -> None:
        self._sample = self._samples[number]
        self.list.setCurrentRow(0)
        self._show_sample()

    def _on_agree(self) -> None:
        self._judge(agrees=True, note="")

    def _on_disagree(self) -> None:
        if self._pick() is not None:
            self.reason.ask(tr("为什么不同意？"), lambda note: self._judge(agrees=False, note=note))

    def _judge(self, *, agrees: bool, note: str) -> None:
        pick, sample = self._pick(), self._sample
        if pick is None or sample is None:
            return
        future = self._side.desk.samples.judge(
            sample.id, pick.round_id, pick.point.no, agrees=agrees, note=note
        )

        def judged(after: SampleView) -> None:
            self._sample = after
            at = self.list.currentRow()
            self._show_sample()
            self.list.setCurrentRow(min(at + 1, self.list.count() - 1))
            self.list.setFocus()

        self._side.bridge.when_done(future, judged, self._on_refused)

    def _on_refused(self, sentence: str) -> None:
        self.said.emit(sentence, "urgent")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._samples and self._sample is None:
            today = QDate.fromString(times.date(self._side.time.now_ms()), _ISO)
            self.to_on.setDate(today)
            self.from_on.setDate(today.addDays(-6))
        self.refresh()


def _rate_words(sample: SampleView) -> str:
    told = [tr("已看 {n} / {all}", n=sample.judged, all=len(sample.picks))]
    if sample.judged:
        share = round(sample.agreed * 100 / sample.judged)
        told.append(tr("同意 {n}，同意率 {share}%", n=sample.agreed, share=share))
    told.append(tr("从 {n} 次查看中抽取，种子 {seed}", n=sample.population, seed=sample.seed))
    return " · ".join(told)


def _pick_words(pick: SamplePick) -> str:
    point = pick.point
    word, _ = outcome_chip(point)
    lines = [
        f"{pick.day} {pick.round_name} · {point.camera_code} {about(point)}",
        tr(
            "{outcome} · 新画面停留 {seen} 秒，最少 {least} 秒 · {by}",
            outcome=word,
            seen=seconds(point.fresh_ms),
            least=f"{point.min_dwell_ms / 1000:g}",
            by=tr(point.by) if point.by else "",
        ),
    ]
    if point.reason:
        lines.append(tr("原因：{why}", why=point.reason))
    if pick.judged:
        lines.append(f"{tr(_JUDGED[pick.judged])} {pick.note} · {pick.judged_by}")
    return "\n".join(lines)
