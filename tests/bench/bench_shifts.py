"""A hundred shifts handed over while the program is killed at random: is any item lost?

python -m tests.bench.bench_shifts [shifts] [seed]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.flow.test_killed_shifts import checked, kill_through, prepared


def main(shifts: int, seed: int) -> int:
    """Run it and print what became of everything that was acknowledged."""
    with tempfile.TemporaryDirectory() as folder:
        data, began = prepared(Path(folder)), time.monotonic()
        told = kill_through(data, shifts, seed)
        found = checked(data, told)
        took = time.monotonic() - began
    counts = {name: len(lines) for name, lines in sorted(told.lines.items())}
    print(f"{counts.get('accepted', 0)} shifts, {told.kills} kills, {took:.0f} s: {counts}")
    print(found)
    return 0 if not found["lost"] and not found["forgotten"] and not found["failed"] else 1


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(words + [100, 1][len(words) :])))
