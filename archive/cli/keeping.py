"""`check`: is everything that was saved still whole?"""

import dataclasses

import click

from archive.operations import maintain

from .common import open_archive, print_json, say, shared_options, terminal_progress
from .main import EXIT_ERROR


@click.command("check")
@click.option("--repair", is_flag=True, help="Mend what can be mended without guessing: the search index.")
@shared_options
def check_command(repair: bool, as_json: bool) -> int:
    """Check the file, every original against its SHA-512, every position, and the index against the texts.

    Without --repair nothing is changed, and the archive may be open elsewhere.
    """
    with open_archive(read_only=not repair) as archive, terminal_progress("Checking") as progress:
        findings = maintain.check(archive, repair=repair, progress=progress)
    healthy = all(finding.repaired for finding in findings)
    if as_json:
        print_json({"ok": healthy, "findings": [dataclasses.asdict(finding) for finding in findings]})
    elif not findings:
        say("Everything is whole.")
    else:
        for finding in findings:
            say(f"{'mended' if finding.repaired else 'found'}: {finding.what} ({finding.where})")
    return 0 if healthy else EXIT_ERROR
