"""What can be brought in from a file: the lists, their fields, and how the columns of a file go to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

CONTACTMOMENTEN, BELANGHEBBENDEN, AFSPRAKEN, BESLUITEN = "contactmomenten", "belanghebbenden", "afspraken", "besluiten"
LIJSTEN = (CONTACTMOMENTEN, BELANGHEBBENDEN, AFSPRAKEN, BESLUITEN)
MAX_MAPPING_NAME = 80
OP_DATUM = "@datum"
"""Instead of a fase: the fase that was open in the wijk on the date of the row."""
LEEG = ""
NIEUW = "nieuw:"
"""Before the slug of a type: the word names a belanghebbende that is to be added."""


class Waardesoort(StrEnum):
    """What the cells of a field hold."""

    KENMERK = "kenmerk"
    WIJK = "wijk"
    DATUM = "datum"
    GETAL = "getal"
    TEKST = "tekst"
    JA_NEE = "ja of nee"
    LINKS = "links"
    KEUZE = "keuze"
    KEUZES = "keuzes"
    BELANGHEBBENDE = "belanghebbende"
    BELANGHEBBENDEN = "belanghebbenden"
    TEAMLID = "teamlid"
    VERWIJZING = "verwijzing"


@dataclass(frozen=True, slots=True)
class Veld:
    """One field of a list. `schaal` names what a choice is chosen from; `namen` are other words for it in a header."""

    naam: str
    titel: str
    soort: Waardesoort
    uitleg: str
    verplicht: bool = False
    schaal: str = ""
    namen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toewijzing:
    """How the columns of a file go to the fields of a list; it can be kept under a name.

    `kolommen`: field → title of a column. `vast`: field → the value for every row (a slug, or the slug of a wijk).
    `woorden`: field → word in its comparable form → what it stands for: a slug, the name of a belanghebbende, `LEEG`
    (leave out) or `NIEUW` plus a type, and behind a colon the name when it is not the word itself.
    """

    lijst: str
    kolommen: Mapping[str, str] = field(default_factory=dict[str, str])
    vast: Mapping[str, str] = field(default_factory=dict[str, str])
    woorden: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    keuzes: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was chosen about what stood out: its key → the choice. It is of one file and not kept for the next."""

    def with_word(self, veld: str, woord: str, doel: str | None) -> "Toewijzing":
        """The same with one word that stands for something else, or (`None`) for nothing any more."""
        known = {**self.woorden.get(veld, {})}
        known.pop(woord, None)
        if doel is not None:
            known[woord] = doel
        return replace(self, woorden={**self.woorden, veld: known})

    def as_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "lijst": self.lijst,
            "kolommen": dict(self.kolommen),
            "vast": dict(self.vast),
            "woorden": {veld: dict(words) for veld, words in self.woorden.items() if words},
            **({"keuzes": dict(self.keuzes)} if self.keuzes else {}),
        }

    @staticmethod
    def from_dict(kept: Mapping[str, Any]) -> "Toewijzing":
        """The way back; what is unknown is left out."""
        texts = {
            n: {str(k): str(v) for k, v in dict(kept.get(n) or {}).items()} for n in ("kolommen", "vast", "keuzes")
        }
        woorden = {
            str(v): {str(a): str(b) for a, b in dict(w).items()} for v, w in dict(kept.get("woorden") or {}).items()
        }
        return Toewijzing(str(kept.get("lijst", "")), texts["kolommen"], texts["vast"], woorden, texts["keuzes"])


_WIJK = Veld(
    "wijk", "Wijk", Waardesoort.WIJK, "De wijk waar het bij hoort.", True, namen=("buurt", "gebied", "wijknaam")
)
_KENMERK = Veld(
    "kenmerk", "Kenmerk", Waardesoort.KENMERK, "Waaraan Wijkkompas een eerder geëxporteerde rij herkent.", namen=("id",)
)
_FASE = Veld(
    "fase", "Fase", Waardesoort.KEUZE, "De fase waarin de wijk toen zat.", True, "fase", ("stap", "projectfase")
)

