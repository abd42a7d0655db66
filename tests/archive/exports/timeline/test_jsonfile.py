"""JSON: the keys of the command line, the source beside them, and every character as it is."""

import json

from hypothesis import given

from archive.exports.timeline import jsonfile
from archive.exports.timeline.told import Told, row
from tests.archive.exports.timeline.tellings import UNHURRIED, telling, tellings


def test_a_time_has_the_keys_of_the_command_line_with_note_tags_and_source() -> None:
    told = telling("2014-05/..", tags=("works/weir",), note="Seen")
    (read,) = json.loads(jsonfile.write([told]).data)
    assert read == row(told.mention) | {
        "note": "Seen",
        "tags": ["works/weir"],
        "stale": False,
        "source": {"title": "The weir", "publisher": "River Post", "published": "2014-05-07"},
    }


def test_nothing_is_an_empty_list() -> None:
    assert json.loads(jsonfile.write([]).data) == []


@UNHURRIED
@given(tellings())
def test_any_time_comes_back_character_by_character(told: list[Told]) -> None:
    exported = jsonfile.write(told)
    read = json.loads(exported.data.decode())
    assert (len(read), exported.held, exported.warnings) == (len(told), tuple(told), ())
    for one, each in zip(read, told, strict=True):
        assert {key: one[key] for key in row(each.mention)} == row(each.mention)
        assert (one["note"], tuple(one["tags"])) == (each.mention.note, each.mention.tags)
        assert one["source"] == {"title": each.title, "publisher": each.publisher, "published": each.published}
