"""The loopback server byte by byte, and what becomes of it when its parent dies."""

from __future__ import annotations

import itertools
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from duty_desk.video.rtsp_server import RtspServer, ServedClip

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


class RawClient:
    """Speaks RTSP by hand over one connection."""

    def __init__(self, server: RtspServer, path: str) -> None:
        self.url = server.url(path, with_login=False)
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        self._stream = self._socket.makefile("rb")
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._socket.close()

    def write(self, data: bytes) -> None:
        self._socket.sendall(data)

    def ask(self, method: str, url: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
        self._count += 1
        lines = [f"{method} {url or self.url} RTSP/1.0", f"CSeq: {self._count}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        return self.answer()

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        line = self._stream.readline()
        while line[:1] == b"$":
            self._skip_packet(line)
            line = self._stream.readline()
        status, answer = int(line.split()[1]), {}
        while (line := self._stream.readline().decode().strip()) != "":
            name, _, value = line.partition(": ")
            answer[name] = value
        return status, answer, self._stream.read(int(answer.get("Content-Length", "0")))

    def _skip_packet(self, begun: bytes) -> None:
        size = 4 + struct.unpack("!H", (begun + self._more(begun, 4))[2:4])[0]
        self._more(begun, size)

    def _more(self, begun: bytes, size: int) -> bytes:
        return self._stream.read(size - len(begun)) if size > len(begun) else b""

    def packets(self) -> Iterator[tuple[int, bytes]]:
        while head := self._stream.read(4):
            assert head[:1] == b"$"
            yield head[1], self._stream.read(struct.unpack("!H", head[2:])[0])

    def played(self) -> RawClient:
        wanted = "RTP/AVP/TCP;unicast;interleaved=4-5"
        _, answer, _ = self.ask("SETUP", self.url + "/trackID=0", Transport=wanted)
        assert self.ask("PLAY", Session=answer["Session"].partition(";")[0])[0] == 200
        return self


@pytest.fixture
def fast_server(clip: Path) -> Iterator[RtspServer]:
    with RtspServer([ServedClip("c017", clip, 60)]) as server:
        yield server


def test_the_description_carries_the_parameter_sets(rtsp_server: RtspServer):
    """OPTIONS names the methods; DESCRIBE gives packetisation, sets and rate."""
    with RawClient(rtsp_server, "c017") as client:
        status, headers, _ = client.ask("OPTIONS")
        assert status == 200
        assert "GET_PARAMETER" in headers["Public"]
        status, headers, body = client.ask("DESCRIBE", Accept="application/sdp")

    assert status == 200
    assert headers["Content-Type"] == "application/sdp"
    assert b"packetization-mode=1" in body
    assert b"sprop-parameter-sets=Z" in body
    assert b"a=framerate:15\r\n" in body


def test_packets_run_on_without_a_gap(fast_server: RtspServer):
    """From a key picture on, numbers rise by one and time by one picture, over the seam too."""
    numbers, times, kinds = [], [], []
    with RawClient(fast_server, "c017").played() as client:
        for channel, packet in client.packets():
            if channel == 4:
                _, _, number, time, _ = struct.unpack("!BBHII", packet[:12])
                numbers.append(number)
                times.append(time)
                kinds.append(packet[12] & 31)
                assert len(packet) <= 1412
            if len(set(times)) == 120:
                break

    assert kinds[:3] in ([7, 8, 5], [7, 8, 28])
    assert set(kinds) <= {1, 5, 7, 8, 28}
    assert 28 in kinds
    steps = {(b - a) % 65_536 for a, b in itertools.pairwise(numbers)}
    assert steps == {1}
    assert {(b - a) % (1 << 32) for a, b in itertools.pairwise(times)} == {0, 1500}


def test_sender_reports_come_with_the_stream(rtsp_server: RtspServer):
    """The first report names the same source as the packets and stands on its own channel."""
    sources = {}
    with RawClient(rtsp_server, "c017").played() as client:
        for channel, packet in client.packets():
            if channel == 5:
                assert packet[1] == 200
                assert len(packet) % 4 == 0
                sources[5] = packet[4:8]
            else:
                sources[4] = packet[8:12]
            if len(sources) == 2:
                break

    assert sources[4] == sources[5]


def test_a_session_is_kept_alive_and_torn_down(rtsp_server: RtspServer):
    """GET_PARAMETER is answered amid packets, receiver reports are swallowed, TEARDOWN ends."""
    with RawClient(rtsp_server, "c017") as client:
        wanted = "RTP/AVP/TCP;unicast;interleaved=0-1"
        _, headers, _ = client.ask("SETUP", client.url + "/trackID=0", Transport=wanted)
        session = headers["Session"].partition(";")[0]
        client.write(b"$\x01\x00\x08" + b"\x80\xc9\x00\x01\x00\x00\x00\x00")
        assert client.ask("GET_PARAMETER", Session=session)[0] == 200
        assert client.ask("PLAY", Session="no such session")[0] == 454
        assert client.ask("TEARDOWN", Session=session)[0] == 200
        assert client.ask("TEARDOWN", Session=session)[0] == 454


def test_what_it_does_not_speak_is_refused(rtsp_server: RtspServer):
    """Unknown methods, multicast and play without a session have their own answers."""
    with RawClient(rtsp_server, "c017") as client:
        assert client.ask("RECORD")[0] == 405
        assert client.ask("SETUP", Transport="RTP/AVP;multicast")[0] == 461
        assert client.ask("PLAY")[0] == 454


def test_a_digest_of_another_connection_is_no_key(rtsp_server: RtspServer):
    """Each connection has its own challenge, so an overheard answer opens nothing."""
    challenges = []
    for _ in range(2):
        with RawClient(rtsp_server, "c018") as client:
            status, headers, _ = client.ask("DESCRIBE")
            assert status == 401
            challenges.append(headers["WWW-Authenticate"])

    assert all(challenge.startswith("Digest ") for challenge in challenges)
    assert challenges[0] != challenges[1]


@pytest.mark.parametrize(
    "noise", [b"\x16\x03\x01\x02\x00" * 50 + b"\r\n\r\n", b"GET\r\n\r\n", b"x" * 100_000, b"$\0\1"]
)
def test_noise_harms_nobody(rtsp_server: RtspServer, noise: bytes):
    """A client that speaks something else loses its connection; the next one is served."""
    with RawClient(rtsp_server, "c017") as client:
        client.write(noise)
    with RawClient(rtsp_server, "c017") as client:
        assert client.ask("DESCRIBE")[0] == 200


def test_the_child_dies_with_its_parent(clip: Path):
    """After kill -9 of the parent the child's port is closed."""
    program = (
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from duty_desk.video.rtsp_child import RtspServerProcess\n"
        "from duty_desk.video.rtsp_server import ServedClip\n"
        "if __name__ == '__main__':\n"
        "    server = RtspServerProcess([ServedClip('c017', Path(sys.argv[1]), 15)])\n"
        "    server.start()\n"
        "    print(server.port, flush=True)\n"
        "    threading.Event().wait()\n"
    )
    command = [sys.executable, "-c", program, str(clip)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        port = int(parent.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            parent.kill()
            parent.wait(5)
            # The end of the connection is the child's end: nobody else holds it.
            try:
                rest = client.recv(1)
            except ConnectionResetError:
                rest = b""
    assert rest == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
