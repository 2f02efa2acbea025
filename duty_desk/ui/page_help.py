"""What F1 says of each page: its keys, one line a page."""

from __future__ import annotations

from duty_desk.ui.faults import page as faults_page
from duty_desk.ui.footage import page as footage_page
from duty_desk.ui.handover import page as handover_page
from duty_desk.ui.pages import FAULTS, FOOTAGE, HANDOVER, PATROL, PROBLEMS, REPORTS, REVIEW, WATCH
from duty_desk.ui.patrol import page as patrol_page
from duty_desk.ui.problems import page as problems_page
from duty_desk.ui.reports import page as reports_page
from duty_desk.ui.review import page as review_page
from duty_desk.ui.watch.page_keys import KEYS

KEYS_OF_PAGE = {
    WATCH.id: KEYS,
    PATROL.id: patrol_page.KEYS,
    PROBLEMS.id: problems_page.KEYS,
    FAULTS.id: faults_page.KEYS,
    FOOTAGE.id: footage_page.KEYS,
    HANDOVER.id: handover_page.KEYS,
    REVIEW.id: review_page.KEYS,
    REPORTS.id: reports_page.KEYS,
}
