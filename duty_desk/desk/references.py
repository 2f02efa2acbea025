"""Reference views of cameras: learned by the program, made valid by a person.

A view that nobody has confirmed accuses no camera: findings against it are questions. The view
that holds stays in force until a person has confirmed its successor, and is kept after that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.desk.consequences import record
from duty_desk.desk.diagnosis_rows import reference_view
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.reference import ForbiddenReferenceMove, ReferenceState
from duty_desk.language import Refusal, mark, tr
from duty_desk.store import reference as rows
from duty_desk.store.diagnosis_tables import ReferenceTable
from duty_desk.store.tables import CameraTable
from duty_desk.store.trouble import StoreTrouble, explain

if TYPE_CHECKING:
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.diagnosis_views import ReferenceView
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session

PACKED_SUFFIX = ".npz"
_NEWER = mark("学到了更新的画面")


@dataclass(frozen=True, kw_only=True)
class LearnedView:
    """A view as it was learned; it is to be shown to a person.

    Attributes:
        packed: What the diagnosis judges by, `vision.reference.packed`.
        jpeg: The picture for people.
        learned_from_at, learned_to_at: The healthy stretch, UTC ms.
        reason: Why it is to take another's place; "" when the program learned it by itself.
    """

    camera_id: str
    preset: str
    light: str
    packed: bytes = field(repr=False)
    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    learned_from_at: int
    learned_to_at: int
    reason: str = ""


class References:
    """The use cases of reference views."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(
        self, camera_id: str, preset: str = "", light: str = "colour"
    ) -> Future[ReferenceView | None]:
        """The view that holds for a camera, preset and light; None while none is confirmed."""

        def read(session: Session) -> ReferenceView | None:
            row = rows.standing(session, (camera_id, preset, light), ReferenceState.CONFIRMED)
            return reference_view(session, row, self._desk) if row else None

        return self._desk.ask(lambda: self._desk.read(read))

    def of_camera(self, camera_id: str) -> Future[tuple[ReferenceView, ...]]:
        """Every view the camera ever had, newest first; those replaced and refused too."""

        def read(session: Session) -> tuple[ReferenceView, ...]:
            found = rows.of_camera(session, camera_id)
            return tuple(reference_view(session, row, self._desk) for row in found)

        return self._desk.ask(lambda: self._desk.read(read))

    def proposed(self) -> Future[tuple[ReferenceView, ...]]:
        """The views that wait for a person's word, oldest first."""

        def read(session: Session) -> tuple[ReferenceView, ...]:
            found = [row for row in rows.in_use(session) if row.state == ReferenceState.PROPOSED]
            return tuple(reference_view(session, row, self._desk) for row in found)

        return self._desk.ask(lambda: self._desk.read(read))

    def picture(self, reference_id: str) -> Future[bytes]:
        """The view's JPEG.

        Raises:
            Refusal: it lies on another seat's computer, or was moved away.
        """

        def work() -> bytes:
            view = self._desk.read(lambda session: self._view(session, reference_id))
            try:
                return view.picture.read_bytes()
            except OSError:
                raise Refusal(
                    tr("基准画面的文件打不开：它可能在别的席位的电脑上，或已被移走。记录不受影响。")
                ) from None

        return self._desk.ask(work)

    def propose(self, learned: LearnedView) -> Future[ReferenceView]:
        """Put a learned view before the people at the desk; an earlier proposal gives way.

        Raises:
            StoreTrouble: it could not be kept.
        """

        def work() -> ReferenceView:
            files = self._kept(learned)
            reference_id = self._desk.new_id()

            def write(unit: Unit) -> None:
                place = (learned.camera_id, learned.preset, learned.light)
                earlier = rows.standing(unit.session, place, ReferenceState.PROPOSED)
                if earlier is not None:
                    self._happen(unit, "reference.refused", earlier.id, tr(_NEWER), "")
                record(unit, self._proposal(reference_id, learned, files))

            try:
                self._desk.write(write)
            except StoreTrouble:
                self._desk.store.evidence.discard(files)
                raise
            return self._desk.read(lambda session: self._view(session, reference_id))

        return self._desk.ask(work)

    def confirm(self, reference_id: str, *, by: str = "") -> Future[ReferenceView]:
        """The person here says: this is what the camera has to show, and it is sharp.

        `by` names who said so, where it was not who sits here.

        Raises:
            Refusal: it was decided before.
        """
        return self._decide("reference.confirmed", reference_id, "", by)

    def refuse(self, reference_id: str, reason: str = "") -> Future[ReferenceView]:
        """The person here says: this is not what the camera has to show.

        Raises:
            Refusal: it was decided before.
        """
        return self._decide("reference.refused", reference_id, reason)

    # -- inside --------------------------------------------------------------------------------

    def _kept(self, learned: LearnedView) -> tuple[EvidenceFile, EvidenceFile]:
        store = self._desk.store.evidence
        try:
            packed = store.put(learned.packed, PACKED_SUFFIX)
            return packed, store.put(learned.jpeg)
        except OSError as error:
            raise explain(error) or StoreTrouble(str(error)) from None

    def _proposal(
        self, reference_id: str, learned: LearnedView, files: tuple[EvidenceFile, EvidenceFile]
    ) -> Moment:
        packed, picture = files
        return Moment(
            kind="reference.proposed",
            subject=reference_id,
            facts={
                "camera": learned.camera_id,
                "preset": learned.preset,
                "light": learned.light,
                "sha256": packed.sha256,
                "picture_sha256": picture.sha256,
                "width_px": learned.width_px,
                "height_px": learned.height_px,
                "learned_from_at": learned.learned_from_at,
                "learned_to_at": learned.learned_to_at,
                "files": [kept.as_facts() for kept in files],
            },
            actor=self._desk.actor if learned.reason else "",
            reason=learned.reason,
        )

    def _decide(
        self, kind: str, reference_id: str, reason: str, by: str = ""
    ) -> Future[ReferenceView]:
        def work() -> ReferenceView:
            self._desk.write(
                lambda unit: self._happen(
                    unit, kind, reference_id, reason.strip(), by or self._desk.actor
                )
            )
            return self._desk.read(lambda session: self._view(session, reference_id))

        return self._desk.ask(work)

    def _happen(self, unit: Unit, kind: str, reference_id: str, reason: str, actor: str) -> None:
        if unit.session.get(ReferenceTable, reference_id) is None:
            raise Refusal(tr("没有这幅基准画面的记录。"))
        moment = Moment(
            kind=kind,
            subject=reference_id,
            source=Source.KEY if actor else Source.SYSTEM,
            actor=actor,
            reason=reason,
        )
        try:
            record(unit, moment)
        except ForbiddenReferenceMove:
            raise Refusal(tr("这幅基准画面已经有人处理过；记录没有改动。")) from None

    def _view(self, session: Session, reference_id: str) -> ReferenceView:
        row = session.get(ReferenceTable, reference_id)
        if row is None or session.get(CameraTable, row.camera_id) is None:
            raise Refusal(tr("没有这幅基准画面的记录。"))
        return reference_view(session, row, self._desk)
