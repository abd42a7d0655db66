"""What holds at one place of an RTF file: where words go, how they look, in which code page they are; groups keep and restore it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Goal(StrEnum):
    """Where the words of a group go."""

    TEXT = "text"
    NOTHING = "nothing"
    LABEL = "label"  # the number or bullet before a list item, as the writing program printed it
    FONTS = "fonts"
    STYLES = "styles"
    FIELD = "field"  # what a field is: HYPERLINK "…"
    INFO = "info"
    AUTHOR = "author"  # of a comment


# Groups that begin with these words hold nothing that a reader sees.
SILENT: Final = frozenset(
    """
    colortbl listtable listoverridetable objdata objclass objname themedata colorschememapping latentstyles datastore rsidtbl generator
    xmlnstbl filetbl revtbl bkmkstart bkmkend private userprops sn sv sp nonshppict shprslt atnid atnref atndate atntime atrfstart
    atrfend atnicn pnseclvl template fontemb falt panose fname tc xe nonesttables passwordhash mailmerge docvar wgrffmtfilter
    protusertbl defchp defpap background pgptbl aftnsep aftnsepc aftncn ftnsep ftnsepc ftncn keycode fchars lchars
    """.split()
)
HEADS: Final = frozenset("header headerl headerr headerf footer footerl footerr footerf".split())
INFO: Final = {"title": "title", "author": "byline", "subject": "", "keywords": "", "doccomm": ""}
MARKS: Final = {
    "tab": " ", "line": " ", "lbr": " ", "softline": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}  # fmt: skip


@dataclass(slots=True)
class State:
    """Copied when a group opens."""

    goal: Goal = Goal.TEXT
    codec: str = "cp1252"
    strong: bool = False
    emphasis: bool = False
    hidden: bool = False
    deleted: bool = False
    fallback: int = 1  # characters that stand behind a \\u for programs that know no Unicode
    info: str = ""
    opened: str = ""  # the group's own destination, whose end is an event
