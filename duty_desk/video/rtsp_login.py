"""Name and password on RTSP, as cameras ask for them: Basic, and Digest with MD5 (RFC 7616)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum

_REALM = "loopback camera"
_PAIR = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


class LoginScheme(StrEnum):
    """How the password travels."""

    BASIC = "basic"
    DIGEST = "digest"


@dataclass(frozen=True)
class Login:
    """What a client must know to be served. The password never shows in a repr."""

    user: str
    password: str = field(repr=False)
    scheme: LoginScheme = LoginScheme.DIGEST


class LoginCheck:
    """The door of one connection: its challenge and its verdict on an answer."""

    def __init__(self) -> None:
        self._nonce = secrets.token_hex(16)

    def challenge(self, login: Login) -> str:
        """The value of the WWW-Authenticate header."""
        if login.scheme is LoginScheme.BASIC:
            return f'Basic realm="{_REALM}"'
        return f'Digest realm="{_REALM}", nonce="{self._nonce}", algorithm=MD5, qop="auth"'

    def accepts(self, login: Login, method: str, answer: str) -> bool:
        """Whether the Authorization header `answer` proves the password for `method`."""
        scheme, _, rest = answer.partition(" ")
        if scheme.lower() != login.scheme.value:
            return False
        if login.scheme is LoginScheme.BASIC:
            wanted = base64.b64encode(f"{login.user}:{login.password}".encode())
            return hmac.compare_digest(wanted, rest.strip().encode())
        given = {key: quoted or plain for key, quoted, plain in _PAIR.findall(rest)}
        return self._digest_fits(login, method, given)

    def _digest_fits(self, login: Login, method: str, given: dict[str, str]) -> bool:
        if given.get("username") != login.user or given.get("nonce") != self._nonce:
            return False
        secret = _md5(f"{login.user}:{_REALM}:{login.password}")
        request = _md5(f"{method}:{given.get('uri', '')}")
        middle = [given["nonce"]]
        if "qop" in given:
            middle += [given.get("nc", ""), given.get("cnonce", ""), given["qop"]]
        wanted = _md5(":".join([secret, *middle, request]))
        return hmac.compare_digest(wanted, given.get("response", ""))


def _md5(text: str) -> str:
    # RFC 7616 names MD5 for this exchange and cameras speak nothing else.
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
