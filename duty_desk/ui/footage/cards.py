"""The cards that lie over the page, made once for a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.ui.footage.ask_card import AskCard
    from duty_desk.ui.footage.clock_form import ClockForm
    from duty_desk.ui.footage.evidence_card import EvidenceCard
    from duty_desk.ui.footage.package_card import PackageCard
    from duty_desk.ui.footage.register_form import RegisterForm


@dataclass(frozen=True, kw_only=True)
class Cards:
    """Everything a step may open; `aside` does slow work on files beside the window."""

    form: RegisterForm
    clock: ClockForm
    ask: AskCard
    package: PackageCard
    evidence: EvidenceCard
    aside: Callable[[Callable[[], Any]], Future[Any]]
