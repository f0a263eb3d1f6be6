"""The kompas as a tree for the keyboard: fase, spoor and aspect, each with one sentence (assets/boom.js walks it)."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from dashboard.kit.html import NOTHING, html, joined
from wijkkompas_core.analysis.vakraster import Vakraster, deelzin
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie


def boom(raster: Vakraster, kompas: Kompas, chosen: Selectie, adres: Callable[[Selectie], str]) -> Markup:
    """The tree; every part is a link to its `adres`, the chosen one to the part around it, as in the circle.

    Only what holds the chosen part is open. The tab key comes in once: at the chosen part, or at the first fase.
    """
    fasen = [Selectie(fase.slug) for fase in kompas.fasen]
    first = chosen if chosen.fase else next(iter(fasen), chosen)

    def item(part: Selectie, inside: Iterable[Selectie] = ()) -> Markup:
        children = joined(item(one, _inside(one, kompas)) for one in inside)
        around = part in (chosen, chosen.parent, chosen.parent.parent)
        group = html('<ul role="group" id="boom-{}">{}</ul>', part.node, children) if children else NOTHING
        opened = (
            html(' aria-expanded="{}" aria-owns="boom-{}"', "true" if around else "false", part.node)
            if children
            else NOTHING
        )
        return html(
            '<li role="none"><a role="treeitem" href="{}" target="_self" data-kies="deel:{}" tabindex="{}" '
            'aria-selected="{}" aria-label="{}"{}></a>{}</li>',
            adres(part.parent if part == chosen else part),
            part.node,
            "0" if part == first else "-1",
            "true" if part == chosen else "false",
            deelzin(raster, part, kompas),
            opened,
            group,
        )

    return html(
        '<ul class="wk-boom" role="tree" aria-label="Het kompas als boom: loop met de pijltjes, kies met Enter">'
        "{}</ul>",
        joined(item(fase, _inside(fase, kompas)) for fase in fasen),
    )


def _inside(part: Selectie, kompas: Kompas) -> list[Selectie]:
    """The parts right inside a part of one fase."""
    if part.aspect or not part.fase:
        return []
    if part.spoor:
        return [Selectie(part.fase, part.spoor, aspect.slug) for aspect in kompas.aspecten_van(part.spoor)]
    return [Selectie(part.fase, spoor.slug) for spoor in kompas.sporen if kompas.aspecten_van(spoor.slug)]
