"""Devices that answer a WS-Discovery probe on loopback's own multicast."""

from __future__ import annotations

import contextlib
import socket
import threading

from duty_desk.video.onvif_discovery import GROUP
from duty_desk.video.onvif_xml import all_of, element, envelope, parsed, text_of

NETWORK = "http://www.onvif.org/ver10/network/wsdl"


class AnnouncedDevices:
    """Answers each probe once for every device: (XAddrs, scopes), or bytes sent as they are."""

    def __init__(self, *devices: tuple[str, str] | bytes) -> None:
        self._devices = devices
        self.probes: list[str] = []
        self._line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._line.bind(("", 0))
        member = socket.inet_aton(GROUP) + socket.inet_aton("127.0.0.1")
        self._line.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
        self.port = self._line.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()
        self._thread.join(5)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                message, sender = self._line.recvfrom(65536)
                if not message:
                    return
                probe = parsed(message)
                asked = text_of(probe, "s:Header/wsa:MessageID")
                self.probes += [text_of(one) for one in all_of(probe, "s:Body/wsd:Probe/wsd:Types")]
                for device in self._devices:
                    answer = device if isinstance(device, bytes) else match(asked, *device)
                    self._line.sendto(answer, sender)


def match(asked: str, addresses: str, scopes: str) -> bytes:
    """The answer of one device."""
    return envelope(
        element("wsa:RelatesTo", text=asked),
        body=element(
            "wsd:ProbeMatches",
            element(
                "wsd:ProbeMatch",
                element("wsa:EndpointReference", element("wsa:Address", text="urn:uuid:1")),
                element("wsd:Types", text="dn:NetworkVideoTransmitter", **{"xmlns:dn": NETWORK}),
                element("wsd:Scopes", text=scopes),
                element("wsd:XAddrs", text=addresses),
                element("wsd:MetadataVersion", text="1"),
            ),
        ),
    )
