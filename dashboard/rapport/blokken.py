"""What a page of a report is built from: plain dicts that `rapport.typ` lays out. All text in them is data."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

Blok = dict[str, Any]
LONGEST_WORD = 28
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff\u202a-\u202e]")


def plain(value: object, most: int | None = None) -> str:
    """A text fit for paper: without control characters, at most `most` long, and with places to break long words."""
    text = _UNWRITABLE.sub("", str(value).replace("\r", ""))
    text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    if most is not None and len(text) > most:
        head = text[:most]
        text = (head.rsplit(None, 1)[0] if any(char.isspace() for char in head[most // 2 :]) else head) + " …"
    return _LONG.sub(_breakable, text)


def _breakable(found: re.Match[str]) -> str:
    word = found[0]
    return "\u200b".join(word[i : i + LONGEST_WORD] for i in range(0, len(word), LONGEST_WORD))


def kop(text: str, niveau: int = 2, anker: str = "", *, verborgen: bool = False) -> Blok:
    """A heading; level 2 is a chapter, in the contents unless `verborgen`. A link can go to its `anker`."""
    return {"soort": "kop", "tekst": plain(text, 200), "niveau": niveau, "anker": anker, "verborgen": verborgen}


def alinea(text: str, *, stil: bool = False, vet: bool = False) -> Blok:
    """A paragraph."""
    return {"soort": "alinea", "tekst": plain(text), "stil": stil, "vet": vet}


def lijst(items: Iterable[tuple[str, str]]) -> Blok:
    """A list: each item with a bold beginning (or none) and the rest."""
    return {"soort": "lijst", "items": [[plain(a, 300), plain(b, 600)] for a, b in items]}


def feiten(items: Iterable[tuple[str, str]]) -> Blok:
    """Names with their values."""
    return {"soort": "feiten", "items": [[plain(a), plain(b, 600)] for a, b in items]}


def figuur(svg: str, alt: str, breed: float, *, hoog: float = 0.0) -> Blok:
    """A drawing `breed` millimetres wide, with what it says in words; `hoog` bounds its height, 0 does not."""
    return {"soort": "figuur", "svg": svg, "alt": plain(alt), "breed": breed, "hoog": hoog}


def tabel(
    koppen: Sequence[str],
    rijen: Iterable[Sequence[object]],
    *,
    breed: Sequence[float],
    getallen: Sequence[int] = (),
    naam: str = "",
    most: int = 400,
) -> Blok:
    """A table whose heading is repeated on every page; `breed` are shares of the width, `getallen` align right.

    A cell is a text or a block: a `figuur` or a `naam`. A row of nothing but a `groep` is a heading between the rows.
    """
    return {
        "soort": "tabel",
        "koppen": [plain(text) for text in koppen],
        "rijen": [[cell if isinstance(cell, dict) else plain(cell, most) for cell in row] for row in rijen],
        "breed": list(breed),
        "getallen": list(getallen),
        "naam": plain(naam),
    }


def naam(text: str, onder: str) -> Blok:
    """In a table: a name with something small under it."""
    return {"soort": "naam", "tekst": plain(text, 120), "onder": plain(onder, 120)}


def groep(text: str) -> Blok:
    """In a table: the heading of the rows that follow."""
    return {"soort": "groep", "tekst": plain(text, 120)}


def naast(links: Sequence[Blok], rechts: Sequence[Blok], breed: tuple[float, float]) -> Blok:
    """Two columns beside each other; `breed` are shares."""
    return {"soort": "naast", "links": list(links), "rechts": list(rechts), "breed": list(breed)}


def bijeen(*blokken: Blok) -> Blok:
    """Blocks that stay on one page."""
    return {"soort": "bijeen", "blokken": list(blokken)}


def klein(links: Sequence[Blok], rechts: Sequence[Blok]) -> Blok:
    """Small print in two columns."""
    return {"soort": "klein", "links": list(links), "rechts": list(rechts)}


def blad(*blokken: Blok, nieuw: bool = True) -> Blok:
    """One page of its own, or the rest of the first one: what does not fit is set smaller."""
    return {"soort": "blad", "blokken": list(blokken), "nieuw": nieuw}


INHOUD: Blok = {"soort": "inhoud"}
"""The table of contents."""
