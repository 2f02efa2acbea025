"""Places of cameras as a person arranged them: named walls, own groups, and every order shown.

They say how this seat likes to look and prove nothing, so they lie in one small file of the data
folder and not in the journal. What was shown once keeps its places: a camera that is taken out of
use leaves a hole with its name, also when that happened while the program was off.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr
from duty_desk.ui.watch.scope import OWN, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_log = logging.getLogger(__name__)

LONGEST_NAME = 20


@dataclass(frozen=True)
class Arrangement:
    """The cameras of a scope by place, "" where a place is empty; `layout` 0 when it has none."""

    scope: Scope
    places: tuple[str, ...]
    layout: int = 0


class OwnWalls:
    """The arrangements by scope, read at the start and written at every change."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known: dict[Scope, Arrangement] = {}
        self._labels: dict[str, str] = {}
        self._read()

    def find(self, scope: Scope) -> Arrangement | None:
        """The arrangement of `scope`, None when nobody has seen it yet."""
        return self._known.get(scope)

    def named(self, kind: str) -> tuple[Scope, ...]:
        """The own groups or named walls, oldest first."""
        return tuple(scope for scope in self._known if scope.kind == kind)

    def label(self, camera_id: str) -> str:
        """How a camera was called that may be gone by now."""
        return self._labels.get(camera_id, "")

    def keep(self, arrangement: Arrangement, labels: Mapping[str, str]) -> None:
        """Remember an arrangement and what its cameras are called."""
        self._known[arrangement.scope] = arrangement
        self._labels |= {name: labels[name] for name in arrangement.places if name in labels}
        self._write()

    def add(self, arrangement: Arrangement, labels: Mapping[str, str]) -> None:
        """Remember a new named wall or own group.

        Raises:
            Refusal: the name is empty, too long, or taken; nothing was changed.
        """
        self.keep(replace(arrangement, scope=self._named(arrangement.scope)), labels)

    def rename(self, scope: Scope, name: str) -> Scope:
        """Give a named wall or own group another name; what it is called now.

        Raises:
            Refusal: the name is empty, too long, or taken; nothing was changed.
        """
        if name.strip() == scope.name:
            return scope
        wanted = self._named(Scope(scope.kind, name))
        self._known = {
            (wanted if known == scope else known): (
                replace(one, scope=wanted) if known == scope else one
            )
            for known, one in self._known.items()
        }
        self._write()
        return wanted

    def forget(self, scope: Scope) -> None:
        """Remove an arrangement."""
        if self._known.pop(scope, None) is not None:
            self._write()

    def _named(self, scope: Scope) -> Scope:
        name = " ".join(scope.name.split())
        if not name:
            raise Refusal(tr("还没有写名字。请写一个短名字，例如“夜班重点”。"))
        if len(name) > LONGEST_NAME:
            raise Refusal(tr("名字最多 {n} 个字，请写短一些。", n=LONGEST_NAME))
        if any(Scope(kind, name) in self._known for kind in OWN):
            raise Refusal(tr("“{name}”已经有了，请换一个名字。", name=name))
        return Scope(scope.kind, name)

    def _read(self) -> None:
        if self._file is None or not self._file.exists():
            return
        try:
            told = json.loads(self._file.read_text(encoding="utf-8"))
            found = [_arrangement(one) for one in told["walls"]]
            labels = {str(name): str(label) for name, label in told["labels"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            _log.warning("the arrangements of the wall cannot be read: %s", type(error).__name__)
            self._set_aside(self._file)
            return
        self._known = {one.scope: one for one in found}
        self._labels = labels

    def _set_aside(self, file: Path) -> None:
        try:
            file.replace(file.with_suffix(".damaged"))
        except OSError as error:
            _log.warning("it cannot be set aside either: %s", error.strerror)

    def _write(self) -> None:
        if self._file is None:
            return
        used = {name for one in self._known.values() for name in one.places}
        self._labels = {name: label for name, label in self._labels.items() if name in used}
        walls = [
            {"scope": asdict(one.scope), "places": one.places, "layout": one.layout}
            for one in self._known.values()
        ]
        told = {"walls": walls, "labels": self._labels}
        new = self._file.with_suffix(".new")
        try:
            new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            new.replace(self._file)
        except OSError as error:
            # The wall itself is as arranged; only the next start will not know of it.
            _log.warning("the arrangement of the wall cannot be kept: %s", error.strerror)


def _arrangement(told: dict[str, object]) -> Arrangement:
    scope, places, layout = told["scope"], told["places"], told["layout"]
    if not isinstance(scope, dict) or not isinstance(places, list) or not isinstance(layout, int):
        raise TypeError
    names = tuple(str(name) for name in places)
    return Arrangement(Scope(str(scope["kind"]), str(scope["name"])), names, layout)
