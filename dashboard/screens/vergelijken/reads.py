"""A wijk in a fase beside the other wijken that this user may see; what of a wijk changed is read again, no more."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.reading.cache import Cache
from dashboard.reading.lezer import Lezer
from dashboard.reading.opened import database
from wijkkompas_core.analysis.zelfde_fase import Verblijf, band, krommen, laatste_dag, stippen
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.programma import wijkversies
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.queries.zelfde_fase import fasecontacten, verblijven

_contacts = Cache(4096)


@dataclass(frozen=True)
class Fasebeeld:
    """A wijk in one fase: its curve up to day `dag`, the others as `band` and `stippen`, and when it was there.

    `namen` has the name of every other wijk that was ever in this fase, by id.
    """

    wijk: Wijk
    fase: str
    verblijf: Verblijf
    dag: int
    kromme: pd.DataFrame
    band: pd.DataFrame
    stippen: pd.DataFrame
    namen: dict[int, str]


def read_fasen(lezer: Lezer, wijk: Wijk, peildatum: date) -> tuple[str, ...]:
    """The fasen (slugs) that a wijk has been in up to the peildatum, in order of the method."""
    perioden = [
        fase.slug for fase in lezer.methode.kompas.fasen if wijk.id in _read_stays(lezer, (wijk,), fase.slug, peildatum)
    ]
    return tuple(perioden)


def read_fasebeeld(lezer: Lezer, wijk: Wijk, fase: str, peildatum: date) -> Fasebeeld | None:
    """The wijk beside every other wijk that this user may see; None when it has not been in this fase."""
    wijken = lezer.wijken(Recht.WIJK_ZIEN)

    def make() -> Fasebeeld | None:
        stays = _read_stays(lezer, wijken, fase, peildatum)
        own = stays.get(wijk.id)
        last = laatste_dag(own, peildatum) if own else None
        if own is None or last is None:
            return None
        frame = krommen(
            _read_contacts(lezer, tuple(stays), fase, peildatum),
            stays,
            lezer.methode.kompas,
            peildatum=peildatum,
            ook=(last,),
        )
        here = frame["wijk"].to_numpy() == wijk.id
        until = frame.loc[frame["dag"].to_numpy() <= last]
        names = {w.id: w.label for w in wijken if w.id in stays and w.id != wijk.id}
        return Fasebeeld(wijk, fase, own, last, frame.loc[here], band(until, wijk.id), stippen(until, wijk.id), names)

    return lezer.cached(("zelfde fase", wijken, wijk.id, fase, peildatum), make)


def _read_stays(lezer: Lezer, wijken: tuple[Wijk, ...], fase: str, peildatum: date) -> dict[int, Verblijf]:
    ids, kompas = tuple(w.id for w in wijken), lezer.methode.kompas
    if lezer.peildatum is None:
        return lezer.read_now(
            ("verblijven", ids, fase, peildatum), lambda s: verblijven(s, lezer.actor, ids, fase, kompas, peildatum)
        )
    key = ("verblijven", fase, peildatum)
    parts = lezer.each(key, lambda s, wijk: verblijven(s, lezer.actor, (wijk,), fase, kompas, peildatum), ids)
    return {wijk: stay for part in parts for wijk, stay in part.items()}


def _read_contacts(lezer: Lezer, wijken: tuple[int, ...], fase: str, peildatum: date) -> pd.DataFrame:
    """The contactmomenten up to the peildatum; those of wijken that changed since the last time are read in one go."""
    if lezer.peildatum is not None:
        then = lezer.each(("fasecontacten", fase), lambda s, wijk: fasecontacten(s, lezer.actor, [wijk], fase), wijken)
        frame = pd.concat(then, ignore_index=True)
        return frame.loc[frame["datum"] <= pd.Timestamp(peildatum)]
    url = database().url
    with database().reading() as session:
        versions = wijkversies(session)
        keys = [(url, wijk, fase, versions.get(wijk, 0)) for wijk in wijken]

        def make(places: list[int]) -> list[pd.DataFrame]:
            asked = fasecontacten(session, lezer.actor, [wijken[place] for place in places], fase)
            groups = dict(iter(asked.groupby("wijk")))
            return [groups.get(wijken[place], asked.head(0)) for place in places]

        parts = _contacts.get_many(keys, make)
    frame = pd.concat(parts, ignore_index=True)
    return frame.loc[frame["datum"] <= pd.Timestamp(peildatum)]
