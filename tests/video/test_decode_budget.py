"""Who is shown with less when the computer is short of time."""

from __future__ import annotations

import itertools

from duty_desk.video.decode_budget import Burden, DecodeBudget, Use
from duty_desk.video.tier import Shed, Tier

LOOK_MS = 2_000


def tile(name: str, load: int, tier: Tier = Tier.VISIBLE, *, is_main: bool = False) -> Burden:
    return Burden(name, tier, load, is_sub=not is_main, has_sub=True)


class Computer:
    """Cameras whose load follows what is shed, as it does on a real one."""

    def __init__(self, limit: int, *cameras: Burden) -> None:
        self.budget = DecodeBudget(limit)
        self.cameras = cameras
        self.now = 0
        self.shed: dict[str, Shed] = {}
        self.others = 0

    def used(self) -> int:
        shed = [self.shed.get(one.camera_id) for one in self.cameras]
        loads = [one.load_permille // (8 if s else 1) for one, s in zip(self.cameras, shed)]  # noqa: B905
        return sum(loads)

    def look(self, times: int = 1, *, is_behind: bool = False) -> dict[str, Shed]:
        for _ in range(times):
            self.now += LOOK_MS
            self.shed = self.budget.weigh(Use(self.used(), is_behind), self.cameras, self.now)
        return self.shed


def test_nothing_is_shed_while_there_is_time():
    """Load at the very limit is still within it."""
    computer = Computer(800, tile("C1", 400), tile("C2", 400))

    assert computer.look(20) == {}


def test_short_peak_sheds_nothing():
    """One look over the limit is an opening page, not a shortage."""
    computer = Computer(500, tile("C1", 400), tile("C2", 400))
    assert computer.look() == {}
    computer.cameras = (tile("C1", 400),)

    assert computer.look() == {}


def test_next_page_goes_first_then_the_dearest_tile():
    """What nobody sees yet is given up before anything that somebody looks at."""
    computer = Computer(
        900, tile("C1", 500), tile("C2", 300), tile("C3", 200), tile("N1", 30, Tier.NEXT)
    )
    shed = computer.look(2)

    assert shed == {"N1": Shed.FRAMES, "C1": Shed.FRAMES}


def test_large_tile_gets_its_sub_stream_before_any_tile_loses_frames():
    """A main stream that the tile's size alone deserved is the first that is seen to go."""
    computer = Computer(900, tile("C1", 500, is_main=True), tile("C2", 600))

    assert computer.look(2) == {"C1": Shed.MAIN_STREAM}


def test_focused_picture_is_never_touched():
    """However dear it is; and a tile that becomes the focused one has all of it again at once."""
    computer = Computer(500, tile("C1", 900, Tier.FOCUSED), tile("C2", 100))
    assert computer.look(2) == {"C2": Shed.FRAMES}
    computer.cameras = (tile("C1", 100), tile("C2", 100, Tier.FOCUSED))

    assert computer.look() == {}


def test_falling_behind_sheds_though_the_workers_use_little():
    """Another program takes the computer's time: a tenth is given up at a time."""
    computer = Computer(1_600, tile("C1", 200), tile("C2", 100))
    computer.look(is_behind=True)

    assert computer.look(is_behind=True) == {"C1": Shed.FRAMES}


def test_what_was_shed_comes_back_when_it_fits_and_not_before():
    """The remembered load must fit below the limit, and ten seconds have been calm."""
    computer = Computer(700, tile("C1", 500), tile("C2", 300))
    assert computer.look(2) == {"C1": Shed.FRAMES}
    assert computer.look(60) == {"C1": Shed.FRAMES}
    computer.cameras = (tile("C1", 500),)

    assert computer.look() == {}


def test_what_does_not_hold_is_given_back_ever_more_slowly():
    """A tile does not change its pace again and again when another program comes and goes."""
    computer = Computer(1_600, tile("C1", 100))
    given_back = []
    for _ in range(400):
        is_behind = not computer.shed
        before = dict(computer.shed)
        computer.look(is_behind=is_behind)
        if before and not computer.shed:
            given_back.append(computer.now)

    pauses = [later - sooner for sooner, later in itertools.pairwise(given_back)]
    assert len(given_back) < 9
    assert pauses == sorted(pauses)


def test_closed_camera_is_forgotten():
    """Opened again, it starts with all of its stream."""
    computer = Computer(300, tile("C1", 400), tile("C2", 10))
    assert "C1" in computer.look(2)
    computer.cameras = (tile("C2", 10),)

    assert "C1" not in computer.look()
