"""Words of people and the choices of the method: what a word stands for, and what it may have meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from wijkkompas_core.analysis.namen import gelijkenis
from wijkkompas_core.domain.betrokkenheid import match_name

MOST = 5
LOW = 45.0
SYNONIEMEN: dict[str, dict[str, str]] = {
    "participatieniveau": {
        "meeweten": "informeren", "inlichten": "informeren", "voorlichten": "informeren", "zenden": "informeren",
        "meepraten": "raadplegen", "consulteren": "raadplegen", "bevragen": "raadplegen", "luisteren": "raadplegen",
        "meedenken": "adviseren", "advies": "adviseren", "meewerken": "coproduceren", "co creatie": "coproduceren",
        "cocreatie": "coproduceren", "samenwerken": "coproduceren", "co productie": "coproduceren",
        "coproductie": "coproduceren", "meebeslissen": "meebeslissen", "zelf beslissen": "meebeslissen",
        "medebeslissen": "meebeslissen",
    },
    "vorm": {
        "bewonersbijeenkomst": "bewonersavond", "informatieavond": "bewonersavond", "wijkavond": "bewonersavond",
        "buurtavond": "bewonersavond", "keukentafel": "keukentafelgesprek", "huisbezoek": "keukentafelgesprek",
        "vragenlijst": "enquete", "survey": "enquete", "werksessie": "werkgroep", "workshop": "werkgroep",
        "inloop": "inloopspreekuur", "spreekuur": "inloopspreekuur", "inloopavond": "inloopspreekuur",
        "stuurgroep": "bestuurlijk-overleg", "bo": "bestuurlijk-overleg", "brief": "nieuwsbrief",
        "mailing": "nieuwsbrief", "flyer": "huis-aan-huis", "deur aan deur": "huis-aan-huis", "telefoon": "overleg",
        "vergadering": "overleg", "gesprek": "overleg", "bespreking": "overleg", "overig": "anders",
    },
    "afspraakstatus": {
        "gereed": "klaar", "afgerond": "klaar", "gedaan": "klaar", "done": "klaar", "loopt": "open", "lopend": "open",
        "nieuw": "open", "bezig": "open", "in behandeling": "open", "geannuleerd": "vervallen", "nvt": "vervallen",
    },
    "belang": {"groot": "hoog", "klein": "laag", "gemiddeld": "midden", "middel": "midden"},
    "invloed": {"groot": "hoog", "klein": "laag", "gemiddeld": "midden", "middel": "midden"},
}  # fmt: skip
"""Our own list of free words for scales: a suggestion that is asked once, never a silent choice."""
_NUMBERED = re.compile(r"^(?:fase\s*)?(\d)\b")


@dataclass(frozen=True, slots=True)
class Onbekend:
    """A word that stands for nothing yet: where, how often, in which wijken (ids), and the best suggestions.

    A suggestion is (what it stands for, what is shown).
    """

    veld: str
    woord: str
    aantal: int
    wijken: tuple[int, ...]
    suggesties: tuple[tuple[str, str], ...]


class Keuzes:
    """The choices of one scale: finds exactly what a word means, and suggests when it does not know."""

    def __init__(self, schaal: str, namen: Mapping[str, str], korte: Mapping[str, str] | None = None) -> None:
        self.schaal = schaal
        self.namen = namen
        self._exact = {match_name(kort): slug for slug, kort in (korte or {}).items()}
        self._exact |= {match_name(slug): slug for slug in namen} | {match_name(n): slug for slug, n in namen.items()}
        if schaal == "fase":
            self._exact |= {f"{number} {match_name(n)}": slug for number, (slug, n) in enumerate(namen.items(), 1)}
            self._exact |= {f"fase {number} {match_name(n)}": s for number, (s, n) in enumerate(namen.items(), 1)}
            self._exact |= {
                text: slug for number, slug in enumerate(namen, 1) for text in (str(number), f"fase {number}")
            }

    def find(self, word: str) -> str | None:
        """The slug that a word names; nothing when it is no name of a choice."""
        return self._exact.get(match_name(word))

    def suggest(self, word: str) -> tuple[tuple[str, str], ...]:
        """The choices that it may mean, the best first."""
        wanted = match_name(word)
        scored: dict[str, float] = {}
        for free, slug in SYNONIEMEN.get(self.schaal, {}).items():
            if slug in self.namen and (free == wanted or f" {free} " in f" {wanted} "):
                scored[slug] = 100.0 if free == wanted else 90.0
        numbered = _NUMBERED.match(wanted)
        if self.schaal == "fase" and numbered and 0 < int(numbered[1]) <= len(self.namen):
            scored[list(self.namen)[int(numbered[1]) - 1]] = 95.0
        for slug, naam in self.namen.items():
            scored[slug] = max(scored.get(slug, 0.0), fuzz.WRatio(wanted, match_name(naam)))
        best = sorted((s for s in scored if scored[s] >= LOW), key=lambda slug: -scored[slug])
        return tuple((slug, self.namen[slug]) for slug in best[:MOST])


def suggest_names(word: str, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The names of belanghebbenden that a word may mean, the best first."""
    wanted = match_name(word)
    known = {match_name(name): name for name in names}
    near = process.extract(wanted, known.keys(), scorer=fuzz.WRatio, limit=20, score_cutoff=LOW)
    scored = {name: max(gelijkenis(wanted, name) * 100, score * 0.9) for name, score, _ in near}
    best = sorted(scored, key=lambda name: (-scored[name], name))
    return tuple((known[name], known[name]) for name in best[:MOST])


def suggest_type(word: str, types: Mapping[str, str]) -> str | None:
    """The kind of belanghebbende that a name tells of: "VvE De Linde" is a VvE; nothing when it tells of none."""
    words = f" {match_name(word)} "
    hints: Sequence[tuple[str, str]] = (
        ("vve", "vve"), ("vereniging van eigenaars", "vve"), ("huurders", "huurdersvereniging"),
        ("wonen", "woningcorporatie"), ("woonstichting", "woningcorporatie"), ("corporatie", "woningcorporatie"),
        ("woningstichting", "woningcorporatie"), ("wijkraad", "wijkraad"), ("welzijn", "welzijnsorganisatie"),
        ("energiecooperatie", "energiecooperatie"), ("warmtebedrijf", "warmtebedrijf"), ("warmte", "warmtebedrijf"),
        ("netbeheer", "netbeheerder"), ("waterschap", "waterschap"), ("provincie", "provincie"),
        ("bank", "bank-financier"),
        ("school", "zorg-onderwijs"), ("zorg", "zorg-onderwijs"), ("wethouder", "college-wethouder"),
        ("college", "college-wethouder"), ("raad", "gemeenteraad"), ("gemeente", "projectteam-gemeente"),
        ("ondernemers", "ondernemers"), ("winkeliers", "ondernemers"), ("installat", "installateur"),
        ("bouw", "bouwbedrijf-aannemer"),
        ("energieloket", "energieloket"), ("initiatief", "bewonersinitiatief"), ("bewoners", "bewonersgroep"),
        ("buurt", "bewonersgroep"),
    )  # fmt: skip
    return next((slug for hint, slug in hints if slug in types and f" {hint}" in words), None)
