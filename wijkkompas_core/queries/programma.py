"""One line per wijk: all that the programme shows of it. What of a wijk changed makes only its own line old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis import VENSTER_MAANDEN
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid
from wijkkompas_core.analysis.dekking import Dekking, Vakstand, geteld, vakstanden
from wijkkompas_core.analysis.maten import spoorbalans
from wijkkompas_core.analysis.signalen import Signaal, Signaalgegevens, open_fasen
from wijkkompas_core.analysis.tabel import rijen
from wijkkompas_core.analysis.telling import Maand, Maandsom
from wijkkompas_core.analysis.triage import Triage, Wijkfeiten, triage, weg_spoor
from wijkkompas_core.domain.kompas import Kompas, Vak, VakStatus
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.tijd import months_back
from wijkkompas_core.domain.toegang import Actor, Recht, Rol, require
from wijkkompas_core.domain.voortgang import ONDERWERPEN, ONDERWERPNAAM, ROOD
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.signalen import signaalstanden
from wijkkompas_core.queries.tellingen import Venster, tellingen
from wijkkompas_core.queries.voorraad import Voorraad
from wijkkompas_core.queries.voortgang import Oordeel, oordelen_query, to_oordeel
from wijkkompas_core.queries.wijken import Wijk
from wijkkompas_core.storage.tables import GebruikerRow, OordeelRow, ToekenningRow, WijkversieRow

TREKKERS = (Rol.PROJECTLEIDER, Rol.TEAMLID)


@dataclass(frozen=True)
class Balansstand:
    """The balance of all months together with its interval, NaN without contactmomenten, and each month by itself."""

    waarde: float
    laag: float
    hoog: float
    n: int
    per_maand: tuple[float, ...]


@dataclass(frozen=True)
class Wijkregel:
    """What the programme shows of a wijk at a peildatum.

    `fasen` are the slugs of the open fasen; `maanden` the first days of the months of the counts, of which the first
    and the last may be half months; `aantallen` has per month the number of contactmomenten, `per_aspect` the same
    per aspect (slug), each contactmoment once in every aspect it touches. `laatste` is the last contactmoment ever,
    `laatste_per_aspect` the same per aspect. `te_laat` counts afspraken over their deadline. `trekkers` are the
    names of the projectleiders, or of the team where there is none. `triage` says how urgent the wijk is and why,
    `weg` is the slug of the spoor that is gone, if one is; `som` has per month and spoor (slug) the sum of the weights.
    """

    wijk: Wijk
    fasen: tuple[str, ...]
    dekking: Dekking
    balans: Balansstand
    maanden: tuple[date, ...]
    aantallen: tuple[int, ...]
    per_aspect: dict[str, tuple[int, ...]]
    laatste: date | None
    laatste_per_aspect: dict[str, date]
    te_laat: int
    oordelen: dict[str, Oordeel]
    betrouwbaarheid: Betrouwbaarheid
    signalen: tuple[Signaal, ...]
    trekkers: tuple[str, ...]
    triage: Triage
    weg: str | None
    som: dict[str, tuple[float, ...]]

    @property
    def gewicht(self) -> int:
        """The weight of its heaviest signal: severity × days (rekenregels §3)."""
        return max((signaal.gewicht for signaal in self.signalen), default=0)


def wijkversies(session: Session) -> dict[int, int]:
    """Id of a wijk → the data version at its last change; a wijk that is not in it has not changed since loading."""
    return {
        row.wijk_id: row.dataversie for row in session.execute(select(WijkversieRow.wijk_id, WijkversieRow.dataversie))
    }


def wijkregels(
    session: Session,
    actor: Actor,
    wijken: Sequence[Wijk],
    methode: Methode,
    peildatum: date,
    parameters: Rekenparameters,
    voorraad: Voorraad | None = None,
) -> tuple[Wijkregel, ...]:
    """The lines of these wijken; every figure by the rule and the function of the page of that wijk.

    With a `voorraad` only those contactmomenten are counted that were not counted before; the answer is the same. A
    handful of queries for all of them together: asking per wijk costs more than what is asked.
    """
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk.id)
    ids = [wijk.id for wijk in wijken]
    kompas, van = methode.kompas, months_back(peildatum, VENSTER_MAANDEN)
    counted = tellingen(session, ids, voorraad, Venster(van, peildatum, kompas, parameters))
    standen = signaalstanden(session, actor, ids, methode, peildatum, counted)
    sommen = Maandcijfers([counted[wijk].maanden for wijk in ids], kompas, van, peildatum)
    balansen = sommen.balansen(parameters)
    judged, leaders = _judgements(session, ids, peildatum), _leaders(session, ids)
    found: list[Wijkregel] = []
    for place, wijk in enumerate(wijken):
        facts = standen[wijk.id].gegevens
        vakken = vakstanden(facts.vakken, facts.perioden, facts.nvt, kompas, peildatum=peildatum, parameters=parameters)
        months = {spoor.slug: sommen.som[place, :, i] for i, spoor in enumerate(kompas.sporen)}
        trust, judgements = counted[wijk.id].betrouwbaarheid, judged.get(wijk.id, {})
        feiten = replace(
            _feiten(facts, vakken, kompas, peildatum),
            som={slug: float(values.sum().round(9)) for slug, values in months.items()},
            laag=balansen[place].laag,
            hoog=balansen[place].hoog,
            n=balansen[place].n,
            tijdig=trust.aandeel_tijdig,
            rood=[ONDERWERPNAAM[one] for one in ONDERWERPEN if one in judgements and judgements[one].kleur == ROOD],
        )
        found.append(
            Wijkregel(
                wijk=wijk,
                fasen=tuple(feiten.open),
                dekking=geteld(vakken),
                balans=balansen[place],
                maanden=sommen.maanden,
                aantallen=tuple(sommen.n[place].tolist()),
                per_aspect=sommen.per_aspect(place, kompas),
                laatste=feiten.laatste,
                laatste_per_aspect=dict(feiten.laatste_per_aspect),
                te_laat=sum(deadline < peildatum for deadline in feiten.afspraken),
                oordelen=judgements,
                betrouwbaarheid=trust,
                signalen=standen[wijk.id].signalen,
                trekkers=leaders.get(wijk.id, ()),
                triage=triage(feiten, kompas, peildatum, parameters),
                weg=weg_spoor(feiten, kompas, parameters),
                som={slug: tuple(values.tolist()) for slug, values in months.items()},
            )
        )
    return tuple(found)


def _feiten(facts: Signaalgegevens, vakken: Sequence[Vakstand], kompas: Kompas, peildatum: date) -> Wijkfeiten:
    """What the triage knows of a wijk by its signals; nothing yet of its balance and its oordelen."""
    last: dict[str, date] = {}
    for aspect, laatste in rijen(facts.vakken, "aspect", "laatste"):
        last[aspect] = max(laatste, last.get(aspect, date.min))
    return Wijkfeiten(
        open=open_fasen(facts.perioden, kompas, peildatum),
        nvt=frozenset(Vak(vak.fase, vak.aspect) for vak in vakken if vak.status == VakStatus.NVT),
        laatste=max(last.values(), default=None),
        laatste_per_aspect=last,
        mijlpalen=[planned for (planned,) in rijen(facts.mijlpalen, "gepland_op")],
        afspraken=[deadline for (deadline,) in rijen(facts.afspraken, "deadline")],
    )


class Maandcijfers:
    """The months of wijken as tables of wijk × month, with zeros where there was nothing.

    `n` are the contactmomenten, `aspecten` (a third axis) how many touch each aspect, `som` the sum of the weights in
    each spoor.
    """

    def __init__(self, wijken: Sequence[Mapping[Maand, Maandsom]], kompas: Kompas, van: date, tot: date) -> None:
        first, last = (day.year * 12 + day.month - 1 for day in (van, tot))
        self.maanden = tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1))
        sporen, aspecten = len(kompas.sporen), len(kompas.aspecten)
        sums = np.zeros((len(wijken), len(self.maanden), 1 + sporen + 2 * aspecten))
        for place, months in enumerate(wijken):
            for (year, number), values in months.items():
                sums[place, year * 12 + number - 1 - first] = values
        n, _, weights, times = np.split(sums, [1, 1 + sporen, 1 + sporen + aspecten], axis=2)
        self.n, self.aspecten = n[..., 0].astype(np.int64), times.astype(np.int64)
        own = [[aspect.spoor == spoor.slug for aspect in kompas.aspecten] for spoor in kompas.sporen]
        # Three times a third is 1, in whatever order.
        self.som = (weights @ np.array(own, dtype=float).T).round(12)

    def per_aspect(self, place: int, kompas: Kompas) -> dict[str, tuple[int, ...]]:
        """Of the wijk at this place: aspect (slug) → how many contactmomenten touched it, per month."""
        return {a.slug: tuple(self.aspecten[place, :, i].tolist()) for i, a in enumerate(kompas.aspecten)}

    def balansen(self, parameters: Rekenparameters) -> list[Balansstand]:
        """The balance of each wijk, of all its months together and of each by itself (rekenregels §1)."""
        n = self.n.sum(axis=1)
        pooled = spoorbalans(self.som.sum(axis=1).round(9), parameters)
        monthly, _, _ = spoorbalans(self.som, parameters)
        columns = (values.tolist() for values in (*pooled, n, monthly))
        return [
            Balansstand(value, low, high, int(k), tuple(months))
            for value, low, high, k, months in zip(*columns, strict=True)
        ]


def _judgements(session: Session, wijken: Sequence[int], peildatum: date) -> dict[int, dict[str, Oordeel]]:
    """Per wijk and onderwerp the newest judgement of the wijk itself, not of its deelprojecten."""
    query = (
        oordelen_query()
        .where(OordeelRow.wijk_id.in_(wijken), OordeelRow.deelproject_id.is_(None), OordeelRow.peildatum <= peildatum)
        .where(OordeelRow.onderwerp.in_(ONDERWERPEN))
    )
    found: dict[int, dict[str, Oordeel]] = {}
    for row, naam in session.execute(query):
        found.setdefault(row.wijk_id, {}).setdefault(row.onderwerp, to_oordeel(row, naam))
    return found


def _leaders(session: Session, wijken: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = (
        select(ToekenningRow.wijk_id, ToekenningRow.rol, GebruikerRow.naam)
        .join(GebruikerRow, GebruikerRow.id == ToekenningRow.gebruiker_id)
        .where(ToekenningRow.wijk_id.in_(wijken), GebruikerRow.actief, ToekenningRow.rol.in_(TREKKERS))
        .order_by(GebruikerRow.naam)
    )
    people: dict[int, list[tuple[str, str]]] = {}
    for wijk, rol, naam in session.execute(query):
        if wijk is not None:
            people.setdefault(wijk, []).append((rol, naam))
    return {
        wijk: tuple(
            dict.fromkeys([naam for rol, naam in found if rol == Rol.PROJECTLEIDER] or [naam for _, naam in found])
        )
        for wijk, found in people.items()
    }
