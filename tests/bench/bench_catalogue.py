"""What thousands of cameras cost the desk: finding one as somebody types, filters, the wall.

    python -m tests.bench.bench_catalogue [FILE] [--cameras N] [--runs N] [--json]

FILE is a list of cameras that the program can import; without it invented ones are used. `key` is
the worst single key of each word typed letter by letter (found, ranked, and the rows of the list
made); everything else is the fastest of the runs. Milliseconds, one thread, no screen.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from duty_desk.desk.camera_search import CameraIndex
from duty_desk.desk.pinyin import FILE, load_readings
from duty_desk.desk.views import CameraRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.domain.camera import CameraRecord

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ROADS = "中关村东路 成府路 知春路 皂君庙路 双清路 海淀南路 北四环西路 学院路 苏州街 万泉河路"
PLACES = "科馨 白塔庵 青云北 东升园 双榆树 太阳园 华清园 知春里 科育 黄庄 大钟寺 三义庙 满庭芳园"
SPOTS = "桶站 北口-东 南口 地铁口A 西门 背街1 商业街 垃圾站 自行车棚 过街天桥 学校门口 菜市场"
WORDS = ("c0171", "zgcdl", "zhongguancundonglu", "baitaantongzhan", "大钟寺", "bta 桶", "zhzhzh")
SHOWN = 50


def invented(count: int) -> tuple[CameraRow, ...]:
    """A street of invented cameras."""
    dice = random.Random(7)
    roads, places, spots = ROADS.split(), PLACES.split(), SPOTS.split()

    def row(number: int) -> CameraRow:
        place = dice.choice(places)
        return _row(
            number,
            code=f"C{number:04d}",
            name=f"{place}-{dice.choice(spots)}{number % 9}",
            alias=dice.choice(("", "", "大槐树", "小卖部门口")),
            community=f"{place}社区",
            address=f"{dice.choice(roads)} {dice.randrange(200)} 号",
        )

    return tuple(row(number) for number in range(count))


def imported(file: Path) -> tuple[CameraRow, ...]:
    """The cameras of a list."""
    from duty_desk.contracts.categories import load_categories
    from duty_desk.documents.camera_columns import load_camera_columns
    from duty_desk.documents.camera_sheet import read_cameras

    categories = load_categories(RESOURCES / "categories.toml")
    columns = load_camera_columns(RESOURCES / "templates" / "camera_columns.toml", categories)
    records: tuple[CameraRecord, ...] = tuple(read_cameras(file, columns).cameras)
    return tuple(
        _row(
            number,
            code=one.code,
            name=one.name,
            alias=one.alias,
            community=one.community,
            address=one.address,
        )
        for number, one in enumerate(records)
    )


def _row(number: int, **texts: str) -> CameraRow:
    rest = {"unit": "", "maintainer": "", "masked_address": ""}
    return CameraRow(id=f"camera-{number}", order=number, **rest, **texts)


def fastest(runs: int, work: Callable[[], object]) -> float:
    """Milliseconds of the fastest run."""
    return min(timed(work) for _ in range(runs))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def worst_key(index: CameraIndex, word: str, runs: int) -> float:
    """Milliseconds of the slowest key while `word` is typed; each key the fastest of its runs."""
    typed = [word[: length + 1] for length in range(len(word))]
    return max(fastest(runs, lambda text=text: index.find(text).first(SHOWN)) for text in typed)


def measured(cameras: tuple[CameraRow, ...], runs: int) -> dict[str, float]:
    """The table."""
    from PySide6.QtCore import QCoreApplication

    from duty_desk.ui.watch.wall_model import WallModel

    _app = QCoreApplication.instance() or QCoreApplication(["bench"])
    readings = load_readings(RESOURCES / FILE)
    index = CameraIndex(cameras, readings)
    first = max(
        timed(lambda word=word: CameraIndex(cameras, readings).find(word)) for word in WORDS
    )
    found = {
        "cameras": float(len(cameras)),
        "readings loaded": fastest(runs, lambda: load_readings(RESOURCES / FILE)),
        "index made": fastest(runs, lambda: CameraIndex(cameras, readings)),
        "index made and first search": first,
        **{f"key, {word}": worst_key(index, word, runs) for word in WORDS},
        "all found, one letter": fastest(runs, lambda: index.find("z").cameras()),
    }
    wall = WallModel()
    found["wall takes the catalogue"] = timed(lambda: wall.show_cameras(cameras))
    found["wall, same catalogue"] = fastest(runs, lambda: wall.show_cameras(cameras))
    found["wall goes to the last"] = timed(lambda: wall.go_to_camera(cameras[-1].id))
    found["wall turns"] = fastest(runs, lambda: wall.turn(1))
    return found


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--cameras", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    found = measured(imported(wish.file) if wish.file else invented(wish.cameras), wish.runs)
    if wish.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for name, value in found.items():
            print(f"{name:<32}{value:>10.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
