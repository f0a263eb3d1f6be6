"""The list of afspraken: whose, of which wijk and in what state; grouped by deadline, with the chosen one on top."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from markupsafe import Markup

from dashboard.kit import state, texts
from dashboard.kit.filters import wijk_filter
from dashboard.kit.html import NOTHING, empty_state, heading, href, html, joined, show
from dashboard.reading.lezer import Lezer
from dashboard.screens.afspraken.form import (
    AFSPRAAK,
    DOE,
    NIEUW,
    WIJZIG,
    become,
    change_form,
    delete,
    new_form,
    restore,
    short,
)
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.afspraken import KLAAR, OPEN, VERVALLEN
from wijkkompas_core.domain.toegang import Recht
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries import afspraken as queries
from wijkkompas_core.queries.afspraken import FILTERS, TE_LAAT, Afspraak
from wijkkompas_core.queries.wijken import Wijk

WIE, STATUS = "wie", "status"
MIJ, WIJK, ALLE = "mij", "wijk", "alle"
FILTERNAAM = {OPEN: "Open", TE_LAAT: "Te laat", KLAAR: "Klaar", VERVALLEN: "Vervallen"}
SOON, BUTTONS, STEP = 14, 10, 50
SHOWN = "afspraken_getoond"
WHAT = "Een afspraak is iets wat iemand gaat doen: met een eigenaar, en meestal met een deadline."


@dataclass(frozen=True)
class Blik:
    """What is looked at: `wie` is mij, wijk or alle; `wijk` is the chosen one when it is `wijk`."""

    lezer: Lezer
    wijken: tuple[Wijk, ...]
    wie: str
    wijk: Wijk | None
    filter: str
    peildatum: date

    @property
    def place(self) -> dict[str, str]:
        """The query of this view."""
        wie = self.wie if self.wie != WIJK else None
        values = {state.WIJK: self.wijk and self.wijk.slug, WIE: wie, STATUS: self.filter}
        return {name: value for name, value in values.items() if value}

    def may(self, wijk: int | None = None) -> bool:
        """Whether this person may record afspraken in a wijk, or anywhere."""
        return self.lezer.actor.may(Recht.VASTLEGGEN, wijk)


def choose(lezer: Lezer, wijken: tuple[Wijk, ...], peildatum: date) -> Blik:
    """The filters. An address with a wijk shows that wijk; one without shows what is one's own, in all wijken."""
    wie, options = state.get(WIE), {MIJ: "Van mij", WIJK: "Van een wijk", ALLE: "Alle wijken"}
    if len(wijken) == 1:
        options = {MIJ: "Van mij", WIJK: "Van de wijk"}
    if wie not in options:
        plain = MIJ if lezer.account.may(Recht.VASTLEGGEN) else WIJK
        wie = WIJK if state.get(state.WIJK) else plain
    st.segmented_control(
        "Welke afspraken",
        list(options),
        format_func=lambda o: options.get(o, str(o)),
        **state.follow("afspraken_wie", wie, lambda chosen: _show_of(chosen or wie)),
    )
    wijk = wijk_filter(wijken) if wie == WIJK else None
    chosen = state.get(STATUS)
    blik = Blik(lezer, wijken, wie, wijk, chosen if chosen in FILTERS else OPEN, peildatum)
    numbers = _counts(blik)
    st.segmented_control(
        "Stand",
        list(FILTERS),
        format_func=lambda o: f"{FILTERNAAM.get(o, o)} ({numbers.get(o, 0)})",
        **state.follow("afspraken_stand", blik.filter, lambda name: _set_filter(str(name or OPEN))),
    )
    return blik


def chosen_one(blik: Blik) -> None:
    """The afspraak in the address with all that is known of it and can be done with it, or the form for a new one."""
    wanted = state.get(AFSPRAAK)
    if wanted:
        try:
            record = _read_one(blik.lezer, int(wanted) if wanted.isdecimal() and len(wanted) < 10 else 0)
        except NotFound as error:
            empty_state(str(error), "Misschien klopt de link niet, of heb je geen rol in deze wijk.")
            st.button("Sluiten", key="afspraak_sluit", type="tertiary", on_click=_close)
            return
        with st.container(key="wk-afspraak-gekozen"):
            show(_facts(record, blik.peildatum))
            if blik.may(record.wijk) and state.get(DOE) == WIJZIG and not record.verwijderd:
                change_form(blik.lezer, record)
            else:
                _actions(blik, record)
        return
    wijken = tuple(w for w in ((blik.wijk,) if blik.wijk else blik.wijken) if w and blik.may(w.id))
    if not wijken:
        return
    if state.get(DOE) != NIEUW:
        st.button(
            "Nieuwe afspraak",
            type="primary",
            icon=":material/add_task:",
            key="afspraak_nieuw",
            on_click=lambda: state.put(**{DOE: NIEUW}),
        )
        return
    with st.container(key="wk-afspraak-gekozen"):
        place = f"in {blik.wijk.naam}" if blik.wijk else ""
        show(heading("Nieuwe afspraak", place))
        new_form(blik.lezer, wijken)


