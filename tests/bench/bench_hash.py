"""How fast files are hashed and copied, beside `sha256sum`, in one run.

    python -m tests.bench.bench_hash [--mib N] [--rounds N] [--folder DIR] [--json]

Each round runs sha256sum, our hash, and our copy with its read-back on the same file, one after
the other; the file is in memory after the first read, so that the processor is what is measured.
Only the ratio means anything on a shared computer; the goal is 0.8 of sha256sum. Memory is the
growth of the process's peak over all rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.machine.file_copy import copy_file, hash_file, read_back

if TYPE_CHECKING:
    from collections.abc import Callable

MIB = 1 << 20


def main() -> None:
    """Make a file, hash it in turns, and tell the rates."""
    wanted = _arguments()
    with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
        file = Path(folder) / "recording.bin"
        with file.open("wb") as out:
            for _ in range(wanted.mib):
                out.write(os.urandom(MIB))
        hash_file(file)
        before = _peak_mib()
        rounds = [_round(file) for _ in range(wanted.rounds)]
        told = _told(rounds, wanted.mib)
        told["peak_grown_mib"] = round(_peak_mib() - before, 1)
    told["load"] = os.getloadavg()[0]
    print(json.dumps(told) if wanted.json else _page(told))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", default=None)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _round(file: Path) -> dict[str, tuple[float, float]]:
    copy = file.with_name("copy.bin")
    took = {
        "sha256sum": _timed(
            lambda: subprocess.run(["sha256sum", file], check=True, stdout=subprocess.PIPE)
        ),
        "hash": _timed(lambda: hash_file(file)),
        "copy": _timed(lambda: copy_file(file, copy)),
        "read_back": _timed(lambda: read_back(copy)),
    }
    copy.unlink()
    return took


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time with that of children."""
    wall, used = time.perf_counter(), _processor_s()
    work()
    return time.perf_counter() - wall, _processor_s() - used


def _processor_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _told(rounds: list[dict[str, tuple[float, float]]], mib: int) -> dict[str, float]:
    told: dict[str, float] = {}
    for name in rounds[0]:
        told[f"{name}_mib_s"] = round(mib / statistics.median(one[name][0] for one in rounds), 1)
        told[f"{name}_cpu_s"] = round(statistics.median(one[name][1] for one in rounds), 2)
    for place, what in enumerate(("clock", "processor")):
        ratios = [one["sha256sum"][place] / one["hash"][place] for one in rounds]
        told[f"hash_to_sha256sum_by_{what}"] = round(statistics.median(ratios), 2)
    return told


def _page(told: dict[str, float]) -> str:
    return "\n".join(f"{name:34} {value}" for name, value in told.items())


if __name__ == "__main__":
    main()
