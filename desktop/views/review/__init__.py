"""The review of what imports brought: the table, the original beside it, and the rules that a person teaches."""

from .page import ReviewPage
from .rules import RulesPage

__all__ = ["ReviewPage", "RulesPage"]
