"""Findings of the diagnosis in words: titles, sentences, what the journal's lines name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from duty_desk.desk.wording import duration_words
from duty_desk.domain.suspicion import CLOCK
from duty_desk.language import mark, tr
from duty_desk.store.diagnosis_tables import ReferenceTable, SuspicionTable
from duty_desk.store.tables import CameraTable
from duty_desk.vision.finding import Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session

# By family, because within a lost view the class is a guess.
_TITLES = {
    "signal": mark("信号中断"),
    "card": mark("无信号提示画面"),
    "black": mark("黑屏"),
    "glare": mark("过曝"),
    "corrupt": mark("花屏"),
    "frozen": mark("画面冻结"),
    "noise": mark("雪花噪点"),
    "view_lost": mark("遮挡或转动"),
    "blur": mark("模糊"),
    "shake": mark("抖动"),
    "stripes": mark("条纹干扰"),
    "colour": mark("偏色"),
    CLOCK: mark("时间不准"),
}
FAMILIES = tuple(_TITLES)
DIAGNOSIS_NOUNS = ("reference", "suspicion", "diagnosis")
_LIGHTS = {"colour": mark("彩色"), "infrared": mark("红外")}
_MODES = {"auto": mark("按试运行期"), "live": mark("正常提醒"), "shadow": mark("只记录不提醒")}


def title_of(family: str) -> str:
    """A class of findings in a few words."""
    return tr(_TITLES[family]) if family in _TITLES else family


def light_words(light: str) -> str:
    """By which light a picture was taken."""
    return tr(_LIGHTS[light]) if light in _LIGHTS else light


def sentence_of(kind: str, numbers: Mapping[str, Any], *, is_question: bool = False) -> str:
    """The one sentence that says why something is suspected."""
    if kind == CLOCK:
        ahead_ms = int(numbers.get("ahead_ms", 0))
        size = duration_words(abs(ahead_ms))
        if ahead_ms > 0:
            return tr("摄像头的时钟比值守台快 {size}", size=size)
        return tr("摄像头的时钟比值守台慢 {size}", size=size)
    shown = {name: value for name, value in numbers.items() if name != "off_preset"}
    said = Finding(Kind(kind), 1.0, shown, is_question).reason()
    if numbers.get("off_preset"):
        return tr("云台没有回到看守位：{reason}", reason=said)
    return said


def fault_kind_of(kind: str, numbers: Mapping[str, Any]) -> str:
    """The code in the list of fault kinds that a person would report this as."""
    if kind == CLOCK:
        return CLOCK
    return "ptz" if numbers.get("off_preset") else Finding(Kind(kind), 1.0).fault_kind


def diagnosis_values(session: Session, entry: Entry) -> dict[str, str]:
    """What the journal's lines about views, suspicions and modes name."""
    if entry.kind == "diagnosis.mode_set":
        mode = str(entry.facts["mode"])
        return {"title": title_of(entry.subject), "mode": tr(_MODES[mode])}
    if entry.kind.startswith("reference."):
        view = session.get(ReferenceTable, entry.subject)
        light = light_words(view.light) if view else ""
        return {"about": _camera(session, view.camera_id if view else ""), "light": light}
    row = session.get(SuspicionTable, entry.subject)
    if row is None:
        return {"about": "", "title": "", "words": ""}
    return {
        "about": _camera(session, row.camera_id),
        "title": title_of(row.family),
        "words": sentence_of(row.kind, json.loads(row.facts), is_question=row.is_question),
    }


def _camera(session: Session, camera_id: str) -> str:
    camera = session.get(CameraTable, camera_id) if camera_id else None
    return f"{camera.code} {camera.name}" if camera else ""
