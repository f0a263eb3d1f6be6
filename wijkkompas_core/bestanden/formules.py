"""The one rule that keeps a text from being read as a formula.

A text that begins with `=`, `+`, `-`, `@`, a tab or a line end gets an apostrophe in front. So does a text that has
apostrophes before one of these, so that every text comes back as it was: `unharmed(harmless(x)) == x`.
"""

import re

_DANGEROUS = "=+\\-@\t\r\n＝＋－＠"
_NEEDS_ONE = re.compile(f"'*[{_DANGEROUS}]")
_HAS_ONE = re.compile(f"'+[{_DANGEROUS}]")


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _NEEDS_ONE.match(text) else text


def unharmed(text: str) -> str:
    """The text as it was before `harmless`."""
    return text[1:] if _HAS_ONE.match(text) else text
