"""Footage requests in the told history: a few a week, looked at, copied, refused or gone."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from duty_desk.domain.footage import (
    DAY_MS,
    HOUR_MS,
    FootageKind,
    FootageRequest,
    Officer,
    Span,
)
from duty_desk.domain.hashchain import digest
from duty_desk.domain.moment import Moment, Source
from duty_desk.domain.plain import facts_of
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from duty_desk.desk.simulate_desk import Teller

_A_DAY = 0.4  # share of days that bring a request
_MINUTE_MS = 60_000
_LEADER = mark("值班长 C")
_UNITS = (mark("派出所"), mark("交通支队"), mark("刑侦支队"))
_REASONS = (
    (mark("盗窃电动自行车"), mark("骑车经过的人员")),
    (mark("交通事故核查"), mark("两车相撞前后的画面")),
    (mark("寻找走失老人"), mark("老人经过的方向")),
    (mark("打架纠纷取证"), mark("双方冲突的经过")),
)
_OFFICERS = (mark("民警甲"), mark("民警乙"))


class FootageStory:
    """Plans requests for recordings into a story."""

    def __init__(self, teller: Teller) -> None:
        self._teller, self._desk = teller, teller.desk
        self._dice = random.Random(f"footage {teller.seed}")
        self._cameras = teller.places.cameras

    def plan_day(self, starts_at: int) -> None:
        """Lay out one day."""
        at = starts_at + self._dice.randrange(8 * HOUR_MS, 20 * HOUR_MS)
        wanted = self._dice.random() < _A_DAY
        if wanted and self._teller.now < at < self._teller.until - DAY_MS:
            self._teller.at(at, self._come)

    def _come(self) -> None:
        """Somebody asks; what becomes of it is drawn at once and happens within the day."""
        asked = self._asked()
        officers = tuple(
            Officer(name=tr(name), number=f"01{self._dice.randrange(10**4):04d}{no}", is_seen=True)
            for no, name in enumerate(_OFFICERS)
        )
        row = self._desk.footage.register(asked, officers).result()
        if row.state == "not_held":
            self._later(10, row.id, "closed", {})
            return
        if self._dice.random() < 0.1:
            self._later(5, row.id, "refused", {}, tr("没有法律文书"))
            return
        self._later(5, row.id, "checked", {})
        self._later(20, row.id, "approved", {})
        if asked.kind is FootageKind.VIEW:
            self._later(50, row.id, "viewed", {"note": ""})
        else:
            self._copy(row.id, row.number, asked)
        self._later(180, row.id, "closed", {})

    def _asked(self) -> FootageRequest:
        dice, now = self._dice, self._desk.time.now_ms()
        age_ms = dice.choices((1, 3, 10, 28, 40), (40, 30, 20, 6, 4))[0] * DAY_MS
        begin = now - age_ms - dice.randrange(HOUR_MS)
        chosen = dice.sample(self._cameras, min(len(self._cameras), dice.randrange(1, 4)))
        reason, content = dice.choice(_REASONS)
        is_copy = dice.random() < 0.5
        return FootageRequest(
            kind=FootageKind.COPY if is_copy else FootageKind.VIEW,
            unit=tr(dice.choice(_UNITS)),
            reason=tr(reason),
            content=tr(content),
            spans=tuple(
                Span(camera_id=one.id, code=one.code, from_at=begin, to_at=begin + HOUR_MS)
                for one in chosen
            ),
            paper_kind=tr("调取证据通知书"),
            paper_no=f"{dice.randrange(10**4):04d}",
            escort=self._desk.actor,
            medium=tr("U 盘") if is_copy else "",
            medium_no=f"SN {dice.randrange(10**6):06d}" if is_copy else "",
        )

    def _copy(self, request_id: str, number: str, asked: FootageRequest) -> None:
        """From the recorder to the receipt; nothing of it lies on this computer."""
        found = {one.camera_id: tr("有，完整") for one in asked.spans}
        self._later(30, request_id, "located", {"results": found})
        names = {}
        for no, span in enumerate(asked.spans, 1):
            file = self._file(no, span)
            names[file["id"]] = f"data/{file['name']}"
            self._later(40 + no, request_id, "file_added", {"file": file})
        self._later(60, request_id, "exported", {"note": ""})
        package = {
            "folder": f"footage/{number}",
            "seal": digest(request_id),
            "head": "",
            "files": len(names),
            "size_bytes": 10**9,
            "names": names,
        }
        self._later(70, request_id, "verified", {"package": package})
        handed = {"request": facts_of(asked), "return_until_at": 0}
        self._later(80, request_id, "handed_over", handed)

    def _file(self, no: int, span: Span) -> dict[str, Any]:
        return {
            "id": self._desk.new_id(),
            "span_no": no,
            "name": f"{span.code}_{no}.dav",
            "size_bytes": self._dice.randrange(10**8, 2 * 10**9),
            "sha256": digest(f"{span.camera_id} {span.from_at}"),
            "path": f"{span.code}_{no}.dav",
            "origin": "file",
            "evidence": None,
            "look": {
                "playing": "playable",
                "codec": "h264",
                "width": 1920,
                "height": 1080,
                "length_ms": HOUR_MS,
                "seen_to_ms": HOUR_MS,
                "pictures": [],
            },
        }

    def _later(
        self, minutes: int, request_id: str, happened: str, facts: dict[str, Any], reason: str = ""
    ) -> None:
        who = tr(_LEADER) if happened in ("approved", "refused") else ""
        at = self._desk.time.now_ms() + minutes * _MINUTE_MS
        moment = Moment(
            kind=f"footage.{happened}",
            subject=request_id,
            facts=facts,
            source=Source.KEY,
            actor=who,
            reason=reason,
        )
        self._teller.at(at, partial(self._record, moment))

    def _record(self, moment: Moment) -> None:
        named = replace(moment, actor=moment.actor or self._desk.actor)
        self._desk.ask(lambda: self._desk.record(named)).result()
