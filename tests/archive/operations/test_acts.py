"""What a kept act names is there: loaded when it is performed, and not before."""

import subprocess
import sys

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.change import Act
from archive.operations import acts


@pytest.mark.parametrize("verb", sorted(acts._VERBS))
def test_every_verb_names_a_function(verb: str) -> None:
    assert callable(acts._verb(verb))


def test_a_verb_of_another_version_is_refused_with_what_to_do(archive: Archive) -> None:
    with pytest.raises(Invalid, match="does not know how to 'fold'"):
        acts.perform(archive, Act("fold", {}))


def test_what_takes_acts_back_is_loaded_when_one_is_taken_back() -> None:
    told = "import sys; from archive.operations import acts; print([n for n in sys.modules if n.startswith('archive.operations.')])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['archive.operations.acts']"
