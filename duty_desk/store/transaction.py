"""The open transaction that use cases are handed; they name it, only the store looks inside."""

from sqlalchemy.orm import Session

__all__ = ["Session"]
