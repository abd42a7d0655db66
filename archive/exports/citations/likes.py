"""Sets works apart that a style would cite alike (CSL 1.0.2, disambiguation): more of a name, more names, a letter, a longer form.

Which works are alike is asked among all that a citer was given, so that a citation does not change with what is cited after it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from .names import initialized
from .state import Citing, Item, Name, Told

Rendered = Callable[[Item, Told], tuple[str, Citing]]


class Likes:
    """What each item needs beyond the plain form. `options` are the style's, `order` gives the letters' order."""

    def __init__(
        self, options: Mapping[str, str], rendered: Rendered, order: Callable[[Iterable[Item]], list[Item]]
    ) -> None:
        self._options, self._rendered, self._order = options, rendered, order
        self._told: dict[str, Told] = {}

    def of(self, items: Sequence[Item]) -> dict[str, Told]:
        """By item id; an item that is like no other is absent."""
        names = self._name_wide(items)
        if names is not None:
            self._told = {item.id: names for item in items}
        groups = self._groups(items)
        if self._is("disambiguate-add-names"):
            groups = self._tried(groups, self._more_names)
        if self._is("disambiguate-add-givenname") and not self._wide:
            groups = self._tried(groups, self._more_of_names)
        for group in groups:
            for place, item in enumerate(self._order(group)):
                if self._is("disambiguate-add-year-suffix"):
                    self._tell(item, suffix=letter(place))
                else:
                    self._tell(item, condition=True)
        return self._told

    def _tried(self, groups: list[list[Item]], tell: Callable[[list[Item]], None]) -> list[list[Item]]:
        for group in groups:
            tell(group)
        return [left for group in groups for left in self._groups(group)]

    @property
    def _wide(self) -> bool:
        return self._options.get("givenname-disambiguation-rule", "by-cite") != "by-cite"

    def _is(self, option: str) -> bool:
        return self._options.get(option) == "true"

    def _tell(self, item: Item, **what: object) -> None:
        self._told[item.id] = replace(self._told.get(item.id, Told()), **what)  # type: ignore[arg-type]  # fields of Told by name

    def _looks(self, item: Item) -> tuple[str, tuple[Name, ...]]:
        text, citing = self._rendered(item, self._told.get(item.id, Told()))
        return text, tuple(name for names in citing.said for name in names)

    def _groups(self, items: Sequence[Item]) -> list[list[Item]]:
        alike: dict[str, list[Item]] = {}
        for item in items:
            if look := self._looks(item)[0]:
                alike.setdefault(look, []).append(item)
        return [group for group in alike.values() if len(group) > 1]

    def _name_wide(self, items: Sequence[Item]) -> Told | None:
        """Given names for all who share a family name, in every citation, where the style's rule is not by cite."""
        rule = self._options.get("givenname-disambiguation-rule", "by-cite")
        if not self._is("disambiguate-add-givenname") or not self._wide:
            return None
        primary = rule.startswith("primary-name")
        found = [
            name
            for item in items
            for names in item.names.values()
            for name in names[: 1 if primary else None]
            if "family" in name
        ]
        families: dict[str, dict[tuple[tuple[str, str], ...], Name]] = {}
        for name in found:
            families.setdefault(name["family"], {})[tuple(sorted(name.items()))] = name
        hints: dict[tuple[str, str], str] = {}
        for each in families.values():
            for name in each.values() if len(each) > 1 else ():
                if hint := _hint(name, each.values(), only_initials=rule.endswith("with-initials")):
                    hints[name["family"], name.get("given", "")] = hint
        return Told(given=hints, primary_only=primary) if hints else None

    def _more_names(self, group: list[Item]) -> None:
        """More names before "et al.", as few as tell an item from the others."""
        names = {item.id: self._looks(item)[1] for item in group}
        longest = max(map(len, names.values()))
        told = _apart(names, longest, self._is("disambiguate-add-givenname"))
        if not told:
            return
        least = next(count for count in range(1, longest + 1) if _apart(names, count, True) >= told)
        for item in group:
            if item.id in told:
                self._tell(item, names=least)

    def _more_of_names(self, group: list[Item]) -> None:
        """Initials or whole given names of those who share a family name at the same place (by cite)."""
        names = {item.id: self._looks(item)[1] for item in group}
        for place in range(max(map(len, names.values()), default=0)):
            here = [(item, names[item.id][place]) for item in group if place < len(names[item.id])]
            families: dict[str, dict[tuple[tuple[str, str], ...], Name]] = {}
            for _, name in here:
                families.setdefault(name.get("family", ""), {})[tuple(sorted(name.items()))] = name
            for item, name in here:
                others = families[name.get("family", "")]
                if "family" in name and len(others) > 1:
                    hint = _hint(name, others.values(), only_initials=False)
                    given = {**self._told.get(item.id, Told()).given, (name["family"], name.get("given", "")): hint}
                    self._tell(item, given=given)


def _apart(names: Mapping[str, tuple[Name, ...]], count: int, given: bool) -> set[str]:
    """The ids whose first `count` names nobody else has."""

    def shown(of: tuple[Name, ...]) -> tuple[object, ...]:
        return tuple((n.get("literal"), n.get("family"), n.get("given") if given else None) for n in of[:count])

    seen: dict[object, list[str]] = {}
    for id, each in names.items():
        seen.setdefault(shown(each), []).append(id)
    return {ids[0] for ids in seen.values() if len(ids) == 1}


def _hint(name: Name, names: Iterable[Name], *, only_initials: bool) -> str:
    """What of the given name tells a person from others of the family: its initials, all of it, or nothing."""
    initials = initialized(name.get("given", ""), "", True, False)
    if any(initialized(other.get("given", ""), "", True, False) == initials for other in names if other != name):
        return "" if only_initials else "full"
    return "initials"


def letter(place: int) -> str:
    """a, b … z, aa, ab …"""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
