"""The bar at the foot of a request: how it stands, what else may be done, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from duty_desk.desk.footage_papers import size_words
from duty_desk.domain.footage import FootageKind, FootageState
from duty_desk.language import mark, tr
from duty_desk.ui import theme
from duty_desk.ui.button import KeyButton
from duty_desk.ui.elided_label import ElidedLabel
from duty_desk.ui.footage.words import ended_by

if TYPE_CHECKING:
    from duty_desk.desk.footage_views import FootageDetail
    from duty_desk.ui.footage.footage_model import FootageModel

NEXT_WORDS = {
    "footage.checked": mark("手续已核验"),
    "footage.approved": mark("批准"),
    "footage.located": mark("录像已找到"),
    "footage.exported": mark("导出完成"),
    "footage.verified": mark("封存取证包"),
    "footage.handed_over": mark("移交签收"),
    "footage.closed": mark("归档"),
    "footage.viewed": mark("登记已查看"),
}
# Other steps: moment, key, words.
OTHERS = (
    ("footage.refused", "R", mark("不批准")),
    ("footage.papers_came", "M", mark("补手续")),
    ("footage.viewed", "V", mark("只查看")),
    ("footage.not_held", "X", mark("已无录像")),
    ("footage.written", "U", mark("写入 U 盘")),
    ("footage.returned", "B", mark("介质已还")),
    ("footage.destroyed", "D", mark("留存已销毁")),
    ("footage.people_erased", "Shift D", mark("删除个人信息")),
)
_ENDS = {
    "footage.refused": mark("没有批准，没有移交任何录像"),
    "footage.viewed": mark("已在本台查看，没有拷贝带走"),
    "footage.not_held": mark("已答复：录像已不在"),
}
_BEFORE = frozenset({FootageState.REGISTERED, FootageState.CHECKED, FootageState.APPROVED})


class HandBar(QFrame):
    """Buttons of the steps that state and rights allow.

    Signals:
        asked(str): this moment is asked for, by its button.
    """

    asked = Signal(str)

    def __init__(self, model: FootageModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.give_role(self, "card")
        self._model = model
        self._head, self._words = QLabel(), ElidedLabel()
        theme.give_role(self._head, "head")
        self.next = KeyButton("primary", "Enter")
        self.next.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.next.clicked.connect(lambda: self.asked.emit(self._model.next_kind()))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 14, 10)
        row.setSpacing(8)
        row.addWidget(self._head)
        row.addWidget(self._words, 1)
        self.others: dict[str, KeyButton] = {}
        for kind, key, _words in OTHERS:
            button = KeyButton("quiet", key)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, kind=kind: self.asked.emit(kind))
            row.addWidget(button)
            self.others[kind] = button
        row.addWidget(self.next)

    def show_detail(self, detail: FootageDetail | None) -> None:
        """Show what may be done."""
        self._head.setText(tr("移交情况"))
        self._words.setText(hand_words(detail) if detail is not None else "")
        kind = self._model.next_kind()
        self.next.setVisible(bool(kind))
        self.next.setEnabled(self._model.may(kind))
        if kind:
            self.next.setText(tr(NEXT_WORDS[kind]))
        why = tr("这一步要有相应权限的人登录后做") if kind and not self._model.may(kind) else ""
        self.next.setToolTip(why)
        for other, _key, words in OTHERS:
            button = self.others[other]
            button.setText(tr(words))
            button.setVisible(detail is not None and other != kind and is_offered(other, detail))


def is_offered(kind: str, detail: FootageDetail) -> bool:
    """Whether a step makes sense for a request, beyond what state and rights allow."""
    if kind not in detail.may:
        return False
    asked = detail.request
    sensible = {
        "footage.papers_came": not (asked.paper_no and asked.paper_scan),
        "footage.returned": detail.handed_at > 0,
        "footage.destroyed": detail.handed_at > 0 and asked.is_copy_kept,
        "footage.people_erased": detail.row.state is FootageState.CLOSED,
    }
    return sensible.get(kind, True)


def hand_words(detail: FootageDetail) -> str:
    """How the handing over stands."""
    asked, package = detail.request, detail.package
    if package is not None:
        words = tr(
            "已封存 {n} 个文件，{size} · 封存码 {seal}…",
            n=package.files,
            size=size_words(package.size_bytes),
            seal=package.seal[:8],
        )
        return words + (tr(" · 已写入 {n} 份", n=len(package.media)) if package.media else "")
    end = _ENDS.get(ended_by(detail))
    if end is not None:
        return tr(end)
    if asked.kind is FootageKind.VIEW:
        return tr("只查看，不拷贝；须有人全程陪同")
    if detail.row.state in _BEFORE:
        medium = asked.medium or tr("未定")
        return tr("介质：{medium} · 封存为带清单的取证包，附回执", medium=medium)
    return tr(
        "已有 {n} 个文件，{done}/{all} 个时段 · 封存为带清单的取证包（BagIt），附回执",
        n=detail.row.files,
        done=detail.row.spans_with_files,
        all=len(detail.spans),
    )
