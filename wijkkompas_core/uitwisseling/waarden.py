"""The value of a field in one row: what a cell says, or why it cannot be read. Every answer is kept by its text."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, cast

from wijkkompas_core.bestanden.cellen import split_list
from wijkkompas_core.bestanden.datums import Unreadable
from wijkkompas_core.bestanden.inhoud import Cel
from wijkkompas_core.bestanden.toelichting import MARK
from wijkkompas_core.bestanden.waarden import as_text, is_error, is_nothing, parse_whole, parse_yes
from wijkkompas_core.domain.betrokkenheid import MAX_NAME, clean_text, match_name
from wijkkompas_core.domain.tekst import zichtbaar
from wijkkompas_core.domain.uitwisseling import LEEG, NIEUW, Toewijzing, Veld, Waardesoort
from wijkkompas_core.uitwisseling.bekend import Bekend, BekendeWijk
from wijkkompas_core.uitwisseling.spellingen import stam
from wijkkompas_core.uitwisseling.woorden import Keuzes

_LOOSE = re.compile(r"(?<!\s)\s*[,/+&|]\s*|(?<!\s)\s+en\s+")
_NEXT_LINK = re.compile(r"[\s,](?=https?://)")
MOST_WORDS = 6
"""So many pieces of a cell are tried together as one name."""
CUT = "Deze tekst is afgekapt, want hij past niet in een cel van Excel. Gebruik een CSV- of ODS-bestand."


def parts_of(text: str, find: Callable[[str], object]) -> list[str]:
    """The values in a cell. A semicolon and a new line always part; a comma, slash, & or "en" when that makes sense:

    never inside a name that `find` knows as a whole, and not where it cuts a word that has no comma and no known part.
    What SharePoint (`;#`) and Microsoft Forms (`["a","b"]`) write is a list too.
    """
    if find(text):
        return [text]
    found: list[str] = []
    for part in _hard_parts(text):
        found += _loose_parts(part, find)
    return list(dict.fromkeys(found))


def _hard_parts(text: str) -> list[str]:
    """The values that are parted beyond doubt."""
    if text.startswith("[") and text.endswith("]") and '"' in text:
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, list):
            return [str(one).strip() for one in cast("list[object]", told) if str(one).strip()]
    if ";#" in text:  # values with, behind each, the number of what is looked up
        return [one for one in (part.strip() for part in text.split(";#")) if one and not one.isdigit()]
    return split_list(text)


def _loose_parts(part: str, find: Callable[[str], object]) -> list[str]:
    """The longest known names first; the rest is cut when it has a comma or stands beside something known."""
    if find(part):
        return [part]
    places = [(match.start(), match.end()) for match in _LOOSE.finditer(part)]
    begins, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(part)]
    pieces: list[str] = []
    known = False
    place = 0
    while place < len(begins):
        for last in range(min(len(begins), place + MOST_WORDS) - 1, place - 1, -1):
            piece = part[begins[place] : ends[last]].strip()
            if piece and find(piece):
                pieces, known, place = [*pieces, piece], True, last + 1
                break
        else:
            piece = part[begins[place] : ends[place]].strip()
            pieces += [piece] if piece else []
            place += 1
    return pieces if len(pieces) > 1 and (known or "," in part) else [part]


class Lezing:
    """Reads the cells of one file with one mapping. `spellingen` counts what stands for nothing yet."""

    def __init__(self, bekend: Bekend, toewijzing: Toewijzing) -> None:
        self.bekend = bekend
        self.toewijzing = toewijzing
        self.spellingen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.onbekend_in: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self.nieuw: dict[tuple[int, str], tuple[str, str]] = {}
        """New belanghebbenden: (wijk, comparable name) → (name, type)."""
        self.keuzes = {
            schaal: Keuzes(schaal, names, bekend.korte.get(schaal)) for schaal, names in bekend.keuzes.items()
        }
        self.eigen: dict[str, frozenset[str]] = {}
        """Per field the words that stand alone in a cell somewhere: a cell may be cut beside them."""
        self._cache: dict[Any, Any] = {}
        self._leden = {wijk.id: wijk.leden_named() for wijk in bekend.wijken.values()}

    def wijken(self, cell: Cel) -> tuple[BekendeWijk, ...]:
        """The wijken that a cell may name; nothing for one where nothing may be recorded."""
        key = ("wijk", as_text(cell))
        if key not in self._cache:
            self._cache[key] = self.bekend.wijken_named(key[1])
        return self._cache[key]

    def value(self, one: Veld, cell: Cel, wijk: BekendeWijk) -> Any:
        """The value of a field; raises `Unreadable`. Choices are slugs, parties comparable names, team members ids."""
        if one.soort is Waardesoort.TEKST:
            return self._text(cell)
        if is_nothing(cell) and one.soort is not Waardesoort.KENMERK:
            cell = None
        key = (one.naam, cell, type(cell), wijk.id)
        if key in self._cache:
            found = self._cache[key]
        else:
            try:
                found = self._read(one, cell, wijk)
            except Unreadable as error:
                found = error
            self._cache[key] = found
        if isinstance(found, Unreadable):
            self._count_again(one, cell, wijk)
            raise found
        return found

    def _text(self, cell: Cel) -> str:
        if is_error(cell):
            return ""
        text = clean_text(as_text(cell))
        if text.endswith(MARK):
            raise Unreadable(CUT)
        return text

    def _read(self, one: Veld, cell: Cel, wijk: BekendeWijk) -> Any:
        text = as_text(cell).strip()
        match one.soort:
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
        own = self.eigen.get(one.naam, frozenset())
        words = parts_of(text, lambda word: find(word) is not None or stam(word) in own) if text else []
        words = [word for word in words if not is_nothing(word)]
        found = [(word, find(word)) for word in words]
        wrong = [word for word, value in found if value is None]
        known = tuple(sorted({value for _, value in found if value}))
        if wrong:
            raise _unknown(one, wrong, known)
        return known

    def _choice(self, one: Veld, text: str) -> str | None:
        if not text:
            return None
        found = self._choice_of(one, text)
        if found is None:
            raise _unknown(one, [text])
        return found

    def _choice_of(self, one: Veld, word: str) -> str | None:
        """What a word stands for: a slug, `LEEG` to leave it out, nothing when that is not known."""
        meant = self._meant(one, word)
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
            meant = self._meant(one, word)
            if meant == LEEG:
                return LEEG
            if meant is not None and meant.startswith(NIEUW):
                kind, _, called = meant[len(NIEUW) :].partition(":")
                called = clean_text(zichtbaar(called or word, 2 * MAX_NAME))
                naam = match_name(called)
                if kind not in self.bekend.types or not naam or len(called) > MAX_NAME:
                    return None
                if naam not in wijk.partijen:
                    self.nieuw.setdefault((wijk.id, naam), (called, kind))
                    return naam
                meant = called
            known = wijk.partijen.get(match_name(meant)) if meant else None
        return match_name(known[1]) if known else None

    def _meant(self, one: Veld, word: str) -> str | None:
        """What was said that a word stands for: as it is written, or without "vervolg" behind it."""
        said = self.toewijzing.woorden.get(one.naam)
        if not said:
            return None
        found = said.get(match_name(word))
        return said.get(stam(word)) if found is None else found

    def _member(self, one: Veld, text: str, wijk: BekendeWijk) -> int | None:
        if not text:
            return None
        naam = match_name(text)
        found = self._leden[wijk.id].get(naam)
        if found is None:
            meant = self._meant(one, text)
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
            key = (one.naam, stam(word))
            self.spellingen[key][word] += 1
            self.onbekend_in[key].add(wijk.id)

    def unknown(self) -> list[tuple[tuple[str, str], Counter[str]]]:
        """(field, word as it is compared) and its spellings with how often, the most frequent word first."""
        return sorted(self.spellingen.items(), key=lambda found: -found[1].total())


def own_words(cells: Iterable[Cel]) -> frozenset[str]:
    """The words that stand alone in a cell, between two semicolons or between two commas, as they are compared."""
    alone = {part for cell in set(cells) if isinstance(cell, str) for part in _hard_parts(cell)}
    plain = {stam(part) for part in alone if not _LOOSE.search(part)}
    comma = {stam(piece) for part in alone if "," in part for piece in part.split(",") if not _LOOSE.search(piece)}
    return frozenset((plain | comma) - {""})


class Unknown(Unreadable):
    """Words that stand for nothing yet; `known` are the values of the other words of the cell."""

    def __init__(self, sentence: str, words: list[str], known: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.words, self.known = tuple(words), known


def _unknown(one: Veld, words: list[str], known: tuple[str, ...] = ()) -> Unknown:
    shown = ", ".join(f"'{word[:40]}'" for word in words[:3])
    return Unknown(f"We weten niet wat {shown} betekent. Zeg het bij de stap Woorden, of pas het aan.", words, known)
