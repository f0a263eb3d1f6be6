"""The pages that there are: everything that is known of a page, each in one record."""

from dataclasses import dataclass
from enum import StrEnum

from wijkkompas_core.domain.toegang import Recht

PROGRAMMA, WIJK, JIJ, BEHEER = "Programma", "Wijk", "Voor jou", "Beheer"
"""The headings of the menu."""


class Over(StrEnum):
    """Whether a page is about one wijk, which is chosen there, or about all that somebody may see."""

    WIJK = "wijk"
    WIJKEN = "wijken"


@dataclass(frozen=True, slots=True)
class Pagina:
    """One page: its address, its title, the sentence that says what it is for, and the right it asks (`None`: public).

    `kopje` is the heading in the menu under which it stands; without one it stands on top. `opschrift` is the title on
    the page itself, where that differs. `over` says that it needs a wijk; a page without it works before there is one.
    """

    adres: str
    titel: str
    doel: str
    recht: Recht | None
    kopje: str = ""
    over: Over | None = None
    opschrift: str = ""
    in_menu: bool = True
    terugkijken: bool = False
    """It can show how it was on a peildatum."""
    weergave: bool = False
    """What is chosen on it can be kept under a name."""
    bevinding: bool = False
    """Its title is what the data say; the name of the page is a label above it."""
    deelbaar: bool = False
    """It can be shown to people without an account."""

    @property
    def bestand(self) -> str:
        """The name of its script in `pages/`."""
        return f"{self.adres or 'start'}.py"


PAGINAS: tuple[Pagina, ...] = (
    Pagina(
        "",
        "De methode",
        "In elke fase kijk je op twee manieren naar de wijk: vanuit mensen en besluiten, en vanuit geld, gebouwen en "
        "netten. Dat noemen we sporen. Houd ze de hele tijd allebei in beeld.",
        None,
        opschrift="Een wijk verduurzamen doe je samen",
    ),
    Pagina("inloggen", "Inloggen", "", None),
    Pagina("gedeeld", "Gedeeld beeld", "", None, in_menu=False),
    Pagina("uitnodiging", "Je uitnodiging", "", None, in_menu=False),
    Pagina(
        "programma",
        "Programma",
        "Zie in één oogopslag welke wijk je deze week nodig heeft.",
        Recht.WIJK_ZIEN,
        PROGRAMMA,
        Over.WIJKEN,
        terugkijken=True,
        weergave=True,
        bevinding=True,
        deelbaar=True,
    ),
    Pagina(
        "programmabalans",
        "Balans per wijk",
        "Zie in welke wijken een spoor meer aandacht nodig heeft.",
        Recht.WIJK_ZIEN,
        PROGRAMMA,
        Over.WIJKEN,
        terugkijken=True,
        weergave=True,
        bevinding=True,
        deelbaar=True,
    ),
    Pagina(
        "vergelijken",
        "Vergelijken",
        "Leg wijken naast elkaar om van elkaar te leren. Dit is geen ranglijst.",
        Recht.WIJK_ZIEN,
        PROGRAMMA,
        Over.WIJKEN,
        terugkijken=True,
        weergave=True,
        bevinding=True,
        deelbaar=True,
    ),
    Pagina(
        "rapport",
        "Rapport",
        "Maak een rapport over een wijk of het hele programma, om te delen of te bewaren.",
        Recht.WIJK_ZIEN,
        PROGRAMMA,
        Over.WIJKEN,
    ),
    Pagina(
        "wijk",
        "Mijn wijk",
        "Zie wat nu aandacht vraagt, hoe de wijk ervoor staat en wat er pas is gebeurd.",
        Recht.WIJK_ZIEN,
        WIJK,
        Over.WIJK,
        terugkijken=True,
        weergave=True,
        bevinding=True,
        deelbaar=True,
    ),
    Pagina(
        "kompas",
        "Kompas",
        "Zie per fase, spoor en aspect of iedereen op tijd betrokken is, en waar het stil is.",
        Recht.WIJK_ZIEN,
        WIJK,
        Over.WIJK,
        terugkijken=True,
        weergave=True,
        bevinding=True,
        deelbaar=True,
    ),
    Pagina(
        "vastleggen",
        "Vastleggen",
        "Leg vast wie je sprak en wat het opleverde. Het kost minder dan een halve minuut.",
        Recht.VASTLEGGEN,
        WIJK,
        Over.WIJK,
    ),
    Pagina(
        "belanghebbenden",
        "Belanghebbenden",
        "Zie wie er meedoen in de wijk, hoe ze erin staan en wie er nog niet aan tafel zit.",
        Recht.WIJK_ZIEN,
        WIJK,
        Over.WIJK,
        terugkijken=True,
        weergave=True,
        bevinding=True,
    ),
    Pagina(
        "logboek",
        "Logboek",
        "Vind terug wat er in de wijk gebeurde, wat er is besloten en hoe het eerder was opgeschreven.",
        Recht.WIJK_ZIEN,
        WIJK,
        Over.WIJK,
        terugkijken=True,
        weergave=True,
    ),
    Pagina(
        "balans",
        "Balans",
        "Zie of beide sporen door de tijd heen genoeg aandacht krijgen.",
        Recht.WIJK_ZIEN,
        WIJK,
        Over.WIJK,
        terugkijken=True,
        weergave=True,
        bevinding=True,
        deelbaar=True,
    ),
    Pagina(
        "voortgang",
        "Voortgang",
        "Zie hoe ver de wijk is, gepland en werkelijk, en waar het op vastzit.",
        Recht.WIJK_ZIEN,
        WIJK,
        Over.WIJK,
        terugkijken=True,
        weergave=True,
        bevinding=True,
    ),
    Pagina(
        "afspraken",
        "Mijn afspraken",
        "Zie wat er is afgesproken, wie het doet en wanneer het klaar moet zijn.",
        Recht.WIJK_ZIEN,
        JIJ,
        Over.WIJKEN,
        terugkijken=True,
        weergave=True,
    ),
    Pagina(
        "weergaven",
        "Weergaven en delen",
        "Bewaar een weergave onder een naam, begin ermee, of deel hem met iemand zonder account.",
        Recht.WIJK_ZIEN,
        JIJ,
    ),
    Pagina(
        "uitwisseling",
        "Uitwisselen",
        "Haal lijsten uit een rekenprogramma binnen, of neem ze mee naar buiten.",
        Recht.WIJK_ZIEN,
        JIJ,
        Over.WIJKEN,
    ),
    Pagina(
        "account",
        "Mijn account",
        "Zie wat je in Wijkkompas kunt doen, waar je bent ingelogd, en hoe je binnenkomt.",
        Recht.EIGEN_ACCOUNT,
        JIJ,
    ),
    Pagina(
        "wijken",
        "Wijken beheren",
        "Begin een wijkaanpak, leg vast waar die ligt en wie de regie heeft, of sluit hem af.",
        Recht.PROGRAMMA_STUREN,
        BEHEER,
    ),
    Pagina(
        "beheer",
        "Mensen en rollen",
        "Geef collega's toegang, en haal die weg zodra ze hem niet meer nodig hebben.",
        Recht.TEAM_BEHEREN,
        BEHEER,
    ),
    Pagina(
        "audit",
        "Wie deed wat",
        "Zoek terug wie iets wijzigde, wie inlogde en wat er is geweigerd.",
        Recht.BEHEREN,
        BEHEER,
    ),
)
"""In the order of the menu."""


def page_at(adres: str) -> Pagina | None:
    """The page at this address (the last part, without the slash), if there is one."""
    return next((pagina for pagina in PAGINAS if pagina.adres == adres), None)
