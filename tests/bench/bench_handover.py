"""How long the handover page takes to open on a store with a year of records.

    python -m tests.bench.bench_handover DATA

DATA is a copy of a data folder: it is written to (a person, a shift). Said are the slowest and the
middle of twenty openings from the call to the drawn page, and the plans of its questions.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from sqlalchemy import event

from duty_desk.bootstrap import build_desk, lock, open_house
from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.rights import Role
from duty_desk.ui import icons, theme
from duty_desk.ui.desk_bridge import DeskBridge
from duty_desk.ui.handover.handover_view import HandoverView
from duty_desk.ui.problems.form_model import DeskSide
from tests.fakes.desk import LIGHT_HASH, RESOURCES

OPENINGS, PIN = 20, "703512"


def main(data: Path) -> None:
    """Open the page again and again."""
    app = QApplication([])
    icons.use_folder(RESOURCES / "icons")
    theme.dress(RESOURCES)
    house = open_house(data)
    lock(house)
    desk = build_desk(house, LIGHT_HASH)
    desk.start(is_sending=False, is_ticking=False)
    desk.people.attend().result()
    if not desk.people.all():
        desk.people.add(PersonGiven("管理员 E", Role.ADMINISTRATOR, None), PIN).result()
    desk.people.sign_in(desk.people.all()[0].id, PIN).result()
    if desk.snapshot.shift is None:
        desk.shifts.begin().result()
    view = HandoverView(DeskSide(desk, DeskBridge(), desk.time))
    view.resize(1600, 900)
    view.show()
    opened = [open_once(app, view) for _ in range(OPENINGS)]
    items = len(view.model.page.items)
    entries = desk.ask(desk.store.count).result()
    print(f"{entries} entries, {items} open items")
    print(f"opened in {median(opened):.0f} ms, slowest {max(opened):.0f} ms")
    for plan in scans(desk):
        print(plan)
    desk.stop()


def open_once(app: QApplication, view: HandoverView) -> float:
    """Open the page and wait until it is drawn, in milliseconds."""
    drawn: list[bool] = []
    joined = view.model.changed.connect(lambda: drawn.append(True))
    began = time.perf_counter()
    view.come()
    while not drawn:
        app.processEvents()
    view.repaint()
    took = (time.perf_counter() - began) * 1000
    view.model.changed.disconnect(joined)
    return took


def scans(desk) -> list[str]:
    """The questions of the page that read a whole table, in SQLite's own words."""
    asked: list[tuple[str, object]] = []

    def ask() -> list[str]:
        engine = desk.store._engine
        event.listen(engine, "before_cursor_execute", lambda *of: asked.append((of[2], of[3])))
        desk.read(lambda session: desk.open_items.all(session, desk.time.now_ms()))
        from duty_desk.desk.handover_rows import page_of

        desk.read(lambda session: page_of(desk, session))
        found = []
        with engine.connect() as connection:
            for statement, values in tuple(asked):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                found += [f"{row[3]}: {statement[:60]!r}" for row in plan if "SCAN" in row[3]]
        return found

    return desk.ask(ask).result()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
