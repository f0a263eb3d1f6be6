"""The register in pictures: stakeholdermatrix, belofte en praktijk, and the spread of the contacts."""

from datetime import date, timedelta

import pandas as pd
from markupsafe import Markup

from dashboard.charts import belanghebbenden as charts
from dashboard.charts.assen import WIDE
from dashboard.charts.grafiek import Grafiek
from dashboard.kit import texts
from dashboard.kit.chart import draw
from dashboard.kit.html import empty_state, html, joined, show
from dashboard.kit.screen import is_dark, is_narrow
from dashboard.reading.belanghebbenden import read_confidence, read_participation, read_promises, read_register
from dashboard.reading.lezer import Lezer
from dashboard.screens.belanghebbenden.register import one_href, type_name
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.belofte import verschil
from wijkkompas_core.analysis.spreiding import spreiding
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.wijken import Wijk

NAMED = 8


def matrix_view(lezer: Lezer, wijk: Wijk) -> None:
    """The stakeholdermatrix, and how many could not be placed in it and why."""
    frame = read_register(lezer, wijk.id)
    methode = lezer.methode
    if frame.empty:
        _nobody(wijk)
        return

    left_out = charts.niet_geplaatst(frame)
    known = sum(stand is not None for stand in frame["huidig"])
    draw(
        lezer.made(draw_matrix, frame, methode, dark=is_dark(), smal=is_narrow()),
        "matrix",
        file_name=f"stakeholdermatrix-{wijk.slug}",
        about=f"{wijk.naam} · belang en invloed",
        confidence=f"{nl.count(len(frame), 'belanghebbende', 'belanghebbenden')} · van {known} is de houding bekend",
    )
    if left_out:
        total = sum(len(rows) for _, rows in left_out)
        each = (html("{} keer {} ({})", len(rows), reason, _names(wijk, frame, rows)) for reason, rows in left_out)
        reasons = joined(each, "; ")
        show(
            html(
                '<p class="wk-alinea wk-niet-geplaatst"><strong>{} niet in de figuur:</strong> {}.</p>', total, reasons
            )
        )


def draw_matrix(frame: pd.DataFrame, methode: Methode, *, dark: bool, smal: bool) -> Grafiek:
    """The matrix of a register."""
    return charts.matrix(_named(frame, methode), dark=dark, smal=smal)


def _named(frame: pd.DataFrame, methode: Methode) -> pd.DataFrame:
    """The frame with the name of each type."""
    return frame.assign(type=[type_name(methode, slug) for slug in frame["type"]])


def _names(wijk: Wijk, frame: pd.DataFrame, rows: list[int]) -> Markup:
    """The first names of these rows as links, where what is missing can be filled in."""
    first = [(int(frame["id"].iloc[row]), str(frame["naam"].iloc[row])) for row in rows[:NAMED]]
    links = [html('<a href="{}" target="_self" dir="auto">{}</a>', one_href(wijk, key), naam) for key, naam in first]
    return joined(links, ", ") + (f" en nog {len(rows) - NAMED}" if len(rows) > NAMED else "")


def promise_view(lezer: Lezer, wijk: Wijk) -> None:
    """Belofte en praktijk."""
    peildatum = lezer.today
    frame = read_promises(lezer, wijk.id, peildatum)
    if frame.empty:
        empty_state(
            "Hier komt te staan of beloften zijn waargemaakt.",
            "Er is nog geen belofte voor een fase die nu loopt. Open een belanghebbende in de lijst en leg bij "
            "'Belofte per fase' vast welk niveau je hebt toegezegd.",
        )
        return
    together = verschil(frame)
    since = peildatum - timedelta(days=STANDAARD.praktijk_dagen - 1)
    middle = "" if together.mediaan is None else nl.decimal(together.mediaan, 1).removesuffix(",0")
    steps = "stap" if middle in ("1", "−1") else "stappen"
    trust = texts.confidence(read_confidence(lezer, wijk.id, since, peildatum))
    draw(
        lezer.made(draw_promises, frame, lezer.methode, dark=is_dark(), smal=is_narrow(WIDE)),
        "belofte",
        file_name=f"belofte-en-praktijk-{wijk.slug}-{peildatum:%Y-%m-%d}",
        about=f"{wijk.naam} · peildatum {nl.day(peildatum)}",
        confidence=f"Middelste verschil (mediaan): {middle} {steps} · {nl.period(since, peildatum)} · {trust}",
    )


def draw_promises(frame: pd.DataFrame, methode: Methode, *, dark: bool, smal: bool) -> Grafiek:
    """What was promised beside what came of it."""
    levels = [(s.slug, s.naam) for s in methode.schalen.get(PARTICIPATIENIVEAU, {}).values()]
    return charts.belofte_praktijk(frame, levels, dark=dark, smal=smal)


def spread_view(lezer: Lezer, wijk: Wijk, van: date | None, tot: date | None) -> None:
    """How the contacts are spread over the belanghebbenden."""
    frame = read_participation(lezer, wijk.id, van, tot)
    if frame.empty:
        _nobody(wijk)
        return
    spread = spreiding(frame, lezer.methode.typen.keys())

    too_few = "te weinig gegevens"
    facts = [
        ("Scheefheid (Gini, 0 tot 1)", nl.decimal(spread.gini) if spread.gini is not None else too_few),
        ("Deel van de top 3", nl.percentage(spread.top3) if spread.top3 is not None else too_few),
        ("Gesproken", f"{spread.gesproken} van {nl.count(spread.n, 'belanghebbende', 'belanghebbenden')}"),
        ("Soorten gesproken", f"{spread.typen_gesproken} van {spread.typen_verwacht} soorten"),
    ]
    draw(
        lezer.made(draw_spread, frame, lezer.methode, dark=is_dark(), smal=is_narrow()),
        "spreiding",
        file_name=f"spreiding-{wijk.slug}",
        about=f"{wijk.naam} · {nl.period(van, tot)}",
        confidence=f"{nl.period(van, tot)} · {texts.confidence(read_confidence(lezer, wijk.id, van, tot))}",
    )
    items = joined(html("<div><dt>{}</dt><dd>{}</dd></div>", name, value) for name, value in facts)
    show(html('<dl class="wk-feiten">{}</dl>', items))


def draw_spread(frame: pd.DataFrame, methode: Methode, *, dark: bool, smal: bool) -> Grafiek:
    """The contacts per belanghebbende."""
    return charts.spreiding_grafiek(_named(frame, methode), dark=dark, smal=smal)


def _nobody(wijk: Wijk) -> None:
    empty_state(
        "Hier komt een beeld van de belanghebbenden te staan.",
        f"Er staat nog niemand in het register van {wijk.naam}. Voeg eerst belanghebbenden toe in de lijst.",
    )
