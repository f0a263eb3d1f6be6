"""The value of a field in one row: what a cell says, or why it cannot be read. Every answer is kept by its text."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from wijkkompas_core.bestanden.cellen import split_list
from wijkkompas_core.bestanden.datums import Unreadable, parse_date
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.bestanden.toelichting import MARK
from wijkkompas_core.bestanden.waarden import as_text, parse_whole, parse_yes
from wijkkompas_core.domain.betrokkenheid import MAX_NAME, clean_text, match_name
from wijkkompas_core.domain.tekst import zichtbaar
from wijkkompas_core.domain.uitwisseling import LEEG, NIEUW, Toewijzing, Veld, Waardesoort
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeWijk
from wijkkompas_core.uitwisseling.woorden import Keuzes

_LOOSE = re.compile(r"(?<!\s)\s*[,/+&|]\s*|(?<!\s)\s+en\s+")
_NEXT_LINK = re.compile(r"[\s,](?=https?://)")
CUT = "Deze tekst is afgekapt, want hij past niet in een cel van Excel. Gebruik een CSV- of ODS-bestand."


def parts_of(text: str, find: Callable[[str], object]) -> list[str]:
    """The values in a cell. A semicolon and a new line always part; a comma, slash, & or "en" when that makes sense:

    not in a name that is known as a whole, and not where it cuts a word that has no comma and no known part.
    """
    if find(text):
        return [text]
    found: list[str] = []
    for part in split_list(text):
        loose = [piece for piece in _LOOSE.split(part) if piece]
        if not find(part) and len(loose) > 1 and ("," in part or any(find(piece) for piece in loose)):
            found += loose
        else:
            found.append(part)
    return list(dict.fromkeys(found))


class Lezing:
    """Reads the cells of one file with one mapping. `onbekend` counts the words that stand for nothing yet."""

    def __init__(self, bekend: Bekend, toewijzing: Toewijzing) -> None:
        self.bekend = bekend
        self.toewijzing = toewijzing
        self.onbekend: Counter[tuple[str, str]] = Counter()
        self.onbekend_in: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self.nieuw: dict[tuple[int, str], tuple[str, str]] = {}
        """New belanghebbenden: (wijk, comparable name) → (name, type)."""
        self.keuzes = {
            schaal: Keuzes(schaal, names, bekend.korte.get(schaal)) for schaal, names in bekend.keuzes.items()
        }
        self._cache: dict[Any, Any] = {}
        self._leden = {
            wijk.id: {match_name(naam): key for key, naam in wijk.leden.items()} for wijk in bekend.wijken.values()
        }

    def wijk(self, cell: Cel) -> BekendeWijk | None:
        """The wijk that a cell names; nothing for one where nothing may be recorded."""
        key = ("wijk", as_text(cell))
        if key not in self._cache:
            self._cache[key] = self.bekend.wijk_named(key[1])
        return self._cache[key]

    def value(self, one: Veld, cell: Cel, wijk: BekendeWijk, *, month_first: bool = False) -> Any:
        """The value of a field; raises `Unreadable`. Choices are slugs, parties comparable names, team members ids."""
        key = (one.naam, cell if not isinstance(cell, list) else str(cell), type(cell), wijk.id)
        if one.soort is Waardesoort.TEKST:
            return self._text(cell)
        if key in self._cache:
            found = self._cache[key]
        else:
            try:
                found = self._read(one, cell, wijk, month_first)
            except Unreadable as error:
                found = error
            self._cache[key] = found
        if isinstance(found, Unreadable):
            self._count_again(one, cell, wijk)
            raise found
        return found

    def _text(self, cell: Cel) -> str:
        text = clean_text(as_text(cell))
        if text.endswith(MARK):
            raise Unreadable(CUT)
        return text

    def _read(self, one: Veld, cell: Cel, wijk: BekendeWijk, month_first: bool) -> Any:
        text = as_text(cell).strip()
        match one.soort:
            case Waardesoort.DATUM:
                return parse_date(cell, month_first=month_first)
            case Waardesoort.GETAL:
                return parse_whole(cell)
            case Waardesoort.JA_NEE:
                return parse_yes(cell)
            case Waardesoort.KENMERK:
                return text[:64]
            case Waardesoort.LINKS:
                links = [link.strip(", \t") for part in split_list(text) for link in _NEXT_LINK.split(part)]
                return tuple(dict.fromkeys(filter(None, links)))
            case Waardesoort.KEUZE:
                return self._choice(one, text) or None
            case Waardesoort.KEUZES:
                return self._several(one, text, lambda word: self._choice_of(one, word))
            case Waardesoort.BELANGHEBBENDE:
                return self._party(one, text, wijk) or None if text else None
            case Waardesoort.BELANGHEBBENDEN:
                return self._several(one, text, lambda word: self._party_of(one, word, wijk))
            case Waardesoort.TEAMLID:
                return self._member(one, text, wijk)
            case Waardesoort.VERWIJZING:
                return self._references(text, wijk)
            case _:
                raise AssertionError(one.soort)

    def _several(self, one: Veld, text: str, find: Callable[[str], str | None]) -> tuple[str, ...]:
        words = parts_of(text, lambda word: find(word) is not None) if text else []
        found = [(word, find(word)) for word in words]
        wrong = [word for word, value in found if value is None]
        if wrong:
            raise _unknown(one, wrong)
        return tuple(sorted({value for _, value in found if value}))

    def _choice(self, one: Veld, text: str) -> str | None:
        if not text:
            return None
        found = self._choice_of(one, text)
        if found is None:
            raise _unknown(one, [text])
        return found

    def _choice_of(self, one: Veld, word: str) -> str | None:
        """What a word stands for: a slug, `LEEG` to leave it out, nothing when that is not known."""
        meant = self.toewijzing.woorden.get(one.naam, {}).get(match_name(word))
        if meant is not None and (meant == LEEG or meant in self.keuzes[one.schaal].namen):
            return meant
        return self.keuzes[one.schaal].find(word)

    def _party(self, one: Veld, text: str, wijk: BekendeWijk) -> str:
        found = self._party_of(one, text, wijk)
        if found is None:
            raise _unknown(one, [text])
        return found

    def _party_of(self, one: Veld, word: str, wijk: BekendeWijk) -> str | None:
        """The comparable name of the main belanghebbende; `LEEG` to leave it out, nothing when it is not known."""
        naam = match_name(word)
        known = wijk.partijen.get(naam)
        if known is None:
            meant = self.toewijzing.woorden.get(one.naam, {}).get(naam)
            if meant == LEEG:
                return LEEG
            if meant is not None and meant.startswith(NIEUW):
                kind = meant[len(NIEUW) :]
                if kind not in self.bekend.types or not naam or len(word) > MAX_NAME:
                    return None
                self.nieuw.setdefault((wijk.id, naam), (clean_text(zichtbaar(word, MAX_NAME)), kind))
                return naam
            known = wijk.partijen.get(match_name(meant)) if meant else None
        return match_name(known[1]) if known else None

    def _member(self, one: Veld, text: str, wijk: BekendeWijk) -> int | None:
        if not text:
            return None
        naam = match_name(text)
        found = self._leden[wijk.id].get(naam)
        if found is None:
            meant = self.toewijzing.woorden.get(one.naam, {}).get(naam)
            if meant == LEEG:
                return None
            found = self._leden[wijk.id].get(match_name(meant)) if meant else None
        if found is None:
            raise _unknown(one, [text])
        return found

    def _references(self, text: str, wijk: BekendeWijk) -> tuple[int, ...]:
        found: list[int] = []
        for kenmerk in split_list(text):
            known = self.bekend.contactmomenten.get(kenmerk)
            if known is None or known[1] != wijk.id:
                raise Unreadable(
                    f"Contactmoment {kenmerk[:40]} is er niet in deze wijk. Importeer dat eerst, of maak leeg."
                )
            found.append(known[0])
        return tuple(sorted(set(found)))

    def _count_again(self, one: Veld, cell: Cel, wijk: BekendeWijk) -> None:
        found = self._cache[(one.naam, cell, type(cell), wijk.id)]
        for word in getattr(found, "words", ()):
            self.onbekend[(one.naam, word)] += 1
            self.onbekend_in[(one.naam, word)].add(wijk.id)


class Unknown(Unreadable):
    """Words that stand for nothing yet."""

    def __init__(self, sentence: str, words: list[str]) -> None:
        super().__init__(sentence)
        self.words = tuple(words)


def _unknown(one: Veld, words: list[str]) -> Unknown:
    shown = ", ".join(f"'{word[:40]}'" for word in words[:3])
    return Unknown(f"We weten niet wat {shown} betekent. Zeg het bij de vorige stap, of pas het aan.", words)
