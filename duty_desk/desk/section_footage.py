"""Requests for recordings over a period: how many came, what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.desk.section_parts import count, span_of, wish
from duty_desk.domain.figure import Section
from duty_desk.language import tr
from duty_desk.store import tallies

if TYPE_CHECKING:
    from duty_desk.desk.section_parts import SectionSide, Source
    from duty_desk.domain.period import Period
    from duty_desk.store.transaction import Session


def footage(_side: SectionSide) -> Source:
    """Requests registered and handed over in the period, and those that wait at its end."""

    def source(session: Session, period: Period) -> Section:
        registered, handed, waiting = tallies.footage(session, span_of(period))
        journal = wish("journal", period, kind="footage.registered")
        return Section(
            key="footage",
            title=tr("调取"),
            figures=(
                count("footage.registered", tr("登记调取"), registered, journal),
                count(
                    "footage.handed",
                    tr("移交签收"),
                    handed,
                    wish("journal", period, kind="footage.handed_over"),
                ),
                count(
                    "footage.waiting",
                    tr("期末没有办完"),
                    waiting,
                    wish("footage", period, open_at_end="1"),
                ),
            ),
        )

    return source
