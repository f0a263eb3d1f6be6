"""What a cell means: dates, numbers, yes and no, as people in a gemeente write them."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.domain import nederlands as nl

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
_DAYS = r"(?:(?:ma|di|wo|do|vr|za|zo)\w*[.,]?\s+)?"
_TIME = r"(?:[\sT,]+(?:om\s+)?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*uur)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_NUMERIC = re.compile(rf"{_DAYS}(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*['’]?(\d{{4}}|\d{{2}}){_TIME}\Z", re.I)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}\Z", re.I)
_PACKED = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})\Z")
_NAMED = re.compile(rf"{_DAYS}(\d{{1,2}})e?[\s.-]+([a-z]{{3,9}})\.?[\s.,-]+['’`]?(\d{{4}}|\d{{2}}){_TIME}\Z", re.I)
_NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:[.\s\u00a0]\d{3})+|\d+)(?:,\d+)?\Z|[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\Z"
)
# Looking for the space before a word begins only where that space begins: else a long row of spaces takes its square.
_AROUND = re.compile(
    r"^(?:ca\.?|circa|ongeveer|±|\+/-|~|plm\.?)\s*|"
    r"(?<!\s)\s*(?:personen|mensen|deelnemers|bewoners|man|pers\.?|stuks?)\.?$",
    re.I,
)
YES = frozenset({"ja", "j", "yes", "y", "waar", "true", "1", "x", "v", "✓", "✔", "wel"})
NO = frozenset({"nee", "n", "no", "onwaar", "false", "0", "-", "niet", "neen", "nog niet"})


class Unreadable(Exception):
    """A cell that does not hold what was expected; the text is a Dutch sentence for its reader."""


def parse_date(cell: Cel, *, month_first: bool = False) -> date | None:
    """The day in a cell, nothing for an empty one; raises `Unreadable`. `month_first` reads 3/14/2024 as in America."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        raise Unreadable("Dit is geen datum. Schrijf dd-mm-jjjj.")
    if isinstance(cell, int | float):
        return _from_number(cell)
    text = " ".join(cell[: LONGEST + 1].split())
    if not text:
        return None
    if len(cell) > LONGEST:
        raise Unreadable(f"'{text[:40]}' is geen datum. Schrijf dd-mm-jjjj, zoals 01-03-2024.")
    if match := _ISO.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _NUMERIC.match(text):
        first, second = int(match[1]), int(match[2])
        day, month = (second, first) if month_first else (first, second)
        return _day(_year(match[3]), month, day, text)
    if match := _NAMED.match(text):
        month = MONTHS.get(match[2].lower())
        if month is not None:
            return _day(_year(match[3]), month, int(match[1]), text)
    if match := _PACKED.match(text):
        return _day(int(match[1] + match[2]), int(match[3]), int(match[4]), text)
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return _from_number(float(text.replace(",", ".")))
    raise Unreadable(f"'{text[:40]}' is geen datum. Schrijf dd-mm-jjjj, zoals 01-03-2024.")


def _from_number(number: float) -> date:
    whole = int(number)
    if whole in SERIALS:
        return EXCEL_ZERO + timedelta(days=whole)
    if match := _PACKED.match(str(whole)):
        return _day(int(match[1] + match[2]), int(match[3]), int(match[4]), str(whole))
    raise Unreadable(f"{number:g} is geen datum. Schrijf dd-mm-jjjj, zoals 01-03-2024.")


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < CENTURY else 1900)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"De datum {text[:40]} bestaat niet.") from None


def month_first(cells: list[Cel]) -> bool:
    """Whether a column of dates is written as in America: some can only be month/day, none only day/month."""
    american = dutch = False
    for cell in cells:
        if isinstance(cell, str) and (match := _NUMERIC.match(" ".join(cell[:LONGEST].split()))):
            american |= int(match[2]) > 12 >= int(match[1])
            dutch |= int(match[1]) > 12
    return american and not dutch


def parse_number(cell: Cel) -> int | float | None:
    """The number in a cell: 1.250 and 1250, 2,5 and 2.5; nothing for an empty one; raises `Unreadable`."""
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise Unreadable("Dit is geen getal.")
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else float(cell)
    if len(cell) > LONGEST and cell.strip():
        raise Unreadable(f"'{cell[:LONGEST].strip()[:40]}' is geen getal. Schrijf één getal, zoals 25.")
    text = _AROUND.sub("", _AROUND.sub("", cell.strip())).strip().replace("−", "-")
    if not text or text in ("-", "–", "?", "n.b.", "nb", "onbekend"):
        return None
    if not _NUMBER.match(text):
        raise Unreadable(f"'{cell.strip()[:40]}' is geen getal. Schrijf één getal, zoals 25.")
    plain = text.replace(" ", "").replace("\u00a0", "")
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0:
        mark, other = plain[last], "." if plain[last] == "," else ","
        # A point with three digits behind it parts thousands; a comma does so only when it stands there twice.
        thousands = len(plain) - last == 4 and (mark == "." or plain.count(",") > 1) and other not in plain
        plain = plain.replace(other, "")
        plain = plain.replace(mark, "") if thousands or plain.count(mark) > 1 else plain.replace(mark, ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise Unreadable(f"'{cell.strip()[:40]}' is geen getal.") from None
    return int(number) if number == number.to_integral_value() else float(number)


def parse_whole(cell: Cel) -> int | None:
    """The whole number in a cell; raises `Unreadable`."""
    number = parse_number(cell)
    if isinstance(number, float):
        text = str(cell).strip()
        if re.fullmatch(r"\d{1,3},\d{3}", text):  # of a whole number the comma can only part thousands
            return int(text.replace(",", ""))
        raise Unreadable(f"{text[:40]} is geen heel getal.")
    return number


def parse_yes(cell: Cel) -> bool | None:
    """Yes or no; nothing for an empty cell; raises `Unreadable`."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unreadable(f"'{str(cell).strip()[:40]}' is geen ja of nee.")


def as_text(cell: Cel) -> str:
    """A cell as text: what a person would have typed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, datetime):
        return f"{nl.moment(cell)}"
    if isinstance(cell, date):
        return f"{nl.day(cell)}"
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    return str(cell)
