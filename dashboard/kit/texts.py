"""Sentences of the interface: Dutch, plain, "je"."""

from datetime import date

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.voortgang import GROEN, ORANJE, ROOD

PRIVACY = (
    "Schrijf over organisaties en groepen, niet over personen: geen namen, adressen of telefoonnummers van bewoners."
)
OORDEELWOORDEN = {GROEN: "Groen: op koers", ORANJE: "Oranje: let op", ROOD: "Rood: nu bijsturen"}
OORDEELTEKENS = {GROEN: "●", ORANJE: "◆", ROOD: "▲"}
WHOLE, WHOLE_METHOD = "Hele wijk", "De hele methode"


def same_day(value: date) -> str:
    """What a day is called by who looks at it from that day: today, or a day of the past."""
    return "vandaag" if value >= today() else "die dag"


def as_typed(text: str) -> str:
    """Text for a label, where Streamlit reads Markdown: it is shown as it was typed."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~:$" else char for char in text)


def selectie_name(selectie: Selectie, kompas: Kompas) -> str:
    """The name of a part of the kompas, from large to small; empty for the whole."""
    everywhere = ["Alle fasen"] if selectie.spoor and not selectie.fase else []
    return " › ".join(everywhere + selectie_trail(selectie, kompas))


def selectie_trail(selectie: Selectie, kompas: Kompas) -> list[str]:
    """The names of the chosen fase, spoor and aspect; empty for the whole."""
    fase = kompas.fase.get(selectie.fase or "")
    trail = [f"{fase.nummer}. {fase.naam}"] if fase else []
    if selectie.spoor:
        trail.append(kompas.spoor[selectie.spoor].naam)
    if selectie.aspect:
        trail.append(kompas.aspect[selectie.aspect].naam)
    return trail


ON_TIME = f"binnen {STANDAARD.tijdig_binnen_dagen} dagen vastgelegd"
"""What counts as recorded in time."""
INTERVAL = nl.percentage(STANDAARD.interval)
"""How wide the interval of a balance is."""


def confidence(gegevens: Betrouwbaarheid) -> str:
    """The data-confidence label."""
    if not gegevens.n:
        return "Nog geen gegevens in deze periode"
    return (
        f"{nl.percentage(gegevens.aandeel_tijdig)} {ON_TIME} · laatste invoer "
        f"{nl.day(gegevens.laatste_invoer)} · {nl.percentage(gegevens.aandeel_zonder_niveau)} zonder participatieniveau"
    )
