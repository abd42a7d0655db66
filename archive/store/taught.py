"""The rules that persons taught. Reads, and writes whole rows: acts keep what was there before."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from archive.base.errors import NotFound
from archive.model.ids import Uid
from archive.model.taught import Spot, TaughtRule

from .connection import Connections

Row = dict[str, Any]
_COLUMNS = ("uid", "name", "site", "field", "spot", "enabled", "author", "created", "modified")
_UID_CHARS = 6


class TaughtTable:
    """The table `taught_rules`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def rules(self) -> list[TaughtRule]:
        """Every rule, by site and field, in the order in which they were taught."""
        rows = self._connections.rows(
            f"SELECT {', '.join(_COLUMNS)} FROM taught_rules ORDER BY site COLLATE NOCASE, field, id"
        )
        return [_rule(row) for row in rows]

    def resolve(self, uid: str) -> TaughtRule:
        """The rule with this uid; a unique beginning will do. Raises NotFound."""
        given = uid.strip().lower()
        found = [rule for rule in self.rules() if len(given) >= _UID_CHARS and (rule.uid or "").startswith(given)]
        if len(found) != 1:
            told = "More than one rule begins" if found else "There is no rule"
            raise NotFound(f"{told} with the uid {uid[:40]!r}.", "Look at the list of rules for it.")
        return found[0]

    def row(self, uid: str) -> Row | None:
        """The columns of a rule as they are kept, or None."""
        row = self._connections.row(f"SELECT {', '.join(_COLUMNS)} FROM taught_rules WHERE uid = ?", (uid,))
        return None if row is None else dict(zip(_COLUMNS, row, strict=True))

    def set(self, uid: str, row: Mapping[str, Any] | None) -> None:
        """Lets a rule be as this row says; None removes it."""
        present = self._connections.value("SELECT id FROM taught_rules WHERE uid = ?", (uid,))
        if row is None:
            self._connections.change("DELETE FROM taught_rules WHERE uid = ?", (uid,))
        elif present is None:
            self._connections.insert("taught_rules", {name: row[name] for name in _COLUMNS})
        else:
            self._connections.update("taught_rules", present, {name: row[name] for name in _COLUMNS})


def row_of(rule: TaughtRule, created: str) -> Row:
    """A rule as it is kept."""
    return {
        "uid": rule.uid,
        "name": rule.name,
        "site": rule.site,
        "field": rule.field,
        "spot": json.dumps(asdict(rule.spot), ensure_ascii=False),
        "enabled": int(rule.enabled),
        "author": rule.author,
        "created": created,
        "modified": rule.modified,
    }


def _rule(row: Any) -> TaughtRule:
    told = json.loads(row["spot"])
    spot = Spot(**{name: told[name] for name in asdict(Spot()) if name in told})
    return TaughtRule(
        name=row["name"],
        site=row["site"],
        field=row["field"],
        spot=spot,
        enabled=bool(row["enabled"]),
        uid=Uid(row["uid"]),
        author=row["author"],
        modified=row["modified"],
    )
