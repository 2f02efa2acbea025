"""What waited in the spool while the store was away, written once it is back, line by line."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from duty_desk.desk.consequences import record
from duty_desk.desk.outbox import CLIPBOARD_ID
from duty_desk.language import Refusal
from duty_desk.store.tables import ChannelTable, PushTable
from duty_desk.store.trouble import StoreTrouble

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.domain.moment import Moment
    from duty_desk.store.store import Unit

_log = logging.getLogger(__name__)


def replay(desk: Desk) -> int:
    """Write every waiting moment that the journal lacks, in order; how many waited.

    A line that cannot be written stays in a file of its own, so that the others and the start
    of the desk do not wait for it.

    Raises:
        StoreTrouble: the store is still away; everything waits on.
    """
    waiting = desk.store.spool.pending()
    if not waiting:
        return 0
    unread = [line for line, moment in waiting if moment is None or not _is_written(desk, moment)]
    if unread:
        desk.store.spool.put_by(unread)
        _log.warning("spool: %d waiting lines could not be read and were put by", len(unread))
    desk.store.spool.clear_pending()
    return len(waiting)


def _is_written(desk: Desk, moment: Moment) -> bool:
    try:
        desk.write(lambda unit: _write(desk, unit, moment))
    except StoreTrouble:
        raise
    except (Refusal, LookupError, TypeError, ValueError):
        return False
    return True


def _write(desk: Desk, unit: Unit, moment: Moment) -> None:
    """One moment; each noun knows whether its record stands already."""
    if moment.kind in ("push.queued", "push.confirmed"):
        _write_push(desk, unit, moment)
    else:
        desk.problems.replay(unit, [moment])
        desk.faults.replay(unit, [moment])
        desk.emergency.replay(unit, [moment])


def _write_push(desk: Desk, unit: Unit, moment: Moment) -> None:
    push = unit.session.get(PushTable, moment.subject)
    if moment.kind == "push.queued" and push is None:
        if unit.session.get(ChannelTable, CLIPBOARD_ID) is None:
            record(unit, desk.outbox.clipboard_channel(unit))
        record(unit, moment)
    elif moment.kind == "push.confirmed" and push is not None and push.state != "confirmed":
        record(unit, moment)
