"""An evidence picture as rows have it, of a problem as of a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def shot_columns(shot: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a picture, from the facts of the moment that brings it."""
    return {
        "no": shot["no"],
        "kind": shot["kind"],
        "sha256": shot["sha256"],
        "captioned_sha256": shot["captioned"],
        "taken_at": shot["taken_at"],
        "age_ms": shot["age_ms"],
        "width_px": shot["width_px"],
        "height_px": shot["height_px"],
    }
