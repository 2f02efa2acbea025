"""What a footage request keeps in the evidence folder: scans, stills, pictures of recordings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.footage_files import FileStage
from duty_desk.desk.footage_rules import SCAN_MAX_BYTES, SCAN_SUFFIXES
from duty_desk.language import Refusal, tr
from duty_desk.store.trouble import StoreTrouble, explain
from duty_desk.vision.jpeg import decode

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.footage_files import FileStatus
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.video.file_look import FileLook


@dataclass(frozen=True)
class Kept:
    """Files put in the evidence folder that no row names yet."""

    files: tuple[EvidenceFile, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """How the moment names them."""
        named = {one.sha256: one.as_facts() for one in self.files}
        return {"files": list(named.values())} if named else {}

    @property
    def sha256(self) -> str:
        """The hash of the first; "" for none."""
        return self.files[0].sha256 if self.files else ""

    def discard(self, desk: Desk) -> None:
        """Take them away again, because no row will name them."""
        desk.store.evidence.discard(self.files)


@dataclass(frozen=True, kw_only=True)
class AddedFile:
    """A recording that was hashed and tried: from outside, or our own evidence."""

    name: str
    path: str
    size_bytes: int
    sha256: str
    look: FileLook
    origin: str = "file"
    evidence: str | None = None


def keep(desk: Desk, content: bytes, suffix: str) -> EvidenceFile:
    """Put bytes in the evidence folder.

    Raises:
        StoreTrouble: the disk would not take them.
    """
    try:
        return desk.store.evidence.put(content, suffix)
    except OSError as error:
        raise explain(error) or StoreTrouble(str(error)) from None


def keep_scan(desk: Desk, path: Path | None) -> Kept:
    """Keep the scan or photo of a legal document; nothing for no path.

    Raises:
        Refusal: it is no picture and no PDF, is too large, or cannot be read.
    """
    if path is None:
        return Kept()
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= SCAN_MAX_BYTES else b""
    except OSError:
        raise Refusal(tr("文书扫描件“{file}”读不出来，没有保存。", file=path.name)) from None
    if size > SCAN_MAX_BYTES:
        raise Refusal(tr("文书扫描件“{file}”超过 20 MB，没有保存。", file=path.name))
    suffix = path.suffix.lower()
    if suffix not in SCAN_SUFFIXES or (suffix == ".pdf") != data.startswith(b"%PDF-"):
        raise Refusal(
            tr("文书扫描件“{file}”不是图片（jpg、png）或 PDF，没有保存。", file=path.name)
        )
    if suffix != ".pdf":
        decode(data)
    return Kept((keep(desk, data, ".jpg" if suffix == ".jpeg" else suffix),))


def keep_picture(desk: Desk, picture: bytes) -> Kept:
    """Keep the still that shows a camera's clock; nothing for no bytes.

    Raises:
        Refusal: it is no picture.
    """
    if not picture:
        return Kept()
    decode(picture)
    return Kept((keep(desk, picture, ".png" if picture.startswith(b"\x89PNG") else ".jpg"),))


def added_file(file: FileStatus) -> AddedFile:
    """A file that was worked off.

    Raises:
        Refusal: it is not hashed and tried yet.
    """
    if file.stage is not FileStage.DONE or file.look is None:
        raise Refusal(tr("“{file}”还没有算完校验值，没有加入。", file=file.path.name))
    return AddedFile(
        name=file.path.name,
        path=str(file.path),
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        look=file.look,
    )


def file_facts(desk: Desk, file: AddedFile, span_no: int) -> tuple[dict[str, Any], Kept]:
    """How the journal tells of a recording, and its three pictures on the disk.

    Raises:
        StoreTrouble: the disk would not take the pictures.
    """
    look = file.look
    pictures = [(seen.at_ms, keep(desk, seen.jpeg, ".jpg")) for seen in look.pictures]
    facts = {
        "id": desk.new_id(),
        "span_no": span_no,
        "name": file.name,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "path": file.path,
        "origin": file.origin,
        "evidence": file.evidence,
        "look": {
            "playing": str(look.playing),
            "codec": look.codec,
            "width": look.width,
            "height": look.height,
            "length_ms": look.length_ms,
            "seen_to_ms": look.seen_to_ms,
            "pictures": [{"at_ms": at, "sha256": kept.sha256} for at, kept in pictures],
        },
    }
    return facts, Kept(tuple(kept for _, kept in pictures))
