"""How far the filled cells of a sheet lie apart, as its XML says it: looked at before a spreadsheet is opened.

A few bytes can say that a cell stands in the last row and the last column; who opens that, fills up all between. The
XML is read by expat in one pass, so that the time it takes grows with its length and with nothing else.
"""

from collections.abc import Mapping
from xml.parsers import expat

from wijkkompas_core.bestanden.inhoud import MAX_COLUMNS, MAX_ROWS, refused
from wijkkompas_core.domain import nederlands as nl

LONGEST_MARK = 2_000_000
"""Bytes that one tag may be long. Expat begins again with an unfinished one at every part that comes in."""
MOST, LONGEST_ERROR = 10_000, 200
"""Cells of which is kept that they are empty by mistake, and characters of what is shown in them."""
_MOST_DIGITS = 9


class NoXml(Exception):
    """What came in is no XML, or it uses what no spreadsheet does."""


class Omvang:
    """Hears one file of a spreadsheet, part by part; `feed` raises `InvalidInput` as soon as it holds too much.

    `ods` says which of the two ways to write a cell it is: with its own place (XLSX), or after so many others (ODS).
    """

    def __init__(self, *, ods: bool) -> None:
        self._row = self._column = self._repeated = 0
        self._fed = 0
        self.verborgen: set[int] = set()
        """Numbers of rows of an XLSX sheet that do not show."""
        self.formules: list[tuple[int, int]] = []
        """(row, column from 0) of the first formulas of which the outcome is no text."""
        self.fouten: list[tuple[int, int, str]] = []
        """(row, column from 0, what it shows) of cells in which a formula went wrong."""
        self._formula = self._as_text = False
        self._error = ""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._ods if ods else self._xlsx
        self._parser.StartDoctypeDeclHandler = _no_doctype

    def feed(self, part: bytes) -> None:
        """The next part; raises `InvalidInput` for cells too far apart, and `NoXml`."""
        self._fed += len(part)
        try:
            self._parser.Parse(part, False)
        except expat.ExpatError as error:
            raise NoXml from error
        if self._fed - max(self._parser.CurrentByteIndex, 0) > LONGEST_MARK:
            raise NoXml

    def _xlsx(self, name: str, attributes: Mapping[str, str]) -> None:
        match name[name.rfind(":") + 1 :]:
            case "c":
                self._told()
                self._column += 1
                if place := attributes.get("r"):
                    letters = place.rstrip("0123456789")
                    self._column, self._row = _column(letters), _number(place[len(letters) :])
                self._as_text = attributes.get("t") == "str"
                if attributes.get("t") == "e":
                    self._parser.CharacterDataHandler = self._text
            case "v" | "is" | "f" as kind:
                _check(self._row, self._column)
                self._formula = self._formula or (kind == "f" and not self._as_text)
            case "row":
                self._told()
                self._row, self._column = _number(attributes["r"]) if "r" in attributes else self._row + 1, 0
                if attributes.get("hidden") in ("1", "true"):
                    self.verborgen.add(self._row)
            case "sheetData" | "pageMargins" | "autoFilter" | "mergeCells":
                self._told()

    def _text(self, part: str) -> None:
        self._error = (self._error + part)[:LONGEST_ERROR]

    def _told(self) -> None:
        """What is to be said of the cell that was read last; of more than `MOST` nothing."""
        if self._formula and len(self.formules) < MOST:
            self.formules.append((self._row, self._column - 1))
        if (found := self._error[self._error.find("#") :].strip()) and len(self.fouten) < MOST and "#" in found:
            self.fouten.append((self._row, self._column - 1, found))
        if self._error:
            self._error, self._parser.CharacterDataHandler = "", None
        self._formula = False

    def _ods(self, name: str, attributes: Mapping[str, str]) -> None:
        match name[name.rfind(":") + 1 :]:
            case "table-cell" | "covered-table-cell":
                self._column += _number(attributes.get("table:number-columns-repeated", "1"))
                if any(key.endswith(":value-type") for key in attributes):
                    _check(self._row + self._repeated, self._column)
            case "table-row":
                self._row, self._column = self._row + self._repeated, 0
                self._repeated = _number(attributes.get("table:number-rows-repeated", "1"))
            case "table":
                self._row = self._repeated = 0


def _check(row: int, column: int) -> None:
    if column > MAX_COLUMNS:
        raise refused(f"Dit rekenblad heeft meer dan {MAX_COLUMNS} kolommen. Laat weg wat je niet nodig hebt.")
    if row > MAX_ROWS:
        raise refused(f"Dit rekenblad heeft meer dan {nl.whole(MAX_ROWS)} rijen. Splits het op.")


def _column(letters: str) -> int:
    """The number of column A, B, …, AA; more than there can be for what is none."""
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if len(letters) < 4 else MAX_COLUMNS + 1


def _number(digits: str) -> int:
    """The number; more than there can be for one without end, none for what is no number."""
    if len(digits) > _MOST_DIGITS:
        return 10**_MOST_DIGITS
    return int(digits) if digits.isdecimal() else 0


def _no_doctype(*_: object) -> None:
    raise NoXml


def elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of every element of this name in a small file; nothing when it is no XML."""
    found: list[dict[str, str]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if tag[tag.rfind(":") + 1 :] == name:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, NoXml):
        return []
    return found
