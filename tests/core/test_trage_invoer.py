"""Text from outside takes a time that grows with its length and no faster: twice as much, about twice as long."""

import importlib
import inspect
import pkgutil
import re
from collections import deque
from collections.abc import Callable
from itertools import pairwise
from time import process_time

import pytest

import dashboard
import wijkkompas_core
from dashboard.screens.logboek.stream import excerpt, marked
from wijkkompas_core.bestanden.cellen import split_list
from wijkkompas_core.bestanden.formules import harmless, unharmed
from wijkkompas_core.domain import accounts
from wijkkompas_core.domain.annotaties import _readable
from wijkkompas_core.domain.betrokkenheid import clean_text, match_name
from wijkkompas_core.domain.tekst import MOST_MARKS, normaal
from wijkkompas_core.domain.weergaven import read_beeld
from wijkkompas_core.services.laden.wijken_laden import slugify
from wijkkompas_core.services.toegang.wachtwoorden import problem_of
from wijkkompas_core.storage.stroom import search_words, searchable

SMALLEST, DOUBLINGS, LONG_ENOUGH = 2_000, 5, 0.02
TOO_STEEP = 3.0
"""Twice as much may take twice as long, and then some for a busy machine; what is quadratic takes four times."""
PIECES = (
    "a", " ", "<c ", "\u0301\u0316", "\u0316\u0301a", "\ufdfa", "0", "-", "a-", "=", "/", "\t", "\n", "é", "(",
    "\u00ad", ".", ",", "1.", "1,", "a@", "a.", "aa ", "https://", "&a=", "%", "_", "wachtwoord", "welkom1", "\ud800",
)  # fmt: skip
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "a user name": accounts.normal_gebruikersnaam,
    "a password": accounts.normal_wachtwoord,
    "a new password": lambda text: problem_of(text, "ada", text, (text,)),
    "a name": accounts.naam_problem,
    "a text of a form": clean_text,
    "a name to compare": match_name,
    "a text to search in": searchable,
    "a search": search_words,
    "a note": _readable,
    "an address": read_beeld,
    "a list in a cell": split_list,
    "a cell that may be a formula": lambda text: unharmed(harmless(text)),
    "the name of a wijk": slugify,
    "an excerpt": lambda text: excerpt(text, ("a",)),
    "a text with marks": lambda text: marked(text, ("a",)),
    "a text in one form": lambda text: normaal("NFKC", text, 10**7),
}


def seconds(work: Callable[[str], object], text: str) -> float:
    """The shortest of two turns: of the second nothing has to be loaded any more."""
    times = []
    for _ in range(2):
        begun = process_time()
        work(text)
        times.append(process_time() - begun)
    return min(times)


def too_steep(work: Callable[[str], object], piece: str) -> list[float]:
    """The seconds of doubled inputs when they grow faster than the input does; otherwise nothing."""
    taken: list[float] = []
    for doubling in range(DOUBLINGS):
        taken.append(seconds(work, piece * (SMALLEST * 2**doubling // len(piece)) + "!"))
        if taken[-1] > 0.5:
            break
    steep = [later / earlier for earlier, later in pairwise(taken) if later > LONG_ENOUGH]
    return taken if len(steep) > 1 and min(steep) > TOO_STEEP else []


def patterns() -> dict[str, list[Callable[[str], object]]]:
    """Every pattern that a module of the program holds, in the ways in which that module uses it."""
    found: dict[str, list[Callable[[str], object]]] = {}
    for package in (wijkkompas_core, dashboard):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if info.ispkg or "versions" in info.name or info.name.endswith(("__main__", ".server", ".app")):
                continue
            module = importlib.import_module(info.name)
            code = inspect.getsource(module)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    used = sorted(set(re.findall(rf"\b{name}\.(match|fullmatch|search|sub|split|find\w+)\(", code)))
                    found |= {f"{info.name}.{name}": [_way(value, way) for way in used]} if used else {}
    return found


def _way(pattern: re.Pattern[str], way: str) -> Callable[[str], object]:
    if way == "sub":
        return lambda text: pattern.sub("", text)
    if way == "finditer":
        return lambda text: deque(pattern.finditer(text), 0)
    return getattr(pattern, way)


PATTERNS = patterns()


def test_a_quadratic_pattern_is_noticed() -> None:
    assert too_steep(lambda text: re.compile(r"<c [^>]*>").sub("", text), "<c ")
    assert not too_steep(lambda text: re.compile(r"<c [^<>]*>").sub("", text), "<c ")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_people_type_is_handled_in_a_time_that_grows_with_its_length(name: str) -> None:
    found = {piece: taken for piece in PIECES if (taken := too_steep(FUNCTIONS[name], piece))}
    assert found == {}


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_every_pattern_takes_a_time_that_grows_with_the_text(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    pattern = vars(importlib.import_module(module))[attribute].pattern
    pieces = dict.fromkeys([*PIECES, *re.findall(r"[^\\\[\](){}|?*+^$]{1,4}", pattern)[:6]])
    found = {piece: taken for piece in pieces for way in PATTERNS[name] if (taken := too_steep(way, piece))}
    assert found == {}


def test_a_login_name_of_fifteen_megabytes_takes_no_time_and_stays_short() -> None:
    begun = process_time()
    kept = accounts.normal_gebruikersnaam("\ufdfa" * 5_000_000)
    assert process_time() - begun < 0.1 and len(kept) <= accounts.LONGEST_TYPED
    assert accounts.gebruikersnaam_problem(kept)


def test_a_name_is_the_same_name_however_its_letters_are_typed() -> None:
    assert accounts.normal_gebruikersnaam(" Ａda ") == "ada"
    assert normaal("NFC", "e\u0301", 10) == "é"
    assert match_name("Café 'De Hoek'") == match_name("CAFE\u0301 de  hoek")


def test_of_a_letter_with_endless_marks_thirty_are_kept_and_the_text_after_it_stays() -> None:
    plain = normaal("NFKD", "a" + "\u0301\u0316" * 50_000 + "b", 10**6)
    assert plain.startswith("a") and plain.endswith("b") and len(plain) == MOST_MARKS + 2
