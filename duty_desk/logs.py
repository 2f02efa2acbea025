"""The program's own log: rotating files in the data folder, with every secret blotted out."""

from __future__ import annotations

import logging
import re
import sys
import threading
from datetime import datetime, timedelta, timezone
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

FILE_BYTES = 5_000_000
FILES_KEPT = 10

_SHANGHAI = timezone(timedelta(hours=8))
_BLOT = "***"
_WORDS = r"pass(?:word|wd)?|pwd|psw|access_token|token|secret|api_?key|key|sign|signature"
# In order: each pattern sees what the one before it has left.
_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Greedy up to the last @ before a blank: passwords of cameras hold @, /, ? and quotes.
    (re.compile(r"\b([a-z][a-z0-9+.-]*://)\S*@", re.IGNORECASE), rf"\1{_BLOT}@"),
    (re.compile(r"(/hook/)[^\s\"'<>?&/]+", re.IGNORECASE), rf"\1{_BLOT}"),
    (
        re.compile(
            rf"((?<![a-z])(?:{_WORDS})(?:%3d|[\"']?\s*[=:]\s*))(?:\"[^\"]*\"|'[^']*'|[^\s\"'&]+)",
            re.IGNORECASE,
        ),
        rf"\1{_BLOT}",
    ),
    (re.compile(r"\b(authorization[\"']?\s*[:=]\s*)[^\r\n]+", re.IGNORECASE), rf"\1{_BLOT}"),
    (re.compile(r"\bSEC[0-9a-f]{16,}\b"), _BLOT),
)


def redacted(text: str) -> str:
    """`text` without passwords of addresses, robot keys, tokens and signing secrets."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Blots out secrets in the finished entry: message, arguments, exception and stack alike.

    A filter would see the message only; an address inside an exception's text would pass it.
    """

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's own name
        """The desk's local time with its offset, so that lines of any computer compare."""
        moment = datetime.fromtimestamp(record.created, _SHANGHAI)
        return moment.strftime(datefmt) if datefmt else moment.isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        """The finished entry, fit to be shown to anybody."""
        return redacted(super().format(record))


def start_logging(folder: Path, *, name: str = "duty-desk", level: int = logging.INFO) -> Path:
    """Log to `folder/name.log` from now on, and return that path.

    One process writes one file (Windows cannot rotate a file that another holds open), so a
    worker process passes its own `name`. When the folder refuses, the log goes to stderr: a desk
    that cannot log still watches.
    """
    path = folder / f"{name}.log"
    handler = _file_handler(path)
    handler.setFormatter(
        RedactingFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    )
    root = logging.getLogger()
    stop_logging()
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    return path


def stop_logging() -> None:
    """Close what `start_logging` opened."""
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, RedactingFormatter):
            root.removeHandler(handler)
            handler.close()
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def _file_handler(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(
            path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
    except OSError:
        return logging.StreamHandler()


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("duty_desk").critical("uncaught", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is None or issubclass(arguments.exc_type, SystemExit):
        return
    name = arguments.thread.name if arguments.thread else "?"
    logging.getLogger("duty_desk").critical(
        "uncaught in thread %s",
        name,
        exc_info=(arguments.exc_type, arguments.exc_value, arguments.exc_traceback),
    )
