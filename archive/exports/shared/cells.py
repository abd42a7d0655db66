"""Text in the cells of a table. A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection),
and so does one that looks like such a cell already: who takes one off has the text again."""

import re
from typing import Any

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile("'*[=+\\-@\t\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def plain(text: str) -> str:
    """Every kind of line break as `\\n`; controls but the tab, which readers refuse or obey, as U+FFFD."""
    if text.isprintable():  # most are, and it takes a sixth of the time to ask
        return text
    return _CONTROL.sub("\ufffd", _LINE_BREAK.sub("\n", text))


def cell(value: Any) -> str:
    """The text of a CSV cell; nothing for None."""
    # A lone CR inside a cell is a new row to some spreadsheets even in quotes; a NUL ends the file to others.
    text = "" if value is None else plain(str(value))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
