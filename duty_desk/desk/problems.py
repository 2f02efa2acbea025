"""Problems: from the key press to the verified rectification.

`find` is the promise of the desk: picture, record and clock are on the disk when it returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from duty_desk.desk.clips import KIND as CLIP_KIND
from duty_desk.desk.clips import Clips
from duty_desk.desk.consequences import record
from duty_desk.desk.evidence import Picked, burned, keep_shot, problem_words
from duty_desk.desk.problem_detail import detail
from duty_desk.desk.problem_moments import by_key, found_moment
from duty_desk.desk.views import PushPreview
from duty_desk.domain.problem import ForbiddenMove, ProblemState
from duty_desk.domain.rights import Right
from duty_desk.language import Refusal, tr
from duty_desk.push.compose import card_lines, heading, problem_text
from duty_desk.store import problem as rows
from duty_desk.store.records import load_ahead
from duty_desk.store.tables import CameraTable, ProblemTable
from duty_desk.store.trouble import DiskFull, StoreTrouble
from duty_desk.vision.caption import card
from duty_desk.vision.marks import as_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from duty_desk.desk.clips import ComingClip
    from duty_desk.desk.desk import Desk
    from duty_desk.desk.evidence import KeptShot
    from duty_desk.desk.views import CameraRow, ProblemDetail, ProblemRow
    from duty_desk.domain.moment import Moment
    from duty_desk.store.store import Unit
    from duty_desk.store.transaction import Session
    from duty_desk.vision.marks import Mark


LONGEST_SHIFT_MS = 13 * 3_600_000
PAGE_ROWS = 200


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The form as it stands, for the preview. `marks` by the number of the picture."""

    category: str = ""
    description: str = ""
    unit: str = ""
    marks: dict[int, tuple[Mark, ...]] | None = None


class KeptAside(Refusal):
    """The database would not take it; picture and time are safe beside it and follow later."""


