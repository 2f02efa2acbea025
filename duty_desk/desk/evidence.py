"""Evidence pictures: kept as they were seen, captioned beside, drawn over only in copies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.domain.moment import Source
from duty_desk.domain.problem import shown_number
from duty_desk.language import Refusal, tr
from duty_desk.push.compose import FrameWords, ProblemWords, caption_lines
from duty_desk.store import problem as rows
from duty_desk.store.tables import CameraTable
from duty_desk.store.trouble import StoreTrouble, explain
from duty_desk.vision.caption import caption
from duty_desk.vision.jpeg import decode, is_tagged, upright
from duty_desk.vision.marks import burn, mark_from_facts

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.problems import Draft
    from duty_desk.desk.views import CameraRow
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.tables import ProblemTable
    from duty_desk.store.transaction import Session
    from duty_desk.vision.marks import Mark

PHOTO_MAX_BYTES = 20 << 20


@dataclass(frozen=True, kw_only=True)
class Picked:
    """The picture that a key press picked.

    Attributes:
        camera_id: Whose.
        jpeg: The frame at full stream resolution.
        received_at: When the frame was received, UTC ms.
        age_ms: How old it was when the key was pressed.
        found_at: The press of the key, UTC ms.
        is_exact: Whether it is the very frame that was on the screen.
        source: `key`, or `self` when a person states an earlier time.
        reason: Why it is entered late.
    """

    camera_id: str
    jpeg: bytes
    width_px: int
    height_px: int
    received_at: int
    age_ms: int
    found_at: int
    is_exact: bool = True
    source: Source = Source.KEY
    reason: str = ""

    @classmethod
    def from_photo(cls, camera_id: str, photo: bytes, now: int) -> Picked:
        """A picture that came as a file, such as a photo of the rectification.

        Raises:
            Refusal: it is too large or not a picture; nothing was kept.
        """
        if len(photo) > PHOTO_MAX_BYTES:
            raise Refusal(
                tr(
                    "照片有 {mb} MB，超过 20 MB，没有保存。请发送压缩后的照片。",
                    mb=len(photo) >> 20,
                )
            )
        height_px, width_px = decode(photo).shape[:2]
        return cls(
            camera_id=camera_id,
            jpeg=photo,
            width_px=width_px,
            height_px=height_px,
            received_at=now,
            age_ms=0,
            found_at=now,
        )


@dataclass(frozen=True)
class KeptShot:
    """A picture and the copy that is shown, on the disk and not named by any row yet."""

    original: EvidenceFile
    shown: EvidenceFile
    picked: Picked

    def as_facts(self, no: int, kind: str) -> dict[str, Any]:
        """The facts of the moment that records it: the shot and its files."""
        shot = {
            "no": no,
            "kind": kind,
            "sha256": self.original.sha256,
            "captioned": self.shown.sha256,
            "taken_at": self.picked.received_at,
            "age_ms": self.picked.age_ms,
            "width_px": self.picked.width_px,
            "height_px": self.picked.height_px,
            "is_exact": self.picked.is_exact,
        }
        files = {kept.sha256: kept.as_facts() for kept in (self.original, self.shown)}
        return {"shot": shot, "files": list(files.values())}

    def discard(self, desk: Desk) -> None:
        """Take the files away again, because no row will name them."""
        desk.store.evidence.discard((self.original, self.shown))


def keep_shot(
    desk: Desk, picked: Picked, camera: CameraTable | CameraRow, *, is_photo: bool = False
) -> KeptShot:
    """Put a picture and the copy that is shown on the disk.

    A photo gets no caption, since nothing is known of when it was taken. All are shown upright.

    Raises:
        StoreTrouble: the disk would not take it; no row names it.
    """
    words = FrameWords(
        camera_code=camera.code,
        camera_name=camera.name,
        taken_at=picked.received_at,
        age_ms=picked.age_ms,
    )
    is_png = picked.jpeg.startswith(b"\x89PNG")
    store = desk.store.evidence
    original = None
    try:
        original = store.put(picked.jpeg, ".png" if is_png else ".jpg")
        lines = caption_lines(words)
        shown = (
            upright(picked.jpeg) if is_photo else caption(_turned(picked.jpeg), lines, desk.font)
        )
        return KeptShot(original, store.put(shown), picked)
    except OSError as error:
        if original is not None:
            store.discard((original,))
        raise explain(error) or StoreTrouble(str(error)) from None


def _turned(jpeg: bytes) -> bytes:
    # A frame has no tags, and the key press need not wait for a look at every pixel.
    return upright(jpeg) if is_tagged(jpeg) else jpeg


def burned(
    session: Session,
    problem: ProblemTable,
    desk: Desk,
    draft: dict[int, tuple[Mark, ...]] | None = None,
) -> list[bytes]:
    """The problem's pictures as they are sent: captioned, with the marks drawn in; JPEG."""
    pictures = []
    for shot in rows.shots(session, problem.id):
        if shot.kind != "before":
            continue
        marks = (draft or {}).get(shot.no)
        if marks is None:
            marks = tuple(mark_from_facts(facts) for facts in json.loads(shot.marks))
        original = desk.store.evidence.path(shot.sha256)
        if not marks:
            pictures.append(desk.store.evidence.path(shot.captioned_sha256).read_bytes())
            continue
        camera = session.get_one(CameraTable, problem.camera_id)
        words = FrameWords(
            camera_code=camera.code,
            camera_name=camera.name,
            taken_at=shot.taken_at,
            age_ms=shot.age_ms,
        )
        drawn = burn(_turned(original.read_bytes()), marks, desk.font)
        pictures.append(caption(drawn, caption_lines(words), desk.font))
    return pictures


def problem_words(
    session: Session, problem: ProblemTable, desk: Desk, draft: Draft | None = None
) -> ProblemWords:
    """What is told to people about a problem, with the form's draft over the record."""
    camera = session.get_one(CameraTable, problem.camera_id)
    code = draft.category if draft else problem.category
    category = next((item for item in desk.categories if item.code == code), None)
    return ProblemWords(
        category=category.zh if category else "",
        camera_code=camera.code,
        camera_name=camera.name,
        found_at=problem.found_at,
        number=shown_number(problem.found_on, problem.no),
        community=camera.community,
        description=draft.description if draft else problem.description,
        unit=draft.unit if draft else problem.unit,
    )
