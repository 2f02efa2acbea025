"""What search keeps of a whole story, over either kind of store: all of it but what is personal."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from duty_desk.store.search_file import NAME
from tests.fakes.desk import build_desk
from tests.store import told_story

stories, told = told_story.stories, told_story.told
# What is typed, the kind that has it, and the kind of record that is opened for it.
KINDS = (
    ("C046", "camera", ""),
    ("C046 满冒", "problem", ""),
    ("信号中断", "fault", ""),
    ("居民来电", "log", ""),
    ("2026-11-21 值班员 A", "round", ""),
    ("今早清运", "handover", ""),
    ("某某单位", "footage", ""),
    ("网格问题群", "push", "problem"),
    ("操作员确认已发", "push", "problem"),
    ("社区 值班员", "site_visit", ""),
    ("2026-11-21 值班员", "sample", ""),
    ("白班 值班员", "shift", "handover"),
    ("网络断了", "punch", ""),
    ("家事", "leave", ""),
    ("看病", "swap", ""),
    ("用餐", "absence", ""),
    ("满冒偏多", "report", ""),
    ("街道城管办", "report", ""),
    ("已与值班员核实", "review", ""),
    ("实创", "maintainer", ""),
    ("重点看桶站", "instruction", ""),
    ("已扑灭", "emergency", ""),
    ("街道总值班室", "emergency", ""),
)


def test_every_kind_is_found_and_kept_but_not_what_is_personal(told) -> None:
    """A push opens its problem, a shift its handover, other records themselves.

    Officers' names and numbers and telephones stand in no word, whoever asks; the file itself is
    no part of verify.
    """
    desk = build_desk(told)
    desk.start(is_sending=False, is_ticking=False)
    desk.search.begin()
    assert desk.search.wait(20)
    desk.require = lambda _right: None  # who may see what is told by tests of its own
    for query, noun, opens in KINDS:
        groups = {one.noun: one.lines for one in desk.search.find(query).result(10).groups}
        assert noun in groups, query
        assert any((one.opens or ("",))[0] == opens for one in groups[noun]), query
    desk.stop()

    with closing(sqlite3.connect(told.data / NAME)) as tool:
        rows = tool.execute("SELECT noun, text FROM doc").fetchall()
    words = " ".join(text for _, text in rows)
    assert not [one for one in ("某甲", "010012", "000-0001") if one in words]
    assert told_story.failed(told) == {}
