"""The headline of a wijk and of the programme: what the data say, in one sentence (rekenregels §3, Headline)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from wijkkompas_core.analysis import STANDAARD, VENSTER_MAANDEN
from wijkkompas_core.analysis.balans import balans_van_sommen
from wijkkompas_core.analysis.maten import balans_interval, pielou
from wijkkompas_core.analysis.overwicht import EVENWICHT_TOT, sinds
from wijkkompas_core.analysis.triage import Groep, Triage
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas, Spoor
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.tijd import months_back

UITLEG = (
    f"De eerste regel die klopt, wint. Is er {STANDAARD.stilte_na_dagen} dagen of langer geen contact, dan gaat dat "
    f"voor. Zijn er in de laatste {VENSTER_MAANDEN} maanden minder dan {STANDAARD.minimaal_n} contactmomenten, dan "
    "zeggen we niets over de balans. Ligt de balans zeker aan één kant, dan zeggen we hoeveel van de 10 contacten over "
    "dat spoor gaan en sinds wanneer. Anders zijn de sporen in evenwicht, of is er geen duidelijk overwicht. Een "
    "contact over meer aspecten telt voor elk aspect een deel mee. Is minder dan "
    f"{nl.percentage(STANDAARD.tijdig_aandeel)} op tijd vastgelegd, dan staat dat erbij."
)
BIJNA_ELK = 0.95
"""From this share on it is "almost every contact" rather than a number of ten. Our own default."""
NAMES_IN_HEADLINE = 2
_ADJECTIVES = {"sociaal": "sociale", "techniek": "technische"}
"""How a spoor of our own method is called before its noun, by its short name."""


@dataclass(frozen=True, slots=True)
class Kop:
    """A headline, without full stop, and the figures behind it: ("Contactmomenten in 12 maanden", "34")."""

    zin: str
    waarom: tuple[tuple[str, str], ...]


def balans_sinds_start(
    sommen: pd.DataFrame,
    kompas: Kompas,
    wijk: int,
    start: date,
    peildatum: date,
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """The monthly balance of one wijk (id) from its start, or its first contactmoment if that was earlier.

    `sommen` as queries.programmabalans gives them up to the peildatum, of this wijk and maybe others.
    """
    own = sommen.loc[sommen["wijk"] == wijk]
    first = min([start, peildatum, *(month.date() for month in own["maand"])])
    return balans_van_sommen(own, kompas, van=first, tot=peildatum, per="maand", parameters=parameters)


def kop(
    balans_frame: pd.DataFrame,
    kompas: Kompas,
    *,
    laatste: date | None,
    peildatum: date,
    tijdig: float | None = None,
    parameters: Rekenparameters = STANDAARD,
) -> Kop:
    """The headline of one wijk on the peildatum.

    `balans_frame` as `balans` gives it per month from the start of the wijk up to the peildatum, `laatste` the last
    contactmoment, `tijdig` the share of the last 12 months that was recorded in time (None: none).
    """
    if laatste is None:
        return Kop("Nog geen contact vastgelegd", (("Contactmomenten", "0"),))
    silent = (peildatum - laatste).days
    is_silent = silent >= parameters.stilte_na_dagen
    until = laatste if is_silent else peildatum
    maanden = _Maanden(balans_frame, kompas, until)
    window = f"de {VENSTER_MAANDEN} maanden tot dan" if is_silent else f"{VENSTER_MAANDEN} maanden"
    facts = [
        ("Laatste contactmoment", f"{nl.day(laatste)}, {nl.count(silent, 'dag', 'dagen')} geleden"),
        (f"Contactmomenten in {window}", nl.whole(maanden.n)),
    ]
    lean = None
    if maanden.n >= parameters.minimaal_n:
        lean = _lean(maanden, balans_frame, kompas, parameters)
        facts += maanden.facts(kompas, parameters)
    if is_silent:
        zin = f"Sinds {nl.day_in_words(laatste)} geen contact"
        if lean is not None:
            zin += f"; tot dan {lean.toen}"
    elif lean is None:
        few = nl.count(maanden.n, "contact", "contacten")
        zin = f"Te weinig gegevens voor een uitspraak: {few} in {VENSTER_MAANDEN} maanden"
    else:
        zin = lean.nu
    if tijdig is not None:
        facts.append((f"Vastgelegd binnen {parameters.tijdig_binnen_dagen} dagen", nl.percentage(tijdig)))
        if lean is not None and tijdig < parameters.tijdig_aandeel:
            zin += f"; minder dan {_part(parameters.tijdig_aandeel)} is binnen "
            zin += f"{parameters.tijdig_binnen_dagen} dagen vastgelegd"
    return Kop(zin, tuple(facts))


class _Maanden:
    """The months of a balance frame, and which of them are the window up to a day.

    `eerste` are their first days, `som` the weighted sums per month and spoor, `recent` tells of each month whether it
    is in the window; `venster` are the sums of those together and `n` their contactmomenten.
    """

    def __init__(self, frame: pd.DataFrame, kompas: Kompas, until: date) -> None:
        self.eerste = frame["periode"].to_numpy().astype("datetime64[D]")
        self.som = frame[[f"som_{spoor.slug}" for spoor in kompas.sporen]].to_numpy(dtype=float)
        first = months_back(until, VENSTER_MAANDEN).replace(day=1)
        self.recent = (self.eerste >= np.datetime64(first)) & (self.eerste <= np.datetime64(until))
        self.venster = self.som[self.recent].sum(axis=0)
        self.n = int(frame["n"].to_numpy()[self.recent].sum())

    def facts(self, kompas: Kompas, parameters: Rekenparameters) -> list[tuple[str, str]]:
        """The figures behind what is said of the sporen."""
        found = [
            (f"Daarvan over {nl.in_sentence(spoor.kort)}", nl.number(round(total, 1)))
            for spoor, total in zip(kompas.sporen, self.venster.tolist(), strict=True)
        ]
        if len(kompas.sporen) == 2:
            low, high = _bounds(self.venster, parameters)
            sure = f"Balans, zo zeker is het ({nl.percentage(parameters.interval)})"
            found.append((sure, f"{nl.signed(low)} tot {nl.signed(high)}"))
        return found


@dataclass(frozen=True, slots=True)
class _Lean:
    """What may be said of the sporen: as a sentence of now, and as the rest of a sentence about then."""

    nu: str
    toen: str


def _lean(maanden: _Maanden, frame: pd.DataFrame, kompas: Kompas, parameters: Rekenparameters) -> _Lean:
    """What the recent months say of the sporen."""
    if len(kompas.sporen) != 2:
        j = float(pielou(maanden.venster, len(kompas.sporen)))
        said = f"verdeeld over {len(kompas.sporen)} sporen: {nl.decimal(j)} (1 is gelijk verdeeld)"
        return _Lean(f"De aandacht is {said}", f"was de aandacht {said}")
    place = _side(maanden.venster, parameters)
    change = sinds(frame, kompas, parameters)
    if change is not None:
        towards, begin = (0 if change[0] > 0 else 1), np.datetime64(change[1])
        # What turned long ago and is even by now is no lean.
        if towards == place or begin >= maanden.eerste[maanden.recent][0]:
            when = f"Sinds {nl.month_or_quarter(change[1], 'maand')}"
            return _leaning(when, maanden.som[maanden.eerste >= begin].sum(axis=0), towards, kompas)
    if place is None:
        if max(map(abs, _bounds(maanden.venster, parameters))) <= EVENWICHT_TOT:
            return _Lean("Beide sporen in evenwicht", "waren beide sporen in evenwicht")
        return _Lean("Geen van beide sporen heeft duidelijk de overhand", "had geen van beide sporen de overhand")
    every = maanden.som.sum(axis=0)
    if _side(every, parameters) == place:
        return _leaning("Al sinds de start", every, place, kompas)
    return _leaning(f"In de laatste {VENSTER_MAANDEN} maanden", maanden.venster, place, kompas)


def _bounds(sums: np.ndarray, parameters: Rekenparameters) -> tuple[float, float]:
    low, high = balans_interval(sums[0], sums[1], parameters.kappa, parameters.interval)
    return float(low), float(high)


def _side(sums: np.ndarray, parameters: Rekenparameters) -> int | None:
    """To which of two sporen (its place) these weighted sums lean, if the whole interval lies at one side of 0."""
    low, high = _bounds(sums, parameters)
    return 0 if low > 0 else 1 if high < 0 else None


def _leaning(when: str, sums: np.ndarray, place: int, kompas: Kompas) -> _Lean:
    """That most is about the spoor at `place` since `when`; `sums` are the weighted sums since then."""
    many, said = _of_ten(sums[place] / sums.sum())
    about = f"{said} over {nl.in_sentence(kompas.sporen[place].kort)}"
    return _Lean(f"{when} {'gaan' if many else 'gaat'} {about}", f"{'gingen' if many else 'ging'} {about}")


def _of_ten(share: float) -> tuple[bool, str]:
    """A share of the contacten in words, and whether its verb is plural: "9 van de 10 contacten"."""
    if share >= 1 - 1e-9:
        return False, "elk contact"
    if share >= BIJNA_ELK:
        return False, "bijna elk contact"
    tenths = min(int(share * 10 + 0.5), 9)
    return (True, f"{tenths} van de 10 contacten") if tenths > 5 else (False, "iets meer dan de helft van de contacten")


def spoornaam(spoor: Spoor) -> str:
    """A spoor as it is called in a sentence: "het sociale spoor"."""
    kort = nl.in_sentence(spoor.kort)
    return f"het {_ADJECTIVES[kort]} spoor" if kort in _ADJECTIVES else f"het spoor {kort}"


def programmakop(wijken: Sequence[tuple[str, Triage, str | None]]) -> Kop:
    """The headline of the programme, of (name, triage, `spoornaam` of the spoor that is gone) per wijk, by urgency."""
    urgent = [one for one in wijken if one[1].groep is Groep.NU_HEEN]
    facts = tuple(
        (f"Bij {groep}", nl.count(sum(t.groep is groep for _, t, _ in wijken), "wijk", "wijken")) for groep in Groep
    ) + tuple((naam, t.waarom) for naam, t, _ in urgent)
    if not wijken:
        return Kop("Nog geen wijken", ())
    if not urgent:
        watch = [naam for naam, t, _ in wijken if t.groep is Groep.LET_OP]
        if not watch:
            return Kop("Alle wijken liggen op koers" if len(wijken) > 1 else f"{wijken[0][0]} ligt op koers", facts)
        return Kop(f"Geen wijk vraagt er nu om; let op {_named(watch)}", facts)
    silent = [(naam, t) for naam, t, _ in urgent if t.stil]
    gone: dict[str, list[str]] = {}
    for naam, t, spoor in urgent:
        if spoor is not None and not t.stil:
            gone.setdefault(spoor, []).append(naam)
    rest = [naam for naam, t, spoor in urgent if not t.stil and spoor is None]
    parts: list[str] = []
    if len(silent) == 1:
        parts.append(f"{silent[0][0]} ligt al {nl.count(silent[0][1].stil, 'dag', 'dagen')} stil")
    elif silent:
        parts.append(f"{_named([naam for naam, _ in silent])} liggen stil, tot {max(t.stil for _, t in silent)} dagen")
    parts += [f"In {_named(names)} is {spoor} weg" for spoor, names in gone.items()]
    if rest:
        parts.append(f"Nu heen: {_named(rest)}" if not parts else f"Ook nu heen: {_named(rest)}")
    return Kop(". ".join(parts), facts)


def _named(names: Sequence[str]) -> str:
    """The names, of which no more than fit in a headline."""
    most = NAMES_IN_HEADLINE
    rest = len(names) - most
    return nl.enumerate_words([*names[:most], *([nl.count(rest, "andere wijk", "andere wijken")] if rest > 0 else [])])


def _part(share: float) -> str:
    return "de helft" if share == 0.5 else nl.percentage(share)
