"""The words of a problem: the text pushed, the lines of the card picture, the picture's caption.

Always Chinese, whatever the window speaks: the group and the contract's files read Chinese.
"""

from __future__ import annotations

from dataclasses import dataclass

from duty_desk.domain.problem import beijing
from duty_desk.language import chinese


@dataclass(frozen=True, kw_only=True)
class ProblemWords:
    """What is known about a problem when it is told to people. Empty fields are left out.

    `category` is the category's Chinese name; `found_at` and `reply_by`
    are UTC milliseconds and shown in Beijing time.
    """

    category: str
    camera_code: str
    camera_name: str
    found_at: int
    number: str = ""
    round_name: str = ""
    community: str = ""
    description: str = ""
    unit: str = ""
    reply_by: int | None = None


def problem_text(problem: ProblemWords) -> str:
    """The text of the push, exactly as the group will read it."""
    lines = [
        heading(problem),
        chinese("点位：{place}", place=_place(problem)),
        chinese("时间：{when}", when=_when(problem)),
    ]
    if problem.description.strip():
        lines.append(chinese("情况：{what}", what=_one_line(problem.description)))
    return "\n".join([*lines, _request(problem)])


def heading(problem: ProblemWords) -> str:
    """The first line of text and card."""
    title = chinese("【视频巡查·{category}】", category=problem.category or chinese("待分类"))
    return f"{title}{problem.number}"


def card_lines(problem: ProblemWords) -> list[str]:
    """The lines below the heading on the card picture for personal WeChat groups."""
    lines = [
        chinese("点位：{place}", place=_place(problem)),
        chinese("时间：{when}", when=_when(problem)),
    ]
    if problem.description.strip():
        lines.append(chinese("问题：{what}", what=_one_line(problem.description)))
    if problem.unit.strip():
        lines.append(chinese("处置单位：{unit}", unit=problem.unit.strip()))
    if problem.reply_by is not None:
        lines.append(
            chinese("时限：{by} 前回复照片", by=_short(problem.reply_by, problem.found_at))
        )
    return lines


@dataclass(frozen=True, kw_only=True)
class FrameWords:
    """What is known about a frame: its camera, when it was received (UTC ms), its age then."""

    camera_code: str
    camera_name: str
    taken_at: int
    age_ms: int


def caption_lines(frame: FrameWords) -> list[str]:
    """The caption burned into an evidence picture: time, camera, and the age of the frame."""
    taken = beijing(frame.taken_at)
    stamp = f"{taken:%Y-%m-%d %H:%M:%S}.{taken.microsecond // 100_000}"
    age = chinese("画面距按键 {seconds} 秒", seconds=f"{max(0, frame.age_ms) / 1000:.1f}")
    camera = f"{frame.camera_code} {frame.camera_name}".strip()
    return [f"{stamp}  {camera}  {age}"]


def _place(problem: ProblemWords) -> str:
    place = f"{problem.camera_code} {problem.camera_name}".strip()
    if problem.community.strip():
        return chinese("{place}（{community}）", place=place, community=problem.community.strip())
    return place


def _when(problem: ProblemWords) -> str:
    when = f"{beijing(problem.found_at):%m-%d %H:%M}"
    return f"{when} {problem.round_name}".strip()


def _request(problem: ProblemWords) -> str:
    unit = problem.unit.strip()
    if problem.reply_by is not None:
        by = _short(problem.reply_by, problem.found_at)
        if unit:
            return chinese("请{unit}尽快处置，{by} 前反馈照片。", unit=unit, by=by)
        return chinese("请尽快处置，{by} 前反馈照片。", by=by)
    if unit:
        return chinese("请{unit}尽快处置并反馈照片。", unit=unit)
    return chinese("请尽快处置并反馈照片。")


def _short(instant: int, found_at: int) -> str:
    """Hours and minutes; the date too when it is not the day of the finding."""
    when = beijing(instant)
    same_day = when.date() == beijing(found_at).date()
    return f"{when:%H:%M}" if same_day else f"{when:%m-%d %H:%M}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
