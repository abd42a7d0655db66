"""Runs in Taguette's own environment: opens a project with Taguette's code, copies it as its import does, tells what it finds.

`python taguette_child.py PROJECT COPY` prints JSON; knows nothing of Waystation.
"""

import json
import logging
import sys

from bs4 import BeautifulSoup
from taguette import convert, database, extract, validate


def main(project: str, copy: str) -> None:
    """Fails as Taguette does when the file is no project, is of another version, or does not pass its checks."""
    logging.disable(logging.WARNING)
    theirs = database.connect(f"sqlite:///{project}", external=True)()
    ours = database.connect(f"sqlite:///{copy}")()
    ours.add(database.User(login="admin"))
    ours.commit()
    for found in theirs.query(database.Project).all():
        database.copy_project(theirs, ours, found.id, "admin")
    ours.commit()
    documents = []
    for document in ours.query(database.Document).order_by(database.Document.id):
        assert convert.is_html_safe(document.contents), document.name
        highlights = [
            {
                "words": _text(extract.extract(document.contents, each.start_offset, each.end_offset)),
                "snippet": _text(each.snippet),
                "tags": sorted(tag.path for tag in each.tags),
            }
            for each in document.highlights
        ]
        shown = [(each.start_offset, each.end_offset, [tag.path for tag in each.tags]) for each in document.highlights]
        assert _text(extract.highlight(document.contents, shown)) == _text(document.contents), document.name
        documents.append(
            {
                "name": document.name,
                "text": _text(document.contents),
                "direction": document.text_direction.name,
                "highlights": highlights,
            }
        )
    tags = {tag.path: tag.description for tag in ours.query(database.Tag)}
    assert all(validate.tag_path(path) for path in tags)
    print(json.dumps({"documents": documents, "tags": tags}))
    ours.close()
    theirs.close()


def _text(html: str) -> str:
    body = BeautifulSoup(html, "html5lib").body
    return "".join(body.find_all(string=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
