"""How our things are called in REFI-QDA files, so that what we write is found again: GUIDs, colours, the parts of a definition.

A uid is a GUID without hyphens; what has no uid of its own (a person, a tag on a passage) gets one that follows from its name and
from what it belongs to (UUID version 5, RFC 9562), and so is the same in every export.
"""

import re
import tomllib
import uuid
from functools import cache

import resources

from .ids import Uid
from .passage import COLOURS

ORIGIN = "Waystation"
PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
# What the variables of a source are called, by the field that they tell.
VARIABLES = {
    "title": "Title",
    "byline": "Byline",
    "publisher": "Publisher",
    "republisher": "Republisher",
    "published": "Published",
    "language": "Language",
    "url": "Address",
    "accessed": "Accessed",
    "rights": "Rights",
    "sensitivity": "Sensitivity",
    "embargo": "Embargo",
    "kinds": "Kinds of blocks",
}
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:waystation:refi-qda")
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})\}?")
_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_USE, _NOT = "Use when: ", "Not when: "
_PARTS = re.compile(rf"(?P<text>.*?)(?:(?:\A|\n\n){_USE}(?P<use>.*?))?(?:(?:\A|\n\n){_NOT}(?P<not>.*))?\Z", re.DOTALL)


def guid(uid: str) -> str:
    """A uid as a GUID; whatever else stands in its place gets one that follows from it."""
    try:
        return str(uuid.UUID(hex=uid))
    except ValueError:
        return derived("", uid)


def derived(of: str, what: str) -> str:
    """The GUID of something that belongs to `of` (a uid, or "" for the whole archive)."""
    return str(uuid.uuid5(uuid.UUID(guid(of)) if of else _SPACE, what))


def uid_of(guid: str | None) -> Uid | None:
    """The uid that a GUID stands for, None for what is none."""
    match = _GUID.fullmatch((guid or "").strip())
    return Uid(match[1].replace("-", "").lower()) if match else None


@cache
def colours() -> dict[str, str]:
    """{role: #RRGGBB} of the highlights, as the light theme shows them."""
    roles = tomllib.loads(resources.text("themes", "light.toml"))["roles"]
    return {role: str(roles[role]).upper() for role in COLOURS}


def role_of(colour: str | None) -> tuple[str | None, bool]:
    """The role whose colour is nearest, and whether it is that very colour. (None, False) for what is no colour."""
    match = _COLOUR.fullmatch((colour or "").strip())
    if match is None:
        return None, False
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    wanted = _rgb(digits)
    distances = {role: _distance(wanted, _rgb(shown[1:])) for role, shown in colours().items()}
    nearest = min(distances, key=lambda role: distances[role])
    return nearest, distances[nearest] == 0


def _rgb(digits: str) -> tuple[int, int, int]:
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """How far apart two colours look, by hue first: other programs' codes are more saturated than highlights are."""
    (hue, grey), (other_hue, other_grey) = _hue(one), _hue(other)
    apart = abs(hue - other_hue)
    return 0.0 if one == other else 1 + min(apart, 6 - apart) * (not grey and not other_grey) + _far(one, other) / 1000


def _far(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def _hue(rgb: tuple[int, int, int]) -> tuple[float, bool]:
    """The hue in sixths of the circle, and whether it is a grey, which has none."""
    red, green, blue = rgb
    low, high = min(rgb), max(rgb)
    if high - low < 12:
        return 0.0, True
    if high == red:
        return ((green - blue) / (high - low)) % 6, False
    if high == green:
        return (blue - red) / (high - low) + 2, False
    return (red - green) / (high - low) + 4, False


def described(definition: str, use_when: str, not_when: str) -> str:
    """The three parts of a definition as one text; `parts` takes it apart again."""
    told = [definition, f"{_USE}{use_when}" if use_when else "", f"{_NOT}{not_when}" if not_when else ""]
    return "\n\n".join(filter(None, told))


def parts(description: str) -> tuple[str, str, str]:
    """The definition, when to use it and when not, of a text that `described` made; other texts are a definition alone."""
    match = _PARTS.fullmatch(description)
    assert match is not None  # every text is the first part at least
    return match["text"], match["use"] or "", match["not"] or ""
