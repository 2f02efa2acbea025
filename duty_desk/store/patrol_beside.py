"""What stands beside the rounds, as rows: watching, on-site inspections, supervisors' samples."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import distinct, func, select

from duty_desk.domain.hashchain import canonical
from duty_desk.store.patrol_tables import (
    RoundTable,
    SamplePickTable,
    SampleTable,
    SitePlanTable,
    SiteVisitTable,
    VisitTable,
    WatchingTable,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from duty_desk.domain.moment import Entry


def apply_watching(session: Session, entry: Entry) -> None:
    """A stretch of pages shown outside rounds."""
    names = ("from_at", "to_at", "pages", "cameras", "shown_ms")
    facts = {name: entry.facts[name] for name in names}
    session.add(WatchingTable(id=entry.subject, seat=entry.seat, **facts))


def apply_site_plan(session: Session, entry: Entry) -> None:
    """A list of communities that holds from now on."""
    session.add(
        SitePlanTable(
            id=entry.subject,
            communities=canonical(entry.facts["communities"]),
            adopted_at=entry.recorded_at,
            adopted_by=entry.actor,
            seat=entry.seat,
            seq=entry.seq,
        )
    )


def apply_site_visit(session: Session, entry: Entry) -> None:
    """An on-site inspection."""
    facts = entry.facts
    session.add(
        SiteVisitTable(
            id=entry.subject,
            visited_on=facts["visited_on"],
            visited_at=entry.event_at,
            community=facts["community"],
            note=facts.get("note", ""),
            photo=facts.get("photo"),
            shown=facts.get("shown"),
            visited_by=entry.actor,
            seat=entry.seat,
        )
    )


def apply_sample(session: Session, entry: Entry) -> None:
    """A sample that was drawn, or the judgement on one of its visits."""
    facts = entry.facts
    if entry.kind == "sample.drawn":
        names = ("from_on", "to_on", "seed", "population")
        about = {name: facts[name] for name in names}
        drawn = {"drawn_at": entry.recorded_at, "drawn_by": entry.actor}
        session.add(SampleTable(id=entry.subject, **about, **drawn))
        session.flush()
        for place, (round_id, no) in enumerate(facts["picks"], start=1):
            session.add(
                SamplePickTable(
                    sample_id=entry.subject,
                    round_id=round_id,
                    no=no,
                    place=place,
                    judged="",
                    note="",
                    judged_at=None,
                    judged_by="",
                )
            )
    elif entry.kind == "sample.judged":
        key = (entry.subject, facts["round"], facts["no"])
        pick = session.get_one(SamplePickTable, key)
        pick.judged = "agrees" if facts["agrees"] else "disagrees"
        pick.note = entry.reason
        pick.judged_at, pick.judged_by = entry.recorded_at, entry.actor


# -- reading -----------------------------------------------------------------------------------


def watching_between(session: Session, since: int, until: int) -> tuple[WatchingTable, ...]:
    """The stretches of watching that began between two instants, in order."""
    found = session.scalars(
        select(WatchingTable)
        .where(WatchingTable.from_at >= since, WatchingTable.from_at < until)
        .order_by(WatchingTable.from_at)
    )
    return tuple(found)


def communities(session: Session) -> list[str] | None:
    """The communities to be inspected on site, as adopted last; None before anybody did."""
    body = session.scalar(
        select(SitePlanTable.communities)
        .order_by(SitePlanTable.adopted_at.desc(), SitePlanTable.seq.desc())
        .limit(1)
    )
    return None if body is None else list(json.loads(body))


def site_visits(session: Session, from_on: str, to_on: str) -> tuple[SiteVisitTable, ...]:
    """The on-site inspections of some days, newest first."""
    found = session.scalars(
        select(SiteVisitTable)
        .where(SiteVisitTable.visited_on.between(from_on, to_on))
        .order_by(SiteVisitTable.visited_at.desc())
    )
    return tuple(found)


def site_visit_days(session: Session, from_on: str, to_on: str) -> dict[str, int]:
    """How many different communities were inspected on each day that had any."""
    found = session.execute(
        select(SiteVisitTable.visited_on, func.count(distinct(SiteVisitTable.community)))
        .where(SiteVisitTable.visited_on.between(from_on, to_on))
        .group_by(SiteVisitTable.visited_on)
    )
    return {row[0]: row[1] for row in found}


def communities_seen(session: Session, from_on: str, to_on: str) -> int:
    """How many different communities were inspected."""
    return (
        session.scalar(
            select(func.count(distinct(SiteVisitTable.community))).where(
                SiteVisitTable.visited_on.between(from_on, to_on)
            )
        )
        or 0
    )


def last_site_visits(session: Session) -> dict[str, str]:
    """The day of the last inspection of each community that had one."""
    found = session.execute(
        select(SiteVisitTable.community, func.max(SiteVisitTable.visited_on)).group_by(
            SiteVisitTable.community
        )
    )
    return {row[0]: row[1] for row in found}


def samples(session: Session) -> tuple[SampleTable, ...]:
    """All samples, newest first."""
    found = session.scalars(select(SampleTable).order_by(SampleTable.drawn_at.desc()))
    return tuple(found)


def picks(session: Session, sample_id: str) -> tuple[SamplePickTable, ...]:
    """The visits of a sample, as drawn."""
    found = session.scalars(
        select(SamplePickTable)
        .where(SamplePickTable.sample_id == sample_id)
        .order_by(SamplePickTable.place)
    )
    return tuple(found)


def nth_visit(session: Session, round_id: str, index: int) -> VisitTable:
    """The visit of a round at `index` (from 0) in the order of checkpoints."""
    return session.scalars(
        select(VisitTable)
        .where(VisitTable.round_id == round_id)
        .order_by(VisitTable.no)
        .offset(index)
        .limit(1)
    ).one()


def judged_rates(session: Session, from_on: str, to_on: str) -> tuple[int, int]:
    """Of the sampled visits of rounds on some days: how many are judged, how many agreed with."""
    found = session.execute(
        select(SamplePickTable.judged, func.count())
        .join(RoundTable, RoundTable.id == SamplePickTable.round_id)
        .where(RoundTable.day.between(from_on, to_on), SamplePickTable.judged != "")
        .group_by(SamplePickTable.judged)
    )
    counts = {row[0]: row[1] for row in found}
    return sum(counts.values()), counts.get("agrees", 0)
