"""Where the scripts of the pages lie, and where someone begins. What is known of a page: `domain/paginas.py`."""

from pathlib import Path

from wijkkompas_core.domain.toegang import Actor, Rol

PAGES_DIR = Path(__file__).resolve().parent.parent / "pages"
IN_A_TEAM = frozenset({Rol.PROJECTLEIDER, Rol.TEAMLID})
OVER_WIJKEN = frozenset({Rol.BEHEERDER, Rol.PROGRAMMAMANAGER})


def landing(actor: Actor) -> Path:
    """Where someone begins: who leads several wijken at the programme, a team at the wijk, others at the kompas."""
    roles = {toekenning.rol for toekenning in actor.toekenningen}
    return PAGES_DIR / ("programma.py" if roles & OVER_WIJKEN else "wijk.py" if roles & IN_A_TEAM else "kompas.py")
