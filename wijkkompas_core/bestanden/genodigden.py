"""What is kept out of a calendar: people, and what was called off, private or still to come; and how that is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wijkkompas_core.bestanden.formules import unharmed
from wijkkompas_core.bestanden.inhoud import LINE_ENDS
from wijkkompas_core.domain import nederlands as nl

TITLES = ("Datum", "Samenvatting", "Categorie", "Plaats", "Beschrijving")
"""The columns: of these the first two are recognised, and the last may hold anything."""
MOST_OF_SERIES = 1_000
"""Times of one series that are spelled out."""
MOST_OF_SHORT = 500
"""Characters of a title or a place."""
PRIVATE = frozenset({"PRIVATE", "CONFIDENTIAL"})
MAIL = re.compile(r"(?:mailto:)?[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.I)


@dataclass
class Gezien:
    """What did not come along or was taken otherwise, to be told."""

    afgezegd: int = 0
    later: int = 0
    prive: int = 0
    zonder_dag: int = 0
    reeksen: int = 0
    ingekort: int = 0
    niet_uitgeschreven: int = 0
    zone: int = 0
    mensen: set[str] = field(default_factory=set[str])
    namen: int = 0
    mail: int = 0


def plain_text(value: Any, namen: tuple[str, ...], seen: Gezien, most: int) -> str:
    """A text as a cell, without addresses of mail and names of who was invited: those are nobody's business here."""
    value = value[0] if isinstance(value, list) and value else value
    text = LINE_ENDS.sub("\n", str(value or "")[:most]).strip()
    text, count = MAIL.subn("(mailadres)", text)
    seen.mail += count
    for naam in namen if text else ():
        text, count = _without(text, naam)
        seen.namen += count
    return unharmed(text)


def _without(text: str, naam: str) -> tuple[str, int]:
    """The text with a name taken out wherever it stands by itself, in capitals or not, and how often it did."""
    low, wanted = text.lower(), naam.lower()
    if len(low) != len(text) or len(wanted) != len(naam):  # a rare letter that is two in small
        low, wanted = text, naam
    parts: list[str] = []
    done, count = 0, 0
    place = low.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if not low[place - 1 : place].isalnum() and not low[end : end + 1].isalnum():
            parts += [text[done:place], "(naam)"]
            done, count = end, count + 1
        place = low.find(wanted, end)
    return ("".join((*parts, text[done:])), count) if count else (text, 0)


def notes_of(seen: Gezien) -> Iterator[str]:
    """A sentence for each thing that did not come along or was taken otherwise."""
    if seen.mensen:
        many = nl.count(len(seen.mensen), "genodigde", "genodigden")
        yield f"De namen en mailadressen van {many} zijn niet overgenomen."
    if seen.namen:
        yield f"Namen van genodigden in de teksten: {nl.whole(seen.namen)} keer weggelaten."
    if seen.mail:
        yield f"Mailadressen in de teksten: {nl.whole(seen.mail)} keer weggelaten."
    if seen.reeksen:
        yield f"{nl.count(seen.reeksen, 'reeks', 'reeksen')}: elke keer tot en met vandaag is een eigen rij."
    if seen.ingekort:
        many = nl.count(seen.ingekort, "reeks", "reeksen")
        yield f"Van {many} zijn alleen de eerste {nl.whole(MOST_OF_SERIES)} keer overgenomen."
    if seen.niet_uitgeschreven:
        many = nl.count(seen.niet_uitgeschreven, "reeks", "reeksen")
        yield f"Van {many} kennen we de herhaling niet: alleen de eerste keer is overgenomen."
    if seen.zone:
        many = nl.count(seen.zone, "afspraak", "afspraken")
        yield f"{many} met een onbekende tijdzone: gelezen als Nederlandse tijd."
    for number, why in (
        (seen.afgezegd, "afgezegd"),
        (seen.prive, "als privé gemerkt"),
        (seen.later, "in de toekomst"),
        (seen.zonder_dag, "zonder leesbare datum"),
    ):
        if number:
            yield f"{nl.count(number, 'afspraak', 'afspraken')} {why}: overgeslagen."
