"""Commands about footage handed over: check a package, with or without the receipt's seal."""

from __future__ import annotations

from pathlib import Path

from duty_desk.commands.call import DONE, NO, Call
from duty_desk.desk.footage_package import Checked, check
from duty_desk.language import tr


def check_package(call: Call) -> int:
    """`package FOLDER [--seal CODE]`: each file that is not as it was; exit 1 when there is one.

    Needs no data folder: it works on any computer that has the package.
    """
    found = check(Path(call.words.folder))
    # People copy the code from paper, in groups and in either case.
    told = "".join(call.words.seal.split()).lower()
    is_same = told in ("", found.seal)
    for words in _lines(found):
        call.line(words)
    call.line(tr("封存码：{seal}", seal=found.seal))
    if not is_same:
        call.line(tr("✘ 封存码与回执不一致：校验清单被换过，请勿采用这个取证包。"))
    if found.is_whole and is_same:
        call.line(
            tr("✔ 取证包完整，封存码与回执一致。")
            if told
            else tr("✔ 文件与清单一致。请再把封存码与回执逐位对照。")
        )
    call.document(
        {
            "whole": found.is_whole,
            "seal": found.seal,
            "seal_matches": is_same if told else None,
            "changed": list(found.changed),
            "missing": list(found.missing),
            "strange": list(found.strange),
        }
    )
    return DONE if found.is_whole and is_same else NO


def _lines(found: Checked) -> list[str]:
    return [
        *(tr("✘ 已被改动：{path}", path=path) for path in found.changed),
        *(tr("✘ 不见了：{path}", path=path) for path in found.missing),
        *(tr("✘ 清单里没有，是后来放进去的：{path}", path=path) for path in found.strange),
    ]
