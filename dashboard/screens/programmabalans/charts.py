"""The balance of all wijken on one scale: side by side or laid over each other, and where a spoor lags behind."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard.charts.band import balance_words
from dashboard.kit import state, texts
from dashboard.kit.balk import Chip, filter_panel
from dashboard.kit.chart import draw
from dashboard.kit.filters import fase_chip, period_chip, period_filter
from dashboard.kit.html import empty_state, heading, href, html, joined, show, why_this_sentence
from dashboard.kit.noten import noten_panel, per_wijk, read_noten, within
from dashboard.kit.paging import BLAD, asked_page
from dashboard.kit.peildatum import time_control
from dashboard.kit.period_group import chosen_group, group_filter
from dashboard.kit.screen import chart_width, is_dark
from dashboard.reading.banden import among
from dashboard.reading.lezer import Lezer
from dashboard.reading.programmabalans import Programmastand, read_laatsten, read_reeksen
from dashboard.screens.programmabalans.figures import Getekend, by_lean, draw_beside, draw_over
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import Per
from wijkkompas_core.analysis.band import Plaats
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.wijken import Wijk

BEELD, OVER = "beeld", "over"
BEELDEN = {"": "Naast elkaar", OVER: "Over elkaar"}
PER_PAGE = {"": 24, OVER: 60}
KOPPEN = {Plaats.ACHTER: "Spoor loopt achter", Plaats.NEIGT: "Neigt naar", Plaats.WEINIG: "Te weinig gegevens"}
FINDING_UITLEG = (
    "Heeft een fase een band, dan tellen we de wijken waarin een spoor achterloopt: minstens "
    f"{STANDAARD.minimaal_n} contactmomenten in die fase, en de balans zeker buiten de band. Is er nog geen band, dan "
    f"tellen we de wijken waarvan de balans zeker aan één kant ligt ({texts.INTERVAL} zeker), weer vanaf "
    f"{STANDAARD.minimaal_n} contactmomenten. Het gaat over de fase die nu open is, niet over de gekozen periode."
)
MOST = 60
"""So many wijken are named under a heading; who chooses a fase sees the others."""


def balance_view(lezer: Lezer, stand: Programmastand) -> None:
    """The filters, the chart and what the bands say."""
    kompas = lezer.methode.kompas
    beeld = _asked_beeld()
    chips = [*fase_chip(kompas), *period_chip(lezer.today)]
    named = next((w for w in stand.wijken if w.slug == state.get(state.WIJK)), None)
    if named:
        chips.append(Chip("Wijk", named.naam, (state.WIJK,)))
    with filter_panel(chips):
        fase = _choice("Fase van nu", state.FASE, {f.slug: f"{f.nummer}. {f.naam}" for f in kompas.fasen})
        wijken = tuple(w for w in stand.wijken if fase is None or stand.fase.get(w.id) == fase)
        slug = _choice("Wijk", state.WIJK, {w.slug: w.naam for w in wijken})
        van, tot = period_filter(day=lezer.today)
        per = group_filter()
    time_control(lezer)
    chosen = next((w for w in wijken if w.slug == slug), None)
    van, tot = _within_reach(wijken, van, tot, lezer.today)
    shown = _drawable(stand, wijken, beeld, chosen)
    if not shown or van > tot:
        _empty(kompas, fase, chosen, bool(wijken), van > tot)
        _beeld_filter(beeld)
        return
    shown = by_lean(shown, read_reeksen(lezer, stand, van, tot, per))
    part, number, last = _page(shown, beeld, chosen)
    _balance_chart(lezer, stand, part, beeld, fase, chosen, van, tot, per)
    noten_panel(lezer, "programma", part, within(read_noten(lezer, part), van, tot))
    if last > 1:
        _turn_pages(number, last, len(shown))
    _verdicts(stand, kompas, {w.id for w in shown})


def shared_balance(lezer: Lezer, stand: Programmastand) -> None:
    """The chart and what the bands say as the view that was shared has it, without filters and ways on."""
    kompas = lezer.methode.kompas
    beeld = _asked_beeld()
    fase = state.get(state.FASE) if state.get(state.FASE) in kompas.fase else None
    wijken = tuple(w for w in stand.wijken if fase is None or stand.fase.get(w.id) == fase)
    chosen = next((w for w in wijken if w.slug == state.get(state.WIJK)), None)
    van, tot = state.current_period()
    van, tot = _within_reach(wijken, van, tot, lezer.today)
    shown = _drawable(stand, wijken, beeld, chosen)
    if not shown or van > tot:
        _empty(kompas, fase, chosen, bool(wijken), van > tot)
        return
    per = chosen_group()
    part, _, _ = _page(by_lean(shown, read_reeksen(lezer, stand, van, tot, per)), beeld, chosen)
    _balance_chart(lezer, stand, part, beeld, fase, chosen, van, tot, per, links=False)
    _verdicts(stand, kompas, {w.id for w in shown})


def _within_reach(wijken: Sequence[Wijk], van: date | None, tot: date | None, day: date) -> tuple[date, date]:
    """The chosen period as far as there can be data: from the first start up to the day of the view."""
    first = min((w.start for w in wijken), default=day)
    return max(van or first, first), min(tot or day, day)


def _drawable(stand: Programmastand, wijken: Sequence[Wijk], beeld: str, chosen: Wijk | None) -> tuple[Wijk, ...]:
    """The wijken with data for this kind of chart; beside each other only the chosen one, when there is one."""
    have = set(stand.sommen["wijk"].tolist())
    shown = tuple(w for w in wijken if w.id in have and (beeld != OVER or w.id in stand.begin))
    return shown if beeld == OVER or chosen is None else tuple(w for w in shown if w == chosen)


def finding(stand: Programmastand, kompas: Kompas, wijken: set[int]) -> str:
    """What the bands say of these wijken in one sentence; without any band which way they lean in their open fasen."""
    rows = among(stand.oordelen, "wijk", wijken)
    total = nl.count(len(wijken), "wijk", "wijken")
    judged = list(zip(*(rows[c].tolist() for c in ("wijk", "plaats", "n", "laag", "hoog")), strict=True))
    held = {wijk for wijk, plaats, *_ in judged if plaats != Plaats.GEEN_BAND}
    if held:
        behind = len({wijk for wijk, plaats, *_ in judged if plaats == Plaats.ACHTER})
        if len(wijken) == 1:
            return f"{stand.namen[next(iter(wijken))]}: {'een' if behind else 'geen'} spoor loopt achter op de band"
        many = f"{behind or 'geen'} van de {nl.count(len(held), 'wijk', 'wijken')}"
        return f"In {many} met een band in hun fase loopt een spoor achter"
    if len(kompas.sporen) != 2:
        return f"De verdeling over de sporen in {total}"
    first, second = (spoor.kort.lower() for spoor in kompas.sporen)
    up = len({wijk for wijk, _, n, low, _ in judged if n >= STANDAARD.minimaal_n and low > 0})
    down = len({wijk for wijk, _, n, _, high in judged if n >= STANDAARD.minimaal_n and high < 0})
    if not up and not down:
        if len(wijken) == 1:
            return f"{stand.namen[next(iter(wijken))]}: geen duidelijk overwicht in de huidige fase"
        return f"Nergens duidelijk overwicht ({total})"
    if len(wijken) == 1:
        return f"{stand.namen[next(iter(wijken))]}: vooral {first if up else second} in de huidige fase"
    parts = [f"{nl.count(n, 'wijk', 'wijken')} vooral {spoor}" for n, spoor in ((up, first), (down, second)) if n]
    return f"In hun huidige fase: {nl.enumerate_words(parts)} (van {len(wijken)})"


def _why(stand: Programmastand, kompas: Kompas, wijken: set[int]) -> list[tuple[str, str]]:
    """The figures behind the finding: how many wijken and open fasen there are, and what of them can be said."""
    rows = among(stand.oordelen, "wijk", wijken)
    plaatsen, counts = rows["plaats"].tolist(), rows["n"].tolist()
    facts = [("Wijken", nl.whole(len(wijken))), ("Open fasen in die wijken", nl.whole(len(plaatsen)))]
    if any(plaats != Plaats.GEEN_BAND for plaats in plaatsen):
        return facts + [(kop, nl.whole(plaatsen.count(plaats))) for plaats, kop in KOPPEN.items()]
    enough = [n >= STANDAARD.minimaal_n for n in counts]
    facts.append((f"Met minstens {STANDAARD.minimaal_n} contactmomenten", nl.whole(sum(enough))))
    if len(kompas.sporen) == 2:
        low, high = (rows[name].tolist() for name in ("laag", "hoog"))
        first, second = (nl.in_sentence(spoor.kort) for spoor in kompas.sporen)
        up = sum(ok and value > 0 for ok, value in zip(enough, low, strict=True))
        down = sum(ok and value < 0 for ok, value in zip(enough, high, strict=True))
        facts += [(f"Zeker meer {first}", nl.whole(up)), (f"Zeker meer {second}", nl.whole(down))]
    return facts


def _balance_chart(
    lezer: Lezer,
    stand: Programmastand,
    wijken: tuple[Wijk, ...],
    beeld: str,
    fase: str | None,
    chosen: Wijk | None,
    van: date,
    tot: date,
    per: Per,
    *,
    links: bool = True,
) -> None:
    kompas = lezer.methode.kompas
    ids = {w.id for w in wijken}
    whole = read_reeksen(lezer, stand, van, tot, per)
    picked = chosen.id if chosen else None
    found = within(read_noten(lezer, wijken), van, tot)
    concerned = tuple((wijk, tuple(noten)) for wijk, noten in per_wijk(found, wijken).items())
    laatste = read_laatsten(lezer, stand, tot)
    drawn = Getekend(wijken, concerned, laatste, per, tot, dark=is_dark(), breed=chart_width())
    said = finding(stand, kompas, ids)
    if beeld == OVER:
        grafiek = lezer.made(draw_over, whole, stand, drawn, kompas, fase, picked, said)
    else:
        grafiek = lezer.made(draw_beside, whole, stand, drawn, kompas, links, said)
    counted = sum(among(whole, "wijk", ids)["n"].tolist())
    draw(
        grafiek,
        f"programma_{beeld or 'naast'}",
        file_name=f"balans-per-wijk-{lezer.today:%Y-%m-%d}",
        about=_about(kompas, beeld, fase, chosen),
        confidence=(
            f"{nl.count(counted, 'contactmoment', 'contactmomenten')} in "
            f"{nl.count(len(wijken), 'wijk', 'wijken')} · {nl.period(van, tot)}, hele maanden"
        ),
        on_click=_clicked if beeld == OVER and links else None,
        onder=lambda: _under(stand, kompas, ids, beeld if links else None),
        is_title=True,
    )


def _under(stand: Programmastand, kompas: Kompas, wijken: set[int], beeld: str | None) -> None:
    """Below the headline: why it says so, and the choice of another picture (`beeld` None: nothing to choose)."""
    show(why_this_sentence(_why(stand, kompas, wijken), FINDING_UITLEG))
    if beeld is not None:
        _beeld_filter(beeld)


def _about(kompas: Kompas, beeld: str, fase: str | None, chosen: Wijk | None) -> str:
    """What is chosen beside the period, for in a picture."""
    parts = [BEELDEN[beeld], kompas.fase[fase].naam if fase else "alle fasen", chosen.naam if chosen else "alle wijken"]
    return " · ".join(parts)


def _verdicts(stand: Programmastand, kompas: Kompas, wijken: set[int]) -> None:
    """Per judgement the wijken by name, never as a ranking."""
    slugs = {w.id: w.slug for w in stand.wijken}
    rows = among(stand.oordelen, "wijk", wijken)
    names = ("wijk", "fase", "n", "balans", "plaats", "zin")
    lines: dict[str, list[tuple[str, str]]] = {}
    for wijk, fase, n, balans, plaats, zin in zip(*(rows[c].tolist() for c in names), strict=True):
        where = kompas.fase[fase].naam if fase in kompas.fase else fase
        item = html(
            '<li><a href="{}" target="_self">{}</a>: {} <span class="wk-stil">({}, {})</span></li>',
            href("balans", {"wijk": slugs[wijk]}),
            stand.namen[wijk],
            zin,
            where,
            balance_words(balans, n),
        )
        lines.setdefault(plaats, []).append((stand.namen[wijk].casefold(), item))
    parts = []
    for plaats, kop in KOPPEN.items():
        found = [item for _, item in sorted(lines.get(plaats, []))]
        if found:
            rest = (
                html('<li class="wk-stil">en nog {}; kies een fase of een wijk</li>', len(found) - MOST)
                if len(found) > MOST
                else ""
            )
            parts.append(html("<p><strong>{}</strong></p><ul>{}{}</ul>", kop, joined(found[:MOST]), rest))
    if parts:
        show(heading("Wat zeggen de banden?"), html('<div class="wk-banden">{}</div>', joined(parts)))


def _asked_beeld() -> str:
    return OVER if state.get(BEELD) == OVER else ""


def _beeld_filter(beeld: str) -> None:
    """Choose between side by side and laid over each other; below the headline, which goes first."""

    def choose(value: object) -> None:
        state.put(**{BEELD: str(value or "") or None, BLAD: None})

    st.segmented_control(
        "Beeld",
        list(BEELDEN),
        format_func=lambda key: BEELDEN.get(key, str(key)),
        required=True,
        label_visibility="collapsed",
        **state.follow("programmabalans_beeld", beeld, choose),
    )


def _choice(label: str, name: str, names: dict[str, str]) -> str | None:
    """One of these or all; it stands in the URL under `name`. What is not there for this user means all."""
    value = state.get(name)
    value = value if value in names else None

    def choose(chosen: object) -> None:
        state.put(**{name: str(chosen or "") or None, BLAD: None})

    st.selectbox(
        label,
        ["", *names],
        format_func=lambda key: names.get(key, "Alle") if key else "Alle",
        **state.follow(f"programmabalans_{name}", value or "", choose),
    )
    return value


def _clicked(points: list[dict]) -> None:
    """A click on a line chooses its wijk (`customdata` is its id)."""
    found = points[0].get("customdata") if points else None
    key = found[0] if isinstance(found, list) and found else found
    slugs = st.session_state.get("programmabalans_slugs", {})
    if key in slugs:
        state.put(wijk=slugs[key])


def _page(wijken: tuple[Wijk, ...], beeld: str, chosen: Wijk | None) -> tuple[tuple[Wijk, ...], int, int]:
    """The wijken on the page in the URL, its number and the last; the chosen one is always along."""
    size = PER_PAGE[beeld]
    last = -(-len(wijken) // size)
    number = min(asked_page(), last)
    part = wijken[(number - 1) * size : number * size]
    if chosen is not None and chosen in wijken and chosen not in part:
        part = (*part, chosen)
    st.session_state["programmabalans_slugs"] = {w.id: w.slug for w in part}
    return part, number, last


def _turn_pages(number: int, last: int, total: int) -> None:
    def turn(to: int) -> None:
        state.put(**{BLAD: None if to == 1 else str(to)})

    with st.container(horizontal=True, vertical_alignment="center"):
        if number > 1:
            st.button("Vorige wijken", key="programmabalans_vorige", on_click=turn, args=(number - 1,))
        if number < last:
            st.button("Volgende wijken", key="programmabalans_volgende", on_click=turn, args=(number + 1,))
        show(html('<p class="wk-stil">Bladzijde {} van {}, {} wijken</p>', number, last, total))


def _empty(kompas: Kompas, fase: str | None, chosen: Wijk | None, any_wijk: bool, no_period: bool) -> None:
    what = "Hier komt de balans van de wijken te staan."
    if no_period:
        empty_state(what, "Deze periode is leeg. Kies een latere periode.", is_title=True)
    elif fase is not None and not any_wijk:
        empty_state(what, f"Geen wijk is nu in fase {kompas.fase[fase].naam}. Kies een andere fase.", is_title=True)
    elif chosen is not None:
        empty_state(what, f"In {chosen.naam} is nog geen contactmoment vastgelegd.", is_title=True)
    else:
        empty_state(what, "In deze wijken is nog geen contactmoment vastgelegd.", is_title=True)
