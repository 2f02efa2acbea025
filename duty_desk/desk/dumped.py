"""Dumped things: grounds drawn by people, hints of the program, the operator's word.

A hint rings for nobody and starts no clock. Made a problem, the contract's clock runs from the
operator's key; when the thing was first seen stays a fact of the record.
"""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.clips import ComingClip, Pressed
from duty_desk.desk.consequences import record
from duty_desk.desk.dumped_views import DumpedRow
from duty_desk.desk.evidence import Picked
from duty_desk.desk.views import ClipRow
from duty_desk.domain.ground import QUIET_MS, DumpedState, ForbiddenDumpedMove, GroundPlan
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal, tr
from duty_desk.store import dumped as rows
from duty_desk.store.dumped_tables import DumpedTable
from duty_desk.store.tables import CameraTable, EvidenceTable
from duty_desk.store.trouble import StoreTrouble, explain
from duty_desk.video.replay_orders import Clip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.dumped_views import Box
    from duty_desk.desk.views import ProblemDetail
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

LISTED_MS = 7 * 86_400_000
_CLIP_SUFFIX = ".mp4"


@dataclass(frozen=True, kw_only=True)
class FoundThing:
    """Something new lies on the ground. Instants are UTC ms, those of `clip` too.

    Attributes:
        box: left, top, right, bottom in thousandths of the picture.
        seen_at: When it was first seen there.
        before: The last picture without it; empty when none is at hand.
        clip: What the camera sent around `seen_at`.
    """

    camera_id: str
    zone: int
    box: Box
    seen_at: int
    before: bytes = field(default=b"", repr=False)
    after: bytes = field(repr=False)
    clip: Clip | None = None


