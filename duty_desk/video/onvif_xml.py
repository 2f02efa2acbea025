"""ONVIF's XML: names of its namespaces, elements written and read. No network here."""

from __future__ import annotations

import base64
import hashlib

# What a stranger sends is read by `parsed` alone, which takes no document type.
import xml.etree.ElementTree as ET

NAMESPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "wsa": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "wsd": "http://schemas.xmlsoap.org/ws/2005/04/discovery",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "wsu": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tptz": "http://www.onvif.org/ver20/ptz/wsdl",
    "tt": "http://www.onvif.org/ver10/schema",
    "ter": "http://www.onvif.org/ver10/error",
    "dn": "http://www.onvif.org/ver10/network/wsdl",
}
DIGEST = (
    "http://docs.oasis-open.org/wss/2004/01/"
    "oasis-200401-wss-username-token-profile-1.0#PasswordDigest"
)
NONCE_ENCODING = (
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
)
Element = ET.Element

for _prefix, _uri in NAMESPACES.items():
    ET.register_namespace(_prefix, _uri)


class NotOnvif(ValueError):
    """A text that is no SOAP message, or one without what it must hold."""


def element(name: str, *children: Element, text: str = "", **attributes: str) -> Element:
    """The element `prefix:Name` with its children, text and attributes."""
    made = ET.Element(_full(name), attributes)
    made.text = text or None
    made.extend(children)
    return made


def envelope(*headers: Element, body: Element) -> bytes:
    """A SOAP 1.2 message."""
    parts = [element("s:Header", *headers)] if headers else []
    whole = element("s:Envelope", *parts, element("s:Body", body))
    message: bytes = ET.tostring(whole, encoding="utf-8", xml_declaration=True)
    return message


def parsed(message: bytes) -> Element:
    """The envelope that `message` is; read as a text, so that its own encoding has no say.

    Raises:
        NotOnvif: it is no XML, or it brings a document type (SOAP 1.2 part 1, 5, forbids one;
            with it entities could grow without end).
    """
    try:
        text = message.decode()
    except UnicodeDecodeError:
        text = message.decode("gb18030", errors="replace")  # older devices name presets so
    if "<!DOCTYPE" in text:
        raise NotOnvif("document type")
    try:
        return ET.fromstring(text)  # noqa: S314 - see above
    except (ET.ParseError, ValueError) as error:
        raise NotOnvif("no XML") from error


def body_of(envelope: Element) -> Element:
    """The first element of a message's body.

    Raises:
        NotOnvif: there is none.
    """
    body = envelope.find(_full("s:Body"))
    if envelope.tag != _full("s:Envelope") or body is None or len(body) == 0:
        raise NotOnvif("no body")
    return body[0]


def is_named(node: Element, name: str) -> bool:
    """Whether `node` is a `prefix:Name`."""
    return node.tag == _full(name)


def all_of(node: Element, path: str) -> list[Element]:
    """The elements at `path` (`tt:A/tt:B`) below `node`."""
    return node.findall(path, NAMESPACES)


def text_of(node: Element | None, path: str = "") -> str:
    """The trimmed text at `path` below `node`; empty when there is none."""
    found = node.find(path, NAMESPACES) if node is not None and path else node
    return (found.text or "").strip() if found is not None else ""


def number_of(node: Element, path: str, attribute: str) -> float | None:
    """A finite decimal number in an attribute at `path`, or None."""
    found = node.find(path, NAMESPACES)
    try:
        number = float(found.get(attribute, "")) if found is not None else None
    except ValueError:
        return None
    return number if number is None or abs(number) <= 1e6 else None


def password_digest(nonce: bytes, created: str, password: str) -> str:
    """WS-UsernameToken 1.0: Base64(SHA-1(nonce + created + password))."""
    content = nonce + created.encode() + password.encode()
    return base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def username_token(user: str, password: str, nonce: bytes, created: str) -> Element:
    """The security header that proves the password without carrying it."""
    return element(
        "wsse:Security",
        element(
            "wsse:UsernameToken",
            element("wsse:Username", text=user),
            element("wsse:Password", text=password_digest(nonce, created, password), Type=DIGEST),
            element(
                "wsse:Nonce",
                text=base64.b64encode(nonce).decode(),
                EncodingType=NONCE_ENCODING,
            ),
            element("wsu:Created", text=created),
        ),
    )


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
