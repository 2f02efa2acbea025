"""PDF pages: headings, lines, ruled tables and codes in the program's own Chinese font.

Made from top to bottom with `PdfPage` and closed by `as_bytes`; the same words give the same file.
The font is embedded, so that every printer shows what the screen showed.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from duty_desk.documents.word_page import A4_MM, Paper
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLAIN, BOLD = "DutyDesk", "DutyDesk-Bold"
# Comma, semicolon, colon, question and exclamation mark, closing quotes, in full width.
_NEVER_FIRST = "".join(map(chr, (0xFF0C, 0xFF1B, 0xFF1A, 0xFF1F, 0xFF01, 0x201D, 0x2019, 0x300B)))
_GROUND, _RULE, _SOFT = "#E8EEF7", "#555555", "#444444"
_MM_PT = 72 / 25.4
_HEADING_PT = 12.0


@dataclass(frozen=True, kw_only=True)
class Ruled:
    """A ruled table.

    Attributes:
        rows: Texts, each row as long as `widths_mm`; a line break stays one.
        widths_mm: The columns' widths.
        headings: Over the columns, repeated on every page; none for a table without.
        text_pt: Size of its texts.
        shaded: Numbers of rows (from 0) that stand out.
        bold_columns: Numbers of columns that name what stands beside them.
    """

    rows: Sequence[Sequence[str]]
    widths_mm: Sequence[float]
    headings: Sequence[str] = ()
    text_pt: float = 9
    shaded: Sequence[int] = ()
    bold_columns: Sequence[int] = ()


class PdfPage:
    """A document of A4 pages that grows downwards, numbered at the foot."""

    def __init__(self, fonts: Path, paper: Paper | None = None) -> None:
        """Begin a document.

        Args:
            fonts: The folder with the program's fonts (`resources/fonts`).
            paper: Which way it lies, margin, size of plain text.
        """
        self.paper = paper or Paper(text_pt=10)
        self.pages = 0  # known once it was made
        self._parts: list[Any] = []
        _register(fonts)

    def title(self, words: str, pt: float = 18) -> None:
        """A bold line in the middle."""
        self._add(words, pt=pt, is_bold=True, align=1, after_pt=4)

    def line(self, words: str, *, pt: float = 0, is_bold: bool = False, align: int = 0) -> None:
        """A paragraph; `align` 0 left, 1 middle, 2 right; `pt` 0 takes the page's own size."""
        self._add(words, pt=pt or self.paper.text_pt, is_bold=is_bold, align=align)

    def together(self, lines: Sequence[tuple[str, float]], heading: str = "") -> None:
        """Lines, each with its size (0: the page's own), that no page's end parts."""
        from reportlab.platypus import KeepTogether

        styled = [_paragraph(words, _style(pt or self.paper.text_pt)) for words, pt in lines]
        if heading:
            styled.insert(0, _paragraph(heading, _style(_HEADING_PT, is_bold=True)))
        self._parts.append(KeepTogether(styled))

    def heading(self, words: str, pt: float = _HEADING_PT) -> None:
        """A bold line that stays on the page of what follows it."""
        style = _style(pt, is_bold=True)
        style.spaceBefore, style.spaceAfter, style.keepWithNext = 4, 3, 1
        self._parts.append(_paragraph(words, style))

    def gap(self, mm: float) -> None:
        """Leave room."""
        from reportlab.platypus import Spacer

        self._parts.append(Spacer(1, mm * _MM_PT))

    def table(self, table: Ruled) -> None:
        """A ruled table over the next lines and, when need be, the next pages."""
        from reportlab.platypus import Table

        plain, bold = _style(table.text_pt), _style(table.text_pt, is_bold=True)
        cells = [
            [
                _paragraph(text, bold if number in table.bold_columns else plain)
                for number, text in enumerate(row)
            ]
            for row in table.rows
        ]
        has_head = bool(table.headings)
        if has_head:
            cells.insert(0, [_paragraph(text, bold) for text in table.headings])
        if not cells:
            return
        made = Table(
            cells,
            colWidths=[width * _MM_PT for width in table.widths_mm],
            repeatRows=int(has_head),
        )
        made.setStyle(_ruling(table, int(has_head)))
        self._parts.append(made)

    def code(self, text: str, words: Sequence[str], size_mm: float = 30) -> None:
        """A QR code of `text` on the left, with `words` line by line beside it."""
        from reportlab.graphics.barcode.qr import QrCodeWidget
        from reportlab.graphics.shapes import Drawing
        from reportlab.platypus import Table

        widget = QrCodeWidget(text, barLevel="M")
        left, bottom, right, top = widget.getBounds()
        side = size_mm * _MM_PT
        drawing = Drawing(
            side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0]
        )
        drawing.add(widget)
        told = [_paragraph(line, _style(self.paper.text_pt)) for line in words]
        room = (self.paper.width_mm - size_mm - 4) * _MM_PT
        self._parts.append(Table([[drawing, told]], colWidths=[side + 4 * _MM_PT, room]))

    def picture(self, title: str, png: bytes) -> None:
        """A picture as wide as the page with its title, both on the same page."""
        from reportlab.lib.utils import ImageReader
        from reportlab.platypus import Image, KeepTogether

        width, height = ImageReader(BytesIO(png)).getSize()
        room = self.paper.width_mm * _MM_PT
        head = _paragraph(title, _style(self.paper.text_pt, is_bold=True))
        shown = Image(BytesIO(png), width=room, height=room * height / width)
        self._parts.append(KeepTogether([head, shown]))

    def signatures(self, names: Sequence[str]) -> None:
        """A line to sign on for each name, beside each other; none where there is no name."""
        from reportlab.platypus import Table

        room = self.paper.width_mm / len(names) * _MM_PT
        style = _style(self.paper.text_pt)
        cells = [_paragraph(f"{name}{'_' * 14}" if name else "", style) for name in names]
        self._parts.append(Table([cells], colWidths=[room] * len(names)))

    def as_bytes(self) -> bytes:
        """The whole document; it cannot be added to afterwards."""
        from reportlab.platypus import SimpleDocTemplate

        buffer = BytesIO()
        width, height = A4_MM[::-1] if self.paper.is_landscape else A4_MM
        margin = self.paper.margin_mm * _MM_PT
        document = SimpleDocTemplate(
            buffer,
            pagesize=(width * _MM_PT, height * _MM_PT),
            leftMargin=margin,
            rightMargin=margin,
            topMargin=margin,
            bottomMargin=margin,
            invariant=1,
        )
        document.build(self._parts, onFirstPage=_number, onLaterPages=_number)
        self.pages = document.page
        return buffer.getvalue()

    def _add(
        self, words: str, *, pt: float, is_bold: bool, align: int, after_pt: float = 2
    ) -> None:
        style = _style(pt, is_bold=is_bold)
        style.alignment, style.spaceAfter = align, after_pt
        self._parts.append(_paragraph(words, style))


