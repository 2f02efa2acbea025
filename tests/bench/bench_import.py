"""How long a large camera catalogue takes to read and write, beside the bare library.

    python -m tests.bench.bench_import [FILE] [--rows N] [--runs N] [--json]

Without FILE, invented catalogues of all columns are made: as openpyxl and as XlsxWriter write
them, as text in two encodings, with every row wrong, and with merged communities. Each line is
the fastest of its runs; `ratio` is against openpyxl alone streaming the same cells.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import openpyxl

from duty_desk.documents.camera_columns import CameraColumns, load_camera_columns
from duty_desk.documents.camera_export import write_cameras
from duty_desk.documents.camera_sheet import read_cameras
from tests.documents.catalogues import address, text_file, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def invented(columns: CameraColumns, rows: int) -> list[list[str]]:
    """Headings and `rows` invented cameras with every column filled in."""
    own: dict[str, Callable[[int], str]] = {
        "code": lambda number: f"C{number:05d}",
        "gb_id": lambda number: f"1101080000132{number:07d}",
        "url_main": lambda number: f"{address(number % 250)}/{number}",
        "url_sub": lambda number: f"{address(number % 250)}/{number}/sub",
        "community": lambda number: f"示例社区 {number // 100}",
    }
    lines = [
        [own[kind.key](n) if kind.key in own else kind.example for kind in columns.kinds]
        for n in range(1, rows + 1)
    ]
    return [[kind.headings[0] for kind in columns.kinds], *lines]


def catalogues(folder: Path, columns: CameraColumns, rows: int) -> Iterator[tuple[str, Path]]:
    """The invented catalogues by name."""
    table = invented(columns, rows)
    yield "xlsx, openpyxl's", workbook(folder / "openpyxl.xlsx", table)
    cameras = read_cameras(folder / "openpyxl.xlsx", columns).cameras
    write_cameras(folder / "xlsxwriter.xlsx", cameras, columns)
    yield "xlsx, XlsxWriter's", folder / "xlsxwriter.xlsx"
    place = next(i for i, kind in enumerate(columns.kinds) if kind.key == "gb_id")
    wrong = [table[0], *([*row[:place], 1.1e19, *row[place + 1 :]] for row in table[1:])]
    yield "xlsx, all rows wrong", workbook(folder / "wrong.xlsx", wrong)

    def merge(page: Any) -> None:
        for first in range(2, rows, 20):
            page.merge_cells(f"D{first}:D{first + 19}")

    yield "xlsx, merged", workbook(folder / "merged.xlsx", table, change=merge)
    yield "csv, UTF-8", text_file(folder / "8.csv", table, encoding="utf-8-sig", comma=",")
    yield "csv, GB 18030", text_file(folder / "g.csv", table, encoding="gb18030", comma=",")


def fastest(runs: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of `runs` runs."""
    seconds = []
    for _ in range(runs):
        start = perf_counter()
        work()
        seconds.append(perf_counter() - start)
    return min(seconds)


def bare(path: Path) -> int:
    """Stream all cells of all sheets and do nothing with them; their number."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    cells = sum(len(row) for page in book.worksheets for row in page.iter_rows(values_only=True))
    book.close()
    return cells


def measured(name: str, path: Path, columns: CameraColumns, runs: int) -> dict[str, Any]:
    """One line of the table."""
    reading = read_cameras(path, columns)
    seconds = fastest(runs, lambda: read_cameras(path, columns))
    is_workbook = path.suffix == ".xlsx"
    alone = fastest(runs, lambda: bare(path)) if is_workbook else None
    return {
        "what": f"read {name}",
        "rows": reading.rows,
        "cameras": len(reading.cameras),
        "mistakes": len(reading.mistakes),
        "seconds": round(seconds, 3),
        "rows_per_second": round(reading.rows / seconds),
        "ratio": round(seconds / alone, 2) if alone else None,
    }


def written(
    folder: Path, source: Path, columns: CameraColumns, runs: int
) -> Iterator[dict[str, Any]]:
    """The lines of writing."""
    cameras = read_cameras(source, columns).cameras
    for suffix in ("xlsx", "csv"):
        out = folder / f"out.{suffix}"
        seconds = fastest(runs, lambda out=out: write_cameras(out, cameras, columns))
        yield {
            "what": f"write {suffix}",
            "rows": len(cameras),
            "cameras": len(cameras),
            "mistakes": 0,
            "seconds": round(seconds, 3),
            "rows_per_second": round(len(cameras) / seconds) if cameras else 0,
            "ratio": None,
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    columns = load_camera_columns(RESOURCES / "templates" / "camera_columns.toml")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = [(asked.file.name, asked.file)] if asked.file else None
        sources = made or list(catalogues(folder, columns, asked.rows))
        lines = [measured(what, path, columns, asked.runs) for what, path in sources]
        lines += written(folder, sources[0][1], columns, asked.runs)
    if asked.json:
        print(json.dumps({"lines": lines}, ensure_ascii=False))
        return
    print(f"{'':32}{'rows':>7}{'cameras':>9}{'mistakes':>10}{'s':>8}{'rows/s':>9}{'ratio':>7}")
    for line in lines:
        print(
            f"{line['what']:32}{line['rows']:7}{line['cameras']:9}{line['mistakes']:10}"
            f"{line['seconds']:8.2f}{line['rows_per_second']:9}{line['ratio'] or '':>7}"
        )


if __name__ == "__main__":
    main()
