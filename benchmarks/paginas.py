"""The pages that are measured, and what a user does on each of them."""

from dataclasses import dataclass
from itertools import count

from benchmarks.browser import Browser, PageFailed, Run

ONDERDELEN = ("Onderdeel", ("1. Samen starten", "1. Samen starten › Sociaal-maatschappelijk › Bewoners doen mee"))
PERS = ("Per", ("maand", "kwartaal"))
WOORDEN = (
    "bewoners", "huur", "straat", "wijkraad", "overleg", "energie", "warmte", "zorg",  # a full page in any database
    "gesprek", "plan", "kosten", "isolatie",  # as few in the large database as in the demo
)  # fmt: skip
_zoeken = count()


@dataclass(frozen=True)
class Pagina:
    """One page: its address, its title, and what it must show; `keuze` is what a user changes back and forth.

    With `zoekt` a user searches, each time for something that was not looked for before.
    """

    naam: str
    adres: str = ""
    titel: str = ""
    toont: tuple[str, ...] = ()
    keuze: tuple[str, tuple[str, str]] | None = None
    zoekt: bool = False

    async def visit(self, browser: Browser, wijk: str) -> Run:
        """Go to the page, once."""
        return self._check(await browser.open(self.adres, wijk=wijk))

    async def open(self, browser: Browser, wijk: str) -> Run:
        """Go to the page, and do everything once that will be measured, so that each cache is warm."""
        run = await self.visit(browser, wijk)
        for number in range(4):
            run = await self.rerun(browser, number)
        return run

    async def rerun(self, browser: Browser, number: int) -> Run:
        """The rerun that a user causes; raises `PageFailed` when something else than the page comes back."""
        if self.zoekt:
            return self._check(await browser.rerun(**browser.query | {"zoek": _something_else()}))
        if self.keuze is None:
            return self._check(await browser.rerun())
        label, options = self.keuze
        return self._check(await browser.choose(label, options[number % 2]))

    def _check(self, run: Run) -> Run:
        missing = [kind for kind in self.toont if not run.soorten[kind]]
        if run.titel != self.titel or missing:
            raise PageFailed(f"{self.naam}: shows {run.titel or 'no title'}, without {missing}")
        return run


KAAL = Pagina("kaal", toont=("markdown",))
KOMPAS = Pagina("kompas", "kompas", "Kompas", ("selectbox", "plotly_chart"), ONDERDELEN)
VASTLEGGEN = Pagina("vastleggen", "vastleggen", "Vastleggen", ("multiselect", "date_input"))
BALANS = Pagina("balans", "balans", "Balans", ("plotly_chart", "button_group"), PERS)
EIGEN = (KOMPAS, VASTLEGGEN, BALANS)
WIJKPAGINA = Pagina("wijk", "wijk", "Mijn wijk", ("plotly_chart",))
LOGBOEK = Pagina("logboek zoeken", "logboek", "Logboek", ("text_input",), zoekt=True)
BELANGHEBBENDEN = Pagina("belanghebbenden", "belanghebbenden", "Belanghebbenden", ("selectbox",))
TEAM = (WIJKPAGINA, LOGBOEK, BELANGHEBBENDEN)
"""Measured with one session and our own settings: what counts here is how much data there is."""


def _something_else() -> str:
    """A word and its own beginning: the same finds, but a search that was not done before, some hundreds of times."""
    again, number = divmod(next(_zoeken), len(WOORDEN))
    word = WOORDEN[number]
    return " ".join(
        [word, *(word[: 1 + length] for length in range(4) if again >> length & 1), word[: 1 + again // 16]]
    )
