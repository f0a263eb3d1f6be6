"""The knooppunten of a wijk with their status, and the vakken that do not apply."""

from collections import Counter
from datetime import date

import streamlit as st
from markupsafe import Markup

from dashboard.kit.fields import Velden
from dashboard.kit.filters import selectie_filter
from dashboard.kit.html import heading, html, joined, paragraph, show
from dashboard.screens.voortgang.overview import Blik, pick
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Knooppunt, Vak
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Recht
from wijkkompas_core.domain.voortgang import KNOOPPUNTSTATUS, NIET_GESTART, NVT
from wijkkompas_core.queries.voortgang import Knooppuntstand, NvtVak
from wijkkompas_core.services.voortgang import mark_nvt, set_knooppuntstatus, unmark_nvt

NONE = "geen"


def knooppunten_view(blik: Blik) -> None:
    """Choose a part of the kompas; its knooppunten with their status, and a form for one of them."""
    methode = blik.lezer.methode
    kompas = methode.kompas
    if blik.deel:
        show(paragraph(f"Knooppunten en n.v.t. gelden voor heel {blik.wijk.naam}, niet per deelproject.", "wk-stil"))
    selectie = selectie_filter(kompas)
    chosen = {
        vak: points for vak, points in methode.knooppunten.items() if selectie.covers(vak.fase, vak.aspect, kompas)
    }
    standen, nvt = blik.knooppunten(), blik.nvt()
    points = {point.slug: point for of_vak in chosen.values() for point in of_vak}
    if blik.vastleggen:
        labels = {NONE: "Kies een knooppunt om de status te wijzigen"}
        labels |= {
            slug: f"{kompas.fase[p.fase].nummer}. {p.titel}" for slug, p in points.items() if p.fase in kompas.fase
        }
        picked = pick("Knooppunt", labels, NONE)
        if picked in points:
            _status_form(blik, points[picked], standen.get(picked))
    if selectie.vak and blik.lezer.actor.may(Recht.WIJK_STUREN, blik.wijk.id):
        _nvt_form(blik, selectie.vak, nvt.get((selectie.vak.fase, selectie.vak.aspect)))
    show(_counts(blik, [_stand(standen, slug) for slug in points]), *_lists(blik, chosen, standen, nvt))


def _counts(blik: Blik, standen: list[Knooppuntstand]) -> Markup:
    counted = Counter(stand.status for stand in standen)
    steps = blik.lezer.methode.schalen.get(KNOOPPUNTSTATUS, {})
    items = joined(
        html(
            '<li><span class="wk-badge wk-knoop-{}">{}</span> <strong>{}</strong></li>',
            slug,
            step.naam.lower(),
            counted[slug],
        )
        for slug, step in steps.items()
        if counted[slug]
    )
    title = heading("Knooppunten", f"{counted['afgerond']} van {len(standen)} afgerond")
    return title + html('<ul class="wk-legenda" aria-label="Status van de knooppunten">{}</ul>', items)


def _lists(
    blik: Blik,
    chosen: dict[Vak, tuple[Knooppunt, ...]],
    standen: dict[str, Knooppuntstand],
    nvt: dict[tuple[str, str], NvtVak],
) -> list[Markup]:
    kompas, parts, last = blik.lezer.methode.kompas, [], ""
    places = {vak: place for place, vak in enumerate(kompas.vakken())}
    for vak in sorted((v for v in chosen if v in places), key=lambda v: places[v]):
        if vak.fase != last:
            last = vak.fase
            fase = kompas.fase[vak.fase]
            parts.append(html('<h3 class="wk-kop">{}. {}</h3>', fase.nummer, fase.naam))
        off = nvt.get((vak.fase, vak.aspect))
        why = (
            html('<p class="wk-alinea wk-stil">Dit vak is n.v.t.: {}{}</p>', off.reden, _since(off.sinds))
            if off
            else ""
        )
        rows = joined(_item(blik, point, _stand(standen, point.slug)) for point in chosen[vak])
        name = kompas.aspect[vak.aspect].naam
        parts.append(html('<h4 class="wk-vaknaam">{}</h4>{}<ul class="wk-partijen">{}</ul>', name, why, rows))
    return parts


