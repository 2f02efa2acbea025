"""A report looked at in the window: a white page whose numbers lead to their records."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser

from duty_desk.documents.report_pdf import Headings
from duty_desk.language import chinese
from duty_desk.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duty_desk.desk.report_content import Content
    from duty_desk.documents.report_paper import ReportPaper

_PAGE_PX, _NARROW_PX, _CHART_PX, _ABOVE_PX = 860, 420, 760, 16
_STYLE = """
body { color: #14181d; font-family: 'Noto Sans SC'; }
h1 { font-size: 24px; } h2 { font-size: 17px; } h3 { font-size: 14px; }
p, td, th { font-size: 13px; }
th { background-color: #e8eef7; font-weight: bold; }
a { color: #123f80; text-decoration: none; }
.soft { color: #5a6672; font-size: 12px; }
"""


class Preview(QTextBrowser):
    """The page.

    Signals:
        figure_wanted(str, str): key and title of the figure that was pressed.
        text_wanted(str): key of the text that was pressed.
    """

    figure_wanted = Signal(str, str)
    text_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._titles: dict[str, str] = {}
        self._shown: tuple[str, ...] = ()
        self._coming: list[str] = []
        self._place = 0  # where the page was read before it was shown anew
        self._laying = QTimer(self)
        self._laying.setInterval(0)
        self._laying.timeout.connect(self._lay_on)
        self.setMaximumWidth(theme.px(_PAGE_PX))
        self.setMinimumWidth(theme.px(_NARROW_PX))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setOpenLinks(False)
        self.setStyleSheet("background: #ffffff; color: #14181d; padding: 28px;")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.document().setDefaultStyleSheet(_STYLE)
        self.anchorClicked.connect(self._on_link)

    def show_paper(self, paper: ReportPaper, content: Content, pictures: Sequence[QImage]) -> None:
        """Show a report; the place on the page is kept.

        Laid part by part: all at once a month's tables would stop the window for a tenth of a
        second.
        """
        parts = page_parts(paper, content)
        if parts == self._shown:
            return
        self._place = self.verticalScrollBar().value() if self._shown else 0
        self._shown, self._coming = parts, list(parts[1:])
        for number, picture in enumerate(pictures):
            name = QUrl(f"chart:{number}")
            self.document().addResource(QTextDocument.ResourceType.ImageResource, name, picture)
        self._titles = {line["key"]: line["title"] for line in content.lines()}
        self.setHtml(parts[0])
        self._laying.start()

    def show_words(self, words: str) -> None:
        """Show a sentence in place of a page."""
        self._laying.stop()
        self._shown, self._coming = (), []
        self.setHtml(f"<p>{escape(words)}</p>")

    def is_whole(self) -> bool:
        """Whether the last part of the page is laid."""
        return not self._coming

    def _lay_on(self) -> None:
        if not self._coming:
            self._laying.stop()
            self.verticalScrollBar().setValue(self._place)
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        below = QTextBlockFormat()
        below.setTopMargin(theme.px(_ABOVE_PX))
        cursor.insertBlock(below, QTextCharFormat())
        cursor.insertHtml(self._coming.pop(0))

    def sizeHint(self) -> QSize:
        """As wide as a page where there is room."""
        return QSize(theme.px(_PAGE_PX), super().sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Enter opens the number that Tab has come to, before it is a key of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and self.textCursor().charFormat().anchorHref():
                event.accept()
                return True
        return super().event(event)

    def _on_link(self, url: QUrl) -> None:
        what, _, key = url.toString().partition(":")
        if what == "figure":
            self.figure_wanted.emit(key, self._titles.get(key, ""))
        elif what == "text":
            self.text_wanted.emit(key)


def pictures_of(paper: ReportPaper) -> tuple[QImage, ...]:
    """The charts as they are shown; on any thread, scaling takes a moment."""
    smooth = Qt.TransformationMode.SmoothTransformation
    width = theme.px(_CHART_PX)
    return tuple(QImage.fromData(one.png).scaledToWidth(width, smooth) for one in paper.charts)


def page_parts(paper: ReportPaper, content: Content) -> tuple[str, ...]:
    """The page as Qt's HTML, in parts that follow one another."""
    heads = Headings()
    parts = [
        f"<h1 align='center'>{escape(paper.title)}</h1>",
        f"<p align='center'>{escape(paper.subtitle)}<br>{escape(paper.hall)}</p>",
    ]
    if paper.is_draft:
        words = chinese("草稿，数据未冻结")
        parts.append(f"<p align='center' class='soft'>{escape(words)}</p>")
    first = list(_texts(paper, heads, ("grid", "system")))
    parts += first
    title = chinese("视频监控值守工作汇报") if first else chinese("总体情况")
    parts.append(_head(heads.next(title)))
    parts.append(f"<p>{escape(paper.summary or chinese('本时段没有记录。'))}</p>")
    if paper.charts:
        parts.append(_head(heads.next(chinese("问题分布"))))
    parts += [_chart(number, one.title) for number, one in enumerate(paper.charts)]
    parts.append(_head(heads.next(chinese("分项数据"))))
    tables = [_section(one, paper.before_words) for one in content.facts["sections"]]
    texts = "".join(_texts(paper, heads, (), without=("grid", "system")))
    if paper.attachments:
        texts += _head(heads.next(chinese("附件")))
        texts += "".join(f"<p>{escape(line)}</p>" for line in paper.attachments)
    foot = "".join(f"<p class='soft'>{escape(line)}</p>" for line in paper.foot)
    return "".join(parts), *tables, texts, foot


def _head(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _chart(number: int, title: str) -> str:
    width = theme.px(_CHART_PX)
    return f"<p><b>{escape(title)}</b></p><p><img src='chart:{number}' width='{width}'></p>"


def _texts(
    paper: ReportPaper, heads: Headings, keys: tuple[str, ...], without: tuple[str, ...] = ()
) -> Iterator[str]:
    for key, heading, words in paper.texts:
        if (keys and key not in keys) or key in without:
            continue
        yield _head(heads.next(heading))
        said = escape(words).replace("\n", "<br>") or chinese("（未填写，点这里填写）")
        yield f"<p><a href='text:{key}'>{said}</a></p>"


def _section(facts: Mapping[str, object], before: str) -> str:
    title = escape(str(facts["title"]))
    rows = [[chinese("指标"), chinese("本期"), before, chinese("说明")]]
    cells = []
    for one in _maps(facts["figures"]):
        linked = _linked(str(one["key"]), str(one["said"]), has_records=one["wish"] is not None)
        words = [escape(str(one[name])) for name in ("title", "before", "note")]
        cells.append([words[0], linked, words[1], words[2]])
    tables = [_ranking(one) for one in _maps(facts["tables"])]
    return f"<h3>{title}</h3>{_table(rows[0], cells, (28, 28, 24, 20))}{''.join(tables)}"


def _ranking(facts: Mapping[str, object]) -> str:
    headings = [str(one) for one in _list(facts["headings"])]
    cells = []
    for row in _maps(facts["rows"]):
        first, *others = [str(one) for one in _list(row["said"])]
        key = f"{facts['key']}/{row['key']}"
        linked = _linked(key, first, has_records=row["wish"] is not None)
        cells.append([escape(str(row["name"])), linked, *map(escape, others)])
    widths = (60, 20, 20) if len(headings) == 3 else (36, 64)
    table = _table(headings, cells, widths)
    return f"<p><b>{escape(str(facts['title']))}</b></p>{table}"


def _linked(key: str, words: str, *, has_records: bool) -> str:
    said = escape(words)
    return f"<a href='figure:{escape(key, quote=True)}'>{said}</a>" if has_records else said


def _table(headings: list[str], rows: list[list[str]], widths: tuple[int, ...]) -> str:
    head = "".join(
        f"<th align='left' width='{width}%'>{escape(words)}</th>"
        for words, width in zip(headings, widths, strict=False)
    )
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    frame = "border='1' cellspacing='0' cellpadding='4' width='100%'"
    style = "style='border-collapse: collapse; border-color: #8a949e;'"
    return f"<table {frame} {style}><tr>{head}</tr>{''.join(lines)}</table>"


def _maps(found: object) -> list[Mapping[str, object]]:
    assert isinstance(found, list)
    return found


def _list(found: object) -> list[object]:
    assert isinstance(found, list)
    return found
