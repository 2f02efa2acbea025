"""What the diagnosis can find in a camera's picture, and the one sentence that says why.

Numbers travel as facts; the sentence is made when somebody reads it, in that person's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """One class of the diagnosis, in the order in which they are asked: the first one wins."""

    SIGNAL = "signal"
    CARD = "card"
    BLACK = "black"
    GLARE = "glare"
    CORRUPT = "corrupt"
    FROZEN = "frozen"
    NOISE = "noise"
    COVERED = "covered"
    TURNED = "turned"
    OTHER_VIEW = "other_view"
    BLUR = "blur"
    SHAKE = "shake"
    STRIPES = "stripes"
    COLOUR = "colour"


VIEW_LOST = frozenset({Kind.COVERED, Kind.TURNED, Kind.OTHER_VIEW})
HINTS = frozenset({Kind.STRIPES, Kind.COLOUR})

# Where the diagnosis tells more apart than the list of fault kinds does.
_FAULT_KINDS = {Kind.CARD: "signal", Kind.TURNED: "aim", Kind.OTHER_VIEW: "aim"}

_SENTENCES = {
    Kind.SIGNAL: mark("{silent_s} 秒没有收到画面"),
    Kind.CARD: mark("画面 {share} % 是同一种颜色，像是设备的无信号提示"),
    Kind.BLACK: mark("画面几乎全黑，最亮处只有 {brightest}（满值 255）"),
    Kind.GLARE: mark("画面 {share} % 过亮发白，基准画面是 {usual} %"),
    Kind.CORRUPT: mark("画面花屏、错块，受影响的景物约 {share} %"),
    Kind.FROZEN: mark("画面停住不动，只有约 {share} % 的区域在变（如时钟字幕）"),
    Kind.NOISE: mark("雪花噪点是平时的 {times} 倍"),
    Kind.COVERED: mark("基准画面里 {share} % 的景物看不到了，可能被遮挡"),
    Kind.TURNED: mark("镜头偏了：{how}"),
    Kind.OTHER_VIEW: mark("基准画面里 {share} % 的景物看不到了，像是转到了别处"),
    Kind.BLUR: mark("清晰度只有基准画面的 {share} %"),
    Kind.SHAKE: mark("画面来回晃动，幅度约为画面宽度的 {share} %"),
    Kind.STRIPES: mark("画面有{way}条纹，强度约 {strength} 级"),
    Kind.COLOUR: mark("画面整体偏{hue}，偏移约 {shift}"),
}
_STILL = mark("画面停住不动，几乎没有变化（时钟字幕除外）")  # less than one per cent
_LIFTED = mark("整幅画面发白，最暗处也有 {darkest}（满值 255），基准画面是 {usual}")
_SIDES = {"left": mark("左"), "right": mark("右")}
_TILTS = {"up": mark("上"), "down": mark("下")}
_WAYS = {"across": mark("横向"), "along": mark("纵向")}
_HUES = {"red": mark("红"), "yellow": mark("黄"), "green": mark("绿"), "blue": mark("蓝")}
_TURN_FACTS = frozenset({"side", "tilt", "dx", "dy", "turn", "zoom"})
_TABLES = {"side": _SIDES, "tilt": _TILTS, "way": _WAYS, "hue": _HUES}


@dataclass(frozen=True)
class Finding:
    """One class found in a camera's picture.

    Attributes:
        kind: The class; within `VIEW_LOST` it is a guess, to be seen with both pictures.
        score: How clear it is, 0 to 1; only for ordering, it is not a probability.
        facts: The numbers of the sentence; whole numbers or words of the tables above.
        is_question: Whether the reference is unconfirmed, so that only a question may be asked.
    """

    kind: Kind
    score: float
    facts: Mapping[str, int | str] = field(default_factory=dict)
    is_question: bool = False

    @property
    def fault_kind(self) -> str:
        """The code in the list of fault kinds that a person would report this as."""
        return _FAULT_KINDS.get(self.kind, self.kind.value)

    @property
    def is_hint(self) -> bool:
        """Whether this may stand in a list only, and never ring."""
        return self.kind in HINTS

    @property
    def family(self) -> str:
        """What is claimed for certain: the three ways to lose a view are one."""
        return "view_lost" if self.kind in VIEW_LOST else self.kind.value

    def reason(self) -> str:
        """The one sentence for a person, in the language spoken."""
        said = tr(self._sentence(), **_spoken(self.facts))
        return (
            tr("{reason}；基准画面还没有人确认，请先核对", reason=said)
            if self.is_question
            else said
        )

    def _sentence(self) -> str:
        if self.kind is Kind.FROZEN and not self.facts.get("share"):
            return _STILL
        if self.kind is Kind.GLARE and "darkest" in self.facts:
            return _LIFTED
        return _SENTENCES[self.kind]


def _spoken(facts: Mapping[str, int | str]) -> dict[str, int | str]:
    spoken = dict(facts)
    for name, table in _TABLES.items():
        if name in spoken:
            spoken[name] = tr(table[str(spoken[name])])
    if "dx" in spoken:
        spoken["how"] = tr("、").join(_turns(spoken))
    return {name: value for name, value in spoken.items() if name not in _TURN_FACTS}


def _turns(facts: Mapping[str, int | str]) -> list[str]:
    """The parts of a displacement that are there."""
    parts = []
    if facts["dx"] or not facts["dy"]:
        parts.append(tr("向{side} {share} %", side=facts["side"], share=facts["dx"]))
    if facts["dy"]:
        parts.append(tr("向{side} {share} %", side=facts["tilt"], share=facts["dy"]))
    if facts["turn"]:
        parts.append(tr("转了 {turn} 度", turn=facts["turn"]))
    if facts["zoom"] != 100:
        parts.append(tr("画面大小变为 {zoom} %", zoom=facts["zoom"]))
    return parts
