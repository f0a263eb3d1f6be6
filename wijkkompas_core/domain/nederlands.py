"""How Dutch people write dates, numbers and lists: the one place for it, on screen, on paper and in files."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from wijkkompas_core.domain.tijd import AMSTERDAM, as_date

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN_KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MARKS = str.maketrans({",": ".", ".": ",", "-": "−"})
"""From the marks that Python writes in numbers to ours, with a real minus sign."""


def day(value: date | datetime | None) -> str:
    """A date as dd-mm-jjjj, an aware moment as the Dutch date it falls on; nothing, or NaT, as 'onbekend'."""
    if value is None or value != value:  # NaT is not equal to itself
        return "onbekend"
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = as_date(value)
    return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"


def day_in_words(value: date) -> str:
    """A date as it stands in a sentence: "6 april 2026"."""
    return f"{value.day} {MAANDEN[value.month - 1]} {value.year}"


def weekday_and_day(value: date) -> str:
    """A date with its day of the week: "maandag 30 november 2026"."""
    return f"{DAGEN[value.weekday()]} {day_in_words(value)}"


def moment(value: datetime | str, *, seconds: bool = False) -> str:
    """A moment as dd-mm-jjjj uu:mm in the Netherlands, a date alone as dd-mm-jjjj; raises `ValueError` for neither."""
    if isinstance(value, str):
        if len(value) == len("2026-01-31"):
            return day(date.fromisoformat(value))
        value = datetime.fromisoformat(value)
    local = value.astimezone(AMSTERDAM) if value.tzinfo else value
    return f"{day(local)} {local:%H:%M:%S}" if seconds else f"{day(local)} {local:%H:%M}"


def month_or_quarter(value: date | datetime, per: Literal["maand", "kwartaal"]) -> str:
    """The name of the period that holds this day: "maart 2025" or "1e kwartaal 2025"."""
    if per == "kwartaal":
        return f"{(value.month - 1) // 3 + 1}e kwartaal {value.year}"
    return f"{MAANDEN[value.month - 1]} {value.year}"


def period(van: date | None, tot: date | None) -> str:
    """A period in words."""
    if van and tot:
        return f"{day(van)} t/m {day(tot)}"
    if van:
        return f"vanaf {day(van)}"
    return f"t/m {day(tot)}" if tot else "hele looptijd"


def whole(value: int) -> str:
    """A whole number: 1250 → "1.250"."""
    return f"{value:,}".translate(_MARKS)


def count(value: int, one: str, many: str) -> str:
    """A number with its noun: '1 contactmoment', '1.250 contactmomenten'."""
    return f"{whole(value)} {one if value == 1 else many}"


def decimal(value: float, digits: int = 2) -> str:
    """A number with so many decimals; nothing for a missing one. 2.0 → "2,00"."""
    return "" if value != value else f"{value:,.{digits}f}".translate(_MARKS)


def signed(value: float, digits: int = 2) -> str:
    """As `decimal`, with a plus before what is not negative. 0.25 → "+0,25"."""
    return "" if value != value else f"{value:+,.{digits}f}".translate(_MARKS)


def number(value: float) -> str:
    """A number as it is: 1.210 without decimals when it is whole, else with at most two."""
    return f"{value:,.2f}".rstrip("0").rstrip(".").translate(_MARKS)


_HARDLY = 1e-9
"""Less than this, in percent, is what adding numbers with a fraction leaves."""


def percentage(share: float | None, digits: int = 0) -> str:
    """A share of 0..1 as a percentage; what is not quite all or nothing is not called so, nor what is more than all."""
    if share is None:
        return "onbekend"
    step, value = 10.0**-digits, share * 100
    if _HARDLY < value < step / 2:
        return f"minder dan {number(step)}%"
    if abs(value - 100) > _HARDLY:
        value = min(round(value, digits), 100 - step) if value < 100 else max(round(value, digits), 100 + step)
    return f"{value:.{digits}f}%".translate(_MARKS)


_NUMBER = re.compile(r"(?:minder dan )?[+−]?[\d.]+(?:,\d+)?%?|onbekend|–")


def is_number(text: str) -> bool:
    """Whether a text is a number as the functions above write it, or says that there is none."""
    return _NUMBER.fullmatch(text) is not None


def in_sentence(name: str) -> str:
    """A name of the method as it stands inside a sentence: "Sociaal" → "sociaal", "VvE" stays as it is."""
    first = name.split(" ", 1)[0]
    return name if any(map(str.isupper, first[1:])) else name[:1].lower() + name[1:]


def enumerate_words(words: Sequence[str]) -> str:
    """'a, b en c'."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def een(soort: str) -> str:
    """A kind as it stands in a sentence: "een provincie", "een VvE"; of more at once without "een": "ondernemers"."""
    lowered = in_sentence(soort)
    return lowered if lowered.endswith(("s", "en")) or " of " in lowered else f"een {lowered}"