def _item(blik: Blik, point: Knooppunt, stand: Knooppuntstand) -> Markup:
    label = blik.lezer.methode.naam(KNOOPPUNTSTATUS, stand.status).lower()
    reason = f" {stand.reden.rstrip('.')}." if stand.reden else ""
    since = html('<span class="wk-stil">{}{}</span>', reason, _since(stand.sinds)) if stand.versie else ""
    sensitive = html(' <span class="wk-badge">bestuurlijk gevoelig</span>') if point.bestuurlijk_gevoelig else ""
    badge = html('<span class="wk-badge wk-knoop-{}">{}</span>', stand.status, label)
    return html("<li><span>{} {}{}</span>{}</li>", badge, point.titel, sensitive, since)


def _since(day: date | None) -> str:
    return f" Sinds {nl.day(day)}." if day else ""


def _stand(standen: dict[str, Knooppuntstand], slug: str) -> Knooppuntstand:
    return standen.get(slug) or Knooppuntstand(slug, NIET_GESTART, "", None, 0)


def _status_form(blik: Blik, point: Knooppunt, stand: Knooppuntstand | None) -> None:
    form = Velden(f"knooppunt_{blik.wijk.id}_{point.slug}", blik.wijk.id)
    form.begin(
        stand.versie if stand else 0,
        status=stand.status if stand else NIET_GESTART,
        sinds=today(),
        reden=stand.reden if stand else "",
    )
    where = (blik.wijk.id, point.slug)
    steps = {s.slug: s.naam for s in blik.lezer.methode.schalen.get(KNOOPPUNTSTATUS, {}).values()}
    with st.container(key="wk-formulier"):
        form.choice("Status", "status", steps)
        form.date("Sinds", "sinds")
        needed = form.value("status") == NVT
        form.field(st.text_input, "Waarom niet van toepassing?" if needed else "Reden (mag leeg blijven)", "reden")

        def save() -> None:
            status, reden, sinds = form.text("status"), form.text("reden"), form.value("sinds")
            before = (stand.status, stand.reden, stand.sinds) if stand else (NIET_GESTART, "", today())
            form.save(
                Actie.KNOOPPUNT_WIJZIGEN,
                lambda s: set_knooppuntstatus(s, *where, form.versie, status, reden, sinds),
                f"{point.titel}: {steps.get(status, status).lower()}",
                lambda s, new: set_knooppuntstatus(s, *where, new, *before),
            )

        form.buttons("Status opslaan", save)


def _nvt_form(blik: Blik, vak: Vak, found: NvtVak | None) -> None:
    form = Velden(f"nvt_{blik.wijk.id}_{vak.fase}_{vak.aspect}", blik.wijk.id)
    form.begin(found.versie if found else 0, reden=found.reden if found else "")
    name = blik.lezer.methode.kompas.aspect[vak.aspect].naam.lower()
    where = (blik.wijk.id, vak.fase, vak.aspect)
    with st.expander("Dit vak staat op n.v.t." if found else "Dit vak op n.v.t. zetten", key=form.key("klap")):
        form.field(st.text_input, "Waarom is dit vak hier niet van toepassing?", "reden")

        def save() -> None:
            reden = form.text("reden")
            form.save(
                Actie.NVT_WIJZIGEN,
                lambda s: mark_nvt(s, *where, form.versie, reden),
                f"het vak {name} staat op n.v.t.",
                lambda s, new: mark_nvt(s, *where, new, found.reden) if found else unmark_nvt(s, *where, new),
            )

        def remove() -> None:
            assert found is not None
            before = found.reden
            form.save(
                Actie.NVT_WIJZIGEN,
                lambda s: unmark_nvt(s, *where, form.versie),
                f"het vak {name} telt weer mee",
                lambda s, _: mark_nvt(s, *where, 0, before),
            )

        form.buttons(
            "Reden opslaan" if found else "Op n.v.t. zetten", save, *([("Telt weer mee", remove)] if found else [])
        )
