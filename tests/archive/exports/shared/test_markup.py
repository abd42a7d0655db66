"""Text and attributes are written as the standard library writes them, without what it loads for it."""

import subprocess
import sys
from xml.sax import saxutils

from hypothesis import given
from hypothesis import strategies as st

from archive.exports.shared import markup

_TEXTS = st.text(st.sampled_from("ab&<>\"'\n\r\t;#é한\u2028") | st.characters(exclude_categories=("Cs",)))


@given(_TEXTS)
def test_both_say_what_the_standard_library_says(text: str) -> None:
    assert markup.escape(text) == saxutils.escape(text)
    assert markup.quoteattr(text) == saxutils.quoteattr(text)


def test_nothing_of_the_web_is_loaded_to_verify_documents() -> None:
    told = "import sys, archive.operations.verifying; print('ssl' in sys.modules, 'http.client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
