"""argparse in Dutch: help, and for wrong use one line and exit code 2."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

# argparse only speaks English; these are all the messages that our commands can bring about.
_TRANSLATIONS = (
    (r"the following arguments are required: (.+)", r"geef ook op: \1"),
    (r"unrecognized arguments: (.+)", r"onbekend: \1"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 kan niet \2 zijn; kies uit \3"),
    (r"argument (.+?): expected one argument", r"\1 heeft een waarde nodig"),
    (r"argument (.+?): expected at least one argument", r"\1 heeft minstens één waarde nodig"),
    (r"argument (.+?): expected (\d+) arguments?", r"\1 heeft \2 waarden nodig"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 heeft geen waarde, dus \2 hoort er niet bij"),
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Dutch."""

    def __init__(self, **options: Any) -> None:
        """As `ArgumentParser`; options cannot be shortened."""
        options.setdefault("formatter_class", _Formatter)
        options |= {"add_help": False, "allow_abbrev": False}
        super().__init__(**options)
        self._positionals.title = "waarden"
        self._optionals.title = "opties"
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg en stop")

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        self.exit(2, f"{self.prog}: {in_dutch(message)} (zie --help)\n")


def in_dutch(message: str) -> str:
    """A message of argparse in Dutch, on one line; one that is not known stays as it is."""
    flat = " ".join(message.split())
    for pattern, replacement in _TRANSLATIONS:
        if match := re.fullmatch(pattern, flat):
            return match.expand(replacement)
    return flat


def a_date(text: str) -> date:
    """An option that is a date, as JJJJ-MM-DD."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"'{text}' is geen datum; schrijf JJJJ-MM-DD")


def a_year(text: str) -> int:
    """An option that is a year."""
    if re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is geen jaartal; schrijf JJJJ")


def say(*lines: str) -> None:
    """Print to the user."""
    for line in lines:
        print(line)


def warn(line: str) -> None:
    """Print to the user on stderr, so that it never mixes with output that goes into a file."""
    print(line, file=sys.stderr)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with their columns below each other."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))] if rows else []
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