def afspraken_list(blik: Blik) -> None:
    """The afspraken in groups. The first that may be changed have a button beside them, the rest one tap further."""
    limit = st.session_state.get(SHOWN, STEP)
    rows = _read(blik, limit + 1)
    if not rows:
        _nothing(blik)
        return
    left, block = BUTTONS, NOTHING
    with st.container(key="wk-afspraken", horizontal=True, gap=None):
        for name, group in _groups(rows[:limit], blik):
            block += heading(name, str(len(group)) if len(rows) <= limit else "")
            for record in group:
                if record.status != OPEN or left == 0 or not blik.may(record.wijk):
                    block += _item(blik, record)
                    continue
                if block:
                    show(block)
                left, block = left - 1, NOTHING
                show(_item(blik, record, "wk-met-knop"))
                st.button(
                    "Klaar", key=f"klaar_{record.id}", icon=":material/check:", on_click=become, args=(record, KLAAR)
                )
        if block:
            show(block)
    if len(rows) > limit:
        st.button("Toon meer", on_click=lambda: st.session_state.update({SHOWN: limit + STEP}))


def _groups(rows: tuple[Afspraak, ...], blik: Blik) -> list[tuple[str, list[Afspraak]]]:
    """Those that are open by how soon they are due, the overdue first; the others as one."""
    if blik.filter in (KLAAR, VERVALLEN):
        return [(FILTERNAAM[blik.filter], list(rows))]
    until = blik.peildatum + timedelta(days=SOON)
    groups: dict[str, list[Afspraak]] = {"Te laat": [], f"Binnen {SOON} dagen": [], "Later": [], "Zonder deadline": []}
    late, soon, later, never = groups.values()
    for record in rows:
        if record.deadline is None:
            never.append(record)
        elif record.deadline < blik.peildatum:
            late.append(record)
        else:
            (soon if record.deadline <= until else later).append(record)
    return [(name, group) for name, group in groups.items() if group]


def _item(blik: Blik, record: Afspraak, kind: str = "") -> Markup:
    names = [f"met {naam}" for naam in record.wie[1:]] if blik.wie == MIJ else record.wie
    about = [_when(record, blik.peildatum), *(html('<span dir="auto">{}</span>', naam) for naam in names)]
    if blik.wijk is None and len(blik.wijken) > 1:
        about.append(record.wijk_naam)
    address = href("afspraken", blik.place | {AFSPRAAK: str(record.id)})
    return html(
        '<article class="wk-afspraak {}"><p dir="auto"><a href="{}" target="_self">'
        '{}</a></p><p class="wk-stil">{}</p></article>',
        kind,
        address,
        short(record.wat),
        joined(about, " · "),
    )


def _when(record: Afspraak, peildatum: date) -> str:
    """When it is due or was done; too late is told in words and with a sign."""
    if record.status != OPEN:
        return f"{record.status} op {nl.day(record.afgerond_op)}"
    if record.deadline is None:
        return "zonder deadline"
    days = record.days_overdue(peildatum)
    if days:
        late = nl.count(days, "dag", "dagen")
        return html('<strong class="wk-te-laat">▲ {} te laat</strong> · {}', late, nl.day(record.deadline))
    away = (record.deadline - peildatum).days
    soon = texts.same_day(peildatum) if not away else f"over {nl.count(away, 'dag', 'dagen')}"
    return nl.day(record.deadline) + (f" ({soon})" if away <= SOON else "")


def _facts(record: Afspraak, peildatum: date) -> Markup:
    closed = "" if record.status == OPEN else f" op {nl.day(record.afgerond_op)}"
    due = _when(record, peildatum) if record.status == OPEN and record.deadline else None
    facts = {
        "Stand": FILTERNAAM.get(record.status, record.status) + closed,
        "Team": record.eigenaar_naam or "niemand",
        "Belanghebbende": record.belanghebbende_naam or "geen",
        "Deadline": due or (nl.day(record.deadline) if record.deadline else "geen"),
        "Wijk": record.wijk_naam,
    }
    lines = joined(html('<div><dt>{}</dt><dd dir="auto">{}</dd></div>', name, value) for name, value in facts.items())
    place = {state.WIJK: record.wijk_slug}
    links = [("In het logboek", href("logboek", place | {"item": f"afspraak-{record.id}"}))]
    if record.contactmoment and record.contactmoment_leeft:
        links.append(("Het contactmoment", href("logboek", place | {"item": f"contactmoment-{record.contactmoment}"})))
    line = joined(
        html('<a class="wk-actie" href="{}" target="_self">{}</a>', address, label) for label, address in links
    )
    gone = html("<p><strong>Deze afspraak is verwijderd.</strong></p>") if record.verwijderd else ""
    return html(
        '{}{}<p class="wk-tekst" dir="auto">{}</p><dl class="wk-feiten">{}</dl><p class="wk-acties">{}</p>',
        heading("Afspraak"),
        gone,
        record.wat,
        lines,
        line,
    )


