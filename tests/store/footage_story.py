"""A footage request with a still of our own that was taken out again: both tables told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.domain.footage import HOUR_MS, FootageKind, FootageRequest, Officer, Span
from duty_desk.domain.moment import Moment
from duty_desk.store import problem

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk

_LOOK = {"playing": "unchecked", "pictures": []}


def tell_footage(desk: Desk, problem_id: str) -> None:
    """Registered, approved, a still added and taken out; what may be empty has something in it.

    The moments a leader brings are written as they are, because an operator sits here.
    """
    camera, now = desk.snapshot.cameras[0], desk.time.now_ms()
    begin = now - 50 * HOUR_MS
    asked = FootageRequest(
        kind=FootageKind.STILL,
        unit="某某单位",
        reason="盗窃",
        content="骑车人",
        spans=(Span(camera_id=camera.id, code="", from_at=begin, to_at=begin + HOUR_MS),),
        is_police=False,
    )
    row = desk.footage.register(asked, (Officer(name="某甲", number="010012"),)).result(10)
    shots = desk.ask(lambda: desk.read(lambda it: problem.shots(it, problem_id))).result(10)
    file = {"id": "own-1", "span_no": 1, "name": "C046.jpg", "size_bytes": 1000, "look": _LOOK}
    file |= {"path": "-", "origin": "still", "sha256": shots[0].sha256}
    file["evidence"] = shots[0].sha256
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("checked", {}),
        ("approved", {}),
        ("located", {"results": {camera.id: "有，完整"}}),
        ("file_added", {"file": file}),
        ("file_removed", {"file": "own-1"}),
    )
    moments = [
        Moment(kind=f"footage.{kind}", subject=row.id, facts=facts, actor="值班长 C")
        for kind, facts in steps
    ]
    desk.ask(lambda: desk.record(*moments)).result(10)
