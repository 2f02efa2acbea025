"""When a stream may be tried: one door for each login at each host, with its own memory.

A recorder with twenty channels is one device. A wrong password must not be tried twenty times, a
dead host need not be called by twenty, and a device that is full is not to be asked again and
again. So a stream knocks before each try, and its host's door decides.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from duty_desk.video.address import SourceKind, source_kind
from duty_desk.video.ladder import Ladder
from duty_desk.video.orders import DoorWord
from duty_desk.video.stream_state import StreamReason

if TYPE_CHECKING:
    from collections.abc import Iterator

# A first stream that is not through by now is no longer waited for; a wrong password is told
# sooner than this.
NEXT_AFTER_MS = 1_000
FULL_FOR_MS = 60_000
_SPREAD_MS = 500
_FAILED_TRIES_MEAN_FULL = 2
_OF_HOST = frozenset({StreamReason.NO_ANSWER, StreamReason.NO_ROUTE, StreamReason.PORT_CLOSED})


class Stands(StrEnum):
    """Where a stream stands: before the door, in it, or inside."""

    WAITS = "waits"
    TRIES = "tries"
    INSIDE = "inside"


@dataclass
class _Guest:
    camera_id: str
    number: int
    address: str = field(repr=False)
    session_limit: int = 0
    stands: Stands = Stands.WAITS
    due_mono_ms: int | None = 0
    told: StreamReason = StreamReason.NONE
    ladder: Ladder = field(default_factory=Ladder)

    def word(self, reason: StreamReason) -> DoorWord:
        return DoorWord(self.camera_id, self.number, self.ladder.attempt, reason)


class _Host:
    """One device: the room that the catalogue gives it, whichever logins its streams have."""

    def __init__(self) -> None:
        self.doors: list[_Door] = []

    def is_full(self) -> bool:
        """Whether as many streams are open or tried as the least of its cameras allows."""
        guests = [guest for door in self.doors for guest in door.guests.values()]
        limits = [guest.session_limit for guest in guests if guest.session_limit]
        taken = sum(guest.stands is not Stands.WAITS for guest in guests)
        return bool(limits) and taken >= min(limits)


class _Door:
    """One login at one host."""

    def __init__(self, host: _Host, *, has_login: bool) -> None:
        self.guests: dict[int, _Guest] = {}
        self._host = host
        host.doors.append(self)
        self._has_login = has_login
        self._is_known = False
        self._is_refused = False
        self._refused: set[str] = set()
        self._down = StreamReason.NONE
        self._ladder = Ladder()
        self._next_mono_ms = 0
        self._entered_mono_ms = 0
        self._limit: int | None = None
        self._sent_away: set[str] = set()  # addresses that were one too many since the last pass
        self._full_until_mono_ms = 0

    def count(self, stands: Stands) -> int:
        return sum(guest.stands is stands for guest in self.guests.values())

    def fails(self, guest: _Guest, reason: StreamReason, now: int) -> None:
        """A try or a visit of `guest` has ended for `reason`."""
        guest.stands = Stands.WAITS
        guest.told = reason
        is_alone = self.count(Stands.INSIDE) == 0
        pause_s = guest.ladder.pause_s(reason)
        guest.due_mono_ms = None if pause_s is None else now + round(pause_s * 1000)
        if reason is StreamReason.LOGIN_REFUSED:
            self._refuse(guest, is_alone=is_alone)
        elif reason in _OF_HOST and is_alone:
            self._is_known = False
            self._down = reason
            self._ladder.try_again()
            self._next_mono_ms = now + round((self._ladder.pause_s(reason) or 0) * 1000)
            guest.due_mono_ms = self._next_mono_ms
        elif self._means_full(guest, reason) and not is_alone:
            self._sent_away.add(guest.address)
            if len(self._sent_away) > 1 or self._limit is not None:
                # Two channels: the device is full. One alone may be a channel that is.
                self._limit = self.count(Stands.INSIDE)
                self._full_until_mono_ms = now + FULL_FOR_MS
                guest.due_mono_ms = now

    def passes(self, guest: _Guest, now: int) -> None:
        """The host has let `guest` in: its login is right, and the others may come too."""
        guest.stands = Stands.INSIDE
        guest.told = StreamReason.NONE
        self._is_known, self._is_refused = True, False
        self._refused.discard(guest.address)
        self._sent_away.clear()
        shut = {self._down, StreamReason.LOGIN_REFUSED} - {StreamReason.NONE}
        self._down = StreamReason.NONE
        for other in self.guests.values():
            was_held = other.told in shut
            is_own = other.address in self._refused
            if other.stands is Stands.WAITS and was_held and not is_own:
                other.due_mono_ms = now + random.randrange(_SPREAD_MS)
        if self._limit is not None:
            self._limit = max(self._limit, self.count(Stands.INSIDE))

    def is_stable(self, guest: _Guest) -> None:
        guest.ladder.picture_is_stable()
        self._ladder.picture_is_stable()

    def retry(self, guest: _Guest, now: int) -> None:
        """A person asks: whatever is remembered against this stream is forgotten."""
        self._is_refused = False
        self._refused.discard(guest.address)
        self._next_mono_ms = self._full_until_mono_ms = 0
        guest.due_mono_ms = now

    def leaves(self, guest: _Guest) -> None:
        self.guests.pop(guest.number, None)
        if not self.guests:
            # Nobody is asked to wait for what was learned before the page was turned.
            self._down, self._limit, self._next_mono_ms = StreamReason.NONE, None, 0

    def words(self, now: int) -> Iterator[DoorWord]:
        for guest in self.guests.values():
            if guest.stands is not Stands.WAITS:
                continue
            reason = self._reason_against(guest, now)
            is_due = guest.due_mono_ms is not None and guest.due_mono_ms <= now
            if reason is None and is_due:
                guest.stands, guest.told = Stands.TRIES, StreamReason.NONE
                self._entered_mono_ms = now
                guest.ladder.try_again()
                yield guest.word(StreamReason.NONE)
            elif reason is not None and reason not in (guest.told, StreamReason.NONE):
                guest.told = reason
                yield guest.word(reason)

    def _reason_against(self, guest: _Guest, now: int) -> StreamReason | None:
        """Why `guest` may not try now; NONE: another goes first; None: nothing is against it."""
        if self._is_refused or guest.address in self._refused:
            return StreamReason.LOGIN_REFUSED
        if self._host.is_full():
            is_down = self._down is not StreamReason.NONE
            return self._down if is_down else StreamReason.LIMIT_REACHED
        if self._is_full(now):
            return StreamReason.SESSIONS_FULL
        if self._is_known:
            return None
        tries = self.count(Stands.TRIES)
        if self._down is not StreamReason.NONE:
            return self._down if tries or now < self._next_mono_ms else None
        is_early = now - self._entered_mono_ms < NEXT_AFTER_MS
        return StreamReason.NONE if self._has_login and tries and is_early else None

    def _is_full(self, now: int) -> bool:
        if self._limit is None:
            return False
        taken = self.count(Stands.INSIDE) + self.count(Stands.TRIES)
        if taken >= self._limit and now >= self._full_until_mono_ms:
            # Somebody else may have closed a preview: one more is tried.
            self._limit = taken + 1
            self._full_until_mono_ms = now + FULL_FOR_MS
        return taken >= self._limit

    def _refuse(self, guest: _Guest, *, is_alone: bool) -> None:
        if is_alone:
            self._is_refused, self._is_known = True, False
        else:
            # The same login is good for others here: this one channel is not allowed.
            self._refused.add(guest.address)

    def _means_full(self, guest: _Guest, reason: StreamReason) -> bool:
        if reason is StreamReason.SERVER_FAILED:
            # Many recorders answer 500 to one session too many.
            return guest.ladder.attempt >= _FAILED_TRIES_MEAN_FULL
        return reason is StreamReason.SESSIONS_FULL


class Doors:
    """All doors. Used by the supervisor's thread alone."""

    def __init__(self) -> None:
        self._doors: dict[tuple[str, ...], _Door] = {}
        self._hosts: dict[str, _Host] = {}
        self._guests: dict[int, tuple[_Door, _Guest]] = {}

    def knocks(self, camera_id: str, number: int, address: str, session_limit: int = 0) -> None:
        """A new stream wants to connect; `number` is its own."""
        if number not in self._guests:
            door = self._door_of(address)
            guest = _Guest(camera_id, number, address, session_limit)
            door.guests[number] = guest
            self._guests[number] = (door, guest)

    def fails(self, number: int, reason: StreamReason, now: int) -> None:
        """A stream's try or visit has ended; it waits to be told to try again."""
        door, guest = self._guests.get(number, (None, None))
        if door and guest:
            door.fails(guest, reason, now)

    def passes(self, number: int, now: int) -> None:
        """A stream is connected."""
        door, guest = self._guests.get(number, (None, None))
        if door and guest:
            door.passes(guest, now)

    def is_stable(self, number: int) -> None:
        """A stream has brought pictures without a gap for some seconds."""
        door, guest = self._guests.get(number, (None, None))
        if door and guest:
            door.is_stable(guest)

    def leaves(self, number: int) -> None:
        """A stream is wanted no more."""
        door, guest = self._guests.pop(number, (None, None))
        if door and guest:
            door.leaves(guest)

    def forget(self, camera_id: str) -> None:
        """All streams of a camera are gone."""
        for number in [n for n, (_, guest) in self._guests.items() if guest.camera_id == camera_id]:
            self.leaves(number)

    def retry(self, camera_id: str, now: int) -> None:
        """A person wants the camera to be tried now."""
        for door, guest in self._guests.values():
            if guest.camera_id == camera_id and guest.stands is Stands.WAITS:
                door.retry(guest, now)

    def words(self, now: int) -> list[DoorWord]:
        """Whom to let in now, and whom to tell why not."""
        return [word for door in self._doors.values() for word in door.words(now)]

    def _door_of(self, address: str) -> _Door:
        key = _key(address)
        if key not in self._doors:
            host = self._hosts.setdefault(key[-1], _Host())
            self._doors[key] = _Door(host, has_login=len(key) > 1 and bool(key[1]))
        return self._doors[key]


def _key(address: str) -> tuple[str, ...]:
    """What streams of one device and one login have in common; a file stands alone."""
    if source_kind(address) is not SourceKind.NETWORK:
        return (address,)
    parts = urlsplit(address)
    login, _, host = parts.netloc.rpartition("@")
    return (parts.scheme, login, host.lower())
