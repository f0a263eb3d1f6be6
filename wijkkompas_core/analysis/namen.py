"""Which names in a register look like a name that is being typed."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from wijkkompas_core.domain.betrokkenheid import match_name

SKIPPED = frozenset({"de", "het", "een", "van", "der", "den", "en", "in", "te", "voor", "op", "aan", "bij"})
GENERAL = frozenset({"bewoners", "eigenaren", "huurders"})
"""Words that say who, not which: alone they are like no organisation."""
SAME_WORD, SAME_WHOLE, SIMILAR = 84.0, 90.0, 0.75
SAME, ABBREVIATED = 2.0, 1.5
SHORTEST = 3
"""Letters that an abbreviation needs: 'woonst' is one of 'woonstichting', 'w' could be anything."""
MOST = 3


def lijkt_op(naam: str, namen: Iterable[str], meest: int = MOST) -> list[str]:
    """The names that may mean the same belanghebbende as `naam`, most alike first; not the very same name.

    "woonst. Noord" is like "Woonstichting Noord"; "VvE Noord" is not like "VvE Zuid". Our own measure: twice the
    words that the names share, divided by all their words, is at least 0.75. A word is shared when it is the same,
    when one begins with the other (at least three letters) or when they differ by a typing error. Numbers have to be
    equal. Abbreviations go one way: "Zonnedaalse Warmte" is not like "Warmtefonds Zonnedaal". A short name is also
    like a longer one that holds all its words ("De Brug", but not just "Bewoners"), and so is a name written with
    other spaces.
    """
    own = match_name(naam)
    if len(own) < SHORTEST:
        return []
    scored = [(gelijkenis(own, other), name) for name in namen if (other := match_name(name)) != own]
    best = sorted((pair for pair in scored if pair[0] >= SIMILAR), key=lambda pair: (-pair[0], pair[1].casefold()))
    return [name for _, name in best[:meest]]


def gelijkenis(a: str, b: str) -> float:
    """How alike two names are that `match_name` has made comparable: 0 (not) to 1 (the same); symmetric."""
    first, second = sorted((_words(a), _words(b)), key=lambda words: (len(words), words))
    if not first or {w for w in first if w.isdigit()} != {w for w in second if w.isdigit()}:
        return 0.0
    if fuzz.ratio("".join(first), "".join(second)) >= SAME_WHOLE:
        return 1.0
    left = list(second)
    exact = alike = 0
    shortened = {True: 0, False: 0}  # is the word of `first` the shorter one?
    for word in first:
        likeness, found = max(((_word_likeness(word, other), other) for other in left), default=(0.0, ""))
        if likeness > 0:
            left.remove(found)
            if likeness == ABBREVIATED:
                shortened[len(word) < len(found)] += 1
            else:
                alike += 1
                exact += word == found
    score = 2 * (alike + max(shortened.values())) / (len(first) + len(second))
    if exact == len(first) and any(len(word) > SHORTEST and word not in GENERAL for word in first):
        return max(SIMILAR, score)
    return score


def _word_likeness(a: str, b: str) -> float:
    """`SAME` for the same word, less for an abbreviation or a typing error, 0 for another word."""
    if a == b:
        return SAME
    short, long = sorted((a, b), key=len)
    if len(short) >= SHORTEST and long.startswith(short):
        return ABBREVIATED
    score = fuzz.ratio(a, b)
    return score / 100 if score >= SAME_WORD and not a.isdigit() else 0.0


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words that count; letters that stand alone are one abbreviation ("v v e" is "vve")."""
    joined: list[str] = []
    alone = False
    for word in name.split():
        before, alone = alone, len(word) == 1 and word.isalpha()
        if alone and before:
            joined[-1] += word
        else:
            joined.append(word)
    kept = tuple(word for word in joined if word not in SKIPPED)
    return kept or tuple(joined)
