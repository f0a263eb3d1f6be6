"""What a page shows of a wijk, read together and kept as one answer."""

from dataclasses import dataclass

import pandas as pd

from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid
from wijkkompas_core.queries.contactmomenten import Contactmoment


@dataclass(frozen=True)
class KompasBeeld:
    """All that the kompas page shows of a wijk: for its statuses the whole wijk, for its lists the selection."""

    vakken: pd.DataFrame
    knooppuntstatussen: dict[str, tuple[str, str]]
    contactmomenten: list[Contactmoment]
    totaal: int
    betrokkenen: pd.DataFrame


@dataclass(frozen=True)
class BalansBeeld:
    """All that the balans page shows of a wijk."""

    balans: pd.DataFrame
    per_aspect: pd.DataFrame
    bevinding: str
    perioden: pd.DataFrame
    mijlpalen: pd.DataFrame
    betrouwbaarheid: Betrouwbaarheid
