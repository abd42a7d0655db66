"""Text and attributes as XML takes them. The standard library's `xml.sax.saxutils` says the same, and loads sixty modules of the web for it."""

from html import escape as _escaped
from typing import Final

_WHITE: Final = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escape(text: str) -> str:
    """Text between tags."""
    return _escaped(text, quote=False)


def quoteattr(text: str) -> str:
    """The value of an attribute with its quotation marks; line ends and tabs stay what they are."""
    told = escape(text).translate(_WHITE)
    if '"' not in told:
        return f'"{told}"'
    return "'" + told + "'" if "'" not in told else '"' + told.replace('"', "&quot;") + '"'
