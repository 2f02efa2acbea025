"""Cameras that misbehave: a proxy that spoils a good stream, and one that answers as it is told."""

from __future__ import annotations

import contextlib
import random
import socket
import ssl
import struct
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.video.wall import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Spoil = Callable[[bytes], Iterator[bytes]]
    """Makes of an interleaved packet (its four bytes of framing included) what is sent for it."""

_HEAD = 4
_NEVER = threading.Event()


@contextlib.contextmanager
def proxy(
    port: int, spoil: Spoil | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """A port on loopback that stands before the RTSP server on `port`."""
    over = threading.Event()
    door = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while not over.is_set():
                guest, _ = door.accept()
                threading.Thread(target=_join, args=(guest, port, spoil, tls), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        over.set()
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(2)


def _join(guest: socket.socket, port: int, spoil: Spoil | None, tls: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError, EOFError), guest:
        line = tls.wrap_socket(guest, server_side=True) if tls is not None else guest
        with line, socket.create_connection(("127.0.0.1", port)) as camera:
            back = threading.Thread(target=_copied, args=(line, camera), daemon=True)
            back.start()
            try:
                with camera.makefile("rb") as stream:
                    _copy_spoilt(stream, line, spoil)
            finally:
                # A socket that another thread reads is not closed before that read returns.
                line.shutdown(socket.SHUT_RDWR)
                back.join(2)


def _copy_spoilt(stream: BinaryIO, line: socket.socket, spoil: Spoil | None) -> None:
    for part in _packets(stream):
        for sent in spoil(part) if part[:1] == b"$" and spoil is not None else (part,):
            line.sendall(sent)


def _copied(guest: socket.socket, camera: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := guest.recv(4096):
            camera.sendall(part)
        camera.shutdown(socket.SHUT_RDWR)


def _packets(stream: BinaryIO) -> Iterator[bytes]:
    """Interleaved packets whole, and whatever else is said line by line."""
    while first := stream.read(1):
        if first == b"$":
            head = first + stream.read(_HEAD - 1)
            yield head + stream.read(struct.unpack("!H", head[2:])[0])
        else:
            yield first + stream.readline()


def scrambled(seed: int = 17) -> Spoil:
    """One packet in six carries noise instead of its picture."""
    dice = random.Random(seed)

    def spoil(packet: bytes) -> Iterator[bytes]:
        if dice.random() < 1 / 6 and len(packet) > 60:
            packet = packet[:16] + dice.randbytes(len(packet) - 16)
        yield packet

    return spoil


def truncated(seed: int = 17) -> Spoil:
    """One packet in five ends in its middle, or never comes."""
    dice = random.Random(seed)

    def spoil(packet: bytes) -> Iterator[bytes]:
        if dice.random() < 1 / 5 and len(packet) > 60:
            length = len(packet) // 2 - _HEAD
            if dice.random() < 1 / 2:
                yield packet[:2] + struct.pack("!H", length) + packet[_HEAD : _HEAD + length]
        else:
            yield packet

    return spoil


def resetting(after_packets: int) -> Spoil:
    """The connection is torn down after so many packets, again and again."""
    left = after_packets

    def spoil(packet: bytes) -> Iterator[bytes]:
        nonlocal left
        left -= 1
        if left <= 0:
            left = after_packets
            raise ConnectionResetError
        yield packet

    return spoil


def trickling() -> Spoil:
    """A byte a second once the stream is to play."""

    def spoil(packet: bytes) -> Iterator[bytes]:
        for number in range(len(packet)):
            yield packet[number : number + 1]
            _NEVER.wait(1)

    return spoil


@contextlib.contextmanager
def answering(
    replies: dict[str, bytes | Callable[[socket.socket], None]], heard: list[bytes] | None = None
) -> Iterator[int]:
    """A port on loopback that gives a reply by the request's method, OK without one.

    The lines of all requests are put into `heard`.
    """
    talks: list[threading.Thread] = []

    def talk(guest: socket.socket) -> None:
        talks.append(threading.Thread(target=_talk, args=(guest, replies, heard), daemon=True))
        talks[-1].start()

    with listening(talk) as port:
        yield port
    for one in talks:
        one.join(2)


def _talk(guest: socket.socket, replies: dict, heard: list[bytes] | None) -> None:
    with contextlib.suppress(OSError, ValueError), guest, guest.makefile("rb") as lines:
        while start := lines.readline():
            number = b"0"
            while (line := lines.readline().strip()) != b"":
                if heard is not None:
                    heard.append(line)
                if line.lower().startswith(b"cseq:"):
                    number = line.split(b":")[1].strip()
            reply = replies.get(start.split(b" ")[0].decode(), b"200 OK")
            if callable(reply):
                reply(guest)
                return
            status, _, rest = reply.partition(b"\r\n")
            head = b"RTSP/1.0 " + status + b"\r\nCSeq: " + number + b"\r\n"
            guest.sendall(head + (rest or b"\r\n"))


def described(*lines: str) -> bytes:
    """A DESCRIBE reply with this session description."""
    head = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=camera", "t=0 0"]
    body = ("\r\n".join([*head, *lines]) + "\r\n").encode()
    kind = b"200 OK\r\nContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n"
    return kind % len(body) + body


def trickle(guest: socket.socket) -> None:
    """An answer of which a byte comes now and then."""
    for byte in b"RTSP/1.0 200 OK\r\nCSeq: 2\r\n" * 40:
        guest.sendall(bytes([byte]))
        _NEVER.wait(0.2)


def endless(guest: socket.socket) -> None:
    """A description that never ends."""
    guest.sendall(b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\n")
    guest.sendall(b"Content-Length: 2000000000\r\n\r\nv=0\r\n")
    while True:
        guest.sendall(b"a=camera:blah blah blah blah\r\n" * 50)


def expired_certificate(folder: Path) -> ssl.SSLContext:
    """A server's TLS with a certificate of somebody else, by nobody, long out of date."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "camera.invalid")])
    then = datetime(2020, 1, 1, tzinfo=UTC)
    paper = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(17)
        .not_valid_before(then).not_valid_after(then + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file = folder / "camera.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + paper.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
