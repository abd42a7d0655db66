"""Scripts of SQL, taken apart into statements: what sqlite3 itself offers for scripts would commit the transaction under way."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils.db import Database


def run(database: "Database", scripts: Iterable[str]) -> None:
    """Runs each statement of these scripts, inside the transaction under way."""
    for script in scripts:
        for statement in _statements(script):
            database.execute(statement)


def _statements(script: str) -> list[str]:
    # A trigger ends with "END;" and holds a ";" before that.
    statements: list[str] = []
    for piece in script.split(";\n"):
        if statements and statements[-1].lstrip().startswith("CREATE TRIGGER") and not statements[-1].endswith("END"):
            statements[-1] += ";\n" + piece
        else:
            statements.append(piece)
    return [statement for statement in statements if statement.strip()]
