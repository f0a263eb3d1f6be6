"""What is asked about the words of a list: each once, with its spellings, what is sure and what is proposed."""

from collections import Counter
from collections.abc import Iterator

from wijkkompas_core.analysis.namen import lijkt_op
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.domain.uitwisseling import NIEUW, Veld, Waardesoort
from wijkkompas_core.uitwisseling.bekend import Bekend
from wijkkompas_core.uitwisseling.spellingen import beste_naam, groepen, kan_zelfde, stam
from wijkkompas_core.uitwisseling.waarden import Lezing
from wijkkompas_core.uitwisseling.woorden import Onbekend, suggest_names, suggest_type

PARTIES = (Waardesoort.BELANGHEBBENDE, Waardesoort.BELANGHEBBENDEN)


def questions(velden: tuple[Veld, ...], bekend: Bekend, lezing: Lezing) -> Iterator[Onbekend]:
    """Every word that stands for nothing yet, the most frequent first; of parties, what may be one together."""
    found: list[Onbekend] = []
    for one in velden:
        words = {key: counts for (naam, key), counts in lezing.spellingen.items() if naam == one.naam}
        together = [[key] for key in words]
        if one.soort in PARTIES:
            named = {beste_naam(counts): key for key, counts in words.items()}
            together = [[named[naam] for naam in names] for names in groepen(named)]
        for keys in together:
            spellings: Counter[str] = Counter()
            for key in keys:
                spellings.update(words[key])
            wijken = tuple(sorted({wijk for key in keys for wijk in lezing.onbekend_in[(one.naam, key)]}))
            found.append(_asked(one, spellings, wijken, bekend, lezing))
    yield from sorted(found, key=lambda word: -word.aantal)


def _asked(one: Veld, spellings: Counter[str], wijken: tuple[int, ...], bekend: Bekend, lezing: Lezing) -> Onbekend:
    word = beste_naam(spellings) if one.soort in PARTIES else min(spellings, key=len).strip()
    keys = tuple(dict.fromkeys(key for text in spellings for key in (stam(text), match_name(text)) if key))
    zeker = voorstel = ""
    if one.schaal:
        keuzes = lezing.keuzes[one.schaal]
        suggesties = keuzes.suggest(word)
        zeker, voorstel = keuzes.sure(word), keuzes.proposed(word)
    else:
        team = one.soort is Waardesoort.TEAMLID
        places = [bekend.wijken[w] for w in wijken]
        names = {n for w in places for n in (map(w.lid, w.leden) if team else (n for _, n in w.partijen.values()))}
        suggesties = suggest_names(word, names)
        if not team:
            zeker, voorstel = _party(spellings, names, bekend)
            called = voorstel.rpartition(":")[2]
            if voorstel and voorstel not in names:
                kind = bekend.types[voorstel[len(NIEUW) :].split(":")[0]].lower()
                suggesties = ((voorstel, f"Nieuw: {called} ({kind})"), *suggesties)
    return Onbekend(one.naam, word, spellings.total(), wijken, suggesties, keys, tuple(spellings), zeker, voorstel)


def _party(spellings: Counter[str], names: set[str], bekend: Bekend) -> tuple[str, str]:
    """What is sure (one name in the register, but for its form), and what is proposed: a name there, or a new one."""
    same = sorted(name for name in names if any(kan_zelfde(name, text) for text in spellings))
    if len(same) == 1:
        return same[0], same[0]
    alike = {found[0] for text in spellings if (found := lijkt_op(text, names, 1))}
    if same or alike:
        return "", alike.pop() if len(alike) == 1 and not same else ""
    kinds = Counter(kind for text in spellings if (kind := suggest_type(text, bekend.types)))
    if not kinds:
        return "", ""
    return "", f"{NIEUW}{kinds.most_common(1)[0][0]}:{beste_naam(spellings).strip()}"
