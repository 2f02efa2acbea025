"""What may be said of a camera's picture now: healthy, suspect, faulty, or not checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duty_desk.desk.diagnosis_views import CameraHealth, Standing
from duty_desk.desk.diagnosis_words import sentence_of
from duty_desk.domain.fault import OPEN, FaultState
from duty_desk.language import mark, tr
from duty_desk.video.exam import TELL_EVERY_MS
from duty_desk.vision.diagnosis import Health

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duty_desk.desk.desk import Desk
    from duty_desk.desk.diagnosis_views import SuspicionRow
    from duty_desk.desk.fault_views import FaultRow
    from duty_desk.desk.views import Snapshot
    from duty_desk.video.exam import Examined

FRESH_MS = TELL_EVERY_MS + 5_000
KEPT_MS = 2 * 3_600_000
"""So long the last look at a camera counts that is not open; it is told with its time."""
_LEAST_WATCHED_MS = 3_000
_STOPPED = mark("没有在检查：摄像头没有打开、没有画面，或电脑太忙")
_TURNING = mark("云台正在使用或不在看守位，暂不检查画面")
_BEGINNING = mark("刚打开，正在检查")
_UNCONFIRMED = mark("基准画面还没有人确认；请到报修页“基准画面”核对")
_NOTED = mark("有异常迹象，尚在试运行期，只记录不提醒")
_WHY = {
    "no_view": mark("还没有基准画面，只能发现黑屏和无信号"),
    "shape": mark("画面比例与基准画面不同，无法比较；请更新基准画面"),
    "small": mark("画面太小，无法检查"),
    "muted": mark("摄像头刚切换彩色或红外，稍后再检查"),
}


class Troubles:
    """The open fault and the open suspicion of each camera that has one; from any thread."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._indexed: _Indexed | None = None

    def now(self) -> _Indexed:
        """Those of the newest snapshot, gathered once for it: lists ask for thousands of cameras.

        Hints are no trouble; of several the newest stands.
        """
        snapshot, known = self.desk.snapshot, self._indexed
        if known is None or known.snapshot is not snapshot:
            known = self._indexed = _indexed(snapshot)
        return known


@dataclass(frozen=True)
class _Indexed:
    snapshot: Snapshot
    faults: Mapping[str, FaultRow]
    suspicions: Mapping[str, SuspicionRow]


def _indexed(snapshot: Snapshot) -> _Indexed:
    faults = {
        row.camera_id: row for row in reversed(snapshot.faults) if FaultState(row.state) in OPEN
    }
    suspicions = {row.camera_id: row for row in reversed(snapshot.suspicions) if not row.is_hint}
    return _Indexed(snapshot, faults, suspicions)


def health_of(
    troubles: Troubles,
    camera_id: str,
    newest: Examined | None,
    *,
    is_paused: bool,
    is_proposed: bool,
) -> CameraHealth:
    """What may be said of a camera, by its faults, its open suspicions and the newest look.

    `is_proposed` is whether nobody has confirmed the view that the look was judged by.
    """
    open_ones = troubles.now()
    if fault := open_ones.faults.get(camera_id):
        found = _health(Standing.FAULTY, newest, fault.kind, fault.kind_name)
        return replace(found, title=fault.kind_name)
    if row := open_ones.suspicions.get(camera_id):
        return replace(_health(Standing.SUSPECT, newest, row.kind, row.words), title=row.title)
    if is_paused:
        return _health(Standing.NOT_CHECKED, newest, "", tr(_TURNING))
    if newest is None or troubles.desk.time.mono_ms() - newest.at_mono_ms > FRESH_MS:
        return _health(Standing.NOT_CHECKED, newest, "", tr(_STOPPED))
    found = _by_look(newest)
    if found.standing is Standing.HEALTHY and is_proposed:
        return _health(Standing.NOT_CHECKED, newest, "", tr(_UNCONFIRMED))
    return found


def by_last_look(found: CameraHealth, last: Examined, mono_ms: int) -> CameraHealth:
    """`found`, or well by the `last` look, by a confirmed view, when nothing is known now."""
    is_known = found.standing is not Standing.NOT_CHECKED
    if is_known or mono_ms - last.at_mono_ms > KEPT_MS:
        return found
    said = _by_look(replace(last, watched_ms=_LEAST_WATCHED_MS))
    if said.standing is not Standing.HEALTHY:
        return found
    return replace(said, is_glance=last.watched_ms < _LEAST_WATCHED_MS)


def _by_look(newest: Examined) -> CameraHealth:
    if newest.is_raised and not newest.is_hint:
        # Raised and neither a fault nor an open suspicion: in shadow mode, or called no fault.
        return _health(Standing.NOT_CHECKED, newest, "", tr(_NOTED))
    if newest.health == Health.SUSPECT and newest.kind:
        words = sentence_of(newest.kind, newest.numbers, is_question=newest.is_question)
        return _health(Standing.NOT_CHECKED, newest, newest.kind, words)
    if newest.why in _WHY:
        return _health(Standing.NOT_CHECKED, newest, "", tr(_WHY[newest.why]))
    if newest.health != Health.HEALTHY or newest.watched_ms < _LEAST_WATCHED_MS:
        return _health(Standing.NOT_CHECKED, newest, "", tr(_BEGINNING))
    return _health(Standing.HEALTHY, newest, "", "")


def _health(standing: Standing, newest: Examined | None, kind: str, words: str) -> CameraHealth:
    return CameraHealth(
        standing=standing,
        kind=kind,
        words=words,
        at_mono_ms=newest.at_mono_ms if newest else None,
        likeness_permille=newest.likeness_permille if newest else None,
        reference_id=newest.reference_id if newest else "",
    )
