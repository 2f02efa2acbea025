"""What every command is given, how it prints, and what it returns."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from getpass import getpass
from typing import TYPE_CHECKING, Any, TextIO

from duty_desk.bootstrap import House, build_desk, lock, open_house
from duty_desk.desk.snapshot import Viewer
from duty_desk.domain.problem import beijing
from duty_desk.language import Refusal, tr
from duty_desk.store.clock import AdoptedRules
from duty_desk.store.reading import open_for_reading

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk
    from duty_desk.store.transaction import Session

DONE = 0
NO = 1
WRONG_CALL = 2
COULD_NOT = 3


@dataclass
class Call:
    """One command call: its words, its house, its way to print."""

    words: Namespace
    is_json: bool
    data: Path | None
    store_url: str
    spoken: str
    as_name: str = ""
    out: TextIO = field(default_factory=lambda: sys.stdout)

    def house(self) -> House:
        """The house this command works in.

        Raises:
            Refusal: folder or settings cannot be used.
        """
        return open_house(self.data, self.store_url, self.spoken)

    def line(self, text: str) -> None:
        """Print a line for a person; silent when a document was asked for."""
        if not self.is_json:
            print(text, file=self.out, flush=True)

    def document(self, document: Any) -> None:
        """Print the JSON document, when one was asked for."""
        if self.is_json:
            print(json.dumps(document, ensure_ascii=False), file=self.out, flush=True)


def unseen_line(what: str) -> str:
    """A line of standard input, so that other users of the computer do not see it in the call.

    Typed at a terminal it is not shown.

    Raises:
        Refusal: there was none.
    """
    try:
        line = getpass(tr("{what}：", what=what)) if sys.stdin.isatty() else sys.stdin.readline()
    except EOFError:
        line = ""
    if not line.strip():
        raise Refusal(tr("没有读到{what}，没有保存。", what=what))
    return line.rstrip("\r\n")


@contextmanager
def writing_desk(call: Call, *, is_sending: bool = False) -> Iterator[Desk]:
    """A started desk that may write; the data folder is locked meanwhile.

    Raises:
        Refusal: another program holds the folder, it cannot be written, or nobody has the name
            that the call acts as.
    """
    house = call.house()
    held = lock(house)
    try:
        desk = build_desk(house)
        desk.start(is_sending=is_sending)
        try:
            if call.as_name:
                desk.people.act_as(call.as_name).result()
            yield desk
        finally:
            desk.stop()
    finally:
        held.release()


@dataclass(frozen=True)
class Reading:
    """A look at a store that may be in use by a running desk."""

    session: Session
    rules: AdoptedRules
    viewer: Viewer
    house: House


@contextmanager
def reading(call: Call) -> Iterator[Reading]:
    """A reading session beside whatever runs.

    Raises:
        StoreTrouble: there is no store, or it cannot be read.
    """
    house = call.house()
    with open_for_reading(house.place) as session:
        rules = AdoptedRules()
        rules.load(session)
        categories = {item.code: item for item in house.categories()}
        viewer = Viewer(categories, rules, kinds=house.fault_kinds())
        yield Reading(session, rules, viewer, house)


def iso(instant: int | None) -> str | None:
    """An instant as ISO 8601 in Beijing time with its offset, milliseconds kept."""
    return None if instant is None else beijing(instant).isoformat(timespec="milliseconds")
