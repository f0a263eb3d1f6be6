"""What a page shows of a wijk, read together and kept as one answer. Each is a query: ask it through `Lezer.ask`."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.balans import Per, balans_van_sommen, per_aspect_van_sommen
from wijkkompas_core.analysis.betrouwbaarheid import Betrouwbaarheid, betrouwbaarheid
from wijkkompas_core.analysis.dekking import vakstatus
from wijkkompas_core.analysis.kop import Kop
from wijkkompas_core.analysis.stilte import stilte
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries import contactmomenten as contactmomenten_queries
from wijkkompas_core.queries import signalen as signaal_queries
from wijkkompas_core.queries import wijken as wijken_queries
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.queries.kop import wijkkop
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.programmabalans import maandsommen
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.queries.wijkstart import Gebeurtenis, happened_lately


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
    """All that the balans page shows of a wijk. `laatste` is the last contactmoment of the period."""

    balans: pd.DataFrame
    per_aspect: pd.DataFrame
    kop: Kop
    perioden: pd.DataFrame
    mijlpalen: pd.DataFrame
    laatste: date | None
    betrouwbaarheid: Betrouwbaarheid


@dataclass(frozen=True)
class WijkBeeld:
    """What everyone who may see a wijk sees on its start page."""

    stand: signaal_queries.Signaalstand
    vakken: pd.DataFrame
    kop: Kop
    stilte: pd.DataFrame
    mijlpalen: pd.DataFrame
    gebeurd: tuple[Gebeurtenis, ...]


@vraag(wijk_alleen=True)
def kompasbeeld(
    session: Session,
    actor: Actor,
    wijk: int,
    kompas: Kompas,
    selectie: Selectie,
    period: tuple[date | None, date | None],
    peildatum: date,
    limit: int,
) -> KompasBeeld:
    """What the kompas page shows."""
    van, tot = period
    contacten = contactmomenten_queries.per_vak(session, actor, wijk, van=van, tot=tot)
    perioden = wijken_queries.perioden(session, actor, wijk)
    nvt = wijken_queries.nvt_vakken(session, actor, wijk)
    records, totaal = contactmomenten_queries.latest(
        session, actor, wijk, kompas, selectie, van=van, tot=tot, places=range(limit)
    )
    return KompasBeeld(
        vakken=vakstatus(contacten, perioden, nvt, kompas, peildatum=peildatum),
        knooppuntstatussen=wijken_queries.knooppuntstatussen(session, actor, wijk),
        contactmomenten=records,
        totaal=totaal,
        betrokkenen=contactmomenten_queries.betrokkenen(session, actor, wijk, kompas, selectie, van=van, tot=tot),
    )


@vraag(wijk_alleen=True)
def balansbeeld(
    session: Session, actor: Actor, wijk: int, kompas: Kompas, start: date, van: date, tot: date, per: Per
) -> BalansBeeld:
    """What the balans page shows of the days [van, tot]; `start` is that of the wijk, since its headline goes back."""
    sums = maandsommen(session, actor, [wijk], kompas, van=van, tot=tot)
    frame = balans_van_sommen(sums, kompas, van=van, tot=tot, per=per)
    entries = contactmomenten_queries.invoergegevens(session, actor, wijk, van=van, tot=tot)
    return BalansBeeld(
        balans=frame,
        per_aspect=per_aspect_van_sommen(sums, kompas, van=van, tot=tot, per=per),
        kop=wijkkop(session, actor, wijk, kompas, start, tot),
        perioden=wijken_queries.perioden(session, actor, wijk),
        mijlpalen=wijken_queries.mijlpalen(session, actor, wijk),
        laatste=max(entries["datum"], default=None),
        betrouwbaarheid=betrouwbaarheid(entries),
    )


@vraag(wijk_alleen=True)
def wijkbeeld(session: Session, actor: Actor, wijk: int, methode: Methode, start: date, peildatum: date) -> WijkBeeld:
    """What the start page of a wijk shows, but the afspraken, which differ per person."""
    kompas = methode.kompas
    stand = signaal_queries.signaalstand(session, actor, wijk, methode, peildatum)
    facts = stand.gegevens
    days = signaal_queries.contactdagen(session, actor, wijk)
    return WijkBeeld(
        stand=stand,
        vakken=vakstatus(facts.vakken, facts.perioden, facts.nvt, kompas, peildatum=peildatum),
        kop=wijkkop(session, actor, wijk, kompas, start, peildatum),
        stilte=stilte(days, facts.perioden, facts.nvt, kompas, peildatum=peildatum),
        mijlpalen=wijken_queries.mijlpalen(session, actor, wijk),
        gebeurd=happened_lately(session, actor, wijk, methode, peildatum),
    )


@vraag(wijk_alleen=True)
def fasen_open_op(session: Session, actor: Actor, wijk: int, day: date) -> tuple[str, ...]:
    """Slugs of the fasen that were open in a wijk on a day."""
    perioden = wijken_queries.perioden(session, actor, wijk)
    spells = zip(*(perioden[c] for c in ("fase", "begonnen_op", "afgesloten_op")), strict=True)
    moment = pd.Timestamp(day)
    return tuple(fase for fase, begin, end in spells if begin <= moment and (pd.isna(end) or end > moment))
