"""A template that people edited in Word, read before it is filled: what is broken, and where.

A mistake names the tag as it stands and its place in words, because whoever mends it looks for
both in Word. Only the mechanics of Jinja that `word_page.filled` knows are allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")
_STATEMENT = re.compile(r"\{%(?:p|tr|tc|r)?-?\s*(.*?)\s*-?%\}", re.DOTALL)
_FOR = re.compile(r"for\s+([\w\s,]+?)\s+in\s+(.+)", re.DOTALL)
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
_OPENS = {"for": "endfor", "if": "endif"}
_INSIDE = ("else", "elif")


@dataclass(frozen=True)
class Place:
    """A paragraph of a template: where it stands, in words, and its text."""

    words: str
    text: str


def refuse_broken(template: Path, values: Mapping[str, Any]) -> None:
    """Let a template pass whose tags are whole and name what there is.

    Args:
        template: A .docx.
        values: What it is going to be filled with.

    Raises:
        Refusal: it is no Word document, or a tag is broken: its text and place are named.
    """
    opened: list[tuple[str, str, Place]] = []
    scopes: list[dict[str, Any]] = [dict(values)]
    for place in places(template):
        if loose := _LOOSE.search(_TAG.sub("", place.text)):
            raise broken(template, loose.group(), place, tr("大括号没有成对"))
        for tag in _TAG.findall(place.text):
            _read(template, tag, place, opened, scopes)
    if opened:
        _, tag, place = opened[-1]
        raise broken(template, tag, place, tr("没有对应的结束标签"))


def places(template: Path) -> Iterator[Place]:
    """Every paragraph of a template: its head, body, tables and foot, in the order of the pages.

    Raises:
        Refusal: it is no Word document.
    """
    import docx

    try:
        document = docx.Document(str(template))
    except Exception:  # noqa: BLE001 - a damaged file fails in many ways, and means one thing
        raise Refusal(
            tr(
                "模板“{file}”打不开，不是完整的 Word 文档；没有生成。"
                "请从备份恢复，或删除它改用程序自带的模板。",
                file=template.name,
            )
        ) from None
    section = document.sections[0]
    for number, one in enumerate(section.header.paragraphs, 1):
        yield Place(tr("页眉第 {n} 段", n=number), one.text)
    yield from _body(document)
    for number, one in enumerate(section.footer.paragraphs, 1):
        yield Place(tr("页脚第 {n} 段", n=number), one.text)


def _body(document: Any) -> Iterator[Place]:
    from docx.table import Table

    paragraph_no = table_no = 0
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            paragraph_no += 1
            yield Place(tr("正文第 {n} 段", n=paragraph_no), block.text)
            continue
        table_no += 1
        for row_no, row in enumerate(block.rows, 1):
            for column_no, cell in enumerate(row.cells, 1):
                words = tr("表格 {t} 第 {r} 行第 {c} 列", t=table_no, r=row_no, c=column_no)
                yield Place(words, cell.text)


def _read(
    template: Path,
    tag: str,
    place: Place,
    opened: list[tuple[str, str, Place]],
    scopes: list[dict[str, Any]],
) -> None:
    if tag.startswith("{#"):
        return
    if tag.startswith("{{"):
        _look_up(template, tag, place, tag[2:-2], scopes)
        return
    found = _STATEMENT.fullmatch(tag)
    words = found[1] if found else ""
    word = words.partition(" ")[0]
    if word in _OPENS:
        opened.append((_OPENS[word], tag, place))
        scopes.append(_scope(template, tag, place, words, scopes))
    elif word in _OPENS.values():
        if not opened or opened[-1][0] != word:
            raise broken(template, tag, place, tr("没有对应的开始标签"))
        opened.pop()
        scopes.pop()
    elif word not in _INSIDE:
        raise broken(template, tag, place, tr("不认识的写法"))


def _scope(
    template: Path, tag: str, place: Place, words: str, scopes: list[dict[str, Any]]
) -> dict[str, Any]:
    """The names that a loop brings; None stands for "whatever an empty list would hold"."""
    if words.startswith("if"):
        _look_up(template, tag, place, words[2:].replace("not ", " "), scopes)
        return {}
    found = _FOR.fullmatch(words)
    if found is None:
        raise broken(template, tag, place, tr("循环应写成 for 名称 in 列表"))
    listed = _look_up(template, tag, place, found[2], scopes)
    first = listed[0] if isinstance(listed, list) and listed else None
    return {found[1].strip(): first}


def _look_up(
    template: Path, tag: str, place: Place, expression: str, scopes: list[dict[str, Any]]
) -> Any:
    """What a name stands for; filters and comparisons are left to the filling."""
    from jinja2 import TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

    try:
        SandboxedEnvironment().parse("{{" + expression + "}}")
    except TemplateSyntaxError:
        raise broken(template, tag, place, tr("写法不对")) from None
    path = _PATH.match(expression.strip().removeprefix("r ").strip())
    if path is None:
        return None
    root, *rest = path.group().split(".")
    scope = next((one for one in reversed(scopes) if root in one), None)
    if scope is None:
        raise broken(template, tag, place, tr("没有“{name}”这一项", name=root))
    value = scope[root]
    for name in rest:
        if not isinstance(value, dict):
            return None
        if name not in value:
            raise broken(template, tag, place, tr("没有“{name}”这一项", name=path.group()))
        value = value[name]
    return value


def broken(template: Path, tag: str, place: Place, what: str) -> Refusal:
    """The refusal for one tag."""
    return Refusal(
        tr(
            "模板“{file}”{place}的标签 {tag} 有误：{what}。没有生成，数据没有改动。"
            "请在 Word 里改正这个标签，或删除这个模板改用程序自带的。",
            file=template.name,
            place=place.words,
            tag=tag,
            what=what,
        )
    )