class Dumped:
    """The use cases of dumped things."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # -- the ground ----------------------------------------------------------------------------

    def plans(self) -> Future[Mapping[str, GroundPlan]]:
        """What is watched, by camera."""
        return self._desk.ask(lambda: self._desk.read(rows.plans))

    def draw(self, camera_id: str, plan: GroundPlan) -> Future[None]:
        """Watch this ground of a camera from now on, or no more.

        Raises:
            Refusal: it has no area, or is switched on without one; nothing was changed.
        """

        def work() -> None:
            if not plan.is_sound() or (plan.is_on and not plan.zones):
                raise Refusal(
                    tr("区域要画成至少三个角的一块地面，最多六块；没有改动。先画好再打开。")
                )
            moment = Moment(
                kind="ground.drawn",
                subject=camera_id,
                facts={"plan": plan.as_facts()},
                source=Source.KEY,
                actor=self._desk.actor,
            )
            self._desk.record(moment)

        return self._desk.ask(work)

    # -- hints ---------------------------------------------------------------------------------

    def hint(self, found: FoundThing) -> Future[str]:
        """The program says that something lies there; "" within ten minutes of the zone's last."""
        return self._desk.ask(lambda: self._hint(found))

    def hints(self) -> Future[tuple[DumpedRow, ...]]:
        """The open hints and those of the last week, newest first."""
        since = self._desk.time.now_ms() - LISTED_MS

        def read(session: Session) -> tuple[DumpedRow, ...]:
            return tuple(self._row(session, row) for row in rows.hints(session, since))

        return self._desk.ask(lambda: self._desk.read(read))

    def dismiss(self, hint_id: str, reason: str = "") -> Future[None]:
        """It is nothing: a person, a parked car, a shadow.

        Raises:
            Refusal: it was decided before.
        """

        def work() -> None:
            self._desk.write(
                lambda unit: self._happen(unit, "dumped.dismissed", hint_id, reason=reason.strip())
            )

        return self._desk.ask(work)

    def confirm(self, hint_id: str) -> Future[ProblemDetail]:
        """It is a problem: its clock runs from this key, its picture is the one of the hint.

        Raises:
            Refusal: it was decided before, or its picture is gone; nothing was changed.
        """
        now, mono_ms = self._desk.time.now_ms(), self._desk.time.mono_ms()
        problem_id = self._desk.new_id()
        row: Future[DumpedRow] = self._desk.ask(lambda: self._open_one(hint_id))
        result: Future[ProblemDetail] = Future()

        def known(asked: Future[DumpedRow]) -> None:
            try:
                hint = asked.result()
                picked = replace(_picked(hint, now), found_at=now, age_ms=now - hint.hinted_at)
                clip = _coming(hint, Pressed(now, mono_ms))
            except Refusal as refusal:
                result.set_exception(refusal)
                return
            found = self._desk.problems.find(picked, problem_id=problem_id, clip=clip)
            found.add_done_callback(lambda done: self._follow(hint, done, result))

        row.add_done_callback(known)
        return result

    # -- inside --------------------------------------------------------------------------------

    def _hint(self, found: FoundThing) -> str:
        newest = self._desk.read(lambda it: rows.newest_at(it, found.camera_id, found.zone))
        if newest is not None and self._desk.time.now_ms() - newest < QUIET_MS:
            return ""
        hint_id = self._desk.new_id()
        files = self._kept(found)
        moment = Moment(kind="dumped.hinted", subject=hint_id, facts=_hint_facts(found, files))
        try:
            self._desk.record(moment)
        except StoreTrouble:
            self._desk.store.evidence.discard([kept for kept in files.values() if kept])
            raise
        return hint_id

    def _kept(self, found: FoundThing) -> dict[str, EvidenceFile | None]:
        store, clip = self._desk.store.evidence, found.clip
        try:
            return {
                "before_sha256": store.put(found.before) if found.before else None,
                "after_sha256": store.put(found.after),
                "clip_sha256": store.put(clip.data, _CLIP_SUFFIX) if clip else None,
            }
        except OSError as error:
            raise explain(error) or StoreTrouble(str(error)) from None

    def _follow(
        self, hint: DumpedRow, done: Future[ProblemDetail], result: Future[ProblemDetail]
    ) -> None:
        """The problem is on record: now the hint is decided, and the problem says since when."""
        try:
            detail = done.result()
            facts = {"problem": detail.row.id, "seen_at": hint.seen_at}
            self._desk.write(lambda unit: self._happen(unit, "dumped.confirmed", hint.id, facts))
        except Refusal as refusal:
            result.set_exception(refusal)
            return
        words = tr("画面里 {time} 首次出现，一直未动", time=f"{beijing(hint.seen_at):%H:%M:%S}")
        described = self._desk.problems.describe(
            detail.row.id, category="", description=words, unit=detail.row.unit
        )
        described.add_done_callback(
            lambda said: result.set_result(said.result() if not said.exception() else detail)
        )

    def _open_one(self, hint_id: str) -> DumpedRow:
        def read(session: Session) -> DumpedRow:
            row = session.get(DumpedTable, hint_id)
            if row is None:
                raise Refusal(tr("没有这条提示的记录。"))
            if row.state != DumpedState.OPEN:
                raise Refusal(tr("这条提示已经处理过；没有重复登记。"))
            return self._row(session, row)

        return self._desk.read(read)

    def _happen(
        self,
        unit: Unit,
        kind: str,
        hint_id: str,
        facts: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        if unit.session.get(DumpedTable, hint_id) is None:
            raise Refusal(tr("没有这条提示的记录。"))
        moment = Moment(
            kind=kind,
            subject=hint_id,
            facts=facts or {},
            source=Source.KEY,
            actor=self._desk.actor,
            reason=reason,
        )
        try:
            record(unit, moment)
        except ForbiddenDumpedMove:
            raise Refusal(tr("这条提示已经处理过；没有重复登记。")) from None

    def _row(self, session: Session, row: DumpedTable) -> DumpedRow:
        camera = session.get_one(CameraTable, row.camera_id)
        left, top, right, bottom = json.loads(row.box)
        return DumpedRow(
            id=row.id,
            camera_id=row.camera_id,
            camera_code=camera.code,
            camera_name=camera.name,
            zone=row.zone,
            box=(left, top, right, bottom),
            state=row.state,
            seen_at=row.seen_at,
            hinted_at=row.hinted_at,
            before=self._path(session, row.before_sha256),
            after=self._desk.store.evidence.path(row.after_sha256),
            clip=self._clip(session, row),
            clip_frames=json.loads(row.clip).get("frames", 0),
            ended_at=row.ended_at,
            ended_by=row.ended_by,
            reason=row.reason,
            problem_id=row.problem_id,
        )

    def _clip(self, session: Session, row: DumpedTable) -> ClipRow | None:
        path = self._path(session, row.clip_sha256)
        if path is None or row.clip_sha256 is None:
            return None
        span = {name: value for name, value in json.loads(row.clip).items() if name != "frames"}
        return ClipRow(no=1, path=path, sha256=row.clip_sha256, **span)

    def _path(self, session: Session, sha256: str | None) -> Path | None:
        kept = session.get(EvidenceTable, sha256) if sha256 else None
        return self._desk.store.evidence.path(kept.sha256, kept.suffix) if kept else None


def _picked(hint: DumpedRow, now: int) -> Picked:
    try:
        photo = hint.after.read_bytes()
    except OSError:
        raise Refusal(
            tr("这条提示的画面打不开，没有登记问题。请到值守页选中该点位按 F8。")
        ) from None
    return replace(Picked.from_photo(hint.camera_id, photo, now), received_at=hint.hinted_at)


def _coming(hint: DumpedRow, pressed: Pressed) -> ComingClip | None:
    """The clip of a hint as that of its problem; it has come already."""
    clip = hint.clip
    try:
        data = clip.path.read_bytes() if clip is not None else b""
    except OSError:
        data = b""
    if clip is None or not data:
        return None
    zero_at = pressed.at - pressed.mono_ms
    from_mono_ms, to_mono_ms = clip.from_at - zero_at, clip.to_at - zero_at
    files: Future[tuple[Clip, ...]] = Future()
    size = (clip.width_px, clip.height_px)
    files.set_result((Clip(data, from_mono_ms, to_mono_ms, *size, hint.clip_frames),))
    return ComingClip(files, pressed)


def _hint_facts(found: FoundThing, files: Mapping[str, EvidenceFile | None]) -> dict[str, Any]:
    clip = found.clip
    span: dict[str, int] = {}
    if clip is not None:
        # The clip's instants come as UTC: see `ground_watch`.
        span = {
            "from_at": clip.from_mono_ms,
            "to_at": clip.to_mono_ms,
            "width_px": clip.width,
            "height_px": clip.height,
            "frames": clip.frames,
        }
    return {
        "camera": found.camera_id,
        "zone": found.zone,
        "box": list(found.box),
        "seen_at": found.seen_at,
        "clip": span,
        **{name: kept.sha256 if kept else None for name, kept in files.items()},
        "files": [kept.as_facts() for kept in files.values() if kept],
    }
