"""What the desk is built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.domain.emergency import EmergencyBook
from duty_desk.domain.rights import Role
from duty_desk.domain.suspicion import Patience
from duty_desk.machine.secret_hash import SecretHash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from duty_desk.domain.category import Category
    from duty_desk.domain.contract import Contract
    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.report import ReportKind
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.machine.clock_trust import JumpWatch
    from duty_desk.machine.disk import Reserve
    from duty_desk.machine.vault import Vault
    from duty_desk.store.store import Store


@dataclass(frozen=True, kw_only=True)
class DeskParts:
    """What the desk is built from."""

    store: Store
    time: TimeSource
    jumps: JumpWatch
    reserve: Reserve
    vault: Vault
    contract: Contract
    categories: tuple[Category, ...]
    fault_kinds: tuple[FaultKind, ...]
    font: Path
    templates: Path  # the folder of document templates
    mask_address: Callable[[str], str]
    actor: str
    hall: str
    role: Role = Role.OPERATOR
    ptz_return_s: int = 30  # a camera nobody touches for so long goes home
    fault_reminder_hour: int = 8  # Beijing time
    equipment: tuple[str, ...] = ()  # what is checked at each handover
    # By kind of report the minute of the day at which the program makes a draft of it.
    report_hours: Mapping[ReportKind, int] = field(default_factory=dict)
    thumbnail_days: int = 90  # how long the small pictures of visits are kept
    # By ISO date the name of a holiday or make-up day, and whether it is worked.
    holidays: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    emergency: EmergencyBook = field(default_factory=EmergencyBook)
    hashing: SecretHash = field(default_factory=SecretHash)
    papers_may_follow_h: int = 0  # footage may be looked at so long before its papers; 0 never
    patience: Patience = field(default_factory=Patience)
