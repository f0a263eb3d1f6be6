"""Which words of a list are one thing: spellings that fold together, "X" and "X - vervolg", and one organisation."""

import re
from collections import defaultdict
from collections.abc import Iterable

from wijkkompas_core.analysis.namen import SIMILAR, SKIPPED, gelijkenis
from wijkkompas_core.domain.betrokkenheid import match_name

_AGAIN = re.compile(
    r" (?:vervolg|vervolgoverleg|vervolggesprek|herhaling|nogmaals"
    r"|(?:\d{1,3} ?(?:e|de|ste)|eerste|tweede|derde|vierde|vijfde) (?:keer|maal|bijeenkomst|sessie|ronde))$"
)
_BETWEEN = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
FORMS = frozenset({"bv", "nv", "vof", "ua", "coop", "cooperatie", "stichting", "holding", "groep", "nederland"})
WHAT_IT_IS = {
    "woningcorporatie": "corporatie", "corporatie": "corporatie", "woningstichting": "corporatie",
    "netbeheer": "netbeheer", "netbeheerder": "netbeheer", "warmtebedrijf": "warmtebedrijf", "basisschool": "school",
    "school": "school", "bank": "bank", "aannemer": "aannemer", "installateur": "installateur",
}  # fmt: skip
"""Words in front of or behind a name that say what it is: with or without one it is still the same, with two of
different kinds it is not."""
SAME = {"raad": "gemeenteraad"}
AROUND = (
    "huurder", "bewoner", "winkelier", "ondernemer", "vve", "eigenaar", "eigenaren", "wijkraad", "buurt", "ouder",
    "client", "medezeggen", "commissie", "vrienden", "werkgroep", "bestuur", "klankbord", "jongeren", "personeel", "hr",
    "bo", "wv", "raad", "team",
)  # fmt: skip
"""How a word begins that says: a group around an organisation, and not the organisation."""
MOST = 400
"""So many names are compared each with each; of more only what is equal without its form goes together."""


def stam(woord: str) -> str:
    """A word as it is compared in an import: folded, and without "vervolg" or "2e keer" behind it."""
    folded = match_name(woord)
    while shorter := _AGAIN.sub("", folded):
        if shorter == folded:
            break
        folded = shorter
    return folded


def kern(naam: str) -> str:
    """A name without its legal form, what stands between brackets, and the word that says what it is."""
    folded = _joined(stam(_BETWEEN.sub(" ", naam)) or stam(naam))
    words = [word for word in folded if word not in SKIPPED and word not in FORMS]
    named = [word for word in words if word not in WHAT_IT_IS]
    core = " ".join(named or words or folded)
    return SAME.get(core, core)


def soort(naam: str) -> str:
    """What a name says that it is, such as a school or a bank; empty when it does not say."""
    kinds = {WHAT_IT_IS[word] for word in stam(naam).split() if word in WHAT_IT_IS}
    return kinds.pop() if len(kinds) == 1 else ""


def kan_zelfde(een: str, ander: str) -> bool:
    """Whether two names have one core and do not say to be two different things."""
    return kern(een) == kern(ander) and (soort(een) == soort(ander) or not (soort(een) and soort(ander)))


def _joined(folded: str) -> list[str]:
    """The words, with letters that stand alone as one: "b v" is bv."""
    found: list[str] = []
    alone = False
    for word in folded.split():
        before, alone = alone, len(word) == 1 and word.isalpha()
        if alone and before:
            found[-1] += word
        else:
            found.append(word)
    return found


def groepen(namen: Iterable[str]) -> list[list[str]]:
    """Names that may be one organisation, together: a proposal, never more. A name that may be two stands alone."""
    first: defaultdict[str, list[str]] = defaultdict(list)
    for naam in namen:
        first[kern(naam)].append(naam)
    by_core: defaultdict[str, list[str]] = defaultdict(list)
    for core, alike in first.items():
        several = len({soort(naam) for naam in alike} - {""}) > 1
        for naam in alike:
            by_core[f"{soort(naam)} {core}".strip() if several else core].append(naam)
    cores = sorted(by_core, key=lambda core: (-len(core.split()), -len(core), core))
    if len(cores) > MOST:
        return list(by_core.values())
    fits: dict[str, list[str]] = {
        core: [other for other in cores if other != core and _is_short_for(core, other)] for core in cores
    }
    home: dict[str, str] = {}
    for core in cores:
        homes = {_end(home, other) for other in fits[core]} - {core}
        if len(homes) == 1:
            home[core] = homes.pop()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for core in cores:
        found[_end(home, core)] += by_core[core]
    return list(found.values())


def _end(home: dict[str, str], core: str) -> str:
    seen = {core}
    while (on := home.get(core)) is not None and on not in seen:
        seen.add(on)
        core = on
    return core


def _is_short_for(short: str, long: str) -> bool:
    """Whether a core may be a shorter way to write another; of two as long, whether they differ by a typing error."""
    one, other = short.split(), long.split()
    if one == other or len(one) > len(other) or (len(one) == len(other) and len(short) > len(long)):
        return False
    numbers, more = ({w for w in words if w.isdigit()} for words in (one, other))
    if numbers and numbers != more:
        return False
    if len(one) == len(other) and one[1:] == other[1:] and initialen(one[0], other[0]):
        return True
    extra = [word for word in other if not word.isdigit() and not any(_alike(word, mine) for mine in one)]
    if any(word.startswith(AROUND) for word in extra):
        return False
    plain, whole = (" ".join(w for w in words if not w.isdigit()) for words in (one, other))
    return plain == whole or gelijkenis(plain, whole) >= SIMILAR


def _alike(word: str, mine: str) -> bool:
    return word == mine or (len(mine) >= 3 and word.startswith(mine)) or word in mine


def initialen(short: str, long: str) -> bool:
    """Whether "wv" may stand for "winkeliersvereniging": the same first letter, the others in order."""
    if not 2 <= len(short) <= 3 or len(long) < 6 or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def beste_naam(namen: Iterable[str]) -> str:
    """Of several spellings the one to keep: with a capital, without brackets or a point behind it, then the longest."""

    def worth(naam: str) -> tuple[bool, int, str]:
        tidy = naam[:1].isupper() and not _BETWEEN.search(naam) and not naam.rstrip().endswith(".")
        return tidy, len(naam), naam

    return max(namen, key=worth)
