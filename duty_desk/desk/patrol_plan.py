"""The plan of rounds: looking at it, changing it from a date on, workbook in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.patrol_views import PlanVersion, PlanView
    from duty_desk.domain.patrol_plan import Plan


class PatrolPlans:
    """The use cases of the plan. Every change is dated and stays on record."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on(self, day: str = "") -> Future[PlanView]:
        """The plan that holds on a day (today when empty).

        Without one made by people it follows from the contract's windows and the catalogue.
        """
        raise NotImplementedError

    def check(self, plan: Plan) -> Future[PlanView]:
        """What is wrong with a plan, and how long its rounds take. Writes nothing."""
        raise NotImplementedError

    def adopt(self, plan: Plan, note: str = "") -> Future[PlanView]:
        """Let `plan` hold from its date on; rounds that have begun keep theirs.

        Raises:
            Refusal: it has mistakes (unknown cameras, overlapping windows, no checkpoints …), or
                its date lies in the past; nothing was changed.
        """
        raise NotImplementedError

    def versions(self) -> Future[tuple[PlanVersion, ...]]:
        """All dated changes, newest first."""
        raise NotImplementedError

    def load(self, file: Path) -> Future[PlanView]:
        """Read a plan workbook; the view names every mistake by its row. Writes nothing.

        Raises:
            Refusal: it is not a workbook that can be read.
        """
        raise NotImplementedError

    def save(self, file: Path, day: str = "") -> Future[PlanView]:
        """Write the plan that holds on a day as a workbook.

        Raises:
            Refusal: the file cannot be written.
        """
        raise NotImplementedError
