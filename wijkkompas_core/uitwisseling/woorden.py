"""Words of people and the choices of the method: what a word stands for, and what it may have meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from wijkkompas_core.analysis.namen import gelijkenis
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.uitwisseling.spellingen import stam

MOST = 5
REST = "anders"
"""The vorm for what has none."""
LOW, LIKELY = 45.0, 75.0
"""From which score on a name, and a choice of a scale, is worth a tap."""
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
        "teams": "overleg", "ms teams": "overleg", "teamsoverleg": "overleg", "videobellen": "overleg",
        "online overleg": "overleg", "telefonisch": "overleg", "belafspraak": "overleg", "gebeld": "overleg",
        "werkoverleg": "overleg", "bewoners avond": "bewonersavond", "huis aan huis gesprek": "huis-aan-huis",
    },
    "afspraakstatus": {
        "gereed": "klaar", "afgerond": "klaar", "gedaan": "klaar", "done": "klaar", "loopt": "open", "lopend": "open",
        "nieuw": "open", "bezig": "open", "in behandeling": "open", "geannuleerd": "vervallen", "nvt": "vervallen",
    },
    "belang": {"groot": "hoog", "klein": "laag", "gemiddeld": "midden", "middel": "midden"},
    "invloed": {"groot": "hoog", "klein": "laag", "gemiddeld": "midden", "middel": "midden"},
}  # fmt: skip
"""Our own list of words that are known to mean a step of a scale: filled in to be seen, never used unseen."""
WIJZERS: dict[str, str] = {
    "bewoner": "bewoners-doen-mee", "draagvlak": "bewoners-doen-mee", "huurder": "bewoners-doen-mee",
    "participatie": "bewoners-doen-mee",
    "basisschool": "zakelijke-vastgoedeigenaren-doen-mee",
    "school": "zakelijke-vastgoedeigenaren-doen-mee", "winkelier": "zakelijke-vastgoedeigenaren-doen-mee",
    "ondernemer": "zakelijke-vastgoedeigenaren-doen-mee", "bedrijf": "zakelijke-vastgoedeigenaren-doen-mee",
    "bedrijven": "zakelijke-vastgoedeigenaren-doen-mee", "vastgoed": "zakelijke-vastgoedeigenaren-doen-mee",
    "besluit": "besluitvorming-zorgvuldig-en-transparant", "inspraak": "besluitvorming-zorgvuldig-en-transparant",
    "zienswijze": "besluitvorming-zorgvuldig-en-transparant",
    "financ": "overstap-betaalbaar-en-financierbaar", "lening": "overstap-betaalbaar-en-financierbaar",
    "subsidie": "overstap-betaalbaar-en-financierbaar", "kosten": "overstap-betaalbaar-en-financierbaar",
    "woonlasten": "overstap-betaalbaar-en-financierbaar", "energiearmoede": "overstap-betaalbaar-en-financierbaar",
    "betaal": "overstap-betaalbaar-en-financierbaar",
    "isol": "passend-renovatieaanbod", "renovatie": "passend-renovatieaanbod", "verbouw": "passend-renovatieaanbod",
    "net": "energienetwerk-betrouwbaar-en-fossielvrij", "warmtenet": "energienetwerk-betrouwbaar-en-fossielvrij",
    "warmtebron": "energienetwerk-betrouwbaar-en-fossielvrij", "netcongestie":
    "energienetwerk-betrouwbaar-en-fossielvrij", "energienet": "energienetwerk-betrouwbaar-en-fossielvrij",
    "stroomnet": "energienetwerk-betrouwbaar-en-fossielvrij", "netverzwaring":
    "energienetwerk-betrouwbaar-en-fossielvrij",
}  # fmt: skip
"""How a word begins that points to an aspect: proposed when all that points, points to one. Short ones stand alone."""
SHORT_POINTER = 3
BEGUN = 5
"""Letters of a word that may stand for the name that begins with it."""
NEAR = 92.0
"""How alike a word is to a name to be a typing error of it."""
_NUMBERED = re.compile(r"^(?:fase\s*)?(\d)\b")


@dataclass(frozen=True, slots=True)
class Onbekend:
    """A word that stands for nothing yet: where, how often, in which wijken (ids), and the best suggestions.

    A suggestion is (what it stands for, what is shown). `sleutels` are its spellings as they are compared, `spellingen`
    as they are written. `zeker` is what is filled in: a known synonym or a typing error. `voorstel` is what is
    proposed, to be taken over by who looks at it; empty when there is no good one.
    """

    veld: str
    woord: str
    aantal: int
    wijken: tuple[int, ...]
    suggesties: tuple[tuple[str, str], ...]
    sleutels: tuple[str, ...] = ()
    spellingen: tuple[str, ...] = ()
    zeker: str = ""
    voorstel: str = ""


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
        return self._exact.get(match_name(word)) or self._exact.get(stam(word))

    def sure(self, word: str) -> str:
        """The slug of which a word is a known synonym or a typing error; empty when it is neither."""
        wanted = stam(word)
        known = {free: slug for free, slug in SYNONIEMEN.get(self.schaal, {}).items() if slug in self.namen}
        if wanted in known:
            return known[wanted]
        near = {
            slug
            for text, slug in (self._exact | known).items()
            if min(len(text), len(wanted)) >= SHORT_POINTER * 2 and fuzz.ratio(text, wanted) >= NEAR
        }
        numbers = {word for word in wanted.split() if word.isdigit()}
        return near.pop() if len(near) == 1 and not numbers else ""

    def _begun(self, word: str) -> str:
        """The slug of the one choice of which the name begins with a word; empty when there are none or several."""
        wanted = stam(word)
        found = {slug for text, slug in self._exact.items() if len(wanted) >= BEGUN and text.startswith(wanted)}
        return found.pop() if len(found) == 1 else ""

    def proposed(self, word: str) -> str:
        """The slug to which everything in a word points; empty when nothing does, or to several."""
        if self.schaal != "aspect":
            return (
                self.sure(word) or self._begun(word) or (REST if self.schaal == "vorm" and REST in self.namen else "")
            )
        found = {
            slug
            for begin, slug in WIJZERS.items()
            if slug in self.namen
            for one in stam(word).split()
            if (one == begin if len(begin) <= SHORT_POINTER else one.startswith(begin))
        }
        return found.pop() if len(found) == 1 else self.sure(word)

    def suggest(self, word: str) -> tuple[tuple[str, str], ...]:
        """The choices that it may mean, the best first."""
        wanted = stam(word)
        scored: dict[str, float] = {}
        for free, slug in SYNONIEMEN.get(self.schaal, {}).items():
            if slug in self.namen and (free == wanted or f" {free} " in f" {wanted} "):
                scored[slug] = 100.0 if free == wanted else 90.0
        numbered = _NUMBERED.match(wanted)
        if self.schaal == "fase" and numbered and 0 < int(numbered[1]) <= len(self.namen):
            scored[list(self.namen)[int(numbered[1]) - 1]] = 95.0
        for slug, naam in self.namen.items():
            scored[slug] = max(scored.get(slug, 0.0), fuzz.WRatio(wanted, match_name(naam)))
        if (pointed := self.proposed(word)) and pointed != REST:
            scored[pointed] = 120.0
        best = sorted((s for s in scored if scored[s] >= LIKELY), key=lambda slug: -scored[slug])
        if self.schaal == "vorm" and REST in self.namen and REST not in best:
            best = [*best[: MOST - 1], REST]
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
        ("gemeenteraad", "gemeenteraad"), ("vve", "vve"), ("vereniging van eigenaars", "vve"),
        ("huurders", "huurdersvereniging"), ("wonen", "woningcorporatie"), ("woonstichting", "woningcorporatie"),
        ("corporatie", "woningcorporatie"), ("corp", "woningcorporatie"), ("woningstichting", "woningcorporatie"),
        ("woningcorporatie", "woningcorporatie"), ("wijkraad", "wijkraad"), ("welzijn", "welzijnsorganisatie"),
        ("energiecooperatie", "energiecooperatie"), ("coop", "energiecooperatie"), ("enexis", "netbeheerder"),
        ("liander", "netbeheerder"), ("stedin", "netbeheerder"), ("netbeheer", "netbeheerder"),
        ("warmtebedrijf", "warmtebedrijf"), ("warmte", "warmtebedrijf"), ("waterschap", "waterschap"),
        ("provincie", "provincie"), ("bank", "bank-financier"), ("school", "zorg-onderwijs"),
        ("basisschool", "zorg-onderwijs"), ("zorg", "zorg-onderwijs"), ("wethouder", "college-wethouder"),
        ("college", "college-wethouder"), ("raad", "gemeenteraad"), ("gemeente", "projectteam-gemeente"),
        ("ondernemers", "ondernemers"), ("winkeliers", "ondernemers"), ("installat", "installateur"),
        ("bouw", "bouwbedrijf-aannemer"), ("energieloket", "energieloket"), ("initiatief", "bewonersinitiatief"),
        ("bewoners", "bewonersgroep"), ("buurt", "bewonersgroep"),
    )  # fmt: skip
    return next((slug for hint, slug in hints if slug in types and f" {hint}" in words), None)
