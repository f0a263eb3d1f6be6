"""The page registry: which pages there are, in which order, and what right each asks."""

from dataclasses import dataclass
from pathlib import Path

from wijkkompas_core.domain.toegang import Actor, Recht, Rol

PAGES_DIR = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One screen: its file in `pages/`, its place in the navigation and the right it asks (`None`: public)."""

    file: str
    titel: str
    url: str
    recht: Recht | None


PAGES: tuple[PageInfo, ...] = (
    PageInfo("start.py", "De methode", "", None),
    PageInfo("programma.py", "Programma", "programma", Recht.WIJK_ZIEN),
    PageInfo("programmabalans.py", "Balans per wijk", "programmabalans", Recht.WIJK_ZIEN),
    PageInfo("vergelijken.py", "Vergelijken", "vergelijken", Recht.WIJK_ZIEN),
    PageInfo("wijk.py", "Mijn wijk", "wijk", Recht.WIJK_ZIEN),
    PageInfo("afspraken.py", "Mijn afspraken", "afspraken", Recht.WIJK_ZIEN),
    PageInfo("kompas.py", "Kompas", "kompas", Recht.WIJK_ZIEN),
    PageInfo("vastleggen.py", "Vastleggen", "vastleggen", Recht.VASTLEGGEN),
    PageInfo("belanghebbenden.py", "Belanghebbenden", "belanghebbenden", Recht.WIJK_ZIEN),
    PageInfo("logboek.py", "Logboek", "logboek", Recht.WIJK_ZIEN),
    PageInfo("balans.py", "Balans", "balans", Recht.WIJK_ZIEN),
    PageInfo("voortgang.py", "Voortgang", "voortgang", Recht.WIJK_ZIEN),
    PageInfo("wijken.py", "Wijken beheren", "wijken", Recht.PROGRAMMA_STUREN),
    PageInfo("account.py", "Mijn account", "account", Recht.EIGEN_ACCOUNT),
    PageInfo("inloggen.py", "Inloggen", "inloggen", None),
)

IN_A_TEAM = frozenset({Rol.PROJECTLEIDER, Rol.TEAMLID})
OVER_WIJKEN = frozenset({Rol.BEHEERDER, Rol.PROGRAMMAMANAGER})


def landing(actor: Actor) -> PageInfo:
    """Where someone begins: who leads several wijken at the programme, a team at the wijk, others at the kompas."""
    roles = {toekenning.rol for toekenning in actor.toekenningen}
    url = "programma" if roles & OVER_WIJKEN else "wijk" if roles & IN_A_TEAM else "kompas"
    return next(info for info in PAGES if info.url == url)
