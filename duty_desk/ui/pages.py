"""The pages of the window, one line each, in the order of the rail."""

from __future__ import annotations

from dataclasses import dataclass

from duty_desk.language import mark


@dataclass(frozen=True)
class PageEntry:
    """A page's place in the rail. The digit is the one of the final order and never changes."""

    id: str
    digit: int
    icon: str
    title: str


WATCH = PageEntry("watch", 1, "device-desktop", mark("值守"))
PATROL = PageEntry("patrol", 2, "clock", mark("巡查"))
PROBLEMS = PageEntry("problems", 3, "alert-triangle", mark("问题"))
FAULTS = PageEntry("faults", 4, "tool", mark("报修"))
FOOTAGE = PageEntry("footage", 6, "video", mark("调取"))
HANDOVER = PageEntry("handover", 7, "arrows-exchange", mark("交接"))
REVIEW = PageEntry("review", 8, "chart-bar", mark("复核"))
REPORTS = PageEntry("reports", 9, "file-text", mark("报表"))
PAGES = (WATCH, PATROL, PROBLEMS, FAULTS, FOOTAGE, HANDOVER, REVIEW, REPORTS)
