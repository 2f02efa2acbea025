"""Where a record is shown: its form, its camera's picture, or its line on the page it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.domain.figure import LedgerWish
from duty_desk.domain.problem import day_of
from duty_desk.language import tr
from duty_desk.ui.pages import FOOTAGE, HANDOVER, PATROL, WATCH
from duty_desk.ui.watch.scope import MAINTAINER, Scope

if TYPE_CHECKING:
    from duty_desk.desk.search import FoundLine
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
_ELSEWHERE = ("push", "review", "shift")  # shown by the record that they are about
_FOREVER = 1 << 52  # UTC ms

_LOGGED = ("log", "instruction", "emergency", "absence")


def is_shown_somewhere(noun: str) -> bool:
    """Whether a record of this kind can be opened."""
    by_itself = ("problem", "fault", "camera", "footage", "report", "maintainer", "entry")
    return noun in (*_PLACES, *_ELSEWHERE, *by_itself)


def open_record(window: MainWindow, noun: str, record_id: str) -> None:
    """Show a record where it is worked on; what stands nowhere is left alone."""
    if noun == "problem":
        window.watch.open_problem(record_id)
    elif noun in ("fault", "report"):
        window.watch.record_wanted.emit(noun, record_id)
    elif noun == "camera":
        window.show_page(WATCH.id)
        window.catalogue.go_to(record_id)
    elif noun == "maintainer":
        window.show_page(WATCH.id)
        window.watch.wall.use_scope(Scope(MAINTAINER, record_id))
    elif noun == "footage":
        window.show_page(FOOTAGE.id)
        window.footage.show_request(record_id)
    elif noun == "entry":
        _show_entry(window, record_id)
    elif noun in _PLACES:
        page, view = _PLACES[noun]
        window.show_page(page)
        if view:
            window.handover.page.show_view(view)
        _choose(window, noun, record_id)
    if noun in _ELSEWHERE:
        window.search.when_known(
            noun, record_id, lambda line: open_record(window, *(line.opens or ("", "")))
        )


def _show_entry(window: MainWindow, record_id: str) -> None:
    seat, _, number = record_id.rpartition("/")
    wish = LedgerWish("journal", 0, _FOREVER, (("seat", seat), ("seq", number)))
    window.review.detail.show_wish(tr("操作日志第 {n} 号", n=number), wish)


def _choose(window: MainWindow, noun: str, record_id: str) -> None:
    """Choose the line of a record in its view, where the view has lines."""
    if noun == "person":
        window.handover.people.choose(record_id)
    elif noun == "handover":
        window.handover.handover.look_back_at(record_id)
    elif noun == "sample":
        window.patrol.page.show_sample(record_id)
    elif noun not in _ELSEWHERE:
        window.search.when_known(noun, record_id, lambda line: _choose_line(window, line))


def _show_visit(window: MainWindow, line: FoundLine) -> None:
    """Under its round: the day of a round is that on which its window begins."""
    round_id, words = line.id.rpartition("/")[0], f"{line.title} · {line.detail}"

    def show(walked: FoundLine) -> None:
        window.patrol.page.show_visit(round_id, day_of(walked.at), words)

    window.search.when_known("round", round_id, show)


def _choose_line(window: MainWindow, line: FoundLine) -> None:
    """Choose what is found by when it came."""
    page, noun, day = window.patrol.page, line.noun, day_of(line.at)
    if noun in _LOGGED:
        window.duty.log.choose(line.id, line.at)
    elif noun == "round":
        page.show_round(line.id, day)
    elif noun == "visit":
        _show_visit(window, line)
    elif noun == "site_visit":
        page.show_site_visit(line.id, day)
    elif noun == "punch":
        window.handover.attendance.choose(line.id, day[:7])
    elif noun in ("leave", "swap"):
        window.handover.roster.choose_wish(f"{noun} {line.id}", line.at)
    elif noun == "presence":
        window.duty.checks.choose(line.id, line.at)
