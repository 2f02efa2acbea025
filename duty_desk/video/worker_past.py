"""The past of a worker's cameras: clips that become due, and replays that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.video.replay_orders import (
    AskClip,
    AskReplayStill,
    ClipAnswer,
    CloseReplay,
    OpenReplay,
    ReplayAnswer,
    ReplayOrder,
    ShowFrame,
    SizeReplay,
)
from duty_desk.video.source import mono_ms

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from duty_desk.video.orders import Answer
    from duty_desk.video.packet_ring import Group, PacketRing
    from duty_desk.video.replay_player import ReplayPlayer

# A picture of the span's last instant may still be on its way.
_SETTLE_MS = 300


class WorkerPast:
    """Follows the orders about clips and replays.

    For the worker's main thread; whatever takes longer than a moment is done in `pool`. A ring
    goes on being used after its camera is closed: a clip then has what there was.
    """

    def __init__(self, send: Callable[[Answer], None], pool: Executor) -> None:
        self._send = send
        self._pool = pool
        self._clips: list[tuple[AskClip, PacketRing]] = []
        self._players: dict[str, ReplayPlayer] = {}
        self._closed: set[str] = set()  # told to close before they were open

    def follow(self, order: ReplayOrder, ring: PacketRing | None) -> None:
        """Do what is asked; `ring` is that of the camera it is about, if that is open."""
        match order:
            case AskClip():
                self._ask_clip(order, ring)
            case OpenReplay():
                self._pool.submit(self._open, order, ring)
            case ShowFrame(replay_id=name) if name in self._players:
                self._players[name].show(order)
            case SizeReplay(replay_id=name) if name in self._players:
                self._players[name].resize(order)
            case AskReplayStill():
                self._pool.submit(self._send_still, order)
            case CloseReplay():
                self._close(order.replay_id)

    def cut_due(self) -> None:
        """Make the clips whose time is over."""
        now = mono_ms()
        for due in [one for one in self._clips if one[0].to_mono_ms + _SETTLE_MS <= now]:
            self._clips.remove(due)
            self._pool.submit(self._cut, due[0], due[1].frozen())

    def end(self) -> None:
        """Make every clip of what there is by now: the program ends."""
        for order, ring in self._clips:
            self._cut(order, ring.frozen())
        self._clips.clear()
        for player in self._players.values():
            player.close()

    def _ask_clip(self, order: AskClip, ring: PacketRing | None) -> None:
        player = self._players.get(order.camera_id)
        if player is not None:
            self._pool.submit(self._cut, order, player.film.groups)
        elif ring is None or not ring.is_fed:
            self._send(ClipAnswer(order.ticket, (), is_possible=ring is None))
        else:
            self._clips.append((order, ring))
            self.cut_due()

    def _cut(self, order: AskClip, groups: tuple[Group, ...]) -> None:
        from duty_desk.video.clip import clips_of

        self._send(ClipAnswer(order.ticket, clips_of(groups, order.from_mono_ms, order.to_mono_ms)))

    def _open(self, order: OpenReplay, ring: PacketRing | None) -> None:
        from duty_desk.video.film import Film, film_of_files
        from duty_desk.video.replay_player import ReplayPlayer

        try:
            if order.files:
                film = film_of_files(order.files)
            else:
                film = Film(ring.frozen() if ring is not None else ())
            if film.frames:
                self._players[order.replay_id] = ReplayPlayer(film, order)
            if order.replay_id in self._closed:
                self._close(order.replay_id)
        except OSError:
            # A file that cannot be read, or a tile that was taken away: nothing to show.
            film = Film(())
        is_of_files = bool(order.files)
        is_possible = is_of_files or ring is None or ring.is_fed
        self._send(ReplayAnswer(order.ticket, film.times, is_possible, is_of_files))

    def _close(self, replay_id: str) -> None:
        player = self._players.pop(replay_id, None)
        if player is None:
            self._closed.add(replay_id)
        else:
            player.close()

    def _send_still(self, order: AskReplayStill) -> None:
        from duty_desk.video.orders import StillAnswer
        from duty_desk.video.still import still_of_film

        player = self._players.get(order.camera_id)
        still = still_of_film(player.film, order.number) if player is not None else None
        self._send(StillAnswer(order.ticket, still))
