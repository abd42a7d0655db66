"""What must hold between the tables of what is exchanged with others, and what they refer to."""

from .exchange_schema import SHAPES
from .rules import Rule

_KINDS = ", ".join(f"'{kind}'" for kind in SHAPES)
# What one archive keeps of others' names, of what came in, of what an undone merge put away, and of tags that are two.
_NAMED = f"{_KINDS}, 'came', 'undone', 'apart'"
_UNREADABLE_REVISION = "NOT json_valid(value) OR NOT json_valid(parents) OR json_type(parents) <> 'array'"
_PLACED = " UNION ALL ".join(
    f"SELECT h.kind, h.uid FROM exchange_held h JOIN {SHAPES[kind].table} t ON t.uid = h.uid WHERE h.kind = '{kind}' AND h.why <> ''"
    for kind in ("passage", "mention", "figure", "event")
)

EXCHANGE_RULES = (
    Rule(
        "What is changed is not kept for joining with others' work: that was left switched off.",
        "exchange_paused",
        "SELECT NULL, id FROM exchange_paused",
        "DELETE FROM exchange_paused WHERE id = ?1",
    ),
    Rule(
        "What was exchanged of something cannot be read.",
        "exchange_revisions",
        f"SELECT NULL, uid FROM exchange_revisions WHERE iif(json_valid(parents), {_UNREADABLE_REVISION}, 1)",
    ),
    Rule(
        "What was exchanged is of a kind that there is not.",
        "exchange_revisions",
        f"SELECT NULL, uid FROM exchange_revisions WHERE kind NOT IN ({_KINDS})",
    ),
    Rule(
        "What something said before it was changed cannot be read.",
        "exchange_log",
        f"SELECT NULL, id FROM exchange_log WHERE NOT json_valid(value) OR kind NOT IN ({_KINDS})",
    ),
    Rule(
        "Another archive's name for an article leads to none that is here.",
        "exchange_aliases",
        "SELECT NULL, uid FROM exchange_aliases WHERE kind IN ('article', 'undone') AND here NOT IN (SELECT uid FROM articles)",
        # Nothing is lost: joined again, the article comes as a new one.
        "DELETE FROM exchange_aliases WHERE kind IN ('article', 'undone') AND uid = ?1",
    ),
    Rule(
        "Another archive's name is kept for something of a kind that there is not.",
        "exchange_aliases",
        f"SELECT NULL, uid FROM exchange_aliases WHERE kind NOT IN ({_NAMED})",
    ),
    Rule(
        "A record waits for its place although it has one.",
        "exchange_held",
        f"SELECT NULL, uid FROM ({_PLACED})",
        "DELETE FROM exchange_held WHERE uid = ?1 AND why <> '' AND kind IN ('passage', 'mention', 'figure', 'event')",
    ),
    Rule(
        "A record that waits for its place cannot be read.",
        "exchange_held",
        "SELECT NULL, uid FROM exchange_held WHERE NOT json_valid(record) OR NOT json_valid(iif(json_valid(record),"
        " coalesce(record ->> '$.values.place', 'null'), 'x'))",
    ),
    Rule(
        "A merge is told of twice, or by an act of the history that there is not.",
        "exchange_merges",
        "SELECT NULL, id FROM exchange_merges WHERE entry <> 0 AND (entry NOT IN (SELECT id FROM journal)"
        " OR entry IN (SELECT entry FROM exchange_merges GROUP BY entry HAVING count(*) > 1))",
    ),
)