def _actions(blik: Blik, record: Afspraak) -> None:
    with st.container(horizontal=True):
        if blik.may(record.wijk):
            if record.verwijderd:
                st.button("Terugzetten", key="afspraak_terug", on_click=restore, args=(record,))
            elif record.status == OPEN:
                st.button("Klaar", key="afspraak_klaar", type="primary", on_click=become, args=(record, KLAAR))
                st.button("Vervallen", key="afspraak_vervalt", on_click=become, args=(record, VERVALLEN))
            else:
                st.button("Heropenen", key="afspraak_heropen", on_click=become, args=(record, OPEN))
            if not record.verwijderd:
                st.button("Wijzigen", key="afspraak_wijzig", on_click=lambda: state.put(**{DOE: WIJZIG}))
                st.button("Verwijderen", key="afspraak_weg", on_click=_delete, args=(record,))
        st.button("Sluiten", key="afspraak_sluit", type="tertiary", on_click=_close)


def _nothing(blik: Blik) -> None:
    """That there is nothing here, what would be, and where it is made."""
    if blik.filter == TE_LAAT:
        number = nl.count(_counts(blik)[OPEN], "open afspraak", "open afspraken")
        empty_state("Er is niets te laat.", f"Bekeken: {number}, op {nl.day(blik.peildatum)}.")
        return
    whose = {MIJ: "Jij hebt", WIJK: f"{blik.wijk.naam if blik.wijk else 'Deze wijk'} heeft", ALLE: "Er zijn"}[blik.wie]
    state_name = {OPEN: "open", KLAAR: "afgeronde", VERVALLEN: "vervallen"}[blik.filter]
    how = "Je maakt er een met Nieuwe afspraak, of bij het vastleggen van een contactmoment."
    if not blik.may(blik.wijk.id if blik.wijk else None):
        how = "Het projectteam maakt afspraken; jij leest hier mee."
    empty_state(f"{whose} geen {state_name} afspraken.", f"{WHAT} {how}")


def _show_of(wie: object) -> None:
    """Show what is one's own, of one wijk or everything; each has its own plain address."""
    last = st.session_state.get(state.LAST_WIJK) if wie == WIJK else None
    st.session_state.pop(SHOWN, None)
    state.put(**{WIE: str(wie), state.WIJK: last})


def _set_filter(name: str) -> None:
    st.session_state.pop(SHOWN, None)
    state.put(**{STATUS: None if name == OPEN else name})


def _delete(record: Afspraak) -> None:
    _close()
    delete(record)


def _close() -> None:
    state.put(**{AFSPRAAK: None, DOE: None})


def _owner(blik: Blik) -> int | None:
    """Whose afspraken are shown (id); nothing: everybody's."""
    return (blik.lezer.actor.gebruiker or 0) if blik.wie == MIJ else None


def _counts(blik: Blik) -> dict[str, int]:
    lezer, day, whose = blik.lezer, blik.peildatum, _owner(blik)
    if blik.wijk is not None:
        return lezer.ask(queries.counts, blik.wijk.id, day, eigenaar=whose)
    if lezer.peildatum is None:
        return lezer.ask_all(queries.counts, None, day, eigenaar=whose)
    parts = [lezer.ask(queries.counts, wijk.id, day, eigenaar=whose) for wijk in lezer.wijken()]
    return {name: sum(part[name] for part in parts) for name in FILTERS}


def _read(blik: Blik, limit: int) -> tuple[Afspraak, ...]:
    lezer, day, whose, name = blik.lezer, blik.peildatum, _owner(blik), blik.filter
    if blik.wijk is not None:
        return lezer.ask(queries.afspraken, blik.wijk.id, day, eigenaar=whose, filter=name, limit=limit)
    if lezer.peildatum is None:
        return lezer.ask_all(queries.afspraken, None, day, eigenaar=whose, filter=name, limit=limit)
    parts = [
        lezer.ask(queries.afspraken, wijk.id, day, eigenaar=whose, filter=name, limit=limit) for wijk in lezer.wijken()
    ]
    return queries.merged(parts, name)[:limit]


def _read_one(lezer: Lezer, key: int) -> Afspraak:
    now = lezer.now.ask_all(queries.afspraak, key)
    return now if lezer.peildatum is None else lezer.ask(queries.afspraak_in, now.wijk, key)
