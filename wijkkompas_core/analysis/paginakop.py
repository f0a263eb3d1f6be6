"""The headlines of the register, the progress and the comparison: what each page says in one sentence, with why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from wijkkompas_core.analysis import STANDAARD, VENSTER_MAANDEN
from wijkkompas_core.analysis.kop import NAMES_IN_HEADLINE, Kop
from wijkkompas_core.analysis.tabel import dag
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters

REGISTER_UITLEG = (
    "We tellen iedereen in het register van deze wijk, ook wie nog niet aan tafel zit. Gesproken is wie bij minstens 1 "
    "contactmoment was. Is iedereen gesproken, dan zeggen we wie er langer dan "
    f"{STANDAARD.verouderd_na_dagen} dagen niet is gesproken; die grens hebben we zelf gekozen. Wie is samengevoegd, "
    "telt één keer."
)
VOORTGANG_UITLEG = (
    "Eerst staat welke fase nu loopt, naast de geplande einddatum. Daarna komt de mijlpaal die het "
    "langst over de datum is, en anders de eerste die nog komt. Een mijlpaal waarover is besloten, telt niet mee. Bij "
    "de hele wijk tellen de mijlpalen van lopende deelprojecten mee, net als op het programma en de wijkpagina."
)
VERGELIJK_UITLEG = (
    "We zeggen alleen wat zeker verschilt: eerst welke wijk stil ligt terwijl er een fase open is, dan welk spoor de "
    f"overhand heeft. Dat laatste zeggen we vanaf {STANDAARD.minimaal_n} contactmomenten in {VENSTER_MAANDEN} maanden, "
    "als de balans zeker aan één kant ligt. Verschilt dat niet, dan noemen we de fasen. Het is geen ranglijst."
)


@dataclass(frozen=True, slots=True)
class Vergeleken:
    """What the comparison says of one wijk.

    `fasen` are the numbers of its open fasen, `stil` the days of silence where the triage counts them (else 0), `kant`
    the place of the spoor that surely leads (None: neither, or too few data), `laatste` the last contact in words.
    """

    naam: str
    fasen: tuple[int, ...]
    stil: int
    kant: int | None
    laatste: str


def registerkop(register: pd.DataFrame, peildatum: date, parameters: Rekenparameters = STANDAARD) -> Kop:
    """The headline of a register: a row per belanghebbende, `aantal, laatste, aan_tafel, huidig, gewenst`."""
    rows = register.to_dict("records")
    total = len(rows)
    if not total:
        return Kop("Nog niemand in het register", (("Belanghebbenden", "0"),))
    met = [row for row in rows if row["aantal"]]
    silent = sum((peildatum - (dag(row["laatste"]) or peildatum)).days > parameters.verouderd_na_dagen for row in met)
    absent = sum(not row["aan_tafel"] for row in rows)
    stands = [(row["huidig"], row["gewenst"]) for row in rows]  # what is missing may be None or NaN
    other = sum(isinstance(a, str) and isinstance(b, str) and a != b for a, b in stands)
    who = nl.count(total, "belanghebbende", "belanghebbenden")
    if not met:
        said = (
            "Nog met geen van de " + who + " gesproken" if total > 1 else "Met de ene belanghebbende nog niet gesproken"
        )
    elif len(met) < total:
        never = total - len(met)
        said = f"{never} van de {who} {'is' if never == 1 else 'zijn'} nog nooit gesproken"
    else:
        said = f"Alle {who} zijn gesproken" if total > 1 else "De ene belanghebbende is gesproken"
        if silent:
            said += f", {'maar' if silent == total else f'{silent} daarvan'} al meer dan "
            said += f"{parameters.verouderd_na_dagen} dagen niet"
    if absent and absent < total:
        said += f"; {absent} {'zit' if absent == 1 else 'zitten'} nog niet aan tafel"
    elif absent:
        said += "; nog niemand zit aan tafel"
    return Kop(
        said,
        (
            ("Belanghebbenden", nl.whole(total)),
            ("Gesproken", nl.whole(len(met))),
            (f"Langer dan {parameters.verouderd_na_dagen} dagen niet gesproken", nl.whole(silent)),
            ("Nog niet aan tafel", nl.whole(absent)),
            ("Houding anders dan gewenst", nl.whole(other)),
        ),
    )


def voortgangkop(fasezin: str, mijlpalen: Iterable[tuple[str, date | None, bool]], peildatum: date) -> Kop:
    """The headline of the progress: `fasezin` says which fasen run, then comes the mijlpaal that asks for attention.

    `mijlpalen` are (name, planned on, decided).
    """
    every = list(mijlpalen)
    coming = sorted((day, naam) for naam, day, decided in every if day is not None and not decided)
    late = [one for one in coming if one[0] < peildatum]
    said = fasezin
    if late:
        day, naam = late[0]
        said += f"; mijlpaal {naam} is {nl.count((peildatum - day).days, 'dag', 'dagen')} over de datum"
    elif coming:
        day, naam = coming[0]
        days = (day - peildatum).days
        when = f"over {nl.count(days, 'dag', 'dagen')}" if days else "vandaag"
        said += f"; de volgende mijlpaal is {naam}, {when}"  # "is over 5 dagen" reads as 5 days late
    facts = [("Mijlpalen", nl.whole(len(every))), ("Daarvan besloten", nl.whole(sum(one[2] for one in every)))]
    facts.append(("Over de datum", nl.whole(len(late))))
    if coming[len(late) :]:
        day, naam = coming[len(late)]
        facts.append(("De eerstvolgende", f"{naam}, {nl.day(day)}"))
    return Kop(said, tuple(facts))


def vergelijkkop(wijken: Sequence[Vergeleken], kompas: Kompas) -> Kop:
    """The headline over two wijken or more beside each other: what surely differs; never who is best."""
    facts = tuple((one.naam, _facts(one, kompas)) for one in wijken)
    silent = [one for one in wijken if one.stil]
    parts = []
    if silent and len(silent) < len(wijken):
        parts.append(f"{_names(silent)} {'ligt' if len(silent) == 1 else 'liggen'} stil, de rest niet")
    elif silent:
        parts.append(f"Alle {len(wijken)} wijken liggen stil")
    heard = [one for one in wijken if not one.stil]
    sides = {one.kant for one in heard}
    if len(sides) > 1:
        for place, spoor in enumerate(kompas.sporen):
            if lean := [one for one in heard if one.kant == place]:
                parts.append(f"in {_names(lean)} gaan de meeste contacten over {nl.in_sentence(spoor.kort)}")
        rest = [one for one in heard if one.kant is None]
        if rest:
            parts.append(f"in {_names(rest)} heeft geen spoor de overhand")
    elif sides and not silent and (place := heard[0].kant) is not None:
        parts.append(f"in alle {len(wijken)} gaan de meeste contacten over {nl.in_sentence(kompas.sporen[place].kort)}")
    if not parts:
        fasen = {one.fasen for one in wijken}
        if len(fasen) > 1:
            parts.append("de wijken zijn in verschillende fasen, zonder een spoor dat zeker de overhand heeft")
        else:
            parts.append(f"de {len(wijken)} wijken zijn even ver, zonder een spoor dat zeker de overhand heeft")
    said = "; ".join(parts)
    return Kop(said[:1].upper() + said[1:], facts)


def _names(wijken: Sequence[Vergeleken]) -> str:
    names, rest = [one.naam for one in wijken[:NAMES_IN_HEADLINE]], len(wijken) - NAMES_IN_HEADLINE
    return nl.enumerate_words([*names, *([nl.count(rest, "andere", "andere")] if rest > 0 else [])])


def _facts(one: Vergeleken, kompas: Kompas) -> str:
    numbers = nl.enumerate_words([str(number) for number in one.fasen])
    fase = f"fase {numbers}" if len(one.fasen) == 1 else f"fasen {numbers}" if one.fasen else "geen fase open"
    lean = "geen overwicht" if one.kant is None else f"vooral {nl.in_sentence(kompas.sporen[one.kant].kort)}"
    return f"{fase}, {lean}, laatste contact {one.laatste}"


def vergelijkvoorstel(per_fase: Iterable[tuple[str, int]], chosen: str | None) -> Kop:
    """The headline while fewer than two wijken are chosen: `per_fase` are (fase in words, wijken that are in it)."""
    together = [(fase, n) for fase, n in per_fase if n > 1]
    facts = tuple((fase, nl.count(n, "wijk", "wijken")) for fase, n in together)
    if chosen is not None:
        return Kop(f"Kies een wijk om naast {chosen} te leggen", facts)
    if not together:
        return Kop("Kies twee wijken om naast elkaar te leggen", facts)
    fase, n = max(together, key=lambda one: one[1])
    return Kop(f"In {nl.in_sentence(fase)} zijn nu {n} wijken: die leg je zo naast elkaar", facts)
