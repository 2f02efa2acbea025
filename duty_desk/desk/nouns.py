"""The nouns of the desk: one object of use cases each, joined to one `Desk`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from duty_desk.desk.absences import Absences
from duty_desk.desk.aside import Aside
from duty_desk.desk.attendance import Attendance
from duty_desk.desk.cameras import Cameras
from duty_desk.desk.channels import Channels
from duty_desk.desk.diagnosing import Diagnosing
from duty_desk.desk.dumped import Dumped
from duty_desk.desk.duty_log import DutyLog
from duty_desk.desk.emergencies import Emergencies
from duty_desk.desk.faults import Faults
from duty_desk.desk.footage import Footage
from duty_desk.desk.ground_watch import GroundWatch
from duty_desk.desk.handover_sheet import HandoverSheets
from duty_desk.desk.handovers import Handovers
from duty_desk.desk.leaves import Leaves
from duty_desk.desk.ledgers import Ledgers
from duty_desk.desk.looks import Looks
from duty_desk.desk.morning import Morning
from duty_desk.desk.open_items import OpenItems
from duty_desk.desk.outbox import Outbox
from duty_desk.desk.patrol import Patrol
from duty_desk.desk.patrol_plan import PatrolPlans
from duty_desk.desk.people import Folder, People
from duty_desk.desk.presence import Presence
from duty_desk.desk.presence_judging import PresenceJudging
from duty_desk.desk.problems import Problems
from duty_desk.desk.ptz import Ptz
from duty_desk.desk.reading import Reading
from duty_desk.desk.references import References
from duty_desk.desk.reports import Reports
from duty_desk.desk.review import Review
from duty_desk.desk.roster import Roster
from duty_desk.desk.roster_papers import RosterPapers
from duty_desk.desk.samples import Samples
from duty_desk.desk.search import Search
from duty_desk.desk.sections import sections_of
from duty_desk.desk.shifts import Shifts
from duty_desk.desk.site_visits import SiteVisits
from duty_desk.desk.suspicions import Suspicions
from duty_desk.desk.swaps import Swaps
from duty_desk.desk.watching import Watching

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.parts import DeskParts


class Nouns:
    """What a desk can do, noun by noun. `Desk` is the only one that is built of it."""

    def __init__(self, parts: DeskParts) -> None:
        desk = cast("Desk", self)
        self.people = People(desk, Folder(parts.actor, parts.role), parts.hashing)
        self.open_items = OpenItems(desk)
        self.shifts = Shifts(desk)
        self.handovers = Handovers(desk, parts.equipment)
        self.handover_sheets = HandoverSheets(desk)
        self.aside = Aside(desk)
        self.cameras = Cameras(desk, parts.mask_address)
        self.looks = Looks(desk)
        self.channels = Channels(desk)
        self.problems = Problems(desk)
        self.presence = Presence(desk)
        self.presence_judging = PresenceJudging(desk)
        self.absences = Absences(desk)
        self.duty_log = DutyLog(desk)
        self.emergency = Emergencies(desk, parts.emergency)
        self.faults = Faults(desk)
        self.footage = Footage(desk, parts.papers_may_follow_h)
        self.references = References(desk)
        self.suspicions = Suspicions(desk)
        self.dumped = Dumped(desk)
        self.ground_watch = GroundWatch(desk)
        self.diagnosing = Diagnosing(desk)
        self.outbox = Outbox(desk)
        self.patrol = Patrol(desk, parts.thumbnail_days)
        self.patrol_plans = PatrolPlans(desk)
        self.roster = Roster(desk, parts.holidays)
        self.roster_papers = RosterPapers(desk)
        self.leaves = Leaves(desk)
        self.swaps = Swaps(desk)
        self.attendance = Attendance(desk)
        self.samples = Samples(desk)
        self.site_visits = SiteVisits(desk)
        self.watching = Watching(desk)
        self.ptz = Ptz(desk, parts.ptz_return_s)
        self._look_back(desk, parts)

    def _look_back(self, desk: Desk, parts: DeskParts) -> None:
        """What reads all records: figures, reviews, reports, ledgers, search."""
        self.sections = sections_of(desk)
        self.reading = Reading(parts.store.place)
        self.checking = Reading(parts.store.place)  # what takes long waits in nobody's way
        self.review = Review(desk)
        self.morning = Morning(desk)
        self.reports = Reports(desk, parts.report_hours)
        self.ledgers = Ledgers(desk)
        self.search = Search(desk)