VELDEN: dict[str, tuple[Veld, ...]] = {
    CONTACTMOMENTEN: (
        _KENMERK,
        _WIJK,
        Veld("datum", "Datum", Waardesoort.DATUM, "De dag waarop het was.", True, namen=("wanneer", "dag", "date")),
        _FASE,
        Veld(
            "vorm", "Vorm", Waardesoort.KEUZE, "Hoe het contact ging.", True, "vorm",
            ("soort", "type", "soort bijeenkomst", "activiteit", "werkvorm", "soort contact", "bijeenkomst"),
        ),
        Veld(
            "aspecten", "Aspecten", Waardesoort.KEUZES, "Waar het over ging: een of meer aspecten.", True, "aspect",
            ("aspect", "onderwerp", "onderwerpen", "thema", "waarover", "waar ging het over"),
        ),
        Veld(
            "participatieniveau", "Participatieniveau", Waardesoort.KEUZE, "Hoeveel invloed er werd geboden.", False,
            "participatieniveau", ("niveau", "participatie", "mate van invloed", "invloedsniveau", "participatietrede"),
        ),
        Veld(
            "belanghebbenden", "Belanghebbenden", Waardesoort.BELANGHEBBENDEN, "Wie erbij waren.", False,
            namen=("wie", "met wie", "aanwezig", "aanwezigen", "deelnemers", "partijen", "organisatie", "partij",
                   "wie waren erbij", "genodigden"),
        ),
        Veld(
            "aantal_deelnemers", "Aantal deelnemers", Waardesoort.GETAL, "Hoeveel mensen er waren.", False,
            namen=("aantal", "opkomst", "aantal aanwezigen", "aantal bezoekers", "bezoekers", "aanwezig", "aanwezigen",
                   "deelnemers", "hoeveel mensen waren er", "hoeveel mensen", "hoeveel deelnemers",
                   "hoeveel aanwezigen"),
        ),
        Veld(
            "opbrengst", "Opbrengst", Waardesoort.TEKST, "Wat het opleverde.", False,
            namen=("resultaat", "verslag", "samenvatting", "opmerkingen", "opmerking", "notitie", "uitkomst",
                   "toelichting", "wat leverde het op", "bijzonderheden", "opm"),
        ),
        Veld("links", "Links", Waardesoort.LINKS, "Webadressen van verslagen.", False,
             namen=("link", "url", "verwijzing")),
    ),
    BELANGHEBBENDEN: (
        _KENMERK,
        _WIJK,
        Veld(
            "naam", "Naam", Waardesoort.TEKST, "De naam van de organisatie of groep.", True,
            namen=("belanghebbende", "organisatie", "partij", "stakeholder", "instelling"),
        ),
        Veld(
            "type", "Soort", Waardesoort.KEUZE, "Wat voor belanghebbende het is.", True, "type",
            ("type", "soort belanghebbende", "categorie", "soort organisatie", "rol"),
        ),
        Veld(
            "aspecten", "Aspecten", Waardesoort.KEUZES, "Waar die over gaat; leeg: zoals de soort.", False, "aspect",
            ("aspect", "thema", "onderwerp"),
        ),
        Veld("belang", "Belang", Waardesoort.KEUZE, "Hoeveel de uitkomst voor die partij uitmaakt.", False, "belang"),
        Veld("invloed", "Invloed", Waardesoort.KEUZE, "Hoeveel die partij kan veranderen.", False, "invloed",
             ("macht",)),
        Veld(
            "aan_tafel", "Aan tafel", Waardesoort.JA_NEE, "Of die partij al meedoet; leeg is ja.", False,
            namen=("betrokken", "doet mee", "aangehaakt"),
        ),
        Veld(
            "contactpersoon", "Contactpersoon", Waardesoort.TEAMLID, "Wie van het team het contact heeft.", False,
            namen=("accounthouder", "contactpersoon gemeente", "trekker"),
        ),
        Veld("notitie", "Notitie", Waardesoort.TEKST, "Wat verder van belang is.", False,
             namen=("opmerking", "opmerkingen", "toelichting", "bijzonderheden")),
    ),
    AFSPRAKEN: (
        _KENMERK,
        _WIJK,
        Veld("wat", "Wat", Waardesoort.TEKST, "Wat er is afgesproken.", True,
             namen=("afspraak", "actie", "actiepunt", "omschrijving", "taak")),
        Veld("eigenaar", "Wie van het team", Waardesoort.TEAMLID, "De collega die het doet.", False,
             namen=("eigenaar", "wie", "trekker", "actiehouder", "verantwoordelijke", "collega")),
        Veld("belanghebbende", "Belanghebbende", Waardesoort.BELANGHEBBENDE, "De partij die het doet.", False,
             namen=("partij", "organisatie")),
        Veld("deadline", "Uiterlijk", Waardesoort.DATUM, "Wanneer het klaar moet zijn.", False,
             namen=("deadline", "gereed", "datum gereed", "voor wanneer", "einddatum", "uiterste datum")),
        Veld("status", "Status", Waardesoort.KEUZE, "Open, klaar of vervallen; leeg is open.", False, "afspraakstatus",
             ("stand", "voortgang")),
        Veld("afgerond_op", "Afgerond op", Waardesoort.DATUM, "De dag waarop het klaar was of verviel.", False,
             namen=("afgerond", "datum afgerond")),
        Veld("contactmoment", "Contactmoment", Waardesoort.VERWIJZING, "Het kenmerk van het contactmoment erbij."),
    ),
    BESLUITEN: (
        _KENMERK,
        _WIJK,
        Veld("datum", "Datum", Waardesoort.DATUM, "De dag waarop het is besloten.", True,
             namen=("besluitdatum", "datum besluit", "wanneer")),
        _FASE,
        Veld("wat", "Besluit", Waardesoort.TEKST, "Wat er is besloten.", True,
             namen=("wat", "omschrijving", "onderwerp", "beslispunt")),
        Veld("door", "Besloten door", Waardesoort.TEKST, "Wie het besloot.", True,
             namen=("door", "wie", "orgaan", "besluitvormer", "gremium")),
        Veld("grond", "Op welke grond", Waardesoort.TEKST, "Waarom zo is besloten.", True,
             namen=("grond", "motivering", "reden", "waarom", "onderbouwing", "toelichting")),
        Veld("contactmomenten", "Contactmomenten", Waardesoort.VERWIJZING,
             "De kenmerken van de contactmomenten die ertoe leidden."),
    ),
}  # fmt: skip
"""Per list its fields, in the order in which they are asked and exported."""


def veld(lijst: str, naam: str) -> Veld:
    """One field by its name."""
    return next(one for one in VELDEN[lijst] if one.naam == naam)


def as_ranges(numbers: Sequence[int]) -> list[list[int]]:
    """Numbers in order as [first, last] pairs."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
