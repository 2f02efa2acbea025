"""The camera catalogue: adding cameras, opening their addresses, telling when a picture is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duty_desk.desk.consequences import record
from duty_desk.domain.camera import addresses_kept
from duty_desk.domain.hashchain import canonical
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.rights import Right
from duty_desk.store import camera as rows
from duty_desk.store.tables import CameraTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.desk import Desk
    from duty_desk.domain.camera import CameraRecord
    from duty_desk.store.store import Unit


@dataclass(frozen=True)
class ImportCounts:
    """What an import did to the catalogue."""

    added: int
    changed: int
    unchanged: int


class Cameras:
    """The use cases of cameras. `mask` hides the secrets of a stream address."""

    def __init__(self, desk: Desk, mask: Callable[[str], str]) -> None:
        self._desk = desk
        self._mask = mask

    def add(self, cameras: Sequence[CameraRecord]) -> Future[ImportCounts]:
        """Bring the catalogue to what `cameras` say, matched by code; all of them or none.

        Cameras that are not named stay as they are, and so do addresses that are not given.

        Raises:
            Refusal: no right; nothing was changed.
        """

        def work() -> ImportCounts:
            self._desk.require(Right.CAMERAS)
            return self._desk.write(lambda unit: self._add(unit, cameras))

        return self._desk.ask(work)

    def _add(self, unit: Unit, cameras: Sequence[CameraRecord]) -> ImportCounts:
        added = changed = 0
        for given in cameras:
            row = rows.by_code(unit.session, given.code)
            camera = self._with_known_addresses(row, given)
            if row is None:
                place = rows.next_place(unit.session)
                self._record(unit, "camera.added", self._desk.new_id(), camera, place)
                added += 1
            elif self._differs(row, camera):
                self._record(unit, "camera.changed", row.id, camera, row.place)
                changed += 1
        return ImportCounts(added, changed, len(cameras) - added - changed)

    def _with_known_addresses(self, row: CameraTable | None, given: CameraRecord) -> CameraRecord:
        if row is None:
            return addresses_kept(given)
        main, sub = self._open(row.sealed_main, row.id), self._open(row.sealed_sub, row.id)
        return addresses_kept(given, url_main=main, url_sub=sub)

    def _record(
        self, unit: Unit, kind: str, camera_id: str, camera: CameraRecord, place: int
    ) -> None:
        vault = self._desk.vault
        facts: dict[str, Any] = {
            "code": camera.code,
            "name": camera.name,
            "alias": camera.alias,
            "community": camera.community,
            "unit": camera.unit,
            "maintainer": camera.maintainer,
            "sealed_main": vault.seal(camera.url_main, camera_id) if camera.url_main else "",
            "sealed_sub": vault.seal(camera.url_sub, camera_id) if camera.url_sub else "",
            "masked_address": self._mask(camera.url_sub or camera.url_main),
            "details": camera.as_facts(),
            "place": place,
        }
        moment = Moment(
            kind=kind,
            subject=camera_id,
            facts=facts,
            source=Source.IMPORT,
            actor=self._desk.actor,
        )
        record(unit, moment)

    def _differs(self, row: CameraTable, camera: CameraRecord) -> bool:
        return (
            row.details != canonical(camera.as_facts())
            or self._open(row.sealed_main, row.id) != camera.url_main
            or self._open(row.sealed_sub, row.id) != camera.url_sub
        )

    def _open(self, sealed: str, camera_id: str) -> str:
        return self._desk.vault.open(sealed, camera_id) if sealed else ""

    def address_of(self, camera_id: str) -> Future[tuple[str, str]]:
        """The camera's main and sub-stream in the clear, for the video engine alone.

        With one stream only it is the main one, and the second is empty.
        """

        def work() -> tuple[str, str]:
            row = self._desk.read(lambda session: session.get_one(CameraTable, camera_id))
            main, sub = (self._open(one, camera_id) for one in (row.sealed_main, row.sealed_sub))
            return (main, sub) if main else (sub, "")

        return self._desk.ask(work)

    def addresses(self) -> Future[dict[str, str]]:
        """Every camera's tile address in the clear, by id; for the video engine alone."""

        def work() -> dict[str, str]:
            found = self._desk.read(rows.active)
            return {row.id: self._open(row.sealed_sub or row.sealed_main, row.id) for row in found}

        return self._desk.ask(work)

    def lost(self, camera_id: str, since_at: int, words: str = "") -> Future[None]:
        """No picture comes from the camera since `since_at`."""
        return self._edge("camera.lost", camera_id, since_at, words)

    def restored(self, camera_id: str) -> Future[None]:
        """Pictures come from the camera again."""
        return self._edge("camera.restored", camera_id, None, "")

    def _edge(self, kind: str, camera_id: str, at: int | None, words: str) -> Future[None]:
        def work() -> None:
            row = self._desk.read(lambda session: session.get_one(CameraTable, camera_id))
            if (row.lost_at is not None) == (kind == "camera.lost"):
                return
            self._desk.record(
                Moment(
                    kind=kind,
                    subject=camera_id,
                    facts={"words": words} if words else {},
                    event_at=at,
                )
            )

        return self._desk.ask(work)
