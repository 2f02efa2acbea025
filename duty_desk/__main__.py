"""The way in: stands the environment up where a fresh clone lacks it, then hands over to `cli`.

Parses on Pythons far older than ours, so that they are told what is missing. Nothing heavy is
imported at the top: every video worker process starts here too.
"""

from __future__ import annotations

import multiprocessing
import sys

TOO_OLD = (
    "值守台需要 Python 3.11 或更新版本，这里是 {0}.{1}；没有改动任何东西。"
    "请安装 Python 3.11 后用它运行同一条命令。\n"
    "Duty Desk needs Python 3.11 or newer, this is {0}.{1}; nothing was changed. "
    "Please install Python 3.11 and run the same command with it."
)
COULD_NOT = 3
INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run the program with `argv` (the command line by default) and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this sentence is for those who have an older one
        sys.stderr.write(TOO_OLD.format(*sys.version_info[:2]) + "\n")
        return COULD_NOT
    # In the frozen program a worker process is this same program; it ends inside this call.
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: list[str]) -> int:
    from duty_desk import set_up

    root = set_up.checkout()
    if root is not None:
        code = set_up.run(root, arguments)
        if code is not None:
            return code
    from duty_desk import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
