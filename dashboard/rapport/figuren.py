"""The charts of a report: the figures of the screen, drawn as SVG, each with its finding and its text alternative."""

from dataclasses import dataclass

from dashboard.charts import matrix as matrix_charts
from dashboard.charts.balans import Rondom, balans_grafiek
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.kompas import alt_tekst
from dashboard.charts.noten import Noot
from dashboard.charts.paper.svg import svg
from dashboard.charts.vakraster import vakraster_svg
from wijkkompas_core.analysis.dekking import standen_van
from wijkkompas_core.analysis.vakraster import vakraster
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.rapport import Wijkblad

WIDE, SMALL = 680, 380
"""Widths in pixels: of a chart over the whole page and over half of it."""


@dataclass(frozen=True, slots=True)
class Plaat:
    """A drawing with what it shows: the finding as its title, and the same in words for who cannot see it."""

    svg: str
    titel: str
    alt: str
    onder: str = ""
    """What is shown, to stand under the title."""


def kompas_plaat(blad: Wijkblad, kompas: Kompas, breed: int = WIDE) -> Plaat:
    """The vakken as a grid, `breed` pixels wide, with what they say in a sentence."""
    raster = vakraster(standen_van(blad.vakken), kompas, blad.regel.fasen, blad.peildatum)
    alt = alt_tekst(blad.vakken, kompas, actieve_fasen=blad.regel.fasen)
    return Plaat(vakraster_svg(raster, kompas, breed), raster.kop, alt)


def balans_plaat(blad: Wijkblad, kompas: Kompas) -> Plaat:
    """The balance per quarter with the fasen, mijlpalen and noten."""
    noten = tuple(Noot(number, noot.datum, noot.tekst) for number, noot in enumerate(blad.noten, start=1))
    around = Rondom(blad.perioden, blad.mijlpalen, noten, blad.wijk.naam, blad.regel.laatste, blad.peildatum)
    grafiek = balans_grafiek(blad.balans, kompas, around, per="kwartaal", bevinding=blad.kop.zin, breed=WIDE)
    return op_papier(grafiek, WIDE, voluit=True)


def op_papier(grafiek: Grafiek, breed: int, *, voluit: bool = False) -> Plaat:
    """A chart for on paper, `breed` pixels wide; with `voluit` its words begin with its finding."""
    alt = f"{grafiek.bevinding}. {grafiek.alt}" if voluit else grafiek.alt
    return Plaat(svg(grafiek.figuur, breed, paper=False), grafiek.bevinding, alt, grafiek.ondertitel)


def matrix_plaat(blad: Wijkblad, methode: Methode) -> Plaat:
    """The stakeholdermatrix."""
    named = blad.register.assign(type=[type_naam(methode, slug) for slug in blad.register["type"]])
    return op_papier(matrix_charts.matrix(named), WIDE)


def niet_geplaatst(blad: Wijkblad) -> str:
    """Who is not in the matrix and why; empty when everybody is."""
    missing = [f"{len(rows)} keer {reason}" for reason, rows in matrix_charts.niet_geplaatst(blad.register)]
    return f"Niet in de figuur: {nl.enumerate_words(missing)}." if missing else ""


def type_naam(methode: Methode, slug: str) -> str:
    """The name of a type of belanghebbende."""
    found = methode.typen.get(slug)
    return found.naam if found else slug
