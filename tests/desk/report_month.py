"""A month at the desk, told by its own use cases: what reports of the tests are about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from duty_desk.desk.fault_rules import FoundFault, Told
from duty_desk.domain.problem import BEIJING
from tests.fakes.desk import camera, picked, picture

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from tests.fakes.time_source import FakeTimeSource

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def at(words: str) -> int:
    """The instant of a Beijing time such as `2026-10-20 09:00`."""
    when = datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    return int(when.timestamp()) * 1000


@dataclass
class Month:
    """A running desk whose clock the test moves on."""

    desk: Desk
    time: FakeTimeSource
    ids: dict[str, str] = field(default_factory=dict)

    def go_to(self, words: str) -> None:
        """Let time pass until then."""
        self.time.advance(at(words) - self.time.now_ms())

    def problem(self, code: str, category: str, pushed_after_ms: int | None) -> str:
        """A problem found now, and pushed by hand when so much time has gone by."""
        desk = self.desk
        camera_id = next(row.id for row in desk.snapshot.cameras if row.code == code)
        detail = desk.problems.find(picked(desk, camera_id)).result(5)
        said = {"category": category, "description": "", "unit": ""}
        desk.problems.describe(detail.row.id, **said).result(5)
        if pushed_after_ms is not None:
            self.time.advance(pushed_after_ms)
            desk.problems.copy(detail.row.id).result(5)
            desk.problems.confirm(detail.row.id).result(5)
        return detail.row.id

    def fault(self, code: str) -> str:
        """A fault found now and told to its maintainer four minutes later."""
        desk = self.desk
        camera_id = next(row.id for row in desk.snapshot.cameras if row.code == code)
        found = FoundFault(camera_id=camera_id, found_at=desk.time.now_ms(), kind="blur")
        subject = desk.faults.find(found).result(5).row.id
        self.time.advance(4 * MINUTE)
        desk.faults.report([subject], Told(maintainer="中科大脑")).result(5)
        return subject

    def tick(self) -> None:
        """Let the desk look at the clocks."""
        self.desk.ask(self.desk.tick).result(10)


def tell(month: Month) -> dict[str, str]:
    """October: three problems in time, one late, one never pushed, one fault; two in September."""
    month.desk.cameras.add([camera("C017", name="中关村东路-北口", community="东路社区")]).result(5)
    month.go_to("2026-09-20 10:00")
    month.problem("C046", "E2102", 2 * MINUTE)
    month.problem("C017", "E2101", 2 * MINUTE)
    ids = {}
    month.go_to("2026-10-20 10:00")
    ids["shown"] = month.problem("C046", "E2102", MINUTE)
    month.desk.problems.rectify(ids["shown"], picture(120)).result(5)
    ids["met"] = month.problem("C046", "E2102", 2 * MINUTE)
    ids["other"] = month.problem("C017", "E2101", 3 * MINUTE)
    ids["late"] = month.problem("C017", "E2101", 7 * MINUTE)
    ids["silent"] = month.problem("C046", "", None)
    ids["fault"] = month.fault("C017")
    return ids
