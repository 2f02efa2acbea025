"""A desk and an engine that tests of the window move by hand: small, without threads."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from duty_desk.desk.diagnosis_views import CameraHealth, Standing
from duty_desk.desk.duty_views import PresenceFigures
from duty_desk.desk.presence_judging import PresenceMonth
from duty_desk.desk.views import (
    CameraRow,
    ClockCard,
    JournalLine,
    ProblemDetail,
    ProblemRow,
    PushPreview,
    Snapshot,
)
from duty_desk.domain.emergency import EmergencyBook, EmergencyKind
from duty_desk.domain.fault import FaultKind
from duty_desk.domain.rights import Role
from duty_desk.video.stream_state import StreamState, StreamStatus
from duty_desk.video.tier import Tier

CAMERA_NAMES = (
    ("C017", "中关村东路-北口-东"),
    ("C018", "成府路-地铁口A"),
    ("C022", "科育社区-垃圾站"),
    ("C025", "科馨社区-南门"),
    ("C031", "知春里-背街1"),
    ("C034", "新科祥园-西门"),
    ("C037", "华清园-商业街"),
    ("C041", "东升园-北路口"),
    ("C046", "白塔庵-桶站"),
    ("C052", "双榆树-东里口"),
    ("C055", "青云北区-东门"),
    ("C060", "太阳园-桶站"),
    ("C063", "海淀南路-南"),
    ("C071", "中关村大街-2"),
    ("C077", "医院东门"),
    ("C080", "学校西门"),
)


def done(value: object) -> Future:
    """A future that is answered already."""
    future: Future = Future()
    future.set_result(value)
    return future


def camera(order: int, code: str = "", name: str = "") -> CameraRow:
    """A camera of the catalogue."""
    return CameraRow(
        id=f"cam-{order}",
        code=code or f"C{order:03}",
        name=name or f"点位 {order}",
        alias="",
        community="白塔庵社区",
        unit="白塔庵社区",
        maintainer="",
        masked_address="",
        order=order,
    )


def cameras(count: int = 16) -> tuple[CameraRow, ...]:
    """`count` cameras, the first sixteen with the names of the drawing."""
    named = [camera(n, *CAMERA_NAMES[n]) for n in range(min(count, len(CAMERA_NAMES)))]
    return tuple(named + [camera(n) for n in range(len(named), count)])


def clock(number: int, now: int, left_ms: int, **changes: object) -> ClockCard:
    """A running 5-minute push clock with `left_ms` to go at `now`."""
    limit_ms = 300_000
    due_at = now + left_ms
    started_at = due_at - limit_ms
    fields: dict[str, object] = {
        "id": f"clock-{number}",
        "rule_id": "problem.push",
        "title": "问题推送",
        "limit_ms": limit_ms,
        "subject": f"problem-{number}",
        "headline": "C046 白塔庵-桶站 · 垃圾桶满冒",
        "started_at": started_at,
        "due_at": due_at,
        "stages": (
            (started_at + 180_000, "attention"),
            (started_at + 240_000, "urgent"),
            (due_at + 1, "breach"),
        ),
        "is_breached": left_ms < 0,
        "push_state": "",
    }
    return ClockCard(**{**fields, **changes})


def line(seq: int, at: int, tag: str, level: str, text: str, **changes: object) -> JournalLine:
    """A line of the journal."""
    fields: dict[str, object] = {
        "seq": seq,
        "event_at": at,
        "late_ms": 0,
        "tag": tag,
        "level": level,
        "text": text,
        "actor": "值班员 A",
        "kind": "problem.found",
        "subject": "problem-1",
    }
    return JournalLine(**{**fields, **changes})


def problem_row(camera_id: str = "cam-0", **changes: object) -> ProblemRow:
    """A problem just found."""
    fields: dict[str, object] = {
        "id": "problem-1",
        "number": "1121-001",
        "camera_id": camera_id,
        "camera_code": "C017",
        "camera_name": "中关村东路-北口-东",
        "community": "",
        "category": "",
        "description": "",
        "unit": "",
        "state": "found",
        "is_parked": False,
        "found_at": 0,
        "pushed_at": None,
        "push_state": "",
        "push_words": "",
        "push_id": "",
        "push_ms": None,
        "shots": 1,
        "verdict": "running",
    }
    return ProblemRow(**{**fields, **changes})


@dataclass(frozen=True)
class FakePicture:
    """A tile's picture as the engine gives it."""

    seq: int
    bgra: np.ndarray
    received_mono_ms: int
    pts_ms: int = 0
    stream_width: int = 1280
    stream_height: int = 720


