"""Text from outside in one form: never more of it than asked for, in a time that grows with its length."""

import unicodedata
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
