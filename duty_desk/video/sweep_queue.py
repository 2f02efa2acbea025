"""Whom to call next: many cameras, few sessions a host, and never twice with a wrong password."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from duty_desk.video.address import SourceKind, source_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duty_desk.video.source import StreamSpec

SESSIONS_PER_HOST = 4

Login = tuple[str, str]
"""A host with user and password; ("", address) for a file or device, which has no host."""


def host_of(address: str) -> str:
    """The host that a network address leads to, small letters; empty for files and devices."""
    if source_kind(address) is not SourceKind.NETWORK:
        return ""
    return (urlsplit(address).hostname or "").lower()


def _login_of(address: str) -> Login:
    host = host_of(address)
    return (host, urlsplit(address).netloc.rpartition("@")[0]) if host else ("", address)


class SweepQueue:
    """Hands out cameras to as many threads as ask.

    A host gets `per_host` sessions at a time, less those it has already (`sessions`), one at
    least; none where these are all that the catalogue allows. A login is tried alone before it is
    tried at once for more cameras: twenty channels of a recorder with a wrong password must not
    lock it out.
    """

    def __init__(
        self,
        specs: Iterable[StreamSpec],
        per_host: int = SESSIONS_PER_HOST,
        sessions: Mapping[str, int] | None = None,
    ) -> None:
        self._per_host = per_host
        self._elsewhere = dict(sessions or {})
        self._waiting: dict[Login, deque[StreamSpec]] = defaultdict(deque)
        self._limits: dict[str, int] = {}
        for spec in specs:
            login = _login_of(spec.address)
            self._waiting[login].append(spec)
            if spec.session_limit:
                limit = self._limits.get(login[0], spec.session_limit)
                self._limits[login[0]] = min(limit, spec.session_limit)
        self._ready = deque(self._waiting)
        self._held_back: dict[str, list[Login]] = defaultdict(list)
        self._open: Counter[str] = Counter()
        self._proven: set[Login] = set()
        self._trying: set[Login] = set()
        self._refused: set[Login] = set()
        self._changed = threading.Condition()

    def take(self) -> StreamSpec | None:
        """The next camera to call, as soon as its host has room; None when none is left."""
        with self._changed:
            while True:
                spec = self._next()
                if spec is not None:
                    return spec
                if not self._ready and not any(self._held_back.values()):
                    return None
                self._changed.wait()

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._ready.clear()
            self._held_back.clear()
            self._changed.notify_all()

    def done(self, spec: StreamSpec, *, is_refused: bool) -> None:
        """The call of `spec` is over; `is_refused` when its password was not accepted."""
        login = _login_of(spec.address)
        with self._changed:
            self._open[login[0]] -= 1
            self._trying.discard(login)
            self._proven.add(login)
            if is_refused and login[1]:  # without a password there is nothing to lock out
                self._refused.add(login)
            self._ready.extend(self._held_back.pop(login[0], ()))
            self._changed.notify_all()

    def is_refused(self, spec: StreamSpec) -> bool:
        """Whether this host has refused this login already."""
        return _login_of(spec.address) in self._refused

    def is_shut_out(self, spec: StreamSpec) -> bool:
        """Whether its host has all the sessions that the catalogue allows it already."""
        host = host_of(spec.address)
        limit = self._limits.get(host)
        return bool(host) and limit is not None and limit <= self._elsewhere.get(host, 0)

    def _next(self) -> StreamSpec | None:
        while self._ready:
            login = self._ready.popleft()
            waiting = self._waiting[login]
            if not waiting:
                continue
            if not self._has_room(login):
                self._held_back[login[0]].append(login)
                continue
            self._ready.append(login)
            self._open[login[0]] += 1
            if login not in self._proven:
                self._trying.add(login)
            return waiting.popleft()
        return None

    def _has_room(self, login: Login) -> bool:
        host = login[0]
        if not host:
            return True
        most = min(self._per_host, self._limits.get(host, self._per_host))
        room = max(1, most - self._elsewhere.get(host, 0))
        return self._open[host] < room and login not in self._trying
