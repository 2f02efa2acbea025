"""Evidence files: named by the SHA-256 of their bytes, on the disk before any row names them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class EvidenceFile:
    """A file as kept: its SHA-256 (hex), size and suffix (".jpg").

    `is_new` when it was not there before it was put.
    """

    sha256: str
    size_bytes: int
    suffix: str
    is_new: bool = field(default=True, compare=False)

    def as_facts(self) -> dict[str, str | int]:
        """The form that stands in the journal."""
        return {"sha256": self.sha256, "size_bytes": self.size_bytes, "suffix": self.suffix}


def hash_file(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes, in constant memory."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            found.update(block)
    return found.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut. Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class EvidenceFolder:
    """The evidence folder. What `put` returned is on the disk, whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str, suffix: str = ".jpg") -> Path:
        """Where the file with this hash lies."""
        return self._folder / sha256[:2] / f"{sha256}{suffix}"

    def put(self, content: bytes, suffix: str = ".jpg") -> EvidenceFile:
        """Keep `content`: written under a temporary name, fsynced, renamed, folder fsynced.

        Raises:
            OSError: it could not be written; nothing is left behind under the final name.
        """
        kept = EvidenceFile(hashlib.sha256(content).hexdigest(), len(content), suffix)
        target = self.path(kept.sha256, suffix)
        # A power cut can leave a file of the right length without its content.
        if target.exists() and hash_file(target) == kept.sha256:
            return replace(kept, is_new=False)
        is_new_folder = not target.parent.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".part")
        try:
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
        if is_new_folder:
            sync_folder(self._folder)
            sync_folder(self._folder.parent)
        return kept

    def discard(self, files: Iterable[EvidenceFile]) -> None:
        """Take files away again that were put for a record which could not be written.

        Only what this very `put` brought goes; what was there before may be another record's.
        """
        for kept in files:
            if kept.is_new:
                self.path(kept.sha256, kept.suffix).unlink(missing_ok=True)
