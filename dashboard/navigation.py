"""The page registry: which pages there are, in which order, and what right each asks."""

from dataclasses import dataclass
from pathlib import Path

from wijkkompas_core.domain.toegang import Recht

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
    PageInfo("kompas.py", "Kompas", "kompas", Recht.WIJK_ZIEN),
    PageInfo("vastleggen.py", "Vastleggen", "vastleggen", Recht.VASTLEGGEN),
    PageInfo("balans.py", "Balans", "balans", Recht.WIJK_ZIEN),
    PageInfo("account.py", "Mijn account", "account", Recht.EIGEN_ACCOUNT),
    PageInfo("inloggen.py", "Inloggen", "inloggen", None),
)
