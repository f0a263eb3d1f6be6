"""The day in a cell, in the ways in which people and programs write one; a moment with a zone is its day here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.domain.tekst import plat
from wijkkompas_core.domain.tijd import AMSTERDAM

EXCEL_ZERO = date(1899, 12, 30)
SERIALS = range(18_264, 73_415)
"""Day numbers of Excel that are taken for a date: 1950 to 2100."""
LONGEST = 100
"""Characters of a cell that may be a date or a number; what is longer is looked at no further."""
CENTURY = 70
"""A year of two digits below it is of this century."""
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb february febr", "maart mrt mar march maa", "april apr",
            "mei may", "juni jun june", "juli jul july", "augustus aug august", "september sep sept",
            "oktober okt oct october", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2, "mest": 2,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
"""Names of zones, and the hours that they are ahead of UTC."""
_DAYS = r"(?:(?:ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)\w*\b[.,]* ?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(rf"{_DAYS}(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*[-/.]\s*['’`]?(\d{{4}}|\d{{2}})(?!\d)", re.I)
_NAMED = re.compile(
    rf"{_DAYS}(\d{{1,2}})(?:e|de|ste|st|nd|rd|th)?[\s.-]*([a-z]{{3,9}})[\s.,-]+['’`]?(\d{{4}}|\d{{2}})(?!\d)", re.I
)
_MONTH_NAMED = re.compile(rf"{_DAYS}([a-z]{{3,9}})[\s.-]+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.I)
_PACKED = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_PACKED_DUTCH = re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})")
_WEEK = re.compile(r"(?:week|wk|w)\.?\s*(?:nr\.?\s*)?(\d{1,2})\s*[,/-]?\s*(?:van\s+)?['’`]?(\d{4}|\d{2})", re.I)
_ISO_WEEK = re.compile(r"(\d{4})[-\s]?(?:week|wk|w)\s?(\d{1,2})(?:-?([1-7]))?", re.I)
_REST = re.compile(
    r"t?,? ?(?:(?:om|at) )?(?P<uur>\d{1,2})(?:[:.](?P<min>\d{2})(?P<sec>[:.]\d{2}(?:[.,]\d+)?)?)?"
    r" ?(?P<u>(?:uur|u|h)(?![a-z]))?\.? ?(?P<half>[ap]\.? ?m\.?)?"
    r" ?(?P<zone>[a-z]{1,4})? ?(?P<verschil>[+-]\d{1,2}(?::?\d{2})?)?"
    r"(?P<tot> ?(?:-|tot) ?\d{1,2}[:.]\d{2})? ?(?:(?:uur|u|h)\.?)? ?(?:[(\[][^()\[\]]*[)\]])?",
    re.I,
)
"""What may stand behind a date, in a text of `plat`: at most one space between two things."""
_HALF = re.compile(r"[ap]\.?\s?m\b", re.I)
"""Who writes half days with a slash in the date, writes the month first."""
_NO_TIME = re.compile(r"[\s.,]*(?:z|utc|[(\[][^()\[\]]*[)\]])?", re.I)


class Unreadable(Exception):
    """A cell that does not hold what was expected; the text is a Dutch sentence for its reader."""


class Datumsoort(StrEnum):
    """What has to be said about how a date was read."""

    ZONE = "zone"
    """The day here is another than the one that was written, in another zone."""
    WEEK = "week"
    """Only a week was written: its Monday stands for it."""
    AMERIKAANS = "amerikaans"
    """The month was taken to stand first."""


@dataclass(frozen=True, slots=True)
class Dag:
    """A day that was read, and what has to be said about it."""

    datum: date
    soort: Datumsoort | None = None
    geschreven: date | None = None
    """The day as it was written, when that is another."""


def parse_date(cell: Cel, *, month_first: bool = False) -> date | None:
    """The day in a cell, nothing for an empty one; raises `Unreadable`. `month_first` reads 3/14/2024 as in America."""
    found = read_date(cell, month_first=month_first)
    return found.datum if found else None


def read_date(cell: Cel, *, month_first: bool = False) -> Dag | None:
    """The same, with what has to be said about how it was read."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return _here(cell.replace(tzinfo=None), cell.astimezone(AMSTERDAM) if cell.tzinfo else None)
    if isinstance(cell, date):
        return Dag(cell)
    if isinstance(cell, bool):
        raise Unreadable("Dit is geen datum. Schrijf dd-mm-jjjj.")
    if isinstance(cell, int | float):
        return Dag(_from_number(cell))
    text = plat(cell, LONGEST + 1)
    if not text:
        return None
    if len(text) > LONGEST:
        raise _no_date(text)
    return _from_text(text, month_first)