def code_png(text: str, module_px: int = 8) -> bytes:
    """A QR code of `text` as a PNG, for documents that cannot draw one: one bit a pixel."""
    from reportlab.graphics.barcode.qr import QrCodeWidget

    widget = QrCodeWidget(text, barLevel="M")
    widget.qr.make()
    count = widget.qr.getModuleCount()
    quiet = [[False] * (count + 8)] * 4
    rows = [[widget.qr.isDark(row, column) for column in range(count)] for row in range(count)]
    framed = [*quiet, *([False] * 4 + row + [False] * 4 for row in rows), *quiet]
    side = (count + 8) * module_px
    lines = []
    for row in framed:
        bits = "".join("0" * module_px if is_dark else "1" * module_px for is_dark in row)
        packed = int(bits, 2).to_bytes(side // 8, "big")
        lines.append((b"\0" + packed) * module_px)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    sealed = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + sealed


def unprintable(fonts: Path, words: str) -> tuple[str, ...]:
    """The signs of `words` that the program's font lacks, each once; they print as boxes."""
    from reportlab.pdfbase import pdfmetrics

    _register(fonts)
    known = pdfmetrics.getFont(PLAIN).face.charToGlyph
    return tuple(
        sign for sign in dict.fromkeys(words) if ord(sign) not in known and sign not in "\n\r\t"
    )


def _register(fonts: Path) -> None:
    from reportlab.lib import textsplit
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import paragraph

    if PLAIN in pdfmetrics.getRegisteredFontNames():
        return
    # reportlab keeps Japanese signs from the head of a line, and lacks these Chinese ones.
    for module in (paragraph, textsplit):
        module.ALL_CANNOT_START += _NEVER_FIRST
    pdfmetrics.registerFont(TTFont(BOLD, str(fonts / "NotoSansSC-Bold.ttf")))
    pdfmetrics.registerFont(TTFont(PLAIN, str(fonts / "NotoSansSC-Regular.ttf")))
    for is_bold, name in ((0, PLAIN), (1, BOLD)):
        addMapping(PLAIN, is_bold, 0, name)


def _style(pt: float, *, is_bold: bool = False) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        "words",
        fontName=BOLD if is_bold else PLAIN,
        fontSize=pt,
        leading=pt * 1.4,
        wordWrap="CJK",
    )


def _paragraph(words: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(escape(words).replace("\n", "<br/>"), style)


def _ruling(table: Ruled, first: int) -> Any:
    from reportlab.platypus import TableStyle

    marks: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, _RULE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    if first:
        marks.append(("BACKGROUND", (0, 0), (-1, 0), _GROUND))
    marks += [
        ("BACKGROUND", (0, row + first), (-1, row + first), "#F5F5F5") for row in table.shaded
    ]
    return TableStyle(marks)


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont(PLAIN, 8)
    canvas.setFillColor(_SOFT)
    words = tr("第 {n} 页", n=canvas.getPageNumber())
    canvas.drawCentredString(document.pagesize[0] / 2, document.bottomMargin / 2, words)
