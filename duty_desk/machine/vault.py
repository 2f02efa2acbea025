"""Passwords and robot addresses at rest: sealed with a key that lies in the data folder."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import stat
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from pathlib import Path

KEY_FILE = "vault.key"

_SEALED = "sealed:v1:"
_KEY = "duty-desk-key:v1:"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_OPEN_RIGHTS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class _Key:
    secret: bytes = field(repr=False)

    @property
    def mark(self) -> str:
        """Tells one key from another without giving anything of it away."""
        return hashlib.sha256(b"duty-desk key mark" + self.secret).hexdigest()[:8]


class Vault:
    """Seals short secrets for the store and opens them again.

    The key file is made at the first sealing, never while opening: a lost key is a sentence to
    a person and not a silent new key. `about` (for instance a camera's id) is bound to what is
    sealed, so that one camera's password cannot be moved to another.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / KEY_FILE
        self._key: _Key | None = None

    def seal(self, text: str, about: str) -> str:
        """`text` as it may lie in the store.

        Raises:
            Refusal: the key file cannot be made or read.
        """
        key = self._own_key() or self._new_key()
        nonce = secrets.token_bytes(_NONCE_BYTES)
        closed = AESGCM(key.secret).encrypt(nonce, text.encode(), about.encode())
        return f"{_SEALED}{key.mark}:{base64.urlsafe_b64encode(nonce + closed).decode('ascii')}"

    def open(self, sealed: str, about: str) -> str:
        """The text that `seal` closed for the same `about`.

        Raises:
            Refusal: the key is lost or another one, or what is sealed was changed.
        """
        mark, content = _parts(sealed)
        key = self._own_key()
        if key is None:
            raise Refusal(
                tr(
                    "密钥文件 {file} 不见了，摄像头密码和推送地址打不开；值班记录不受影响。"
                    "请把备份的密钥文件放回数据文件夹，或重新填写密码和地址。",
                    file=KEY_FILE,
                )
            )
        if mark != key.mark:
            raise Refusal(
                tr(
                    "密钥文件 {file} 不是当时加密用的那一个，摄像头密码和推送地址打不开；"
                    "值班记录不受影响。请放回原来的密钥文件，或重新填写密码和地址。",
                    file=KEY_FILE,
                )
            )
        try:
            opened = AESGCM(key.secret).decrypt(
                content[:_NONCE_BYTES], content[_NONCE_BYTES:], about.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise _damaged() from error
        return opened.decode()

    @property
    def has_key(self) -> bool:
        """Whether the key file is there."""
        return self._file.is_file()

    def _own_key(self) -> _Key | None:
        if self._key is None and self._file.exists():
            self._key = _read_key(self._file)
        return self._key

    def _new_key(self) -> _Key:
        key = _Key(secrets.token_bytes(_KEY_BYTES))
        try:
            _write_key(self._file, key)
        except OSError as error:
            raise Refusal(
                tr("密钥文件 {file} 写不进数据文件夹；请检查磁盘空间和权限。", file=KEY_FILE)
            ) from error
        self._key = key
        return key


def is_sealed(text: str) -> bool:
    """Whether `text` came from `Vault.seal`."""
    return text.startswith(_SEALED)


def _parts(sealed: str) -> tuple[str, bytes]:
    mark, _, content = sealed.removeprefix(_SEALED).partition(":")
    if not is_sealed(sealed) or not mark:
        raise _damaged()
    try:
        return mark, base64.b64decode(content, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise _damaged() from error


def _damaged() -> Refusal:
    return Refusal(tr("这条加密的密码或地址已损坏或被改动，打不开；值班记录不受影响。请重新填写。"))


def _write_key(file: Path, key: _Key) -> None:
    """Write and fsync the key under a new name only: an existing key is never overwritten."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(file, flags, stat.S_IRUSR | stat.S_IWUSR)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(f"{_KEY}{base64.b64encode(key.secret).decode('ascii')}\n".encode("ascii"))
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise


def _read_key(file: Path) -> _Key:
    try:
        _tighten(file)
        text = file.read_text(encoding="ascii").strip()
        secret = base64.b64decode(text.removeprefix(_KEY), validate=True)
    except (OSError, ValueError) as error:
        raise _unusable() from error
    if not text.startswith(_KEY) or len(secret) != _KEY_BYTES:
        raise _unusable()
    return _Key(secret)


def _unusable() -> Refusal:
    return Refusal(
        tr(
            "密钥文件 {file} 读不出来或已损坏，摄像头密码和推送地址打不开；值班记录不受影响。"
            "请放回备份的密钥文件；没有备份时，移走它再重新填写密码和地址。",
            file=KEY_FILE,
        )
    )


def _tighten(file: Path) -> None:
    """Take the key away from other users of this computer."""
    if sys.platform != "win32" and file.stat().st_mode & _OPEN_RIGHTS:
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
