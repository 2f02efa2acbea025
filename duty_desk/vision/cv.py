"""The one door to OpenCV: import `cv2` from here, never directly.

The full OpenCV wheel points two Qt variables at its own Qt folder when it is imported; programs
the desk starts afterwards (a viewer for an exported report) would inherit them and may crash.
"""

from __future__ import annotations

import os

import cv2

for _variable in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_variable, None)

__all__ = ["cv2", "installed_wheels"]

_WHEELS = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)


def installed_wheels() -> tuple[str, ...]:
    """The OpenCV distributions installed here, as `name version`.

    They share one folder, so more than one means that the last installed silently won:
    `duty-desk check` warns then. None is normal in the frozen program.
    """
    # Brings a megabyte of modules along, and every video worker comes through this door.
    from importlib import metadata

    found = []
    for name in _WHEELS:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return tuple(found)
