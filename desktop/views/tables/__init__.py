"""The page that asks what the columns of a table are."""

from .columns import ColumnsPage

__all__ = ["ColumnsPage"]
