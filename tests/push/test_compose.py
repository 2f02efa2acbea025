"""The words of a push, to the character."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_desk.language import load_english, use_language
from duty_desk.push.compose import (
    FrameWords,
    ProblemWords,
    caption_lines,
    card_lines,
    heading,
    problem_text,
)

FOUND_AT = 1_795_199_590_000  # 2026-11-21 02:33:10 in Beijing
RESOURCES = Path(__file__).parents[2] / "resources"


def words(**changes) -> ProblemWords:
    facts = {
        "category": "垃圾桶满冒",
        "camera_code": "C046",
        "camera_name": "白塔庵-桶站",
        "community": "白塔庵社区",
        "found_at": FOUND_AT,
        "round_name": "第 1 轮",
        "description": "东侧 2 个其他垃圾桶满冒，袋装垃圾落地约 6 袋",
        "unit": "白塔庵社区",
    }
    return ProblemWords(**{**facts, **changes})


def test_the_text_reads_as_the_form_shows_it():
    """Heading, place, time, what is wrong, and who is asked to act."""
    assert problem_text(words()) == (
        "【视频巡查·垃圾桶满冒】\n"
        "点位：C046 白塔庵-桶站（白塔庵社区）\n"
        "时间：11-21 02:33 第 1 轮\n"
        "情况：东侧 2 个其他垃圾桶满冒，袋装垃圾落地约 6 袋\n"
        "请白塔庵社区尽快处置并反馈照片。"
    )


def test_nothing_known_but_the_place_still_makes_sense():
    """Empty fields leave no empty lines and no dangling words."""
    text = problem_text(words(community="", round_name="", description=" \n", unit="", category=""))

    assert text == (
        "【视频巡查·待分类】\n点位：C046 白塔庵-桶站\n时间：11-21 02:33\n请尽快处置并反馈照片。"
    )


def test_number_and_deadline_are_named_when_known():
    """A deadline on the next day carries its date."""
    same_day = problem_text(words(number="1121-007", reply_by=FOUND_AT + 7_200_000))
    next_day = problem_text(words(unit="", reply_by=FOUND_AT + 86_400_000))

    assert same_day.startswith("【视频巡查·垃圾桶满冒】1121-007\n")
    assert same_day.endswith("请白塔庵社区尽快处置，04:33 前反馈照片。")
    assert next_day.endswith("请尽快处置，11-22 02:33 前反馈照片。")


def test_a_description_of_several_lines_becomes_one():
    """The group reads one line for each fact."""
    assert "情况：两个桶 满冒\n" in problem_text(words(description=" 两个桶\n\n满冒 "))


def test_the_card_names_number_place_problem_unit_and_deadline():
    """The card picture must tell everything, since no text travels with it."""
    card = words(number="1121-007", reply_by=FOUND_AT + 7_200_000)

    assert heading(card) == "【视频巡查·垃圾桶满冒】1121-007"
    assert card_lines(card) == [
        "点位：C046 白塔庵-桶站（白塔庵社区）",
        "时间：11-21 02:33 第 1 轮",
        "问题：东侧 2 个其他垃圾桶满冒，袋装垃圾落地约 6 袋",
        "处置单位：白塔庵社区",
        "时限：04:33 前回复照片",
    ]


def test_the_caption_tells_time_camera_and_age():
    """The frame's own time, not the time of saving, and how old it was."""
    frame = FrameWords(
        camera_code="C046", camera_name="白塔庵-桶站", taken_at=FOUND_AT + 250, age_ms=430
    )

    assert caption_lines(frame) == ["2026-11-21 02:33:10.2  C046 白塔庵-桶站  画面距按键 0.4 秒"]


@pytest.fixture
def english():
    load_english(RESOURCES / "translations" / "en")
    use_language("en")
    yield
    use_language("zh_CN")


@pytest.mark.usefixtures("english")
def test_the_group_reads_chinese_whatever_the_window_speaks():
    """Text, card and caption are for the people in the group, not for who sits at the desk."""
    frame = FrameWords(camera_code="C046", camera_name="白塔庵-桶站", taken_at=FOUND_AT, age_ms=400)

    assert problem_text(words()).startswith("【视频巡查·垃圾桶满冒】\n点位：C046")
    assert card_lines(words())[-1] == "处置单位：白塔庵社区"
    assert caption_lines(frame)[0].endswith("画面距按键 0.4 秒")
