"""What an account must be: user name, name and password; one place for every rule about them."""

import re
from datetime import timedelta
from hashlib import sha256

from wijkkompas_core.domain.tekst import normaal

SHORTEST, LONGEST = 12, 72
"""Bytes of a password in UTF-8; bcrypt looks at no more than 72."""
LONGEST_NAAM = 200
LONGEST_TYPED = 400
"""More of a typed name or password is not looked at: what is right is shorter, whatever form it is typed in."""
# The hash of a password that nobody has, of the same cost as real ones: an unknown name takes as long as a known one.
NOBODY = "$2b$12$LzCRGpinkUVYU3rwUXJECOrGd8sk/aQsrJm/o/Eah8dTCsTPtCoQ6"
LONGEST_WAIT = timedelta(seconds=60)
"""The longest that an attempt to log in has to wait for the one before it."""
EASY = "Dit wachtwoord is makkelijk te raden. Kies liever een zin of een paar woorden achter elkaar."
REUSED = "Dit wachtwoord heb je al eens gebruikt. Kies een ander."
RULES_IN_SHORT = (
    "Minstens 12 tekens, zonder je naam erin, en niet een dat je hier al had. Een zin is makkelijk te onthouden."
)
NO_GROUPS = "Eén account is van één mens. Deel je een account, dan weet niemand later wie wat deed."
_GEBRUIKERSNAAM = re.compile(r"[a-z0-9._@-]{2,80}")
_RESERVED = re.compile(r"(anoniem|gebruiker)[-. _]?\d*|systeem")
"""Names that we give ourselves, to who is anonymous and in the logboek."""
_SHORTEST_PART = 4


def normal_gebruikersnaam(typed: str) -> str:
    """A user name as it is stored and compared: without spaces around it, in small letters."""
    return normaal("NFKC", typed, LONGEST_TYPED).strip().casefold()[:LONGEST_TYPED]


def normal_wachtwoord(typed: str) -> str:
    """A password as it is hashed: keyboards write é in two ways, which must count as the same."""
    return normaal("NFC", typed, LONGEST_TYPED)


def gebruikersnaam_problem(gebruikersnaam: str) -> str | None:
    """What is wrong with a user name (already normal), as a sentence."""
    if not _GEBRUIKERSNAAM.fullmatch(gebruikersnaam):
        return "Kies een gebruikersnaam van 2 tot 80 tekens, met alleen letters a-z, cijfers en . _ - @."
    if _RESERVED.fullmatch(gebruikersnaam):
        return "Deze naam gebruikt Wijkkompas zelf. Kies een andere."
    return None


def naam_problem(naam: str) -> str | None:
    """What is wrong with the name of a person (already without spaces around it), as a sentence."""
    if not 1 <= len(naam) <= LONGEST_NAAM or not naam.isprintable():
        return f"Vul een naam in van hoogstens {LONGEST_NAAM} tekens."
    return None


def wachtwoord_problem(wachtwoord: str, gebruikersnaam: str, naam: str = "") -> str | None:
    """What is wrong with a new password of an account, as a sentence.

    Too short or long, a character that cannot be seen, or holding the name. How easily it is guessed, and that it was
    used before, only `services.toegang.wachtwoorden` can tell.
    """
    normal = normal_wachtwoord(wachtwoord)
    length = len(normal.encode(errors="surrogatepass"))
    if length < SHORTEST:
        return f"Kies een wachtwoord van minstens {SHORTEST} tekens. Een zin is makkelijk te onthouden."
    if length > LONGEST:
        return (
            f"Dit wachtwoord is te lang. Kies er een van hoogstens {LONGEST} tekens (letters als é tellen voor twee)."
        )
    if not normal.isprintable():
        return "In het wachtwoord staat een teken dat niet te zien is. Kies letters, cijfers, spaties en leestekens."
    plain = normal.casefold()
    if any(part in plain for part in name_parts(f"{gebruikersnaam} {naam}")):
        return "Je naam of gebruikersnaam staat in dit wachtwoord. Kies een ander."
    return None


def name_parts(names: str) -> set[str]:
    """The words of names that are long enough to be recognised, in small letters."""
    words = re.split(r"[^\w]+|_", normaal("NFC", names, 2 * LONGEST_TYPED).casefold())
    return {word for word in words if len(word) >= _SHORTEST_PART}


def attempt_key(subject: str) -> str:
    """Under what attempts are counted: which name or address it is, cannot be read back from it."""
    return sha256(subject.encode()).hexdigest()
