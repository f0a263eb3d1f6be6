"""The pages that are measured, and what a user does on each of them."""

from dataclasses import dataclass

from benchmarks.browser import Browser, PageFailed, Run

ONDERDELEN = ("Onderdeel", ("1. Samen starten", "1. Samen starten › Sociaal-maatschappelijk › Bewoners doen mee"))
PERS = ("Per", ("maand", "kwartaal"))


@dataclass(frozen=True)
class Pagina:
    """One page: its address, its title, and what it must show; `keuze` is what a user changes back and forth."""

    naam: str
    adres: str = ""
    titel: str = ""
    toont: tuple[str, ...] = ()
    keuze: tuple[str, tuple[str, str]] | None = None

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