def _from_text(text: str, month_first: bool) -> Dag:
    if match := _ISO.match(text):
        return _timed(_day(int(match[1]), int(match[2]), int(match[3]), text), text, match.end(), iso=True)
    if match := _NUMERIC.match(text):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        half = match[2] == "/" and first <= 12 and _HALF.search(text, match.end())
        american = month_first or bool(half)
        found = _timed(_day(year, *((first, second) if american else (second, first)), text), text, match.end())
        return Dag(found.datum, found.soort or Datumsoort.AMERIKAANS) if american and not month_first else found
    if match := _NAMED.match(text):
        month = MONTHS.get(match[2].lower())
        if month is not None:
            return _timed(_day(_year(match[3]), month, int(match[1]), text), text, match.end(), iso=True)
    if match := _MONTH_NAMED.match(text):
        month = MONTHS.get(match[1].lower())
        if month is not None:
            return _timed(_day(int(match[3]), month, int(match[2]), text), text, match.end(), iso=True)
    if match := _ISO_WEEK.fullmatch(text):
        return _week(int(match[1]), int(match[2]), int(match[3] or 1), text, only=match[3] is None)
    if match := _WEEK.fullmatch(text):
        return _week(_year(match[2]), int(match[1]), 1, text, only=True)
    if text.isascii() and text.isdigit() and len(text) in (7, 8):
        return Dag(_packed(text))
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return Dag(_from_number(float(text.replace(",", "."))))
    raise _no_date(text)


def _timed(day: date, text: str, end: int, *, iso: bool = False) -> Dag:
    """The day, moved to the one here when a time and a zone stand behind it; raises for anything else behind it."""
    rest = text[end:]
    if _NO_TIME.fullmatch(rest):
        return Dag(day)
    match = _REST.fullmatch(rest)
    if match is None or not (match["min"] or match["u"] or match["half"]):
        raise _no_date(text)
    hour = int(match["uur"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"][0].lower() == "p")
    minute = int(match["min"] or 0)
    if hour > 24 or minute > 59:
        raise _no_date(text)
    zone = (match["zone"] or "").lower()
    if zone and zone not in ZONES:
        raise _no_date(text)
    ahead: timedelta | None = timedelta(hours=ZONES[zone]) if zone else None
    shift = match["verschil"]
    # Behind a Dutch time without seconds a hyphen goes on to the time it ended: 19:30-21:00.
    if shift and (iso or zone or match["sec"] or shift[0] == "+"):
        digits = shift[1:].replace(":", "")
        whole, part = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
        if whole <= 14:
            ahead = (ahead or timedelta()) + (-1 if shift[0] == "-" else 1) * timedelta(hours=whole, minutes=part)
    if ahead is None or hour == 24:
        return Dag(day)
    written = datetime.combine(day, time(hour, minute))
    try:
        return _here(written, written.replace(tzinfo=timezone(ahead)).astimezone(AMSTERDAM))
    except OverflowError:
        raise _no_date(text) from None


def _here(written: datetime, moved: datetime | None) -> Dag:
    if moved is None or moved.date() == written.date():
        return Dag(written.date())
    return Dag(moved.date(), Datumsoort.ZONE, written.date())


def _week(year: int, week: int, weekday: int, text: str, *, only: bool) -> Dag:
    try:
        return Dag(date.fromisocalendar(year, week, weekday), Datumsoort.WEEK if only else None)
    except ValueError:
        raise Unreadable(f"De week {text[:40]} bestaat niet.") from None


def _packed(digits: str) -> date:
    """Eight digits, the year in front or behind; seven when a spreadsheet took the zero in front away."""
    if (match := _PACKED.fullmatch(digits)) and 1 <= int(match[3]) <= 12:
        return _day(int(match[1] + match[2]), int(match[3]), int(match[4]), digits)
    if match := _PACKED_DUTCH.fullmatch(digits):
        return _day(int(match[3]), int(match[2]), int(match[1]), digits)
    raise _no_date(digits)


def _from_number(number: float) -> date:
    whole = int(number) if abs(number) < 10**9 else 0
    if whole in SERIALS:
        return EXCEL_ZERO + timedelta(days=whole)
    if len(str(whole)) in (7, 8) and whole > 0:
        return _packed(str(whole))
    raise Unreadable(f"{number:g} is geen datum. Schrijf dd-mm-jjjj, zoals 01-03-2024.")


def _no_date(text: str) -> Unreadable:
    return Unreadable(f"'{text[:40]}' is geen datum. Schrijf dd-mm-jjjj, zoals 01-03-2024.")


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < CENTURY else 1900)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"De datum {text[:40]} bestaat niet.") from None


def month_first(cells: Iterable[Cel]) -> bool:
    """Whether a column of dates is written as in America: some can only be month/day, none only day/month."""
    american = dutch = False
    for cell in {cell for cell in cells if isinstance(cell, str)}:
        if match := _NUMERIC.match(plat(cell, LONGEST)):
            american |= int(match[3]) > 12 >= int(match[1])
            dutch |= int(match[1]) > 12
    return american and not dutch
