"""What search keeps of a whole story, over either kind of store: all of it but what is personal."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from duty_desk.store.search_file import NAME
from tests.fakes.desk import build_desk
from tests.store import told_story

stories, told = told_story.stories, told_story.told


def test_every_kind_is_kept_and_who_asked_for_recordings_is_not(told) -> None:
    """The names and numbers of officers stand in no word; the file itself is no part of verify."""
    desk = build_desk(told)
    desk.start(is_sending=False, is_ticking=False)
    desk.search.begin()
    assert desk.search.wait(20)
    found = desk.search.find("C046").result(10)
    desk.stop()

    assert {"camera", "problem", "fault"} <= {group.noun for group in found.groups}
    with closing(sqlite3.connect(told.data / NAME)) as tool:
        rows = tool.execute("SELECT noun, text FROM doc").fetchall()
    assert {"footage", "round", "handover", "emergency", "log"} <= {noun for noun, _ in rows}
    words = " ".join(text for _, text in rows)
    assert "某甲" not in words
    assert "010012" not in words
    assert told_story.failed(told) == {}