class Problems:
    """The use cases of problems."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.clips = Clips(desk)

    # -- finding -------------------------------------------------------------------------------

    def find(
        self, picked: Picked, *, problem_id: str = "", clip: ComingClip | None = None
    ) -> Future[ProblemDetail]:
        """Keep what the operator saw: evidence on the disk, record written, clock started.

        The clock runs from `picked.found_at`, the press of the key (附件 第六条: 发现). What
        `clip` brings later is kept beside it; nothing waits for it.

        Raises:
            KeptAside: the database is out of reach; everything waits in the spool.
            StoreTrouble: nothing could be kept.
        """
        new_id = problem_id or self._desk.new_id()

        def work() -> ProblemDetail:
            try:
                return self._find(picked, new_id)
            except DiskFull:
                if not self._desk.give_up_reserve():
                    raise
            return self._find(picked, new_id)

        if clip is None:
            return self._desk.ask(work)
        self.clips.announce(new_id)
        found = self._desk.ask(work)
        self.clips.expect(new_id, clip)
        return found

    def _find(self, picked: Picked, problem_id: str) -> ProblemDetail:
        camera, actor = self._camera(picked.camera_id), self._desk.actor
        shot = keep_shot(self._desk, picked, camera)
        moment = found_moment(problem_id, shot, camera, actor)
        try:
            self._desk.write(lambda unit: record(unit, self._numbered(unit, moment)))
        except DiskFull:
            shot.discard(self._desk)
            raise
        except StoreTrouble:
            self._keep_aside(moment, camera)
        return self._read_detail(problem_id)

    def _camera(self, camera_id: str) -> CameraRow | CameraTable:
        # From the snapshot first: F8 must work while the store is out of reach.
        for camera in self._desk.snapshot.cameras:
            if camera.id == camera_id:
                return camera
        return self._desk.read(lambda session: session.get_one(CameraTable, camera_id))

    def _record_shot(self, shot: KeptShot, work: Callable[[Unit], None]) -> None:
        try:
            self._desk.write(work)
        except Refusal as refusal:
            # A lost server may have committed all the same: then the files must stay.
            if isinstance(refusal, DiskFull) or not isinstance(refusal, StoreTrouble):
                shot.discard(self._desk)
            raise

    def _numbered(self, unit: Unit, moment: Moment) -> Moment:
        no = rows.next_no(unit.session, self._desk.store.seat, moment.facts["found_on"])
        return replace(moment, facts={**moment.facts, "no": no})

    def _keep_aside(self, found: Moment, camera: CameraRow | CameraTable) -> None:
        moment = replace(found, facts={**found.facts, "was_aside": True})
        try:
            self._desk.store.spool.keep_pending([moment])
        except OSError as error:
            raise StoreTrouble(
                tr(
                    "记录库和备用文件都写不进去，这个问题没有保存。请立即用电话或微信报出，并检查磁盘。"
                )
            ) from error
        self._desk.aside.take(moment, camera)
        raise KeptAside(
            tr(
                "记录库暂时写不进去。截图和发现时间已存进备用文件，恢复后自动补入；"
                "5 分钟照常计时，请先用卡片上的“复制图文”把问题发到微信群。"
            )
        ) from None

    def replay(self, unit: Unit, moments: Sequence[Moment]) -> None:
        """Write moments that waited in the spool, each once."""
        for moment in moments:
            is_problem = moment.kind == "problem.found"
            if is_problem and unit.session.get(ProblemTable, moment.subject) is None:
                record(unit, self._numbered(unit, moment))
            elif moment.kind == CLIP_KIND:
                self.clips.replay(unit, moment)

    def add_shot(self, problem_id: str, picked: Picked) -> Future[ProblemDetail]:
        """Keep one more picture of the problem."""

        def work() -> ProblemDetail:
            shot = keep_shot(self._desk, picked, self._camera(picked.camera_id))

            def write(unit: Unit) -> None:
                no = rows.next_shot_no(unit.session, problem_id)
                self._happen(unit, "problem.shot_added", problem_id, shot.as_facts(no, "before"))

            self._record_shot(shot, write)
            return self._read_detail(problem_id)

        return self._desk.ask(work)

    # -- describing ----------------------------------------------------------------------------

    def mark(self, problem_id: str, shot_no: int, marks: Sequence[Mark]) -> Future[ProblemDetail]:
        """Draw over a picture; the original stays as it is."""
        facts = {"shot": shot_no, "marks": [as_facts(item) for item in marks]}
        return self._do("problem.marked", problem_id, facts)

    def describe(
        self, problem_id: str, *, category: str, description: str, unit: str
    ) -> Future[ProblemDetail]:
        """Say what kind of problem it is, what is seen, and who is to handle it."""
        wanted = {"category": category, "description": description.strip(), "unit": unit.strip()}

        def work() -> ProblemDetail:
            row = self._desk.read(lambda session: session.get_one(ProblemTable, problem_id))
            facts = {key: value for key, value in wanted.items() if getattr(row, key) != value}
            if facts:
                self._desk.write(
                    lambda unit_: self._happen(unit_, "problem.described", problem_id, facts)
                )
            return self._read_detail(problem_id)

        return self._desk.ask(work)

    def preview(self, problem_id: str, draft: Draft) -> Future[PushPreview]:
        """Exactly what would be sent with the form as it stands. Writes nothing."""
        return self._desk.ask(
            lambda: self._desk.read(lambda session: self._preview(session, problem_id, draft))
        )

    def _preview(self, session: Session, problem_id: str, draft: Draft | None) -> PushPreview:
        problem = session.get_one(ProblemTable, problem_id)
        words = problem_words(session, problem, self._desk, draft)
        pictures = burned(session, problem, self._desk, draft.marks if draft else None)
        lines = card_lines(words)
        picture = card(pictures[0], heading(words), lines, self._desk.font)
        return PushPreview(text=problem_text(words), card=picture, pictures=len(pictures))

    # -- the way on ----------------------------------------------------------------------------

    def park(self, problem_id: str) -> Future[ProblemDetail]:
        """Lay the form aside; the clock runs on."""
        return self._do("problem.parked", problem_id)

    def reopen(self, problem_id: str) -> Future[ProblemDetail]:
        """Take a parked form up again."""
        return self._do("problem.reopened", problem_id)

    def void(self, problem_id: str, reason: str) -> Future[ProblemDetail]:
        """It was no problem. The record stays and says why; its clock is void.

        Raises:
            Refusal: no reason was given, it is verified already, or it was found by somebody
                else or longer than a shift ago and who acts has no right to take that back.
        """

        def work() -> ProblemDetail:
            if not reason.strip():
                raise Refusal(tr("作废要写明原因；记录没有改动。"))
            row = self._desk.read(lambda session: session.get_one(ProblemTable, problem_id))
            age_ms = self._desk.time.now_ms() - row.found_at
            if row.found_by != self._desk.actor or age_ms > LONGEST_SHIFT_MS:
                self._desk.require(Right.VOID)
            self._desk.write(
                lambda unit: self._happen(unit, "problem.voided", problem_id, {}, reason.strip())
            )
            return self._read_detail(problem_id)

        return self._desk.ask(work)

    def push(self, problem_id: str, channel_id: str) -> Future[ProblemDetail]:
        """Put the problem into the outbox for a channel; the sender takes it from there."""
        return self._desk.ask(lambda: self._desk.outbox.queue(problem_id, channel_id))

    def copy(self, problem_id: str) -> Future[PushPreview]:
        """Text and card picture for the clipboard; the clock runs until `confirm`."""

        def work() -> PushPreview:
            if problem_id in self._desk.aside:
                return self._desk.aside.copy(problem_id)
            preview = self._desk.read(lambda session: self._preview(session, problem_id, None))
            self._desk.outbox.copied(problem_id, preview)
            return preview

        return self._desk.ask(work)

    def confirm(self, problem_id: str) -> Future[ProblemDetail]:
        """The operator says: it stands in the group. Stops the clock, as the operator's word."""
        return self._desk.ask(lambda: self._desk.outbox.confirm(problem_id))

    def confirm_aside(self, problem_id: str) -> Future[None]:
        """The same while the store is away: kept beside it, with the time of the key."""
        return self._desk.ask(lambda: self._desk.aside.confirm(problem_id))

    def resend(self, problem_id: str) -> Future[ProblemDetail]:
        """Send the newest push again, after a refusal or an unknown outcome."""
        return self._desk.ask(lambda: self._desk.outbox.resend(problem_id))

    def rectify(self, problem_id: str, picture: bytes, note: str = "") -> Future[ProblemDetail]:
        """Attach the picture that shows the problem rectified (JPEG or PNG)."""

        def work() -> ProblemDetail:
            row = self._desk.read(lambda session: session.get_one(ProblemTable, problem_id))
            camera = self._desk.read(lambda session: session.get_one(CameraTable, row.camera_id))
            picked = Picked.from_photo(row.camera_id, picture, self._desk.time.now_ms())
            shot = keep_shot(self._desk, picked, camera, is_photo=True)

            def write(unit: Unit) -> None:
                no = rows.next_shot_no(unit.session, problem_id)
                facts = {**shot.as_facts(no, "after"), "note": note}
                self._happen(unit, "problem.rectified", problem_id, facts)

            self._record_shot(shot, write)
            return self._read_detail(problem_id)

        return self._desk.ask(work)

    def verify(self, problem_id: str, *, is_good: bool, note: str = "") -> Future[ProblemDetail]:
        """Judge the rectification: good, or sent back with a reason.

        Raises:
            Refusal: sent back without a reason, or there is no rectification to judge.
        """

        def work() -> ProblemDetail:
            if not is_good and not note.strip():
                raise Refusal(tr("退回要写明原因；记录没有改动。"))
            kind = "problem.verified" if is_good else "problem.returned"
            self._desk.write(lambda unit: self._happen(unit, kind, problem_id, {}, note.strip()))
            return self._read_detail(problem_id)

        return self._desk.ask(work)

    def detail(self, problem_id: str) -> Future[ProblemDetail]:
        """Everything about a problem."""
        return self._desk.ask(lambda: self._read_detail(problem_id))

    def listing(
        self, since: int, behind: ProblemRow | None = None
    ) -> Future[tuple[ProblemRow, ...]]:
        """A page of the problems found from `since` on, newest first; the one `behind` a row."""
        before = (behind.found_at, behind.id) if behind else None

        def read(session: Session) -> tuple[ProblemRow, ...]:
            found = rows.found_since(session, since, before, PAGE_ROWS)
            held = load_ahead(session, CameraTable, (row.camera_id for row in found))
            listed = self._desk.viewer().problem_rows(session, found)
            del held
            return listed

        return self._desk.ask(lambda: self._desk.read(read))

    # -- inside --------------------------------------------------------------------------------

    def _read_detail(self, problem_id: str) -> ProblemDetail:
        if problem_id in self._desk.aside:
            raise KeptAside(
                tr(
                    "记录库不可用，这个问题已另存、照常计时，恢复后才能填写和发送。"
                    "请用“复制图文”把它发到微信群。"
                )
            )
        return self._desk.read(lambda session: detail(session, problem_id, self._desk))

    def _do(
        self, kind: str, problem_id: str, facts: dict[str, Any] | None = None
    ) -> Future[ProblemDetail]:
        def work() -> ProblemDetail:
            self._desk.write(lambda unit: self._happen(unit, kind, problem_id, facts or {}))
            return self._read_detail(problem_id)

        return self._desk.ask(work)

    def _happen(
        self, unit: Unit, kind: str, problem_id: str, facts: dict[str, Any], reason: str = ""
    ) -> None:
        try:
            record(unit, by_key(kind, problem_id, facts, self._desk.actor, reason))
        except ForbiddenMove as error:
            row = unit.session.get_one(ProblemTable, problem_id)
            raise Refusal(
                tr(
                    "问题已是“{state}”，这一步不能再做；记录没有改动。",
                    state=state_words(row.state),
                )
            ) from error


_STATE_WORDS: dict[str, Callable[[], str]] = {
    ProblemState.FOUND: lambda: tr("待推送"),
    ProblemState.PUSHED: lambda: tr("已推送"),
    ProblemState.RECTIFIED: lambda: tr("已整改"),
    ProblemState.VERIFIED: lambda: tr("已核查"),
    ProblemState.VOIDED: lambda: tr("已作废"),
}


def state_words(state: str) -> str:
    """A problem's state in words."""
    return _STATE_WORDS[ProblemState(state)]()
