"""The voortgang page: what is looked at (wijk, deelproject, view), its reads, and the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.charts.assen import WIDE
from dashboard.charts.gantt import tijdlijn, tijdlijn_met_noten
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot
from dashboard.charts.tijdlijnwoorden import tijdlijn_tekst
from dashboard.kit import state, texts
from dashboard.kit.chart import draw
from dashboard.kit.html import empty_state, show, why_this_sentence
from dashboard.kit.noten import noten_panel, numbered, read_noten
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.reading.lezer import Lezer
from wijkkompas_core.analysis.kop import Kop
from wijkkompas_core.analysis.paginakop import VOORTGANG_UITLEG, voortgangkop
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.queries import voortgang as queries
from wijkkompas_core.queries.voortgang import Cijfer, Deelproject, Knooppuntstand, NvtVak, Oordeel, Voortgang
from wijkkompas_core.queries.wijken import Wijk

BEELD, DEELPROJECT, DOEN, KEUZE = "beeld", "deelproject", "doen", "keuze"
TIJDLIJN, FASEN, KNOOPPUNTEN, OORDELEN, CIJFERS = "tijdlijn", "fasen", "knooppunten", "oordelen", "cijfers"
BEELDEN = {
    TIJDLIJN: "Tijdlijn",
    FASEN: "Fasen en mijlpalen",
    KNOOPPUNTEN: "Knooppunten",
    OORDELEN: "Oordelen",
    CIJFERS: "Cijfers",
}
WHOLE = "hele-wijk"


@dataclass(frozen=True)
class Blik:
    """What is looked at: a wijk, or one deelproject of it, through the reads of one reader."""

    lezer: Lezer
    wijk: Wijk
    deel: Deelproject | None = None

    @property
    def deel_id(self) -> int | None:
        """Id of the deelproject, or nothing for the whole wijk."""
        return self.deel.id if self.deel else None

    @property
    def place(self) -> str:
        """A name for the place, for keys."""
        return f"{self.wijk.id}_{self.deel_id or 0}"

    @property
    def sturen(self) -> bool:
        """Whether this reader may change fasen, judgements and figures here; a closed deelproject takes nothing."""
        open_ = self.deel is None or self.deel.actief
        return open_ and self.lezer.actor.may(Recht.WIJK_STUREN, self.wijk.id)

    @property
    def vastleggen(self) -> bool:
        """Whether this reader may change the status of knooppunten."""
        return self.lezer.actor.may(Recht.VASTLEGGEN, self.wijk.id)

    def voortgang(self) -> Voortgang:
        """Fasen, planning and mijlpalen."""
        return self.lezer.ask(queries.voortgang, self.wijk.id, self.deel_id)

    def oordelen(self) -> tuple[Oordeel, ...]:
        """Judgements, newest first."""
        return self.lezer.ask(queries.oordelen, self.wijk.id, self.deel_id)

    def cijfers(self) -> tuple[Cijfer, ...]:
        """Figures, oldest first."""
        return self.lezer.ask(queries.cijfers, self.wijk.id, self.deel_id)

    def knooppunten(self) -> dict[str, Knooppuntstand]:
        """Status of the knooppunten of the whole wijk."""
        return self.lezer.ask(queries.knooppunten, self.wijk.id)

    def nvt(self) -> dict[tuple[str, str], NvtVak]:
        """The vakken that do not apply in the whole wijk."""
        return self.lezer.ask(queries.nvt_vakken, self.wijk.id)

    def deelprojecten(self) -> tuple[Deelproject, ...]:
        """The deelprojecten of the wijk."""
        return self.lezer.ask(queries.deelprojecten, self.wijk.id)

    def delen(self) -> list[tuple[Deelproject, Voortgang]]:
        """Of the whole wijk each deelproject that runs, with its voortgang; of a deelproject nothing."""
        running = [] if self.deel else [one for one in self.deelprojecten() if one.actief]
        return [(one, self.lezer.ask(queries.voortgang, self.wijk.id, one.id)) for one in running]


def deelproject_filter(lezer: Lezer, wijk: Wijk) -> Blik:
    """Choose the whole wijk or one deelproject; shown only where there are any. Answers what is looked at."""
    found = Blik(lezer, wijk).deelprojecten()
    by_id = {str(d.id): d for d in found}
    chosen = by_id.get(state.get(DEELPROJECT) or "")
    if found:
        names = {WHOLE: texts.WHOLE} | {key: d.naam + ("" if d.actief else " (afgesloten)") for key, d in by_id.items()}

        def choose(value: object) -> None:
            state.put(deelproject=None if value == WHOLE else str(value), keuze=None)

        st.selectbox(
            "Deelproject",
            list(names),
            format_func=lambda key: names.get(key, str(key)),
            label_visibility="collapsed",
            **state.follow("filter_deelproject", str(chosen.id) if chosen else WHOLE, choose),
        )
    return Blik(lezer, wijk, chosen)


def asked_beeld() -> str:
    """The view in the address, or the first."""
    beeld = state.get(BEELD) or TIJDLIJN
    return beeld if beeld in BEELDEN else TIJDLIJN


def beeld_filter(beeld: str) -> None:
    """Choose another of the views; it begins without what was chosen in the last."""

    def choose(value: object) -> None:
        state.put(beeld=None if value == TIJDLIJN else str(value), fase=None, selectie=None, doen=None, keuze=None)

    st.segmented_control(
        "Wat wil je zien?",
        list(BEELDEN),
        format_func=lambda name: BEELDEN.get(name, str(name)),
        required=True,
        label_visibility="collapsed",
        **state.follow("filter_beeld", beeld, choose),
    )


def pick(label: str, names: dict[str, str], default: str, *, param: str = KEUZE) -> str:
    """Choose one of a list for a form; it stands in the URL. Answers the chosen key."""
    wanted = state.get(param) or default
    chosen = wanted if wanted in names else default

    def choose(value: object) -> None:
        state.put(**{param: None if value == default else str(value)})

    st.selectbox(
        label,
        list(names),
        format_func=lambda key: names.get(key, str(key)),
        **state.follow(f"voortgang_{param}", chosen, choose),
    )
    return chosen


def begun(blik: Blik) -> bool:
    """Whether there is anything to draw on a timeline."""
    stand = blik.voortgang()
    return bool(stand.perioden or stand.planning or stand.mijlpalen)


def kop_van(blik: Blik) -> Kop:
    """What the progress says: which fasen run and which mijlpaal asks for attention."""
    stand, day = blik.voortgang(), blik.lezer.today
    frames = (perioden_frame(stand), planning_frame(stand), mijlpalen_frame(stand))
    said = tijdlijn_tekst(*frames, blik.lezer.methode.kompas, peildatum=day)
    every = [(m.naam, m) for m in stand.mijlpalen]
    every += [(f"{m.naam} ({deel.naam})", m) for deel, part in blik.delen() for m in part.mijlpalen]
    return voortgangkop(said, [(naam, m.gepland_op, m.besloten_op is not None) for naam, m in every], day)


def timeline(blik: Blik) -> None:
    """Fasen and mijlpalen in time, planned against real, with its table."""
    stand, kompas = blik.voortgang(), blik.lezer.methode.kompas
    if not begun(blik):
        where = blik.deel.naam if blik.deel else blik.wijk.naam
        empty_state("Hier komt de tijdlijn van de fasen te staan.", f"In {where} is nog geen fase begonnen of gepland.")
        if blik.sturen:
            first = kompas.fasen[0].slug
            st.button(
                "Eerste fase openen",
                type="primary",
                on_click=lambda: state.put(beeld=FASEN, fase=first, doen="openen"),
            )
        return
    day = blik.lezer.today
    found = read_noten(blik.lezer, (blik.wijk,))
    kop = kop_van(blik)

    def under() -> None:
        show(why_this_sentence(kop.waarom, VOORTGANG_UITLEG))
        beeld_filter(TIJDLIJN)

    noten = numbered(found)
    draw(
        blik.lezer.made(draw_timeline, stand, noten, kompas, day, kop.zin, dark=is_dark(), smal=is_narrow(WIDE)),
        "tijdlijn",
        file_name=f"tijdlijn-{blik.wijk.slug}-{day:%Y-%m-%d}",
        about=f"{blik.wijk.naam} · peildatum {nl.day(day)}",
        confidence=(
            f"Peildatum {nl.day(day)} · planning bekend van "
            f"{len(stand.planning)} van {nl.count(len(kompas.fasen), 'fase', 'fasen')}"
        ),
        onder=under,
        is_title=True,
    )
    noten_panel(blik.lezer, "tijdlijn", (blik.wijk,), found)


def draw_timeline(
    stand: Voortgang, noten: tuple[Noot, ...], kompas: Kompas, day: date, said: str, *, dark: bool, smal: bool
) -> Grafiek:
    """The timeline with its noten; `said` is its headline."""
    frames = (perioden_frame(stand), planning_frame(stand), mijlpalen_frame(stand))
    drawn = tijdlijn(*frames, kompas, peildatum=day, bevinding=said, dark=dark, smal=smal)
    return tijdlijn_met_noten(drawn, noten, dark=dark, smal=smal)


def perioden_frame(stand: Voortgang) -> pd.DataFrame:
    """`fase, begonnen_op, afgesloten_op` (NaT: open)."""
    return _frame(
        [(p.fase, p.begonnen_op, p.afgesloten_op) for p in stand.perioden], "fase", "begonnen_op", "afgesloten_op"
    )


def planning_frame(stand: Voortgang) -> pd.DataFrame:
    """`fase, gepland_van, gepland_tot`."""
    plans = [(p.fase, p.gepland_van, p.gepland_tot) for p in stand.planning.values()]
    return _frame(plans, "fase", "gepland_van", "gepland_tot")


def mijlpalen_frame(stand: Voortgang) -> pd.DataFrame:
    """`fase, datum, gepland, uitkomst, naam`; `gepland` is true while undecided."""
    rows = [
        (m.fase, m.besloten_op or m.gepland_op, m.besloten_op is None, m.uitkomst, m.naam)
        for m in stand.mijlpalen
        if m.besloten_op or m.gepland_op
    ]
    frame = pd.DataFrame(rows, columns=["fase", "datum", "gepland", "uitkomst", "naam"])
    return frame.assign(datum=pd.to_datetime(frame["datum"]))


def _frame(rows: Sequence[tuple[str, date | None, date | None]], *columns: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in columns[1:]})
