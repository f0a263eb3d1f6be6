"""The days of a list: read as was chosen, each once, with what has to be said about them."""

import re
from collections.abc import Sequence
from datetime import date

from wijkkompas_core.bestanden.datums import Dag, Datumsoort, Unreadable, month_first, read_date
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.bestanden.waarden import as_text, is_nothing
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.uitwisseling import VELDEN, Toewijzing, Waardesoort
from wijkkompas_core.uitwisseling.opvallend import Merken
from wijkkompas_core.uitwisseling.tabel import Tabel

_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})")
LAST_MONTH = 12


class Dagen:
    """Reads the dates of one table."""

    def __init__(self, tabel: Tabel, toewijzing: Toewijzing, merken: Merken) -> None:
        self.keuzes, self.merken = toewijzing.keuzes, merken
        columns = {
            one.naam: tabel.column(toewijzing.kolommen[one.naam])
            for one in VELDEN[toewijzing.lijst]
            if one.soort is Waardesoort.DATUM and one.naam in toewijzing.kolommen
        }
        self.american = {naam for naam, cells in columns.items() if month_first(cells)}
        self.swapped = {naam for naam, cells in columns.items() if _is_swapped(cells)}
        self._known: dict[tuple[str, type, Cel], Dag | Unreadable | None] = {}

    def day(self, nummer: int, naam: str, cell: Cel) -> date | None:
        """The day in a cell; raises `Unreadable`."""
        key = (naam, type(cell), cell)
        if key not in self._known:
            try:
                self._known[key] = None if is_nothing(cell) else self._read(naam, cell)
            except Unreadable as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, Unreadable):
            raise found
        if found is None:
            return None
        if naam in self.swapped and isinstance(cell, date):
            self.merken.add("gemengd", naam, nummer, f"{nl.day(found.datum)}")
            if self.keuzes.get(f"gemengd:{naam}") == "om":
                return _turned(found.datum)
        if found.soort is not None:
            self.merken.add(found.soort.value, naam, nummer, f"{as_text(cell)} wordt {nl.day(found.datum)}")
            if found.soort is Datumsoort.WEEK and self.keuzes.get(f"week:{naam}") == "weg":
                raise Unreadable(f"'{as_text(cell)[:40]}' is een week, geen dag.")
        return found.datum

    def _read(self, naam: str, cell: Cel) -> Dag | None:
        found = read_date(cell, month_first=naam in self.american)
        if found is None or found.soort is None:
            return found
        if found.soort is Datumsoort.ZONE and self.keuzes.get(f"zone:{naam}") == "geschreven":
            return Dag(found.geschreven or found.datum, found.soort)
        if found.soort is Datumsoort.AMERIKAANS and self.keuzes.get(f"amerikaans:{naam}") == "dag":
            return Dag(_turned(found.datum), found.soort)
        return found


def _turned(day: date) -> date:
    return day.replace(month=day.day, day=day.month) if day.day <= LAST_MONTH else day


def _is_swapped(cells: Sequence[Cel]) -> bool:
    """Whether real dates among dates as text were most likely read with day and month the wrong way round.

    A program that takes dates for American ones makes real dates of those it can, and leaves the others as text: the
    text then holds only days after the twelfth, and the real dates only days up to it.
    """
    real = [cell for cell in cells if isinstance(cell, date)]
    texts = [match for cell in cells if isinstance(cell, str) and (match := _DAY_FIRST.match(cell.strip()[:20]))]
    return (
        bool(real and texts) and all(d.day <= LAST_MONTH for d in real) and all(int(m[1]) > LAST_MONTH for m in texts)
    )
