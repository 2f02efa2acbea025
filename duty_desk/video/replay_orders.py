"""What the desk asks of a worker about the past of a camera: clips and replays, and the answers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clip:
    """A span of pictures as an MP4 file, remuxed: the camera's own coding, no loss.

    `from_mono_ms` is the instant of its first picture and of the file's time zero, `to_mono_ms`
    that of its last one.
    """

    data: bytes = field(repr=False)
    from_mono_ms: int
    to_mono_ms: int
    width: int
    height: int
    frames: int


@dataclass(frozen=True)
class ReplayOrder:
    """Anything that is asked about the past of a camera."""


@dataclass(frozen=True)
class AskClip(ReplayOrder):
    """Send the pictures received in this span, as soon as it is over.

    `camera_id` may be the id of an open replay: then of what that replay holds.
    """

    ticket: int
    camera_id: str
    from_mono_ms: int
    to_mono_ms: int


@dataclass(frozen=True)
class ClipAnswer:
    """The clips of one ticket; several when the camera changed its coding, none without packets.

    `is_possible` is False when this camera's engine keeps no packets.
    """

    ticket: int
    clips: tuple[Clip, ...]
    is_possible: bool = True


@dataclass(frozen=True)
class FilmFile:
    """An MP4 file as a part of a replay; `starts_ms` is its place in the replay's time."""

    path: str
    starts_ms: int


@dataclass(frozen=True)
class OpenReplay(ReplayOrder):
    """Hold what the camera's ring has, or what the files hold, and show frames of it on a tile."""

    ticket: int
    replay_id: str
    camera_id: str
    tile_name: str
    box: tuple[int, int]
    files: tuple[FilmFile, ...] = ()


@dataclass(frozen=True)
class ReplayAnswer:
    """The instant of each frame of the replay, in the order of showing.

    Monotonic ms for a camera, ms from the beginning for files; empty when there is nothing to
    show. `is_possible` is False when this camera's engine keeps no packets.
    """

    ticket: int
    times: tuple[int, ...]
    is_possible: bool = True
    is_of_files: bool = False


@dataclass(frozen=True)
class ShowFrame(ReplayOrder):
    """Show frame `number`; then go on at `percent` of the camera's pace, 0 to stand still."""

    replay_id: str
    number: int
    percent: int = 0


@dataclass(frozen=True)
class SizeReplay(ReplayOrder):
    """Draw on this tile from now on."""

    replay_id: str
    tile_name: str
    box: tuple[int, int]


@dataclass(frozen=True)
class AskReplayStill(ReplayOrder):
    """Send frame `number` of a replay at full resolution; answered as any still."""

    ticket: int
    camera_id: str
    number: int


@dataclass(frozen=True)
class CloseReplay(ReplayOrder):
    """Let the packets go."""

    replay_id: str
