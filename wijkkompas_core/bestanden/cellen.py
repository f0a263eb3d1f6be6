"""A value as it stands in a cell."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wijkkompas_core.bestanden.formules import harmless
from wijkkompas_core.bestanden.werkboek import LIST_SEPARATOR, Soort, is_missing
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import AMSTERDAM

JA, NEE = "ja", "nee"
_IN_LIST = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=[;\n]|$)|([^;\n]*))(?:[;\n]|$)')
"""One value of a list, between quotes or up to the next semicolon or line end."""


def join_list(values: Iterable[object]) -> str:
    """Several values in one cell: "bewoners; corporatie". A value that holds a separator stands between quotes."""
    return LIST_SEPARATOR.join(_quoted(str(value)) for value in values)


def split_list(text: str) -> list[str]:
    """The values of a cell, each once and without the space around it; the way back from `join_list`."""
    found: list[str] = []
    position = 0
    while position < len(text):
        match = _IN_LIST.match(text, position)
        assert match is not None  # the second half of the pattern matches anything, also nothing
        quoted, plain = match.groups()
        value = plain.strip() if quoted is None else quoted.replace('""', '"')
        if value:
            found.append(value)
        position = match.end()
    return list(dict.fromkeys(found))


def _quoted(value: str) -> str:
    parting = ';\n"' if value.startswith(("https://", "http://")) else ';\n,|/&+"'
    plain = not any(char in value for char in parting) and " en " not in value and value == value.strip()
    return value if plain else '"' + value.replace('"', '""') + '"'


def as_number(value: Any) -> int | float | None:
    """The number of a GETAL or GEHEEL cell; None for what is missing or endless."""
    if is_missing(value):
        return None
    number = float(value)
    if number != number or number in (float("inf"), float("-inf")):
        return None
    return int(value) if number.is_integer() and abs(number) < 2**53 else number


def as_moment(value: Any) -> datetime:
    """The moment of a MOMENT cell on the Dutch clock, without zone: spreadsheets know none."""
    return value.astimezone(AMSTERDAM).replace(tzinfo=None) if value.tzinfo else value


def as_day(value: Any) -> date:
    """The day of a DATUM cell; of an aware moment the Dutch one."""
    if isinstance(value, datetime):
        return as_moment(value).date()
    return value


def as_text(value: Any, soort: Soort, *, iso: bool) -> str:
    """The value as text for CSV: Dutch (dd-mm-jjjj, decimal comma) or ISO (jjjj-mm-dd, decimal point)."""
    if is_missing(value):
        return ""
    if soort in (Soort.GETAL, Soort.GEHEEL):
        number = as_number(value)
        plain = "" if number is None else format(Decimal(repr(number)), "f")
        return plain if iso else plain.replace(".", ",")
    if soort is Soort.DATUM:
        day = as_day(value)
        return day.isoformat() if iso else nl.day(day)
    if soort is Soort.MOMENT:
        moment = as_moment(value)
        return moment.isoformat(sep="T", timespec="seconds") if iso else f"{nl.day(moment)} {moment:%H:%M}"
    if soort is Soort.JA_NEE:
        return JA if value else NEE
    return harmless(plain_text(value, soort))


def plain_text(value: Any, soort: Soort) -> str:
    """The text of a TEKST, LIJST or JA_NEE cell as it is meant, without the apostrophe of `harmless`."""
    if soort is Soort.JA_NEE:
        return JA if value else NEE
    return join_list(value) if isinstance(value, list | tuple) else str(value)
