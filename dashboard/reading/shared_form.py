"""What of an answer a share link may show: the one place where names and texts are taken out.

Every query that a shared view asks has its form here. One without a form is refused, so that what is new is held back
until somebody has looked at what people typed in it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboard.reading.banden import Wijkband, wijkbanden
from dashboard.reading.beelden import (
    BalansBeeld,
    KompasBeeld,
    WijkBeeld,
    balansbeeld,
    fasen_open_op,
    kompasbeeld,
    wijkbeeld,
)
from dashboard.reading.regels import regels_van
from wijkkompas_core.analysis.signalen import Signaal
from wijkkompas_core.analysis.tabel import Frame, Tabel
from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.queries.annotaties import Annotatie, noten_van
from wijkkompas_core.queries.programma import Wijkregel
from wijkkompas_core.queries.programmabalans import Band, balans_van, banden, laatsten
from wijkkompas_core.queries.wijken import wijken

MIJLPAAL = "Mijlpaal"


class GeenDeelvorm(WijkkompasError):
    """A shared view asked for something of which nobody has said what may be shown."""


def shared_form(query: Callable[..., Any], answer: Any, vrije_tekst: bool) -> Any:
    """The answer of a query as a share link shows it; `vrije_tekst`: with what people typed, never with who did."""
    form = _form_of(query)
    return form(answer, vrije_tekst)


def require_form(query: Callable[..., Any]) -> None:
    """Raise `GeenDeelvorm` for a query that no share link may ask."""
    _form_of(query)


def _form_of(query: Callable[..., Any]) -> Callable[[Any, bool], Any]:
    if query not in _FORMS:
        raise GeenDeelvorm(f"{query.__qualname__} heeft geen vorm om te delen")
    return _FORMS[query]


def _as_it_is(answer: Any, _vrije_tekst: bool) -> Any:
    """Holds nothing that people typed about their work, and no names of people."""
    return answer


def _kompas(beeld: KompasBeeld, vrije_tekst: bool) -> KompasBeeld:
    if vrije_tekst:
        return replace(beeld, contactmomenten=[replace(one, ingevoerd_door="") for one in beeld.contactmomenten])
    statussen = {slug: (status, "") for slug, (status, _) in beeld.knooppuntstatussen.items()}
    return replace(
        beeld,
        vakken=beeld.vakken.assign(reden=""),
        knooppuntstatussen=statussen,
        contactmomenten=[],
        betrokkenen=beeld.betrokkenen.iloc[:0],
    )


def _balans(beeld: BalansBeeld, vrije_tekst: bool) -> BalansBeeld:
    return beeld if vrije_tekst else replace(beeld, mijlpalen=beeld.mijlpalen.assign(naam=MIJLPAAL))


def _wijk(beeld: WijkBeeld, vrije_tekst: bool) -> WijkBeeld:
    facts = replace(beeld.stand.gegevens, afspraken=_without_owners(beeld.stand.gegevens.afspraken))
    if vrije_tekst:
        aside = tuple(replace(one, signaal=_unowned(one.signaal), door="") for one in beeld.stand.weggelegd)
        signals = tuple(_unowned(one) for one in beeld.stand.signalen)
        return replace(beeld, stand=replace(beeld.stand, signalen=signals, weggelegd=aside, gegevens=facts))
    return replace(
        beeld,
        stand=replace(beeld.stand, signalen=(), weggelegd=(), gegevens=facts),
        vakken=beeld.vakken.assign(reden=""),
        mijlpalen=beeld.mijlpalen.assign(naam=MIJLPAAL),
        gebeurd=(),
    )


def _unowned(signaal: Signaal) -> Signaal:
    return replace(signaal, eigenaar="")


def _without_owners(afspraken: Tabel) -> Tabel:
    if isinstance(afspraken, Frame):
        return afspraken.assign(eigenaar=None)
    return {name: values if name != "eigenaar" else [None] * len(values) for name, values in afspraken.items()}


def _noten(found: tuple[Annotatie, ...], vrije_tekst: bool) -> tuple[Annotatie, ...]:
    """What was written for all wijken is for who has a role."""
    return tuple(replace(noot, door="") for noot in found if noot.wijk is not None) if vrije_tekst else ()


def _regel(regel: Wijkregel, vrije_tekst: bool) -> Wijkregel:
    """Without who leads the wijk and who judged; a signal keeps its weight, by which wijken are ordered."""
    oordelen = {about: replace(one, door="") for about, one in regel.oordelen.items()}
    if vrije_tekst:
        signals = tuple(_unowned(one) for one in regel.signalen)
        return replace(regel, trekkers=(), oordelen=oordelen, signalen=signals)
    return replace(
        regel,
        trekkers=(),
        oordelen={about: replace(one, zin="") for about, one in oordelen.items()},
        signalen=tuple(replace(one, sleutel="", zin="", reden="", eigenaar="", feiten="") for one in regel.signalen),
    )


def _band(band: Band, vrije_tekst: bool) -> Band:
    return replace(band, door="", reden=band.reden if vrije_tekst else "")


def _banden(found: dict[str, Band], vrije_tekst: bool) -> dict[str, Band]:
    return {fase: _band(band, vrije_tekst) for fase, band in found.items()}


def _wijkbanden(found: tuple[Wijkband, ...], vrije_tekst: bool) -> tuple[Wijkband, ...]:
    return tuple(replace(one, band=_band(one.band, vrije_tekst)) for one in found)


_FORMS: dict[Callable[..., Any], Callable[[Any, bool], Any]] = {
    wijken: _as_it_is,
    fasen_open_op: _as_it_is,
    kompasbeeld: _kompas,
    balansbeeld: _balans,
    wijkbeeld: _wijk,
    noten_van: _noten,
    banden: _banden,
    wijkbanden: _wijkbanden,
    balans_van: _as_it_is,
    laatsten: _as_it_is,
    regels_van: _regel,
}
