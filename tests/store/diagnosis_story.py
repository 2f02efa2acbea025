"""Views and suspicions: something in every table of the diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.references import LearnedView
from duty_desk.desk.suspicions import Suspected
from duty_desk.domain.moment import Moment
from tests.fakes.desk import picture

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk


def tell_diagnosis(desk: Desk) -> None:
    """A view is confirmed, a class is let ring, a covered camera is suspected and called no fault.

    Every column that may be empty has something in it.
    """
    camera_id, now = desk.snapshot.cameras[0].id, desk.time.now_ms()
    view = LearnedView(
        camera_id=camera_id,
        preset="",
        light="colour",
        packed=b"packed",
        jpeg=picture(91),
        width_px=320,
        height_px=180,
        learned_from_at=now - 20_000,
        learned_to_at=now,
        reason="换了镜头",
    )
    reference_id = desk.references.propose(view).result(10).id
    desk.references.confirm(reference_id, by="管理员 E").result(10)
    mode = Moment(
        kind="diagnosis.mode_set",
        subject="view_lost",
        facts={"mode": "live"},
        actor="值班长 C",
        reason="试运行两周",
    )
    desk.ask(lambda: desk.record(mode)).result(10)
    found = Suspected(
        camera_id=camera_id,
        kind="covered",
        family="view_lost",
        numbers={"share": 83},
        light="colour",
        since_at=now - 8_000,
        raised_at=now,
        reference_id=reference_id,
        now_jpeg=picture(20),
        good_jpeg=picture(92),
        good_at=now - 9_000,
    )
    suspicion_id = desk.ask(lambda: desk.suspicions.suspect(found)).result(10)
    desk.suspicions.dismiss([suspicion_id], "树枝").result(10)
    desk.suspicions.judge(suspicion_id, "wrong").result(10)
