"""A report as a Word document, by a template that people may edit in Word."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from duty_desk.documents.report_paper import Chart
from duty_desk.documents.template_check import broken, places, refuse_broken
from duty_desk.documents.word_page import as_bytes, plain
from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docxtpl import DocxTemplate

    from duty_desk.documents.report_paper import ReportPaper

_CHART_MM = 165


def report_word(paper: ReportPaper, template: Path) -> bytes:
    """The report as the bytes of a .docx; words are words, never markup.

    Raises:
        Refusal: the template is broken: the tag and its place are named.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    values = paper.places()
    refuse_broken(template, values)
    document = DocxTemplate(str(template))
    # A template is a file that anybody with the folder can change: it may fill, not do.
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    try:
        document.render(_filling(values, document), jinja_env=environment, autoescape=True)
    except (TemplateError, TypeError, ValueError) as error:
        raise _unfilled(template, str(error)) from None
    return as_bytes(document)


def _filling(values: Any, document: DocxTemplate) -> Any:
    """The values as the filling takes them: texts without control signs, charts as pictures."""
    turn: Callable[[Any], Any] = lambda one: _filling(one, document)  # noqa: E731
    if isinstance(values, str):
        return plain(values)
    if isinstance(values, Chart):
        return _picture(values, document)
    if isinstance(values, dict):
        return {key: turn(one) for key, one in values.items()}
    if isinstance(values, list | tuple):
        return [turn(one) for one in values]
    return values


def _picture(chart: Chart, document: DocxTemplate) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage

    return InlineImage(document, BytesIO(chart.png), width=Mm(_CHART_MM))


def _unfilled(template: Path, said: str) -> Refusal:
    """What the check could not foresee: the tag is looked for by the name that was missing."""
    found = re.search(r"'(\w+)'(?: is undefined)?$", said)
    name = found[1] if found else ""
    for place in places(template):
        tag = re.search(r"\{[{%][^{}]*\b" + re.escape(name) + r"\b[^{}]*[%}]\}", place.text)
        if name and tag:
            return broken(template, tag.group(), place, tr("没有“{name}”这一项", name=name))
    return Refusal(
        tr(
            "模板“{file}”里有一个标签填不出来；没有生成，数据没有改动。"
            "请在 Word 里检查大括号里的名称，或删除这个模板改用程序自带的。",
            file=template.name,
        )
    )