@dataclass(frozen=True)
class FakeStill:
    """A still as the engine gives it."""

    jpeg: bytes
    width: int
    height: int
    received_mono_ms: int
    seq: int
    exact: bool


@dataclass
class FakeReplay:
    """A replay that shows at once what it is told, a grey picture of the frame's shade."""

    times: tuple[int, ...]
    is_lost: bool = False
    told: list[tuple] = field(default_factory=list)
    _shown: FakePicture | None = None

    def show(self, number: int, percent: int = 0) -> None:
        self.told.append((number, percent))
        self.reach(number)

    def reach(self, number: int) -> None:
        """Play on to a frame."""
        seq = self._shown.seq + 1 if self._shown else 1
        bgra = np.full((36, 64, 4), 40 + number % 150, np.uint8)
        self._shown = FakePicture(seq, bgra, self.times[number], pts_ms=number)

    def picture(self, after_seq: int) -> FakePicture | None:
        return self._shown if self._shown and self._shown.seq > after_seq else None

    def resize(self, width_px: int, height_px: int) -> None:
        self.told.append(("size", width_px, height_px))

    def still(self, number: int) -> Future:
        still = FakeStill(b"jpeg", 1280, 720, self.times[number], number, exact=True)
        return done(still)

    def clip(self, from_mono_ms: int, to_mono_ms: int) -> Future:
        self.told.append(("clip", from_mono_ms, to_mono_ms))
        return Future()

    def close(self) -> None:
        self.told.append(("close",))


@dataclass
class FakeEngine:
    """Shows what a test puts in: `show` a picture, set a status; remembers what was asked."""

    time: object
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    specs: dict[str, object] = field(default_factory=dict)
    tiers: dict[str, Tier] = field(default_factory=dict)
    pictures: dict[str, FakePicture] = field(default_factory=dict)
    statuses: dict[str, StreamStatus] = field(default_factory=dict)
    asked_stills: list[tuple[str, int]] = field(default_factory=list)
    still_answer: Future | None = None
    still_jpeg: bytes = b"jpeg"
    asked_clips: list[tuple[str, int, int]] = field(default_factory=list)
    replay_answer: Future | None = None
    asked_files: list[object] = field(default_factory=list)
    parts: dict[str, object] = field(default_factory=dict)

    def watch(self, spec, width_px: int, height_px: int, tier=Tier.VISIBLE) -> None:
        self.tiers[spec.camera_id] = tier
        self.sizes[spec.camera_id] = (width_px, height_px)
        self.specs[spec.camera_id] = spec

    def unwatch(self, camera_id: str) -> None:
        self.sizes.pop(camera_id, None)

    def watched(self) -> tuple[str, ...]:
        return tuple(self.sizes)

    def show(self, camera_id: str, seq: int, *, shade: int = 90) -> None:
        """Receive a grey picture now; the camera is live."""
        width, height = self.sizes.get(camera_id, (64, 36))
        bgra = np.full((height, width, 4), shade, np.uint8)
        now = self.time.mono_ms()
        self.pictures[camera_id] = FakePicture(seq, bgra, now)
        self.stand(camera_id, StreamState.LIVE)

    def stand(self, camera_id: str, state: StreamState, attempt: int = 0, reason: str = "none"):
        """Let the camera's stream be in `state` since now."""
        picture = self.pictures.get(camera_id)
        newest = picture.received_mono_ms if picture else None
        now = self.time.mono_ms()
        self.statuses[camera_id] = StreamStatus(state, now, attempt, reason, 25.0, newest)

    def picture(self, camera_id: str, after_seq: int = 0) -> FakePicture | None:
        picture = self.pictures.get(camera_id)
        return picture if picture is not None and picture.seq > after_seq else None

    def status(self, camera_id: str) -> StreamStatus:
        known = self.statuses.get(camera_id)
        return known or StreamStatus(StreamState.CONNECTING, 0, 0, "none", 0.0, None)

    def zoom(self, camera_id: str, part: object) -> None:
        self.parts[camera_id] = part

    def clip(self, camera_id: str, from_mono_ms: int, to_mono_ms: int) -> Future:
        self.asked_clips.append((camera_id, from_mono_ms, to_mono_ms))
        return Future()

    def replay(self, camera_id: str, width_px: int, height_px: int) -> Future:
        if self.replay_answer is None:
            now = self.time.mono_ms()
            self.replay_answer = done(FakeReplay(tuple(range(now - 30_000, now + 1, 100))))
        return self.replay_answer

    def replay_files(self, files, width_px: int, height_px: int) -> Future:
        self.asked_files.extend(files)
        return done(FakeReplay(tuple(range(0, 29_001, 100))))

    def still(self, camera_id: str, seq: int | None = None) -> Future:
        self.asked_stills.append((camera_id, seq))
        if self.still_answer is not None:
            return self.still_answer
        shown = self.pictures[camera_id]
        return done(
            FakeStill(self.still_jpeg, 1920, 1080, shown.received_mono_ms, seq or 0, exact=True)
        )


