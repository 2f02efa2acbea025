"""A camera's web server: sends its bytes at the pace of a live stream, and then hangs up."""

from __future__ import annotations

import contextlib
import http.server
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS_PER_S = 50


@dataclass(frozen=True)
class Broadcast:
    """What is sent, over how many seconds, and what it is called."""

    data: bytes
    seconds: float
    content_type: str = "video/mp2t"


@contextlib.contextmanager
def broadcasting(paths: dict[str, Broadcast]) -> Iterator[str]:
    """The address of a server on loopback that sends each path from its beginning."""
    over = threading.Event()

    class Camera(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            show = paths[self.path.strip("/")]
            self.send_response(200)
            self.send_header("Content-Type", show.content_type)
            self.end_headers()
            step = max(1, round(len(show.data) / show.seconds / _PARTS_PER_S))
            with contextlib.suppress(OSError):
                for at in range(0, len(show.data), step):
                    self.wfile.write(show.data[at : at + step])
                    if over.wait(1 / _PARTS_PER_S):
                        return

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Camera) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            over.set()
            server.shutdown()
            thread.join()
