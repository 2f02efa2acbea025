"""Catalogues made as halls make them: real workbooks and text files with invented cameras."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_desk.contracts.categories import load_categories
from duty_desk.documents.camera_columns import CameraColumns, load_camera_columns

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@pytest.fixture(scope="session")
def columns() -> CameraColumns:
    """The columns as the program ships them, with its categories."""
    categories = load_categories(RESOURCES / "categories.toml")
    return load_camera_columns(RESOURCES / "templates" / "camera_columns.toml", categories)
