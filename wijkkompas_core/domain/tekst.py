"""Text from outside in one form: never more of it than asked for, in a time that grows with its length.

`vouw` is the one way in which two spellings are found to be the same: names, words of an import, search. `plat` is
the one way in which a cell is made readable: dates, numbers, yes and no, and what only stands for nothing.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Literal

MOST_MARKS = 30
"""Marks on one letter, as in the stream-safe form of Unicode: sorting more takes the square of their number."""


def normaal(vorm: Literal["NFC", "NFKC", "NFKD"], text: str, hoogstens: int) -> str:
    """The first `hoogstens` characters of a text in a Unicode form; of a letter with more than thirty marks, thirty.

    Cut before it is normalised: a form may be eighteen times as long as the text.
    """
    text = text[:hoogstens]
    if text.isascii():
        return text
    return unicodedata.normalize(vorm, _with_few_marks(text))


def _with_few_marks(text: str) -> str:
    if len(text) <= MOST_MARKS:
        return text
    parts = ("".join(part)[: MOST_MARKS if marks else None] for marks, part in groupby(text, _is_mark))
    return "".join(parts)


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) != 0


MOST_KNOWN = 4_096
"""Characters of which is kept what they become."""
_NO_MARKS = {"\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00e6": "ae", "\u0153": "oe", "\u0131": "i", "\u00f0": "d"}
"""Letters with something through or against them that Unicode does not take apart."""
_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\u034f")
"""Letters that show nothing, and the joiner that only keeps two marks apart."""
_NOT_PLAIN = re.compile(r"[^0-9a-z]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]+")
_DASHES = frozenset("\u2043\u2212\u02d7\u30fb")
"""What is no dash by its kind, but stands for one."""


def _seen(char: str) -> bool:
    """Whether a character shows: a soft hyphen, a zero width space or a direction does not."""
    kind = unicodedata.category(char)
    return kind not in ("Cf", "Cs") and not (kind == "Cc" and not char.isspace()) and char not in _FILLERS


@lru_cache(maxsize=MOST_KNOWN)
def _folded(char: str) -> str:
    """What a character becomes when words are compared."""
    if not _seen(char) or unicodedata.category(char) in ("Mn", "Me"):
        return ""
    return _NO_MARKS.get(char, char if char.isalnum() else " ")


@lru_cache(maxsize=MOST_KNOWN)
def _plain(char: str) -> str:
    """What a character becomes in a cell that is read: nothing, a plain space, a plain hyphen, or itself."""
    if not _seen(char) or "\ufe00" <= char <= "\ufe0f":
        return ""
    if unicodedata.category(char) == "Pd" or char in _DASHES:
        return "-"
    return " " if char.isspace() else char


def vouw(text: str, hoogstens: int) -> str:
    """The form in which spellings are compared, of the first `hoogstens` characters: words with one space between.

    Case, accents, punctuation, kinds of hyphen and space, and characters that do not show make no difference, and
    neither does how a letter with an accent is stored. Folding what is folded changes nothing.
    """
    text = text[:hoogstens]
    if text.isascii():
        return _NOT_PLAIN.sub(" ", _CONTROL.sub("", text.lower())).strip()
    apart = normaal("NFKD", text, hoogstens).casefold()
    words = "".join(map(_folded, normaal("NFKD", apart, len(apart)))).split()
    return " ".join(words)[:hoogstens].rstrip()


def plat(text: str, hoogstens: int) -> str:
    """A cell in plain characters, of the first `hoogstens`: one kind of hyphen, one kind of space, nothing unseen.

    Case, accents and punctuation stay, so that a date or a number can be read from it.
    """
    text = text[:hoogstens]
    if not text.isascii():  # a letter and its accent become one only when nothing unseen stands between them
        text = normaal("NFKC", "".join(filter(_plain, text)), hoogstens)
    return " ".join("".join(map(_plain, text)).split())


def zichtbaar(text: str, hoogstens: int) -> str:
    """A name as it is kept: letters with their accents in one, and nothing in it that does not show."""
    text = text[:hoogstens]
    return normaal("NFC", text if text.isascii() else "".join(filter(_seen, text)), hoogstens)
