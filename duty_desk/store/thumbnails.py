"""Small pictures of visits: one file a round, pictures one after another, kept for some weeks.

They are no evidence: each is named by hash and place in the moment of its visit, and the whole
file goes when its time is over, which is a moment of its own (`thumbnail.expired`). A file that is
gone without that moment is missing.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.store.evidence import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 40_000


@dataclass(frozen=True)
class Thumbnail:
    """A small picture as kept: its SHA-256 (hex) and where it lies in its round's file."""

    sha256: str
    start: int
    size_bytes: int

    def as_facts(self) -> dict[str, str | int]:
        """The form that stands in the journal."""
        return {"sha256": self.sha256, "start": self.start, "size_bytes": self.size_bytes}


class ThumbnailFolder:
    """The folder of small pictures: a folder a day, a file a round."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, day: str, round_id: str) -> Path:
        """Where the pictures of a round lie."""
        return self._folder / day / f"{round_id}.jpgs"

    def put(self, day: str, round_id: str, pictures: list[bytes]) -> list[Thumbnail | None]:
        """Add pictures (JPEG; empty for none) to a round's file; on the disk when it returns.

        Raises:
            OSError: they could not be written. What was written stays unnamed and does no harm.
        """
        if not any(pictures):
            return [None] * len(pictures)
        target = self.path(day, round_id)
        is_new = not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        kept: list[Thumbnail | None] = []
        with target.open("ab") as file:
            start = file.seek(0, os.SEEK_END)
            for picture in pictures:
                kept.append(_thumbnail(picture, start) if picture else None)
                file.write(picture)
                start += len(picture)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(target.parent)
            sync_folder(self._folder)
        return kept

    def read(self, day: str, round_id: str, kept: Thumbnail) -> bytes:
        """A picture as it was put; empty when the file is gone or holds something else."""
        try:
            with self.path(day, round_id).open("rb") as file:
                file.seek(kept.start)
                picture = file.read(kept.size_bytes)
        except OSError:
            return b""
        return picture if hashlib.sha256(picture).hexdigest() == kept.sha256 else b""

    def days_before(self, day: str) -> tuple[str, ...]:
        """The days before `day` (ISO date) that pictures are kept of."""
        if not self._folder.exists():
            return ()
        found = sorted(entry.name for entry in self._folder.iterdir() if entry.is_dir())
        return tuple(name for name in found if name < day)

    def expire(self, days: tuple[str, ...]) -> tuple[int, int]:
        """Take the pictures of some days away.

        Returns:
            How many files, and bytes, went.
        """
        files = size_bytes = 0
        for day in days:
            for file in sorted((self._folder / day).iterdir()):
                size_bytes += file.stat().st_size
                file.unlink()
                files += 1
            (self._folder / day).rmdir()
        return files, size_bytes


def _thumbnail(picture: bytes, start: int) -> Thumbnail:
    return Thumbnail(hashlib.sha256(picture).hexdigest(), start, len(picture))
