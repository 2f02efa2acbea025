"""Recordings whose name tells of another camera or another time than the line they fell on."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from duty_desk.domain.recording_name import is_other_time, other_camera, span_of
from duty_desk.language import tr
from duty_desk.ui.footage.ask_card import Question
from duty_desk.ui.footage.words import stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from duty_desk.domain.footage import Span

_SHOWN = 3


def by_name(
    spans: Sequence[Span], chosen_no: int, files: Sequence[Path]
) -> Mapping[int, list[Path]]:
    """Recordings by the number of their span: several find theirs by name, one is where it fell."""
    chosen = spans[chosen_no - 1]
    found: dict[int, list[Path]] = {}
    for file in files:
        span = span_of(file.name, spans, chosen) if len(files) > 1 else chosen
        no = chosen_no if span is chosen else spans.index(span) + 1
        found.setdefault(no, []).append(file)
    return found


def doubts(spans: Sequence[Span], codes: Sequence[str], found: Mapping[int, list[Path]]) -> str:
    """What does not fit in the names of recordings on their spans, "" when all do."""
    told = (doubt_words(spans[no - 1], codes, files) for no, files in found.items())
    return "\n".join(words for words in told if words)


def doubt_words(span: Span, codes: Sequence[str], files: Sequence[Path]) -> str:
    """What does not fit in the names of recordings for a span, "" when all do."""
    told = [words for file in files if (words := _doubt(span, codes, file.name))]
    if not told:
        return ""
    shown = "\n".join(told[:_SHOWN])
    more = len(told) - _SHOWN
    if more > 0:
        shown += "\n" + tr("还有 {n} 个文件也对不上。", n=more)
    line = stretch(span.from_at, span.to_at)
    return shown + "\n" + tr("这一行是 {code}，{stretch}。", code=span.code, stretch=line)


def _doubt(span: Span, codes: Sequence[str], name: str) -> str:
    other = other_camera(name, span.code, codes)
    if other:
        return tr("“{file}”的文件名里是 {other}。", file=name, other=other)
    if is_other_time(name, span):
        return tr("“{file}”的文件名里是别的时间。", file=name)
    return ""


def doubt_question(words: str, take: Callable[[], None]) -> Question:
    """Ask once whether they belong there all the same."""

    def act(_said: dict[str, str]) -> Future[None]:
        take()
        answered: Future[None] = Future()
        answered.set_result(None)
        return answered

    return Question(
        title=tr("录像文件和点位对不上？"),
        words=words,
        agree=tr("仍然加入"),
        act=act,
        done=lambda _none: None,
    )
