"""On-site inspections of communities: a counter of its own beside the rounds on video."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from duty_desk.desk.evidence import Picked
from duty_desk.desk.patrol_route import days_between
from duty_desk.desk.patrol_views import SiteVisitDay, SiteVisitRow
from duty_desk.domain.moment import REASON_AFTER_MS, Moment, Source
from duty_desk.domain.patrol_count import contract_year, projection, quota_of, quota_rule
from duty_desk.domain.problem import day_of
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.store import camera as cameras
from duty_desk.store import patrol_beside as rows
from duty_desk.store.patrol_tables import SiteVisitTable
from duty_desk.store.trouble import StoreTrouble, explain
from duty_desk.vision.jpeg import upright

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.patrol_count import Quota
    from duty_desk.store.evidence import EvidenceFile
    from duty_desk.store.transaction import Session

DONE = "site_visit.done"


class SiteVisits:
    """The use cases of on-site inspections."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def day(self, day: str = "") -> Future[SiteVisitDay]:
        """A day's list (today when empty) and how the inspections stand against the contract."""
        return self._desk.ask(
            lambda: self._desk.read(lambda session: self._day(session, day or self._today()))
        )

    def plan(self, communities: Sequence[str]) -> Future[SiteVisitDay]:
        """Say which communities are to be inspected; without it those of the cameras are.

        Raises:
            Refusal: no right, none is named, or one stands twice.
        """

        def work() -> SiteVisitDay:
            self._desk.require(Right.PLAN)
            names = [name.strip() for name in communities if name.strip()]
            if not names:
                raise Refusal(tr("请至少写一个社区；名单没有改动。"))
            if len(set(names)) != len(names):
                raise Refusal(tr("名单里有重复的社区；名单没有改动。"))
            self._record("site_plan.adopted", {"communities": names})
            return self._desk.read(lambda session: self._day(session, self._today()))

        return self._desk.ask(work)

    def done(
        self, community: str, *, note: str = "", photo: bytes = b"", at: int | None = None
    ) -> Future[SiteVisitDay]:
        """Tick an inspection off, with a photo as it came from the phone.

        Args:
            community: One of the list.
            note: What was seen.
            photo: JPEG or PNG; kept as it is, and once more turned upright for showing.
            at: When it was, UTC ms; now when it is None. Earlier is a person's word (补记).

        Raises:
            Refusal: unknown community, a time to come, late without a note, or no picture.
        """

        def work() -> SiteVisitDay:
            now = self._desk.time.now_ms()
            visited_at = now if at is None else at
            self._refuse(community, visited_at, note)
            files = self._keep(photo, now) if photo else []
            facts: dict[str, Any] = {
                "community": community,
                "visited_on": day_of(visited_at),
                "note": note.strip(),
            }
            if files:
                facts |= {"photo": files[0].sha256, "shown": files[-1].sha256}
                facts["files"] = [one.as_facts() for one in dict.fromkeys(files)]
            try:
                self._record(DONE, facts, at)
            except Refusal:
                self._desk.store.evidence.discard(files)
                raise
            return self._desk.read(lambda session: self._day(session, self._today()))

        return self._desk.ask(work)

    def photo(self, visit_id: str) -> Future[Path | None]:
        """The upright photo of an inspection; None when there is none."""

        def read(session: Session) -> Path | None:
            row = session.get_one(SiteVisitTable, visit_id)
            return self._desk.store.evidence.path(row.shown) if row.shown else None

        return self._desk.ask(lambda: self._desk.read(read))

    # -- inside --------------------------------------------------------------------------------

    def _refuse(self, community: str, at: int, note: str) -> None:
        now = self._desk.time.now_ms()
        if community not in self._desk.read(self._communities):
            raise Refusal(tr("名单里没有“{name}”；没有记录。", name=community))
        if at > now:
            raise Refusal(tr("现场巡查的时间不能在将来；没有记录。"))
        if now - at > REASON_AFTER_MS and not note.strip():
            raise Refusal(tr("补记超过 30 分钟要写明情况；没有记录。"))

    def _keep(self, photo: bytes, now: int) -> list[EvidenceFile]:
        Picked.from_photo("", photo, now)  # refuses what is no picture
        evidence = self._desk.store.evidence
        kept: list[EvidenceFile] = []
        try:
            kept.append(evidence.put(photo, ".png" if photo.startswith(b"\x89PNG") else ".jpg"))
            kept.append(evidence.put(upright(photo)))
        except OSError as error:
            evidence.discard(kept)
            raise explain(error) or StoreTrouble(str(error)) from None
        return kept

    def _record(self, kind: str, facts: dict[str, Any], at: int | None = None) -> None:
        moment = Moment(
            kind=kind,
            subject=self._desk.new_id(),
            facts=facts,
            source=Source.KEY if at is None else Source.SELF,
            actor=self._desk.actor,
        )
        self._desk.record(replace(moment, event_at=at))

    def _today(self) -> str:
        return day_of(self._desk.time.now_ms())

    def _communities(self, session: Session) -> list[str]:
        adopted = rows.communities(session)
        if adopted is not None:
            return adopted
        named = (row.community for row in cameras.active(session))
        return list(dict.fromkeys(name for name in named if name))

    def _day(self, session: Session, day: str) -> SiteVisitDay:
        contract = self._desk.store.contract
        quota = quota_of(contract, quota_rule(contract, DONE))
        today = date.fromisoformat(day)
        from_on, to_on = contract_year(contract, today)
        communities = self._communities(session)
        done = rows.site_visits(session, day, day)
        days = rows.site_visit_days(session, from_on.isoformat(), day)
        count = days.pop(day, 0)
        run_from = (today - timedelta(days=max(quota.run_days, 1) - 1)).isoformat()
        past = [days.get(one, 0) for one in days_between(min(days), day)[:-1]] if days else []
        forecast, left = max(count, quota.per_day), (to_on - today).days
        return SiteVisitDay(
            day=day,
            todo=_todo(communities, rows.last_site_visits(session), day, quota, count),
            done=tuple(_row(row) for row in done),
            communities=tuple(communities),
            today=count,
            today_target=quota.per_day,
            run_days=quota.run_days,
            run_done=rows.communities_seen(session, run_from, day),
            run_target=min(quota.run_target, len(communities)),
            month=count + sum(n for one, n in days.items() if one.startswith(day[:7])),
            year=count + sum(days.values()),
            year_target=quota.of_year(from_on, to_on),
            year_projection=projection(past, forecast, left, sum(days.values())),
        )


def _todo(
    communities: list[str], last: dict[str, str], day: str, quota: Quota, done: int
) -> tuple[str, ...]:
    """Those for today: not seen today, and of these the ones not seen for longest."""
    left = [name for name in communities if last.get(name, "") < day]
    left.sort(key=lambda name: last.get(name, ""))
    wanted = max(0, quota.per_day - done) if quota.per_day else len(left)
    return tuple(left[:wanted])


def _row(row: SiteVisitTable) -> SiteVisitRow:
    return SiteVisitRow(
        id=row.id,
        community=row.community,
        visited_at=row.visited_at,
        note=row.note,
        has_photo=row.shown is not None,
        by=row.visited_by,
    )
