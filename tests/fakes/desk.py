"""A real desk over a real store in a folder of the test's, with a clock the test moves."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from duty_desk.contracts.categories import load_categories
from duty_desk.contracts.emergency import load_emergencies
from duty_desk.contracts.fault_kinds import load_fault_kinds
from duty_desk.contracts.file import load
from duty_desk.desk.clips import ComingClip, Pressed
from duty_desk.desk.desk import Desk
from duty_desk.desk.evidence import Picked
from duty_desk.desk.parts import DeskParts
from duty_desk.domain.camera import CameraRecord
from duty_desk.domain.rights import Role
from duty_desk.domain.suspicion import Patience
from duty_desk.machine.clock_trust import JumpWatch
from duty_desk.machine.disk import Reserve
from duty_desk.machine.secret_hash import SecretHash
from duty_desk.machine.vault import Vault
from duty_desk.store.store import Store, StorePlace
from duty_desk.video.replay_orders import Clip
from duty_desk.vision.jpeg import encode
from tests.fakes.new_store import MIGRATIONS, put_tables

if TYPE_CHECKING:
    from duty_desk.domain.contract import Contract
    from tests.fakes.time_source import FakeTimeSource

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"
CONTRACT = RESOURCES / "contracts" / "zhongguancun-2026.toml"


LIGHT_HASH = SecretHash(passes=1, memory_kib=8)  # as wrong or right as the dear one


@dataclass(frozen=True)
class Seat:
    """Where a test's desk sits."""

    data: Path
    time: FakeTimeSource
    boot_id: str = "boot-1"
    url: str = ""
    number: str = "1"
    role: Role = Role.OPERATOR
    patience: Patience = Patience()  # noqa: RUF009 - frozen
    papers_may_follow_h: int = 0

    @property
    def place(self) -> StorePlace:
        """The store's place."""
        return StorePlace(data=self.data, migrations=MIGRATIONS, url=self.url)


def build_desk(seat: Seat, contract: Contract | None = None, *, reserve_bytes: int = 4096) -> Desk:
    """A desk for `seat`, not started; the file of a new one has its tables already."""
    if not seat.url:
        put_tables(seat.data)
    store = Store(seat.place, seat=seat.number, time=seat.time, boot_id=seat.boot_id)
    return Desk(
        DeskParts(
            store=store,
            time=seat.time,
            jumps=JumpWatch(seat.time),
            reserve=Reserve(seat.data, size_bytes=reserve_bytes),
            vault=Vault(seat.data),
            contract=contract or load(CONTRACT),
            categories=load_categories(RESOURCES / "categories.toml"),
            fault_kinds=load_fault_kinds(RESOURCES / "fault_kinds.toml"),
            emergency=load_emergencies(RESOURCES / "emergency.toml"),
            font=RESOURCES / "fonts" / "NotoSansSC-Regular.ttf",
            templates=RESOURCES / "templates",
            mask_address=lambda address: "rtsp://***" if address else "",
            actor="值班员 A",
            role=seat.role,
            patience=seat.patience,
            papers_may_follow_h=seat.papers_may_follow_h,
            hashing=LIGHT_HASH,
            equipment=("大屏", "网络", "电话"),
            hall="演示大厅",
        )
    )


def camera(code: str = "C046", **fields: str) -> CameraRecord:
    """An invented camera."""
    known = {
        "name": "白塔庵-桶站",
        "community": "白塔庵社区",
        "maintainer": "实创",
        "url_main": "rtsp://viewer:secret@127.0.0.1:8554/c046",
    }
    return CameraRecord(code=code, **{**known, **fields})


def picture(shade: int = 90) -> bytes:
    """A small JPEG with something in it."""
    drawn = np.full((180, 320, 3), shade, np.uint8)
    drawn[60:120, 100:220] = (30, 160, 220)
    return encode(drawn)


def keep_clip(desk: Desk, problem_id: str, data: bytes = b"coded by the camera") -> None:
    """Let the clip of a problem found now arrive, from nine seconds before to twenty after."""
    pressed = Pressed(desk.time.now_ms(), desk.time.mono_ms())
    coming: Future[tuple[Clip, ...]] = Future()
    kept = desk.problems.clips.expect(problem_id, ComingClip(coming, pressed))
    before, after = pressed.mono_ms - 9_000, pressed.mono_ms + 20_000
    coming.set_result((Clip(data, before, after, 1280, 720, 725),))
    kept.result(10)


def picked(desk: Desk, camera_id: str, *, age_ms: int = 120, shade: int = 90) -> Picked:
    """What the operator saw when the key was pressed now."""
    now = desk.time.now_ms()
    return Picked(
        camera_id=camera_id,
        jpeg=picture(shade),
        width_px=320,
        height_px=180,
        received_at=now - age_ms,
        age_ms=age_ms,
        found_at=now,
    )
