"""The page registry: which pages there are, in which order, and what right each asks."""

from dataclasses import dataclass
from pathlib import Path

from wijkkompas_core.domain.toegang import Actor, Recht, Rol

PAGES_DIR = Path(__file__).resolve().parent.parent / "pages"


PROGRAMMA, WIJK, JIJ, BEHEER = "Programma", "Wijk", "Voor jou", "Beheer"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One screen: its file in `pages/`, its place in the navigation and the right it asks (`None`: public).

    `groep` is the heading in the menu under which it stands; without one it stands on top.
    """

    file: str
    titel: str
    url: str
    recht: Recht | None
    groep: str = ""


PAGES: tuple[PageInfo, ...] = (
    PageInfo("start.py", "De methode", "", None),
    PageInfo("inloggen.py", "Inloggen", "inloggen", None),
    PageInfo("gedeeld.py", "Gedeeld beeld", "gedeeld", None),
    PageInfo("uitnodiging.py", "Je uitnodiging", "uitnodiging", None),
    PageInfo("programma.py", "Programma", "programma", Recht.WIJK_ZIEN, PROGRAMMA),
    PageInfo("programmabalans.py", "Balans per wijk", "programmabalans", Recht.WIJK_ZIEN, PROGRAMMA),
    PageInfo("vergelijken.py", "Vergelijken", "vergelijken", Recht.WIJK_ZIEN, PROGRAMMA),
    PageInfo("rapport.py", "Rapport", "rapport", Recht.WIJK_ZIEN, PROGRAMMA),
    PageInfo("wijk.py", "Mijn wijk", "wijk", Recht.WIJK_ZIEN, WIJK),
    PageInfo("kompas.py", "Kompas", "kompas", Recht.WIJK_ZIEN, WIJK),
    PageInfo("vastleggen.py", "Vastleggen", "vastleggen", Recht.VASTLEGGEN, WIJK),
    PageInfo("belanghebbenden.py", "Belanghebbenden", "belanghebbenden", Recht.WIJK_ZIEN, WIJK),
    PageInfo("logboek.py", "Logboek", "logboek", Recht.WIJK_ZIEN, WIJK),
    PageInfo("balans.py", "Balans", "balans", Recht.WIJK_ZIEN, WIJK),
    PageInfo("voortgang.py", "Voortgang", "voortgang", Recht.WIJK_ZIEN, WIJK),
    PageInfo("afspraken.py", "Mijn afspraken", "afspraken", Recht.WIJK_ZIEN, JIJ),
    PageInfo("weergaven.py", "Weergaven en delen", "weergaven", Recht.WIJK_ZIEN, JIJ),
    PageInfo("uitwisseling.py", "Uitwisselen", "uitwisseling", Recht.WIJK_ZIEN, JIJ),
    PageInfo("account.py", "Mijn account", "account", Recht.EIGEN_ACCOUNT, JIJ),
    PageInfo("wijken.py", "Wijken beheren", "wijken", Recht.PROGRAMMA_STUREN, BEHEER),
    PageInfo("beheer.py", "Mensen en rollen", "beheer", Recht.TEAM_BEHEREN, BEHEER),
    PageInfo("audit.py", "Wie deed wat", "audit", Recht.BEHEREN, BEHEER),
)

TERUGKIJKEN = frozenset(
    {
        "programma",
        "programmabalans",
        "vergelijken",
        "wijk",
        "afspraken",
        "kompas",
        "belanghebbenden",
        "logboek",
        "balans",
        "voortgang",
    }
)
"""The addresses of the pages that can show how it was on a peildatum."""
IN_A_TEAM = frozenset({Rol.PROJECTLEIDER, Rol.TEAMLID})
OVER_WIJKEN = frozenset({Rol.BEHEERDER, Rol.PROGRAMMAMANAGER})


def landing(actor: Actor) -> PageInfo:
    """Where someone begins: who leads several wijken at the programme, a team at the wijk, others at the kompas."""
    roles = {toekenning.rol for toekenning in actor.toekenningen}
    url = "programma" if roles & OVER_WIJKEN else "wijk" if roles & IN_A_TEAM else "kompas"
    return next(info for info in PAGES if info.url == url)


def page_of(url: str) -> PageInfo | None:
    """The page at this address, if there is one."""
    return next((info for info in PAGES if info.url == url), None)
