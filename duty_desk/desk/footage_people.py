"""Who asks for footage: sealed beside the record; the journal has a salted hash of each only.

So a person can be erased when the law wants it and the chain stays whole: without the salt the
hash tells nothing.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from duty_desk.domain.footage import Officer
from duty_desk.domain.hashchain import canonical, digest
from duty_desk.language import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duty_desk.machine.vault import Vault

_SALT_BYTES = 16
_FIELDS = ("name", "number", "phone")


def _about(request_id: str, place: int) -> str:
    return f"footage:{request_id}:{place}"


def put_away(
    vault: Vault, request_id: str, officers: Sequence[Officer]
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The people as the journal names them, and as they are kept beside it.

    Raises:
        Refusal: the key file cannot be made or read.
    """
    facts, sealed = [], []
    for place, one in enumerate(officers):
        told = canonical({**_personal(one), "salt": secrets.token_hex(_SALT_BYTES)})
        facts.append({"hash": digest(told), "is_seen": one.is_seen})
        sealed.append(vault.seal(told, _about(request_id, place)))
    return facts, tuple(sealed)


def taken_out(
    vault: Vault, request_id: str, known: Sequence[Mapping[str, Any]], sealed: Mapping[int, str]
) -> tuple[Officer | None, ...]:
    """The people as they were given; None where one was erased or cannot be opened.

    Args:
        vault: What they were sealed with.
        request_id: Whose they are.
        known: What the record says of them.
        sealed: What is kept of them, by place.
    """
    found: list[Officer | None] = []
    for place, facts in enumerate(known):
        told = _opened(vault, request_id, place, sealed.get(place))
        if told is None:
            found.append(None)
            continue
        person = {name: told[name] for name in _FIELDS}
        found.append(Officer(**person, is_seen=bool(facts["is_seen"])))
    return tuple(found)


def agrees(vault: Vault, request_id: str, place: int, sealed: str, expected: str) -> bool:
    """Whether what is kept of a person is what the journal has the hash of."""
    told = _opened(vault, request_id, place, sealed)
    return told is not None and digest(canonical(told)) == expected


def _personal(one: Officer) -> dict[str, str]:
    return {name: getattr(one, name) for name in _FIELDS}


def _opened(vault: Vault, request_id: str, place: int, sealed: str | None) -> dict[str, str] | None:
    if sealed is None:
        return None
    try:
        told: dict[str, str] = json.loads(vault.open(sealed, _about(request_id, place)))
    except (Refusal, ValueError):
        return None
    return told
