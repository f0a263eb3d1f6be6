"""Sentences and formats of the interface: Dutch, plain, "je"."""

from collections.abc import Sequence
from datetime import date, datetime

from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.tijd import AMSTERDAM, as_date, today
from wijkkompas_core.domain.voortgang import GROEN, ORANJE, ROOD

PRIVACY = (
    "Schrijf over organisaties en groepen, niet over personen: geen namen, adressen of telefoonnummers van bewoners."
)
OORDEELNAMEN = {"inhoud": "Inhoud", "financien": "Financiën", "planning": "Planning", "risicos": "Risico's"}
OORDEELWOORDEN = {GROEN: "Groen: op koers", ORANJE: "Oranje: let op", ROOD: "Rood: nu bijsturen"}
OORDEELTEKENS = {GROEN: "●", ORANJE: "◆", ROOD: "▲"}
WHOLE, WHOLE_METHOD = "Hele wijk", "De hele methode"


def day(value: date | datetime | None) -> str:
    """A date as dd-mm-jjjj; nothing as 'onbekend'."""
    if value is None or value != value:  # NaT is not equal to itself
        return "onbekend"
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = as_date(value)
    return f"{value:%d-%m-%Y}"


def same_day(value: date) -> str:
    """What a day is called by who looks at it from that day: today, or a day of the past."""
    return "vandaag" if value >= today() else "die dag"


def moment(value: datetime | str) -> str:
    """A moment as dd-mm-jjjj uu:mm in the Netherlands, a date alone as dd-mm-jjjj; raises `ValueError` for neither."""
    if isinstance(value, str):
        if len(value) == len("2026-01-31"):
            return day(date.fromisoformat(value))
        value = datetime.fromisoformat(value)
    local = value.astimezone(AMSTERDAM) if value.tzinfo else value
    return f"{local:%d-%m-%Y %H:%M}"


def percentage(share: float | None) -> str:
    """A share of 0..1 as a whole percentage."""
    return "onbekend" if share is None else f"{share * 100:.0f}%"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: '1 contactmoment', '1.250 contactmomenten'."""
    return f"{number:,}".replace(",", ".") + f" {one if number == 1 else many}"


def decimal(value: float, digits: int = 2) -> str:
    """A number with a decimal comma; nothing for a missing one."""
    return "" if value != value else f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def number(value: float) -> str:
    """A number as it is: 1.210 without decimals when it is whole, else with at most two."""
    digits = f"{value:,.2f}".rstrip("0").rstrip(".")
    return digits.translate(str.maketrans({",": ".", ".": ",", "-": "−"}))


def period(van: date | None, tot: date | None) -> str:
    """A period in words."""
    if van and tot:
        return f"{day(van)} t/m {day(tot)}"
    if van:
        return f"vanaf {day(van)}"
    return f"t/m {day(tot)}" if tot else "hele looptijd"


def as_typed(text: str) -> str:
    """Text for a label, where Streamlit reads Markdown: it is shown as it was typed."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~:$" else char for char in text)


def enumerate_words(words: Sequence[str]) -> str:
    """'a, b en c'."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


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


def confidence(gegevens: Betrouwbaarheid) -> str:
    """The data-confidence label."""
    if not gegevens.n:
        return "Nog geen gegevens in deze periode"
    return (
        f"{percentage(gegevens.aandeel_tijdig)} binnen 14 dagen vastgelegd · laatste invoer "
        f"{day(gegevens.laatste_invoer)} · {percentage(gegevens.aandeel_zonder_niveau)} zonder participatieniveau"
    )
