"""What a cell means: numbers, yes and no, and the text that a person would have typed."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from wijkkompas_core.bestanden.datums import LONGEST, Unreadable
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tekst import plat, vouw

_NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:[.\s\u00a0]\d{3})+|\d+)(?:,\d+)?\Z|[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\Z"
)
# Looking for the space before a word begins only where that space begins: else a long row of spaces takes its square.
_AROUND = re.compile(
    r"^(?:ca\.?|circa|ongeveer|±|\+/-|~|plm\.?)\s*|"
    r"(?<!\s)\s*(?:personen|mensen|deelnemers|bewoners|man|pers\.?|stuks?)\.?$",
    re.I,
)
YES = frozenset({
    "ja", "j", "yes", "y", "waar", "true", "1", "x", "v", "✓", "✔", "☑", "☒", "🗹", "🗷", "✅", "wel",
    "[x]", "[v]", "(x)",
})  # fmt: skip
NO = frozenset(
    {"nee", "n", "no", "onwaar", "false", "0", "-", "niet", "neen", "nog niet", "☐", "□", "✗", "✘", "❌", "[]", "()"}
)
NOTHING = frozenset({
    "leeg", "blank", "empty", "null", "none", "nan", "nil", "nvt", "n v t", "niet van toepassing", "na v t", "n a",
    "nb", "n b", "niet bekend", "onbekend", "niet ingevuld", "geen opgave", "n n b", "nnb", "n t b", "ntb",
})  # fmt: skip
"""Folded words that stand for an empty cell."""
ERRORS = frozenset({
    "#n/b", "#n/a", "#verw!", "#ref!", "#waarde!", "#value!", "#deel/0!", "#div/0!", "#naam?", "#name?", "#getal!",
    "#num!", "#leeg!", "#null!", "#overloop!", "#spill!", "#calc!", "#getting_data", "#error!",
    "#bezig_met_ophalen_data", "err:502", "err:504", "err:508", "err:509", "err:511", "err:522",
})  # fmt: skip
"""What a spreadsheet shows where a formula went wrong, in small letters."""
LONGEST_NOTHING = 25
_ALSO_NOTHING = frozenset("|~=+<>^`")


def is_error(cell: Cel) -> bool:
    """Whether a spreadsheet says here that a formula went wrong."""
    return isinstance(cell, str) and len(cell) < LONGEST and cell.strip().lower() in ERRORS


def is_nothing(cell: Cel) -> bool:
    """Whether a cell is empty, or holds what only stands for that: `-`, `?`, `...`, (leeg), n.v.t., NULL, #N/B."""
    if not isinstance(cell, str):
        return cell is None
    if len(cell) > LONGEST or (len(cell) > LONGEST_NOTHING and cell[0].isalnum()):
        return not cell.strip()
    text = plat(cell, LONGEST)
    if all(char in _ALSO_NOTHING or char.isspace() or unicodedata.category(char)[0] == "P" for char in text):
        return True
    return is_error(text) or vouw(text, LONGEST) in NOTHING


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
    if is_nothing(cell):
        return None
    text = _AROUND.sub("", _AROUND.sub("", plat(cell, LONGEST))).strip()
    if not _NUMBER.match(text):
        raise Unreadable(f"'{cell.strip()[:40]}' is geen getal. Schrijf één getal, zoals 25.")
    plain = text.replace(" ", "")
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
    text = plat(str(cell), LONGEST).casefold()
    first = vouw(text.split(",")[0], LONGEST)  # "Ja, al jaren" says yes, and more
    for word in (text, text.replace(" ", ""), vouw(text, LONGEST), first):
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
