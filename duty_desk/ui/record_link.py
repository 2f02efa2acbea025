"""Where a record is shown: its form, its camera's picture, or the page that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.problem import day_of
from duty_desk.ui.pages import FOOTAGE, HANDOVER, PATROL, WATCH

if TYPE_CHECKING:
    from duty_desk.ui.main_window import MainWindow

# Where what has no form of its own is decided: page, and view of the page.
_PLACES = {
    "round": (PATROL.id, ""),
    "visit": (PATROL.id, ""),
    "sample": (PATROL.id, ""),
    "site_visit": (PATROL.id, ""),
    "punch": (HANDOVER.id, "attendance"),
    "leave": (HANDOVER.id, "roster"),
    "swap": (HANDOVER.id, "roster"),
    "person": (HANDOVER.id, "people"),
    "presence": (HANDOVER.id, "presence"),
    "log": (HANDOVER.id, "duty_log"),
    "instruction": (HANDOVER.id, "duty_log"),
    "absence": (HANDOVER.id, "duty_log"),
    "emergency": (HANDOVER.id, "duty_log"),
    "shift": (HANDOVER.id, "handover"),
    "handover": (HANDOVER.id, "handover"),
}

_LOGGED = ("log", "instruction", "emergency")


def is_shown_somewhere(noun: str) -> bool:
    """Whether a record of this kind can be opened."""
    return noun in _PLACES or noun in ("problem", "fault", "camera", "footage")


def open_record(window: MainWindow, noun: str, record_id: str) -> None:
    """Show a record where it is worked on; what stands nowhere is left alone."""
    if noun == "problem":
        window.watch.open_problem(record_id)
    elif noun == "fault":
        window.watch.record_wanted.emit(noun, record_id)
    elif noun == "camera":
        window.show_page(WATCH.id)
        window.catalogue.go_to(record_id)
    elif noun == "footage":
        window.show_page(FOOTAGE.id)
        window.footage.show_request(record_id)
    elif noun in _PLACES:
        page, view = _PLACES[noun]
        window.show_page(page)
        if view:
            window.handover.page.show_view(view)
        _choose(window, noun, record_id)


def _choose(window: MainWindow, noun: str, record_id: str) -> None:
    """Choose the line of a record in its view, where the view has lines."""
    if noun == "person":
        window.handover.people.choose(record_id)
    elif noun == "handover":
        window.handover.handover.look_back_at(record_id)
    elif noun in _LOGGED:
        window.search.when_known(
            noun, record_id, lambda line: window.duty.log.choose(line.id, line.at)
        )
    elif noun == "round":
        window.search.when_known(
            noun, record_id, lambda line: window.patrol.page.show_round(line.id, day_of(line.at))
        )
