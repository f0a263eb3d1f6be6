"""How far the data behind a chart can be trusted (rekenregels §9)."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.tijd import AMSTERDAM

UITLEG = (
    "Dit label laat zien hoe betrouwbaar de gegevens zijn. Het noemt welk deel van de contactmomenten binnen 14 "
    "dagen na het contact is vastgelegd, wanneer er voor het laatst iets is vastgelegd en bij welk deel het "
    "participatieniveau ontbreekt. Wat laat is vastgelegd, is vaker onvolledig. De grens van 14 dagen hebben we zelf "
    "gekozen: er is geen bron die hem voorschrijft. Zonder contactmomenten zijn er geen percentages."
)


@dataclass(frozen=True, slots=True)
class Betrouwbaarheid:
    """Number of contactmomenten and what is known about their quality; shares 0 to 1, None when n = 0."""

    n: int
    aandeel_tijdig: float | None
    laatste_invoer: date | None
    aandeel_zonder_niveau: float | None


def betrouwbaarheid(contactmomenten: pd.DataFrame, parameters: Rekenparameters = STANDAARD) -> Betrouwbaarheid:
    """Timeliness, last entry and missing levels of a frame with one row per contactmoment.

    Columns `datum` (day it happened), `ingevoerd_op` (moment of entry: with a time zone it is read as Dutch local
    time, without one it is taken as it is) and `participatieniveau` (missing = None or NaN). Timely = entered at
    most `tijdig_binnen_dagen` calendar days after the day it happened.
    """
    n = len(contactmomenten)
    if n == 0:
        return Betrouwbaarheid(0, None, None, None)
    happened = pd.to_datetime(contactmomenten["datum"]).dt.normalize()
    entered = pd.to_datetime(contactmomenten["ingevoerd_op"])
    if entered.dt.tz is not None:
        entered = entered.dt.tz_convert(AMSTERDAM).dt.tz_localize(None)
    entered = entered.dt.normalize()
    timely = (entered - happened).dt.days <= parameters.tijdig_binnen_dagen
    last = entered.max()
    return Betrouwbaarheid(
        n=n,
        aandeel_tijdig=float(timely.to_numpy().mean()),
        laatste_invoer=None if pd.isna(last) else last.date(),
        aandeel_zonder_niveau=float(contactmomenten["participatieniveau"].isna().to_numpy().mean()),
    )
