"""Lost signals: the one kind of fault that the program finds by itself, without asking anybody.

That no picture comes is no matter of opinion. The contract's clock counts from the loss, as the
drawing of the faults page shows it, not from the end of the patience that keeps short breaks out.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from duty_desk.desk.evidence import Picked
from duty_desk.desk.fault_rules import FoundFault
from duty_desk.desk.suspicion_rules import standing_of
from duty_desk.domain.fault import SIGNAL_LOST
from duty_desk.domain.moment import Source
from duty_desk.domain.suspicion import OWN_NETWORK, Standing, Struck, group_of, is_own_network
from duty_desk.language import Refusal
from duty_desk.store import camera as cameras
from duty_desk.store import fault as faults
from duty_desk.store.trouble import StoreTrouble
from duty_desk.video.stream_state import StreamState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.moment import Entry
    from duty_desk.store.transaction import Session
    from duty_desk.video.stream_state import StreamStatus

# A refused password, a full recorder or our own trouble is no fault of the camera.
_OF_THE_CAMERA = frozenset(
    {
        StreamState.LOST,
        StreamState.UNREACHABLE,
        StreamState.REFUSED,
        StreamState.NOT_FOUND,
        StreamState.NOT_A_VIDEO,
    }
)
_KEPT = 200


class SignalWatch:
    """Makes a fault of a camera that stays lost while it is open. Desk thread only."""

    def __init__(
        self,
        desk: Desk,
        status: Callable[[str], StreamStatus],
        last_good: Callable[[str], tuple[bytes, int] | None],
    ) -> None:
        self._desk = desk
        self._status = status
        self._last_good = last_good
        self._began_at = desk.time.now_ms()
        self._lost: dict[str, int] = {}  # cameras lost and not told as a fault yet
        self._struck: list[tuple[Struck, Standing]] = []
        self._watched: tuple[str, ...] = ()

    def follow(self, entry: Entry) -> None:
        """A camera is lost or has come back."""
        if entry.kind == "camera.lost":
            self._lost[entry.subject] = entry.event_at
        elif entry.kind == "camera.restored":
            self._lost.pop(entry.subject, None)

    def load(self, session: Session) -> None:
        """Go on with those that were lost when the program ended."""
        for row in cameras.lost(session):
            # While the program was off nobody could have told anybody.
            self._lost[row.id] = max(row.lost_at or 0, self._began_at)

    def look(self, watched: Collection[str]) -> None:
        """Find the faults that are due; `watched` are the cameras that are open."""
        now = self._desk.time.now_ms()
        if self._lost:
            self._watched = tuple(watched)
        patience_ms = self._desk.patience.signal_fault_s * 1000
        for camera_id, lost_at in list(self._lost.items()):
            if now - lost_at < patience_ms or not self._is_lost(camera_id, patience_ms):
                continue
            # What is out of reach now is looked up again in a second.
            is_told, standing = self._desk.read(partial(self._told, camera_id, lost_at))
            if not is_told and self._is_own_network(patience_ms):
                standing = Standing(OWN_NETWORK, "")
            if not is_told:
                with contextlib.suppress(StoreTrouble):  # the finding has kept it aside itself
                    self._find(camera_id, lost_at, standing)
            del self._lost[camera_id]

    def _is_own_network(self, patience_ms: int) -> bool:
        """Whether nearly all that is open is lost, whatever it hangs on."""
        # The others may have been lost a little later.
        lost = {one for one in self._watched if self._is_lost(one, patience_ms // 2)}
        if len(lost) < 2:
            return False
        hosts = self._desk.read(
            lambda it: {one: standing_of(it, self._desk, one).host for one in self._watched}
        )
        return is_own_network(hosts, lost)

    def _is_lost(self, camera_id: str, patience_ms: int) -> bool:
        status = self._status(camera_id)
        if status.state not in _OF_THE_CAMERA and status.state is not StreamState.CONNECTING:
            return False
        newest = status.newest_mono_ms
        return newest is None or self._desk.time.mono_ms() - newest >= patience_ms

    def _told(self, camera_id: str, lost_at: int, session: Session) -> tuple[bool, Standing]:
        """Whether this loss is a fault on record already, and where the camera hangs."""
        recent = faults.of_camera(session, camera_id, 3)
        is_told = any(
            row.kind == SIGNAL_LOST and (faults.is_open(row.state) or row.found_at >= lost_at)
            for row in recent
        )
        return is_told, standing_of(session, self._desk, camera_id)

    def _find(self, camera_id: str, lost_at: int, standing: Standing) -> None:
        fault_id = self._desk.new_id()
        group = group_of(SIGNAL_LOST, lost_at, standing, tuple(self._struck))
        struck = Struck(fault_id, camera_id, SIGNAL_LOST, lost_at, group)
        self._struck = [*self._struck, (struck, standing)][-_KEPT:]
        found = FoundFault(
            camera_id=camera_id,
            found_at=lost_at,
            kind=SIGNAL_LOST,
            picked=self._picked(camera_id, lost_at),
            down_from_at=lost_at,
            origin="system",
            evidence={
                "class": SIGNAL_LOST,
                "lost_at": lost_at,
                "reason": self._status(camera_id).reason,
                "group": group,
                "cause": standing.host if standing.host == OWN_NETWORK else "",
            },
            source=Source.SYSTEM,
        )
        self._desk.faults.finding.find(found, fault_id)

    def _picked(self, camera_id: str, lost_at: int) -> Picked | None:
        """The last picture that looked well, with its age at the loss."""
        kept = self._last_good(camera_id)
        if kept is None:
            return None
        jpeg, received_at = kept
        try:
            picked = Picked.from_photo(camera_id, jpeg, received_at)
        except Refusal:
            return None
        age_ms = max(0, lost_at - received_at)
        return replace(picked, age_ms=age_ms, found_at=lost_at, is_exact=False)
