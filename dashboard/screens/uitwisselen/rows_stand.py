"""Many contactmomenten in one table: what was read, what is changed and not saved yet, and what came of saving.

What is typed lives in the session, and as a draft in the database: it survives another page and a reload (ADR 0013).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from math import ceil
from typing import Any

import streamlit as st

from dashboard.kit import drafts
from dashboard.kit import undo as bar
from dashboard.kit.actions import Outcome, submit
from dashboard.kit.slow import Tell
from dashboard.kit.undo import Done
from dashboard.reading.lezer import Lezer
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.cellen import gewijzigde_cellen, met_cellen
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries import contactmomenten as queries
from wijkkompas_core.queries.concepten import concept
from wijkkompas_core.queries.contactmomenten import Contactmoment
from wijkkompas_core.services.concepten import drop_concept, save_concept
from wijkkompas_core.services.contactmomenten import change_contactmoment

KEY = "rijen"
PER_PAGE = 100
ROW = ""
"""The name under which a sentence stands that is about the row and not about one cell."""


@dataclass(frozen=True)
class Keuze:
    """Which contactmomenten stand in the table: of a wijk (id), in a period and a fase (slug), which page."""

    wijk: int
    van: date | None
    tot: date | None
    fase: str | None
    blad: int


@dataclass(frozen=True)
class Rijenstand:
    """`rijen` as they were read, newest first; `anders` are the cells that are not saved yet, per id.

    `getoond` is the part of `anders` that the table was drawn with: drawing it with something else makes it forget
    what was typed, so that is done under a new key (`keer`) only. `fouten` has the sentences per id and cell,
    `botsingen` what someone else made of a row meanwhile.
    """

    keuze: Keuze
    rijen: tuple[Contactmoment, ...]
    totaal: int
    anders: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    getoond: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    fouten: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    botsingen: Mapping[int, Contactmoment] = field(default_factory=dict)
    keer: int = 0

    @property
    def key(self) -> str:
        """The key of the table."""
        return f"rijen_tabel_{self.keer}"

    def rij(self, key: int) -> Contactmoment:
        """The row with this id."""
        return next(rij for rij in self.rijen if rij.id == key)


@dataclass(frozen=True)
class Opgeslagen:
    """One row that was saved: it then had `versie`, and was `voor` before."""

    key: int
    versie: int
    voor: ContactmomentInvoer
    naam: str


def current() -> Rijenstand | None:
    """What is in the table now, if there is one."""
    return st.session_state.get(KEY)


def put(stand: Rijenstand) -> None:
    """This is in the table from now on."""
    st.session_state[KEY] = stand


def unsaved(lezer: Lezer, wijk: int) -> Rijenstand | None:
    """The table with what is not saved yet: of this session, or what an earlier one left in this wijk (id)."""
    here = current()
    if here is not None and here.key in st.session_state:
        here = typed(here, st.session_state[here.key]["edited_rows"])
    elif (
        here is not None and here.anders != here.getoond
    ):  # another page was looked at: the table forgot what was typed
        here = redrawn(here)
    if here is None or (not here.anders and here.keuze.wijk != wijk):
        here = _kept(lezer, wijk, keer=here.keer + 1 if here else 0)
    if here is None or not here.anders:
        return None
    put(here)
    return here


def open_rows(lezer: Lezer, keuze: Keuze) -> Rijenstand:
    """The table of this choice, with the records as they are now."""
    here = current()
    rijen, totaal = _read(lezer, keuze)
    last = max(1, ceil(totaal / PER_PAGE))
    if keuze.blad > last:
        keuze = replace(keuze, blad=last)
        rijen, totaal = _read(lezer, keuze)
    if here is None or (here.keuze, here.rijen) != (keuze, rijen):
        here = Rijenstand(keuze, rijen, totaal, keer=here.keer + 1 if here else 0)
        put(here)
    return here


def redrawn(stand: Rijenstand) -> Rijenstand:
    """The same, with everything that is not saved yet in the table from the start."""
    return replace(stand, getoond=dict(stand.anders), keer=stand.keer + 1)


def typed(stand: Rijenstand, edited: Mapping[int, Mapping[str, Any]]) -> Rijenstand:
    """With what is typed now: place of a row in the table → its changed cells."""
    anders = {key: dict(cells) for key, cells in stand.getoond.items()}
    for place, cells in edited.items():
        key = stand.rijen[place].id
        anders[key] = anders.get(key, {}) | dict(cells)
    kept = {key: gewijzigde_cellen(stand.rij(key).as_invoer(), cells) for key, cells in anders.items()}
    # A clash stays until someone has chosen, also when the cells happen to be as they were.
    kept = {key: cells for key, cells in kept.items() if cells or key in stand.botsingen}
    if kept == stand.anders:
        return stand
    wrong = {key: about for key, about in stand.fouten.items() if key in kept}
    stand = replace(stand, anders=kept, fouten=wrong)
    put(stand)
    _keep(stand)
    return stand


def save(lezer: Lezer, tell: Tell) -> None:
    """Save every changed row by itself; what cannot be saved stays as it was typed. `tell` hears how far it is."""
    stand = current()
    assert stand is not None
    saved: list[Opgeslagen] = []
    wrong: dict[int, dict[str, str]] = {}
    clashes = dict(stand.botsingen)
    for number, (key, cells) in enumerate(stand.anders.items(), start=1):
        if key not in clashes:
            rij = stand.rij(key)
            outcome = _change(key, rij.versie, met_cellen(rij.as_invoer(), cells))
            if outcome.ok:
                saved.append(Opgeslagen(key, rij.versie + 1, rij.as_invoer(), name(lezer, rij)))
            elif outcome.conflict is not None and outcome.conflict.current is not None:
                clashes[key] = outcome.conflict.current
            else:
                wrong[key] = outcome.fields or {ROW: str(outcome.conflict or outcome.message)}
        tell(number, len(stand.anders))
    done = {one.key for one in saved}
    _refresh(
        lezer,
        replace(
            stand,
            anders={key: cells for key, cells in stand.anders.items() if key not in done},
            fouten=wrong,
            botsingen=clashes,
        ),
    )
    if saved:  # else there is still the saving before, to undo
        what = f"{nl.count(len(saved), 'rij', 'rijen')} opgeslagen"
        bar.put(Done(KEY, "", stand.keuze.wijk, what, slow_back=partial(undo, tuple(saved))))


def keep_mine(key: int) -> None:
    """After a clash: my cells go on top of what the other made of the row, at the next saving."""
    stand = current()
    assert stand is not None
    theirs = stand.botsingen[key]
    rijen = tuple(theirs if rij.id == key else rij for rij in stand.rijen)
    _choose(stand, key, rijen, gewijzigde_cellen(theirs.as_invoer(), stand.anders[key]))


def keep_theirs(key: int) -> None:
    """After a clash: the row as the other left it. A row that was deleted meanwhile leaves the table."""
    stand = current()
    assert stand is not None
    theirs = stand.botsingen[key]
    rijen = tuple(theirs if rij.id == key else rij for rij in stand.rijen if rij.id != key or not theirs.verwijderd)
    _choose(stand, key, rijen, {})


def _choose(stand: Rijenstand, key: int, rijen: tuple[Contactmoment, ...], cells: dict[str, Any]) -> None:
    anders = {k: c for k, c in stand.anders.items() if k != key} | ({key: cells} if cells else {})
    botsingen = {k: one for k, one in stand.botsingen.items() if k != key}
    stand = redrawn(replace(stand, rijen=rijen, anders=anders, botsingen=botsingen))
    put(stand)
    _keep(stand)


def throw_away() -> None:
    """Forget everything that is not saved yet."""
    stand = current()
    assert stand is not None
    stand = redrawn(replace(stand, anders={}, fouten={}, botsingen={}))
    put(stand)
    _keep(stand)


def undo(rows: Sequence[Opgeslagen], lezer: Lezer, tell: Tell) -> Done:
    """Put back every row that was saved. One that was changed again since then stays; it is named, with the reason.

    What failed for another reason can be tried again. Answers what the bar says then.
    """
    stayed: list[str] = []
    again: list[Opgeslagen] = []
    for number, one in enumerate(rows, start=1):
        outcome = _change(one.key, one.versie, one.voor)
        if not outcome.ok:
            stayed.append(f"{one.naam} ({outcome.sentence})")
            again += [] if outcome.conflict else [one]
        tell(number, len(rows))
    zin = f"{nl.count(len(rows) - len(stayed), 'rij', 'rijen')} teruggezet."
    if stayed:
        zin += f" Niet teruggezet: {'; '.join(stayed)}"
    stand = current()
    if stand is not None:
        _refresh(lezer, stand)
    return Done(KEY, zin, rows[0].voor.wijk, what="", slow_back=partial(undo, tuple(again)) if again else None)


def _change(key: int, versie: int, invoer: ContactmomentInvoer) -> Outcome:
    return submit(
        Actie.CONTACTMOMENT_WIJZIGEN,
        lambda session: change_contactmoment(session, key, versie, invoer),
        wijk=invoer.wijk,
    )


def name(lezer: Lezer, rij: Contactmoment) -> str:
    """How a row is called in a sentence: its day and form."""
    return f"{nl.day(rij.datum)} {lezer.methode.naam('vorm', rij.vorm).lower()}"


def _refresh(lezer: Lezer, stand: Rijenstand) -> None:
    """Read the rows again; a row with something that is not saved stays as it was read, so that a clash is seen."""
    fresh, totaal = _read(lezer, stand.keuze)
    mine = {rij.id: rij for rij in stand.rijen if rij.id in stand.anders}
    rijen = tuple(mine.pop(rij.id, rij) for rij in fresh)
    stand = redrawn(replace(stand, rijen=(*mine.values(), *rijen), totaal=totaal))
    put(stand)
    _keep(stand)


def _read(lezer: Lezer, keuze: Keuze) -> tuple[tuple[Contactmoment, ...], int]:
    selectie, kompas = Selectie(fase=keuze.fase), lezer.methode.kompas
    found, totaal = lezer.afresh.ask(
        queries.latest,
        keuze.wijk,
        kompas,
        selectie,
        van=keuze.van,
        tot=keuze.tot,
        places=range((keuze.blad - 1) * PER_PAGE, keuze.blad * PER_PAGE),
    )
    return tuple(found), totaal


def _draft(wijk: int) -> str:
    return f"rijen_{wijk}"


def _keep(stand: Rijenstand) -> None:
    """Keep what is not saved as a draft, or drop the draft when there is nothing any more."""
    keuze = stand.keuze
    if not stand.anders:
        drafts.write(lambda session: drop_concept(session, _draft(keuze.wijk)))
        return
    inhoud = {
        "van": keuze.van and keuze.van.isoformat(),
        "tot": keuze.tot and keuze.tot.isoformat(),
        "fase": keuze.fase,
        "blad": keuze.blad,
        "rijen": {str(key): {"versie": stand.rij(key).versie, **cells} for key, cells in stand.anders.items()},
    }
    drafts.write(lambda session: save_concept(session, _draft(keuze.wijk), inhoud))


def _kept(lezer: Lezer, wijk: int, keer: int) -> Rijenstand | None:
    """What an earlier session left unsaved in this wijk, in its own table; a row that has left its page comes along."""
    found = lezer.afresh.ask_all(concept, _draft(wijk))
    if found is None:
        return None
    inhoud = found.inhoud
    cells: dict[int, dict[str, Any]] = {int(key): dict(one) for key, one in inhoud["rijen"].items()}
    van, tot = (date.fromisoformat(inhoud[name]) if inhoud[name] else None for name in ("van", "tot"))
    keuze = Keuze(wijk, van, tot, inhoud["fase"], inhoud["blad"])
    rijen, totaal = _read(lezer, keuze)
    there = {rij.id for rij in rijen}
    elsewhere = [lezer.contactmoment(key) for key in cells if key not in there]
    # At the version at which it was typed: who changed the row since then is met when saving.
    versions = {key: one.pop("versie") for key, one in cells.items()}
    rijen = tuple(replace(rij, versie=versions.get(rij.id, rij.versie)) for rij in (*elsewhere, *rijen))
    return Rijenstand(keuze, rijen, totaal, anders=cells, getoond=cells, keer=keer)
