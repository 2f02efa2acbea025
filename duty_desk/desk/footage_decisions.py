"""The steps of a footage request that people decide: papers, approval, search, the shelf."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk import footage_rules as rules
from duty_desk.desk.footage_keeping import keep_picture, keep_scan
from duty_desk.desk.footage_step import Step, Steps
from duty_desk.desk.footage_words import field_words
from duty_desk.domain.footage import FootageState
from duty_desk.domain.plain import facts_of
from duty_desk.domain.rights import Right
from duty_desk.language import chinese
from duty_desk.store import footage as rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.footage_views import FootageDetail
    from duty_desk.domain.footage import ClockCheck

_WHOLE = chinese("有，完整")


class FootageDecisions(Steps):
    """What people say of a request; every step returns the form as it stands afterwards."""

    def check_papers(
        self, request_id: str, version: int, seen: frozenset[int] = frozenset()
    ) -> Future[FootageDetail]:
        """Say that the papers are in order; `seen` are places of certificates seen just now.

        Raises:
            Refusal: a paper or a certificate is missing.
        """

        def work() -> FootageDetail:
            row = self.must_be(request_id)
            officers = [
                {**one, "is_seen": one["is_seen"] or place in seen}
                for place, one in enumerate(rows.officers_of(row))
            ]
            asked = rows.request_of(row)
            rules.refuse_papers(asked, officers)
            due = 0 if asked.paper_no and asked.paper_scan else asked.papers_due_at
            facts = {"officers": officers, "papers_due_at": due}
            return self._do("footage.checked", Step(request_id, version), facts)

        return self._desk.ask(work)

    def approve(self, request_id: str, version: int, note: str = "") -> Future[FootageDetail]:
        """A leader says yes.

        Raises:
            Refusal: no right, or the papers were not checked, or not those of who asks now.
        """

        def work() -> FootageDetail:
            row = self.must_be(request_id)
            if row.state == FootageState.CHECKED:  # people may have changed since the check
                rules.refuse_papers(rows.request_of(row), rows.officers_of(row))
            facts = {"note": rules.fit_note(note)}
            return self._do("footage.approved", Step(request_id, version), facts)

        return self._desk.ask(work)

    def refuse(self, request_id: str, version: int, reason: str) -> Future[FootageDetail]:
        """A leader says no, with a reason.

        Raises:
            Refusal: no right, or no reason.
        """
        return self._with_reason("footage.refused", Step(request_id, version), reason)

    def check_clock(
        self, request_id: str, version: int, check: ClockCheck, picture: bytes = b""
    ) -> Future[FootageDetail]:
        """Put a camera's clock beside the true time, with the still that shows it.

        Raises:
            Refusal: the camera is not asked for, or the picture is none.
        """

        def work() -> FootageDetail:
            self._desk.require(Right.FOOTAGE)
            asked = rows.request_of(self.must_be(request_id))
            fit = rules.fit_check(asked, check, self._desk.actor)
            kept = keep_picture(self._desk, picture)
            facts = {"check": facts_of(replace(fit, picture=kept.sha256)), **kept.facts}
            return self._do("footage.clock_checked", Step(request_id, version, kept=kept), facts)

        return self._desk.ask(work)

    def locate(
        self,
        request_id: str,
        version: int,
        results: Mapping[str, str],
        oldest_held_at: int = 0,
    ) -> Future[FootageDetail]:
        """Say what was found on the recorder, by camera id; whole where nothing is said.

        Args:
            request_id: Which request.
            version: As it was read.
            results: What was found, in words.
            oldest_held_at: The oldest picture that the recorder still held, 0 for not looked.

        Raises:
            Refusal: no right, or it is not approved.
        """

        def work() -> FootageDetail:
            asked = rows.request_of(self.must_be(request_id))
            self._refuse_ahead("oldest_held_at", oldest_held_at)
            said = {camera: rules.fit_note(words) for camera, words in results.items()}
            found = {one.camera_id: said.get(one.camera_id) or _WHOLE for one in asked.spans}
            told = facts_of(replace(asked, oldest_held_at=oldest_held_at))
            facts = {"results": found, "request": told}
            return self._do("footage.located", Step(request_id, version), facts)

        return self._desk.ask(work)

    def view_only(
        self, request_id: str, version: int, note: str, left_at: int = 0
    ) -> Future[FootageDetail]:
        """It was looked at here and nothing was taken; `note` says what was seen.

        Args:
            request_id: Which request.
            version: As it was read.
            note: What was seen.
            left_at: When they left, 0 for now.
        """

        def work() -> FootageDetail:
            asked = rows.request_of(self.must_be(request_id))
            self._refuse_ahead("left_at", left_at)
            told = replace(asked, left_at=left_at or self._desk.time.now_ms())
            facts = {"note": rules.fit_note(note), "request": facts_of(told)}
            return self._do("footage.viewed", Step(request_id, version), facts)

        return self._desk.ask(work)

    def not_held(self, request_id: str, version: int, reason: str) -> Future[FootageDetail]:
        """The recorder has nothing of it any more.

        Raises:
            Refusal: no reason, or something was exported already.
        """
        return self._with_reason("footage.not_held", Step(request_id, version), reason)

    def close(
        self, request_id: str, version: int, note: str = "", signed: Path | None = None
    ) -> Future[FootageDetail]:
        """Put it on the shelf, with the scan of the papers as they were `signed`.

        Raises:
            Refusal: it is not answered, papers are still owed, or the scan cannot be used.
        """

        def work() -> FootageDetail:
            row = self.must_be(request_id)
            asked = rows.request_of(row)
            if row.state == FootageState.VIEW_ONLY:
                rules.refuse_owed(asked)
            facts: dict[str, Any] = {"note": rules.fit_note(note)}
            self._desk.require(Right.FOOTAGE)
            kept = keep_scan(self._desk, signed)
            if kept.files:
                told = facts_of(replace(asked, signed_scan=kept.sha256))
                facts |= {"request": told, **kept.facts}
            return self._do("footage.closed", Step(request_id, version, kept=kept), facts)

        return self._desk.ask(work)

    def returned(self, request_id: str, version: int, note: str) -> Future[FootageDetail]:
        """The medium came back."""
        return self._said("footage.returned", Step(request_id, version), note)

    def destroyed(self, request_id: str, version: int, note: str) -> Future[FootageDetail]:
        """Our own copy was destroyed; `note` says how."""
        return self._said("footage.destroyed", Step(request_id, version), note)

    def _refuse_ahead(self, name: str, at: int) -> None:
        rules.refuse_ahead(field_words(name), at, self._desk.time.now_ms())
