"""Comparing passwords: on a thread of its own, with a wait that grows after wrong tries.

A try is counted before it is compared and taken back when it was right, so that killing the
program costs nobody less. Tries during a wait are not compared, not counted and not recorded: a
storm of them fills neither the journal nor the queue, and keeps only the one person waiting.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from duty_desk.desk.people_words import waiting, wrong
from duty_desk.domain.moment import Moment
from duty_desk.domain.secret import fit, left_ms, wait_ms
from duty_desk.language import Refusal, tr
from duty_desk.store import person as rows
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.person import Person
    from duty_desk.machine.secret_hash import SecretHash
    from duty_desk.store.person import Secret

_log = logging.getLogger(__name__)
T = TypeVar("T")


class SecretCheck:
    """Keeps the secrets of one desk's people; what it knows stands in memory too.

    So somebody can still unlock the desk while the store is out of reach.
    """

    def __init__(self, desk: Desk, hashing: SecretHash) -> None:
        self._desk = desk
        self._hashing = hashing
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="secrets")
        self._known: dict[str, Secret] = {}
        self._under_way: set[str] = set()

    def stop(self) -> None:
        """Compare nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def do(self, work: Callable[[], T]) -> Future[T]:
        """Have `work` done on the thread of secrets."""
        try:
            return self._thread.submit(work)
        except RuntimeError:  # it takes no more work
            raise Refusal(tr("值守台正在退出，这一步没有执行。")) from None

    def hash(self, secret: str) -> str:
        """The hash of a secret; on the thread of secrets."""
        return self._hashing.make(fit(secret))

    def compare(self, person_id: str, secret: str, then: Callable[[Person], T]) -> T:
        """Compare a secret; when it is right, do `then` on the desk thread for its owner.

        On the thread of secrets.

        Raises:
            Refusal: it is wrong, its owner has to wait, is not active or has none.
        """
        kept = self._desk.ask(lambda: self._begin(person_id)).result()
        is_right = False
        try:
            is_right = self._hashing.is_same(kept.hash, fit(secret))
        finally:
            done = self._desk.ask(lambda: self._end(person_id, then, is_right=is_right))
        return done.result()

    # -- on the desk thread --------------------------------------------------------------------

    def load(self) -> None:
        """Take over what the store has; another seat may have changed it."""
        try:
            self._known = self._desk.read(rows.secrets)
        except StoreTrouble:
            _log.info("secrets as known: the store is out of reach")

    def _begin(self, person_id: str) -> Secret:
        person = self._desk.people.must_be_active(person_id)
        self.load()
        kept = self._known.get(person_id)
        if kept is None:
            raise Refusal(tr("“{name}”还没有口令。请管理员在“人员”里设置。", name=person.name))
        if person_id in self._under_way:
            raise Refusal(tr("正在核对“{name}”的口令，请稍等。", name=person.name))
        left = self._left_ms(kept)
        if left:
            raise waiting(person, kept.tries, left)
        time = self._desk.time
        counted = replace(
            kept,
            tries=kept.tries + 1,
            failed_at=time.now_ms(),
            failed_mono_ms=time.mono_ms(),
            boot_id=self._desk.store.boot_id,
        )
        self._keep(counted)
        self._under_way.add(person_id)
        return counted

    def _left_ms(self, kept: Secret) -> int:
        """By monotonic time in the same run of the computer, else by the wall clock."""
        time = self._desk.time
        if kept.boot_id == self._desk.store.boot_id:
            return left_ms(kept.tries, time.mono_ms() - kept.failed_mono_ms)
        return left_ms(kept.tries, time.now_ms() - kept.failed_at)

    def _end(self, person_id: str, then: Callable[[Person], T], *, is_right: bool) -> T:
        self._under_way.discard(person_id)
        person = self._desk.people.must_be_active(person_id)
        kept = self._known[person_id]
        if is_right:
            self._keep(replace(kept, tries=0))
            return then(person)
        wait = wait_ms(kept.tries)
        facts = {"name": person.name, "tries": kept.tries, "wait_ms": wait}
        self._desk.people.note(Moment(kind="person.refused", subject=person_id, facts=facts))
        raise wrong(person, kept.tries, wait)

    def _keep(self, secret: Secret) -> None:
        self._known[secret.person_id] = secret
        try:
            self._desk.write(lambda unit: rows.keep_secret(unit.session, secret))
        except StoreTrouble:
            _log.info("a try is counted in memory: the store is out of reach")
