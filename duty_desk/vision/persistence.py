"""How long something must be seen before it is said, and how it ends: suspect, raised, cleared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duty_desk.vision.finding import VIEW_LOST, Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

RAISE_SHARE = 0.8
CLEAR_SHARE = 0.2
AGAIN_MS = 120_000
_LONGEST_MS = 60_000

# How long each class must last, in milliseconds.
LASTS_MS = {
    Kind.SIGNAL: 3_000,
    Kind.CARD: 3_000,
    Kind.BLACK: 4_000,
    Kind.GLARE: 8_000,
    Kind.CORRUPT: 12_000,
    Kind.FROZEN: 8_000,
    Kind.NOISE: 5_000,
    Kind.COVERED: 7_000,
    Kind.TURNED: 6_000,
    Kind.OTHER_VIEW: 7_000,
    Kind.BLUR: 7_000,
    Kind.SHAKE: 6_000,
    Kind.STRIPES: 20_000,
    Kind.COLOUR: 60_000,
}
QUIET_FROZEN_MS = 30_000
_SHARES = {Kind.FROZEN: 0.6}  # key pictures refresh a frozen picture now and then
# Key pictures repair a corrupted one, and what stays broken is not broken anew: it comes in bursts.
# A lorry, whose edges may lie on the grid too, has passed after five seconds.
_BURSTS, _BURSTS_SHARE, _BURSTS_APART_MS = 3, 0.2, 5_000
_DAMAGED_SHARE = 0.25
_SETTLING_MS = 8_000
# A sheet close before the lens is as flat as a card: from picture to picture it looks like either.
_FLAT = frozenset({"card", "view_lost"})


@dataclass(frozen=True)
class Suspicion:
    """What one picture was suspected of; None: it looked well."""

    at_ms: int
    finding: Finding | None


@dataclass(frozen=True)
class Raised:
    """Something that lasted long enough. `since_ms` is when it was first seen."""

    finding: Finding
    since_ms: int
    raised_ms: int


@dataclass(frozen=True)
class Trail:
    """The suspicions of the last minute and what is raised; a new one each picture.

    `cleared` remembers when a family was last cleared: what returns within two minutes is the
    same event going on.
    """

    suspicions: tuple[Suspicion, ...] = ()
    raised: Raised | None = None
    cleared: dict[str, Raised] = field(default_factory=dict)
    cleared_ms: dict[str, int] = field(default_factory=dict)


def lasts_ms(kind: Kind, *, is_quiet: bool) -> int:
    """How long `kind` must last on a camera that is often still by itself, or is not."""
    return QUIET_FROZEN_MS if kind is Kind.FROZEN and is_quiet else LASTS_MS[kind]


def followed(trail: Trail, suspicion: Suspicion, *, is_quiet: bool) -> Trail:
    """`trail` one picture on."""
    kept = tuple(
        each for each in trail.suspicions if suspicion.at_ms - each.at_ms <= _LONGEST_MS + 5_000
    )
    kept = (*kept, suspicion)
    raised = _still_raised(trail.raised, kept, suspicion.at_ms)
    cleared, cleared_ms = dict(trail.cleared), dict(trail.cleared_ms)
    if trail.raised is not None and raised is None:
        family = trail.raised.finding.family
        cleared[family], cleared_ms[family] = trail.raised, suspicion.at_ms
    newly = _newly_raised(kept, is_quiet=is_quiet)
    if newly is not None and (raised is None or _outranks(newly, raised)):
        before = cleared_ms.get(newly.finding.family)
        if before is not None and suspicion.at_ms - before < AGAIN_MS:
            old = cleared[newly.finding.family]
            newly = Raised(newly.finding, old.since_ms, old.raised_ms)
        raised = newly
    return Trail(kept, raised, cleared, cleared_ms)


def _outranks(newly: Raised, raised: Raised) -> bool:
    """Whether the new one takes the place of the old: another family, and no hint over a fault."""
    if newly.finding.family == raised.finding.family:
        return False
    if raised.finding.kind in VIEW_LOST and newly.finding.kind is Kind.CARD:
        return False  # the same sheet, flatter for a moment
    return raised.finding.is_hint or not newly.finding.is_hint


def _within(kept: Sequence[Suspicion], since_ms: int) -> list[Suspicion]:
    return [each for each in kept if each.at_ms >= since_ms]


def _still_raised(raised: Raised | None, kept: Sequence[Suspicion], now_ms: int) -> Raised | None:
    if raised is None:
        return None
    is_corrupt = raised.finding.kind is Kind.CORRUPT
    span = 20_000 if is_corrupt else min(LASTS_MS[raised.finding.kind], 20_000)
    recent = _within(kept, now_ms - span)
    share = _share(recent, raised.finding.family)
    if raised.finding.kind in VIEW_LOST:
        share += _share(recent, Kind.CARD.value)
    if share <= (CLEAR_SHARE / 2 if is_corrupt else CLEAR_SHARE):
        return None
    # Facts follow what is seen now, the class stays as raised.
    last = recent[-1].finding
    if last is not None and last.kind is raised.finding.kind:
        return Raised(last, raised.since_ms, raised.raised_ms)
    return raised


def _newly_raised(kept: Sequence[Suspicion], *, is_quiet: bool) -> Raised | None:
    last = kept[-1].finding
    if last is None:
        return None
    if last.kind is Kind.CORRUPT:
        return _bursts(kept)
    now = kept[-1].at_ms
    span = lasts_ms(last.kind, is_quiet=is_quiet)
    recent = _within(kept, now - span)
    has_lasted = kept[0].at_ms <= now - span + 500 and len(recent) >= 3
    share = _share(recent, last.family)
    if last.kind in VIEW_LOST:
        # A view on its way out breaks blocks for a moment too; a flat sheet looks like a card.
        share += _share(recent, Kind.CORRUPT.value) + _share(recent, Kind.CARD.value)
    if not has_lasted or share < _SHARES.get(last.kind, RAISE_SHARE):
        return None
    family = last.family
    if last.kind in VIEW_LOST and _share(recent, Kind.CORRUPT.value) >= _DAMAGED_SHARE:
        family = Kind.CORRUPT.value  # what damage smears over looks covered in between
    hits = [each for each in recent if each.finding and each.finding.family == family]
    if len(hits) < 2:
        return None
    return Raised(_commonest(hits), _began_ms(kept, hits), now)


def _bursts(kept: Sequence[Suspicion]) -> Raised | None:
    now = kept[-1].at_ms
    recent = _within(kept, now - LASTS_MS[Kind.CORRUPT])
    hits = [each for each in recent if each.finding and each.finding.kind is Kind.CORRUPT]
    if len(hits) < max(_BURSTS, _BURSTS_SHARE * len(recent)):
        return None
    if hits[-1].at_ms - hits[0].at_ms < _BURSTS_APART_MS:
        return None
    return Raised(_commonest(hits), hits[0].at_ms, now)


def _began_ms(kept: Sequence[Suspicion], hits: Sequence[Suspicion]) -> int:
    """When it began: where light was left to settle before, at the start of that."""
    first, beat_ms = hits[0].at_ms, hits[1].at_ms - hits[0].at_ms
    well = [each.at_ms for each in kept if each.at_ms < first and each.finding is None]
    if not well or first - well[-1] > _SETTLING_MS:
        return first
    return min(first, well[-1] + beat_ms)


def _share(recent: Sequence[Suspicion], family: str) -> float:
    hits = sum(1 for each in recent if each.finding and each.finding.family == family)
    return hits / max(1, len(recent))


def _commonest(hits: Sequence[Suspicion]) -> Finding:
    """Of the last half, so that a hand on its way to the lens does not name the event."""
    late = [each.finding for each in hits[len(hits) // 2 :] if each.finding is not None]
    kinds = [finding.kind for finding in late]
    kind = max(kinds, key=kinds.count)
    return next(finding for finding in reversed(late) if finding.kind is kind)


def is_suspect(trail: Trail) -> bool:
    """Whether most of the last pictures were suspected of something that may ring."""
    last = trail.suspicions[-3:]
    return sum(1 for each in last if each.finding and not each.finding.is_hint) >= 2


def suspected_last(trail: Trail) -> Raised | None:
    """What the last pictures agree on though it has not lasted long enough; None: nothing."""
    tail: list[Suspicion] = []
    for each in reversed(trail.suspicions):
        if each.finding is None or (tail and _family(tail[0]) != each.finding.family):
            break
        tail.append(each)
    if len(tail) < 3:
        return None
    return Raised(_commonest(tail[::-1]), tail[-1].at_ms, tail[0].at_ms)


def _family(suspicion: Suspicion) -> str:
    return suspicion.finding.family if suspicion.finding else ""


def visited(suspicions: Sequence[Suspicion]) -> Finding | None:
    """What a short look (ten pictures in five seconds) shows in four of five, damage in three.

    Hints need longer than a look and are left out.
    """
    found = [each.finding for each in suspicions if each.finding and not each.finding.is_hint]
    if not found:
        return None
    families = [finding.family for finding in found]
    family = max(families, key=families.count)
    alike = _FLAT if family in _FLAT else {family}
    agreeing = sum(each in alike for each in families)
    needed = _BURSTS if family == Kind.CORRUPT else RAISE_SHARE * len(suspicions)
    if len(suspicions) < 5 or agreeing < needed:
        return None
    return _commonest(
        [each for each in suspicions if each.finding and each.finding.family == family]
    )
