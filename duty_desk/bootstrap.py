"""Builds and joins the parts of the program; the only module that knows them all."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk import language, logs, settings
from duty_desk.contracts.categories import load_categories
from duty_desk.contracts.emergency import load_emergencies
from duty_desk.contracts.fault_kinds import load_fault_kinds
from duty_desk.contracts.file import load
from duty_desk.contracts.holidays import load_holidays
from duty_desk.desk.desk import Desk
from duty_desk.desk.parts import DeskParts
from duty_desk.desk.simulate import SimulatedTime, simulate
from duty_desk.desk.simulate_desk import ToldDesk
from duty_desk.language import Refusal, tr
from duty_desk.machine.clock_trust import JumpWatch, slept_unseen_ms
from duty_desk.machine.data_lock import DataLock
from duty_desk.machine.disk import Reserve, make_writable, refuse_unfit_place
from duty_desk.machine.time_source import SystemTimeSource, boot_id
from duty_desk.machine.vault import Vault
from duty_desk.paths import Bundled, bundled, user_data_folder
from duty_desk.store.store import Store, StorePlace
from duty_desk.video.address import redacted
from duty_desk.video.clip_stills import demo_pictures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duty_desk.desk.simulate import Simulation, SimulationCounts, Told
    from duty_desk.domain.category import Category
    from duty_desk.domain.contract import Contract
    from duty_desk.domain.emergency import EmergencyBook
    from duty_desk.domain.fault import FaultKind
    from duty_desk.domain.time_source import TimeSource
    from duty_desk.machine.secret_hash import SecretHash
    from duty_desk.settings import Settings

FONT = "fonts/NotoSansSC-Regular.ttf"
TEMPLATES = "templates"


@dataclass(frozen=True)
class House:
    """What every command starts from: the data folder, its settings, the program's own files."""

    data: Path
    store_url: str
    settings: Settings
    files: Bundled

    @property
    def place(self) -> StorePlace:
        """Where the store lies."""
        return StorePlace(data=self.data, migrations=self.files.db, url=self.store_url)

    def contract(self) -> Contract:
        """The contract profile that the settings name.

        Raises:
            Refusal: there is none of this name, or its file has mistakes.
        """
        file = self.files.resources / "contracts" / f"{self.settings.contract}.toml"
        if not file.exists():
            raise Refusal(tr("没有名为“{name}”的合同规则文件。", name=self.settings.contract))
        return load(file)

    def categories(self) -> tuple[Category, ...]:
        """The kinds of problems a camera can show."""
        return load_categories(self.files.resources / "categories.toml")

    def fault_kinds(self) -> tuple[FaultKind, ...]:
        """The kinds of faults a camera can have."""
        return load_fault_kinds(self.files.resources / "fault_kinds.toml")

    def emergencies(self) -> EmergencyBook:
        """The kinds of emergencies, and whom to tell."""
        return load_emergencies(self.files.resources / "emergency.toml")


def open_house(data: Path | None, store_url: str = "", spoken: str = "") -> House:
    """Find the data folder and its settings, start the log, speak the right language.

    Raises:
        Refusal: the folder or its settings cannot be used; nothing was changed.
    """
    files = bundled()
    language.load_english(files.resources / "translations" / "en")
    if spoken:
        language.use_language(spoken)
    folder = data or user_data_folder()
    said = settings.load(folder)
    language.use_language(spoken or said.language)
    return House(folder, store_url, said, files)


def lock(house: House) -> DataLock:
    """Make the data folder ready for writing and take its lock.

    Raises:
        Refusal: another program holds it, or it cannot be written.
    """
    refuse_unfit_place(house.data)
    make_writable(house.data)
    held = DataLock(house.data, SystemTimeSource())
    held.acquire()
    logs.start_logging(house.data / "logs")
    return held


def build_desk(house: House, hashing: SecretHash | None = None) -> Desk:
    """The desk of this house's seat, not started yet. The data folder's lock must be held.

    `hashing` is what passwords cost, where the demo's, which everybody may read, cost less.
    """
    time = SystemTimeSource()
    parts = _parts(house, time, JumpWatch(time, slept_unseen_ms), boot_id())
    return Desk(replace(parts, hashing=hashing) if hashing else parts)


def _parts(house: House, time: TimeSource, jumps: JumpWatch, boot: str) -> DeskParts:
    store = Store(house.place, seat=house.settings.seat, time=time, boot_id=boot)
    return DeskParts(
        store=store,
        time=time,
        jumps=jumps,
        reserve=Reserve(house.data),
        vault=Vault(house.data),
        contract=house.contract(),
        categories=house.categories(),
        fault_kinds=house.fault_kinds(),
        emergency=house.emergencies(),
        fault_reminder_hour=house.settings.fault_reminder_hour,
        equipment=tuple(house.settings.equipment),
        thumbnail_days=house.settings.thumbnail_days,
        report_hours=house.settings.report_hours(),
        patience=house.settings.patience(),
        papers_may_follow_h=house.settings.papers_may_follow_h,
        font=house.files.resources / FONT,
        templates=house.files.resources / TEMPLATES,
        mask_address=redacted,
        actor=house.settings.operator,
        role=house.settings.role,
        ptz_return_s=house.settings.ptz_return_s,
        hall=house.settings.hall,
        holidays=load_holidays(house.files.resources / "holidays"),
    )


def parts_for(house: House, time: SimulatedTime) -> DeskParts:
    """What a told desk is made of: a story's monotonic clock is compared with no other."""
    return _parts(house, time, JumpWatch(time), "simulated")


def stop_together(stops: Sequence[Callable[[], None]]) -> None:
    """Stop parts at the same time, so that the slowest alone decides how long it takes."""
    closing = [threading.Thread(target=stop, name="closing") for stop in stops]
    for thread in closing:
        thread.start()
    for thread in closing:
        thread.join()


def tell_history(
    house: House, plan: Simulation, progress: Callable[[Told], None] = lambda _told: None
) -> SimulationCounts:
    """Fill the store of `house` with the days before now. Its lock must be held."""
    time = SimulatedTime(SystemTimeSource().now_ms() - plan.length_ms)
    return simulate(
        ToldDesk(parts_for(house, time)), time, plan, demo_pictures(house.files.resources), progress
    )