class _Silent:
    """A noun of the desk that answers no question, for views that a test does not look at."""

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_said, **_named: Future()


class _Healthy(_Silent):
    """A diagnosis that finds every camera well."""

    def health(self, _camera_id: str) -> CameraHealth:
        return CameraHealth(Standing.HEALTHY)

    last_health = health


class _PapersFirst(_Silent):
    """Footage requests whose papers must lie here first."""

    papers_may_follow_h = 0


class FakeDesk:
    """A desk whose snapshot a test sets; answers at once and remembers what was asked."""

    def __init__(self, count: int = 16) -> None:
        self.actor, self.seat, self.hall = "值班员 A", "1 号席", "街道指挥大厅"
        self.role = Role.OPERATOR
        self.categories = ()
        self.fault_kinds = (FaultKind("signal", "信号中断", "Signal lost", 1),)
        self.faults = SimpleNamespace(maintainers=lambda: done(()))
        self.diagnosing = _Healthy()
        self.footage = _PapersFirst()
        self.snapshot = Snapshot(cameras=cameras(count))
        self.calls: list[tuple] = []
        self.find_answer: Future | None = None
        self._listeners: list = []
        self._alarm_listeners: list = []
        self.cameras = SimpleNamespace(
            address_of=lambda camera_id: done((f"rtsp://127.0.0.1/{camera_id}", "")),
            lost=lambda *args: self.calls.append(("lost", *args)),
            restored=lambda *args: self.calls.append(("restored", *args)),
        )
        self.people = SimpleNamespace(
            all=lambda: (), signed_in=None, is_locked=False, is_attended=False, witness=self.actor
        )
        self.emergency = SimpleNamespace(
            kinds=(EmergencyKind("fire", "火情", "Fire", 1),),
            book=EmergencyBook(),
            plan=lambda: done(()),
        )
        self.duty_log = SimpleNamespace(lines=lambda _span: done(()), links_in=lambda _: done(()))
        self.ledgers = SimpleNamespace(names=tuple, words=lambda _wish: "")
        self.presence = SimpleNamespace(confirm=lambda: done(False))
        self.presence_judging = SimpleNamespace(
            within=lambda _span: done(PresenceMonth((), PresenceFigures()))
        )
        self.watching = SimpleNamespace(
            page_shown=lambda *args: self.calls.append(("watched", *args))
        )
        self.looks = SimpleNamespace(
            known={}, load=lambda: done(None), keep=lambda _looks: done(None)
        )
        self.problems = SimpleNamespace(
            find=self._find,
            detail=self._detail,
            copy=lambda _id: done(PushPreview(text="文字", card=b"", pictures=1)),
        )

    def __getattr__(self, name: str) -> _Silent:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Silent()

    def listen(self, listener) -> None:
        self._listeners.append(listener)

    def alarm_listen(self, listener) -> None:
        self._alarm_listeners.append(listener)

    def refresh(self) -> Future:
        self.publish(self.snapshot)
        return done(self.snapshot)

    def publish(self, snapshot: Snapshot) -> None:
        """Tell everybody of a new snapshot, as after a commit."""
        self.snapshot = snapshot
        for listener in self._listeners:
            listener(SimpleNamespace(entries=(), snapshot=snapshot))

    def alarm(self, card: ClockCard, level: str) -> None:
        """Let a clock reach a stage."""
        for listener in self._alarm_listeners:
            listener(SimpleNamespace(clock=card, level=level, at=0))

    def _find(self, shot, clip=None) -> Future:
        self.clip = clip
        self.calls.append(("find", shot))
        return self.find_answer or done(self._made_detail(shot.camera_id))

    def _detail(self, problem_id: str) -> Future:
        self.calls.append(("detail", problem_id))
        return done(self._made_detail("cam-0"))

    def _made_detail(self, camera_id: str) -> ProblemDetail:
        return ProblemDetail(
            row=problem_row(camera_id), shots=(), pushes=(), clock=None, last_category=""
        )
