"""Beside the kompas: what the chosen part is, how it stands, its knooppunten, and who was involved."""

from datetime import date

import pandas as pd
from markupsafe import Markup

from dashboard.charts.vakken_tabel import binnen
from dashboard.kit import texts
from dashboard.kit.html import NOTHING, heading, html, joined, paragraph
from dashboard.reading.beelden import KompasBeeld
from wijkkompas_core.analysis.dekking import dekking, dekking_tekst
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Knooppunt, Kompas
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.queries.methode import Methode

ALL_PARTIES = 12


def explanation(selectie: Selectie, kompas: Kompas) -> str:
    """What the chosen part is about, in a sentence or two."""
    if selectie.vak and kompas.vakuitleg.get(selectie.vak):
        return kompas.vakuitleg[selectie.vak]
    if selectie.aspect:
        return kompas.aspect[selectie.aspect].uitleg
    if selectie.spoor:
        return kompas.spoor[selectie.spoor].uitleg
    if selectie.fase:
        return kompas.fase[selectie.fase].uitleg
    return "Kies een deel van het kompas, in de cirkel of in de keuzelijst. Alles op deze pagina gaat dan daarover."


def summary(beeld: KompasBeeld, selectie: Selectie, kompas: Kompas, naam: str, peildatum: date) -> Markup:
    """Name, explanation, coverage and last contact of the chosen part."""
    part = binnen(beeld.vakken, selectie, kompas)
    last = max((moment for moment in part["laatste"] if not pd.isna(moment)), default=None)
    facts = [
        ("Dekking", dekking_tekst(dekking(part))),
        ("Contactmomenten", nl.count(beeld.totaal, "keer", "keer")),
    ]
    if len(part) == 1:
        row = part.iloc[0]
        facts[0] = ("Status", row["status"] + (f": {row['reden']}" if row["reden"] else ""))
    facts.append(("Laatste contact", "nog geen" if last is None else nl.day(last)))
    facts.append(("Peildatum", nl.day(peildatum)))
    title = texts.selectie_trail(selectie, kompas)[-1] if selectie != Selectie() else naam
    items = joined(html("<div><dt>{}</dt><dd>{}</dd></div>", k, v) for k, v in facts)
    return heading(title) + paragraph(explanation(selectie, kompas)) + html('<dl class="wk-feiten">{}</dl>', items)


def knooppunten(methode: Methode, selectie: Selectie, statussen: dict[str, tuple[str, str]] | None) -> Markup:
    """The knooppunten of the chosen part; each opens its text. With `statussen`: how far the wijk is with each."""
    kompas = methode.kompas
    chosen = [
        (vak, points) for vak, points in methode.knooppunten.items() if selectie.covers(vak.fase, vak.aspect, kompas)
    ]
    number = sum(len(points) for _, points in chosen)
    parts = [heading("Knooppunten", str(number))]
    if selectie.fase is None and selectie.aspect is None:
        parts.append(paragraph("Kies een fase of aspect om de knooppunten te zien.", "wk-stil"))
    else:
        for _, points in chosen:
            parts += [_knooppunt(methode, point, statussen) for point in points]
    return joined(parts)


def _knooppunt(methode: Methode, point: Knooppunt, statussen: dict[str, tuple[str, str]] | None) -> Markup:
    badge = ""
    if statussen is not None:
        status, reason = statussen.get(point.slug, ("niet-gestart", ""))
        label = methode.naam("knooppuntstatus", status).lower() + (f" ({reason})" if reason else "")
        badge = html('<span class="wk-badge wk-knoop-{}">{}</span>', status, label)
    parties = nl.enumerate_words([methode.typen[p].naam.lower() for p in point.partijen if p in methode.typen])
    fields = [("Doel", point.doel), ("Aanpak", point.aanpak), ("Praktijk", point.praktijkverhaal)]
    doel, aanpak, praktijk = (
        html("<p><strong>{}.</strong> {}</p>", *field) if field[1] else NOTHING for field in fields
    )
    tips = joined(html("<li>{}</li>", tip) for tip in point.losse_tips)
    listed = html("<p><strong>Tips.</strong></p><ul>{}</ul>", tips) if tips else NOTHING
    body = doel + aanpak + listed + praktijk
    if parties:
        body += html("<p><strong>Betrokken partijen.</strong> {}.</p>", parties[0].upper() + parties[1:])
    if point.bron:
        checked = f"Nagekeken op {nl.day(point.nagekeken_op)}." if point.nagekeken_op else "Nog niet nagekeken."
        body += paragraph(f"Bron: {point.bron}. {checked}", "wk-stil")
    sensitive = html('<span class="wk-badge">bestuurlijk gevoelig</span>') if point.bestuurlijk_gevoelig else ""
    return html(
        '<details class="wk-knooppunt"><summary>{} {}{}</summary>{}</details>', point.titel, badge, sensitive, body
    )


def involved(methode: Methode, betrokkenen: pd.DataFrame) -> Markup:
    """Who was involved in the chosen part, most often first."""
    if betrokkenen.empty:
        return heading("Wie waren erbij") + paragraph("Er is nog geen belanghebbende bij een contactmoment genoemd.")
    rows = betrokkenen.head(ALL_PARTIES)
    items = joined(
        html(
            "<li><span>{}</span><span class='wk-stil'>{}</span><span class='getal'>{}, laatst {}</span></li>",
            naam,
            _type(methode, slug),
            nl.count(aantal, "keer", "keer"),
            nl.day(laatste),
        )
        for naam, slug, aantal, laatste in zip(*(rows[c] for c in ("naam", "type", "aantal", "laatste")), strict=True)
    )
    rest = len(betrokkenen) - len(rows)
    more = paragraph(f"En nog {rest} andere.", "wk-stil") if rest else ""
    return heading("Wie waren erbij", str(len(betrokkenen))) + html('<ul class="wk-partijen">{}</ul>', items) + more


def _type(methode: Methode, slug: str) -> str:
    found = methode.typen.get(slug)
    return found.naam if found else slug
