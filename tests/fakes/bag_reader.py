"""The independent reader of BagIt, importable.

bagit 1.8 asks `pkg_resources` for its own version, which current setuptools no longer brings;
1.9 does not, but has no wheel. Once 1.9 has one, import `bagit` instead.
"""

from __future__ import annotations

import sys
from types import ModuleType


class _NotFound(Exception):
    """What `pkg_resources` raises for a distribution it does not know."""


def _get_distribution(name: str) -> object:
    raise _NotFound(name)


_stand_in = ModuleType("pkg_resources")
_stand_in.DistributionNotFound = _NotFound  # type: ignore[attr-defined]
_stand_in.get_distribution = _get_distribution  # type: ignore[attr-defined]
_before = sys.modules.get("pkg_resources")
sys.modules["pkg_resources"] = _stand_in
try:
    import bagit
finally:
    if _before is None:
        del sys.modules["pkg_resources"]
    else:
        sys.modules["pkg_resources"] = _before

__all__ = ["bagit"]
