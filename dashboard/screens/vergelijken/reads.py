"""A wijk in a fase beside the other wijken that this user may see; what of a wijk changed is read again, no more."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.zelfde_fase import Verblijf, band, krommen, laatste_dag, stippen
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.queries.zelfde_fase import fasecontacten_van, verblijven


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
    kompas = lezer.methode.kompas
    return tuple(
        fase.slug for fase in kompas.fasen if lezer.ask_each(verblijven, (wijk.id,), fase.slug, kompas, peildatum)
    )


def read_fasebeeld(lezer: Lezer, wijk: Wijk, fase: str, peildatum: date) -> Fasebeeld | None:
    """The wijk beside every other wijk that this user may see; None when it has not been in this fase."""
    wijken, kompas = lezer.wijken(Recht.WIJK_ZIEN), lezer.methode.kompas
    stays = lezer.ask_each(verblijven, (w.id for w in wijken), fase, kompas, peildatum)
    own = stays.get(wijk.id)
    if own is None or laatste_dag(own, peildatum) is None:
        return None
    contacts = lezer.ask_each(fasecontacten_van, tuple(stays), fase)
    return lezer.made(fasebeeld, wijk, wijken, fase, stays, contacts, kompas, peildatum)


def fasebeeld(
    wijk: Wijk,
    wijken: tuple[Wijk, ...],
    fase: str,
    stays: dict[int, Verblijf],
    contacts: dict[int, pd.DataFrame],
    kompas: Kompas,
    peildatum: date,
) -> Fasebeeld | None:
    """The wijk beside the others that were in this fase; None when it was not."""
    own = stays[wijk.id]
    last = laatste_dag(own, peildatum)
    if last is None:
        return None
    frame = pd.concat(contacts.values(), ignore_index=True)
    known = frame.loc[frame["datum"] <= pd.Timestamp(peildatum)]
    curves = krommen(known, stays, kompas, peildatum=peildatum, ook=(last,))
    here = curves["wijk"].to_numpy() == wijk.id
    until = curves.loc[curves["dag"].to_numpy() <= last]
    names = {w.id: w.label for w in wijken if w.id in stays and w.id != wijk.id}
    return Fasebeeld(wijk, fase, own, last, curves.loc[here], band(until, wijk.id), stippen(until, wijk.id), names)
