"""Problems kept aside: the store would not take them, and their clocks run on all the same.

What is known here is in memory only. The record waits in the spool, the pictures are on the disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.outbox import CLIPBOARD_ID
from duty_desk.desk.views import ClockCard, PushPreview
from duty_desk.domain import clock as clocks
from duty_desk.domain.moment import Moment, Source
from duty_desk.language import Refusal, tr
from duty_desk.push.compose import ProblemWords, card_lines, heading, problem_text
from duty_desk.store.clock import ASIDE, clock_id
from duty_desk.store.trouble import explain
from duty_desk.vision.caption import card

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.views import CameraRow
    from duty_desk.store.tables import CameraTable

ASIDE_COPIED = "aside_copied"


@dataclass(frozen=True)
class _Kept:
    moment: Moment
    place: str  # "C046 白塔庵-桶站"
    clocks: tuple[clocks.Clock, ...]
    words: ProblemWords


class Aside:
    """The problems of this run that wait in the spool; used on the desk thread alone.

    Their clocks have the ids that the store will give them, so that a screen sees one clock
    before and after, and no alarm of it sounds twice.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[str, _Kept] = {}
        self._copied: dict[str, str] = {}  # ids of the pushes by those of their problems

    def __contains__(self, problem_id: object) -> bool:
        return problem_id in self._kept

    def take(self, moment: Moment, camera: CameraRow | CameraTable) -> None:
        """Let the clocks of a `problem.found` run that only the spool has."""
        words = ProblemWords(
            category="",
            camera_code=camera.code,
            camera_name=camera.name,
            found_at=moment.event_at or 0,
            community=camera.community,
            unit=moment.facts["unit"],
        )
        place = f"{camera.code} {camera.name}"
        self._kept[moment.subject] = _Kept(moment, place, self._started(moment), words)
        self._desk.show_aside()

    def _started(self, moment: Moment) -> tuple[clocks.Clock, ...]:
        rules, time = self._desk.store.rules, self._desk.time
        if rules.contract is None or moment.event_at is None:
            return ()
        return tuple(
            clocks.start(
                rule,
                clock_id=clock_id(rule.id, moment.subject, ASIDE),
                subject=moment.subject,
                at=moment.event_at,
                mono_ms=time.mono_ms() - (time.now_ms() - moment.event_at),
                boot_id=self._desk.store.boot_id,
                facts=moment.facts,
                rules_hash=rules.in_force,
            )
            for rule in rules.contract.clock_rules_started_by(moment.kind, moment.facts)
        )

    def words(self) -> str:
        """What to add to the store's trouble, so that nobody takes F8 for lost."""
        if not self._kept:
            return ""
        return tr("F8 的 {n} 个问题已另存，照常计时，恢复后自动补入。", n=len(self._kept))

    def forget(self) -> None:
        """The store has them all."""
        self._kept.clear()
        self._copied.clear()

    def join(self, cards: tuple[ClockCard, ...]) -> tuple[ClockCard, ...]:
        """`cards` and those of the problems kept aside, least time left first."""
        own = [card for kept in self._kept.values() for card in self._cards(kept)]
        others = [card for card in cards if card.subject not in self._kept]
        return tuple(sorted([*others, *own], key=lambda card: card.due_at))

    def _cards(self, kept: _Kept) -> list[ClockCard]:
        viewer, now = self._desk.viewer(), self._desk.time.now_ms()
        headline = f"{kept.place} · {viewer.category_name('')}"
        state = ASIDE_COPIED if kept.moment.subject in self._copied else ASIDE
        return [
            viewer.card_of(
                clocks.breach(clock) if now > clock.due_at else clock, headline, push_state=state
            )
            for clock in kept.clocks
        ]

    def copy(self, problem_id: str) -> PushPreview:
        """Text and card picture of a problem kept aside; that they were copied is kept too.

        Raises:
            Refusal: nothing can be written, not even beside the store.
        """
        kept = self._kept[problem_id]
        shown = self._desk.store.evidence.path(kept.moment.facts["shot"]["captioned"])
        picture = card(
            shown.read_bytes(), heading(kept.words), card_lines(kept.words), self._desk.font
        )
        preview = PushPreview(text=problem_text(kept.words), card=picture, pictures=1)
        if problem_id not in self._copied:
            self._keep_copied(problem_id, preview)
        return preview

    def _keep_copied(self, problem_id: str, preview: PushPreview) -> None:
        files = self._desk.outbox.keep([preview.card])
        facts = {
            "problem": problem_id,
            "channel": CLIPBOARD_ID,
            "state": "copied",
            "text": preview.text,
            "pictures": [item["sha256"] for item in files],
            "files": files,
        }
        push_id = self._desk.new_id()
        self._keep(self._moment("push.queued", push_id, facts))
        self._copied[problem_id] = push_id
        self._desk.show_aside()

    def confirm(self, problem_id: str) -> None:
        """The operator's word that it stands in the group, at the time of the key.

        Raises:
            Refusal: it was not copied yet, or nothing can be written.
        """
        if problem_id not in self._copied:
            raise Refusal(tr("这个问题还没有复制或发送过，不能确认；时限照计。"))
        facts = {"receipt": tr("操作员确认")}
        self._keep(self._moment("push.confirmed", self._copied[problem_id], facts))
        self._kept[problem_id] = replace(self._kept[problem_id], clocks=())
        self._desk.show_aside()

    def _moment(self, kind: str, push_id: str, facts: dict[str, Any]) -> Moment:
        return Moment(
            kind=kind,
            subject=push_id,
            facts=facts,
            event_at=self._desk.time.now_ms(),
            source=Source.KEY,
            actor=self._desk.actor,
        )

    def _keep(self, moment: Moment) -> None:
        try:
            self._desk.store.spool.keep_pending([moment])
        except OSError as error:
            raise explain(error) or error from None
